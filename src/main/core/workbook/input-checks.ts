/** Drop-down lists and input checks of written sheets. */
import { columnLetters } from './cells.ts'
import { dateToSerial } from './dates.ts'
import type { ColumnCheck, ColumnSpec } from './types.ts'
import { escapeXml } from './xml-escape.ts'

/** Excel takes a list inside the formula up to this many characters, and only without commas and quotes in its items. */
const inlineListCharacters = 255
/** Excel cuts messages longer than this; some versions call the file damaged. */
const messageCharacters = 225
const titleCharacters = 32

/** Long lists, each one column of a hidden sheet. */
export interface Dictionary {
  readonly sheetName: string
  readonly lists: readonly (readonly string[])[]
}

/** Collects the lists that are too long for a formula; the same list is kept once. */
export function collectDictionary(columns: readonly ColumnSpec[], sheetName: string): Dictionary {
  const lists = new Map<string, readonly string[]>()
  for (const { list, listRef } of columns) {
    if (list !== undefined && listRef === undefined && list.length > 0 && !fitsFormula(list)) {
      lists.set(list.join('\n'), list)
    }
  }
  return { sheetName, lists: [...lists.values()] }
}

function fitsFormula(list: readonly string[]): boolean {
  return list.join(',').length <= inlineListCharacters && list.every((item) => !/[,"]|^\s|\s$/.test(item))
}

/** The `<dataValidations>` element for the rows from `firstRow` to `lastRow`, or ''. */
export function inputChecksXml(
  columns: readonly ColumnSpec[],
  firstRow: number,
  lastRow: number,
  dictionary: Dictionary,
): string {
  const checks = columns.map((column, index) => {
    const letters = columnLetters(index)
    return columnCheckXml(column, `${letters}${firstRow}:${letters}${lastRow}`, dictionary)
  })
  const filled = checks.filter((check) => check !== '')
  return filled.length === 0
    ? ''
    : `<dataValidations count="${filled.length}">${filled.join('')}</dataValidations>`
}

function columnCheckXml(column: ColumnSpec, range: string, dictionary: Dictionary): string {
  const prompt =
    column.note === undefined
      ? ''
      : ` promptTitle="${short(column.header, titleCharacters)}" prompt="${short(column.note, messageCharacters)}"`
  const common = `allowBlank="1" showInputMessage="1" showErrorMessage="1"`
  const list = listFormula(column, dictionary)
  if (list !== null) {
    const message = column.check?.message ?? '请从下拉列表中选择。'
    return `<dataValidation type="list" ${common} ${errorXml(message)}${prompt} sqref="${range}"><formula1>${escapeXml(list)}</formula1></dataValidation>`
  }
  if (column.check !== undefined) {
    return `<dataValidation ${checkXml(column.check)} ${common} ${errorXml(column.check.message)}${prompt} sqref="${range}">${boundsXml(column.check)}</dataValidation>`
  }
  return prompt === '' ? '' : `<dataValidation ${common}${prompt} sqref="${range}"/>`
}

function listFormula({ list, listRef }: ColumnSpec, dictionary: Dictionary): string | null {
  if (listRef !== undefined) return listRef
  if (list === undefined || list.length === 0) return null
  if (fitsFormula(list)) return `"${list.join(',')}"`
  const key = list.join('\n')
  const letters = columnLetters(dictionary.lists.findIndex((other) => other.join('\n') === key))
  return `${quotedSheetName(dictionary.sheetName)}!$${letters}$1:$${letters}$${list.length}`
}

/** A sheet name as it stands in formulas. */
export function quotedSheetName(name: string): string {
  return `'${name.replaceAll("'", "''")}'`
}

const checkTypes = { length: 'textLength', decimal: 'decimal', integer: 'whole', date: 'date' } as const

function checkXml({ kind, min, max }: ColumnCheck): string {
  const operator =
    min !== undefined && max !== undefined
      ? 'between'
      : min !== undefined
        ? 'greaterThanOrEqual'
        : 'lessThanOrEqual'
  return `type="${checkTypes[kind]}" operator="${operator}"`
}

function boundsXml({ kind, min, max }: ColumnCheck): string {
  const bounds = [min, max].filter((bound) => bound !== undefined)
  // A check without bounds still asks for the right kind of value.
  if (bounds.length === 0) bounds.push(kind === 'date' ? '9999-12-31' : 9_999_999_999)
  return bounds
    .map((bound, index) => `<formula${index + 1}>${boundValue(bound)}</formula${index + 1}>`)
    .join('')
}

function boundValue(bound: number | string): string {
  if (typeof bound === 'number') return String(bound)
  const serial = dateToSerial(bound)
  if (serial === null) throw new RangeError(`not a date: ${bound}`)
  return String(serial)
}

function errorXml(message: string): string {
  return `errorTitle="请核对" error="${short(message, messageCharacters)}"`
}

function short(text: string, characters: number): string {
  return escapeXml(text.length > characters ? `${text.slice(0, characters - 1)}…` : text)
}
