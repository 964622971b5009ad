import type { RefusedForm } from '../../../shared/contract/calls/confirmation.ts'
import type { FormState } from '../../../shared/domain/labourer/rules/confirmation.ts'
import {
  checkConfirmation,
  isReadyForConfirmation,
  type LabourerForm,
} from '../../../shared/domain/labourer/rules.ts'
import type { CallScope, Desk } from '../context.ts'
import type { Batch } from '../history/batch.store.ts'
import type { PersonRow } from '../person/person.store.ts'
import { createPersonWriter, type PersonWriter } from '../person/person.writer.ts'
import { createConfirmationStore } from './confirmation.store.ts'

const notSubmitted: Partial<Record<FormState, string>> = {
  draft: '还没有提交，不能确认',
  confirmed: '已经确认过，没有改动',
}

/**
 * Says for one form after the other why the user of the desk cannot confirm it; null: they can. What the
 * rules said when it was written last holds: whoever asks for many has had them rechecked.
 */
export function createRefusals(desk: Desk, writer: PersonWriter) {
  const isAuthor = createConfirmationStore(desk.db).authorCheck(desk.user)
  return (person: PersonRow): string | null => {
    const state = person.formState as FormState
    if (state !== 'submitted') return notSubmitted[state] ?? '没有采集表'
    const authors = isAuthor(person.id) ? [desk.user] : []
    const [broken] = checkConfirmation({ state, authors, confirmedBy: desk.user })
    if (broken) return broken.message
    if (person.blockCount === 0 && isReadyForConfirmation(person as LabourerForm, writer.context)) return null
    const whole = desk.people.get(person.id)
    if (!whole) return '已经不在台账里'
    const { violations } = writer.evaluate(whole, person.id, true)
    return violations.find(({ severity }) => severity === 'blocks')?.message ?? null
  }
}

/** Forms that are to be confirmed; `left`: what speaks against one beside the rules. */
interface Asked {
  ids: Iterable<number>
  total: number
  left?: (person: PersonRow) => string | null
}

/** Confirms those who may be confirmed in one walk, and says of the others why not. */
export function confirmForms(
  scope: CallScope,
  batch: Batch,
  { ids, total, left }: Asked,
): { changed: number; refused: RefusedForm[] } {
  const { desk, progress, checkCancelled } = scope
  const writer = createPersonWriter(desk)
  const refusalOf = createRefusals(desk, writer)
  const refused: RefusedForm[] = []
  let changed = 0
  for (const id of ids) {
    const person = desk.people.brief(id)
    if (!person) continue
    const message = left?.(person) ?? refusalOf(person)
    if (message) refused.push({ id, name: String(person.name ?? ''), message })
    else {
      writer.decide(batch, person, { formState: 'confirmed' })
      changed++
    }
    if ((changed + refused.length) % 1000 === 0) {
      progress('正在确认', changed + refused.length, total)
      checkCancelled()
    }
  }
  return { changed, refused }
}

/**
 * Sends forms back to who entered them. Of a confirmed one the confirmation is taken back with it: it
 * counts no longer. One that waits to be confirmed anew keeps its confirmed version.
 */
export function returnForms(
  desk: Desk,
  batch: Batch,
  ids: Iterable<number>,
  reasonOf: (id: number) => string,
): { changed: number; refused: RefusedForm[] } {
  const writer = createPersonWriter(desk)
  const refused: RefusedForm[] = []
  let changed = 0
  for (const id of ids) {
    const person = desk.people.brief(id)
    if (!person) continue
    if (person.formState !== 'submitted' && person.formState !== 'confirmed') {
      refused.push({ id, name: String(person.name ?? ''), message: '不是已提交或已确认的采集表，无须退回' })
      continue
    }
    writer.decide(batch, person, {
      formState: 'draft',
      sentBackReason: reasonOf(id),
      sentBackBy: desk.user,
      sentBackOn: desk.today(),
    })
    if (person.formState === 'confirmed') desk.held.drop(id)
    changed++
  }
  return { changed, refused }
}
