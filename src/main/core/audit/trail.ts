import type { Db } from '../db/open.ts'
import type { BatchStore } from '../history/batch.store.ts'
import { createAuditStore } from './audit.store.ts'
import {
  type AuditDetail,
  type AuditFacts,
  type AuditHead,
  type AuditSubject,
  genesis,
  hashOf,
} from './chain.ts'

/** Subjects that an entry names; the detail says how many there were in all. */
const namedSubjects = 200

/**
 * The audit log as the core writes it: one entry a call, at the end of the call's own transaction, so
 * that the entry is there exactly when the write is. The door (dispatch) appends; a handler may only
 * add to what the entry of its own call will say.
 */
export interface AuditTrail {
  /** Adds to the entry of the call that is running: numbers, codes, ids; never what a person is called. */
  note: (detail: AuditDetail, subjects?: readonly AuditSubject[]) => void
  /** What was noted since; asked once a call. */
  takeNotes: () => Pick<AuditFacts, 'detail' | 'subjects'>
  /** Writes an entry in the caller's transaction, with what its batches wrote. */
  append: (facts: AuditFacts) => void
  /** Writes an entry in a transaction of its own. */
  record: (facts: AuditFacts) => void
  /** Whether the open transaction has closed a batch that no entry covers yet. */
  hasWritten: () => boolean
  /** Forgets what a transaction that was rolled back had gathered. */
  discard: () => void
  /** The latest entry; null in a ledger from before the log. */
  head: () => AuditHead | null
  /** The first entry of a ledger: says from which change on the log covers history. */
  begin: () => void
}

export function createTrail(
  db: Db,
  { batches, actor, now }: { batches: BatchStore; actor: string; now: () => string },
): AuditTrail {
  const store = createAuditStore(db)
  const nothing = (): Pick<AuditFacts, 'detail' | 'subjects'> => ({ detail: {}, subjects: [] })
  let noted = nothing()

  function append({ action, subjects, detail }: AuditFacts): void {
    const before = store.newest()
    const every = [...new Set(subjects)]
    const named = every.slice(0, namedSubjects)
    const { batches: ids, ...written } = batches.takeWritten()
    const row = {
      ...{ seq: (before?.sequence ?? 0) + 1, at: now(), actor, action },
      subjects: JSON.stringify(named),
      detail: JSON.stringify(every.length > named.length ? { ...detail, subjects: every.length } : detail),
      batches: JSON.stringify(ids),
      ...written,
      previous: before?.head ?? genesis,
    }
    store.insert({ ...row, hash: hashOf(row) }, named)
  }
  const record = (facts: AuditFacts): void => db.transaction(() => append(facts)).immediate()

  return {
    note(detail, subjects = []) {
      Object.assign(noted.detail, detail)
      noted.subjects.push(...subjects)
    },
    takeNotes() {
      const taken = noted
      noted = nothing()
      return taken
    },
    hasWritten: batches.hasWritten,
    append,
    record,
    discard() {
      batches.takeWritten()
      noted = nothing()
    },
    head: store.newest,
    begin() {
      if (store.newest()) return
      batches.takeWritten()
      const { changes, batches: last } = store.extent()
      record({ action: 'audit.begin', subjects: [], detail: { changes, batches: last } })
    },
  }
}
