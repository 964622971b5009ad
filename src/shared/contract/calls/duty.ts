import { z } from 'zod'
import { type DutyKind, dutyKindKeys } from '../../domain/duty/duties.ts'
import type { ItemState } from '../../domain/duty/packages.ts'
import { read, write } from '../call.ts'
import { id, noInput, reason, regionCode } from '../schemas.ts'
import type { SiteDutyView } from './site.ts'

/** One task of the work list. Days and hours left are negative when overdue. */
export interface DutyRow {
  kind: DutyKind
  personId: number
  name: string
  idNumber: string | null
  phone: string | null
  householdId: number | null
  village: string
  staff: string | null
  fromOn: string
  dueOn: string
  daysLeft: number
  /** Of clocks counted in hours. */
  hoursLeft: number | null
  done: number
  needed: number
  missing: string
  /** The record that it is about, where the person alone does not say it: the assignment. */
  recordId: number | null
  pause: { since: string; reason: string } | null
}

/** What the office owes somebody, item by item, met or not. */
export interface PersonDuty {
  kind: DutyKind
  label: string
  basis: string
  /** Who stands for it: the person, or the one who stands for the household. */
  personId: number
  fromOn: string
  dueOn: string
  daysLeft: number
  hoursLeft: number | null
  /** Due after the days that count as soon. */
  isLater: boolean
  items: ItemState[]
  missing: string
  open: boolean
  recordId?: number
  pause: { since: string; reason: string } | null
}

export interface DutyCounts {
  asOf: string
  soonDays: number
  kinds: {
    kind: DutyKind
    label: string
    basis: string
    overdue: number
    today: number
    soon: number
    later: number
    paused: number
  }[]
  /** Lists that are due on a day of every month or week; each opens the list with this key. */
  lists: {
    key: string
    ledger: 'labourer' | 'vacancy' | 'employerMonth'
    label: string
    /** Counter word of the total. */
    unit: string
    basis: string
    dueOn: string | null
    /** What is due on that day. */
    dueLabel: string | null
    overdue: boolean
    total: number
  }[]
  /** What is missing at relocation sites, the most urgent first; each opens its site. */
  sites: SiteDutyView[]
}

export const dutyWhens = ['overdue', 'today', 'soon', 'later', 'paused'] as const
export type DutyWhen = (typeof dutyWhens)[number]

/** Whose tasks: of a region, and only those of the user as the collector. */
const scope = z.object({ region: regionCode.optional(), mine: z.boolean().default(false) })
const dutyKind = z.enum(dutyKindKeys, '没有这种任务')

export const dutyCalls = {
  /** Brings the work list in line with the ledger; asked for before it is shown. */
  'duty.refresh': write<{ looked: number; open: number }>()('upkeep', noInput, 'any'),
  'duty.counts': read<DutyCounts>()('ledger.read', scope, 'query'),
  'duty.page': read<{ rows: DutyRow[]; total: number }>()(
    'ledger.read',
    scope.extend({
      when: z.enum(dutyWhens, '没有这种期限'),
      kind: dutyKind.optional(),
      offset: z.int().min(0).default(0),
      limit: z.int().min(1).max(500).default(50),
    }),
    'query',
  ),
  'duty.ofPerson': read<PersonDuty[]>()('ledger.read', z.object({ id }), { id: 'person' }),
  'duty.pause': write<null>()('ledger.edit', z.object({ personId: id, kind: dutyKind, reason }), {
    personId: 'person',
  }),
  'duty.resume': write<null>()('ledger.edit', z.object({ personId: id, kind: dutyKind }), {
    personId: 'person',
  }),
}
