import {
  compareLoose,
  firstDay,
  fullYearsBetween,
  isDate,
  isLooseDate,
  isMonth,
  lastDay,
  monthOf,
} from '../calendar.ts'
import { isCollege } from '../labourer/rules/codes.ts'
import { brokenRules, isBlank, type LooseRecord, type Rule } from '../rule.ts'
import type { Violation } from '../violation.ts'
import type { FollowUp, GraduateFile, GraduateStatus, PlanStep } from './fields.ts'
import { isSettled, needsPlace } from './states.ts'

export interface GraduateFacts {
  /** YYYY-MM-DD. */
  readonly today: string
  readonly birthDate: string | null
  /** Full years: whoever was younger at graduation cannot have left a college. */
  readonly minimumAge: number
}

/** What statuses, follow-ups and plan steps are checked against. */
export interface EntryFacts {
  readonly today: string
  /** Of the file, YYYY-MM. */
  readonly graduatedOn: string | null
  /** The status that is open now. */
  readonly present: { readonly status: string | null; readonly statusOn: string | null } | null
  /** Another follow-up of the same day. */
  readonly isTwin: boolean
}

type FileRule = Rule<Partial<GraduateFile>, GraduateFacts>
type StatusRule = Rule<Partial<GraduateStatus>, EntryFacts>
type FollowUpRule = Rule<Partial<FollowUp>, EntryFacts>
type StepRule = Rule<Partial<PlanStep>, EntryFacts>

/** A rule that blocks: none of these can be let pass. */
const block = <Form, Facts>(
  code: string,
  field: string,
  message: Rule<Form, Facts>['message'],
  broken: Rule<Form, Facts>['broken'],
): Rule<Form, Facts> => ({ code, severity: 'blocks', field, message, broken })

const isDated = (day: string | null | undefined): day is string => isDate(day ?? '')
const isLoose = (day: string | null | undefined): day is string => isLooseDate(day ?? '')
const knowsMonth = (month: string | null | undefined): month is string => isMonth(month ?? '')
/** Schools that award no bachelor's degree. */
const shortSchools: readonly unknown[] = ['vocational', 'technician']

/** Rules of the file. */
export const fileRules: readonly FileRule[] = [
  block('G01_school', 'school', '请填写毕业院校', ({ school }) => isBlank(school)),
  block('G01_degree', 'degree', '请选择学历', ({ degree }) => isBlank(degree)),
  block(
    'G01_graduated',
    'graduatedOn',
    '请填写毕业时间，写成如 2026-06 的年月',
    ({ graduatedOn }) => !knowsMonth(graduatedOn),
  ),
  block(
    'G02_degree',
    'degree',
    '学历不到大专，不属于高校毕业生；请核对学历，中专、高中毕业的请在劳动力台账登记',
    ({ degree }) => !isBlank(degree) && !isCollege(degree),
  ),
  block(
    'G02_school_kind',
    'schoolKind',
    '高职高专和技工院校的毕业学历是大专，与所填学历不符，请核对学历或院校类别',
    ({ schoolKind, degree }) => shortSchools.includes(schoolKind) && isCollege(degree) && degree !== '30',
  ),
  block(
    'G03_future',
    'graduatedOn',
    '毕业时间不能晚于本月，还没有毕业的不列入',
    ({ graduatedOn }, { today }) => knowsMonth(graduatedOn) && graduatedOn > monthOf(today),
  ),
  block(
    'G03_age',
    'graduatedOn',
    ({ graduatedOn }, { birthDate, minimumAge }) =>
      `毕业时${fullYearsBetween(birthDate ?? '', lastDay(graduatedOn ?? ''))}周岁，不满${minimumAge}周岁，请核对毕业时间和身份证号码`,
    ({ graduatedOn }, { birthDate, minimumAge }) =>
      knowsMonth(graduatedOn) &&
      birthDate !== null &&
      fullYearsBetween(birthDate, lastDay(graduatedOn)) < minimumAge,
  ),
  block(
    'G04_registered_future',
    'registeredOn',
    '实名登记日期不能晚于今天',
    ({ registeredOn }, { today }) => isDated(registeredOn) && registeredOn > today,
  ),
  block(
    'G04_registered_early',
    'registeredOn',
    '实名登记日期早于毕业月份，请核对毕业时间和登记日期',
    ({ registeredOn, graduatedOn }) =>
      isDated(registeredOn) && knowsMonth(graduatedOn) && registeredOn < firstDay(graduatedOn),
  ),
]

