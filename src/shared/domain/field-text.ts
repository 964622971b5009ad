import { type Dictionary, labelOf } from './dictionary.ts'
import type { Field, FieldValue } from './field.ts'
import { parseCode, parseCodes, parseRegion, parseYesNo, type RegionAnswer } from './field-text/choices.ts'
import { parseDate, parseMonths } from './field-text/dates.ts'
import { lostDigits, parseBankCard, parseIdNumber, parsePhone } from './field-text/identity.ts'
import { parseNumber, plainNumber } from './field-text/numbers.ts'
import {
  blocked,
  cleanCell,
  isEmptyText,
  longestCell,
  type ParsedField,
  type RawText,
  violationOf,
} from './field-text/raw.ts'

/**
 * Between what people write and what the ledger keeps, for every kind of field: cells of imports,
 * inputs of the form, exported cells, printed forms and the history all go through here.
 *
 *   parseFieldText(wage, { text: '0.35万' }, lookups)          → { value: 350000 }
 *   parseFieldText(education, { text: '大学肄业' }, lookups)    → { problem: … }
 *   formatFieldValue(wage, 350000, lookups)                    → '3500'
 *
 * What is no value at all is a `problem`; a sound value that breaks a rule (an ID number with a
 * wrong checksum, a date in the future) is the business of rules.ts.
 */

export type { ParsedField, RawText, RegionAnswer }

/** What the texts refer to. Objects behind it are taken to be constant while a parser lives. */
export interface FieldLookups {
  dictionary(key: string): Dictionary
  /** `level`: the depth that the field asks for, which decides between readings. */
  resolveRegion(text: string, level?: number): RegionAnswer
  /** The full name of a region, from the province down; the code itself when unknown. */
  regionName(code: string): string
  /** YYYY-MM-DD: years that are not written are understood from it. */
  today: string
}

/** What is needed to say a value in words. */
export type FieldWords = Pick<FieldLookups, 'dictionary' | 'regionName'>

/** The value of a text, or why it has none. `raw` may be a cell of a workbook as it was read. */
export function parseFieldText(field: Field, raw: RawText, lookups: FieldLookups): ParsedField {
  if (raw.kind === 'empty') return { value: null }
  if (raw.kind === 'error') {
    return blocked(
      field,
      'cell.error',
      `${field.label}单元格是错误值 ${raw.text.slice(0, 10)}，请在原表中改正公式或直接填写`,
    )
  }
  if (raw.kind === 'formulaNoValue') {
    return blocked(
      field,
      'cell.formulaWithoutValue',
      `${field.label}单元格是没有计算结果的公式，请用Excel打开保存一次或直接填写`,
    )
  }
  if (raw.text.length > longestCell) {
    return blocked(field, 'cell.tooLong', `${field.label}超过${longestCell}个字符，请删减`)
  }
  const { text, stripped } = cleanCell(shownText(field, raw))
  if (isEmptyText(text)) return { value: null }
  const parsed = parseKind(field, raw, text, lookups)
  if (!stripped || 'problem' in parsed) return parsed
  const note = violationOf(
    field,
    'cell.invisibleRemoved',
    'warns',
    `${field.label}含有看不见的字符，已去掉，请核对`,
  )
  return { value: parsed.value, notes: [note, ...(parsed.notes ?? [])] }
}

/** What the sender sees in the cell, where the file keeps it as a serial number or a 1. */
function shownText(field: Field, raw: RawText): string {
  if (raw.kind === 'date') return raw.date ?? raw.text
  if (raw.kind === 'boolean' && field.kind !== 'yesNo') return raw.text === '1' ? '是' : '否'
  return raw.text
}

function parseKind(field: Field, raw: RawText, text: string, lookups: FieldLookups): ParsedField {
  switch (field.kind) {
    case 'text':
    case 'note':
      return parseText(field, raw, text)
    case 'idNumber':
      return parseIdNumber(field, raw, text)
    case 'bankCard':
      return parseBankCard(field, raw, text)
    case 'phone':
      return parsePhone(field, raw, text)
    case 'region':
      return parseRegion(field, raw, text, lookups.resolveRegion, lookups.regionName)
    case 'code':
      return parseCode(field, text, dictionaryOf(field, lookups), lookups.today)
    case 'codes':
      return parseCodes(field, text, dictionaryOf(field, lookups), lookups.today)
    case 'date':
    case 'month':
    case 'looseDate':
      return parseDate(field, raw, text)
    case 'months':
      return parseMonths(field, raw, text, lookups.today)
    case 'yesNo':
      return parseYesNo(field, text)
    case 'money':
    case 'tenths':
    case 'integer':
      return parseNumber(field, raw, text)
  }
}

