import type { StayRecord } from '../../../shared/contract/calls/site.ts'
import { Refusal } from '../../../shared/contract/result.ts'
import type { AnyRecord } from '../../../shared/domain/field.ts'
import { siteHouseholdFields } from '../../../shared/domain/site/fields.ts'
import type { Desk, Handlers } from '../context.ts'
import { requireHousehold } from '../household/household.service.ts'
import { checkValues, requireVersion } from '../person/values.ts'
import type { SiteRow } from './site.store.ts'
import { recordOf, refuseBlocking, requireSiteRow } from './site-record.ts'
import { createStayWriter, placeOf } from './stay.writer.ts'

function viewOf(desk: Desk, row: SiteRow): StayRecord {
  const householdId = row.householdId as number
  const household = desk.households.get(householdId)
  const headPersonId = (household?.headPersonId as number | null | undefined) ?? null
  const head = headPersonId === null ? null : desk.people.get(headPersonId)
  const violations = createStayWriter(desk).check(row, row.id, row.siteId as number, householdId)
  const record = recordOf(desk, 'site_household', row, violations, {
    ...desk.sites.stayCounts(row.id),
    headName: (head?.name as string | null | undefined) ?? null,
    headIdNumber: (head?.idNumber as string | null | undefined) ?? null,
    householdCode: household?.householdCode ?? null,
    category: household?.category ?? null,
    phone: household?.phone ?? null,
  })
  return {
    ...record,
    householdId,
    headPersonId,
    stays: desk.sites.staysOf(householdId).map((stay) => ({
      id: stay.id,
      place: placeOf(stay),
      movedIn: stay.movedIn,
      movedOut: stay.movedOut,
    })),
  }
}

/** Site and household of a new stay; of one that is there they are what they are. */
function partiesOf(
  desk: Desk,
  input: { siteId?: number | undefined; householdId?: number | undefined },
  before: SiteRow | null,
): { siteId: number; householdId: number } {
  if (before) {
    const parties = { siteId: before.siteId as number, householdId: before.householdId as number }
    if (
      (input.siteId ?? parties.siteId) !== parties.siteId ||
      (input.householdId ?? parties.householdId) !== parties.householdId
    )
      throw new Refusal('refused', '已登记的搬迁户不能换户或换安置点，请办理迁出后另行登记。')
    return parties
  }
  const ask = (path: string, message: string) =>
    new Refusal('invalid_input', `${message}。`, [{ path, message }])
  if (input.siteId === undefined) throw ask('values.siteName', '请选择安置点')
  if (input.householdId === undefined) throw ask('values.headName', '请选择搬迁户')
  requireSiteRow(desk, 'site', input.siteId)
  requireHousehold(desk, input.householdId)
  return { siteId: input.siteId, householdId: input.householdId }
}

function save(
  desk: Desk,
  before: SiteRow | null,
  values: AnyRecord,
  parties: { siteId: number; householdId: number },
  label: string,
) {
  const writer = createStayWriter(desk)
  const violations = writer.check(
    { ...before, ...values },
    before?.id ?? null,
    parties.siteId,
    parties.householdId,
  )
  refuseBlocking(violations)
  const batch = desk.openBatch('edit', label)
  const { id } = writer.save(batch, before, values, parties)
  batch.close()
  return { id, version: requireSiteRow(desk, 'site_household', id).version, violations }
}

export const stayHandlers = {
  'siteHousehold.get': (input, { desk }) => viewOf(desk, requireSiteRow(desk, 'site_household', input.id)),
  'siteHousehold.save': (input, { desk }) => {
    const before = input.id === undefined ? null : requireSiteRow(desk, 'site_household', input.id)
    if (before) requireVersion(before, input.version)
    const values = checkValues(desk, siteHouseholdFields, input.values)
    const parties = partiesOf(desk, input, before)
    return save(desk, before, values, parties, before ? '修改搬迁户登记' : '搬迁户迁入')
  },
  'siteHousehold.leave': (input, { desk }) => {
    const before = requireSiteRow(desk, 'site_household', input.id)
    requireVersion(before, input.version)
    if (before.movedOut) throw new Refusal('conflict', '这一户已经办理迁出，无须再次办理。')
    const values = checkValues(desk, siteHouseholdFields, {
      movedOut: input.movedOut,
      leaveReason: input.leaveReason || null,
    })
    return save(desk, before, values, partiesOf(desk, {}, before), '搬迁户迁出')
  },
  'siteHousehold.remove': (input, { desk }) => {
    const row = requireSiteRow(desk, 'site_household', input.id)
    const batch = desk.openBatch('edit', '删除搬迁户登记', { reason: input.reason })
    createStayWriter(desk).remove(batch, row)
    batch.close()
    return null
  },
} satisfies Partial<Handlers>