const isBefore = (day: string, month: string | null): boolean => month !== null && day < firstDay(month)

/** Rules of a change of status; the former one is ended by it, never overwritten. */
export const statusRules: readonly StatusRule[] = [
  block(
    'G10_status',
    'status',
    '请选择就业去向',
    ({ status }) => isBlank(status) || status === 'unregistered',
  ),
  block('G11_day', 'statusOn', '请填写去向日期', ({ statusOn }) => !isLoose(statusOn)),
  block(
    'G11_future',
    'statusOn',
    '去向日期不能晚于今天',
    ({ statusOn }, { today }) => isLoose(statusOn) && compareLoose(statusOn, today) > 0,
  ),
  block(
    'G11_before_graduation',
    'statusOn',
    '去向日期早于毕业月份，请核对',
    ({ statusOn }, { graduatedOn }) =>
      isLoose(statusOn) && graduatedOn !== null && compareLoose(statusOn, graduatedOn) < 0,
  ),
  block(
    'G12_order',
    'statusOn',
    (_status, { present }) => `去向日期早于现在这个去向开始的日期（${present?.statusOn ?? ''}），请核对`,
    ({ statusOn }, { present }) =>
      isLoose(statusOn) && isLoose(present?.statusOn) && compareLoose(statusOn, present.statusOn) < 0,
  ),
  block(
    'G13_same',
    'status',
    '现在就是这个去向，没有变化，不用再登记',
    ({ status }, { present }) =>
      !isBlank(status) && present !== null && present.status === status && !isSettled(status),
  ),
  block(
    'G14_where',
    'whereTo',
    ({ status }) => (status === 'study' ? '升学的请填写升入的学校' : '参军入伍的请填写入伍地或部队'),
    ({ status, whereTo }) => needsPlace(status) && isBlank(whereTo),
  ),
]

/** Rules of a follow-up. */
export const followUpRules: readonly FollowUpRule[] = [
  block('G20_day', 'followedOn', '请填写回访日期', ({ followedOn }) => !isDated(followedOn)),
  block(
    'G20_future',
    'followedOn',
    '回访日期不能晚于今天',
    ({ followedOn }, { today }) => isDated(followedOn) && followedOn > today,
  ),
  block(
    'G20_before_graduation',
    'followedOn',
    '回访日期早于毕业月份，请核对',
    ({ followedOn }, { graduatedOn }) => isDated(followedOn) && isBefore(followedOn, graduatedOn),
  ),
  block('G21_found', 'found', '请选择回访情况', ({ found }) => isBlank(found)),
  block('G22_twin', 'followedOn', '这一天已登记过回访，请直接修改那一条', (_form, { isTwin }) => isTwin),
]

/** Rules of a step of the plan. */
export const stepRules: readonly StepRule[] = [
  block('G30_step', 'step', '请填写帮扶措施', ({ step }) => isBlank(step)),
  block('G31_due', 'dueOn', '请填写计划完成日期', ({ dueOn }) => !isDated(dueOn)),
  block(
    'G31_before_graduation',
    'dueOn',
    '计划完成日期早于毕业月份，请核对',
    ({ dueOn }, { graduatedOn }) => isDated(dueOn) && isBefore(dueOn, graduatedOn),
  ),
  block(
    'G32_done_future',
    'doneOn',
    '实际完成日期不能晚于今天',
    ({ doneOn }, { today }) => isDated(doneOn) && doneOn > today,
  ),
  block(
    'G32_done_early',
    'doneOn',
    '实际完成日期早于毕业月份，请核对',
    ({ doneOn }, { graduatedOn }) => isDated(doneOn) && isBefore(doneOn, graduatedOn),
  ),
]

export const checkGraduate = (file: LooseRecord, facts: GraduateFacts): Violation[] =>
  brokenRules(fileRules, file as Partial<GraduateFile>, facts)
export const checkStatus = (status: LooseRecord, facts: EntryFacts): Violation[] =>
  brokenRules(statusRules, status as Partial<GraduateStatus>, facts)
export const checkFollowUp = (followUp: LooseRecord, facts: EntryFacts): Violation[] =>
  brokenRules(followUpRules, followUp as Partial<FollowUp>, facts)
export const checkStep = (step: LooseRecord, facts: EntryFacts): Violation[] =>
  brokenRules(stepRules, step as Partial<PlanStep>, facts)
