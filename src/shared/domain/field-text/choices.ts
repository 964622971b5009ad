import { codeOf, type Dictionary, hasCode, validItems } from '../dictionary.ts'
import type { Field } from '../field.ts'
import { compactText } from '../text/normalise.ts'
import { blocked, type ParsedField, quoted, type RawText } from './raw.ts'

/** What a region text turned out to be: one code, several, or none. */
export type RegionAnswer = { code: string } | { ambiguous: readonly string[] } | { unknown: true }

const yes = new Set(['是', '有', '对', '√', '✓', '✔', '☑', '1', 'y', 'yes', 'true', 't'])
const no = new Set(['否', '无', '没有', '不是', '错', '×', '✗', '✘', '✕', 'x', '0', 'n', 'no', 'false', 'f'])

/** Parses a `yesNo`: 是/否, 有/无, √/×, 1/0, Y/N, true/false. */
export function parseYesNo(field: Field, text: string): ParsedField {
  const word = compactText(text).toLowerCase()
  if (yes.has(word)) return { value: true }
  if (no.has(word)) return { value: false }
  return blocked(field, 'cell.notYesNo', `${field.label}${quoted(text)}无法识别，请改为：是、否`)
}

/** The code of a wording, also of a code kept as a number that has lost its leading zeros: 1 for 01 汉族. */
function codeOfText(dictionary: Dictionary, text: string, today: string): string | null {
  const code = codeOf(dictionary, text, { asOf: today })
  if (code !== null || !/^\d{1,3}$/.test(text)) return code
  return (
    [2, 3].map((length) => text.padStart(length, '0')).find((padded) => hasCode(dictionary, padded)) ?? null
  )
}

function notInDictionary(field: Field, dictionary: Dictionary, text: string, today: string): ParsedField {
  const shown = validItems(dictionary, today).map((item) => item.label)
  const first = shown.slice(0, 6).join('、')
  return blocked(
    field,
    'cell.notInDictionary',
    `${field.label}${quoted(text)}不在可选项内，请改为：${first}${shown.length > 6 ? '…' : ''}`,
  )
}

/** Parses a `code`. */
export function parseCode(field: Field, text: string, dictionary: Dictionary, today: string): ParsedField {
  const code = codeOfText(dictionary, text, today)
  return code === null ? notInDictionary(field, dictionary, text, today) : { value: code }
}

/** Coarse to fine, because labels themselves may hold a 、 or a stroke. */
const separators = [/[;；\n]+/, /[,，]+/, /、+/, /[/／]+/, /\s+/]

/** Parses `codes`: several wordings in one cell, parted by ； ， 、 / or spaces. */
export function parseCodes(field: Field, text: string, dictionary: Dictionary, today: string): ParsedField {
  const codes = new Set<string>()
  const read = (part: string, level: number): string | null => {
    if (part === '') return null
    const code = codeOfText(dictionary, part, today)
    if (code !== null) {
      codes.add(code)
      return null
    }
    const separator = separators[level]
    if (!separator) return part
    for (const piece of part.split(separator)) {
      const unknown = read(piece.trim(), level + 1)
      if (unknown !== null) return unknown
    }
    return null
  }
  const unknown = read(text, 0)
  if (unknown !== null) return notInDictionary(field, dictionary, unknown, today)
  return { value: codes.size === 0 ? null : [...codes].sort() }
}

/** Parses a `region` by code or by name. */
export function parseRegion(
  field: Field,
  raw: RawText,
  text: string,
  resolve: (text: string, level?: number) => RegionAnswer,
  nameOf: (code: string) => string,
): ParsedField {
  const answer = resolve(raw.kind === 'number' ? text.replace(/\.0+$/, '') : text, field.regionLevel)
  if ('code' in answer) return { value: answer.code }
  if ('unknown' in answer) {
    return blocked(
      field,
      'cell.unknownRegion',
      `${field.label}${quoted(text)}不在行政区划中，请写明省、市、县、乡镇、村，或先在行政区划中添加`,
    )
  }
  const first = answer.ambiguous.slice(0, 3).map((code) => (/^\d+$/.test(code) ? nameOf(code) : code))
  return blocked(
    field,
    'cell.ambiguousRegion',
    `${field.label}${quoted(text)}有${answer.ambiguous.length}处同名，请写明上级：${first.join('、')}${answer.ambiguous.length > 3 ? '…' : ''}`,
  )
}