function parseText(field: Field, raw: RawText, text: string): ParsedField {
  let value = text
  if (raw.kind === 'number') {
    if (/\d{16}/.test(text) || /E\+?\d/i.test(text)) {
      const plain = plainNumber(text)
      if (plain === null || plain.length > 15) return lostDigits(field)
      value = plain
    }
  } else if (field.kind === 'text') value = text.replaceAll('\n', ' ')
  const limit = field.maxLength
  if (limit !== undefined && value.length > limit && [...value].length > limit) {
    return blocked(
      field,
      'cell.tooLong',
      `${field.label}共${[...value].length}个字，最多${limit}个字，请删减`,
    )
  }
  return { value }
}

function dictionaryOf(field: Field, lookups: FieldWords): Dictionary {
  if (!field.dictionary) throw new Error(`field ${field.key} names no dictionary`)
  return lookups.dictionary(field.dictionary)
}

/** Kinds whose texts repeat down a column, and what keeps their memory small. */
const repeating = new Set([
  'region',
  'code',
  'codes',
  'date',
  'month',
  'looseDate',
  'months',
  'yesNo',
  'money',
  'tenths',
  'integer',
])
const rememberedTexts = 4096

/**
 * A parser for one column of a long table: the same answers as `parseFieldText`, remembered per
 * text. Results are shared between rows and must not be changed.
 */
export function createColumnParser(field: Field, lookups: FieldLookups): (raw: RawText) => ParsedField {
  if (!repeating.has(field.kind)) return (raw) => parseFieldText(field, raw, lookups)
  const isDated = dated.has(field.kind)
  const byKind = {
    text: remember<ParsedField>(),
    number: remember<ParsedField>(),
    date: remember<ParsedField>(),
  }
  return (raw) => {
    const { kind = 'text', text } = raw
    if (kind === 'empty') return nothing
    const known = kind === 'text' || kind === 'number' || kind === 'date' ? byKind[kind] : null
    if (!known) return parseFieldText(field, raw, lookups)
    const key = kind === 'date' && isDated && raw.date ? raw.date : text
    return known.get(key) ?? known.set(key, parseFieldText(field, raw, lookups))
  }
}

const nothing: ParsedField = { value: null }
const dated = new Set<Field['kind']>(['date', 'month', 'looseDate', 'months'])

/** A memory that forgets everything when full, and never keeps long texts. */
function remember<Answer extends object>() {
  const answers = new Map<string, Answer>()
  return {
    get: (key: string): Answer | undefined => answers.get(key),
    set(key: string, answer: Answer): Answer {
      if (key.length > 200) return answer
      if (answers.size >= rememberedTexts) answers.clear()
      answers.set(key, answer)
      return answer
    },
  }
}

/** The value as a person reads it on screen, on paper and in the history; '' for null. */
export function formatFieldValue(field: Field, value: FieldValue, lookups: FieldWords): string {
  if (value === null) return ''
  switch (field.kind) {
    case 'region':
      return lookups.regionName(value as string)
    case 'code':
      return labelOf(dictionaryOf(field, lookups), value as string)
    case 'codes':
      return labelsOf(field, value as string[], lookups)
    case 'months':
      return (value as string[]).join('、')
    case 'yesNo':
      return value ? '是' : '否'
    case 'money':
      return yuan(value as number)
    case 'tenths':
      return decimal(value as number, 1)
    default:
      return String(value)
  }
}

// A ； where a label itself holds one of the finer separators.
function labelsOf(field: Field, codes: readonly string[], lookups: FieldWords): string {
  const dictionary = dictionaryOf(field, lookups)
  const labels = codes.map((code) => labelOf(dictionary, code))
  return labels.join(labels.some((label) => /[、，,/／\s]/.test(label)) ? '；' : '、')
}

/** Integer hundredths or tenths as decimal digits, without going through a fraction. */
function decimal(scaled: number, places: number): string {
  const digits = String(Math.abs(scaled)).padStart(places + 1, '0')
  const fraction = digits.slice(-places).replace(/0+$/, '')
  const whole = `${scaled < 0 ? '-' : ''}${digits.slice(0, -places)}`
  return fraction === '' ? whole : `${whole}.${fraction}`
}

/** Fen as yuan: 3500, 3500.50. */
export function yuan(fen: number): string {
  const text = decimal(fen, 2)
  return /\.\d$/.test(text) ? `${text}0` : text
}

/**
 * The value as it goes into a cell of a workbook: money in yuan and counts as numbers, dates as
 * YYYY-MM-DD or YYYY-MM, everything else as text. Null leaves the cell empty.
 */
export function toCell(field: Field, value: FieldValue, lookups: FieldLookups): string | number | null {
  if (value === null) return null
  switch (field.kind) {
    case 'money':
      return (value as number) / 100
    case 'tenths':
      return (value as number) / 10
    case 'integer':
      return value as number
    default:
      return formatFieldValue(field, value, lookups)
  }
}
