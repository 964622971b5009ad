import { chineseDate } from '../calendar.ts'
import { regionLevel } from '../region-code.ts'
import { brokenRules, isBlank, type LooseRecord, type Rule } from '../rule.ts'
import type { Severity, Violation } from '../violation.ts'
import { type Site, type SiteHousehold, type Station, staffIn } from './fields.ts'
import type { SiteParameters } from './parameters.ts'

/** Rules are written as code, field, what is broken, what a clerk reads. */
const rule =
  <Form, Facts>(severity: Severity) =>
  (
    code: string,
    field: keyof Form & string,
    message: Rule<Form, Facts>['message'],
    broken: Rule<Form, Facts>['broken'],
  ): Rule<Form, Facts> => ({ code, field, severity, message, broken })

export interface SiteFacts {
  /** YYYY-MM-DD. */
  readonly today: string
  /** Another site has this name. */
  readonly isTaken: boolean
}
const site = rule<Partial<Site>, SiteFacts>('blocks')

export const siteRules: readonly Rule<Partial<Site>, SiteFacts>[] = [
  site('A01Name', 'name', '请填写安置点名称', ({ name }) => isBlank(name)),
  site('A01Taken', 'name', '已经有同名的安置点，请核对或换一个名称', (_form, { isTaken }) => isTaken),
  site('A02Kind', 'kind', '请选择安置点类型', ({ kind }) => isBlank(kind)),
  site(
    'A03Region',
    'region',
    '安置点所在地至少选到乡镇',
    ({ region }) => (regionLevel(region ?? '') ?? 0) < 4,
  ),
  site(
    'A04Future',
    'openedOn',
    '建成入住年月不能晚于本月',
    ({ openedOn }, { today }) => (openedOn ?? '') > today.slice(0, 7),
  ),
  site(
    'A05Scale',
    'plannedPeople',
    '核定搬迁人数不能少于核定搬迁户数',
    ({ plannedHouseholds, plannedPeople }) =>
      !isBlank(plannedHouseholds) &&
      !isBlank(plannedPeople) &&
      (plannedPeople ?? 0) < (plannedHouseholds ?? 0),
  ),
]
export const checkSite = (form: LooseRecord, facts: SiteFacts): Violation[] =>
  brokenRules(siteRules, form as Partial<Site>, facts)

/** From when to when a household lived at a site, YYYY-MM; null when it is not known or not over. */
export interface Stay {
  readonly movedIn: string | null
  readonly movedOut: string | null
}
/** Whether two stays share a month beyond the one in which a household moves from one site to the next. */
export const staysOverlap = (one: Stay, other: Stay): boolean =>
  (one.movedIn ?? '') < (other.movedOut ?? '9999-99') && (other.movedIn ?? '') < (one.movedOut ?? '9999-99')

export interface StayFacts {
  readonly today: string
  /** Other stays of the household, with where they were. */
  readonly others: readonly (Stay & { readonly place: string })[]
  /** Who lives behind this door now. */
  readonly doorTakenBy: string | null
  /** Month in which the site was opened. */
  readonly siteOpenedOn: string | null
}
type StayForm = Partial<SiteHousehold>
const stay = rule<StayForm, StayFacts>('blocks')
const stayHint = rule<StayForm, StayFacts>('warns')
const spanOf = ({ movedIn = null, movedOut = null }: StayForm): Stay => ({ movedIn, movedOut })
const openElsewhere = (form: StayForm, { others }: StayFacts) =>
  form.movedOut ? undefined : others.find((other) => other.movedOut === null)
const overlapping = (form: StayForm, facts: StayFacts) =>
  openElsewhere(form, facts) ? undefined : facts.others.find((other) => staysOverlap(spanOf(form), other))

