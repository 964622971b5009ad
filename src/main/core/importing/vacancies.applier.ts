import { withValidity } from '../../../shared/domain/vacancy/rules.ts'
import type { Desk } from '../context.ts'
import { checkOf } from '../vacancy/vacancy.service.ts'
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

/** Vacancies, found by employer, post and place: a list that is collected again brings the same ones up to date. */
export function vacanciesApplier(desk: Desk, options: ApplyOptions): Applier {
  const seen = new Map<string, number>()
  return {
    plan(said, rowNumber): RowPlan {
      const name = `${said.employerName ?? ''} ${said.title ?? ''}`.trim()
      const key = JSON.stringify([said.employerName, said.title, said.region ?? said.address])
      const first = seen.get(key)
      if (first !== undefined)
        return blocked(name, [
          block('title', 'row.twice', `与第 ${first} 行说的是同一个岗位，请核对后只保留一行`),
        ])
      seen.set(key, rowNumber)
      const id = desk.vacancies.idOf(said)
      const before = id === undefined ? null : desk.vacancies.get(id)
      if (skipByMode(options, before !== null)) return unchanged(name, null)
      const changes = patchOf(before, options.settle?.(before, said) ?? said, options, new Set())
      if (before && Object.keys(changes).length === 0) return unchanged(name, null)
      const patch = withValidity(before, changes, desk.catalogue().parameters)
      const violations = checkOf(desk, { ...before, ...patch }, before)
      return planned(
        {
          name,
          personId: null,
          violations,
          apply(batch) {
            if (before) desk.vacancies.update(before, patch, batch)
            else desk.vacancies.insert(patch, batch)
          },
        },
        before,
        patch,
      )
    },
  }
}
