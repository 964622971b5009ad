import type { Db } from '../db/open.ts'

export interface Permit {
  at: string
  actor: string
  call: string
  reason: string
  witness: string | null
}

/** What was shown and let out in full. */
export const createPrivacyStore = (db: Db) => ({
  addPermit: (token: string, { at, actor, call, reason, witness }: Permit) =>
    void db
      .prepare('INSERT INTO full_permit (token, at, actor, call, reason, witness) VALUES (?, ?, ?, ?, ?, ?)')
      .run(token, at, actor, call, reason, witness),
  permit: (token: string) =>
    db.prepare('SELECT at, actor, call, reason, witness FROM full_permit WHERE token = ?').get(token) as
      | Permit
      | undefined,
  permits: (offset: number, limit: number) => ({
    rows: db
      .prepare(
        `SELECT rowid AS id, at, actor, call, reason, witness FROM full_permit
         ORDER BY rowid DESC LIMIT ? OFFSET ?`,
      )
      .all(limit, offset) as (Permit & { id: number })[],
    total: Number(db.prepare('SELECT count(*) FROM full_permit').pluck().get()),
  }),
  /** Later ones too: they were shown before the clock was set back. */
  revealsSince: (actor: string, at: string) =>
    Number(db.prepare('SELECT count(*) FROM reveal WHERE actor = ? AND at > ?').pluck().get(actor, at)),
  addReveal: (at: string, actor: string, ledger: string, recordId: number) =>
    void db
      .prepare('INSERT INTO reveal (at, actor, ledger, record_id) VALUES (?, ?, ?, ?)')
      .run(at, actor, ledger, recordId),
})
