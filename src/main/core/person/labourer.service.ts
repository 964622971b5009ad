import type { Episode, EpisodeKind, FormState, PersonView } from '../../../shared/contract/calls/labourer.ts'
import { Refusal } from '../../../shared/contract/result.ts'
import type { AnyRecord } from '../../../shared/domain/field.ts'
import { householdFields } from '../../../shared/domain/household/fields.ts'
import { labourerFields, personFields } from '../../../shared/domain/labourer/fields.ts'
import { normaliseUnclearIntention } from '../../../shared/domain/labourer/rules.ts'
import type { Desk, Handlers } from '../context.ts'
import { viewsOfChanges } from '../history/change-view.ts'
import { requireHousehold, viewOfHousehold } from '../household/household.service.ts'
import { createHouseholdWriter } from '../household/household.writer.ts'
import { regionNamesIn } from '../ledger/ledger.service.ts'
import { type EpisodeTable, episodeTables } from './episode.store.ts'
import { blocks, nextFormState } from './form-state.ts'
import type { PersonRow } from './person.store.ts'
import { createPersonWriter } from './person.writer.ts'
import { removePerson } from './remove-person.ts'
import { checkValues, requireVersion } from './values.ts'

export const episodeKinds: Record<EpisodeKind, EpisodeTable> = {
  employment: 'employment',
  intention: 'intention',
  return: 'return_event',
  trainingWish: 'training_wish',
  training: 'training',
  service: 'service_record',
}

export function requirePerson(desk: Desk, id: number): PersonRow {
  const person = desk.people.get(id)
  if (!person) throw new Refusal('not_found', '找不到这个人，可能已删除或撤销导入，请刷新后重试。')
  return person
}

function episodesOf(desk: Desk, personId: number): Episode[] {
  return (Object.entries(episodeKinds) as [EpisodeKind, EpisodeTable][]).flatMap(([kind, table]) =>
    desk.episodes.allOf(table, personId).map((row) => ({
      id: row.id,
      kind,
      open: row.isOpen === true,
      from: (row.fromDate ?? row.servedOn ?? row.startedOn ?? null) as string | null,
      to: (row.toDate ?? null) as string | null,
      enteredSeq: row.enteredSeq as number,
      values: Object.fromEntries(
        episodeTables[table].fields
          .filter((field) => !('joined' in field))
          .map((field) => [field.key, row[field.key] ?? null]),
      ),
    })),
  )
}

function viewOf(desk: Desk, person: PersonRow): PersonView {
  const household = person.householdId ? desk.households.get(person.householdId as number) : null
  const householdView = household ? viewOfHousehold(desk, household) : null
  const values: AnyRecord = Object.fromEntries(
    personFields.map((field) => [field.key, person[field.key] ?? null]),
  )
  if (householdView) {
    values.householdCode = householdView.values.householdCode ?? null
    values.headName = householdView.values.headName ?? null
    values.headIdNumber = householdView.values.headIdNumber ?? null
    values.householdCategory = householdView.values.category ?? null
  }
  const episodes = episodesOf(desk, person.id)
  const isForm = person.formState !== 'none'
  return {
    id: person.id,
    version: person.version,
    formState: person.formState as FormState,
    values,
    violations: isForm ? createPersonWriter(desk).evaluate(person, person.id).violations : [],
    exemptions: desk.people.exemptionsOf(person.id),
    household: householdView,
    isGraduate: desk.graduates.hasFile(person.id),
    episodes,
    regionNames: regionNamesIn(desk, 'labourer', [values, ...episodes.map((episode) => episode.values)]),
  }
}

/** Somebody with this ID number is already here: said with the way to them. */
function refuseDuplicate(desk: Desk, idNumber: unknown, id: number | null) {
  if (typeof idNumber !== 'string' || !desk.people.takenByOther(idNumber, id)) return
  throw new Refusal('conflict', '该人员已存在：台账里已有相同身份证号码的人，请搜索后打开那一条修改。', [
    { path: 'values.idNumber', message: '该人员已存在' },
  ])
}

