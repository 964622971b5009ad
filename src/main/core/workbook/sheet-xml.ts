/** The XML of one written sheet, in pieces. */
import { columnLetters } from './cells.ts'
import { dateToSerial } from './dates.ts'
import type { Dictionary } from './input-checks.ts'
import { inputChecksXml } from './input-checks.ts'
import { bodyStyle, columnStyle, styles } from './sheet-styles.ts'
import type { CellValue, ColumnKind, ColumnSpec, SheetSpec } from './types.ts'
import { checkTextLength, escapeXml, inlineText } from './xml-escape.ts'

const pieceCharacters = 48 * 1024
const defaultCheckedRows = 2000

export interface SheetGeometry {
  readonly titleRows: number
  readonly headerRows: number
  readonly firstDataRow: number
  readonly columns: number
}

/** Filled in while the sheet is written. */
export interface WrittenSheet {
  dataRows: number
}

export function geometryOf(sheet: SheetSpec): SheetGeometry {
  const titleRows = sheet.title?.length ?? 0
  const headerRows = sheet.columns.some(({ group }) => group !== undefined) ? 2 : 1
  return { titleRows, headerRows, firstDataRow: titleRows + headerRows + 1, columns: sheet.columns.length }
}

/** Streams the sheet. `written` counts the rows, which the workbook part needs afterwards. */
export async function* sheetXml(
  sheet: SheetSpec,
  dictionary: Dictionary,
  selected: boolean,
  written: WrittenSheet,
): AsyncGenerator<Buffer> {
  const geometry = geometryOf(sheet)
  const { titleRows, headerRows, firstDataRow } = geometry
  const lastLetters = columnLetters(geometry.columns - 1)
  const merges: string[] = []
  let text = `${openingXml(sheet, geometry, selected)}<sheetData>${titleXml(sheet, lastLetters, merges)}`
  text += headerXml(sheet.columns, titleRows + 1, headerRows, merges)
  const rowXml = rowWriter(sheet)
  let rowNumber = firstDataRow
  const { rows } = sheet
  if (Symbol.iterator in rows) {
    for (const row of rows) {
      text += rowXml(row, rowNumber++)
      if (text.length > pieceCharacters) {
        yield Buffer.from(text, 'utf8')
        text = ''
      }
    }
  } else {
    for await (const row of rows) {
      text += rowXml(row, rowNumber++)
      if (text.length > pieceCharacters) {
        yield Buffer.from(text, 'utf8')
        text = ''
      }
    }
  }
  written.dataRows = rowNumber - firstDataRow
  const lastDataRow = rowNumber - 1
  text += footerXml(sheet, rowNumber, lastLetters, merges)
  text += `</sheetData>${closingXml(sheet, geometry, lastDataRow, merges, dictionary)}</worksheet>`
  yield Buffer.from(text, 'utf8')
}

function openingXml(sheet: SheetSpec, geometry: SheetGeometry, selected: boolean): string {
  const { columns, freeze = true, freezeColumns = 0 } = sheet
  const top = geometry.firstDataRow - 1
  let pane = ''
  if (freeze || freezeColumns > 0) {
    const x = freezeColumns > 0 ? ` xSplit="${freezeColumns}"` : ''
    const y = freeze ? ` ySplit="${top}"` : ''
    const corner = `${columnLetters(freezeColumns)}${freeze ? top + 1 : 1}`
    const name = freeze && freezeColumns > 0 ? 'bottomRight' : freeze ? 'bottomLeft' : 'topRight'
    pane = `<pane${x}${y} topLeftCell="${corner}" activePane="${name}" state="frozen"/><selection pane="${name}" activeCell="${corner}" sqref="${corner}"/>`
  }
  const widths = columns.map(
    ({ width, kind }, index) =>
      `<col min="${index + 1}" max="${index + 1}" width="${Math.min(Math.max(width, 2), 200)}" style="${columnStyle(kind)}" customWidth="1"/>`,
  )
  return (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' +
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">' +
    '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>' +
    `<sheetViews><sheetView${selected ? ' tabSelected="1"' : ''} workbookViewId="0">${pane}</sheetView></sheetViews>` +
    '<sheetFormatPr defaultRowHeight="15"/>' +
    (widths.length === 0 ? '' : `<cols>${widths.join('')}</cols>`)
  )
}

