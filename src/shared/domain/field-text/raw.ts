import type { Field, FieldValue } from '../field.ts'
import type { Severity, Violation } from '../violation.ts'

/**
 * What stands in a cell or an input. A cell of a workbook (core/workbook) is one as it is; text
 * typed by a person has only `text`.
 */
export interface RawText {
  /** Of a `number` the digits as stored in the file, of a `date` its serial, of a `boolean` 1 or 0. */
  readonly text: string
  readonly kind?: 'empty' | 'text' | 'number' | 'date' | 'boolean' | 'error' | 'formulaNoValue'
  /** Of a `date` cell: YYYY-MM-DD when its serial is a real day. */
  readonly date?: string | null
}

/** A value (null when empty) with what was mended on the way, or why there is none. */
export type ParsedField = { value: FieldValue; notes?: Violation[] } | { problem: Violation }

/** Longest text any cell may hold (the limit of Excel itself). */
export const longestCell = 32_767

export const violationOf = (field: Field, code: string, severity: Severity, message: string): Violation => ({
  field: field.key,
  code,
  severity,
  message,
})

export const blocked = (field: Field, code: string, message: string): ParsedField => ({
  problem: violationOf(field, code, 'blocks', message),
})

export const warned = (field: Field, value: FieldValue, code: string, message: string): ParsedField => ({
  value,
  notes: [violationOf(field, code, 'warns', message)],
})

/** A text as quoted in a message: short, one line. */
export const quoted = (text: string): string => {
  const line = text.replace(/\s+/g, ' ')
  const characters = [...line]
  return `“${characters.length > 20 ? `${characters.slice(0, 20).join('')}…` : line}”`
}

/** Anything but the characters that nearly every cell is made of: cheap, and asked of every cell. */
const unusual = /[^\x20-\x7e\u4e00-\u9fff\u3001-\u3017\uff01-\uff5e\u00b7]/
/** Control and format characters (zero-width, direction marks) and halves of surrogate pairs. */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}]/u
const everyUnseen = /[\p{Cc}\p{Cf}\p{Cs}]/gu

/**
 * The text without spaces around it and without unseen characters; line breaks become \n.
 * `stripped` says that something other than spaces was taken out. Rare characters stay.
 */
export function cleanCell(text: string): { text: string; stripped: boolean } {
  const trimmed = text.trim()
  if (!unusual.test(trimmed) || !unseen.test(trimmed)) return { text: trimmed, stripped: false }
  const lines = trimmed.replace(/\r\n?/g, '\n').replace(/\t/g, ' ')
  const clean = lines.replace(everyUnseen, (character) => (character === '\n' ? '\n' : ''))
  return { text: clean.trim(), stripped: clean.length !== lines.length }
}

/** Signs that people put into a cell to say that there is nothing. */
export const isEmptyText = (text: string): boolean =>
  text.length <= 3 && (text === '' || /^[-/—–－／\\]+$/.test(text))
