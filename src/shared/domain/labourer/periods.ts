import { addDays, addMonths, daysInMonth, monthOf, monthsFrom, yearOf } from '../calendar.ts'
import type { RuleParameters } from '../parameters.ts'

/**
 * Two kinds of year (decision L): the work year, October to September, in which months and income
 * are counted, and the service year, January to December, in which services are. Where each begins
 * is a parameter. A month belongs to exactly one year: October to December count towards the work
 * year that ends in the next calendar year (decision A).
 */
export interface Period {
  /** First and last day, YYYY-MM-DD. */
  readonly from: string
  readonly to: string
  /** First and last month, YYYY-MM. */
  readonly firstMonth: string
  readonly lastMonth: string
}

function yearFrom(date: string, firstMonth: number): Period {
  const year = yearOf(date) - (Number(date.slice(5, 7)) < firstMonth ? 1 : 0)
  const start = `${year}-${String(firstMonth).padStart(2, '0')}`
  const end = addMonths(start, 11)
  return {
    from: `${start}-01`,
    to: `${end}-${daysInMonth(yearOf(end), Number(end.slice(5, 7)))}`,
    firstMonth: start,
    lastMonth: end,
  }
}

type PeriodParameters = Pick<
  RuleParameters,
  'workYearFirstMonth' | 'serviceYearFirstMonth' | 'workYearClosingMonths'
>

/** The work year that a date or month lies in: 2020-09-30 in 2019-10…2020-09, 2020-10-01 in the next. */
export const workYearOf = (date: string, parameters: PeriodParameters): Period =>
  yearFrom(date, parameters.workYearFirstMonth)

/** The service year that a date or month lies in. */
export const serviceYearOf = (date: string, parameters: PeriodParameters): Period =>
  yearFrom(date, parameters.serviceYearFirstMonth)

/** Whether a month counts in a period. */
export const isInPeriod = (month: string, period: Period): boolean =>
  month >= period.firstMonth && month <= period.lastMonth

/** The twelve months of a period, oldest first. */
export const monthsOf = (period: Period): string[] => monthsFrom(period.firstMonth, period.lastMonth)

/**
 * The work years a form collected on `date` may report: that of the date and, in its first months
 * (three: October to December), the one just ended. The source form itself is of October 2020,
 * reports 2019-10 to 2020-09 and has 15 boxes, the last three being the new year's.
 */
export function reportableWorkYears(date: string, parameters: PeriodParameters): Period[] {
  const current = workYearOf(date, parameters)
  const before = workYearOf(addMonths(monthOf(date), -parameters.workYearClosingMonths), parameters)
  return before.from === current.from ? [current] : [before, current]
}

/** The months to offer as boxes on a form of `date`: 12, or 15 while the year before is reported. */
export function monthBoxes(date: string, parameters: PeriodParameters): string[] {
  const years = reportableWorkYears(date, parameters)
  const first = years[0]?.firstMonth ?? monthOf(date)
  return monthsFrom(first, addMonths(first, 11 + (years.length > 1 ? parameters.workYearClosingMonths : 0)))
}

export interface ConfirmationDate {
  /** By when the month's forms must be confirmed and entered (rule 44, decision Q: both). */
  readonly dueOn: string
  /** From when the screen reminds. */
  readonly remindFrom: string
  readonly state: 'quiet' | 'remind' | 'overdue'
}

/** Where a day stands in the monthly rhythm: reminders from the 15th, due on the 20th. */
export function confirmationDate(
  today: string,
  parameters: Pick<RuleParameters, 'confirmationDay' | 'reminderDay'>,
): ConfirmationDate {
  const first = `${monthOf(today)}-01`
  const dueOn = addDays(first, parameters.confirmationDay - 1)
  const remindFrom = addDays(first, parameters.reminderDay - 1)
  return { dueOn, remindFrom, state: today > dueOn ? 'overdue' : today >= remindFrom ? 'remind' : 'quiet' }
}