function refuseFuture(desk: Desk, asOf: string | undefined) {
  if (asOf === undefined || asOf <= desk.today()) return
  throw new Refusal('invalid_input', '变动日期不能晚于今天，没有保存。', [
    { path: 'asOf', message: '变动日期不能晚于今天' },
  ])
}

export const labourerHandlers = {
  'labourer.get': (input, { desk }) => viewOf(desk, requirePerson(desk, input.id)),
  'labourer.find': (input, { desk }) => {
    const id =
      'row' in input
        ? desk.ledger.personOf(input.ledger, input.row)
        : desk.people.idByIdNumber(input.idNumber.trim().toUpperCase())
    if (id !== undefined && !desk.reach.holds(desk.recordRegions.regionOf('person', id)))
      throw new Refusal(
        'forbidden',
        `这个身份证号码已登记在您负责的范围（${desk.reach.words()}）之外，请与负责那里的同事核对。`,
      )
    return id === undefined ? null : { id }
  },
  'labourer.check': (input, { desk }) => {
    const before = input.id === undefined ? null : requirePerson(desk, input.id)
    const values = checkValues(
      desk,
      labourerFields.filter((field) => !('joined' in field)),
      input.values,
      { before },
    )
    return createPersonWriter(desk).evaluate(
      { ...before, ...values },
      before?.id ?? null,
      input.forConfirmation,
    )
  },
  'labourer.save': (input, { desk }) => {
    const before = input.id === undefined ? null : requirePerson(desk, input.id)
    if (before) requireVersion(before, input.version)
    const checked = checkValues(desk, personFields, input.values, { before })
    // Decision K: an intention that cannot be said becomes 否, with its reason, on submitting only.
    const values = input.submit ? { ...checked, ...normalised({ ...before, ...checked }) } : checked
    refuseFuture(desk, input.asOf)
    refuseDuplicate(desk, values.idNumber, before?.id ?? null)
    if (!before && !values.name) {
      throw new Refusal('invalid_input', '请先填写姓名，再保存。', [
        { path: 'values.name', message: '请填写姓名' },
      ])
    }
    const batch = desk.openBatch('edit', before ? '修改采集表' : '新建采集表', { asOf: input.asOf })
    const writer = createPersonWriter(desk)
    const householdId = placeInHousehold(desk, batch, input.household)
    const patch: AnyRecord = householdId === undefined ? values : { ...values, householdId }
    const state = (before?.formState === 'none' ? null : before?.formState) ?? 'draft'
    const { violations } = writer.evaluate({ ...before, ...patch, formState: state }, before?.id ?? null)
    if (input.submit && blocks(violations)) {
      throw new Refusal(
        'refused',
        `还有 ${violations.filter((violation) => violation.severity === 'blocks').length} 处须改正，没有提交。可先存为草稿。`,
        violations
          .filter((violation) => violation.severity === 'blocks')
          .map(({ field, message }) => ({ path: `values.${field}`, message })),
      )
    }
    const formState = input.submit ? 'submitted' : nextFormState(state, violations)
    const written = writer.save(batch, before, patch, { formState })
    nameHeadOfNew(desk, batch, input.household, householdId, written.id)
    batch.close()
    return {
      id: written.id,
      version: requirePerson(desk, written.id).version,
      formState,
      violations: written.violations,
    }
  },
  'labourer.setState': (input, { desk }) => {
    const batch = desk.openBatch('edit', stateWords[input.to], { reason: input.reason })
    const writer = createPersonWriter(desk)
    const refused: { id: number; name: string; message: string }[] = []
    let changed = 0
    for (const id of input.ids) {
      const person = desk.people.get(id)
      if (!person || person.formState === 'none') continue
      const message = refusalOfState(writer, person, input.to)
      if (message) refused.push({ id, name: String(person.name ?? ''), message })
      else if (writer.save(batch, person, {}, { formState: input.to }).changed.length > 0) changed++
    }
    batch.close()
    return { changed, refused }
  },
  'labourer.exempt': (input, { desk, app }) => {
    const person = requirePerson(desk, input.id)
    const { violations } = createPersonWriter(desk).evaluate(person, person.id)
    const violation = violations.find(
      (candidate) => candidate.code === input.code && candidate.field === input.field,
    )
    if (!violation) throw new Refusal('not_found', '这条提醒已经不在了，无须豁免。')
    if (violation.severity === 'blocks') throw new Refusal('refused', '这一处须改正，不能豁免。')
    desk.people.exempt(person.id, input.code, input.field, input.reason, desk.user, app.place.now())
    recount(desk, person)
    return desk.people.exemptionsOf(person.id)
  },
  'labourer.unexempt': (input, { desk }) => {
    const person = requirePerson(desk, input.id)
    desk.people.unexempt(person.id, input.code, input.field)
    recount(desk, person)
    return desk.people.exemptionsOf(person.id)
  },
  'labourer.remove': (input, { desk }) => {
    const person = requirePerson(desk, input.id)
    if (desk.posts.holdsPerson(person.id)) {
      throw new Refusal('refused', '这个人有公益性岗位的报名、上岗或补贴记录，不能删除。')
    }
    const batch = desk.openBatch('edit', '删除人员', { reason: input.reason })
    removePerson(desk, batch, person)
    batch.close()
    return null
  },
  'labourer.history': (input, { desk }) =>
    viewsOfChanges(desk, desk.batches.historyOfPerson(input.id, input.limit)),
} satisfies Partial<Handlers>

