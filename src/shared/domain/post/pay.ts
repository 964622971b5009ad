import { addDays, addMonths, daysBetween } from '../calendar.ts'
import { earliest, lastDayOf, latest, type Spell } from './spells.ts'

/** First and last day of a month. */
export const daysOfMonth = (month: string): { from: string; to: string } => ({
  from: `${month}-01`,
  to: addDays(`${addMonths(month, 1)}-01`, -1),
})

/** The days of a month on which a spell runs; null when there is none. */
export function spanInMonth(
  spell: Pick<Spell, 'startedOn' | 'endsOn' | 'exitedOn'>,
  month: string,
): { from: string; to: string; days: number } | null {
  const whole = daysOfMonth(month)
  const from = latest(spell.startedOn, whole.from)
  const to = earliest(lastDayOf(spell), whole.to)
  return from <= to ? { from, to, days: daysBetween(from, to) + 1 } : null
}

export interface PayTerms {
  /** `month`: the rate is for a month of `dueDays`; `day`: for a day. */
  readonly payBasis: 'month' | 'day'
  /** Integer fen. */
  readonly rate: number
  /** Days to be present in a month. */
  readonly dueDays: number
}

/**
 * Allowance of a month in whole fen, from days present in integer tenths. Rounded half up once; by the month never more
 * than the monthly rate, so that days beyond those due add nothing.
 */
export function allowanceOf({ payBasis, rate, dueDays }: PayTerms, presentTenths: number): number {
  if (payBasis === 'day') return divideHalfUp(rate * presentTenths, 10)
  return divideHalfUp(rate * Math.min(presentTenths, dueDays * 10), dueDays * 10)
}

/** Whole numbers divided and rounded half up, without a fraction in between. */
function divideHalfUp(dividend: number, divisor: number): number {
  const rest = dividend % divisor
  return (dividend - rest) / divisor + (rest * 2 >= divisor ? 1 : 0)
}

/** What the post comes to in a year of full attendance, in fen. */
export const yearlyAllowance = ({ payBasis, rate, dueDays }: PayTerms): number =>
  12 * (payBasis === 'day' ? rate * dueDays : rate)
