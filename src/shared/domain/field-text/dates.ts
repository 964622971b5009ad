import { addDays, monthOf, parseLooseDate } from '../calendar.ts'
import type { Field } from '../field.ts'
import { compactText, toHalfWidth } from '../text/normalise.ts'
import { blocked, type ParsedField, quoted, type RawText, warned } from './raw.ts'

const pad = (value: number): string => String(value).padStart(2, '0')

/** Day of an Excel serial number (1900 system); null for those that are no day, as 60 and below. */
function dayOfSerial(serial: number): string | null {
  if (!Number.isInteger(serial) || serial <= 60 || serial > 73_415) return null
  return addDays('1900-03-01', serial - 61)
}

const canonical = /^(?:19|20)\d{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])$/

/** Parses a `date`, `month` or `looseDate`. */
export function parseDate(field: Field, raw: RawText, text: string): ParsedField {
  const { kind } = field
  if (raw.kind === 'date') {
    if (raw.date) return { value: kind === 'month' ? raw.date.slice(0, 7) : raw.date }
    return blocked(
      field,
      'cell.dateSerial',
      `${field.label}单元格中的日期序号不是有效日期，请改写为如 2020-03-15 的日期`,
    )
  }
  if (canonical.test(text)) return { value: kind === 'month' ? text.slice(0, 7) : text }

  const compact = compactText(text)
  if (kind === 'looseDate' && /^(至今|仍在岗|在岗|长期)$/.test(compact)) {
    return warned(field, null, 'cell.stillGoing', `${field.label}${quoted(text)}按未结束处理，留空`)
  }
  if (/^-?\d{1,5}(\.\d+)?$/.test(compact)) return parseBareNumber(field, raw, compact)
  const date = parseLooseDate(text)
  if (!date) {
    return blocked(
      field,
      'cell.notADate',
      `${field.label}${quoted(text)}不是有效日期，请改为${expectedForm(kind)}`,
    )
  }
  if (kind === 'month') return { value: monthOf(date) }
  if (date.length === 10 || kind === 'looseDate') return { value: date }
  return dayMissing(field, text)
}

const dayMissing = (field: Field, text: string): ParsedField =>
  blocked(field, 'cell.dayMissing', `${field.label}${quoted(text)}缺少日，请改为${expectedForm('date')}`)

const expectedForm = (kind: Field['kind']): string =>
  ({ date: '如 2020-03-15 的年月日', month: '如 2020-03 的年月' })[kind as string] ??
  '如 2020-03-15 的年月日或如 2020-03 的年月'

/** A figure without separators: a serial number, a year alone, or 2020.1, which may mean October. */
function parseBareNumber(field: Field, raw: RawText, text: string): ParsedField {
  const value = Number(text)
  if (text.includes('.')) {
    const date = parseLooseDate(text)
    if (date && raw.kind === 'number' && /\.1$/.test(text) && field.kind !== 'date') {
      return blocked(
        field,
        'cell.octoberLost',
        `${field.label}${quoted(text)}以数字保存，分不清1月还是10月，请改为${expectedForm(field.kind)}`,
      )
    }
    if (date) return field.kind === 'date' ? dayMissing(field, text) : { value: date }
  } else if (value >= 1900 && value <= 2199) {
    return blocked(
      field,
      'cell.monthMissing',
      `${field.label}${quoted(text)}只有年份，请改为${expectedForm(field.kind)}`,
    )
  }
  const day = dayOfSerial(value)
  if (!day) {
    return blocked(
      field,
      'cell.notADate',
      `${field.label}${quoted(text)}不是有效日期，请改为${expectedForm(field.kind)}`,
    )
  }
  return { value: field.kind === 'month' ? day.slice(0, 7) : day }
}

const listSeparator = /[、，,;；\n]+/
const monthItem = /^(?:(\d{4})[年./-])?(\d{1,2})(月?)$/
const monthRun = /^(\d{4})(\d{2})$/

/**
 * Parses a set of months: `2019年10月、11月,2020-01`, `1-6月`, `2019年10月至2020年3月`. A month
 * without a year follows the one before it; at the head of the list it is the latest such month
 * that is not in the future, and the reader is told.
 */
