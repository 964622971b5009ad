import type {
  ConfirmationSetting,
  FormComparison,
  WaitingView,
} from '../../../shared/contract/calls/confirmation.ts'
import type { FormState } from '../../../shared/contract/calls/labourer.ts'
import { Refusal } from '../../../shared/contract/result.ts'
import { sameValue } from '../../../shared/domain/field.ts'
import { personFields } from '../../../shared/domain/labourer/fields.ts'
import { parameterAt } from '../../../shared/domain/parameters.ts'
import type { Desk, Handlers } from '../context.ts'
import { nearName, regionNamesIn } from '../ledger/ledger.service.ts'
import { requirePerson } from '../person/labourer.service.ts'
import { createPersonWriter } from '../person/person.writer.ts'
import { recheck } from '../person/recheck.service.ts'
import { createSubdivisions } from '../system/subdivisions.ts'
import { createConfirmationStore } from './confirmation.store.ts'
import { confirmForms, createRefusals, returnForms } from './confirming.ts'
import { createMonthStore } from './month.store.ts'
import { closeDueMonths, countedMonth, countedUntil, monthsView, reopenMonth } from './months.ts'
import { createSampleStore } from './sample.store.ts'
import {
  answerSample,
  cancelSample,
  draw,
  finishSample,
  onlyOwn,
  requireSample,
  viewOfSample,
  villageOf,
} from './samples.ts'

const formFields = personFields.filter((field) => !('derived' in field))

const settingOf = (desk: Desk): ConfirmationSetting => {
  const found = createConfirmationStore(desk.db).setting()
  return { onlyConfirmed: found?.onlyConfirmed ?? false, by: found?.by ?? null, at: found?.at ?? null }
}

function waiting(desk: Desk): WaitingView {
  const store = createConfirmationStore(desk.db)
  const { placeOf } = createSubdivisions(desk)
  return {
    places: store.waiting(desk.reach).map((row) => ({
      ...row,
      name: row.code === '' ? '未填户籍地' : nearName(desk, row.code),
      township: placeOf(row.code),
    })),
    totals: store.totals(desk.reach),
    month: countedMonth(desk),
    dueOn: countedUntil(desk),
  }
}

function compare(desk: Desk, id: number): FormComparison {
  const person = requirePerson(desk, id)
  const store = createConfirmationStore(desk.db)
  const held = desk.held.get(id)
  const base = held ?? (person.formState === 'confirmed' ? person : null)
  const fields = formFields
    .filter(({ key }) => !sameValue(base?.[key], person[key]))
    .map(({ key, label }) => ({ key, label, before: base?.[key] ?? null, after: person[key] ?? null }))
  return {
    ...{ id, name: String(person.name ?? ''), version: person.version, fields },
    formState: person.formState as FormState,
    confirmed: base ? store.lastConfirmation(id, desk.held.seqOf(id) ?? undefined) : null,
    authors: [...store.authorsOf(id)],
    refusal: createRefusals(desk, createPersonWriter(desk))(person),
    sentBack: person.sentBackOn
      ? {
          reason: String(person.sentBackReason ?? ''),
          by: String(person.sentBackBy ?? ''),
          on: String(person.sentBackOn),
        }
      : null,
    regionNames: regionNamesIn(desk, 'labourer', held ? [person, held] : [person]),
  }
}

/** Confirmation by the task force 专班 (rule 44): what waits, one by one or by batch, months, the office's choice. */
export const confirmationHandlers = {
  'confirmation.setting': (_input, { desk }) => settingOf(desk),
  'confirmation.set': ({ onlyConfirmed }, { desk }) => {
    createConfirmationStore(desk.db).set(onlyConfirmed, desk.now(), desk.user)
    return settingOf(desk)
  },
  'confirmation.waiting': (_input, { desk }) => waiting(desk),
  'confirmation.compare': ({ id }, { desk }) => compare(desk, id),
  'confirmation.confirm': ({ ids }, scope) => {
    const { desk } = scope
    const most = parameterAt(desk.catalogue().parameters, 'confirmOneByOne', desk.today())
    const chosen = [...new Set(ids)]
    if (chosen.length > most) {
      const message = `逐条核对后一次最多确认 ${most} 条，更多的请在“专班确认”里先抽查，再整批确认。`
      throw new Refusal('refused', message, [{ path: 'ids', message }])
    }
    closeDueMonths(desk)
    recheck(scope)
    const batch = desk.openBatch('edit', '确认采集表')
    const done = confirmForms(scope, batch, { ids: chosen, total: chosen.length })
    batch.close()
    return { ...done, month: countedMonth(desk) }
  },
  'confirmation.return': ({ ids, reason }, { desk }) => {
    closeDueMonths(desk)
    const batch = desk.openBatch('edit', '退回采集表', { reason })
    const done = returnForms(desk, batch, new Set(ids), () => reason)
    batch.close()
    return done
  },
  'confirmation.draw': ({ query }, { desk }) => draw(desk, query),
  'confirmation.samples': ({ limit }, { desk }) =>
    createSampleStore(desk.db)
      .list(limit, onlyOwn(desk))
      .map((row) => viewOfSample(desk, row)),
  'confirmation.sample': ({ id, offset, limit }, { desk }) => ({
    sample: viewOfSample(desk, requireSample(desk, id)),
    records: createSampleStore(desk.db)
      .sampled(id, offset, limit)
      .map((row) => ({ ...row, village: villageOf(desk, row.village) })),
  }),
  'confirmation.answer': (input, { desk }) => answerSample(desk, input),
  'confirmation.finish': ({ id }, scope) => finishSample(scope, id),
  'confirmation.cancel': ({ id }, { desk }) => cancelSample(desk, id),
  'confirmation.months': (_input, { desk }) => monthsView(desk),
  'confirmation.month': ({ closing }, { desk }) => ({
    places: createMonthStore(desk.db, desk.reach)
      .placesOf(closing)
      .map((row) => ({ ...row, name: row.code === '' ? '未填户籍地' : nearName(desk, row.code) })),
  }),
  'confirmation.close': (_input, { desk }) => ({ closed: closeDueMonths(desk) }),
  'confirmation.reopen': ({ closing, reason }, { desk }) => {
    closeDueMonths(desk)
    return reopenMonth(desk, closing, reason)
  },
} satisfies Partial<Handlers>
