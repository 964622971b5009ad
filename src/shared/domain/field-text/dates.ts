import type { Field } from '../field.ts'
import { blocked, compactText, type ParsedField, quoted, type RawText, warned } from './raw.ts'

const pad = (value: number): string => String(value).padStart(2, '0')

const daysIn = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate()

const isYear = (year: number): boolean => year >= 1900 && year <= 2100
const isMonth = (year: number, month: number): boolean => isYear(year) && month >= 1 && month <= 12
const isDay = (year: number, month: number, day: number): boolean =>
  isMonth(year, month) && day >= 1 && day <= daysIn(year, month)

/** Day of an Excel serial number (1900 system); null for those that are no day, as 60 and below. */
function dayOfSerial(serial: number): string | null {
  if (!Number.isInteger(serial) || serial <= 60 || serial > 73_415) return null
  return new Date(Date.UTC(1899, 11, 30 + serial)).toISOString().slice(0, 10)
}

export interface WrittenDate {
  year: number
  month: number
  day: number | null
}

const separated = /^(\d{4})(?:年|[-./])(\d{1,2})(?:(?:月|[-./])(?:(\d{1,2})[日号]?)?)?$/
const run = /^(\d{4})(\d{2})(\d{2})?$/

/**
 * Reads 2020年3月15日, 2020.3, 2020/3/5, 2020-03-15, 20200315, 202003, each also full-width and
 * with a time of day behind it. Null when it is no such date.
 */
export function readDate(text: string): WrittenDate | null {
  // The space before a time of day must survive until the time is cut off.
  const spaced = text.normalize('NFKC').trim()
  const dated = spaced.replace(/[T\s]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?Z?$/, '').replace(/\s+/g, '')
  const match = separated.exec(dated) ?? run.exec(dated)
  if (!match) return null
  const year = Number(match[1])
  const month = Number(match[2])
  const day = match[3] === undefined ? null : Number(match[3])
  if (day === null ? !isMonth(year, month) : !isDay(year, month, day)) return null
  return { year, month, day }
}

const canonical = /^(?:19|20)\d{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])$/

/** Parses a `date`, `month` or `looseDate`. */
export function parseDate(field: Field, raw: RawText, text: string): ParsedField {
  const { kind } = field
  if (raw.kind === 'date') {
    if (raw.isoDate) return { value: kind === 'month' ? raw.isoDate.slice(0, 7) : raw.isoDate }
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
  const date = readDate(text)
  if (!date) {
    return blocked(
      field,
      'cell.notADate',
      `${field.label}${quoted(text)}不是有效日期，请改为${expectedForm(kind)}`,
    )
  }
  const month = `${date.year}-${pad(date.month)}`
  if (kind === 'month') return { value: month }
  if (date.day !== null) return { value: `${month}-${pad(date.day)}` }
  if (kind === 'looseDate') return { value: month }
  return blocked(field, 'cell.dayMissing', `${field.label}${quoted(text)}缺少日，请改为${expectedForm(kind)}`)
}

const expectedForm = (kind: Field['kind']): string =>
  ({ date: '如 2020-03-15 的年月日', month: '如 2020-03 的年月' })[kind as string] ??
  '如 2020-03-15 的年月日或如 2020-03 的年月'

/** A figure without separators: a serial number, a year alone, or 2020.1, which may mean October. */
function parseBareNumber(field: Field, raw: RawText, text: string): ParsedField {
  const value = Number(text)
  if (text.includes('.')) {
    const date = readDate(text)
    if (date && raw.kind === 'number' && /\.1$/.test(text) && field.kind !== 'date') {
      return blocked(
        field,
        'cell.octoberLost',
        `${field.label}${quoted(text)}以数字保存，分不清1月还是10月，请改为${expectedForm(field.kind)}`,
      )
    }
    if (date && field.kind !== 'date') return { value: `${date.year}-${pad(date.month)}` }
  } else if (isYear(value)) {
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
    return raw.isoDate?.endsWith('-01') ? { value: [raw.isoDate.slice(0, 7)] } : wrong()
  }
  const items = text
    .normalize('NFKC')
    .replace(/(\d)\s+(?=\d{4})/g, '$1、')
    .replace(/ /g, '')
    .split(listSeparator)
    .filter((item) => item !== '')
  const months = new Set<string>()
  let assumed = false
  let before: number | null = null
  for (const item of items) {
    const range = readMonthRange(item)
    if (!range) return wrong()
    const [first, last] = range
    if (first.year === null && before === null) assumed = true
    const start = ordinal(first, before, today)
    if (start === null) return wrong()
    const end = last ? ordinal(last, start - 1, today) : start
    if (end === null || end < start || end - start > 35) return wrong()
    for (let month = start; month <= end; month++) months.add(monthText(month))
    before = end
  }
  const value = [...months].sort()
  if (value.length === 0) return wrong()
  if (!assumed) return { value }
  const span = value.length === 1 ? value[0] : `${value[0]} 至 ${value.at(-1)}`
  return warned(
    field,
    value,
    'cell.yearAssumed',
    `${field.label}${quoted(text)}没有写年份，按 ${span} 理解，请核对`,
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
  if (month < 1 || month > 12 || (year !== null && !isYear(year))) return null
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

const monthText = (ordinalMonth: number): string =>
  `${Math.floor(ordinalMonth / 12)}-${pad((ordinalMonth % 12) + 1)}`

/** Months since year 0; a missing year is the first one after `before`, or the latest up to today. */
function ordinal(written: WrittenMonth, before: number | null, today: string): number | null {
  const index = written.month - 1
  if (written.year !== null) return written.year * 12 + index
  if (before !== null) {
    const year = Math.floor(before / 12)
    return year * 12 + index > before ? year * 12 + index : (year + 1) * 12 + index
  }
  const now = Number(today.slice(0, 4)) * 12 + Number(today.slice(5, 7)) - 1
  const year = Math.floor(now / 12)
  return year * 12 + index <= now ? year * 12 + index : (year - 1) * 12 + index
}
