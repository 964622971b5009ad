import { addDays, addMonths, firstDay } from '../../../shared/domain/calendar.ts'
import type { AnyRecord } from '../../../shared/domain/field.ts'
import { serviceYearOf } from '../../../shared/domain/labourer/periods.ts'
import { serviceCountFields } from '../../../shared/domain/service/fields.ts'
import { later } from '../../../shared/domain/zero-household/spells.ts'
import { attach } from '../attachment/owners.ts'
import { smallPng } from '../attachment/small-png.ts'
import type { Desk } from '../context.ts'
import { dutyTime } from '../duty/projection.ts'
import type { Batch } from '../history/batch.store.ts'
import type { PersonRow } from '../person/person.store.ts'
import { createPersonWriter, type PersonWriter } from '../person/person.writer.ts'
import { lookAt, projectHousehold } from '../zero/zero-projection.ts'
import type { DemoHousehold } from './county.ts'

/** A family in which somebody began to work lately, after a time in which nobody did. */
export interface ClearedHousehold {
  id: number
  region: string | null
  workedFrom: string
}

/** Every so many such families count as cleared; the others have worked all along. */
const everyCleared = 3
/** Every so many households without work have been helped, and every so many have signed. */
const everyHelped = 3
const everySigned = 6
const reasons = ['familyCare', 'poorHealth', 'farming', 'lowMotivation'] as const
const signatures = ['self', 'family', 'remote'] as const

export function clearedIn(
  { household, members }: DemoHousehold,
  id: number,
  today: string,
): ClearedHousehold[] {
  const starts = members.flatMap(({ person }) => (person.isWorking ? [person.employedOn] : []))
  const known = starts.flatMap((start) => (start ? [firstDay(start)] : [])).sort()
  const [workedFrom] = known
  const isLate = workedFrom !== undefined && workedFrom >= addMonths(today, -4) && workedFrom < today
  return isLate && known.length === starts.length ? [{ id, region: household.region, workedFrom }] : []
}

/**
 * Households without work of the demo county: some were cleared lately, some have been helped, some
 * have signed that they want no work for the time being, with a scan.
 */
export function writeZeroHouseholds(desk: Desk, batch: Batch, cleared: readonly ClearedHousehold[]): void {
  const time = dutyTime(desk)
  const writer = createPersonWriter(desk)
  for (const { id, region, workedFrom } of cleared.filter((_one, index) => index % everyCleared === 0)) {
    const since = addDays(workedFrom, -45 - (id % 20))
    const dueOn = addMonths(since, time.parameters.zeroHouseholdMonths)
    desk.zero.replace(
      id,
      region,
      [{ state: 'zero', since, from: since, to: workedFrom, begun: 'found', ended: 'employed', dueOn }],
      { id, state: 'employed', since, dueOn: null, services: 0, reason: null, clearedOn: workedFrom },
    )
  }
  desk.zero.unemployed().forEach((id, index) => {
    if (index % everyHelped !== 0) return
    const since = lookAt(desk, id, time).row?.since ?? time.today
    const member = desk.people.membersOf(id).find(({ formState }) => formState !== 'none')
    if (!member) return
    const isSigned = index % everySigned === 0 && desk.zero.willing(id).length === 0
    help(desk, batch, writer, member, since, time.today, isSigned ? 3 : 1)
    const signedOn = addDays(time.today, -6)
    if (isSigned) sign(desk, batch, id, member, index, later(signedOn, since))
    projectHousehold(desk, id, time)
  })
}

/** Services of different kinds, the last ones of today where there is little time, and their counts on the form. */
function help(
  desk: Desk,
  batch: Batch,
  writer: PersonWriter,
  member: PersonRow,
  since: string,
  today: string,
  count: number,
): void {
  const kinds = ['jobReferral', 'careerGuidance', 'vocationalTraining'] as const
  const known = desk.episodes.allOf('service_record', member.id)
  kinds.slice(0, count).forEach((kind, index) => {
    const day = addDays(today, -21 + index * 7)
    const servedOn = day < since ? since : day
    if (known.some((other) => other.kind === kind && other.servedOn === servedOn)) return
    const concerned = kind === 'jobReferral' ? '云岭茶厂包装工（演示）' : null
    const response = kind === 'jobReferral' ? 'declined' : null
    const staff = member.collectorName ?? null
    const row = { kind, servedOn, concerned, response, staff, place: '村服务点（演示）', signature: 'self' }
    desk.episodes.insert('service_record', { ...row, personId: member.id }, batch)
  })
  const year = serviceYearOf(today, writer.context.parameters)
  const counts = desk.episodes.serviceCounts(member.id, year.from, year.to)
  const patch: AnyRecord = { noServices: Object.keys(counts).length === 0 }
  for (const [kind, field] of Object.entries(serviceCountFields)) {
    const given = counts[kind] ?? 0
    if (given > 0) patch[field] = Number(patch[field] ?? 0) + given
  }
  writer.save(batch, member, patch, { formState: member.formState as never })
}

function sign(
  desk: Desk,
  batch: Batch,
  householdId: number,
  member: PersonRow,
  index: number,
  signedOn: string,
) {
  const pick = <Item>(items: readonly Item[]): Item => items[(index / everySigned) % items.length] as Item
  const personId = desk.duties.standsFor(householdId) ?? null
  const { id } = desk.statements.insert(
    {
      reason: pick(reasons),
      reasonNote: null,
      signedOn,
      signature: pick(signatures),
      signedBy: member.name ?? null,
      householdId,
      personId,
    },
    batch,
  )
  const file = { name: '签字声明（演示）.png', bytes: smallPng(120, 168, id) }
  attach(desk, batch, { owner: 'unwilling_statement', ownerId: id, caption: '签字声明（演示）' }, file)
}
