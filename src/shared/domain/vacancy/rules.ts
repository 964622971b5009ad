import { addDays, isDate } from '../calendar.ts'
import type { AnyRecord } from '../field.ts'
import { type Parameters, parameterAt } from '../parameters.ts'
import { brokenRules, isBlank, type LooseRecord, type Rule } from '../rule.ts'
import type { Violation } from '../violation.ts'
import { type Vacancy, vacancyFields } from './fields.ts'

export interface VacancyRuleContext {
  /** YYYY-MM-DD. */
  readonly today: string
  /** Full years under which nobody may be employed. */
  readonly minimumAge: number
  /** Days after which a vacancy has to be asked after again. */
  readonly staleDays: number
  /** Another record is of the same employer, post and place. */
  readonly isTwin: boolean
}

type VacancyRule = Rule<Partial<Vacancy>, VacancyRuleContext>

const blocks = (
  code: string,
  field: keyof Vacancy,
  message: VacancyRule['message'],
  broken: VacancyRule['broken'],
): VacancyRule => ({ code, severity: 'blocks', field, message, broken })

const isBelow = (one: number | null | undefined, other: number | null | undefined): boolean =>
  typeof one === 'number' && typeof other === 'number' && one < other

/** Rules of one vacancy. */
export const vacancyRules: readonly VacancyRule[] = [
  ...vacancyFields.flatMap((field) =>
    'required' in field
      ? [blocks(`V01_${field.key}`, field.key, `请填写${field.label}`, (row) => isBlank(row[field.key]))]
      : [],
  ),
  blocks(
    'V02_place',
    'region',
    '请选择工作地点；没有行政区划的地方（如境外），请填写详细地址',
    ({ region, address }) => isBlank(region) && isBlank(address),
  ),
  blocks('V03_wage', 'wageTo', '最高月薪不能低于最低月薪', ({ wageFrom, wageTo }) =>
    isBelow(wageTo, wageFrom),
  ),
  blocks(
    'V04_minimum_age',
    'ageFrom',
    (_row, { minimumAge }) => `招用人员须年满${minimumAge}周岁`,
    ({ ageFrom }, { minimumAge }) => isBelow(ageFrom, minimumAge),
  ),
  blocks('V04_age', 'ageTo', '最高年龄不能小于最低年龄', ({ ageFrom, ageTo }, { minimumAge }) =>
    isBelow(ageTo, ageFrom ?? minimumAge),
  ),
  blocks('V05_number', 'wanted', '招聘人数应大于0', ({ wanted }) => isBelow(wanted, 1)),
  blocks('V05_filled', 'filledElsewhere', '其他渠道已招的不能多于招聘人数', ({ wanted, filledElsewhere }) =>
    isBelow(wanted, filledElsewhere),
  ),
  blocks('V06_future', 'collectedOn', '采集日期不能晚于今天', ({ collectedOn }, { today }) =>
    isDate(collectedOn ?? '') ? (collectedOn ?? '') > today : false,
  ),
  blocks(
    'V06_until',
    'validUntil',
    '有效期不能早于采集日期',
    ({ collectedOn, validUntil }) => !!validUntil && validUntil < (collectedOn ?? ''),
  ),
  blocks(
    'V07_twin',
    'title',
    '这个单位在同一地点的这个岗位已经登记过，请打开原来的记录，更新采集日期和人数',
    (_row, { isTwin }) => isTwin,
  ),
  {
    code: 'V08_stale',
    severity: 'warns',
    field: 'collectedOn',
    message: (_row, { staleDays }) => `采集已超过${staleDays}天，请向用人单位核实后更新采集日期`,
    broken: ({ collectedOn }, { today, staleDays }) =>
      !!collectedOn && collectedOn < addDays(today, -staleDays),
  },
]

/** Every rule that a vacancy breaks. */
export const checkVacancy = (row: LooseRecord, context: VacancyRuleContext): Violation[] =>
  brokenRules(vacancyRules, row as Partial<Vacancy>, context)

/** The last day on which a vacancy that names none counts: so many days after it was collected. */
const usualEnd = (collectedOn: unknown, parameters: Parameters): string | null =>
  typeof collectedOn === 'string' && isDate(collectedOn)
    ? addDays(collectedOn, parameterAt(parameters, 'vacancyValidDays', collectedOn))
    : null

/**
 * The values to be written over `before`, with the end of validity where nobody named one: it moves on
 * with the day of collection, while an end that somebody named stays.
 */
export function withValidity(before: AnyRecord | null, patch: AnyRecord, parameters: Parameters): AnyRecord {
  const wasUsual =
    before === null ||
    before.validUntil === null ||
    before.validUntil === usualEnd(before.collectedOn, parameters)
  const isNamed = 'validUntil' in patch ? patch.validUntil !== null : !wasUsual
  if (isNamed || !('collectedOn' in patch || 'validUntil' in patch)) return patch
  return { ...patch, validUntil: usualEnd(patch.collectedOn ?? before?.collectedOn, parameters) }
}
