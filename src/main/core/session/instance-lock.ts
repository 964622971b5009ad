import Database from 'better-sqlite3'
import { Refusal } from '../../../shared/contract/result.ts'

/**
 * One program at a time on one folder of data. The lock is held by the operating system (an
 * exclusive transaction on a file of its own), so a crash releases it and no stale file can keep anybody out.
 */
export function lockInstance(file: string): { release: () => void } {
  const db = open(file)
  try {
    db.pragma('journal_mode = DELETE')
    db.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    db.close()
    if (!(error as { code?: string }).code?.startsWith('SQLITE_BUSY')) throw notWritable()
    throw new Refusal('busy', '台账正被另一个窗口或程序使用，请先关闭那一个，再重新打开。')
  }
  return { release: () => db.close() }
}

const notWritable = () =>
  new Refusal('refused', '数据文件夹不能写入，台账没有打开。请检查文件夹是否只读、磁盘是否已满。')

function open(file: string): Database.Database {
  try {
    return new Database(file, { timeout: 0 })
  } catch {
    throw notWritable()
  }
}