export function parseMonths(field: Field, raw: RawText, text: string, today: string): ParsedField {
  const wrong = (): ParsedField =>
    blocked(
      field,
      'cell.notMonths',
      `${field.label}${quoted(text)}无法识别，请改为如 2019年10月、2019年11月 的写法`,
    )
  if (raw.kind === 'date') {
    // Excel turns “1-6” into the 6th of January: only a first of a month can have been a month.
    return raw.date?.endsWith('-01') ? { value: [raw.date.slice(0, 7)] } : wrong()
  }
  const items = toHalfWidth(text)
    .replace(/(\d)\s+(?=\d{4})/g, '$1、')
    .replace(/ /g, '')
    .split(listSeparator)
    .filter((item) => item !== '')
  const now = ordinalOf(today)
  const months = new Set<number>()
  let headless = false
  let dated = false
  let before: number | null = null
  for (const item of items) {
    const range = readMonthRange(item)
    if (!range) return wrong()
    const [first, last] = range
    headless ||= first.year === null && before === null
    dated ||= first.year !== null || (last !== null && last.year !== null)
    const start: number = before === null ? latestUpTo(now, first) : firstAfter(before, first)
    const end: number = last ? firstAfter(start - 1, last) : start
    if (end < start || end - start > 35) return wrong()
    for (let month = start; month <= end; month++) months.add(month)
    before = end
  }
  const sorted = [...months].sort((one, other) => one - other)
  const earliest = sorted[0]
  const latest = sorted.at(-1)
  if (earliest === undefined || latest === undefined) return wrong()
  if (!headless) return { value: sorted.map(monthText) }
  // Without any year the list is one run of at most twelve months, the latest one not in the future.
  if (dated || latest - earliest > 11) return wrong()
  const value = sorted.map((month) => monthText(latest > now ? month - 12 : month))
  return warned(
    field,
    value,
    'cell.yearAssumed',
    `${field.label}${quoted(text)}没有写年份，按 ${value.join('、')} 理解，请核对`,
  )
}

interface WrittenMonth {
  year: number | null
  month: number
}

function readMonth(text: string): WrittenMonth | null {
  const match = monthItem.exec(text) ?? monthRun.exec(text)
  if (!match) return null
  const year = match[1] === undefined ? null : Number(match[1])
  const month = Number(match[2])
  if (month < 1 || month > 12 || (year !== null && (year < 1900 || year > 2199))) return null
  return { year, month }
}

/** One month, or first and last of a range joined by - ~ 至 or 到. */
function readMonthRange(item: string): [WrittenMonth, WrittenMonth | null] | null {
  const single = readMonth(item)
  if (single) return [single, null]
  // The hyphen inside 2019-10 is no range sign: try every place where the item may be cut.
  for (const cut of item.matchAll(/[-~至到—–]+/g)) {
    const first = readMonth(item.slice(0, cut.index))
    const last = readMonth(item.slice(cut.index + cut[0].length))
    // 2020-01-06 would be both a day and a range of months.
    if (first && last && !/^\d{4}-\d{2}-\d{2}$/.test(item)) return [first, last]
  }
  return null
}

const ordinalOf = (isoDate: string): number =>
  Number(isoDate.slice(0, 4)) * 12 + Number(isoDate.slice(5, 7)) - 1

const monthText = (ordinal: number): string => `${Math.floor(ordinal / 12)}-${pad((ordinal % 12) + 1)}`

/** Months since year 0 of a month; where the year is missing, the first such month after `before`. */
function firstAfter(before: number, { year, month }: WrittenMonth): number {
  if (year !== null) return year * 12 + month - 1
  const sameYear = Math.floor(before / 12) * 12 + month - 1
  return sameYear > before ? sameYear : sameYear + 12
}

/** The same, where the missing year is that of the latest such month up to `now`. */
function latestUpTo(now: number, { year, month }: WrittenMonth): number {
  if (year !== null) return year * 12 + month - 1
  const sameYear = Math.floor(now / 12) * 12 + month - 1
  return sameYear <= now ? sameYear : sameYear - 12
}
