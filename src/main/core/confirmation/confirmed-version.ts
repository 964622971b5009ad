import { type AnyRecord, type FieldValue, sameValue } from '../../../shared/domain/field.ts'
import { personFields, stateKeys } from '../../../shared/domain/labourer/fields.ts'
import type { Desk } from '../context.ts'
import type { Batch, StoredChange } from '../history/batch.store.ts'
import { nextFormState } from '../person/form-state.ts'
import type { PersonRow } from '../person/person.store.ts'
import type { PersonWriter } from '../person/person.writer.ts'

const formKeys = personFields.filter((field) => !('derived' in field)).map(({ key }) => key)

const turns = (change: StoredChange, to: 'into' | 'outOf'): boolean => {
  const [from, here] = [change.before?.formState, change.after?.formState]
  return to === 'into'
    ? here === 'confirmed' && from !== 'confirmed'
    : from === 'confirmed' && here !== 'confirmed'
}

/**
 * The version of a person that was confirmed last, read backwards in the history: the state that a
 * confirmation in force ended in. Null when there is none, or the task force took it back since.
 *
 * Asked only where something was undone: otherwise triggers know it.
 */
export function newestConfirmed(desk: Desk, person: PersonRow): { row: PersonRow; seq: number } | null {
  const { batches } = desk
  const state: AnyRecord = { ...person }
  let candidate: { row: PersonRow; seq: number } | null =
    person.formState === 'confirmed' ? { row: { ...person }, seq: Number.MAX_SAFE_INTEGER } : null
  const changes = batches.laterChanges('person', person.id, person.id, 0)
  for (const [index, change] of [...changes.entries()].reverse()) {
    if (change.action !== 'update') {
      // Who was removed and brought back is as before.
      if (index > 0) continue
      return candidate !== null && state.formState === 'confirmed' ? candidate : null
    }
    if (turns(change, 'into')) {
      if (candidate !== null && batches.isInForce(change.batchId)) return candidate
      candidate = null
    }
    Object.assign(state, change.before as Record<string, FieldValue>)
    if (turns(change, 'outOf')) {
      if (change.after?.sentBackOn && batches.isInForce(change.batchId)) return null
      candidate = { row: { ...state } as PersonRow, seq: change.seq - 1 }
    }
  }
  return null
}

/**
 * After an undoing touched somebody: whoever is again as they were confirmed is confirmed, nobody else
 * is, and the version that stays confirmed beside another present is the one that the history says.
 */
export function settleConfirmed(desk: Desk, writer: PersonWriter, batch: Batch, id: number): void {
  const person = desk.people.get(id)
  if (!person) return
  const confirmed = newestConfirmed(desk, person)
  const isIt = confirmed !== null && formKeys.every((key) => sameValue(person[key], confirmed.row[key]))
  if (isIt !== (person.formState === 'confirmed')) {
    const { violations } = writer.evaluate(person, id)
    const formState = isIt ? 'confirmed' : nextFormState(person.formState, violations)
    writer.save(batch, person, {}, { formState, syncEpisodes: false })
  }
  desk.held.drop(id)
  if (!confirmed || isIt) return
  const state = Object.fromEntries([...stateKeys].map((key) => [key, null]))
  const row = { ...confirmed.row, ...state, formState: 'confirmed' } as PersonRow
  desk.held.put({ ...row, ...writer.evaluate(row, id).derived } as PersonRow, confirmed.seq)
}
