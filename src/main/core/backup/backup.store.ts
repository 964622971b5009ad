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

/**
 * Reads every page that holds something: the cipher notices any that is not as it was written. Takes half the
 * time of `isWhole`, and says as much of a copy that was made byte for byte a moment ago.
 */
export function isReadable(db: Db): boolean {
  try {
    return Number(db.prepare('SELECT sum(pgsize) FROM dbstat').pluck().get()) > 0
  } catch {
    return false
  }
}

/** Reads every page and every row: the cipher notices what was changed, SQLite what does not fit. */
export const isWhole = (db: Db): boolean => db.pragma('quick_check(1)', { simple: true }) === 'ok'

/** Makes one file of a copied ledger and the log that was copied with it. */
export function bringTogether(db: Db): void {
  db.pragma('wal_checkpoint(TRUNCATE)')
  db.pragma('journal_mode = DELETE')
}

/** A backup from before there was one has none until it is brought up to date. */
export const hasAuditLog = (db: Db): boolean =>
  db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'audit_log'").get() !== undefined
