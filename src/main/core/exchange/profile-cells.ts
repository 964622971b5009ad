import { firstDay, yearOf } from '../../../shared/domain/calendar.ts'
import { writeDate } from '../../../shared/domain/date-pattern.ts'
import { itemOf, labelOf } from '../../../shared/domain/dictionary.ts'
import type { AnyRecord, Field, FieldValue } from '../../../shared/domain/field.ts'
import { fieldByKey } from '../../../shared/domain/field.ts'
import { toCell } from '../../../shared/domain/field-text.ts'
import { parseIdNumber } from '../../../shared/domain/id-number.ts'
import { ledgers } from '../../../shared/domain/ledgers.ts'
import { maskedValue } from '../../../shared/domain/mask.ts'
import type { ComputedColumn, ProfileColumn, ProfileSheet } from '../../../shared/domain/profile.ts'
import { regionLevel, regionPrefix } from '../../../shared/domain/region-code.ts'
import type { Desk } from '../context.ts'
import { lookupsOf } from '../importing/row-values.ts'
import type { CellValue } from '../workbook/index.ts'

/**
 * From rows of the ledger to the cells of a profile's sheet, in the receiver's words: value maps,
 * dates as patterns, computed columns. One writer per column is made once per sheet.
 *
 *   const writers = cellWriters(desk, sheet)
 *   writers.map((write) => write(row.values, present, number))
 */

/** Writes one cell. `present` is the work that the person is in now, where a column asks for it. */
export type CellWriter = (values: AnyRecord, present: AnyRecord | null, number: number) => CellValue

/** @param masked whether numbers of people are written in part only; what is computed from them stays true */
export function cellWriters(desk: Desk, sheet: ProfileSheet, masked = false): CellWriter[] {
  const asText = sheet.allText === true ? (value: CellValue) => (value === null ? null : String(value)) : null
  return sheet.columns.map((column) => {
    const write = columnWriter(desk, sheet, column, masked)
    return asText ? (values, present, number) => asText(write(values, present, number)) : write
  })
}

function columnWriter(desk: Desk, sheet: ProfileSheet, column: ProfileColumn, masked = false): CellWriter {
  const { constant, compute, field: key, of } = column
  if (constant !== undefined) return () => constant
  const blank = column.blank ?? null
  if (compute) {
    const write = computed(desk, sheet, compute)
    const { values } = column
    return (row, _present, number) => {
      const cell = write(row, number)
      return cell === null || cell === '' ? blank : (values?.[String(cell)] ?? cell)
    }
  }
  if (!key) return () => null
  const field = fieldByKey(ledgers[of ?? sheet.ledger], key)
  const write =
    masked && field.mask
      ? (value: FieldValue) => (maskedValue(field, value) as string | null) ?? blank
      : valueWriter(desk, sheet, column, field)
  return of ? (_row, present) => write(present?.[key] ?? null) : (row) => write(row[key] ?? null)
}

/** The cell of one value of a field, as the column has it. */
function valueWriter(
  desk: Desk,
  sheet: ProfileSheet,
  column: ProfileColumn,
  field: Field,
): (value: FieldValue) => CellValue {
  const lookups = lookupsOf(desk, desk.unit.regionCode)
  const { values } = column
  const blank = column.blank ?? null
  const pattern = column.date ?? sheet.date
  const wordOf = (value: string) =>
    values?.[value] ?? (field.dictionary ? labelOf(lookups.dictionary(field.dictionary), value) : value)
  return (value) => {
    if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) return blank
    switch (field.kind) {
      case 'code':
        return wordOf(value as string) || blank
      case 'codes':
        return values
          ? (value as string[]).map(wordOf).filter(Boolean).join('、') || blank
          : toCell(field, value, lookups)
      case 'yesNo':
        return values?.[String(value)] ?? toCell(field, value, lookups)
      case 'date':
      case 'month':
      case 'looseDate':
        // A date cell of a blank workbook holds a day; one of our own may show a month.
        if (pattern === 'cell') return sheet.template ? firstDay(value as string) : (value as string)
        return pattern ? writeDate(value as string, pattern) : (value as string)
      case 'months':
        return (value as string[])
          .map((month) => (pattern && pattern !== 'cell' ? writeDate(month, pattern) : month))
          .join('、')
      default:
        return toCell(field, value, lookups)
    }
  }
}

const levels = { province: 1, city: 2, county: 3, township: 4, village: 5 } as const
const rangeCodes = ['outProvince', 'inProvince', 'inCity', 'inCounty', 'inTownship'] as const

