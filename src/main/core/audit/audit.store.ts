import type { AuditSubjectKind } from '../../../shared/domain/audit/words.ts'
import type { Db } from '../db/open.ts'
import type { AuditHead, AuditRow, AuditSubject } from './chain.ts'

const columns = `seq, at, actor, action, subjects, detail, batches, first_change AS firstChange,
  last_change AS lastChange, digest, previous, hash`

export interface StoredBatch {
  id: number
  kind: string
  label: string
  at: string
  actor: string
  reason: string | null
  counts: string | null
  firstSeq: number
  lastSeq: number
  salt: Buffer | null
  sealed: string | null
}
export interface StoredValues {
  seq: number
  entity: string
  entityId: number
  personId: number | null
  action: string
  before: string | null
  after: string | null
  salt: Buffer | null
  sealed: string | null
}

/** Which entries; `from` included and `to` not, both instants. */
export interface AuditPage {
  from?: string | undefined
  to?: string | undefined
  actor?: string | undefined
  action?: string | undefined
  subject?: { kind: AuditSubjectKind; id: string } | undefined
  offset: number
  limit: number
}

/** The conditions as SQL, with what is bound to them. */
function conditions({ from, to, actor, action, subject }: Omit<AuditPage, 'offset' | 'limit'>) {
  const parts: string[] = []
  const values: Record<string, string | number> = {}
  if (from !== undefined) {
    parts.push('at >= @from')
    values.from = from
  }
  if (to !== undefined) {
    parts.push('at < @to')
    values.to = to
  }
  if (actor !== undefined) {
    parts.push('actor = @actor')
    values.actor = actor
  }
  if (action !== undefined) {
    parts.push('action = @action')
    values.action = action
  }
  if (subject !== undefined) {
    const direct = 'SELECT seq FROM audit_subject WHERE kind = @kind AND id = @id'
    // What an import or an undoing did to a person names nobody: the history says it.
    const byHistory = `SELECT (SELECT CASE WHEN a.first_change <= c.seq THEN a.seq END FROM audit_log a
        WHERE a.last_change >= c.seq ORDER BY a.last_change LIMIT 1)
      FROM change c WHERE c.person_id = @number`
    parts.push(`seq IN (${direct}${subject.kind === 'person' ? ` UNION ${byHistory}` : ''})`)
    values.kind = subject.kind
    values.id = subject.id
    if (subject.kind === 'person') values.number = Number(subject.id)
  }
  return { where: parts.length > 0 ? `WHERE ${parts.join(' AND ')}` : '', values }
}

/** The only statements on the audit log, and those by which it is verified. */
export function createAuditStore(db: Db) {
  const newest = db.prepare('SELECT seq AS sequence, hash AS head FROM audit_log ORDER BY seq DESC LIMIT 1')
  const insert = db.prepare(
    `INSERT INTO audit_log (seq, at, actor, action, subjects, detail, batches, first_change, last_change, digest, previous, hash)
     VALUES (@seq, @at, @actor, @action, @subjects, @detail, @batches, @firstChange, @lastChange, @digest, @previous, @hash)`,
  )
  const index = db.prepare('INSERT OR IGNORE INTO audit_subject (kind, id, seq) VALUES (?, ?, ?)')
  const after = db.prepare(`SELECT ${columns} FROM audit_log WHERE seq > ? ORDER BY seq LIMIT 1000`)
  const bySeq = db.prepare(`SELECT ${columns} FROM audit_log WHERE seq = ?`)
  const lastOf = db.prepare(`SELECT ${columns} FROM audit_log WHERE action = ? ORDER BY seq DESC LIMIT 1`)
  const allOf = db.prepare(`SELECT ${columns} FROM audit_log WHERE action = ? ORDER BY seq`)
  const batch = db.prepare(
    `SELECT id, kind, label, at, actor, reason, counts, first_seq AS firstSeq, last_seq AS lastSeq, salt, sealed
     FROM batch WHERE id = ?`,
  )
  const changes = db.prepare(
    `SELECT seq, entity, entity_id AS entityId, person_id AS personId, action, before, after, salt, sealed
     FROM change WHERE seq BETWEEN ? AND ? ORDER BY seq LIMIT 2000`,
  )
  const extent = db.prepare(
    'SELECT (SELECT ifnull(max(seq), 0) FROM change) AS changes, (SELECT ifnull(max(id), 0) FROM batch) AS batches',
  )
  const batchesAfter = db.prepare('SELECT count(*) FROM batch WHERE id > ?').pluck()
  const sent = db.prepare(
    `SELECT audit_sequence AS sequence, audit_head AS head, created_at AS at, file_name AS name FROM package
     WHERE direction = 'out' AND audit_head IS NOT NULL ORDER BY id`,
  )
  return {
    newest: () => (newest.get() as AuditHead | undefined) ?? null,
    insert(row: AuditRow, subjects: readonly AuditSubject[]): void {
      insert.run(row)
      for (const subject of subjects) {
        const at = subject.indexOf(':')
        index.run(subject.slice(0, at), subject.slice(at + 1), row.seq)
      }
    },
    after: (seq: number) => after.all(seq) as AuditRow[],
    get: (seq: number) => (bySeq.get(seq) as AuditRow | undefined) ?? null,
    /** The latest entry of an action. */
    lastOf: (action: string) => (lastOf.get(action) as AuditRow | undefined) ?? null,
    allOf: (action: string) => allOf.all(action) as AuditRow[],
    /** How far history goes today. */
    extent: () => extent.get() as { changes: number; batches: number },
    batchesAfter: (id: number) => Number(batchesAfter.get(id)),
    batch: (id: number) => (batch.get(id) as StoredBatch | undefined) ?? null,
    /** Up to 2000 changes of a range, by number. */
    changes: (from: number, to: number) => changes.all(from, to) as StoredValues[],
    /** Heads of our log that went out with packages. */
    sent: () => sent.all() as (AuditHead & { at: string; name: string })[],
    page(query: AuditPage): { rows: AuditRow[]; total: number } {
      const { where, values } = conditions(query)
      const { offset, limit } = query
      return {
        rows: db
          .prepare(`SELECT ${columns} FROM audit_log ${where} ORDER BY seq DESC LIMIT @limit OFFSET @offset`)
          .all({ ...values, offset, limit }) as AuditRow[],
        total: Number(db.prepare(`SELECT count(*) FROM audit_log ${where}`).pluck().get(values)),
      }
    },
    /** Every entry that fits, oldest first, some at a time. */
    *every(query: Omit<AuditPage, 'offset' | 'limit'>): Iterable<AuditRow> {
      const { where, values } = conditions(query)
      const some = db.prepare(
        `SELECT ${columns} FROM audit_log ${where ? `${where} AND` : 'WHERE'} seq > @last ORDER BY seq LIMIT 1000`,
      )
      let last = 0
      for (;;) {
        const rows = some.all({ ...values, last }) as AuditRow[]
        yield* rows
        if (rows.length < 1000) return
        last = rows.at(-1)?.seq ?? last
      }
    },
    /** Who stands in the log, each found by a seek. */
    actors: () =>
      db
        .prepare(
          `WITH RECURSIVE who (name) AS (
             SELECT min(actor) FROM audit_log
             UNION ALL SELECT (SELECT min(actor) FROM audit_log WHERE actor > who.name) FROM who WHERE who.name IS NOT NULL
           ) SELECT name FROM who WHERE name IS NOT NULL`,
        )
        .pluck()
        .all() as string[],
  }
}
export type AuditStore = ReturnType<typeof createAuditStore>
