import { type ChangeDigest, commitment, createChangeDigest, newSalt, wordsOf } from '../audit/chain.ts'
import type { Db } from '../db/open.ts'

export type BatchKind = 'edit' | 'import' | 'bulk' | 'undo' | 'demo' | 'receive' | 'decide' | 'erase'
/** The tables of public posts. */
export type PostEntity =
  | 'public_post'
  | 'post_opening'
  | 'post_candidate'
  | 'post_assignment'
  | 'post_attendance'
/** The tables of relocation sites. */
export type SiteEntity = 'site' | 'site_household' | 'site_station' | 'job_fair'
/** The tables whose rows have a history. */
export type Entity =
  | 'person'
  | 'household'
  | 'employment'
  | 'training'
  | 'intention'
  | 'return_event'
  | 'training_wish'
  | 'service_record'
  | 'unwilling_statement'
  | 'attachment'
  | 'graduate'
  | 'graduate_status'
  | 'graduate_follow_up'
  | 'graduate_plan_step'
  | 'vacancy'
  | 'employer_month'
  | PostEntity
  | SiteEntity

export interface Change {
  entity: Entity
  entityId: number
  personId: number | null
  action: 'insert' | 'update' | 'delete'
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
}

export interface StoredChange extends Change {
  seq: number
  batchId: number
}

/** An open batch: the only way to write a row that has a history. */
export interface Batch {
  readonly id: number
  readonly asOf: string
  /** The sequence number that the next change will have. */
  nextSeq(): number
  /** Refuses a row outside of what the account is responsible for; not there for the whole office. */
  guard?: ((entity: Entity, id: number) => void) | undefined
  /** Appends the change and answers its sequence number. */
  record(change: Change): number
  /** Closes the range of changes; a batch without changes leaves no trace and answers 0. */
  close(counts?: object, errorFile?: { name: string; bytes: Uint8Array }): number
}

export interface BatchStart {
  kind: BatchKind
  label: string
  /** Instant of entry, ISO. */
  at: string
  /** Business date of what is written. */
  asOf: string
  actor: string
  reason?: string | undefined
  guard?: Batch['guard']
}

export interface BatchRow {
  id: number
  kind: BatchKind
  label: string
  at: string
  actor: string
  counts: string | null
  firstSeq: number
  lastSeq: number
  undoneBy: number | null
  errorName: string | null
}

/** What the open transaction has written so far, for its entry in the audit log. */
export interface WrittenBatches {
  batches: number[]
  firstChange: number | null
  lastChange: number | null
  digest: string | null
}

const batchColumns = `id, kind, label, at, actor, counts, first_seq AS firstSeq, last_seq AS lastSeq,
  undone_by AS undoneBy, error_name AS errorName`
const listedBatches = `FROM batch INDEXED BY batch_listed WHERE (kind <> 'edit' OR reason IS NOT NULL)`
const listed = (actor: string | null) =>
  actor === null ? listedBatches : `${listedBatches} AND actor = @actor`
const changeColumns = `seq, batch_id AS batchId, entity, entity_id AS entityId, person_id AS personId, action, before, after`

interface RawChange extends Omit<StoredChange, 'before' | 'after'> {
  before: string | null
  after: string | null
}
const toChange = (raw: RawChange): StoredChange => ({
  ...raw,
  before: raw.before === null ? null : JSON.parse(raw.before),
  after: raw.after === null ? null : JSON.parse(raw.after),
})

const nothingWritten = (): WrittenBatches => ({
  batches: [],
  firstChange: null,
  lastChange: null,
  digest: null,
})

