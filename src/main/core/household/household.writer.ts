import { type AnyRecord, type FieldValue, sameValue } from '../../../shared/domain/field.ts'
import { checkHousehold } from '../../../shared/domain/household/rules.ts'
import type { Violation } from '../../../shared/domain/violation.ts'
import type { Desk } from '../context.ts'
import type { Batch } from '../history/batch.store.ts'
import { createPersonWriter } from '../person/person.writer.ts'
import type { HouseholdRow } from './household.store.ts'

export interface HouseholdWrite {
  id: number
  changed: string[]
  /** As written, for `evaluate`. */
  row: AnyRecord
}

/** How a household is called among people: by its head, else by its code. */
export function householdName(desk: Desk, id: number): string {
  const household = desk.households.get(id)
  const head = household?.headPersonId ? desk.people.get(household.headPersonId as number) : null
  return head?.name ? `${head.name}户` : String(household?.householdCode ?? '')
}

/**
 * What a household's row says of where it was relocated to follows from its stay at a site; null for one that lives at
 * none. Whether it was relocated for poverty is known only of sites of that kind.
 */
export function fromStay(desk: Desk, householdId: number): { siteName: string; isRelocated?: true } | null {
  const [stay] = desk.sites.staysOf(householdId)
  if (!stay || stay.movedOut !== null) return null
  const isForPoverty = desk.sites.get('site', stay.siteId)?.kind === 'relocation'
  return { siteName: stay.siteName, ...(isForPoverty && { isRelocated: true }) }
}

/** The one way in which households are written; a change of category re-derives what depends on it in its members. */
export function createHouseholdWriter(desk: Desk) {
  const { households, people } = desk
  const persons = createPersonWriter(desk)

  function evaluate(row: AnyRecord): Violation[] {
    const head = row.headPersonId ? people.get(row.headPersonId as number) : null
    return checkHousehold(
      { ...row, headName: head?.name ?? null, headIdNumber: head?.idNumber ?? null },
      { ...persons.context, livesAtSite: typeof row.id === 'number' && fromStay(desk, row.id) !== null },
    )
  }

  function save(batch: Batch, before: HouseholdRow | null, given: AnyRecord): HouseholdWrite {
    const patch: AnyRecord = before ? { ...given, ...fromStay(desk, before.id) } : given
    const row: AnyRecord = { ...before, ...patch }
    if (before === null) {
      const id = households.insert(row, batch)
      return { id, changed: Object.keys(patch), row }
    }
    const changed = households.update(before, patch, batch)
    if (changed.includes('category')) {
      persons.forgetHousehold(before.id)
      for (const member of people.membersOf(before.id)) persons.save(batch, member, {})
    }
    return { id: before.id, changed, row }
  }

  /** Takes a person into a household, out of the one they were in. */
  function addMember(batch: Batch, householdId: number, personId: number, values: AnyRecord = {}): void {
    const person = people.get(personId)
    if (!person) return
    const former = person.householdId as FieldValue
    persons.save(batch, person, { ...values, householdId })
    if (former === null || sameValue(former, householdId)) return
    const left = households.get(former as number)
    if (left && left.headPersonId === personId) households.update(left, { headPersonId: null }, batch)
  }

  return { save, evaluate, addMember }
}
export type HouseholdWriter = ReturnType<typeof createHouseholdWriter>
