import type { Field } from '../field.ts'
import { compactText } from '../text/normalise.ts'
import { blocked, type ParsedField, quoted, type RawText, warned } from './raw.ts'

/** Decimal places kept in memory: fen, tenths, whole numbers. */
const places = { money: 2, tenths: 1, integer: 0 } as const
type NumberKind = keyof typeof places

const prefix = /^(?:人民币|RMB|[¥￥])/i
const units: Record<NumberKind, RegExp> = {
  money: /(?:元|块|圆)整?(?:[/每](?:人|月|年|天|日))*$/,
  tenths: /(?:个月|个|月)$/,
  integer: /(?:个月|[个次天日人户年月岁元])$/,
}
const grouped = /^([+-]?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d*))?(万?)$/
const scientific = /^[+-]?\d+(?:\.\d+)?E[+-]?\d{1,3}$/i

/**
 * The exact integer that a decimal text makes when shifted by `shift` places; the digits beyond
 * are given back, so that nobody loses them unnoticed. Null when it is no decimal number.
 */
export function scaledInteger(text: string, shift: number): { value: number; beyond: string } | null {
  const match = grouped.exec(text)
  if (!match) return null
  const [, sign, whole = '', fraction = '', tenThousand] = match
  const moved = shift + (tenThousand ? 4 : 0)
  const digits = whole.replaceAll(',', '') + fraction.slice(0, moved).padEnd(moved, '0')
  const value = Number(digits)
  return {
    value: sign === '-' && value !== 0 ? -value : value,
    beyond: fraction.slice(moved).replace(/0+$/, ''),
  }
}

/** A number as the workbook holds it, without the noise of binary fractions: 0.1 + 0.2 reads 0.3. */
export function plainNumber(text: string): string | null {
  const value = Number(text)
  if (text === '' || !Number.isFinite(value)) return null
  const plain = String(Number(value.toPrecision(15)))
  return plain.includes('e') ? null : plain
}

/** Parses `money` (fen), `tenths` and `integer`; exact, never through a fraction in memory. */
export function parseNumber(field: Field, raw: RawText, text: string): ParsedField {
  const kind = field.kind as NumberKind
  const decimals = places[kind]
  if (raw.kind === 'date') {
    return blocked(
      field,
      'cell.dateForNumber',
      `${field.label}单元格是日期，请把单元格格式改为常规后重填${example[kind]}`,
    )
  }
  const isNumber = raw.kind === 'number' || (kind === 'money' && scientific.test(text))
  const decimal = isNumber
    ? plainNumber(text)
    : compactText(text).replace(prefix, '').replace(units[kind], '').replace(/^每月/, '')
  const scaled = decimal === null ? null : scaledInteger(decimal, decimals)
  if (!scaled) {
    return blocked(field, 'cell.notANumber', `${field.label}${quoted(text)}不是数字，请改为${example[kind]}`)
  }
  if (!Number.isSafeInteger(scaled.value)) {
    return blocked(field, 'cell.outOfRange', `${field.label}${quoted(text)}数字过大，请核对`)
  }
  const outside = rangeProblem(field, scaled.value)
  if (outside) return blocked(field, 'cell.outOfRange', `${field.label}${quoted(text)}${outside}`)
  if (scaled.beyond === '') return { value: scaled.value }
  if (kind === 'money' && isNumber) {
    const value = scaled.value + (scaled.beyond >= '5' ? 1 : 0) * (decimal?.startsWith('-') ? -1 : 1)
    return warned(
      field,
      value,
      'cell.rounded',
      `${field.label}${quoted(text)}超过两位小数，按 ${value / 100} 元四舍五入`,
    )
  }
  const limit = decimals === 0 ? '应为整数' : `最多${decimals === 1 ? '一' : '两'}位小数`
  return blocked(
    field,
    'cell.tooManyDecimals',
    `${field.label}${quoted(text)}${limit}，请改为${example[kind]}`,
  )
}

const example: Record<NumberKind, string> = {
  money: '以元为单位的数字，如 3500',
  tenths: '数字，如 6 或 6.5',
  integer: '整数，如 6',
}

/** The sentence for a number outside the declared bounds of its field, null when inside. */
export function rangeProblem(field: Field, value: number): string | null {
  const { min, max } = field
  if ((min === undefined || value >= min) && (max === undefined || value <= max)) return null
  const shown = (bound: number): number => bound / 10 ** places[field.kind as NumberKind]
  if (min !== undefined && max !== undefined) return `超出范围，应在${shown(min)}到${shown(max)}之间`
  return min !== undefined ? `不能小于${shown(min)}` : `不能大于${shown(max ?? 0)}`
}
