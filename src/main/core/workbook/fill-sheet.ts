/**
 * Fills the rows of a blank sheet that somebody else made, as it streams by: cells look like those of its first data
 * row, drop-down lists, checks, formats and filters reach over all filled rows, notes below the table move down.
 */
import { columnLetters } from './cells.ts'
import { dateToSerial } from './dates.ts'
import { parseRange } from './sheet-layout.ts'
import type { SectionElement, SheetEdit, StreamedCell, StreamedRow } from './sheet-stream.ts'
import { rangeText, rewriteSheet, rowXml, styleOf } from './sheet-stream.ts'
import type { CellRange, CellValue } from './types.ts'
import { checkTextLength, escapeCellText } from './xml-escape.ts'
import { setAttribute } from './xml-rewrite.ts'

export interface SheetFill {
  /** 1-based number of the first row that data goes to; rows above are kept. */
  firstRow: number
  /** 0-based columns that the values of a row go to, in the order of the values. */
  columns: readonly { place: number; dates: boolean }[]
  rows: Iterable<readonly CellValue[]>
  /** Rows from the first on that hold a total or a note: they stay below the data, all others make room. */
  notes: ReadonlySet<number>
  /** For each cell style 1 where numbers are shown as dates. */
  dateStyles: Uint8Array
  /** Days are counted from 1904 on. */
  date1904: boolean
}

export interface FilledSheet {
  /** Last row that holds data; the row above the first when there is none. */
  lastRow: number
  hasFormulas: boolean
}

/** Styled empty rows of a blank sheet that are remembered; more of them are dropped. */
const keptBlankRows = 5000

/** Streams the filled part; `filled` is complete at its end. */
export const fillSheet = (
  pieces: AsyncIterable<Buffer>,
  fill: SheetFill,
  filled: FilledSheet,
): AsyncGenerator<Buffer> => rewriteSheet(pieces, fillEdit(fill, filled))

function fillEdit(fill: SheetFill, filled: FilledSheet): SheetEdit {
  const { firstRow } = fill
  let prefix = ''
  let model: StreamedRow | null = null
  const notes: StreamedRow[] = []
  const blanks: StreamedRow[] = []
  const columnStyles: { first: number; last: number; style: number }[] = []
  /** How far notes below the table move down. */
  let shift = 0
  filled.lastRow = firstRow - 1

  const extended = (range: CellRange): CellRange => extendRange(range, firstRow, filled.lastRow)

  function takeRow(row: StreamedRow): string {
    if (row.number < firstRow) return rowXml(prefix, row.number, row.attributes, row.cells)
    if (row.number === firstRow && !fill.notes.has(row.number)) model = row
    if (fill.notes.has(row.number)) notes.push(row)
    else if (blanks.length < keptBlankRows) blanks.push(row)
    return ''
  }

  const styleAt = (column: number): number => {
    const cell = model?.cells.find((one) => one.column === column)
    if (cell) return styleOf(cell)
    return columnStyles.find(({ first, last }) => column + 1 >= first && column + 1 <= last)?.style ?? 0
  }

  /** One piece of a data row per column, in order; what never changes from row to row is joined beforehand. */
  function prepare(): ((values: readonly CellValue[], number: number) => string)[] {
    const sources = new Map(fill.columns.map(({ place, dates }, index) => [place, { dates, index }]))
    const places = new Set([...sources.keys(), ...(model?.cells ?? []).map(({ column }) => column)])
    return [...places]
      .sort((one, other) => one - other)
      .map((column) => {
        const style = styleAt(column)
        const open = `<${prefix}c r="${columnLetters(column)}`
        const close = `"${styleText(style)}`
        const source = sources.get(column)
        if (source) {
          const dates = source.dates && fill.dateStyles[style] === 1 ? fill : null
          return (values, number) =>
            `${open}${number}${close}${cellXml(values[source.index] ?? null, dates, prefix, column, number)}`
        }
        const inside = model?.cells.find((cell) => cell.column === column)?.inside ?? ''
        const formula = new RegExp(`<${prefix}f>([^<]*)</${prefix}f>`).exec(inside)?.[1]
        if (formula === undefined) return (_values, number) => `${open}${number}${close}/>`
        filled.hasFormulas = true
        return (_values, number) =>
          `${open}${number}${close}><${prefix}f>${moveReferences(formula, firstRow, number)}</${prefix}f></${prefix}c>`
      })
  }

  function* dataRows(): Iterable<string> {
    const columns = prepare()
    const attributes = ['r', 'spans', 'hidden'].reduce(
      (text, name) => setAttribute(text, name, null),
      model?.attributes ?? '',
    )
    let number = firstRow
    for (const values of fill.rows) {
      let xml = `<${prefix}row r="${number}"${attributes}>`
      for (const column of columns) xml += column(values, number)
      yield `${xml}</${prefix}row>`
      filled.lastRow = number++
    }
  }

  function* afterRows(): Iterable<string> {
    yield* dataRows()
    const firstNote = notes[0]?.number ?? Number.POSITIVE_INFINITY
    shift = Math.max(0, filled.lastRow + 1 - firstNote)
    const rest = [...blanks.filter(({ number }) => number > filled.lastRow && number < firstNote), ...notes]
    for (const row of shift > 0 ? notes : rest.toSorted((left, right) => left.number - right.number)) {
      const isNote = notes.includes(row)
      const cells = isNote
        ? shift > 0
          ? row.cells.map(withoutFormula(prefix))
          : row.cells
        : row.cells.map(emptied)
      yield rowXml(prefix, row.number + shift, row.attributes, cells)
    }
  }

  function mergesXml(elements: readonly SectionElement[]): string {
    const kept = elements.flatMap(({ attribute }) => {
      const range = parseRange(attribute('ref') ?? '')
      if (range === null) return []
      if (range.lastRow < firstRow) return [range]
      return fill.notes.has(range.firstRow)
        ? [{ ...range, firstRow: range.firstRow + shift, lastRow: range.lastRow + shift }]
        : []
    })
    if (kept.length === 0) return ''
    const xml = kept.map((range) => `<${prefix}mergeCell ref="${rangeText(range)}"/>`)
    return `<${prefix}mergeCells count="${kept.length}">${xml.join('')}</${prefix}mergeCells>`
  }

  return {
    begin: (found) => {
      prefix = found
    },
    section(name) {
      if (name === 'dimension' || name === 'sortState') return 'drop'
      return name === 'mergeCells' ? 'collect' : 'copy'
    },
    collected: (name, elements) => (name === 'mergeCells' ? mergesXml(elements) : ''),
    tag(section, name, raw, attribute) {
      if (section === 'cols' && name === 'col' && attribute('style') !== null) {
        columnStyles.push({
          first: Number(attribute('min')),
          last: Number(attribute('max')),
          style: Number(attribute('style')),
        })
      }
      const list = attribute('sqref')
      if (list !== null && section !== 'sheetViews')
        return withAttribute(raw, 'sqref', extendList(list, extended))
      const range =
        section === 'autoFilter' && name === 'autoFilter' ? parseRange(attribute('ref') ?? '') : null
      return range === null
        ? raw
        : withAttribute(raw, 'ref', rangeText(extendRange(range, firstRow, filled.lastRow, true)))
    },
    text: (section, name, raw) =>
      section === 'extLst' && name === 'sqref' ? extendList(raw, extended) : raw,
    wants: () => true,
    withoutFormulas: false,
    row: takeRow,
    afterRows,
  }
}

