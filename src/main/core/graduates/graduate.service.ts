import type {
  GraduateEntry,
  GraduateEntryKind,
  GraduateView,
} from '../../../shared/contract/calls/graduate.ts'
import { Refusal } from '../../../shared/contract/result.ts'
import { firstDay } from '../../../shared/domain/calendar.ts'
import { labelOf } from '../../../shared/domain/dictionary.ts'
import type { AnyRecord, Field } from '../../../shared/domain/field.ts'
import {
  followUpDueOn,
  idleMonthsOf,
  isFollowUpDue,
  isPriority,
} from '../../../shared/domain/graduate/derive.ts'
import {
  followUpFields,
  graduateFileFields,
  graduateStatusFields,
  planStepFields,
} from '../../../shared/domain/graduate/fields.ts'
import {
  checkFollowUp,
  checkStatus,
  checkStep,
  type EntryFacts,
} from '../../../shared/domain/graduate/rules.ts'
import { type GraduateStatusCode, isAtWork, isSettled } from '../../../shared/domain/graduate/states.ts'
import { serviceFields } from '../../../shared/domain/service/fields.ts'
import type { Desk, Handlers } from '../context.ts'
import type { EpisodeRow } from '../person/episode.store.ts'
import { requirePerson } from '../person/labourer.service.ts'
import type { PersonRow } from '../person/person.store.ts'
import { checkValues, requireVersion } from '../person/values.ts'
import { refuseViolations } from '../posts/post.service.ts'
import { createGraduateWriter, fileOf, presentOf } from './graduate.writer.ts'
import { writeStatus } from './status.writer.ts'
import { summaryOf, summaryWorkbook } from './summary.ts'

const entries = {
  status: { table: 'graduate_status', fields: graduateStatusFields, check: checkStatus, word: '就业去向' },
  followUp: { table: 'graduate_follow_up', fields: followUpFields, check: checkFollowUp, word: '回访' },
  step: { table: 'graduate_plan_step', fields: planStepFields, check: checkStep, word: '帮扶措施' },
} as const

const pick = (fields: readonly Field[], row: AnyRecord): AnyRecord =>
  Object.fromEntries(fields.filter(({ joined }) => !joined).map(({ key }) => [key, row[key] ?? null]))
const entryOf =
  (fields: readonly Field[]) =>
  (row: EpisodeRow): GraduateEntry => ({ id: row.id, values: pick(fields, row) })
/** Newest first by a day, what was entered later before what was entered earlier. */
const byDay =
  (key: string, direction: 1 | -1) =>
  (one: EpisodeRow, other: EpisodeRow): number =>
    direction * String(one[key] ?? '').localeCompare(String(other[key] ?? '')) ||
    Number(other.enteredSeq) - Number(one.enteredSeq)

function requireFile(desk: Desk, personId: number): EpisodeRow {
  const file = fileOf(desk, personId)
  if (!file) throw new Refusal('not_found', '这个人还没有毕业生档案，请先建立档案。')
  return file
}

/** Where form and file do not agree: said, never changed on its own. */
function remarksOf(desk: Desk, person: PersonRow, file: AnyRecord, status: string): string[] {
  const education = desk.catalogue().dictionaries.get('education')
  const word = (code: unknown): string => (education ? labelOf(education, String(code)) : String(code))
  const differs = (one: unknown, other: unknown) => one !== null && other !== null && one !== other
  const works = person.formState !== 'none' && person.employmentState === 'employed'
  return [
    ...(differs(person.education, file.degree)
      ? [`采集表的文化程度是${word(person.education)}，与档案的学历不同，请核对后改正一处`]
      : []),
    ...(differs(person.graduatedOn, file.graduatedOn)
      ? [`采集表的毕业时间是${person.graduatedOn}，与档案不同，请核对后改正一处`]
      : []),
    ...(isAtWork(status) && person.formState !== 'none' && person.employmentState === 'unemployed'
      ? ['去向是已就业，采集表登记的还是未就业，请在“就业、培训与服务”中登记就业']
      : []),
    ...(works && !isSettled(status) ? ['采集表登记为已就业，这里还是未就业，请登记就业去向'] : []),
  ]
}

