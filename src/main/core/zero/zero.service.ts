import type { StatementView, ZeroHouseholdView, ZeroService } from '../../../shared/contract/calls/zero.ts'
import { Refusal } from '../../../shared/contract/result.ts'
import { daysBetween } from '../../../shared/domain/calendar.ts'
import { dutyKinds } from '../../../shared/domain/duty/duties.ts'
import type { AnyRecord } from '../../../shared/domain/field.ts'
import { helpGiven, missingEvidence } from '../../../shared/domain/zero-household/evidence.ts'
import { statementFields } from '../../../shared/domain/zero-household/fields.ts'
import { attach, detachAll } from '../attachment/owners.ts'
import type { Desk, Handlers } from '../context.ts'
import type { TrackedRow } from '../db/tracked-table.ts'
import { type DutyTime, dutyTime, projectPerson } from '../duty/projection.ts'
import { requireHousehold } from '../household/household.service.ts'
import { nearName } from '../ledger/ledger.service.ts'
import { checkValues } from '../person/values.ts'
import { lookAt, projectHousehold, statementMissing } from './zero-projection.ts'

/** Services since the beginning, the latest first; of the same person, day and kind the first written counts. */
function servicesOf(desk: Desk, id: number, since: string): ZeroService[] {
  const seen = new Set<string>()
  return desk.zero
    .services(id, since)
    .reverse()
    .map((service) => {
      const contact = `${service.personId} ${service.servedOn} ${service.kind}`
      const counts = !seen.has(contact)
      seen.add(contact)
      return { ...service, counts }
    })
    .reverse()
}

function viewOfStatement(desk: Desk, row: TrackedRow, since: string | null, time: DutyTime): StatementView {
  return {
    id: row.id,
    values: Object.fromEntries(statementFields.map(({ key }) => [key, row[key] ?? null])),
    attachments: desk.attachments.count('unwilling_statement', row.id),
    missing: statementMissing(desk, row, since, time),
  }
}

/** What is asked for beside the words of a statement that would be signed today. */
const wellWritten: AnyRecord = { reason: 'farming', signature: 'self', signedBy: '签字人' }

function viewOf(desk: Desk, id: number): ZeroHouseholdView {
  const time = dutyTime(desk)
  const { today, parameters } = time
  const { spells, row, region } = lookAt(desk, id, time)
  const headId = desk.households.get(id)?.headPersonId as number | null | undefined
  const isOpen = row !== null && row.state !== 'employed'
  const since = row?.since ?? null
  const counted = desk.duties.servicesOfHousehold(id)
  const { done, needed } = helpGiven(counted, since ?? today, row?.clearedOn ?? today, parameters)
  const missing = isOpen
    ? missingEvidence(
        { ...wellWritten, signedOn: today },
        { since, services: counted, hasFile: true, willing: desk.zero.willing(id), today, parameters },
      )
    : []
  return {
    state: row?.state ?? null,
    headName: headId ? String(desk.people.get(headId)?.name ?? '') : '',
    village: region ? nearName(desk, region) : '',
    since,
    dueOn: row?.dueOn ?? null,
    daysLeft: row?.dueOn ? daysBetween(today, row.dueOn) : null,
    clearedOn: row?.clearedOn ?? null,
    done,
    needed,
    services: since === null ? [] : servicesOf(desk, id, since),
    statements: desk.statements
      .idsOf(id)
      .flatMap((one) => desk.statements.get(one) ?? [])
      .map((one) => viewOfStatement(desk, one, isOpen ? (spells.at(-1)?.since ?? null) : null, time)),
    lacking: missing.map(({ message }) => message),
    basis: dutyKinds.zeroHousehold.basis,
  }
}

/** Brings the household and what is owed to it in line at once, so that the screen behind shows it. */
function projectAnew(desk: Desk, householdId: number): void {
  const time = dutyTime(desk)
  projectHousehold(desk, householdId, time)
  const standing = desk.duties.standsFor(householdId)
  if (standing) projectPerson(desk, standing, time)
}

export const zeroHandlers = {
  'zero.ofHousehold': (input, { desk }) => viewOf(desk, requireHousehold(desk, input.id).id),
  'zero.declare': (input, { desk }) => {
    const { id: householdId } = requireHousehold(desk, input.householdId)
    const values = checkValues(desk, statementFields, input.values)
    const time = dutyTime(desk)
    const { row } = lookAt(desk, householdId, time)
    if (row?.state === 'unwilling')
      throw new Refusal('conflict', '这一户已有有效的声明，没有再登记；要改请先撤回原来的声明。')
    const missing = missingEvidence(values, {
      since: row && row.state !== 'employed' ? row.since : null,
      services: desk.duties.servicesOfHousehold(householdId),
      hasFile: input.file !== undefined,
      willing: desk.zero.willing(householdId),
      today: time.today,
      parameters: time.parameters,
    })
    if (missing.length > 0) {
      throw new Refusal(
        'refused',
        `${missing.map(({ message }) => message).join('；')}。没有登记。`,
        missing.map(({ field, message }) => ({
          path: field === 'file' ? 'file' : `values.${field}`,
          message,
        })),
      )
    }
    const batch = desk.openBatch('edit', '登记暂无就业意愿声明')
    const personId = desk.duties.standsFor(householdId) ?? null
    const { id } = desk.statements.insert({ ...values, householdId, personId }, batch)
    if (input.file)
      attach(desk, batch, { owner: 'unwilling_statement', ownerId: id, caption: '签字声明' }, input.file)
    batch.close()
    projectAnew(desk, householdId)
    return { id }
  },
  'zero.withdraw': (input, { desk }) => {
    const row = desk.statements.get(input.id)
    if (!row) throw new Refusal('not_found', '找不到这份声明，可能已撤回，请刷新后重试。')
    const batch = desk.openBatch('edit', '撤回暂无就业意愿声明', { reason: input.reason })
    detachAll(desk, batch, 'unwilling_statement', row.id)
    desk.statements.remove(row.id, row, batch)
    batch.close()
    projectAnew(desk, row.householdId as number)
    return null
  },
} satisfies Partial<Handlers>
