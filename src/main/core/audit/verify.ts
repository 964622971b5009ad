import type { AuditCheck } from '../../../shared/contract/calls/audit.ts'
import type { CallScope } from '../context.ts'
import type { Anchor } from './anchors.ts'
import { type AuditStore, createAuditStore, type StoredBatch, type StoredValues } from './audit.store.ts'
import {
  type AuditRow,
  type AuditSubject,
  commitment,
  createChangeDigest,
  genesis,
  hashOf,
  ownerOfChange,
  wordsOf,
} from './chain.ts'

/** The log does not fit from this entry on, for the reason in the sentence. */
class Broken extends Error {
  readonly seq: number
  constructor(seq: number, sentence: string) {
    super(sentence)
    this.seq = seq
  }
}

interface Beginning {
  changes: number
  batches: number
}
const beginningOf = (row: AuditRow): Beginning => {
  const { changes, batches } = JSON.parse(row.detail) as Partial<Beginning>
  if (row.action !== 'audit.begin' || changes === undefined || batches === undefined)
    throw new Broken(1, '第 1 条不是日志开始的那一条，前面的日志被删掉了')
  return { changes, batches }
}

/** Whose values were erased: every one of them has to be named by an entry of a lawful deletion. */
const ownersOf = ({ entity, entityId, personId }: StoredValues): AuditSubject =>
  ownerOfChange(entity, entityId, personId)

/** The commitment of a change as it stands; a sealed one has nothing left to compute it from. */
function boundOf(row: StoredValues): string | null {
  const { before, after, salt, sealed } = row
  if (sealed !== null) return before === null && after === null && salt === null ? sealed : ''
  if (salt === null) return before === null && after === null ? null : ''
  return commitment(salt, before, after)
}
const wordsBound = ({ salt, sealed, label, reason }: StoredBatch): string => {
  if (sealed !== null) return salt === null ? sealed : ''
  return salt === null ? '' : commitment(salt, wordsOf(label, reason), null)
}

/** Goes through the log and the history that it covers, entry by entry. */
function walk(
  store: AuditStore,
  { progress, checkCancelled }: Pick<CallScope, 'progress' | 'checkCancelled'>,
) {
  const total = store.newest()?.sequence ?? 0
  const counts = { entries: 0, changes: 0, erased: 0 }
  /** Until which entry what belongs to whom may be sealed: numbers of records can be given again. */
  const erasedUntil = new Map<string, number>()
  const sealedAt = new Map<string, number>()
  let previous = genesis
  let next = 0
  let lastBatch = 0
  let covered = 0

  function coverBatches(row: AuditRow) {
    const digest = createChangeDigest()
    const ids = JSON.parse(row.batches) as number[]
    const ranges: { first: number; last: number }[] = []
    for (const id of ids) {
      const batch = store.batch(id)
      if (!batch || id <= lastBatch) throw new Broken(row.seq, '它所记的一批改动不见了')
      if (batch.firstSeq !== next) throw new Broken(row.seq, '它所记的改动与修改记录接不上')
      for (let from = batch.firstSeq; from <= batch.lastSeq; ) {
        const some = store.changes(from, batch.lastSeq)
        for (const change of some) {
          digest.change({ ...change, bound: boundOf(change) })
          if (change.sealed === null) continue
          counts.erased++
          sealedAt.set(ownersOf(change), row.seq)
        }
        if (some.length === 0) break
        from = (some.at(-1) as StoredValues).seq + 1
        counts.changes += some.length
        checkCancelled()
      }
      digest.batch({ ...batch, bound: wordsBound(batch) })
      if (batch.sealed !== null) sealedAt.set(`batch:${id}`, row.seq)
      if (batch.lastSeq >= batch.firstSeq) ranges.push({ first: batch.firstSeq, last: batch.lastSeq })
      next = batch.lastSeq + 1
      lastBatch = id
      covered++
    }
    const [first, last] = [ranges[0]?.first ?? null, ranges.at(-1)?.last ?? null]
    const isSame = row.digest === (ids.length > 0 ? digest.hex() : null)
    if (!isSame || row.firstChange !== first || row.lastChange !== last)
      throw new Broken(row.seq, '它所记的修改记录被改动过')
  }

  let begun: Beginning | null = null
  for (let some = store.after(0); some.length > 0; some = store.after(counts.entries)) {
    for (const row of some) {
      if (row.seq !== counts.entries + 1) throw new Broken(counts.entries + 1, '这一条不见了')
      if (row.previous !== previous) throw new Broken(row.seq, '与前一条接不上')
      if (hashOf(row) !== row.hash) throw new Broken(row.seq, '内容被改动过')
      if (!begun) {
        begun = beginningOf(row)
        next = begun.changes + 1
        lastBatch = begun.batches
      }
      coverBatches(row)
      if (row.action === 'person.erase')
        for (const subject of JSON.parse(row.subjects) as string[]) erasedUntil.set(subject, row.seq)
      previous = row.hash
      counts.entries++
    }
    progress('正在核验', counts.entries, total)
    checkCancelled()
  }
  if (!begun) throw new Broken(1, '操作日志是空的')
  const last = counts.entries
  const extent = store.extent()
  if (extent.changes >= next || store.batchesAfter(begun.batches) !== covered)
    throw new Broken(last, '它之后还有没有记入日志的改动，后面的日志被删掉了')
  for (const [owner, seq] of sealedAt)
    if (seq > (erasedUntil.get(owner) ?? 0))
      throw new Broken(seq, '它所记的修改记录被涂掉，却没有依法删除的记录')
  return counts
}

