import type { CallScope } from '../context.ts'
import { createHouseholdWriter } from '../household/household.writer.ts'
import { createPersonWriter } from '../person/person.writer.ts'

/** People and households of a merged village follow it to its successor, with a history like any edit. */
export function moveRegion(
  { desk, progress }: CallScope,
  from: string,
  to: string,
): { people: number; households: number } {
  const batch = desk.openBatch('bulk', `村庄合并：${desk.regions.displayName(to, { from: 'township' })}`)
  const persons = createPersonWriter(desk)
  const households = createHouseholdWriter(desk)
  const here = [{ field: 'region', op: 'is' as const, value: from }]
  const people = [
    ...desk.ledger.all({ ledger: 'member', filters: here, scopeOf: desk.regions.scopeOf }, undefined, [
      'name',
    ]),
  ].map((row) => row.id)
  const homes = [
    ...desk.ledger.all({ ledger: 'household', filters: here, scopeOf: desk.regions.scopeOf }, undefined, [
      'householdCode',
    ]),
  ].map((row) => row.id)
  for (const id of homes) {
    const household = desk.households.get(id)
    if (household) households.save(batch, household, { region: to })
  }
  people.forEach((id, index) => {
    const person = desk.people.get(id)
    if (person) persons.save(batch, person, { region: to })
    progress('正在转移人员', index + 1, people.length)
  })
  batch.close({
    rows: people.length + homes.length,
    inserted: 0,
    updated: people.length + homes.length,
    unchanged: 0,
    blocked: 0,
    warned: 0,
  })
  return { people: people.length, households: homes.length }
}
