import type { AnyRecord } from '../../../shared/domain/field.ts'
import type { Desk } from '../context.ts'
import type { Batch } from '../history/batch.store.ts'
import { withDerived } from '../sites/site-record.ts'
import { createStayWriter } from '../sites/stay.writer.ts'
import { type DemoSettler, planSites } from './sites.ts'

/** Writes the sites of the demo county with their households, stations and fairs. */
export function writeSites(
  desk: Desk,
  batch: Batch,
  settlers: readonly (DemoSettler & { to: string })[],
): void {
  const { sites, households } = desk
  const planned = planSites(settlers, desk.today())
  const ids = new Map<string, number>()
  for (const site of planned.sites) ids.set(String(site.name), sites.insert('site', site as AnyRecord, batch))
  const siteId = (name: string | null | undefined) => (name ? (ids.get(name) ?? null) : null)
  for (const { siteName, ...station } of planned.stations)
    sites.insert(
      'site_station',
      withDerived('site_station', { ...station, siteId: siteId(siteName) } as AnyRecord),
      batch,
    )
  for (const { siteName, ...fair } of planned.fairs)
    sites.insert('job_fair', { ...fair, siteId: siteId(siteName) } as AnyRecord, batch)
  const writer = createStayWriter(desk)
  for (const { siteName, headName, headIdNumber, householdCode, ...stay } of planned.stays) {
    const at = siteId(siteName)
    const householdId = households.idByCode(householdCode)
    if (at !== null && householdId !== undefined)
      writer.save(batch, null, stay as AnyRecord, { siteId: at, householdId })
  }
}
