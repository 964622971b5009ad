import type { Field } from '../field.ts'
import { upgradeIdNumber } from '../id-number.ts'
import { isMasked } from '../mask.ts'
import { compactText } from '../text/normalise.ts'
import { blocked, type ParsedField, type RawText, warned } from './raw.ts'

/**
 * ID numbers, telephone numbers and bank cards: digits that must never pass through a number.
 * The messages never repeat them.
 */

const canonicalId = /^\d{17}[\dX]$/
const scientific = /^[+-]?\d(?:\.\d+)?E\+?\d+$/i
/** Longest run of digits that a spreadsheet number holds without loss. */
const digitsOfNumber = 15
const longest = { idNumber: 32, bankCard: 32, phone: 40 } as const

/** For digits that went through a number: what is gone cannot be repaired. */
export const lostDigits = (field: Field): ParsedField =>
  blocked(
    field,
    'cell.digitsLost',
    `${field.label}以数字保存，15位以后的数字已经丢失，请把单元格设为文本后重新填写完整号码`,
  )

/**
 * Parses an `idNumber`: apostrophe, spaces and full-width forms taken away, x made X, an old
 * number of 15 digits upgraded with a note. Whether the number is sound is the rules' business.
 */
export function parseIdNumber(field: Field, raw: RawText, text: string): ParsedField {
  if (raw.kind !== 'number' && raw.kind !== 'date' && canonicalId.test(text)) return { value: text }
  const number = readDigits(field, raw, text)
  if (typeof number !== 'string') return number
  if (!/^\d{15}$/.test(number)) return { value: number }
  const upgraded = upgradeIdNumber(number)
  if (upgraded === null) return { value: number }
  return warned(field, upgraded, 'cell.idUpgraded', `${field.label}为15位旧号码，已升为18位，请核对`)
}

/** Parses a `bankCard`: digits only, spaces and hyphens taken away. */
export function parseBankCard(field: Field, raw: RawText, text: string): ParsedField {
  const number = readDigits(field, raw, text)
  if (typeof number !== 'string') return number
  const digits = number.replaceAll('-', '')
  if (/^\d{8,30}$/.test(digits)) return { value: digits }
  return blocked(field, 'cell.notABankCard', `${field.label}应为8–30位数字，请核对`)
}

function readDigits(field: Field, raw: RawText, text: string): string | ParsedField {
  const compact = compactText(text)
    .replace(/^['‘’`]+/, '')
    .toUpperCase()
  if (raw.kind === 'date') return lostDigits(field)
  if (isMasked(compact))
    return blocked(field, 'cell.masked', `${field.label}是遮盖过的，不能导入，请用完整导出的表`)
  if (scientific.test(compact)) return lostDigits(field)
  if (raw.kind === 'number') {
    const digits = compact.replace(/\.0+$/, '')
    if (!/^\d+$/.test(digits) || digits.length > digitsOfNumber) return lostDigits(field)
    return digits
  }
  if (compact.length > longest[field.kind as 'idNumber' | 'bankCard']) {
    return blocked(field, 'cell.tooLong', `${field.label}共${compact.length}个字符，超出长度，请核对`)
  }
  return compact
}

const mobile = /^1[3-9]\d{9}$/

/**
 * Parses a `phone`: kept as a number or written 138-0000-0000, +86 138 0000 0000. What is no
 * mobile number (landline, two numbers) stays as written, for the rules to name.
 */
export function parsePhone(field: Field, raw: RawText, text: string): ParsedField {
  if (mobile.test(text)) return { value: text }
  let compact = compactText(text).replace(/^['‘’`]+/, '')
  if (raw.kind === 'number' || scientific.test(compact)) {
    const value = Number(compact)
    if (!Number.isSafeInteger(value)) {
      return blocked(field, 'cell.notAPhone', `${field.label}不是完整的号码，请把单元格设为文本后重新填写`)
    }
    compact = String(value)
  }
  const bare = compact.replace(/[-–—()]/g, '').replace(/^(?:\+|00)?86(?=1\d{10}$)/, '')
  if (mobile.test(bare)) return { value: bare }
  if (compact.length > longest.phone) {
    return blocked(field, 'cell.tooLong', `${field.label}共${compact.length}个字符，超出长度，请核对`)
  }
  return { value: compact }
}
