import type { EmployerMonthView } from '../../../shared/contract/calls/employer-month.ts'
import { Refusal } from '../../../shared/contract/result.ts'
import { employerMonthFields } from '../../../shared/domain/employer/fields.ts'
import { checkEmployerMonth } from '../../../shared/domain/employer/rules.ts'
import type { AnyRecord } from '../../../shared/domain/field.ts'
import { parameterAt } from '../../../shared/domain/parameters.ts'
import type { Violation } from '../../../shared/domain/violation.ts'
import type { Desk, Handlers } from '../context.ts'
import type { TrackedRow } from '../db/tracked-table.ts'
import { isBlocking } from '../importing/plan.ts'
import { regionNamesIn } from '../ledger/ledger.service.ts'
import { checkValues, requireVersion } from '../person/values.ts'
import { refuseViolations } from '../posts/post.service.ts'

function requireMonth(desk: Desk, id: number): TrackedRow {
  const row = desk.employerMonths.get(id)
  if (!row) throw new Refusal('not_found', '找不到这条用工监测记录，可能已删除或撤销，请刷新后重试。')
  return row
}

/** What the rules say of a month as it would stand; `id` is that of the record, undefined for a new one. */
export function checkOf(
  desk: Desk,
  row: AnyRecord,
  id: number | undefined,
  staffBefore = desk.employerMonths.staffBefore(row),
): Violation[] {
  const today = desk.today()
  const twin = desk.employerMonths.idOf(row)
  return checkEmployerMonth(row, {
    today,
    isTwin: twin !== undefined && twin !== id,
    staffBefore,
    fallLimit: parameterAt(desk.catalogue().parameters, 'employerFallPercent', today),
  })
}

function viewOf(desk: Desk, row: TrackedRow): EmployerMonthView {
  const values = Object.fromEntries(employerMonthFields.map(({ key }) => [key, row[key] ?? null]))
  values.staffBefore = desk.employerMonths.staffBefore(row)
  return {
    id: row.id,
    version: row.version,
    values,
    violations: checkOf(desk, row, row.id),
    regionNames: regionNamesIn(desk, 'employerMonth', [values]),
  }
}

export const employerMonthHandlers = {
  'employerMonth.get': (input, { desk }) => viewOf(desk, requireMonth(desk, input.id)),
  'employerMonth.save': (input, { desk }) => {
    const before = input.id === undefined ? null : requireMonth(desk, input.id)
    if (before) requireVersion(before, input.version)
    const values = checkValues(desk, employerMonthFields, input.values)
    refuseViolations(checkOf(desk, { ...before, ...values }, before?.id).filter(isBlocking))
    const batch = desk.openBatch('edit', before ? '修改用工监测' : '填报用工监测')
    const id = before?.id ?? desk.employerMonths.insert(values, batch)
    if (before) desk.employerMonths.update(before, values, batch)
    batch.close()
    return { id, version: requireMonth(desk, id).version }
  },
  'employerMonth.remove': (input, { desk }) => {
    const row = requireMonth(desk, input.id)
    const batch = desk.openBatch('edit', '删除用工监测', { reason: input.reason })
    desk.employerMonths.remove(row, batch)
    batch.close()
    return null
  },
} satisfies Partial<Handlers>
