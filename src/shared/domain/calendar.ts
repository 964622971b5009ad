import { toHalfWidth } from './text/normalise.ts'

/**
 * Business dates are text: 'YYYY-MM-DD', 'YYYY-MM' for months, either of them for loose dates.
 * They compare as text. No Date object is involved, so no time zone can shift a day.
 */

const pad = (value: number): string => (value < 10 ? `0${value}` : String(value))

/** The number that the digits from…to write; NaN when there is anything else among them. Rules call it by the million. */
function numberAt(text: string, from: number, to: number): number {
  let number = 0
  for (let index = from; index < to; index++) {
    const digit = text.charCodeAt(index) - 48
    if (!(digit >= 0 && digit <= 9)) return Number.NaN
    number = number * 10 + digit
  }
  return number
}

/** Days of a month, 1–12. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

const isRealMonth = (year: number, month: number): boolean =>
  year >= 1900 && year <= 2199 && month >= 1 && month <= 12

/** A real day of the years 1900–2199 in the form YYYY-MM-DD. */
export function isDate(text: string): boolean {
  if (text.length !== 10 || text[4] !== '-' || text[7] !== '-') return false
  const year = numberAt(text, 0, 4)
  const month = numberAt(text, 5, 7)
  const day = numberAt(text, 8, 10)
  return isRealMonth(year, month) && day >= 1 && day <= daysInMonth(year, month)
}

/** A real month in the form YYYY-MM. */
export const isMonth = (text: string): boolean =>
  text.length === 7 && text[4] === '-' && isRealMonth(numberAt(text, 0, 4), numberAt(text, 5, 7))

/** YYYY-MM-DD or YYYY-MM: the source form gives 年 月, its sample a day (decision I). */
export const isLooseDate = (text: string): boolean => (text.length === 7 ? isMonth(text) : isDate(text))

/** Month of a date, month or loose date. */
export const monthOf = (date: string): string => date.slice(0, 7)
export const yearOf = (date: string): number => numberAt(date, 0, 4)

/** First day a loose date can mean. */
export const firstDay = (loose: string): string => (loose.length === 7 ? `${loose}-01` : loose)

/** Last day a loose date can mean. */
export const lastDay = (loose: string): string =>
  loose.length === 7 ? `${loose}-${daysInMonth(numberAt(loose, 0, 4), numberAt(loose, 5, 7))}` : loose

/**
 * Negative, zero or positive as `one` is before, the same as or after `other`. A month and a day
 * within it count as the same: what is not known is not held against anybody.
 */
export function compareLoose(one: string, other: string): number {
  const length = Math.min(one.length, other.length)
  const [left, right] = [one.slice(0, length), other.slice(0, length)]
  return left < right ? -1 : left > right ? 1 : 0
}

const ordinalOfMonth = (date: string): number => numberAt(date, 0, 4) * 12 + numberAt(date, 5, 7) - 1

/**
 * So many months later (or earlier); works on dates and on months. Where the month has no such
 * day its last one is taken, as Civil Code art. 202 has it: 2020-01-31 + 1 = 2020-02-29.
 */
export function addMonths(date: string, months: number): string {
  const ordinal = ordinalOfMonth(date) + months
  const year = Math.floor(ordinal / 12)
  const month = (ordinal % 12) + 1
  const head = `${String(year).padStart(4, '0')}-${pad(month)}`
  if (date.length === 7) return head
  return `${head}-${pad(Math.min(numberAt(date, 8, 10), daysInMonth(year, month)))}`
}

/** So many days later (or earlier) than a date. */
export function addDays(date: string, days: number): string {
  let year = numberAt(date, 0, 4)
  let month = numberAt(date, 5, 7)
  let day = numberAt(date, 8, 10) + days
  while (day < 1) {
    month -= 1
    if (month < 1) {
      month = 12
      year -= 1
    }
    day += daysInMonth(year, month)
  }
  for (let length = daysInMonth(year, month); day > length; length = daysInMonth(year, month)) {
    day -= length
    month += 1
    if (month > 12) {
      month = 1
      year += 1
    }
  }
  return `${String(year).padStart(4, '0')}-${pad(month)}-${pad(day)}`
}

/** Days from 0000-03-01, for differences only. */
function dayNumber(date: string): number {
  const month = (numberAt(date, 5, 7) + 9) % 12
  const year = numberAt(date, 0, 4) - (month > 9 ? 1 : 0)
  const days = Math.floor((month * 306 + 5) / 10) + numberAt(date, 8, 10)
  return year * 365 + Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400) + days
}

/** Days from one date to another, negative when it is earlier. */
export const daysBetween = (from: string, to: string): number => dayNumber(to) - dayNumber(from)

/**
 * Full years (周岁) of somebody born on `birth`, on the day `on`: the birthday itself counts.
 * Born on 29 February, the birthday of other years is the 28th. Negative before birth.
 */
export function fullYearsBetween(birth: string, on: string): number {
  const years = numberAt(on, 0, 4) - numberAt(birth, 0, 4)
  const birthday = numberAt(birth, 5, 7) * 100 + numberAt(birth, 8, 10)
  const day = numberAt(on, 5, 7) * 100 + numberAt(on, 8, 10)
  if (day >= birthday) return years
  const isLeapBirthOnTheLast = birthday === 229 && day === 228 && daysInMonth(yearOf(on), 2) === 28
  return isLeapBirthOnTheLast ? years : years - 1
}

/** Calendar months from the month of one date to that of another; days play no part. */
export const monthsBetween = (from: string, to: string): number => ordinalOfMonth(to) - ordinalOfMonth(from)

/** The months from one to another, both included, oldest first; none when `last` is before `first`. */
export function monthsFrom(first: string, last: string): string[] {
  return Array.from({ length: Math.max(0, monthsBetween(first, last) + 1) }, (_item, index) =>
    addMonths(monthOf(first), index),
  )
}

const separated = /^(\d{4})(?:年|[-./])(\d{1,2})(?:月?|(?:月|[-./])(\d{1,2})[日号]?)$/
const run = /^(\d{4})(\d{2})(\d{2})?$/
const timeOfDay = /(?:T|\s)\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?$/

/**
 * What people type and files hold, as 'YYYY-MM-DD' or 'YYYY-MM'; null when it is no date:
 * 20200315, 2020-3-15, 2020/3/5, 2020.3, 2020年3月15日, 2020年3月, 202003, also full-width, with
 * blanks inside, or with a time of day behind.
 */
export function parseLooseDate(text: string): string | null {
  const written = toHalfWidth(text).trim().replace(timeOfDay, '').replace(/\s+/g, '')
  const match = separated.exec(written) ?? run.exec(written)
  if (!match) return null
  const month = `${match[1]}-${(match[2] ?? '').padStart(2, '0')}`
  const date = match[3] === undefined ? month : `${month}-${match[3].padStart(2, '0')}`
  return isLooseDate(date) ? date : null
}

/** The same where a day is needed; null when only a month is written. */
export function parseDate(text: string): string | null {
  const date = parseLooseDate(text)
  return date !== null && date.length === 10 ? date : null
}

/** The same where the month is wanted; a day, when written, is dropped. */
export function parseMonth(text: string): string | null {
  const date = parseLooseDate(text)
  return date === null ? null : monthOf(date)
}

/** `2020年3月15日` or `2020年3月`, for screens and paper. */
export function chineseDate(date: string): string {
  const head = `${date.slice(0, 4)}年${numberAt(date, 5, 7)}月`
  return date.length === 7 ? head : `${head}${numberAt(date, 8, 10)}日`
}