function titleXml(sheet: SheetSpec, lastLetters: string, merges: string[]): string {
  return (sheet.title ?? [])
    .map((line, index) =>
      lineXml(line, index + 1, index === 0 ? styles.title : styles.subtitle, sheet, lastLetters, merges),
    )
    .join('')
}

function footerXml(sheet: SheetSpec, firstRow: number, lastLetters: string, merges: string[]): string {
  return (sheet.footer ?? [])
    .map((line, index) => lineXml(line, firstRow + index, styles.footer, sheet, lastLetters, merges))
    .join('')
}

/** A line over the whole width of the table. */
function lineXml(
  line: string,
  row: number,
  style: number,
  sheet: SheetSpec,
  lastLetters: string,
  merges: string[],
): string {
  checkTextLength(line, `工作表“${sheet.name}”第 ${row} 行`)
  if (sheet.columns.length > 1) merges.push(`A${row}:${lastLetters}${row}`)
  const total = sheet.columns.reduce((sum, { width }) => sum + width, 0)
  const lines = style === styles.title ? 1 : textLines(line, total)
  const height = style === styles.title ? 30 : 16 * lines + 2
  return `<row r="${row}" ht="${height}" customHeight="1">${textCellXml(`A${row}`, style, line)}</row>`
}

/** How many lines a text takes in a width of so many characters; a Chinese character is two wide. */
function textLines(text: string, width: number): number {
  return text.split('\n').reduce((lines, part) => {
    let characters = 0
    for (const character of part) characters += character > '\u00ff' ? 2 : 1
    return lines + Math.max(1, Math.ceil(characters / Math.max(width - 1, 1)))
  }, 0)
}

function textCellXml(reference: string, style: number, text: string): string {
  return `<c r="${reference}" s="${style}" t="inlineStr"><is>${inlineText(text)}</is></c>`
}

/** One header row, or two where columns are grouped: the group above, columns without a group merged over both. */
function headerXml(columns: readonly ColumnSpec[], firstRow: number, rows: number, merges: string[]): string {
  const styleOf = ({ required }: ColumnSpec) => (required ? styles.requiredHeader : styles.header)
  const height = Math.max(1, ...columns.map(({ header, width }) => textLines(header, width))) * 16 + 6
  const headers = (row: number, texts: (string | null)[]) =>
    columns.map((column, index) => {
      const reference = `${columnLetters(index)}${row}`
      const text = texts[index] ?? null
      return text === null
        ? `<c r="${reference}" s="${styleOf(column)}"/>`
        : textCellXml(reference, styleOf(column), text)
    })
  const rowXml = (row: number, texts: (string | null)[], points: number) =>
    `<row r="${row}" ht="${points}" customHeight="1">${headers(row, texts).join('')}</row>`
  if (rows === 1) {
    return rowXml(
      firstRow,
      columns.map(({ header }) => header),
      height,
    )
  }
  const upper = columns.map(({ group, header }, index) => {
    if (group === undefined) return header
    return columns[index - 1]?.group === group ? null : group
  })
  const lower = columns.map(({ group, header }) => (group === undefined ? null : header))
  columns.forEach(({ group }, index) => {
    const letters = columnLetters(index)
    if (group === undefined) {
      merges.push(`${letters}${firstRow}:${letters}${firstRow + 1}`)
    } else if (columns[index - 1]?.group !== group) {
      let last = index
      while (columns[last + 1]?.group === group) last++
      if (last > index) merges.push(`${letters}${firstRow}:${columnLetters(last)}${firstRow}`)
    }
  })
  return rowXml(firstRow, upper, 22) + rowXml(firstRow + 1, lower, height)
}

const integerText = /^-?(0|[1-9]\d{0,14})$/
const decimalText = /^-?(0|[1-9]\d{0,12})(\.\d{1,8})?$/

/** The stored number for a value of a column kind, or null where the value is to be written as text. */
function storedNumber(kind: ColumnKind, value: string | number): string | null {
  if (typeof value === 'number') return kind !== 'text' && Number.isFinite(value) ? String(value) : null
  switch (kind) {
    case 'integer':
      return integerText.test(value) ? value : null
    case 'decimal2':
      return decimalText.test(value) ? value : null
    case 'date':
      return value.length === 10 ? serialText(value) : null
    case 'month':
      return value.length === 7 ? serialText(value) : null
    default:
      return null
  }
}

