import { z } from 'zod'
import { isMonth } from '../../domain/calendar.ts'
import type { FieldValue } from '../../domain/field.ts'
import type { Violation } from '../../domain/violation.ts'
import type { ZeroState } from '../../domain/zero-household/fields.ts'
import {
  type ClearingCounts,
  type ClearingFigure,
  clearingFigureKeys,
} from '../../domain/zero-household/report.ts'
import { job, read, write } from '../call.ts'
import { file, id, reason, regionCode, values } from '../schemas.ts'

export interface ZeroService {
  id: number
  personId: number
  name: string
  kind: string
  servedOn: string
  concerned: string | null
  response: string | null
  /** A second record of the same person, day and kind counts once. */
  counts: boolean
}

export interface StatementView {
  id: number
  values: Record<string, FieldValue>
  attachments: number
  /** What it lacks today; nothing: it stands. */
  missing: Violation[]
}

/** Where a household without work stands, with what it follows from. */
export interface ZeroHouseholdView {
  /** Null: it has never been one, as far as the ledger knows. */
  state: ZeroState | null
  headName: string
  village: string
  since: string | null
  dueOn: string | null
  /** Until the deadline, negative when it has passed; null when nothing is due. */
  daysLeft: number | null
  /** Since when somebody works again. */
  clearedOn: string | null
  done: number
  needed: number
  /** Of the whole household since the beginning, the latest first. */
  services: ZeroService[]
  statements: StatementView[]
  /** What would still be missing for a statement that is signed today, but for what is typed. */
  lacking: string[]
  basis: string
}

export interface ClearingPlace {
  /** Empty: no address. */
  code: string
  name: string
  counts: ClearingCounts
}
export interface ClearingReport {
  month: string
  /** Last day that is counted: of this month today. */
  to: string
  places: (ClearingPlace & { villages: ClearingPlace[] })[]
  total: ClearingCounts
  basis: string
}
export interface ClearingCase {
  householdId: number
  headName: string
  village: string
  since: string
  dueOn: string
  from: string
  to: string | null
  begun: string
  ended: string | null
}

const month = z
  .string('请选择月份')
  .refine((text) => text.length === 7 && isMonth(text), '月份应是真实的月份，写成 2026-10')

export const zeroCalls = {
  'zero.ofHousehold': read<ZeroHouseholdView>()('ledger.read', z.object({ id }), { id: 'household' }),
  /** Registers a signed statement of 暂无就业意愿 with its own file; refused with everything that is missing. */
  'zero.declare': write<{ id: number }>()(
    'ledger.edit',
    z.object({ householdId: id, values, file: file.optional() }),
    { householdId: 'household' },
  ),
  'zero.withdraw': write<null>()('ledger.edit', z.object({ id, reason }), { id: 'unwilling_statement' }),
  'zero.report': read<ClearingReport>()('ledger.read', z.object({ month }), 'query'),
  /** The households behind one figure. `exact`: those whose address is this very place; without a region, those without an address. */
  'zero.cases': read<{ rows: ClearingCase[]; total: number }>()(
    'ledger.read',
    z.object({
      month,
      figure: z.enum(clearingFigureKeys, '没有这个数字') as z.ZodType<ClearingFigure, ClearingFigure>,
      region: regionCode.optional(),
      exact: z.boolean().default(false),
      offset: z.int().min(0).default(0),
      limit: z.int().min(1).max(500).default(50),
    }),
    'query',
  ),
  'zero.export': job<{ name: string; bytes: Uint8Array; rows: number }>()(
    'ledger.export',
    z.object({ month }),
    'query',
  ),
}
