import { monthOf } from '../calendar.ts'
import { brokenRules, isBlank, type LooseRecord, type Rule } from '../rule.ts'
import type { Violation } from '../violation.ts'
import { type EmployerMonth, fallPercent, staffKeys, totalOf } from './fields.ts'

export interface EmployerMonthFacts {
  /** YYYY-MM-DD. */
  readonly today: string
  /** Another record is of the same employer and month. */
  readonly isTwin: boolean
  /** People employed in the month before; null: not reported. */
  readonly staffBefore: number | null
  /** Percent of the month before: a greater fall is asked about. */
  readonly fallLimit: number
}

type Form = Partial<EmployerMonth>
type EmployerRule = Rule<Form, EmployerMonthFacts>

const blocks = (
  code: string,
  field: keyof EmployerMonth,
  message: string,
  broken: EmployerRule['broken'],
): EmployerRule => ({ code, severity: 'blocks', field, message, broken })
/** Nothing is said of a fall before the counts are filled in. */
const hasStaff = (form: Form): boolean => staffKeys.some((key) => !isBlank(form[key]))

/** Rules of what an employer reports for a month. That no count is below 0 is declared with the fields. */
export const employerMonthRules: readonly EmployerRule[] = [
  blocks('E01_employer', 'employerName', '请填写企业名称', ({ employerName }) => isBlank(employerName)),
  blocks('E01_month', 'month', '请填写填报年月', ({ month }) => isBlank(month)),
  blocks(
    'E01_staff',
    'managingStaff',
    '请至少填写一类用工数量；已没有用工的，填0',
    (form) => !hasStaff(form),
  ),
  blocks(
    'E02_future',
    'month',
    '填报年月不能晚于本月',
    ({ month }, { today }) => (month ?? '') > monthOf(today),
  ),
  blocks(
    'E03_twin',
    'month',
    '这个企业这个月已经填报过，请打开原来的记录修改',
    (_form, { isTwin }) => isTwin,
  ),
  {
    code: 'E04_fall',
    severity: 'warns',
    field: 'managingStaff',
    message: (form, { staffBefore, fallLimit }) => {
      const now = totalOf(form, staffKeys)
      const fewer = (staffBefore ?? 0) - now
      return `用工总数由上月的${staffBefore}人降到${now}人，减少${fewer}人，降幅超过${fallLimit}%，请核实并在备注写明原因`
    },
    broken: (form, { staffBefore, fallLimit }) =>
      hasStaff(form) && (fallPercent(staffBefore, totalOf(form, staffKeys)) ?? 0) > fallLimit,
  },
]

/** Every rule that a month of an employer breaks. */
export const checkEmployerMonth = (form: LooseRecord, facts: EmployerMonthFacts): Violation[] =>
  brokenRules(employerMonthRules, form as Form, facts)
