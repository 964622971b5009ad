import type { AnyRecord } from '../../../shared/domain/field.ts'
import { workFields } from '../../../shared/domain/labourer/fields.ts'
import type { Desk } from '../context.ts'
import { followWork } from '../graduates/status.writer.ts'
import type { Batch } from '../history/batch.store.ts'
import type { EpisodeRow } from './episode.store.ts'
import { nextFormState } from './form-state.ts'
import type { PersonRow } from './person.store.ts'
import type { PersonWriter } from './person.writer.ts'

/** Farm work on one's own land is no 务工: it is kept as a spell and leaves the form alone. */
const isAway = (spell: AnyRecord) => spell.type !== 'farming'

/**
 * Writes a spell of work entered or imported as such, and brings the form in line: the open spell is
 * what 已外出务工情况 shows. A newer open spell ends the former one the day it begins.
 */
export function writeEmployment(
  desk: Desk,
  writer: PersonWriter,
  batch: Batch,
  person: PersonRow,
  before: EpisodeRow | null,
  values: AnyRecord,
): { id: number; changed: boolean } {
  const { episodes } = desk
  const row: AnyRecord = { ...before, ...values }
  const isOpen = (row.endedOn ?? null) === null
  const dated = { ...values, isOpen, fromDate: row.employedOn ?? null, toDate: row.endedOn ?? null }
  const open = episodes.openOf('employment', person.id)
  if (isOpen && open && open.id !== before?.id) {
    episodes.update(
      'employment',
      open,
      { isOpen: false, toDate: row.employedOn ?? batch.asOf, endedOn: row.employedOn ?? batch.asOf },
      batch,
    )
  }
  let id = before?.id ?? 0
  let changed = true
  if (before) changed = episodes.update('employment', before, dated, batch).length > 0
  else id = episodes.insert('employment', { ...dated, personId: person.id }, batch)
  if (changed && isAway(row)) showOnForm(desk, writer, batch, person, row, isOpen, open?.id === before?.id)
  if (changed) followWork(desk, batch, person.id)
  return { id, changed }
}

function showOnForm(
  desk: Desk,
  writer: PersonWriter,
  batch: Batch,
  person: PersonRow,
  spell: AnyRecord,
  isOpen: boolean,
  wasOpen: boolean,
) {
  if (person.formState === 'none') return
  const current = desk.people.get(person.id) ?? person
  const patch: AnyRecord = isOpen
    ? {
        isWorking: true,
        ...Object.fromEntries(
          workFields
            .filter((field) => spell[field.key] !== null && spell[field.key] !== undefined)
            .map((field) => [field.key, spell[field.key] ?? null]),
        ),
      }
    : wasOpen && current.isWorking === true
      ? { isWorking: false, ...Object.fromEntries(workFields.map((field) => [field.key, null])) }
      : {}
  if (Object.keys(patch).length === 0) return
  const { violations } = writer.evaluate({ ...current, ...patch }, current.id)
  writer.save(batch, current, patch, {
    syncEpisodes: false,
    formState: nextFormState(current.formState, violations),
  })
}
