import { z } from 'zod'
import type { FieldValue } from '../../domain/field.ts'
import type { Reason } from '../../domain/reconcile/likeness.ts'
import { type ReconcileLedger, reconcileLedgers } from '../../domain/reconcile/targets.ts'
import { job, read, write } from '../call.ts'
import { businessDate, file, full, id, regionCode } from '../schemas.ts'
import { type ImportPreview, type Inspection, importMapping } from './exchange.ts'

/**
 * 账账核对: another office's list against a ledger (or an earlier list). Nothing is written into the
 * ledger; what was found is kept as a run, to be decided on, exported and deleted.
 */

/** Where the rows of a run stand. `open` asks a person; `unread` could not be compared. */
export const reconcileKinds = ['open', 'differs', 'onlyOurs', 'onlyTheirs', 'equal', 'unread'] as const
export type ReconcileKind = (typeof reconcileKinds)[number]

export interface ReconcileCounts extends Record<ReconcileKind, number> {
  /** Rows of ours that an open question is about: in no other figure. */
  inQuestion: number
  /** All rows of either side. */
  ours: number
  theirs: number
  /** Open questions with one answer that nothing speaks against. */
  clear: number
  /** Rows that differ, by field. */
  byField: Record<string, number>
}

export interface ReconcileRun {
  id: number
  ledger: ReconcileLedger
  at: string
  /** Business date of the comparison. */
  asOf: string
  actor: string
  theirsName: string
  /** The earlier list; null when the ledger itself stands on our side. */
  oursName: string | null
  /** 口径 of our side in words. */
  basis: string
  /** Keys of the compared fields, in the order of their columns. */
  fields: string[]
  blanksDiffer: boolean
  /** Rows of their file that are no records: totals, notes. */
  skipped: number
  warnings: string[]
  counts: ReconcileCounts
}

export interface ReconcilePerson {
  seq: number
  /** Row in the file it stands in; null for a record of the ledger. */
  place: number | null
  /** Record of the compared ledger: a person, a household or a spell of work. */
  recordId: number | null
  /** Person in the ledger now; null when there is none. */
  personId: number | null
  name: string | null
  idNumber: string | null
  region: string | null
  phone: string | null
  birthDate: string | null
  sex: string | null
  /** The compared fields. Empty where both sides are equal. */
  values: Record<string, FieldValue>
  /** Cells of theirs that hold no value of their field, as written. */
  unreadable: Record<string, string>
}

export interface ReconcileDecision {
  same: boolean
  actor: string
  at: string
}

export interface ReconcileCandidate extends ReconcilePerson {
  points: number
  reasons: Reason[]
  decision: ReconcileDecision | null
}

export interface ReconcileDifference {
  field: string
  ours: FieldValue
  theirs: FieldValue
  /** What their cell says, where it is no value of the field. */
  written: string | null
}

export interface ReconcileEntry {
  side: 'ours' | 'theirs'
  kind: ReconcileKind
  person: ReconcilePerson
  /** The row of the other side that it belongs to. */
  partner: ReconcilePerson | null
  differences: ReconcileDifference[]
  /** Why it could not be compared. */
  reason: string | null
  /** In the ledger, but not in the list that was compared. */
  elsewhere: boolean
  /** Who made it what it is, when a person did. */
  decision: ReconcileDecision | null
  /** Of an open question: who it may be, most likely first. */
  candidates: ReconcileCandidate[]
}

const mapping = importMapping.extend({ ledger: z.enum(reconcileLedgers, '这个台账不能用来核对') })
const page = {
  offset: z.int().min(0).default(0),
  limit: z.int().min(1).max(200).default(50),
}
const table = { file, mapping: mapping.optional() }

export const reconcileCalls = {
  'reconcile.inspect': job<Inspection>()(
    'ledger.import',
    z.object({
      file,
      ledger: z.enum(reconcileLedgers, '这个台账不能用来核对').optional(),
      at: z.object({ sheet: z.int().min(0), headerRow: z.int().min(1) }).optional(),
    }),
  ),
  /** Wordings of a list that stand for no value of their field, with how often; the mapping may say what they mean. */
  'reconcile.words': job<{ unknownValues: ImportPreview['unknownValues'] }>()(
    'ledger.import',
    z.object({ file, mapping, region: regionCode.optional() }),
  ),
  'reconcile.run': write<ReconcileRun>()(
    'ledger.import',
    z.object({
      ...table,
      /** Without a mapping: the ledger to read the file as. */
      ledger: z.enum(reconcileLedgers, '这个台账不能用来核对').optional(),
      against: z.discriminatedUnion(
        'kind',
        [
          z.object({ kind: z.literal('ledger'), list: z.string().max(80).optional() }),
          /** Spells of work that were running on a day; only of the ledger of employment. */
          z.object({ kind: z.literal('workOn'), day: businessDate }),
          z.object({ kind: z.literal('file'), ...table }),
        ],
        '请选择与什么核对',
      ),
      /** Village or township within which place names of the files are looked for. */
      region: regionCode.optional(),
      /** A blank of theirs counts as a difference. */
      blanksDiffer: z.boolean().default(false),
    }),
  ),
  'reconcile.runs': read<{ rows: ReconcileRun[]; total: number }>()('ledger.read', z.object(page)),
  'reconcile.get': read<ReconcileRun>()('ledger.read', z.object({ id })),
  'reconcile.page': read<{ rows: ReconcileEntry[]; total: number; regionNames: Record<string, string> }>()(
    'ledger.read',
    z.object({
      id,
      kind: z.enum(reconcileKinds, '没有这一类'),
      /** Only rows that differ in this field. */
      field: z.string().max(60).optional(),
      /** Part of a name, or the beginning of an ID number. */
      search: z.string().max(60).optional(),
      ...page,
    }),
  ),
  /** Says who a row of theirs is; `ours: null` says that it is none of those shown. */
  'reconcile.decide': write<ReconcileRun>()(
    'ledger.import',
    z.object({ id, theirs: id, ours: id.nullable(), same: z.boolean() }),
  ),
  /** Accepts all questions with one answer that nothing speaks against. */
  'reconcile.decideClear': write<{ decided: number; run: ReconcileRun }>()('ledger.import', z.object({ id })),
  /** Takes back what a person decided about a row of theirs. */
  'reconcile.undecide': write<ReconcileRun>()('ledger.import', z.object({ id, theirs: id })),
  'reconcile.remove': write<null>()('ledger.import', z.object({ id })),
  'reconcile.export': job<{ name: string; bytes: Uint8Array; rows: number; basis: string }>()(
    'ledger.export',
    z.object({ id, full }),
  ),
}
