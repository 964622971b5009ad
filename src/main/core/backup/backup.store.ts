import type { BackupFacts } from '../../../shared/contract/calls/backup.ts'
import type { Db } from '../db/open.ts'

/** How much is in a ledger, to know a backup by. */
export type Contents = Pick<BackupFacts, 'people' | 'households' | 'services' | 'lastChange' | 'schema'>

export function contentsOf(db: Db): Contents {
  const number = (sql: string) => Number(db.prepare(sql).pluck().get())
  return {
    people: number('SELECT count(*) FROM person'),
    households: number('SELECT count(*) FROM household'),
    services: number('SELECT count(*) FROM service_record'),
    lastChange: number('SELECT ifnull(max(seq), 0) FROM change'),
    schema: Number(db.pragma('user_version', { simple: true })),
  }
}

/** Reads every page: the cipher notices any that was changed, SQLite any that does not fit. */
export const isWhole = (db: Db): boolean => db.pragma('quick_check(1)', { simple: true }) === 'ok'

/** Makes one file of a copied ledger and the log that was copied with it. */
export function bringTogether(db: Db): void {
  db.pragma('wal_checkpoint(TRUNCATE)')
  db.pragma('journal_mode = DELETE')
}

/** A backup from before there was one has none until it is brought up to date. */
export const hasAuditLog = (db: Db): boolean =>
  db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'audit_log'").get() !== undefined
