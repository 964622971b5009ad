import { compareLoose, daysBetween, firstDay, isLooseDate, lastDay } from '../calendar.ts'
import { brokenRules, isBlank, type LooseRecord, type Rule } from '../rule.ts'
import type { Violation } from '../violation.ts'
import type { Training } from './fields.ts'

export interface TrainingRuleContext {
  /** YYYY-MM-DD. */
  readonly today: string
}

type Course = Partial<Training>
type TrainingRule = Rule<Course, TrainingRuleContext>

const isStarted = (course: Course): boolean => isLooseDate(course.startedOn ?? '')
const isEnded = (course: Course): boolean => isLooseDate(course.endedOn ?? '')

/** Days from the first to the last, both counted; of dates known to the month the most they allow. */
const spanOf = ({ startedOn, endedOn }: Course): number =>
  daysBetween(firstDay(startedOn ?? ''), lastDay(endedOn ?? '')) + 1

const demand = (code: string, field: 'kind' | 'trade' | 'provider', message: string): TrainingRule => ({
  code,
  severity: 'blocks',
  field,
  message,
  broken: (course) => isBlank(course[field]),
})

/** Rules of a training course that a person attended. */
export const trainingRules: readonly TrainingRule[] = [
  demand('T01_kind', 'kind', '请选择培训类型'),
  demand('T01_trade', 'trade', '请填写培训工种'),
  demand('T01_provider', 'provider', '请填写培训单位名称'),
  {
    code: 'T02_start',
    severity: 'blocks',
    field: 'startedOn',
    message: '请填写培训起始日期',
    broken: (course) => !isStarted(course),
  },
  {
    code: 'T02_start_future',
    severity: 'blocks',
    field: 'startedOn',
    message: '培训起始日期不能晚于今天',
    broken: (course, { today }) => isStarted(course) && compareLoose(course.startedOn ?? '', today) > 0,
  },
  {
    code: 'T03_end',
    severity: 'blocks',
    field: 'endedOn',
    message: '培训终止日期应写成如 2020-03-15 的年月日或年月',
    broken: (course) => !isBlank(course.endedOn) && !isEnded(course),
  },
  {
    code: 'T03_end_before_start',
    severity: 'blocks',
    field: 'endedOn',
    message: '培训终止日期不能早于起始日期',
    broken: (course) =>
      isStarted(course) && isEnded(course) && compareLoose(course.endedOn ?? '', course.startedOn ?? '') < 0,
  },
  {
    code: 'T03_end_future',
    severity: 'blocks',
    field: 'endedOn',
    message: '培训终止日期不能晚于今天',
    broken: (course, { today }) => isEnded(course) && compareLoose(course.endedOn ?? '', today) > 0,
  },
  {
    code: 'T04_days',
    severity: 'blocks',
    field: 'days',
    message: '实际培训天数应是大于0的整数',
    broken: ({ days }) => days != null && (!Number.isInteger(days) || days < 1),
  },
  {
    code: 'T04_days_span',
    severity: 'blocks',
    field: 'days',
    message: (course) => `实际培训天数多于起止日期之间的${spanOf(course)}天`,
    broken: (course) => {
      if (course.days == null || !isStarted(course) || !isEnded(course)) return false
      const span = spanOf(course)
      return span > 0 && course.days > span
    },
  },
  {
    code: 'T05_allowance',
    severity: 'blocks',
    field: 'allowance',
    message: '享受生活和交通补贴不能小于0',
    broken: ({ allowance }) => (allowance ?? 0) < 0,
  },
]

/** Every rule that a training course breaks. */
export const checkTraining = (course: LooseRecord, context: TrainingRuleContext): Violation[] =>
  brokenRules(trainingRules, course as Course, context)