/** A household lives at one site at a time, behind a door of its own. */
export const stayRules: readonly Rule<StayForm, StayFacts>[] = [
  stay(
    'B01Elsewhere',
    'siteName',
    (form, facts) =>
      `这一户现住在${openElsewhere(form, facts)?.place}，一户同时只能登记在一处，请先在那里办理迁出`,
    (form, facts) => openElsewhere(form, facts) !== undefined,
  ),
  stay(
    'B02Overlap',
    'movedIn',
    (form, facts) => {
      const other = overlapping(form, facts)
      return `与这一户在${other?.place}的入住时间（${chineseDate(other?.movedIn ?? '') || '不详'}至${chineseDate(other?.movedOut ?? '') || '现在'}）重叠，请核对年月`
    },
    (form, facts) => overlapping(form, facts) !== undefined,
  ),
  stay(
    'B03Door',
    'door',
    (_form, { doorTakenBy }) => `这套住房现在登记的是${doorTakenBy}，请核对房号，或先为对方办理迁出`,
    ({ movedOut }, { doorTakenBy }) => !movedOut && doorTakenBy !== null,
  ),
  stay(
    'B04Order',
    'movedOut',
    '迁出年月不能早于入住年月',
    ({ movedIn, movedOut }) => !!movedIn && !!movedOut && movedOut < movedIn,
  ),
  stay(
    'B05InFuture',
    'movedIn',
    '入住年月不能晚于本月',
    ({ movedIn }, { today }) => (movedIn ?? '') > today.slice(0, 7),
  ),
  stay(
    'B05OutFuture',
    'movedOut',
    '迁出年月不能晚于本月',
    ({ movedOut }, { today }) => (movedOut ?? '') > today.slice(0, 7),
  ),
  stayHint('B06MovedIn', 'movedIn', '请填写入住年月', ({ movedIn }) => isBlank(movedIn)),
  stayHint(
    'B06BeforeSite',
    'movedIn',
    '入住年月早于安置点建成入住的年月，请核实',
    ({ movedIn }, { siteOpenedOn }) => !!movedIn && !!siteOpenedOn && movedIn < siteOpenedOn,
  ),
  stayHint(
    'B07Door',
    'door',
    '请填写楼栋和房号',
    ({ building, door, movedOut }) => !movedOut && (isBlank(building) || isBlank(door)),
  ),
  stayHint(
    'B08Reason',
    'leaveReason',
    '没有填迁出年月，不应填写迁出原因，请核实',
    ({ movedOut, leaveReason }) => !movedOut && !isBlank(leaveReason),
  ),
]
export const checkStay = (form: LooseRecord, facts: StayFacts): Violation[] =>
  brokenRules(stayRules, form as StayForm, facts)

export interface StationFacts {
  readonly today: string
  readonly parameters: SiteParameters
  readonly isTaken: boolean
}
type StationForm = Partial<Station>
const station = rule<StationForm, StationFacts>('blocks')
const stationHint = rule<StationForm, StationFacts>('warns')

export const stationRules: readonly Rule<StationForm, StationFacts>[] = [
  station('C01Name', 'name', '请填写服务站名称', ({ name }) => isBlank(name)),
  station('C01Taken', 'name', '已经有同名的服务站，请核对或换一个名称', (_form, { isTaken }) => isTaken),
  station('C02Region', 'region', '请选择所属区域', ({ region }) => isBlank(region)),
  station(
    'C03Future',
    'openedOn',
    '设立日期不能晚于今天',
    ({ openedOn }, { today }) => (openedOn ?? '') > today,
  ),
  station(
    'C04Served',
    'servedPoor',
    '服务贫困劳动力人数不能多于服务劳动力人数',
    ({ servedLabourers, servedPoor }) =>
      !isBlank(servedLabourers) && (servedPoor ?? 0) > (servedLabourers ?? 0),
  ),
  stationHint(
    'C05Few',
    'staffNames',
    ({ staffNames }, { parameters }) =>
      `专职人员${staffIn(staffNames).length}人，应配备${parameters.siteStaffLeast}至${parameters.siteStaffMost}人`,
    ({ staffNames }, { parameters }) => staffIn(staffNames).length < parameters.siteStaffLeast,
  ),
  stationHint(
    'C05Many',
    'staffNames',
    ({ staffNames }, { parameters }) =>
      `专职人员${staffIn(staffNames).length}人，一般配备${parameters.siteStaffLeast}至${parameters.siteStaffMost}人，请核实`,
    ({ staffNames }, { parameters }) => staffIn(staffNames).length > parameters.siteStaffMost,
  ),
]
export const checkStation = (form: LooseRecord, facts: StationFacts): Violation[] =>
  brokenRules(stationRules, form as StationForm, facts)