const stateWords = { draft: '取回采集表', submitted: '提交采集表' } as const

function refusalOfState(
  writer: ReturnType<typeof createPersonWriter>,
  person: PersonRow,
  to: 'draft' | 'submitted',
): string | null {
  if (person.formState === 'confirmed') {
    return to === 'draft'
      ? '专班已经确认，不能取回；要改正请直接修改，修改后须重新确认'
      : '专班已经确认，无须再提交'
  }
  if (to === 'draft') return null
  const { violations } = writer.evaluate(person, person.id, true)
  const first = violations.find((violation) => violation.severity === 'blocks')
  return first ? first.message : null
}

/** Counts of problems after an exemption came or went; nothing else changes. */
function recount(desk: Desk, person: PersonRow) {
  const batch = desk.openBatch('edit', '豁免')
  createPersonWriter(desk).save(batch, person, {}, { formState: person.formState as FormState })
  batch.close()
}

function normalised(form: AnyRecord): AnyRecord {
  const after = normaliseUnclearIntention(form as never) as AnyRecord
  return Object.fromEntries(Object.entries(after).filter(([key, value]) => value !== form[key]))
}

type HouseholdChoice = { id: number } | { new: AnyRecord } | undefined

function placeInHousehold(
  desk: Desk,
  batch: ReturnType<Desk['openBatch']>,
  choice: HouseholdChoice,
): number | undefined {
  if (!choice) return undefined
  if ('id' in choice) return requireHousehold(desk, choice.id).id
  return createHouseholdWriter(desk).save(
    batch,
    null,
    checkValues(desk, householdFields, choice.new, { path: 'household.new' }),
  ).id
}

/** Whoever opens a new household is its head until somebody says otherwise. */
function nameHeadOfNew(
  desk: Desk,
  batch: ReturnType<Desk['openBatch']>,
  choice: HouseholdChoice,
  householdId: number | undefined,
  personId: number,
) {
  if (!choice || 'id' in choice || householdId === undefined) return
  const household = desk.households.get(householdId)
  if (household) createHouseholdWriter(desk).save(batch, household, { headPersonId: personId })
}