const serials = new Map<string, string | null>()

/** Dates repeat, so their serials are kept (as many as there are days in a century). */
function serialText(date: string): string | null {
  const known = serials.get(date)
  if (known !== undefined) return known
  const serial = dateToSerial(date)
  const text = serial === null ? null : String(serial)
  if (serials.size < 40_000) serials.set(date, text)
  return text
}

/** Makes the function that writes one row; what never changes per column is joined beforehand. */
function rowWriter(sheet: SheetSpec): (row: readonly CellValue[], rowNumber: number) => string {
  const columns = sheet.columns.map(({ kind }, index) => ({
    kind,
    open: `<c r="${columnLetters(index)}`,
    empty: `" s="${bodyStyle(kind)}"/>`,
    number: `" s="${bodyStyle(kind)}"><v>`,
    text: `" s="${bodyStyle(kind)}" t="inlineStr"><is>`,
  }))
  const place = (index: number, rowNumber: number) =>
    `工作表“${sheet.name}”第 ${rowNumber} 行“${sheet.columns[index]?.header ?? ''}”`
  return (row, rowNumber) => {
    if (row.length > columns.length) throw new RangeError('row has more values than the sheet has columns')
    const number = String(rowNumber)
    let xml = `<row r="${number}">`
    for (let index = 0; index < columns.length; index++) {
      const column = columns[index] as (typeof columns)[number]
      const value = row[index]
      if (value === null || value === undefined || value === '') {
        xml += column.open + number + column.empty
        continue
      }
      const stored =
        column.kind === 'text' && typeof value === 'string' ? null : storedNumber(column.kind, value)
      if (stored !== null) {
        xml += `${column.open + number + column.number + stored}</v></c>`
        continue
      }
      const text = String(value)
      if (text.length > 32_767) checkTextLength(text, place(index, rowNumber))
      xml += `${column.open + number + column.text + inlineText(text)}</is></c>`
    }
    return `${xml}</row>`
  }
}

function closingXml(
  sheet: SheetSpec,
  geometry: SheetGeometry,
  lastDataRow: number,
  merges: readonly string[],
  dictionary: Dictionary,
): string {
  const { page = {} } = sheet
  const hasRows = lastDataRow >= geometry.firstDataRow
  // With lines under the table, checks stop at its last row; a template leaves room to type.
  const checkedTo =
    hasRows && (sheet.footer?.length ?? 0) > 0
      ? lastDataRow
      : Math.max(lastDataRow, geometry.firstDataRow + (sheet.checkedRows ?? defaultCheckedRows) - 1)
  const filter =
    sheet.autoFilter && geometry.columns > 0
      ? `<autoFilter ref="${filterRange(geometry, lastDataRow)}"/>`
      : ''
  const merged =
    merges.length === 0
      ? ''
      : `<mergeCells count="${merges.length}">${merges.map((range) => `<mergeCell ref="${range}"/>`).join('')}</mergeCells>`
  const numbers =
    page.pageNumbers === false
      ? ''
      : `<headerFooter><oddFooter>${escapeXml('&C第 &P 页 / 共 &N 页')}</oddFooter></headerFooter>`
  return (
    filter +
    merged +
    inputChecksXml(sheet.columns, geometry.firstDataRow, checkedTo, dictionary) +
    '<printOptions horizontalCentered="1"/>' +
    '<pageMargins left="0.4" right="0.4" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>' +
    `<pageSetup paperSize="${page.paper === 'A3' ? 8 : 9}" orientation="${page.landscape ? 'landscape' : 'portrait'}" fitToWidth="1" fitToHeight="0"/>` +
    numbers
  )
}

/** The range under the filter buttons: the last header row and the data. */
export function filterRange(geometry: SheetGeometry, lastDataRow: number, absolute = false): string {
  const headerRow = geometry.firstDataRow - 1
  const dollar = absolute ? '$' : ''
  const lastLetters = columnLetters(geometry.columns - 1)
  return `${dollar}A${dollar}${headerRow}:${dollar}${lastLetters}${dollar}${Math.max(lastDataRow, headerRow)}`
}
