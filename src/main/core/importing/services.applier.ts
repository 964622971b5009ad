import type { AnyRecord } from '../../../shared/domain/field.ts'
import { checkService, isSameService } from '../../../shared/domain/service/rules.ts'
import type { Desk } from '../context.ts'
import { createPersonWriter } from '../person/person.writer.ts'
import { isViolation, ofPerson, personOf } from './episodes.applier.ts'
import {
  type Applier,
  type ApplyOptions,
  blocked,
  keepGuarded,
  patchOf,
  planned,
  type RowPlan,
  skipByMode,
  unchanged,
} from './plan.ts'

/** Services: found by person, kind, day and the vacancy or course, so that a file read twice adds nothing. */
export function serviceApplier(desk: Desk, options: ApplyOptions): Applier {
  const { context } = createPersonWriter(desk)
  return {
    plan(values): RowPlan {
      const name = String(values.name ?? '')
      const person = personOf(desk, values)
      if (isViolation(person)) return blocked(name, [person])
      const before =
        desk.episodes.allOf('service_record', person.id).find((service) => isSameService(service, values)) ??
        null
      if (skipByMode(options, before !== null)) return unchanged(name, person.id)
      const patch = patchOf(before, options.settle?.(before, values) ?? values, options, ofPerson)
      const notes = before ? keepGuarded('service', before, patch, options) : []
      if (before && Object.keys(patch).length === 0) return unchanged(name, person.id, notes)
      const row: AnyRecord = { ...before, ...patch }
      const violations = [
        ...notes,
        ...checkService(row, {
          today: context.today,
          birthDate: person.birthDate as string | null,
          isTwin: false,
        }),
      ]
      return planned(
        {
          name,
          personId: person.id,
          violations,
          apply(batch) {
            if (before) desk.episodes.update('service_record', before, patch, batch)
            else desk.episodes.insert('service_record', { ...patch, personId: person.id }, batch)
          },
        },
        before,
        patch,
      )
    },
  }
}