function viewOf(desk: Desk, person: PersonRow): GraduateView | null {
  const file = fileOf(desk, person.id)
  const state = desk.graduates.stateOf(person.id)
  if (!file || !state) return null
  const { today, parameters } = desk.graduates.terms()
  const rows = (kind: GraduateEntryKind) => desk.episodes.allOf(entries[kind].table, person.id)
  const begin = file.graduatedOn ? firstDay(String(file.graduatedOn)) : ''
  const services = desk.episodes
    .allOf('service_record', person.id)
    .filter(({ servedOn }) => String(servedOn) >= begin)
    .sort(byDay('servedOn', -1))
  return {
    id: file.id,
    version: file.version,
    values: pick(graduateFileFields, file),
    status: state.status as GraduateStatusCode,
    statuses: rows('status').map((row) => ({
      ...entryOf(graduateStatusFields)(row),
      open: row.isOpen === true,
      to: (row.toDate ?? null) as string | null,
    })),
    followUps: rows('followUp').sort(byDay('followedOn', -1)).map(entryOf(followUpFields)),
    steps: rows('step').sort(byDay('dueOn', 1)).map(entryOf(planStepFields)),
    counters: desk.graduates.counters(state).map((counter) => ({
      ...counter,
      records: services
        .filter(({ kind }) => counter.kinds.includes(String(kind)))
        .map(entryOf(serviceFields)),
    })),
    idleMonths: idleMonthsOf(state.idleSince, today),
    isPriority: isPriority(state.status, state.idleSince, today, parameters),
    followUpDueOn: isFollowUpDue(state.status, state.lastFollowedOn, today) ? followUpDueOn(today) : null,
    remarks: remarksOf(desk, person, file, state.status),
  }
}

/** What an entry of a kind is checked against. */
function factsFor(
  desk: Desk,
  personId: number,
  file: AnyRecord,
  row: AnyRecord,
  id: number | undefined,
): EntryFacts {
  return {
    today: desk.today(),
    graduatedOn: (file.graduatedOn ?? null) as string | null,
    present: presentOf(desk, personId),
    isTwin: desk.episodes
      .allOf('graduate_follow_up', personId)
      .some((other) => other.id !== id && other.followedOn === row.followedOn),
  }
}

export const graduateHandlers = {
  'graduate.get': (input, { desk }) => viewOf(desk, requirePerson(desk, input.personId)),
  'graduate.save': (input, { desk }) => {
    const person = requirePerson(desk, input.personId)
    const before = fileOf(desk, person.id)
    if (before) requireVersion(before, input.version)
    const values = checkValues(desk, graduateFileFields, input.values)
    const writer = createGraduateWriter(desk)
    const birthDate = (person.birthDate ?? null) as string | null
    refuseViolations(writer.check({ ...before, ...values }, birthDate, presentOf(desk, person.id), null))
    const batch = desk.openBatch('edit', before ? '修改毕业生档案' : '建立毕业生档案')
    writer.save(batch, person.id, values, null)
    batch.close()
    const { id, version } = requireFile(desk, person.id)
    return { id, version }
  },
  'graduate.remove': (input, { desk }) => {
    const person = requirePerson(desk, input.personId)
    const file = requireFile(desk, person.id)
    const batch = desk.openBatch('edit', '删除毕业生档案', { reason: input.reason })
    for (const { table } of Object.values(entries))
      for (const row of desk.episodes.allOf(table, person.id)) desk.episodes.remove(table, row, batch)
    desk.episodes.remove('graduate', file, batch)
    batch.close()
    return null
  },
  'graduate.saveEntry': (input, { desk }) => {
    const person = requirePerson(desk, input.personId)
    const file = requireFile(desk, person.id)
    const { table, fields, check, word } = entries[input.kind]
    if (input.kind === 'status' && input.id !== undefined)
      throw new Refusal('refused', '就业去向不能改写：有变化请登记新的去向，登记错了请删除现在这一条。')
    const before = input.id === undefined ? null : desk.episodes.get(table, input.id)
    if (input.id !== undefined && before?.personId !== person.id)
      throw new Refusal('not_found', `找不到这条${word}，可能已删除，请刷新后重试。`)
    const values = checkValues(desk, fields, input.values)
    const row: AnyRecord = { ...before, ...values }
    refuseViolations(check(row, factsFor(desk, person.id, file, row, input.id)))
    const batch = desk.openBatch('edit', `${before ? '修改' : '登记'}${word}`)
    let { id } = before ?? { id: 0 }
    if (before) desk.episodes.update(table, before, values, batch)
    else if (input.kind === 'status') id = writeStatus(desk, batch, person.id, values)
    else id = desk.episodes.insert(table, { ...values, personId: person.id }, batch)
    batch.close()
    return { id }
  },
  'graduate.removeEntry': (input, { desk }) => {
    const { table, word } = entries[input.kind]
    const row = desk.episodes.get(table, input.id)
    if (!row) throw new Refusal('not_found', `找不到这条${word}，可能已删除，请刷新后重试。`)
    if (input.kind === 'status' && row.isOpen !== true)
      throw new Refusal('refused', '只能删除现在的去向，以前的去向是历史，不能删除。')
    const batch = desk.openBatch('edit', `删除${word}`, { reason: input.reason })
    desk.episodes.remove(table, row, batch)
    if (input.kind === 'status') {
      const former = desk.episodes.allOf('graduate_status', row.personId as number)[0]
      if (former) desk.episodes.update('graduate_status', former, { isOpen: true, toDate: null }, batch)
    }
    batch.close()
    return null
  },
  'graduate.summary': (input, { desk }) => summaryOf(desk, input.region),
  'graduate.exportSummary': (input, { desk }) => summaryWorkbook(desk, input.region),
} satisfies Partial<Handlers>
