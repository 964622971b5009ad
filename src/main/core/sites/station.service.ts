import type { Parsed } from '../../../shared/contract/index.ts'
import type { AnyRecord, Field } from '../../../shared/domain/field.ts'
import { jobFairFields } from '../../../shared/domain/job-fair/fields.ts'
import { stationFields } from '../../../shared/domain/site/fields.ts'
import type { Desk, Handlers } from '../context.ts'
import { checkValues, requireVersion } from '../person/values.ts'
import { checkRecord, recordOf, refuseBlocking, requireSiteRow, withDerived } from './site-record.ts'

/** Stations and job fairs: rows of their own that may belong to a site. */
type Entity = 'site_station' | 'job_fair'

const get = (desk: Desk, entity: Entity, id: number) => {
  const row = requireSiteRow(desk, entity, id)
  return recordOf(desk, entity, row, checkRecord(desk, entity, row, id))
}

function save(
  desk: Desk,
  entity: Entity,
  fields: readonly Field[],
  input: Parsed<'station.save'>,
  label: string,
) {
  const before = input.id === undefined ? null : requireSiteRow(desk, entity, input.id)
  if (before) requireVersion(before, input.version)
  const values = checkValues(desk, fields, input.values)
  const { siteId } = input
  if (siteId) requireSiteRow(desk, 'site', siteId)
  const violations = checkRecord(desk, entity, { ...before, ...values }, before?.id ?? null)
  refuseBlocking(violations)
  const patch: AnyRecord = { ...withDerived(entity, values), ...(siteId !== undefined && { siteId }) }
  const batch = desk.openBatch('edit', `${before ? '修改' : '登记'}${label}`)
  const id = before?.id ?? desk.sites.insert(entity, { staffCount: 0, ...patch }, batch)
  if (before) desk.sites.update(entity, before, patch, batch)
  batch.close()
  return { id, version: requireSiteRow(desk, entity, id).version, violations }
}

function remove(desk: Desk, entity: Entity, input: Parsed<'station.remove'>, label: string): null {
  const row = requireSiteRow(desk, entity, input.id)
  const batch = desk.openBatch('edit', `删除${label}`, { reason: input.reason })
  desk.sites.remove(entity, row, batch)
  batch.close()
  return null
}

export const stationHandlers = {
  'station.get': (input, { desk }) => get(desk, 'site_station', input.id),
  'station.save': (input, { desk }) => save(desk, 'site_station', stationFields, input, '服务站'),
  'station.remove': (input, { desk }) => remove(desk, 'site_station', input, '服务站'),
  'jobFair.get': (input, { desk }) => get(desk, 'job_fair', input.id),
  'jobFair.save': (input, { desk }) => save(desk, 'job_fair', jobFairFields, input, '招聘会'),
  'jobFair.remove': (input, { desk }) => remove(desk, 'job_fair', input, '招聘会'),
} satisfies Partial<Handlers>
