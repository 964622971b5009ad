import { addDays, addMonths, monthOf } from '../../../shared/domain/calendar.ts'
import type { Household } from '../../../shared/domain/household/fields.ts'
import type { JobFair } from '../../../shared/domain/job-fair/fields.ts'
import type { Site, SiteHousehold, Station } from '../../../shared/domain/site/fields.ts'

/** What of a household decides where it lives. */
export type DemoSettler = Pick<
  Household,
  'householdCode' | 'region' | 'headName' | 'headIdNumber' | 'isRelocated' | 'siteName'
>

/** The sites that the generator's households name; the third one takes in households that were not relocated for poverty. */
export const demoSites = ['云岭安置点（演示）', '星河安置点（演示）'] as const
const riverSite = '滩区新村安置点（演示）'
/** Of the other households every so many moved off the river flat. */
const riverEvery = 40
/** Of the relocated ones every so many are not registered at their site yet, as in real ledgers. */
const unregisteredEvery = 14

type Registered<Fields> = { [Key in keyof Fields]?: Fields[Key] }
export interface DemoSites {
  sites: Registered<Site>[]
  stays: (Registered<SiteHousehold> & { householdCode: string })[]
  stations: Registered<Station>[]
  fairs: Registered<JobFair>[]
}

/** Where a household goes, by its place in the county; null for those who stay. */
export const settlesAt = ({ isRelocated, siteName }: DemoSettler, index: number): string | null =>
  isRelocated ? siteName : index % riverEvery === 7 ? riverSite : null

/** Sites, doors, stations and fairs of the county, the same for the same households. */
export function planSites(settlers: readonly (DemoSettler & { to: string })[], today: string): DemoSites {
  const villages = [...new Set(settlers.flatMap(({ region }) => region ?? []))].sort()
  const at = (index: number): string | null => villages[index % Math.max(1, villages.length)] ?? null
  const month = monthOf(today)
  const site = (index: number, values: Registered<Site>): Registered<Site> => ({
    region: at(index),
    openedOn: addMonths(month, -90),
    contactName: '安置点负责人（演示）',
    ...values,
  })
  const stays: DemoSites['stays'] = []
  const doors = new Map<string, number>()
  settlers.forEach(({ householdCode, headName, headIdNumber, region, isRelocated, to }, index) => {
    if (!householdCode || (isRelocated && index % unregisteredEvery === 5)) return
    const number = doors.get(to) ?? 0
    doors.set(to, number + 1)
    stays.push({
      siteName: to,
      headName,
      headIdNumber,
      householdCode,
      ...doorOf(number),
      movedIn: addMonths(month, -88 + (number % 24)),
      homeVillage: region,
    })
  })
  return {
    sites: [
      site(0, { name: demoSites[0], kind: 'relocation', plannedHouseholds: 2_480, plannedPeople: 10_560 }),
      site(1, { name: demoSites[1], kind: 'relocation', plannedHouseholds: 214, plannedPeople: 862 }),
      site(2, { name: riverSite, kind: 'yellowRiver', plannedHouseholds: 96, plannedPeople: 371 }),
    ],
    stays,
    stations: [
      stationOf(at(0), demoSites[0], '云岭就业服务站（演示）', 'station', '石站长、龙干事'),
      stationOf(at(1), demoSites[1], '星河就业服务窗口（演示）', 'window', null),
      ...['县城', '城东', '城西', '城南'].map((place, index) =>
        stationOf(at(index + 3), null, `${place}就业服务点（演示）`, 'point', '向干事'),
      ),
    ],
    fairs: [
      fairOf(at(0), demoSites[0], '云岭安置点专场招聘会（演示）', addMonths(today, -13), 420),
      fairOf(at(0), demoSites[0], '云岭安置点专场招聘会（演示）', addMonths(today, -25), 380),
      fairOf(at(1), demoSites[1], '星河安置点送岗进社区（演示）', addMonths(today, -2), 160),
      fairOf(at(3), null, '全县春风行动招聘会（演示）', addMonths(today, -9), 1_260),
      fairOf(at(3), null, '全县春风行动招聘会（演示）', addMonths(today, -21), 1_140),
      {
        ...{ name: '年末返乡人员专场招聘会（演示）', heldOn: addDays(today, 40), region: at(3), jobs: 600 },
        ...{ poorJobs: 260, place: '县人力资源市场（演示）', suShan: false },
      },
    ],
  }
}

/** Six storeys of two doors, three units to a building. */
const doorOf = (number: number): { building: string; unit: string; door: string } => ({
  building: String(Math.floor(number / 36) + 1),
  unit: String((Math.floor(number / 12) % 3) + 1),
  door: `${(Math.floor(number / 2) % 6) + 1}0${(number % 2) + 1}`,
})

const stationOf = (
  region: string | null,
  siteName: string | null,
  name: string,
  kind: string,
  staffNames: string | null,
): Registered<Station> => ({
  ...{ name, kind, level: 'township', region, siteName, staffNames },
  ...{
    address: '安置点社区服务中心一楼（演示）',
    phone: '0743-0000000',
    servedLabourers: 860,
    servedPoor: 540,
  },
})

const fairOf = (
  region: string | null,
  siteName: string | null,
  name: string,
  heldOn: string,
  jobs: number,
): Registered<JobFair> => {
  const part = (share: number): number => Math.round(jobs * share)
  return {
    ...{ name, heldOn, region, siteName, partner: '县总工会（演示）', suShan: siteName === null },
    ...{ place: siteName ? '安置点文化广场（演示）' : '县文体广场（演示）', jobs, poorJobs: part(0.6) },
    ...{ attended: part(0.72), poorAttended: part(0.48), intents: part(0.31), poorIntents: part(0.22) },
    ...{ employed: part(0.24), poorEmployed: part(0.17) },
  }
}
