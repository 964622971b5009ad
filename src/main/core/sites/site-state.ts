import type {
  ResidentView,
  SiteDutyView,
  SiteFigure,
  SiteRecord,
  SiteState,
} from '../../../shared/contract/calls/site.ts'
import { daysBetween, monthOf } from '../../../shared/domain/calendar.ts'
import type { AnyRecord } from '../../../shared/domain/field.ts'
import type { Filter } from '../../../shared/domain/filter.ts'
import { jobFairFields } from '../../../shared/domain/job-fair/fields.ts'
import { builtInLists } from '../../../shared/domain/named-lists.ts'
import { scaleOf, siteDuties, siteDutyKinds } from '../../../shared/domain/site/duties.ts'
import { stationFields } from '../../../shared/domain/site/fields.ts'
import { siteParametersAt } from '../../../shared/domain/site/parameters.ts'
import type { Desk } from '../context.ts'
import { regionNamesIn } from '../ledger/ledger.service.ts'
import { resolveQuery } from '../ledger/lists.ts'
import { pick } from '../posts/post.service.ts'
import type { Resident, SiteCounts } from './site.store.ts'

/** What is missing at sites, the most urgent first; of one region or one site. */
export function siteDutiesOf(
  desk: Desk,
  { region, siteId }: { region?: string | undefined; siteId?: number },
): SiteDutyView[] {
  const today = desk.today()
  const parameters = siteParametersAt(desk.catalogue().parameters, today)
  return desk.sites
    .dutyFacts(today)
    .filter((site) => siteId === undefined || site.id === siteId)
    .filter((site) => desk.reach.holds(site.region))
    .filter((site) => !region || (site.region !== null && desk.regions.isInside(site.region, region)))
    .flatMap((site) =>
      siteDuties(site, today, parameters).map((duty) => ({
        siteId: site.id,
        name: site.name,
        ...duty,
        label: siteDutyKinds[duty.kind].label,
        basis: siteDutyKinds[duty.kind].basis,
        daysLeft: daysBetween(today, duty.dueOn),
      })),
    )
    .sort((one, other) => one.daysLeft - other.daysLeft)
}

const supplyList = 'open-vacancies'
const basisOf = (key: string): string => builtInLists.find((list) => list.key === key)?.basis ?? ''

/** The figures of a site: sums that triggers keep, each with the list that it counts. */
function figuresOf(desk: Desk, name: string, counts: SiteCounts): SiteFigure[] {
  const here: Filter = { field: 'siteName', op: 'is', value: name }
  const month = `${monthOf(desk.today())}-01`
  const households = (key: string, label: string, value: number): SiteFigure => ({
    ...{ key, label, value, unit: '户', basis: basisOf(key) },
    ...{ ledger: 'siteHousehold', list: key, filters: [here] },
  })
  const people = (key: string, label: string, value: number, basis: string, more: Filter[]): SiteFigure => ({
    ...{ key, label, value, unit: '人', basis },
    ...{ ledger: key === 'members' ? 'member' : 'labourer', filters: [here, ...more] },
  })
  /** Counted as the list itself is. */
  const counted = (figure: Omit<SiteFigure, 'value'>): SiteFigure => {
    const { ledger, list, filters } = figure
    return { ...figure, value: desk.ledger.count(resolveQuery(desk, { ledger, list, filters }), undefined) }
  }
  return [
    households('site-households', '现住搬迁户', counts.householdCount),
    people('members', '现住人口', counts.memberCount, '现住搬迁户的全部家庭成员', []),
    people('labour', '劳动力', counts.labourCount, '现住户中已建采集表、不是永久退出等状态的', [
      { field: 'employmentState', op: 'isNot', value: 'exited' },
    ]),
    people('employed', '已就业', counts.employedCount, '其中务工或自主创业的', [
      { field: 'employmentState', op: 'in', value: ['employed', 'venture'] },
    ]),
    households('site-labour-households', '有劳动力的户', counts.labourHouseholds),
    households('site-covered', '有人就业的户', counts.coveredHouseholds),
    households('site-uncovered', '无人就业的户', counts.labourHouseholds - counts.coveredHouseholds),
    counted({
      ...{ key: 'services', label: '本月就业服务', unit: '次', basis: `现住户成员${month}以来的服务记录` },
      ...{ ledger: 'service', filters: [here, { field: 'servedOn', op: 'atLeast', value: month }] },
    }),
    counted({
      ...{ key: 'posts', label: '公益性岗位在岗', unit: '人', basis: '现住户成员中没有退岗日期的' },
      ...{ ledger: 'assignment', list: 'on-post', filters: [here] },
    }),
  ]
}

/** What the county around a site has to offer. */
function supplyOf(desk: Desk, region: unknown): SiteFigure {
  const county = region
    ? desk.regions.pathOf(String(region)).find(({ level }) => level === 3)?.code
    : desk.unit.regionCode
  const filters: Filter[] = county ? [{ field: 'region', op: 'under', value: county }] : []
  const query = resolveQuery(desk, { ledger: 'vacancy', list: supplyList, filters })
  return {
    ...{ key: 'supply', label: '岗位供给清单', value: desk.ledger.count(query, undefined), unit: '个' },
    ...{ basis: `工作地点在本县的在招岗位：${basisOf(supplyList)}` },
    ...{ ledger: 'vacancy', list: supplyList, filters },
  }
}

/** Everything that stands on the one page about a site. */
export function siteState(desk: Desk, site: SiteRecord): SiteState {
  const today = desk.today()
  const { sites } = desk
  const parameters = siteParametersAt(desk.catalogue().parameters, today)
  const counts = sites.countsOf(site.id)
  const name = String(site.values.name)
  const stations = sites.stationsOf(site.id).map((row) => ({ id: row.id, values: pick(stationFields, row) }))
  const fairs = sites.fairsOf(site.id).map((row) => ({ id: row.id, values: pick(jobFairFields, row) }))
  return {
    site,
    asOf: today,
    scale: scaleOf(counts.scalePeople, parameters),
    parameters,
    figures: figuresOf(desk, name, counts),
    coverage: counts.coverage,
    coverageBasis: '有人就业的户÷有劳动力的户，只计现住搬迁户，自主创业视为已就业；不足一个百分点的舍去',
    declared: {
      ...{ key: 'declared', label: '农户台账写明住在这里', value: sites.declaredFor(name), unit: '户' },
      ...{ basis: '农户台账的安置点名称与本安置点相同，含还没有登记住房的' },
      ...{ ledger: 'household', filters: [{ field: 'siteName', op: 'is', value: name }] },
    },
    supply: supplyOf(desk, site.values.region),
    buildings: sites.buildings(site.id),
    stations,
    fairs,
    duties: siteDutiesOf(desk, { siteId: site.id }),
    regionNames: {
      ...site.regionNames,
      ...regionNamesIn(
        desk,
        'station',
        stations.map(({ values }) => values as AnyRecord),
      ),
    },
  }
}

/** A household behind its door, with its labourers by whether they work. */
export function residentView({ labourers, ...row }: Resident): ResidentView {
  const people = JSON.parse(labourers) as [
    id: number,
    name: string,
    works: 0 | 1 | null,
    employer: string | null,
  ][]
  return {
    ...row,
    working: people
      .filter(([, , works]) => works === 1)
      .map(([id, name, , employer]) => ({ id, name, employer })),
    idle: people.filter(([, , works]) => works !== 1).map(([id, name]) => ({ id, name })),
  }
}
