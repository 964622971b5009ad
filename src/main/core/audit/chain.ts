import { createHash, hash, randomBytes } from 'node:crypto'
import type { AuditSubjectKind } from '../../../shared/domain/audit/words.ts'

/**
 * The arithmetic of the audit log: what is hashed, and how. Written and verified from here alone;
 * docs/exchange-format.md describes it for other programs.
 */

/** An entry as it is stored; `subjects`, `detail` and `batches` are JSON, exactly as they were hashed. */
export interface AuditRow {
  seq: number
  /** Instant, ISO in UTC. */
  at: string
  actor: string
  action: string
  subjects: string
  detail: string
  batches: string
  firstChange: number | null
  lastChange: number | null
  digest: string | null
  /** Hash of the entry before; 64 zeros for the first. */
  previous: string
  hash: string
}

/** `person:12`: kind and number of what an entry is about. */
export type AuditSubject = `${AuditSubjectKind}:${string}`
export type AuditDetail = Record<string, string | number | boolean>

/** What an entry says, before it has its place in the chain. */
export interface AuditFacts {
  action: string
  subjects: AuditSubject[]
  detail: AuditDetail
}

/** Sequence and hash of the latest entry: an anchor, wherever it is kept. */
export interface AuditHead {
  sequence: number
  head: string
}

export const genesis = '0'.repeat(64)

/** SHA-256 over the hash before (32 bytes), the number (8 bytes, big-endian) and the row as a JSON list in UTF-8. */
export function hashOf(row: Omit<AuditRow, 'hash'>): string {
  const { seq, at, actor, action, subjects, detail, batches, firstChange, lastChange, digest } = row
  const number = Buffer.alloc(8)
  number.writeBigUInt64BE(BigInt(seq))
  return createHash('sha256')
    .update(Buffer.from(row.previous, 'hex'))
    .update(number)
    .update(
      JSON.stringify([seq, at, actor, action, subjects, detail, batches, firstChange, lastChange, digest]),
    )
    .digest('hex')
}

/** Random bytes come in blocks: asking for 16 at a time costs more than all else here. */
let block = Buffer.alloc(0)
let used = 0
export const saltBytes = 16
export function newSalt(): Buffer {
  if (used + saltBytes > block.length) {
    block = randomBytes(saltBytes * 1024)
    used = 0
  }
  used += saltBytes
  return block.subarray(used - saltBytes, used)
}

/**
 * Binds two texts without giving them away: once the salt is destroyed nobody can try out what they
 * were. JSON has no line breaks of its own, so the two cannot run into each other.
 */
export const commitment = (salt: Uint8Array, one: string | null, other: string | null): string =>
  hash('sha256', `${Buffer.from(salt).toString('hex')}\n${one ?? ''}\n${other ?? ''}`)

/** A change as the digest sees it. `bound`: the commitment to its values, null when it has none. */
export interface BoundChange {
  seq: number
  entity: string
  entityId: number
  personId: number | null
  action: string
  bound: string | null
}
/** A batch as the digest sees it. `bound`: the commitment to label and reason. */
export interface BoundBatch {
  id: number
  kind: string
  at: string
  actor: string
  counts: string | null
  firstSeq: number
  lastSeq: number
  bound: string
}

/** What a batch says in words, in the one form that is bound. */
export const wordsOf = (label: string, reason: string | null): string => JSON.stringify([label, reason])

/** Lines are collected before they are hashed: one call for each would take longer than writing the change. */
const enoughText = 32 * 1024

/** The digest over the changes of some batches, taken in as they are written or read. */
export function createChangeDigest() {
  const sum = createHash('sha256')
  let lines = ''
  const add = (line: string) => {
    lines += line
    if (lines.length < enoughText) return
    sum.update(lines)
    lines = ''
  }
  return {
    change: ({ seq, entity, entityId, personId, action, bound }: BoundChange) =>
      add(`${seq} ${entity} ${entityId} ${personId ?? '-'} ${action} ${bound ?? '-'}\n`),
    batch: ({ id, kind, at, actor, counts, firstSeq, lastSeq, bound }: BoundBatch) =>
      add(`${JSON.stringify([id, kind, at, actor, counts, firstSeq, lastSeq, bound])}\n`),
    hex: () => sum.update(lines).digest('hex'),
  }
}
export type ChangeDigest = ReturnType<typeof createChangeDigest>

/** What the log calls the records whose changes belong to no person. */
const ownerKinds: Readonly<Record<string, AuditSubjectKind>> = {
  household: 'household',
  unwilling_statement: 'statement',
  attachment: 'attachment',
  site_household: 'stay',
}

/** Whom a change belongs to, as the entry of a lawful deletion names it. */
export const ownerOfChange = (entity: string, entityId: number, personId: number | null): AuditSubject =>
  personId !== null ? `person:${personId}` : `${ownerKinds[entity] ?? 'episode'}:${entityId}`
