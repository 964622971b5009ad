import Database from 'better-sqlite3'
import { Refusal } from '../../../shared/contract/result.ts'

/**
 * One program at a time on one folder of data. The lock is held by the operating system (an
 * exclusive transaction on a file of its own), so a crash releases it and no stale file can keep anybody out.
 */
export function lockInstance(file: string): { release: () => void } {
  const db = new Database(file, { timeout: 0 })
  try {
    db.pragma('journal_mode = DELETE')
    db.exec('BEGIN EXCLUSIVE')
  } catch {
    db.close()
    throw new Refusal('busy', '台账正被另一个窗口或程序使用，请先关闭那一个，再重新打开。')
  }
  return { release: () => db.close() }
}
