import { z } from 'zod'
import type { FieldValue } from '../../domain/field.ts'
import type { Violation } from '../../domain/violation.ts'
import { read, write } from '../call.ts'
import { id, reason, values } from '../schemas.ts'

export interface EmployerMonthView {
  id: number
  version: number
  /** With both totals and the headcount of the month before. */
  values: Record<string, FieldValue>
  /** What should be looked at, though it was saved: a fall of headcount. */
  violations: Violation[]
  regionNames: Record<string, string>
}

export const employerMonthCalls = {
  'employerMonth.get': read<EmployerMonthView>()('ledger.read', z.object({ id }), 'any'),
  'employerMonth.save': write<{ id: number; version: number }>()(
    'ledger.edit',
    z.object({ id: id.optional(), version: z.int().optional(), values }),
  ),
  'employerMonth.remove': write<null>()('ledger.edit', z.object({ id, reason })),
}
