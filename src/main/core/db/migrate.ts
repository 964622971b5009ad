import { copyFileSync, existsSync, renameSync } from 'node:fs'
import { Refusal } from '../../../shared/contract/result.ts'
import { type Migration, migrations } from './migrations/index.ts'
import type { Db } from './open.ts'

/**
 * Brings the schema up to this program's version: each migration in one transaction, after a copy
 * of the file; the first failure stops and leaves the former state. A newer file is refused untouched.
 */
export function migrate(db: Db, file: string, steps: readonly Migration[] = migrations): void {
  const current = db.pragma('user_version', { simple: true }) as number
  if (current > (steps.at(-1)?.version ?? 0)) {
    throw new Refusal(
      'refused',
      '数据文件由更新版本的程序建立，本程序版本较旧，没有打开。请安装新版本后再打开，数据未被改动。',
    )
  }
  const pending = steps.filter((migration) => migration.version > current)
  if (pending.length === 0) return
  if (current > 0) copyBefore(db, file, current)
  for (const migration of pending) {
    db.transaction(() => {
      db.exec(migration.sql)
      db.pragma(`user_version = ${migration.version}`)
    }).immediate()
  }
}

/** The copy has its name only once it is whole: half of one must not be taken for the way back. */
function copyBefore(db: Db, file: string, version: number) {
  const copy = `${file}.before-${version}`
  if (existsSync(copy)) return
  db.pragma('wal_checkpoint(TRUNCATE)')
  copyFileSync(file, `${copy}.new`)
  renameSync(`${copy}.new`, copy)
}