/** What each computed column of the vocabulary says of a row. */
function computed(
  desk: Desk,
  sheet: ProfileSheet,
  column: ComputedColumn,
): (row: AnyRecord, number: number) => CellValue {
  const idOf = (row: AnyRecord) => {
    const text = row[sheet.ledger === 'household' ? 'headIdNumber' : 'idNumber']
    return typeof text === 'string' ? text : null
  }
  const ageOf = (row: AnyRecord): number | null => {
    const id = idOf(row)
    const birth = id === null ? null : parseIdNumber(id).birthDate
    return birth === null ? null : ageOn(birth, desk.today())
  }
  const field = 'field' in column ? fieldByKey(ledgers[sheet.ledger], column.field) : null
  switch (column.kind) {
    case 'serial':
      return (_row, number) => number
    case 'age':
      return ageOf
    case 'ageBand':
      return (row) => {
        const age = ageOf(row)
        return age === null ? null : (column.bands.find(({ upTo }) => age <= upTo)?.label ?? null)
      }
    case 'sex':
      return (row) => {
        const sex = parseIdNumber(idOf(row) ?? '').sex
        return sex === null ? null : sex === '1' ? '男' : '女'
      }
    case 'regionPart':
      return regionPartWriter(desk, column)
    case 'group':
      return (row) => {
        const dictionary = field?.dictionary ? desk.catalogue().dictionaries.get(field.dictionary) : undefined
        const code = row[column.field]
        return dictionary && typeof code === 'string' ? (itemOf(dictionary, code)?.group ?? null) : null
      }
    case 'workRange': {
      const dictionary = desk.catalogue().dictionaries.get('employmentRange')
      return (row) => {
        const code = workRange(row[column.home], row[column.work])
        return code && dictionary ? labelOf(dictionary, code) : null
      }
    }
    case 'length':
      return (row) => {
        const length = String(row[column.field] ?? '').length
        return length === 0 ? null : column.of === undefined ? length : column.of - length
      }
    case 'idCheck':
      return (row) => {
        const id = idOf(row)
        if (id === null) return null
        const facts = parseIdNumber(id)
        return facts.kind !== 'invalid' && facts.checksumRight ? column.right : column.wrong
      }
    case 'whether':
      return (row) => {
        const value = row[column.field] ?? null
        const codes = (Array.isArray(value) ? value : value === null ? [] : [value]).map(String)
        const met = codes.some(
          (code) => (!column.is || column.is.includes(code)) && !column.isNot?.includes(code),
        )
        return met ? column.yes : column.no
      }
  }
}

function ageOn(birth: string, today: string): number {
  const years = yearOf(today) - yearOf(birth)
  return today.slice(5) < birth.slice(5) ? years - 1 : years
}

/** Places repeat down a column. */
const rememberedPlaces = 20_000

/** Names of the levels from … to of a region's path, without anything between them. */
function regionPartWriter(desk: Desk, { field, from, to }: ComputedColumn & { kind: 'regionPart' }) {
  const known = new Map<string, string | null>()
  return (row: AnyRecord): string | null => {
    const code = row[field]
    if (typeof code !== 'string') return null
    const before = known.get(code)
    if (before !== undefined) return before
    const names = desk.regions
      .pathOf(code)
      .filter(({ level }) => level >= levels[from] && level <= levels[to])
      .map(({ name }) => name)
    const part = names.join('') || null
    if (known.size >= rememberedPlaces) known.clear()
    known.set(code, part)
    return part
  }
}

/** 就业地域 as the Shaanxi ledger divides it; null where either region is not known deeply enough. */
function workRange(home: FieldValue | undefined, work: FieldValue | undefined): string | null {
  if (typeof home !== 'string' || typeof work !== 'string') return null
  let shared = 0
  while (shared < 4 && regionPrefix(home, (shared + 1) as 1) === regionPrefix(work, (shared + 1) as 1))
    shared++
  // The same county without a township: inside or outside of the own one cannot be told.
  const depth = regionLevel(work) ?? 0
  if (shared < 4 && depth <= shared) return null
  return rangeCodes[shared] ?? null
}

/**
 * Whether two values of a field cannot be told apart in a sheet: a receiver that has the finer one
 * (职业高中, a day, a village) keeps it when the coarser one comes back.
 */
export function coarseEquality(
  desk: Desk,
  sheet: ProfileSheet,
): (key: string, one: FieldValue, other: FieldValue) => boolean {
  const writers = new Map<string, CellWriter[]>()
  for (const column of sheet.columns) {
    const key = column.of
      ? undefined
      : (column.field ?? (column.compute?.kind === 'regionPart' ? column.compute.field : undefined))
    if (key) writers.set(key, [...(writers.get(key) ?? []), columnWriter(desk, sheet, column)])
  }
  return (key, one, other) =>
    (writers.get(key) ?? [() => one !== other]).every(
      (write) => write({ [key]: one }, null, 0) === write({ [key]: other }, null, 0),
    ) && writers.has(key)
}
