import type { MaskKind } from './mask.ts'

/**
 * The vocabulary in which every ledger declares its fields, once. Input schema, form, table,
 * import mapping, export layout, template workbook, history diff and the stored columns derive
 * from these declarations; to add a field see src/README.md.
 *
 * | kind      | value in memory      | stored as            |
 * |-----------|----------------------|----------------------|
 * | text,note | string               | TEXT                 |
 * | idNumber, phone, bankCard, region, code | string | TEXT |
 * | codes, months | string[] (sorted) | TEXT, joined by ,   |
 * | date      | YYYY-MM-DD           | TEXT                 |
 * | month     | YYYY-MM              | TEXT                 |
 * | looseDate | YYYY-MM or YYYY-MM-DD| TEXT                 |
 * | yesNo     | boolean              | INTEGER 0/1          |
 * | money     | integer fen          | INTEGER              |
 * | tenths    | integer tenths       | INTEGER              |
 * | integer   | integer              | INTEGER              |
 *
 * Empty is null everywhere.
 */
export type FieldKind =
  | 'text'
  | 'note'
  | 'idNumber'
  | 'phone'
  | 'bankCard'
  | 'region'
  | 'code'
  | 'codes'
  | 'date'
  | 'month'
  | 'looseDate'
  | 'months'
  | 'yesNo'
  | 'money'
  | 'tenths'
  | 'integer'

export interface Field {
  readonly key: string
  readonly label: string
  readonly kind: FieldKind
  /** Section of the form it stands in; fields without one are not on the form. */
  readonly section?: string
  /** Dictionary of `code` and `codes` fields. */
  readonly dictionary?: string
  /** Other headers under which workbooks carry it (normalised: no spaces, stars or brackets). */
  readonly headers?: readonly string[]
  /** A row of an import without it is blocked. Conditional duties are rules, not this. */
  readonly required?: boolean
  /** Column width in tables and workbooks, in half-width characters. */
  readonly width?: number
  /** Shown in part unless somebody asked for the whole (mask.ts). */
  readonly mask?: MaskKind
  /** An import or merge may fill it but never change it. */
  readonly guarded?: boolean
  /** Computed by the core from the others; never typed, imported or undone by itself. */
  readonly derived?: boolean
  /** Filled from another record (household, region): shown and exported, not a column of its own. */
  readonly joined?: boolean
  readonly min?: number
  readonly max?: number
  readonly minLength?: number
  readonly maxLength?: number
  /** The deepest level a region may or must have: 1 province … 5 village. */
  readonly regionLevel?: number
  /** Help beside the field. */
  readonly hint?: string
}

type ValueByKind = {
  text: string
  note: string
  idNumber: string
  phone: string
  bankCard: string
  region: string
  code: string
  codes: string[]
  date: string
  month: string
  looseDate: string
  months: string[]
  yesNo: boolean
  money: number
  tenths: number
  integer: number
}
export type FieldValue = ValueByKind[FieldKind] | null

/** Whether two values say the same: lists are sets, and '' and [] are nothing, as null is. */
export function sameValue(one: FieldValue | undefined, other: FieldValue | undefined): boolean {
  if (one === other) return true
  if (isNothing(one) || isNothing(other)) return isNothing(one) && isNothing(other)
  if (!Array.isArray(one) || !Array.isArray(other)) return false
  if (one.length !== other.length) return false
  // Lists are kept sorted, so most often they are equal as they stand.
  return one.every((item, index) => item === other[index]) || sorted(one) === sorted(other)
}
const isNothing = (value: FieldValue | undefined): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
const sorted = (items: readonly string[]): string => items.toSorted().join()

/** The record type that a field list describes: every field, null when empty. */
export type RecordOf<Fields extends readonly Field[]> = {
  [F in Fields[number] as F['key']]: ValueByKind[F['kind']] | null
}
/** Any record, where the field list is only known at run time. */
export type AnyRecord = Record<string, FieldValue>

/** Keeps the literal types of a field list, so that records are inferred from it. */
export const defineFields = <const Fields extends readonly Field[]>(fields: Fields): Fields => fields

export interface Ledger {
  /** Identifier, as in `--as labourer` and in calls. */
  readonly name: string
  /** What the office calls it. */
  readonly label: string
  readonly fields: readonly Field[]
  /** Sections of its form, in order. */
  readonly sections?: readonly { key: string; label: string }[]
  /** Keys of the fields by which a list of any length can be sorted; see `sortableRows`. */
  readonly sortable: readonly string[]
  /** Columns of its ready-made workbook, in order, when not all; with a header of its own where the form has one. */
  readonly workbook?: readonly (string | { readonly key: string; readonly header: string })[]
}

export const fieldByKey = (ledger: Ledger, key: string): Field => {
  const field = ledger.fields.find((candidate) => candidate.key === key)
  if (!field) throw new Error(`no field ${key} in ledger ${ledger.name}`)
  return field
}