/**
 * A range that covers the first data row reaches to the last one. Filters and tables may end at the header
 * (`fromHeader`) and then belong to the rows below it all the same.
 */
export function extendRange(
  range: CellRange,
  firstRow: number,
  lastRow: number,
  fromHeader = false,
): CellRange {
  const reaches = range.firstRow <= firstRow && range.lastRow >= firstRow - (fromHeader ? 1 : 0)
  return reaches && range.lastRow < lastRow ? { ...range, lastRow } : range
}

const extendList = (list: string, extended: (range: CellRange) => CellRange): string =>
  list
    .trim()
    .split(/\s+/)
    .map((text) => {
      const range = parseRange(text)
      return range === null ? text : rangeText(extended(range))
    })
    .join(' ')

const withAttribute = (raw: string, name: string, value: string): string => {
  const end = raw.endsWith('/>') ? '/>' : '>'
  return setAttribute(raw.slice(0, -end.length), name, value) + end
}

const styleText = (style: number): string => (style === 0 ? '' : ` s="${style}"`)

/** The rest of a cell, from the end of its style on. */
function cellXml(
  value: CellValue,
  dates: Pick<SheetFill, 'date1904'> | null,
  prefix: string,
  column: number,
  row: number,
): string {
  if (value === null || value === '') return '/>'
  const serial = dates && typeof value === 'string' ? serialOf(value, dates.date1904) : null
  if (typeof value === 'number' || serial !== null)
    return `><${prefix}v>${serial ?? value}</${prefix}v></${prefix}c>`
  const text = value as string
  checkTextLength(text, `第 ${row} 行 ${columnLetters(column)} 列`)
  return ` t="inlineStr"><${prefix}is><${prefix}t xml:space="preserve">${escapeCellText(text)}</${prefix}t></${prefix}is></${prefix}c>`
}

/** Days between the two systems of counting them. */
const days1904 = 1462

function serialOf(date: string, date1904: boolean): number | null {
  const serial = dateToSerial(date)
  if (serial === null || !date1904) return serial
  return serial < days1904 ? null : serial - days1904
}

const emptied = ({ column, attributes }: StreamedCell): StreamedCell => ({
  column,
  attributes: setAttribute(attributes, 't', null),
  inside: '',
})

/** A note that moves keeps the value of a formula, not the formula, which counts other rows now. */
const withoutFormula =
  (prefix: string) =>
  (cell: StreamedCell): StreamedCell => ({
    ...cell,
    inside: cell.inside.replace(new RegExp(`<${prefix}f(?:\\s[^>]*)?(?:/>|>[^<]*</${prefix}f>)`, 'g'), ''),
  })

/** Relative references of a formula in the row it was written for, moved to another row: LEN(B4) → LEN(B9). */
function moveReferences(formula: string, from: number, to: number): string {
  return formula.replace(
    /("[^"]*")|(?<![A-Za-z0-9_$!.])(\$?[A-Z]{1,3})(\d{1,7})(?![\d(A-Za-z_])/g,
    (whole, quoted, column, row) => (quoted === undefined && Number(row) === from ? `${column}${to}` : whole),
  )
}
