import { addDays, addMonths, firstDay, lastDay, monthOf } from '../calendar.ts'
import { followUpDueOn, isFollowUpDue } from '../graduate/derive.ts'
import { isSeeking } from '../graduate/states.ts'
import { serviceYearOf } from '../labourer/periods.ts'
import { isCollege } from '../labourer/rules/codes.ts'
import {
  type CountedService,
  type ItemState,
  isMet,
  missingWords,
  type PackageKey,
  packageState,
  servicePackages,
} from './packages.ts'
import type { DutyParameters } from './parameters.ts'
import { type PostTerm, postDuties } from './posts.ts'

/** What the office owes somebody by a day, with its 口径. */
export const dutyKinds = {
  returnee: {
    label: '返乡人员72小时返岗',
    basis: '返乡回流、未就业、有外出计划（不挑岗位）；从返乡当日零时起按自然小时计，当日登记的从登记时起',
  },
  zeroHousehold: servicePackages.zeroHousehold,
  graduatePackage: servicePackages.graduatePackage,
  graduateFollowUp: {
    label: '高校毕业生月度回访',
    basis:
      '有毕业生档案、去向为“离校未就业”（已登记）且本月还没有回访；当月最后一天到期，已就业、升学等落实去向的不再回访',
  },
  willingPackage: servicePackages.willingPackage,
  contractEnd: {
    label: '合同到期',
    basis:
      '正在就业且登记了合同月数；就业起始日加合同月数的前一日到期；到期之后重新采集仍在就业的，视为已核实续签；在公益性岗位上的看岗位合同',
  },
  postContractEnd: {
    label: '公岗合同到期',
    basis: '在岗（没有退岗日期）的上岗记录，按合同终止日期；同一岗位已另签合同的不算',
  },
  postInsuranceEnd: {
    label: '公岗意外险到期',
    basis: '在岗且登记了意外险截止日期的上岗记录；没有登记的见“没有意外险”清单',
  },
  temporaryPostEnd: {
    label: '临时公岗期满',
    basis:
      '在岗的临时岗，从上岗之日起满规定月数（默认6个月，县级同意的12个月）的前一日；以前在同一岗位的时间合并计算',
  },
} as const
export type DutyKind = keyof typeof dutyKinds
export const dutyKindKeys = Object.keys(dutyKinds) as [DutyKind, ...DutyKind[]]

/** What is known of somebody when the office looks for what it owes them. */
export interface DutyFacts {
  personId: number
  employmentState: string | null
  plansToGoOut: boolean
  /** Code of the dictionary education. */
  education: string | null
  /** YYYY-MM. */
  graduatedOn: string | null
  /** Where the file of a graduate says they stand; null: no file. */
  graduateStatus: string | null
  lastFollowedOn: string | null
  hasReturned: boolean
  returnedOn: string | null
  /** Instant at which the return was entered, ISO; null: never. */
  returnEnteredAt: string | null
  /** Beginning and months of the contract of the open spell of work. */
  employedOn: string | null
  contractMonths: number | null
  /** When the form was collected last. */
  collectedOn: string | null
  /** Every contract on a public post, the ended ones too. */
  posts: readonly PostTerm[]
  /** Since when nobody of the household works; only for the one who stands for such a household. */
  zeroSince: string | null
  /** Since when such a household has a standing statement of 暂无就业意愿. */
  unwillingOn: string | null
  services: readonly CountedService[]
  /** Of the whole household. */
  householdServices: readonly CountedService[]
}

export interface Duty {
  kind: DutyKind
  fromOn: string
  dueOn: string
  /** Instant of the end, where it is counted in hours. */
  dueAt: string | null
  items: ItemState[]
  /** What is still to be done, in words. */
  missing: string
  open: boolean
  /** The record that it is about, where the person alone does not say it: the assignment. */
  recordId?: number
}

const chinaDay = (instant: string): string =>
  new Date(new Date(instant).getTime() + 8 * 3_600_000).toISOString().slice(0, 10)

/** When the clock of a return began: a day's first hour, or the entry when only the month is known or it is the same day. */
export function returnClockStart(returnedOn: string | null, enteredAt: string): string {
  const isEarlierDay = returnedOn !== null && returnedOn.length === 10 && returnedOn < chinaDay(enteredAt)
  return isEarlierDay ? new Date(`${returnedOn}T00:00:00+08:00`).toISOString() : enteredAt
}

/** Last day of a contract of so many months: 2024-02-29 + 12 ends 2025-02-28, 2025-03-15 + 12 ends 2026-03-14. */
export function contractEnd(employedOn: string, months: number): string {
  const start = lastDay(employedOn)
  const anniversary = addMonths(start, months)
  // Where the last month has no such day, its last day is the end itself.
  return anniversary.slice(8) < start.slice(8) ? anniversary : addDays(anniversary, -1)
}

