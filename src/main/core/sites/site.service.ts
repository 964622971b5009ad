import { Refusal } from '../../../shared/contract/result.ts'
import { siteFields } from '../../../shared/domain/site/fields.ts'
import type { Desk, Handlers } from '../context.ts'
import { nearName } from '../ledger/ledger.service.ts'
import { checkValues, requireVersion } from '../person/values.ts'
import { checkRecord, recordOf, refuseBlocking, requireSiteRow } from './site-record.ts'
import { residentView, siteState } from './site-state.ts'
import { siteWorkbook } from './site-workbook.ts'
import { createStayWriter } from './stay.writer.ts'

function siteRecord(desk: Desk, id: number) {
  const site = requireSiteRow(desk, 'site', id)
  return recordOf(desk, 'site', site, checkRecord(desk, 'site', site, id), { ...desk.sites.countsOf(id) })
}

export const siteHandlers = {
  'site.get': (input, { desk }) => siteRecord(desk, input.id),
  'site.save': (input, { desk }) => {
    const before = input.id === undefined ? null : requireSiteRow(desk, 'site', input.id)
    if (before) requireVersion(before, input.version)
    const values = checkValues(desk, siteFields, input.values)
    const violations = checkRecord(desk, 'site', { ...before, ...values }, before?.id ?? null)
    refuseBlocking(violations)
    const batch = desk.openBatch('edit', before ? '修改安置点' : '新设安置点')
    const id = before?.id ?? desk.sites.insert('site', values, batch)
    const changed = before ? desk.sites.update('site', before, values, batch) : []
    // Households say the name of their site themselves.
    if (changed.includes('name') || changed.includes('kind')) createStayWriter(desk).settleSite(batch, id)
    batch.close()
    return { id, version: requireSiteRow(desk, 'site', id).version, violations }
  },
  'site.remove': (input, { desk }) => {
    const site = requireSiteRow(desk, 'site', input.id)
    if (desk.sites.isReferenced('site', site.id))
      throw new Refusal(
        'refused',
        '安置点上有搬迁户、服务站或招聘会的登记，不能删除；登记错了的请先逐条删除。',
      )
    const batch = desk.openBatch('edit', '删除安置点', { reason: input.reason })
    desk.sites.remove('site', site, batch)
    batch.close()
    return null
  },
  'site.state': (input, { desk }) => siteState(desk, siteRecord(desk, input.id)),
  'site.residents': (input, { desk }) => {
    requireSiteRow(desk, 'site', input.id)
    const rows = desk.sites
      .residents(input.id, input.building ?? null, input.uncovered, input.limit, input.offset)
      .map(residentView)
    const villages = new Set(rows.flatMap(({ homeVillage }) => homeVillage ?? []))
    return {
      rows,
      regionNames: Object.fromEntries([...villages].map((code) => [code, nearName(desk, code)])),
    }
  },
  'site.export': (input, { desk }) =>
    siteWorkbook(desk, siteState(desk, siteRecord(desk, input.id)), input.full !== undefined),
} satisfies Partial<Handlers>