/** Restores are known: what was entered between the backup and the restoring lies in the ledger that was put aside. */
function isSetAside({ sequence, at }: Anchor, restores: readonly AuditRow[]): boolean {
  return restores.some((row) => {
    const { asideSequence } = JSON.parse(row.detail) as { asideSequence?: number }
    return sequence >= row.seq && at <= row.at && (asideSequence === undefined || sequence <= asideSequence)
  })
}

/**
 * Verifies the log: every entry is there, in order and unchanged; every change of the history since its
 * beginning belongs to one and says what it said; every anchor is in it. Whoever has the key of the
 * database can take the triggers away and write what they like: the chain shows an edit, the anchors
 * show a chain that was made anew.
 *
 * @returns the first entry that does not fit, with one sentence; or that all do
 */
export function verifyLog(
  { desk, ...scope }: Pick<CallScope, 'desk' | 'progress' | 'checkCancelled'>,
  anchors: readonly Anchor[],
): AuditCheck {
  const store = createAuditStore(desk.db)
  const found = {
    ...{ at: desk.now(), head: store.newest(), anchors: anchors.length, setAside: 0 },
    ...{ entries: 0, changes: 0, erased: 0 },
  }
  try {
    const counts = walk(store, scope)
    const restores = store.allOf('backup.restore')
    const missing = anchors
      .filter((anchor) => {
        if (store.get(anchor.sequence)?.hash === anchor.head) return false
        if (!isSetAside(anchor, restores)) return true
        found.setAside++
        return false
      })
      .toSorted((one, other) => one.sequence - other.sequence)[0]
    Object.assign(found, counts)
    if (missing) {
      const isThere = missing.sequence <= counts.entries
      const where = `${missing.where}记着当时的日志到第 ${missing.sequence} 条`
      throw new Broken(
        Math.min(missing.sequence, counts.entries + 1),
        isThere
          ? `${where}，现在的这一条与当时不是同一条，日志被重写过`
          : `${where}，现在只到第 ${counts.entries} 条，日志被截断，或者台账被换成了旧的文件`,
      )
    }
  } catch (error) {
    if (!(error instanceof Broken)) throw error
    return {
      ...found,
      whole: false,
      brokenAt: error.seq,
      message: `操作日志从第 ${error.seq} 条起不符：${error.message}。请停止使用，保留现状，并报告上级。`,
    }
  }
  const aside = found.setAside > 0 ? `（其中 ${found.setAside} 个在恢复备份时另存的台账里）` : ''
  const anchored = found.anchors > 0 ? `${found.anchors} 个锚点都在${aside}` : '还没有报送包或备份可以对照'
  const message = `操作日志完整：${found.entries} 条依次相接，${found.changes} 处修改记录与日志一致，${anchored}。`
  return { ...found, whole: true, brokenAt: null, message }
}
