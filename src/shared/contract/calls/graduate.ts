import { z } from 'zod'
import type { FieldValue } from '../../domain/field.ts'
import type { Counter } from '../../domain/graduate/derive.ts'
import type { GraduateStatusCode, settledStatuses } from '../../domain/graduate/states.ts'
import { job, read, write } from '../call.ts'
import { id, reason, regionCode, values } from '../schemas.ts'

type Values = Record<string, FieldValue>

export interface GraduateEntry {
  id: number
  values: Values
}

/** A status of the history; the one without an end is the present one. */
export interface GraduateStatusView extends GraduateEntry {
  open: boolean
  to: string | null
}

/** Everything that the office keeps of a graduate beside the form. */
export interface GraduateView {
  id: number
  version: number
  values: Values
  status: GraduateStatusCode
  /** The latest first. */
  statuses: GraduateStatusView[]
  followUps: GraduateEntry[]
  /** By the day on which they are due. */
  steps: GraduateEntry[]
  /** The promises of 1/3/1/1, each with the service records that it was counted from. */
  counters: (Counter & { records: GraduateEntry[] })[]
  idleMonths: number | null
  isPriority: boolean
  /** The last day for this month's follow-up; null when none is due. */
  followUpDueOn: string | null
  /** Where the file and the labourer form do not agree, in words. */
  remarks: string[]
}

/** One year of graduation. Every number has a list behind it. */
export type GraduateYear = {
  /** YYYY; null: all years together. */
  year: string | null
  total: number
  registered: number
  /** Still without a place: not registered, looking for work, or wanting none. */
  open: number
  /** Of 100, one decimal; null where there is nobody. */
  rate: number | null
  /** Everything of 1/3/1/1 was offered. */
  served: number
  /** How many were offered enough of each service. */
  met: Record<string, number>
} & Record<(typeof settledStatuses)[number], number>

export interface GraduateSummary {
  asOf: string
  basis: string
  years: GraduateYear[]
  sum: GraduateYear
  /** Code, words and least number of each service, in order. */
  items: { code: string; label: string; needed: number }[]
}

const scope = z.object({ region: regionCode.optional() })
const entryKind = z.enum(['status', 'followUp', 'step'], '没有这种记录')
export type GraduateEntryKind = z.infer<typeof entryKind>

const entryTables = {
  status: 'graduate_status',
  followUp: 'graduate_follow_up',
  step: 'graduate_plan_step',
} as const

export const graduateCalls = {
  /** Null: the person has no file. */
  'graduate.get': read<GraduateView | null>()('ledger.read', z.object({ personId: id }), {
    personId: 'person',
  }),
  'graduate.save': write<{ id: number; version: number }>()(
    'ledger.edit',
    z.object({ personId: id, version: z.int().optional(), values }),
    { personId: 'person' },
  ),
  /** Takes the file away with its statuses, follow-ups and plan; services stay. */
  'graduate.remove': write<null>()('ledger.edit', z.object({ personId: id, reason }), { personId: 'person' }),
  /** A status is only ever added; a follow-up or a step can be corrected by its id. */
  'graduate.saveEntry': write<{ id: number }>()(
    'ledger.edit',
    z.object({ personId: id, kind: entryKind, id: id.optional(), values }),
    { personId: 'person', id: { by: 'kind', kinds: entryTables } },
  ),
  /** Of statuses only the present one: then the former holds again. */
  'graduate.removeEntry': write<null>()('ledger.edit', z.object({ kind: entryKind, id, reason }), {
    id: { by: 'kind', kinds: entryTables },
  }),
  'graduate.summary': read<GraduateSummary>()('ledger.read', scope, 'query'),
  'graduate.exportSummary': job<{ name: string; bytes: Uint8Array }>()('ledger.export', scope, 'query'),
}
