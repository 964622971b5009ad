import { z } from 'zod'
import { type AuditSubjectKind, auditSubjects } from '../../domain/audit/words.ts'
import { job, read } from '../call.ts'
import { businessDate, bytes } from '../schemas.ts'

/** An entry of the audit log as the screen shows it. */
export interface AuditEntryView {
  seq: number
  /** Instant, ISO. */
  at: string
  actor: string
  action: string
  /** What was done, in words. */
  label: string
  subjects: { kind: AuditSubjectKind; id: string }[]
  detail: Record<string, string | number | boolean>
  /** How many changes of the history it covers. */
  changes: number
  hash: string
}

/** What verifying came to. */
export interface AuditCheck {
  /** Instant, ISO. */
  at: string
  whole: boolean
  /** In one sentence. */
  message: string
  /** Number of the first entry that does not fit; null when all do. */
  brokenAt: number | null
  /** Entries that were gone through. */
  entries: number
  /** Changes of the history that they cover. */
  changes: number
  /** Changes whose values were lawfully erased; their commitments fit. */
  erased: number
  /** Anchors outside of the log that were looked for in it. */
  anchors: number
  /** Anchors that lie in a log that a restore put aside. */
  setAside: number
  head: { sequence: number; head: string } | null
}

const condition = z.object({
  /** Business dates, both included. */
  from: businessDate.optional(),
  to: businessDate.optional(),
  actor: z.string().max(60).optional(),
  action: z.string().max(60).optional(),
  subject: z
    .object({
      kind: z.enum(Object.keys(auditSubjects) as [AuditSubjectKind, ...AuditSubjectKind[]], '没有这种对象'),
      id: z.string().regex(/^\d{1,15}$/, '编号应为数字'),
    })
    .optional(),
})
export type AuditCondition = z.output<typeof condition>

export const auditCalls = {
  /** Newest first, with everybody who stands in the log and the last verification that does. */
  'audit.page': read<{
    rows: AuditEntryView[]
    total: number
    actors: string[]
    verified: { at: string; actor: string; whole: boolean; brokenAt: number | null } | null
  }>()(
    'audit.read',
    condition.extend({
      offset: z.int().min(0).default(0),
      limit: z.int().min(1).max(200).default(50),
    }),
  ),
  /** Goes through the whole log and history, and looks for every anchor in it. `anchor`: a package of ours, or backup.json. */
  'audit.verify': job<AuditCheck>()(
    'audit.read',
    z.object({ anchor: z.object({ name: z.string().min(1).max(255), bytes }).optional() }),
  ),
  'audit.export': job<{ name: string; bytes: Uint8Array; rows: number; basis: string }>()(
    'audit.read',
    condition,
  ),
}
