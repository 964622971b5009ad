import type { Field, FieldValue } from '../../shared/domain/field.ts'
import { type FieldLookups, formatFieldValue } from '../../shared/domain/field-text.ts'
import { groupIdNumber, maskIdNumber } from '../../shared/domain/id-number.ts'

/** `513433 ******** 1234`, `138****5678`: enough to tell two people apart. */
export function maskValue(kind: 'idNumber' | 'phone', text: string): string {
  if (kind === 'idNumber') return groupIdNumber(maskIdNumber(text))
  if (text.length <= 7) return text.replace(/.(?=.{2})/g, '*')
  return `${text.slice(0, 3)}${'*'.repeat(text.length - 7)}${text.slice(-4)}`
}

const thousands = new Intl.NumberFormat('zh-CN', { minimumFractionDigits: 0, maximumFractionDigits: 2 })

/** Kinds that stand right-aligned in tables. */
export const isNumeric = (field: Field): boolean => ['money', 'tenths', 'integer'].includes(field.kind)

/**
 * The value as a list or a form shows it: ID numbers grouped, masked unless revealed, money and
 * counts with separators (years without). '' for nothing.
 */
export function displayValue(
  field: Field,
  value: FieldValue,
  lookups: FieldLookups,
  options: { masked?: boolean } = {},
): string {
  if (value === null || value === undefined) return ''
  if (options.masked && field.mask && typeof value === 'string') return maskValue(field.mask, value)
  if (field.kind === 'idNumber') return groupIdNumber(String(value))
  if (field.kind === 'money') return thousands.format(Number(value) / 100)
  if (field.kind === 'integer' && !field.label.includes('年')) return thousands.format(Number(value))
  return formatFieldValue(field, value, lookups)
}
