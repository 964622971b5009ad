import type { SiteRecord } from '../../../shared/contract/calls/site.ts'
import { Refusal } from '../../../shared/contract/result.ts'
import type { AnyRecord } from '../../../shared/domain/field.ts'
import { checkJobFair } from '../../../shared/domain/job-fair/rules.ts'
import { staffIn } from '../../../shared/domain/site/fields.ts'
import { siteParametersAt } from '../../../shared/domain/site/parameters.ts'
import { checkSite, checkStation } from '../../../shared/domain/site/rules.ts'
import type { Violation } from '../../../shared/domain/violation.ts'
import type { Desk } from '../context.ts'
import type { SiteEntity } from '../history/batch.store.ts'
import { isBlocking } from '../importing/plan.ts'
import { regionNamesIn } from '../ledger/ledger.service.ts'
import { pick, refuseViolations } from '../posts/post.service.ts'
import { type SiteRow, siteTables } from './site.store.ts'

const words: Record<SiteEntity, string> = {
  site: '这个安置点',
  site_household: '这条搬迁户登记',
  site_station: '这个服务站',
  job_fair: '这场招聘会',
}
export const ledgerOf = {
  site: 'site',
  site_household: 'siteHousehold',
  site_station: 'station',
  job_fair: 'jobFair',
} as const satisfies Record<SiteEntity, string>

export function requireSiteRow(desk: Desk, entity: SiteEntity, id: number): SiteRow {
  const row = desk.sites.get(entity, id)
  if (!row) throw new Refusal('not_found', `找不到${words[entity]}，可能已删除或撤销，请刷新后重试。`)
  return row
}

/** What the rules say of a site, a station or a job fair; stays have a writer of their own. */
export function checkRecord(
  desk: Desk,
  entity: Exclude<SiteEntity, 'site_household'>,
  row: AnyRecord,
  id: number | null,
): Violation[] {
  const { sites } = desk
  const today = desk.today()
  const name = String(row.name ?? '')
  const isOther = (found: number | undefined): boolean => found !== undefined && found !== id
  switch (entity) {
    case 'site':
      return checkSite(row, { today, isTaken: isOther(sites.siteIdByName(name)) })
    case 'site_station':
      return checkStation(row, {
        today,
        parameters: siteParametersAt(desk.catalogue().parameters, today),
        isTaken: isOther(sites.stationIdByName(name)),
      })
    case 'job_fair':
      return checkJobFair(row, {
        today,
        isTaken: isOther(sites.fairIdByName(name, String(row.heldOn ?? ''))),
      })
  }
}

/** What follows from the other values and is written with them. */
export const withDerived = (entity: SiteEntity, patch: AnyRecord): AnyRecord =>
  entity === 'site_station' && 'staffNames' in patch
    ? { ...patch, staffCount: staffIn(patch.staffNames as string | null).length }
    : patch

export const refuseBlocking = (violations: readonly Violation[]): void =>
  refuseViolations(violations.filter(isBlocking))

/** The name of the site that a row belongs to. */
export const siteNameOf = (desk: Desk, siteId: unknown): string | null =>
  typeof siteId === 'number' ? ((desk.sites.get('site', siteId)?.name as string | null) ?? null) : null

export function recordOf(
  desk: Desk,
  entity: SiteEntity,
  row: SiteRow,
  violations: Violation[],
  more: AnyRecord = {},
): SiteRecord {
  const siteId = entity === 'site' ? row.id : ((row.siteId as number | null | undefined) ?? null)
  const values = {
    ...pick(siteTables[entity].fields, row),
    ...(entity === 'site' ? {} : { siteName: siteNameOf(desk, siteId) }),
    ...more,
  }
  return {
    id: row.id,
    version: row.version,
    siteId,
    values,
    violations,
    regionNames: regionNamesIn(desk, ledgerOf[entity], [values]),
  }
}
