import { compareLoose } from '../../../shared/domain/calendar.ts'
import type { AnyRecord } from '../../../shared/domain/field.ts'
import { isAtWork, isSettled, statusOfWork } from '../../../shared/domain/graduate/states.ts'
import type { Desk } from '../context.ts'
import type { Batch } from '../history/batch.store.ts'

/** Ends the open status and opens the next one; what was stays. */
export function writeStatus(desk: Desk, batch: Batch, personId: number, statement: AnyRecord): number {
  const open = desk.episodes.openOf('graduate_status', personId)
  const fromDate = statement.statusOn ?? batch.asOf
  if (open) desk.episodes.update('graduate_status', open, { isOpen: false, toDate: fromDate }, batch)
  const row = { ...statement, statusOn: fromDate, personId, isOpen: true, fromDate, toDate: null }
  return desk.episodes.insert('graduate_status', row, batch)
}

const later = (one: string, other: unknown): string =>
  typeof other === 'string' && compareLoose(one, other) < 0 ? other : one

/**
 * A spell of work that begins settles a graduate, and its end makes them look for work again: the status follows the
 * spells, so that nobody types it twice. Called by whoever writes spells; a status that was typed by hand is left alone
 * until a spell says something later.
 */
export function followWork(desk: Desk, batch: Batch, personId: number): void {
  if (!desk.graduates.hasFile(personId)) return
  const present = desk.episodes.openOf('graduate_status', personId)
  const spell = desk.episodes.openOf('employment', personId)
  if (spell) {
    const status = statusOfWork(spell)
    if (status === null || isSettled(present?.status)) return
    const began = String(spell.employedOn ?? spell.fromDate ?? batch.asOf)
    const whereTo = spell.employerName ?? null
    writeStatus(desk, batch, personId, { status, statusOn: later(began, present?.statusOn), whereTo })
    return
  }
  if (!present || !isAtWork(present.status)) return
  const ends = desk.episodes
    .allOf('employment', personId)
    .flatMap(({ toDate }) => (toDate ? [String(toDate)] : []))
  const last = ends.sort().at(-1)
  if (last === undefined || compareLoose(last, String(present.statusOn)) < 0) return
  writeStatus(desk, batch, personId, { status: 'registered', statusOn: last, whereTo: null })
}