function ofPackage(
  kind: PackageKey,
  fromOn: string,
  dueOn: string,
  services: readonly CountedService[],
  to: string,
  parameters: DutyParameters,
): Duty {
  const items = packageState(kind, services, { from: fromOn, to }, parameters)
  return { kind, fromOn, dueOn, dueAt: null, items, missing: missingWords(items), open: !isMet(items) }
}

/** Everything that the office owes somebody today: packages that are met come with `open: false`. */
export function dutiesOf(facts: DutyFacts, today: string, parameters: DutyParameters): Duty[] {
  const duties: Duty[] = []
  const isUnemployed = facts.employmentState === 'unemployed'
  if (facts.hasReturned && isUnemployed && facts.plansToGoOut && facts.returnEnteredAt !== null) {
    const start = returnClockStart(facts.returnedOn, facts.returnEnteredAt)
    const dueAt = new Date(new Date(start).getTime() + parameters.returneeHours * 3_600_000).toISOString()
    const missing = '尚未返岗'
    duties.push({
      kind: 'returnee',
      fromOn: chinaDay(start),
      dueOn: chinaDay(dueAt),
      dueAt,
      items: [],
      missing,
      open: true,
    })
  }
  if (facts.zeroSince !== null) {
    const dueOn = addMonths(facts.zeroSince, parameters.zeroHouseholdMonths)
    const duty = ofPackage(
      'zeroHousehold',
      facts.zeroSince,
      dueOn,
      facts.householdServices,
      today,
      parameters,
    )
    // Services do not end it: somebody has to be at work, or everything has been offered and signed for.
    duties.push(
      facts.unwillingOn === null
        ? { ...duty, open: true, missing: duty.missing || '服务已足，尚无人就业' }
        : { ...duty, open: false, missing: `暂无就业意愿（${facts.unwillingOn}声明）` },
    )
  }
  if (
    isGraduateServed(facts) &&
    isCollege(facts.education) &&
    isRecent(facts.graduatedOn, today, parameters)
  ) {
    const month = facts.graduatedOn ?? ''
    const dueOn = lastDay(addMonths(month, parameters.graduateServiceMonths))
    duties.push(ofPackage('graduatePackage', firstDay(month), dueOn, facts.services, today, parameters))
  }
  if (isFollowUpDue(facts.graduateStatus, facts.lastFollowedOn, today)) {
    const dueOn = followUpDueOn(today)
    duties.push({
      kind: 'graduateFollowUp',
      fromOn: firstDay(monthOf(today)),
      dueOn,
      dueAt: null,
      items: [],
      missing: facts.lastFollowedOn ? `本月未回访，上次是${facts.lastFollowedOn}` : '还没有回访过',
      open: true,
    })
  }
  if (isUnemployed && facts.plansToGoOut) {
    const year = serviceYearOf(today, {
      serviceYearFirstMonth: parameters.serviceYearFirstMonth,
      workYearFirstMonth: 1,
      workYearClosingMonths: 0,
    })
    duties.push(ofPackage('willingPackage', year.from, year.to, facts.services, today, parameters))
  }
  const work = workContract(facts)
  const posts = postDuties(facts.posts, parameters)
  // Whoever is on a public post works under the contract of the post.
  return [...duties, ...(work && posts.length === 0 ? [work] : []), ...posts]
}

/**
 * The end of the contract of the present work. Whoever was asked again after it and still works has
 * settled it: nobody writes a term into an old spell of work, so it would be late for ever.
 */
function workContract({ employmentState, employedOn, contractMonths, collectedOn }: DutyFacts): Duty | null {
  if (employmentState !== 'employed' || !employedOn || (contractMonths ?? 0) <= 0) return null
  const dueOn = contractEnd(employedOn, contractMonths ?? 0)
  if (collectedOn !== null && collectedOn > dueOn) return null
  const missing = '请核实续签或离岗'
  return {
    kind: 'contractEnd',
    fromOn: firstDay(employedOn),
    dueOn,
    dueAt: null,
    items: [],
    missing,
    open: true,
  }
}

/** Where there is a file it says who looks for work; what the form says of work counts in any case. */
const isGraduateServed = ({ graduateStatus, employmentState }: DutyFacts): boolean =>
  graduateStatus === null
    ? employmentState === 'unemployed'
    : isSeeking(graduateStatus) && employmentState !== 'employed'

const isRecent = (graduatedOn: string | null, today: string, { graduateYears }: DutyParameters): boolean =>
  graduatedOn !== null &&
  graduatedOn <= monthOf(today) &&
  addMonths(graduatedOn, graduateYears * 12) >= monthOf(today)
