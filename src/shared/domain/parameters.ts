/**
 * Thresholds, windows and days are dated data (`resources/parameters.json`, edited by an
 * administrator), never constants in code. Amounts are yuan and times months, as the office says them.
 */
export interface ParameterValue {
  readonly value: number
  /** YYYY-MM-DD, first and last day of validity; open when null. */
  readonly validFrom: string | null
  readonly validTo: string | null
}

export interface Parameter {
  readonly key: string
  readonly label: string
  readonly unit: string
  /** What a value can be at all, and how many decimals it may have. */
  readonly min: number
  readonly max: number
  readonly decimals: number
  /** Document the value comes from. */
  readonly source: string
  readonly values: readonly ParameterValue[]
}

export type Parameters = readonly Parameter[]

/** Why a value makes no sense for a parameter, as a sentence; null when it does. */
export function parameterProblem(
  { label, min, max, decimals }: Pick<Parameter, 'label' | 'min' | 'max' | 'decimals'>,
  value: number,
): string | null {
  const scaled = value * 10 ** decimals
  if (value >= min && value <= max && Math.abs(scaled - Math.round(scaled)) < 1e-6) return null
  return `${label}应为${min}到${max}之间的${decimals === 0 ? '整数' : `数，最多${decimals}位小数`}`
}

/**
 * The value of a parameter on a day: of those valid, the one that began last.
 * Throws when the parameter does not exist or has no value on that day: the resources are incomplete.
 */
export function parameterAt(parameters: Parameters, key: string, date: string): number {
  const values = parameters.find((parameter) => parameter.key === key)?.values ?? []
  let latest: ParameterValue | undefined
  for (const candidate of values) {
    if (candidate.validFrom && candidate.validFrom > date) continue
    if (candidate.validTo && candidate.validTo < date) continue
    if (!latest || (candidate.validFrom ?? '') >= (latest.validFrom ?? '')) latest = candidate
  }
  if (!latest) throw new Error(`parameter ${key} has no value on ${date}`)
  return latest.value
}

/** The parameters that the rules use, with the factor from the office's unit to the stored one. */
const ruleParameterScale = {
  /** Years. Nobody younger is collected. */
  minimumAge: 1,
  /** Years, included: the upper end of 普通劳动力. */
  ordinaryMaximumAge: 1,
  /** Years after leaving school in which somebody is a 两后生. */
  postSchoolYears: 1,
  /** Months a year, stored in tenths. */
  maximumWorkedMonths: 10,
  /** Days a year. */
  maximumFlexibleDays: 1,
  /** Counting basis 采集标准: months (tenths) and yuan (fen) inside the county and outside it. */
  inCountyMonths: 10,
  inCountyIncome: 100,
  outCountyMonths: 10,
  outCountyIncome: 100,
  /** Yuan a month (fen): wages outside are asked about. */
  wageFloor: 100,
  wageCeiling: 100,
  /** Yuan a year (fen). */
  publicPostYearIncome: 100,
  /** First month of the work year (10) and of the service year (1). */
  workYearFirstMonth: 1,
  serviceYearFirstMonth: 1,
  /** Months at the start of a work year in which the year before may still be reported. */
  workYearClosingMonths: 1,
  /** Days of the month: confirmation and entry are due, reminders begin. */
  confirmationDay: 1,
  reminderDay: 1,
} as const

export type RuleParameterKey = keyof typeof ruleParameterScale
/** Amounts in fen, months worked in tenths, everything else as it is. */
export type RuleParameters = Readonly<Record<RuleParameterKey, number>>

export const ruleParameterKeys = Object.keys(ruleParameterScale) as RuleParameterKey[]

/** The parameters of the rules as they stand on a day. Throws when one is missing. */
export function ruleParametersAt(parameters: Parameters, date: string): RuleParameters {
  const entries = ruleParameterKeys.map((key) => [
    key,
    Math.round(parameterAt(parameters, key, date) * ruleParameterScale[key]),
  ])
  return Object.fromEntries(entries) as RuleParameters
}
