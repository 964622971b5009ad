import type { AnyRecord } from '../../../shared/domain/field.ts'
import type { Violation } from '../../../shared/domain/violation.ts'
import type { Desk } from '../context.ts'
import { checkRecord, siteNameOf, withDerived } from '../sites/site-record.ts'
import { createStayWriter } from '../sites/stay.writer.ts'
import {
  type Applier,
  type ApplyOptions,
  block,
  blocked,
  patchOf,
  planned,
  type RowPlan,
  skipByMode,
  unchanged,
} from './plan.ts'

const twice = (field: string, row: number): Violation =>
  block(field, 'row.twice', `与第 ${row} 行说的是同一条记录，请核对后只保留一行`)
const unknownSite = (name: unknown): Violation =>
  block('siteName', 'row.unknownSite', `安置点台账里没有“${name}”，请先登记或导入安置点，再导入这张表`)

/** Rows that were met before in the file, by what identifies them. */
function createSeen() {
  const rows = new Map<string, number>()
  return (key: string, row: number): number | undefined => {
    const first = rows.get(key)
    if (first === undefined) rows.set(key, row)
    return first
  }
}

/** Sites, stations and job fairs: found by their name, a fair also by its day. */
function namedApplier(
  desk: Desk,
  entity: 'site' | 'site_station' | 'job_fair',
  options: ApplyOptions,
): Applier {
  const { sites } = desk
  const seen = createSeen()
  const writer = createStayWriter(desk)
  const idOf = (said: AnyRecord): number | undefined => {
    const name = String(said.name)
    if (entity === 'site') return sites.siteIdByName(name)
    return entity === 'site_station'
      ? sites.stationIdByName(name)
      : sites.fairIdByName(name, String(said.heldOn))
  }
  return {
    plan(said, rowNumber): RowPlan {
      const name = String(said.name)
      const first = seen([said.name, said.heldOn].join(), rowNumber)
      if (first !== undefined) return blocked(name, [twice('name', first)])
      const id = idOf(said)
      const row = id === undefined ? null : sites.get(entity, id)
      const before: AnyRecord | null = row && { ...row, siteName: siteNameOf(desk, row.siteId) }
      if (skipByMode(options, before !== null)) return unchanged(name, null)
      const settled = options.settle?.(before, said) ?? said
      const given =
        options.region && !settled.region && !before?.region
          ? { ...settled, region: options.region }
          : settled
      const patch = patchOf(before, given, options, new Set())
      if (before && Object.keys(patch).length === 0) return unchanged(name, null)
      const { siteName, ...own } = withDerived(entity, patch)
      const siteId = siteName ? sites.siteIdByName(String(siteName)) : null
      if (siteName && siteId === undefined) return blocked(name, [unknownSite(siteName)])
      const written = siteName === undefined ? own : { ...own, siteId: siteId ?? null }
      return planned(
        {
          name,
          personId: null,
          violations: checkRecord(desk, entity, { ...before, ...patch }, row?.id ?? null),
          apply(batch) {
            if (!row)
              sites.insert(entity, entity === 'site_station' ? { staffCount: 0, ...written } : written, batch)
            else if (sites.update(entity, row, written, batch).includes('kind') && entity === 'site')
              writer.settleSite(batch, row.id)
          },
        },
        before,
        patch,
      )
    },
  }
}
export const sitesApplier = (desk: Desk, options: ApplyOptions) => namedApplier(desk, 'site', options)
export const stationsApplier = (desk: Desk, options: ApplyOptions) =>
  namedApplier(desk, 'site_station', options)
export const jobFairsApplier = (desk: Desk, options: ApplyOptions) => namedApplier(desk, 'job_fair', options)

const ofParties = new Set(['siteName', 'headName', 'headIdNumber'])

/** Households at sites, found by the ID number of their head and the site; a leaving is the same row with 迁出年月. */
export function siteHouseholdsApplier(desk: Desk, options: ApplyOptions): Applier {
  const { sites, people, households } = desk
  const writer = createStayWriter(desk)
  const seen = createSeen()
  const doors = createSeen()
  return {
    plan(said, rowNumber): RowPlan {
      const idNumber = String(said.headIdNumber)
      const head = people.byIdNumber(idNumber)
      const name = String(said.headName ?? head?.name ?? '')
      const householdId = head
        ? (households.idByHead(head.id) ?? (head.householdId as number | null) ?? undefined)
        : undefined
      if (!head || householdId === undefined)
        return blocked(name, [
          block(
            'headIdNumber',
            'row.unknownHousehold',
            '台账里没有这一户，请先导入农户或家庭成员，再导入这张表',
          ),
        ])
      if (said.headName && head.name && head.name !== said.headName)
        return blocked(
          name,
          [block('headName', 'row.otherName', '台账中这个身份证号码是另一个姓名，请核对原件')],
          head.id,
        )
      const siteId = sites.siteIdByName(String(said.siteName))
      if (siteId === undefined) return blocked(name, [unknownSite(said.siteName)], head.id)
      // Two stays of a household may stand in a file when they are dated.
      const first = seen([householdId, siteId, said.movedIn ?? ''].join(), rowNumber)
      if (first !== undefined) return blocked(name, [twice('headIdNumber', first)], head.id)
      const here = sites.staysOf(householdId).filter((stay) => stay.siteId === siteId)
      const found = said.movedIn
        ? (here.find((stay) => stay.movedIn === said.movedIn) ??
          here.find((stay) => stay.movedOut === null && stay.movedIn === null))
        : here.find((stay) => stay.movedOut === null)
      const before = found ? sites.get('site_household', found.id) : null
      if (skipByMode(options, before !== null)) return unchanged(name, head.id)
      const patch = patchOf(before, options.settle?.(before, said) ?? said, options, ofParties)
      if (before && Object.keys(patch).length === 0) return unchanged(name, head.id)
      const row: AnyRecord = { ...before, ...patch }
      const taken =
        row.door && !row.movedOut
          ? doors([siteId, row.building, row.unit, row.door].join('|'), rowNumber)
          : undefined
      const violations = [
        ...writer.check(row, before?.id ?? null, siteId, householdId),
        ...(taken === undefined
          ? []
          : [block('door', 'row.door', `与第 ${taken} 行是同一套住房，请核对房号`)]),
      ]
      return planned(
        {
          name,
          personId: head.id,
          violations,
          apply: (batch) => void writer.save(batch, before, patch, { siteId, householdId }),
        },
        before,
        patch,
      )
    },
  }
}
