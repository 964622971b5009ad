import { monthOf } from '../../../shared/domain/calendar.ts'
import { sameValue } from '../../../shared/domain/field.ts'
import { ruleParametersAt } from '../../../shared/domain/parameters.ts'
import { closeDueMonths } from '../confirmation/months.ts'
import type { CallScope, Desk, Handlers } from '../context.ts'
import { createPersonWriter } from './person.writer.ts'

/**
 * Lists and figures read what the rules said when a form was last written. Thresholds that an
 * administrator sets, values that come into force later and the passing of months change what the
 * rules say of forms that nobody touches: then everybody is looked at anew. What people filled in,
 * the state of a form and the day of its last update stay as they are.
 */

const fingerprintKey = 'checkedWith'

/** What the verdict on an untouched form depends on, to the month. */
export function fingerprintOf(desk: Desk): string {
  const today = desk.today()
  return JSON.stringify([monthOf(today), ruleParametersAt(desk.catalogue().parameters, today)])
}

/** Notes that everybody has been looked at with the rules as they stand. */
export const markChecked = (desk: Desk): void =>
  desk.catalogueStore.setMeta(fingerprintKey, fingerprintOf(desk))

/** Looks at everybody when anything that matters has changed since; answers how many and what came of it. */
export function recheck(scope: CallScope): { checked: number; changed: number } {
  const { desk } = scope
  if (desk.catalogueStore.meta(fingerprintKey) === fingerprintOf(desk)) return { checked: 0, changed: 0 }
  const everybody = { ledger: 'labourer' as const, filters: [], scopeOf: desk.regions.scopeOf }
  const total = desk.ledger.count(everybody, undefined)
  const writer = createPersonWriter(desk)
  const batch = desk.openBatch('edit', '按现行标准重新核对')
  let checked = 0
  let changed = 0
  for (const person of desk.people.everyForm()) {
    if (checked % 500 === 0) {
      scope.progress('正在按现行标准重新核对', checked, total)
      scope.checkCancelled()
    }
    checked++
    const { derived } = writer.evaluate(person, person.id)
    if (Object.entries(derived).every(([key, value]) => sameValue(person[key], value))) continue
    desk.people.update(person, derived, batch)
    changed++
  }
  for (const person of desk.held.every()) {
    const { derived } = writer.evaluate(person, person.id)
    if (Object.entries(derived).every(([key, value]) => sameValue(person[key], value))) continue
    desk.held.rederive(person.id, derived)
  }
  batch.close()
  markChecked(desk)
  return { checked, changed }
}

export const recheckHandlers = {
  'labourer.recheck': (_input, scope) => {
    // Before anything else is written on this day.
    closeDueMonths(scope.desk)
    return recheck(scope)
  },
} satisfies Partial<Handlers>
