import type { AnyRecord } from '../../../shared/domain/field.ts'
import { checkGraduate, checkStatus, type EntryFacts } from '../../../shared/domain/graduate/rules.ts'
import type { Violation } from '../../../shared/domain/violation.ts'
import type { Desk } from '../context.ts'
import type { Batch } from '../history/batch.store.ts'
import type { EpisodeRow } from '../person/episode.store.ts'
import { createPersonWriter } from '../person/person.writer.ts'
import { writeStatus } from './status.writer.ts'

/** A change of status as it is entered; null: the file says nothing of one. */
export type StatusStatement = { status: string; statusOn: string | null; whereTo: string | null } | null
type Present = EntryFacts['present']

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null)

/** The open status of somebody. */
export const presentOf = (desk: Desk, personId: number | null): (EpisodeRow & Present) | null =>
  personId === null ? null : (desk.episodes.openOf('graduate_status', personId) as never)

/** The file of somebody. */
export const fileOf = (desk: Desk, personId: number): EpisodeRow | null =>
  desk.episodes.allOf('graduate', personId)[0] ?? null

/** Whoever has a day of registration and nothing more is registered since then. */
const registration = (file: AnyRecord, present: Present, statement: StatusStatement): StatusStatement =>
  present === null && typeof file.registeredOn === 'string' && statement?.status !== 'registered'
    ? { status: 'registered', statusOn: file.registeredOn, whereTo: null }
    : null

/** Writes files and what follows from them; the one way for screen and import. Make one per batch. */
export function createGraduateWriter(desk: Desk) {
  const people = createPersonWriter(desk)
  const { today, parameters } = desk.graduates.terms()

  return {
    people,
    /** What the rules say of a file and of the status that comes with it. */
    check(
      file: AnyRecord,
      birthDate: string | null,
      present: Present,
      statement: StatusStatement,
    ): Violation[] {
      const found = checkGraduate(file, { today, birthDate, minimumAge: parameters.graduateMinimumAge })
      if (statement === null) return found
      const before = registration(file, present, statement) ?? present
      const facts = { today, graduatedOn: text(file.graduatedOn), present: before, isTwin: false }
      return [...found, ...checkStatus(statement, facts)]
    },

    save(batch: Batch, personId: number, patch: AnyRecord, statement: StatusStatement): void {
      const before = fileOf(desk, personId)
      if (before) desk.episodes.update('graduate', before, patch, batch)
      else desk.episodes.insert('graduate', { ...patch, personId }, batch)
      const file: AnyRecord = { ...before, ...patch }
      const present = presentOf(desk, personId)
      const first = registration(file, present, statement)
      if (first) writeStatus(desk, batch, personId, first)
      else if (present && before) correctRegistration(desk, batch, personId, before, file)
      if (statement) writeStatus(desk, batch, personId, statement)
      fillForm(personId, file, batch)
    },
  }

  /** The form asks for education and graduation too: what it does not say yet is taken over, nothing is changed. */
  function fillForm(personId: number, file: AnyRecord, batch: Batch): void {
    const person = desk.people.get(personId)
    if (!person) return
    const patch: AnyRecord = {}
    if (person.education === null && file.degree) patch.education = file.degree
    if (person.graduatedOn === null && file.graduatedOn) patch.graduatedOn = file.graduatedOn
    if (Object.keys(patch).length > 0) people.save(batch, person, patch)
  }
}

/** A day of registration that was put right moves the beginning of the status which came from it. */
function correctRegistration(desk: Desk, batch: Batch, personId: number, before: AnyRecord, file: AnyRecord) {
  const first = desk.episodes.allOf('graduate_status', personId).at(-1)
  const isFromIt = first?.status === 'registered' && first.statusOn === before.registeredOn
  if (!first || !isFromIt || typeof file.registeredOn !== 'string') return
  if (first.toDate && String(first.toDate) < file.registeredOn) return
  const day = { statusOn: file.registeredOn, fromDate: file.registeredOn }
  desk.episodes.update('graduate_status', first, day, batch)
}
