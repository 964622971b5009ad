import type { HouseholdView, MemberView } from '../../../shared/contract/calls/labourer.ts'
import { Refusal } from '../../../shared/contract/result.ts'
import { fullYearsBetween } from '../../../shared/domain/calendar.ts'
import { type AnyRecord, sameValue } from '../../../shared/domain/field.ts'
import { householdFields } from '../../../shared/domain/household/fields.ts'
import { personFields } from '../../../shared/domain/labourer/fields.ts'
import { detachAll } from '../attachment/owners.ts'
import type { Desk, Handlers } from '../context.ts'
import type { PersonRow } from '../person/person.store.ts'
import { checkValues, requireVersion } from '../person/values.ts'
import type { HouseholdRow } from './household.store.ts'
import { createHouseholdWriter, fromStay } from './household.writer.ts'

export function viewOfHousehold(desk: Desk, household: HouseholdRow): HouseholdView {
  const members = desk.people.membersOf(household.id)
  const head = members.find((member) => member.id === household.headPersonId)
  const values: AnyRecord = {
    ...Object.fromEntries(householdFields.map((field) => [field.key, household[field.key] ?? null])),
    ...desk.households.countsOf(household.id),
    headName: head?.name ?? null,
    headIdNumber: head?.idNumber ?? null,
  }
  return {
    id: household.id,
    version: household.version,
    values,
    members: members.map((member) => viewOfMember(desk, member, head?.id)),
  }
}

const viewOfMember = (desk: Desk, member: PersonRow, headId: number | undefined): MemberView => ({
  id: member.id,
  name: String(member.name ?? ''),
  idNumber: member.idNumber as string | null,
  relation: member.relationToHead as string | null,
  isHead: member.id === headId,
  formState: member.formState as MemberView['formState'],
  employmentState: member.employmentState as string | null,
  labourAbility: member.labourAbility as string | null,
  age: typeof member.birthDate === 'string' ? fullYearsBetween(member.birthDate, desk.today()) : null,
})

export function requireHousehold(desk: Desk, id: number): HouseholdRow {
  const household = desk.households.get(id)
  if (!household) throw new Refusal('not_found', '找不到这一户，可能已并入别的户，请刷新后重试。')
  return household
}

const memberOf = (desk: Desk, household: HouseholdRow, personId: number): PersonRow => {
  const person = desk.people.get(personId)
  if (person?.householdId !== household.id) throw new Refusal('refused', '选中的人不在这一户，请刷新后重选。')
  return person
}

/** 户主 in GB/T 4761, and the relation of somebody who was head before. */
const headRelation = '02'
const isHeadRelation = (code: unknown) => code === '01' || code === '02'

