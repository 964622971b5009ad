import { addMonths, isMonth } from '../../../shared/domain/calendar.ts'
import { staffKeys, totalOf } from '../../../shared/domain/employer/fields.ts'
import type { Desk } from '../context.ts'
import { checkOf } from '../employer/employer-month.service.ts'
import {
  type Applier,
  type ApplyOptions,
  block,
  blocked,
  patchOf,
  planned,
  type RowPlan,
  skipByMode,
  unchanged,
} from './plan.ts'

/** Months of employers, found by name and month: a list that is reported again brings the same ones up to date. */
export function employerMonthsApplier(desk: Desk, options: ApplyOptions): Applier {
  const seen = new Map<string, number>()
  /** What the file itself says of earlier months, so that a preview compares with it as the writing does. */
  const staff = new Map<string, number>()
  const keyOf = (employer: unknown, month: unknown) => JSON.stringify([employer, month])
  return {
    plan(said, rowNumber): RowPlan {
      const name = `${said.employerName ?? ''} ${said.month ?? ''}`.trim()
      const key = keyOf(said.employerName, said.month)
      const first = seen.get(key)
      if (first !== undefined)
        return blocked(name, [
          block('month', 'row.twice', `与第 ${first} 行是同一个企业同一个月，请核对后只保留一行`),
        ])
      seen.set(key, rowNumber)
      const id = desk.employerMonths.idOf(said)
      const before = id === undefined ? null : desk.employerMonths.get(id)
      if (skipByMode(options, before !== null)) return unchanged(name, null)
      const patch = patchOf(before, options.settle?.(before, said) ?? said, options, new Set())
      if (before && Object.keys(patch).length === 0) return unchanged(name, null)
      const row = { ...before, ...patch }
      const isReal = typeof row.month === 'string' && isMonth(row.month)
      const earlier = isReal
        ? staff.get(keyOf(row.employerName, addMonths(String(row.month), -1)))
        : undefined
      const plan = planned(
        {
          name,
          personId: null,
          violations: checkOf(desk, row, before?.id, earlier),
          apply(batch) {
            if (before) desk.employerMonths.update(before, patch, batch)
            else desk.employerMonths.insert(patch, batch)
          },
        },
        before,
        patch,
      )
      if (plan.kind !== 'blocked') staff.set(key, totalOf(row, staffKeys))
      return plan
    },
  }
}