export function createBatchStore(db: Db) {
  const insertBatch = db.prepare(
    `INSERT INTO batch (kind, label, at, actor, reason, first_seq, last_seq, salt) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const insertChange = db.prepare(
    `INSERT INTO change (seq, batch_id, entity, entity_id, person_id, action, before, after, salt)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const closeBatch = db.prepare(
    'UPDATE batch SET last_seq = ?, counts = ?, error_name = ?, error_file = ? WHERE id = ?',
  )
  const batchOf = db.prepare(`SELECT ${batchColumns} FROM batch WHERE id = ?`)
  const dropBatch = db.prepare('DELETE FROM batch WHERE id = ?')
  const lastSeq = db.prepare('SELECT ifnull(max(seq), 0) FROM change').pluck()

  let digest: ChangeDigest | null = null
  let written: WrittenBatches = nothingWritten()

  return {
    open(start: BatchStart): Batch {
      const first = Number(lastSeq.get()) + 1
      let next = first
      const salt = newSalt()
      const reason = start.reason ?? null
      const { lastInsertRowid } = insertBatch.run(
        start.kind,
        start.label,
        start.at,
        start.actor,
        reason,
        first,
        first - 1,
        salt,
      )
      const id = Number(lastInsertRowid)
      return {
        id,
        asOf: start.asOf,
        guard: start.guard,
        nextSeq: () => next,
        record(change) {
          const { entity, entityId, personId, action } = change
          const before = change.before && JSON.stringify(change.before)
          const after = change.after && JSON.stringify(change.after)
          // New rows say nothing here: what stands in them stands in their table.
          const changeSalt = before === null && after === null ? null : newSalt()
          insertChange.run(next, id, entity, entityId, personId, action, before, after, changeSalt)
          digest ??= createChangeDigest()
          const bound = changeSalt && commitment(changeSalt, before, after)
          digest.change({ seq: next, entity, entityId, personId, action, bound })
          return next++
        },
        close(counts, errorFile) {
          if (next === first && !counts) {
            dropBatch.run(id)
            return 0
          }
          const counted = counts ? JSON.stringify(counts) : null
          closeBatch.run(next - 1, counted, errorFile?.name ?? null, errorFile?.bytes ?? null, id)
          digest ??= createChangeDigest()
          digest.batch({
            ...{ id, kind: start.kind, at: start.at, actor: start.actor, counts: counted },
            ...{ firstSeq: first, lastSeq: next - 1 },
            bound: commitment(salt, wordsOf(start.label, reason), null),
          })
          written.batches.push(id)
          if (next > first) {
            written.firstChange ??= first
            written.lastChange = next - 1
          }
          return id
        },
      }
    },
    hasWritten: () => written.batches.length > 0,
    /** What was written since it was asked last, with the digest over it; asked once a transaction. */
    takeWritten(): WrittenBatches {
      const taken = { ...written, digest: digest?.hex() ?? null }
      digest = null
      written = nothingWritten()
      return taken
    },
    get: (id: number) => batchOf.get(id) as BatchRow | undefined,
    /** What a person may want to undo: everything but single saves, and of those the removals that gave a reason. */
    /** `actor`: of this account alone; null: of everybody. */
    page: (offset: number, limit: number, actor: string | null) => ({
      rows: db
        .prepare(`SELECT ${batchColumns} ${listed(actor)} ORDER BY id DESC LIMIT @limit OFFSET @offset`)
        .all({ limit, offset, actor }) as BatchRow[],
      total: Number(
        db
          .prepare(`SELECT count(*) ${listed(actor)}`)
          .pluck()
          .get({ actor }),
      ),
    }),
    errorFile: (id: number) =>
      db
        .prepare(
          'SELECT error_name AS name, error_file AS bytes FROM batch WHERE id = ? AND error_file IS NOT NULL',
        )
        .get(id) as { name: string; bytes: Buffer } | undefined,
    changesOf: (batch: BatchRow, offset: number, limit: number) =>
      (
        db
          .prepare(
            `SELECT ${changeColumns} FROM change WHERE seq BETWEEN ? AND ? ORDER BY seq LIMIT ? OFFSET ?`,
          )
          .all(batch.firstSeq, batch.lastSeq, limit, offset) as RawChange[]
      ).map(toChange),
    /** Newest first, in chunks, for undoing. */
    *changesBackwards(batch: BatchRow): Iterable<StoredChange> {
      const chunk = db.prepare(
        `SELECT ${changeColumns} FROM change WHERE seq BETWEEN ? AND ? ORDER BY seq DESC LIMIT 1000`,
      )
      let top = batch.lastSeq
      for (;;) {
        const rows = chunk.all(batch.firstSeq, top) as RawChange[]
        for (const row of rows) yield toChange(row)
        const last = rows.at(-1)
        if (!last) return
        top = last.seq - 1
      }
    },
    /** Changes of one row after a sequence number. */
    laterChanges(entity: Entity, entityId: number, personId: number | null, after: number): StoredChange[] {
      const rows =
        personId === null
          ? db
              .prepare(
                `SELECT ${changeColumns} FROM change WHERE person_id IS NULL AND entity = ? AND entity_id = ? AND seq > ? ORDER BY seq`,
              )
              .all(entity, entityId, after)
          : db
              .prepare(
                `SELECT ${changeColumns} FROM change WHERE person_id = ? AND seq > ? AND entity = ? AND entity_id = ? ORDER BY seq`,
              )
              .all(personId, after, entity, entityId)
      return (rows as RawChange[]).map(toChange)
    },
    /**
     * Whether what a batch did is still in force: it was never undone, or its undoing was. An undoing
     * does not count by itself, what it did belongs to the batch that it undid.
     */
    isInForce(id: number): boolean {
      const batch = batchOf.get(id) as BatchRow | undefined
      if (!batch || batch.kind === 'undo') return false
      let inForce = true
      let by = batch.undoneBy
      while (by !== null) {
        inForce = !inForce
        by = (batchOf.get(by) as BatchRow | undefined)?.undoneBy ?? null
      }
      return inForce
    },
    historyOfPerson: (personId: number, limit: number) =>
      (
        db
          .prepare(`SELECT ${changeColumns} FROM change WHERE person_id = ? ORDER BY seq DESC LIMIT ?`)
          .all(personId, limit) as RawChange[]
      ).map(toChange),
    markUndone(id: number, by: number) {
      db.prepare('UPDATE batch SET undone_by = ? WHERE id = ?').run(by, id)
    },
  }
}
export type BatchStore = ReturnType<typeof createBatchStore>