export const householdHandlers = {
  'household.get': (input, { desk }) => viewOfHousehold(desk, requireHousehold(desk, input.id)),
  'household.save': (input, { desk }) => {
    const before = input.id === undefined ? null : requireHousehold(desk, input.id)
    const values = checkValues(desk, householdFields, input.values, { before })
    if (before) requireVersion(before, input.version)
    const stay = before && fromStay(desk, before.id)
    for (const [key, value] of Object.entries(stay ?? {})) {
      if (!(key in values) || sameValue(values[key], value)) continue
      const message = `这一户登记在“${stay?.siteName}”，这一项随安置点登记，请在安置点办理迁入迁出`
      throw new Refusal('refused', `${message}，没有保存。`, [{ path: `values.${key}`, message }])
    }
    const code = values.householdCode
    const other = typeof code === 'string' ? desk.households.idByCode(code) : undefined
    if (other !== undefined && other !== before?.id) {
      throw new Refusal('conflict', `户编号 ${code} 已被另一户使用，请核对。`, [
        { path: 'values.householdCode', message: '户编号重复' },
      ])
    }
    const batch = desk.openBatch('edit', before ? '修改农户' : '新建农户')
    const writer = createHouseholdWriter(desk)
    const written = writer.save(batch, before, values)
    batch.close()
    return {
      id: written.id,
      version: desk.households.get(written.id)?.version ?? 1,
      violations: writer.evaluate(written.row),
    }
  },
  'household.setHead': (input, { desk }) => {
    const household = requireHousehold(desk, input.id)
    const person = memberOf(desk, household, input.personId)
    const batch = desk.openBatch('edit', '变更户主')
    const writer = createHouseholdWriter(desk)
    const former = household.headPersonId ? desk.people.get(household.headPersonId as number) : null
    writer.save(batch, household, { headPersonId: person.id })
    writer.addMember(batch, household.id, person.id, { relationToHead: headRelation })
    // The relations of the others were to the former head: asked for again, not guessed.
    if (former && former.id !== person.id && isHeadRelation(former.relationToHead)) {
      writer.addMember(batch, household.id, former.id, { relationToHead: null })
    }
    batch.close()
    return null
  },
  'household.addMember': (input, { desk }) => {
    const household = requireHousehold(desk, input.id)
    if (!desk.people.get(input.personId))
      throw new Refusal('not_found', '找不到这个人，可能已删除，请刷新后重试。')
    const relation: AnyRecord = input.relation ? { relationToHead: input.relation } : {}
    checkValues(desk, personFields, relation, { path: 'relation' })
    const batch = desk.openBatch('edit', '加入家庭成员')
    createHouseholdWriter(desk).addMember(batch, household.id, input.personId, relation)
    batch.close()
    return null
  },
  'household.split': (input, { desk }) => {
    const household = requireHousehold(desk, input.id)
    if (!input.personIds.includes(input.headId)) {
      throw new Refusal('invalid_input', '新户的户主须在分出的人当中，请重新选择。', [
        { path: 'headId', message: '户主须在分出的人当中' },
      ])
    }
    const leaving = input.personIds.map((id) => memberOf(desk, household, id))
    if (leaving.length === desk.people.membersOf(household.id).length) {
      throw new Refusal('refused', '不能把全家都分出去，原户至少要留下一人。')
    }
    const batch = desk.openBatch('edit', '分户', { reason: input.reason })
    const writer = createHouseholdWriter(desk)
    const { id } = writer.save(batch, null, {
      ...Object.fromEntries(
        householdFields
          .filter((field) => !('joined' in field) && !('derived' in field))
          .map((field) => [field.key, household[field.key] ?? null]),
      ),
      householdCode: null,
      phone: null,
      headPersonId: null,
    })
    for (const person of leaving) {
      writer.addMember(batch, id, person.id, {
        relationToHead: person.id === input.headId ? headRelation : null,
      })
    }
    const made = desk.households.get(id)
    if (made) writer.save(batch, made, { headPersonId: input.headId })
    batch.close()
    return { id }
  },
  'household.merge': (input, { desk }) => {
    if (input.id === input.into) throw new Refusal('invalid_input', '不能把一户并入它自己，请选择另一户。')
    const household = requireHousehold(desk, input.id)
    const into = requireHousehold(desk, input.into)
    const lives = fromStay(desk, household.id)
    if (lives)
      throw new Refusal(
        'refused',
        `被并入的这一户现住在安置点“${lives.siteName}”，请先在那里办理迁出，再并户。`,
      )
    const batch = desk.openBatch('edit', '并户', { reason: input.reason })
    for (const stay of desk.sites.stayRowsOf(household.id))
      desk.sites.update('site_household', stay, { householdId: into.id }, batch)
    const writer = createHouseholdWriter(desk)
    for (const member of desk.people.membersOf(household.id)) {
      writer.addMember(
        batch,
        into.id,
        member.id,
        isHeadRelation(member.relationToHead) ? { relationToHead: null } : {},
      )
    }
    const emptied = desk.households.get(household.id)
    if (emptied) {
      detachAll(desk, batch, 'household', emptied.id)
      desk.households.remove(emptied, batch)
    }
    batch.close()
    return { id: into.id }
  },
} satisfies Partial<Handlers>
