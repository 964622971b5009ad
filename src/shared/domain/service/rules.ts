import { isDate } from '../calendar.ts'
import { brokenRules, isBlank, type LooseRecord, type Rule } from '../rule.ts'
import type { Violation } from '../violation.ts'
import type { Service } from './fields.ts'

export interface ServiceRuleContext {
  /** YYYY-MM-DD. */
  readonly today: string
  readonly birthDate: string | null
  /** Another record of the person says the same: kind, day, vacancy or course. */
  readonly isTwin: boolean
}

type ServiceRule = Rule<Partial<Service>, ServiceRuleContext>

const isDated = (service: Partial<Service>): boolean => isDate(service.servedOn ?? '')

/** Rules of one service that somebody was given. */
export const serviceRules: readonly ServiceRule[] = [
  {
    code: 'S01_kind',
    severity: 'blocks',
    field: 'kind',
    message: '请选择服务项目',
    broken: ({ kind }) => isBlank(kind),
  },
  {
    code: 'S02_day',
    severity: 'blocks',
    field: 'servedOn',
    message: '请填写服务日期',
    broken: (service) => !isDated(service),
  },
  {
    code: 'S02_future',
    severity: 'blocks',
    field: 'servedOn',
    message: '服务日期不能晚于今天',
    broken: (service, { today }) => isDated(service) && (service.servedOn ?? '') > today,
  },
  {
    code: 'S02_before_birth',
    severity: 'blocks',
    field: 'servedOn',
    message: '服务日期早于出生日期',
    broken: (service, { birthDate }) =>
      isDated(service) && birthDate !== null && (service.servedOn ?? '') < birthDate,
  },
  {
    code: 'S03_twin',
    severity: 'blocks',
    field: 'servedOn',
    message: '这一天已登记过同一项服务，同一次服务不能登记两遍；另一个岗位或课程请在“涉及岗位或课程”中写明',
    broken: (_service, { isTwin }) => isTwin,
  },
]

/** Every rule that a service breaks. */
export const checkService = (service: LooseRecord, context: ServiceRuleContext): Violation[] =>
  brokenRules(serviceRules, service as Partial<Service>, context)

/** What makes two records of one person the same service. */
export const isSameService = (one: LooseRecord, other: LooseRecord): boolean =>
  (['kind', 'servedOn', 'concerned'] as const).every((key) => (one[key] ?? null) === (other[key] ?? null))
