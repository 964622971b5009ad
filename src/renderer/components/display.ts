import type { Field, FieldValue } from '../../shared/domain/field.ts'
import { type FieldLookups, formatFieldValue } from '../../shared/domain/field-text.ts'
import { groupIdNumber } from '../../shared/domain/id-number.ts'
import { isMasked, type MaskKind, maskValue } from '../../shared/domain/mask.ts'

/** A number out of a file of the office's own, which the core hands on as it stands: shown as in every list. */
export const shownMasked = (kind: MaskKind, text: string): string =>
  kind === 'idNumber' ? groupIdNumber(maskValue(kind, text)) : maskValue(kind, text)

const thousands = new Intl.NumberFormat('zh-CN', { minimumFractionDigits: 0, maximumFractionDigits: 2 })

/** Kinds that stand right-aligned in tables. */
export const isNumeric = (field: Field): boolean => ['money', 'tenths', 'integer'].includes(field.kind)

/**
 * The value as a list or a form shows it: ID numbers grouped, money and counts with separators (years
 * without). '' for nothing.
 */
export function displayValue(field: Field, value: FieldValue, lookups: FieldLookups): string {
  if (value === null || value === undefined) return ''
  if (field.kind === 'idNumber') return groupIdNumber(String(value))
  if (isMasked(value)) return String(value)
  if (field.kind === 'money') return thousands.format(Number(value) / 100)
  if (field.kind === 'integer' && !field.label.includes('年')) return thousands.format(Number(value))
  return formatFieldValue(field, value, lookups)
}
