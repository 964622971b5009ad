import { validItems } from '../../../shared/domain/dictionary.ts'
import { type Field, fieldByKey } from '../../../shared/domain/field.ts'
import { type LedgerName, ledgers } from '../../../shared/domain/ledgers.ts'
import type { Catalogue } from '../system/catalogue.ts'
import type { ColumnCheck, ColumnKind, ColumnSpec } from '../workbook/index.ts'

/** A column of a finished workbook: which field, under which header. */
export interface LaidOutColumn {
  field: Field
  header: string
}

/** The columns of a ledger's own workbook, or the chosen ones. */
export function layoutOf(ledger: LedgerName, columns?: readonly string[]): LaidOutColumn[] {
  const definition = ledgers[ledger]
  const wanted: readonly (string | { key: string; header: string })[] =
    columns ??
    ('workbook' in definition && definition.workbook
      ? definition.workbook
      : definition.fields.map((field) => field.key))
  return wanted.map((entry) => {
    const key = typeof entry === 'string' ? entry : entry.key
    const field = fieldByKey(definition, key)
    return { field, header: typeof entry === 'string' ? headerOf(field) : entry.header }
  })
}

/** The label with the unit, where a number alone would leave it open. */
export function headerOf(field: Field): string {
  if (field.kind === 'money') return `${field.label}(元)`
  if (field.kind === 'tenths') return `${field.label}(月)`
  return field.label
}

const columnKinds: Partial<Record<Field['kind'], ColumnKind>> = {
  money: 'decimal2',
  tenths: 'decimal2',
  integer: 'integer',
  date: 'date',
  // A whole day is a date; one known only to the month stays the text it is.
  looseDate: 'date',
  month: 'month',
}

/** Style, drop-down list and input check of a column, from its field; the list as it holds on `today`. */
export function columnSpec(
  { field, header }: LaidOutColumn,
  catalogue: Catalogue,
  today: string,
): ColumnSpec {
  const dictionary = field.dictionary ? catalogue.dictionaries.get(field.dictionary) : undefined
  const list =
    field.kind === 'yesNo'
      ? ['是', '否']
      : field.kind === 'code' && dictionary
        ? validItems(dictionary, today).map((item) => item.label)
        : undefined
  const check = field.derived ? undefined : checkOf(field)
  const note = field.hint
  return {
    header,
    width: Math.max(field.width ?? 14, 8),
    kind: columnKinds[field.kind] ?? 'text',
    required: field.required === true,
    ...(list && !field.derived && { list }),
    ...(check && { check }),
    ...(note && { note }),
  }
}

function checkOf(field: Field): ColumnCheck | undefined {
  switch (field.kind) {
    case 'idNumber':
      return { kind: 'length', min: 15, max: 22, message: `${field.label}应为18位，请按文本填写` }
    case 'phone':
      return { kind: 'length', min: 7, max: 20, message: `${field.label}应为11位手机号码，座机请带区号` }
    case 'date':
      return {
        kind: 'date',
        min: '1900-01-01',
        max: '2199-12-31',
        message: `${field.label}应填日期，如 2020-03-15`,
      }
    case 'money':
      return {
        kind: 'decimal',
        min: 0,
        max: 100_000_000,
        message: `${field.label}应填数字，单位元，不带“元”字`,
      }
    case 'tenths':
      return {
        kind: 'decimal',
        min: 0,
        max: (field.max ?? 1200) / 10,
        message: `${field.label}应填数字，单位月，可有一位小数`,
      }
    case 'integer':
      return {
        kind: 'integer',
        min: field.min ?? 0,
        max: field.max ?? 1_000_000,
        message: `${field.label}应填整数`,
      }
    case 'text':
      return field.maxLength
        ? {
            kind: 'length',
            min: 0,
            max: field.maxLength,
            message: `${field.label}不超过${field.maxLength}个字`,
          }
        : undefined
    default:
      return undefined
  }
}
