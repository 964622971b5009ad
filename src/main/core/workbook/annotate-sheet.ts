/** Rewrites one sheet of a sender's workbook as it streams by: rows left out or renumbered, cells marked, a column added. */
import type { StyleMarker } from './annotate-styles.ts'
import { parseRange } from './sheet-layout.ts'
import type { SectionElement, SheetEdit, StreamedRow } from './sheet-stream.ts'
import { rangeText, rewriteSheet, rowXml, styleOf } from './sheet-stream.ts'
import { escapeCellText } from './xml-escape.ts'
import { setAttribute } from './xml-rewrite.ts'

export interface RowMark {
  /** The sentence for the reason column. */
  reason: string
  /** 0-based columns of the cells to mark. */
  columns: readonly number[]
}

export interface SheetAnnotation {
  reasonHeader: string
  /** 1-based number of the (last) header row; it and everything above are kept. */
  headerRow: number
  rows: ReadonlyMap<number, RowMark>
  keepOnlyMarked: boolean
  /** 0-based column that the reasons go to. */
  reasonColumn: number
  styles: StyleMarker
}

const reasonWidth = 48
/** Left out of a copy with other rows: the filter would hide them, and what the rest points at has moved. */
const leftOutOfExtracts = new Set([
  'autoFilter',
  'legacyDrawing',
  'sortState',
  'rowBreaks',
  'ignoredErrors',
  'customSheetViews',
])

/** Streams the rewritten part. `pieces` is the part in UTF-8. */
export const annotateSheet = (
  pieces: AsyncIterable<Buffer>,
  annotation: SheetAnnotation,
): AsyncGenerator<Buffer> => rewriteSheet(pieces, annotationEdit(annotation))

function annotationEdit(annotation: SheetAnnotation): SheetEdit {
  const { keepOnlyMarked, headerRow, rows } = annotation
  let prefix = ''
  let outputRow = 0
  /** Where rows of the source stand in the copy. */
  const newRows = new Map<number, number>()

  function markedRow(row: StreamedRow): string {
    const moved = keepOnlyMarked && row.number > headerRow
    outputRow = moved ? Math.max(outputRow, headerRow) + 1 : row.number
    newRows.set(row.number, outputRow)
    const mark = rows.get(row.number)
    if (mark !== undefined) markCells(row, mark, annotation.styles)
    const reason = row.number === headerRow ? annotation.reasonHeader : mark?.reason
    if (reason !== undefined) addReason(row, reason, annotation, prefix)
    let { attributes } = row
    if (keepOnlyMarked) attributes = setAttribute(attributes, 'hidden', null)
    if (mark !== undefined)
      attributes = setAttribute(setAttribute(attributes, 'ht', null), 'customHeight', null)
    return rowXml(prefix, outputRow, attributes, row.cells)
  }

  /** Merges among the rows that are left; one over several rows is dropped when rows between may be gone. */
  function mergesXml(elements: readonly SectionElement[]): string {
    const kept = elements.flatMap(({ attribute }) => {
      const range = parseRange(attribute('ref') ?? '')
      if (range === null) return []
      if (!keepOnlyMarked || range.lastRow <= headerRow) return [range]
      const row = range.firstRow === range.lastRow ? newRows.get(range.firstRow) : undefined
      return row === undefined ? [] : [{ ...range, firstRow: row, lastRow: row }]
    })
    if (kept.length === 0) return ''
    const xml = kept.map((range) => `<${prefix}mergeCell ref="${rangeText(range)}"/>`)
    return `<${prefix}mergeCells count="${kept.length}">${xml.join('')}</${prefix}mergeCells>`
  }

  function hyperlinksXml(elements: readonly SectionElement[]): string {
    const links = elements.flatMap(({ attributes, attribute }) => {
      const range = parseRange(attribute('ref') ?? '')
      if (range === null || range.firstRow !== range.lastRow) return []
      const row = range.lastRow <= headerRow ? range.firstRow : newRows.get(range.firstRow)
      if (row === undefined) return []
      const placed = setAttribute(attributes, 'ref', rangeText({ ...range, firstRow: row, lastRow: row }))
      return [`<${prefix}hyperlink${placed}/>`]
    })
    return links.length === 0 ? '' : `<${prefix}hyperlinks>${links.join('')}</${prefix}hyperlinks>`
  }

  return {
    begin: (found) => {
      prefix = found
    },
    section(name) {
      if (name === 'dimension' || (keepOnlyMarked && leftOutOfExtracts.has(name))) return 'drop'
      if (name === 'cols' || name === 'mergeCells') return 'collect'
      return name === 'hyperlinks' && keepOnlyMarked ? 'collect' : 'copy'
    },
    collected(name, elements) {
      if (name === 'cols') return columnsXml(elements, annotation.reasonColumn + 1, prefix)
      return name === 'mergeCells' ? mergesXml(elements) : hyperlinksXml(elements)
    },
    wants: (row) => !keepOnlyMarked || row <= headerRow || rows.has(row),
    // Rows have moved, so only the stored value of a formula still holds.
    withoutFormulas: keepOnlyMarked,
    row: markedRow,
  }
}

function markCells({ cells }: StreamedRow, mark: RowMark, styles: StyleMarker): void {
  for (const column of mark.columns) {
    let cell = cells.find((one) => one.column === column)
    if (cell === undefined) {
      cell = { column, attributes: '', inside: '' }
      cells.push(cell)
    }
    cell.attributes = setAttribute(cell.attributes, 's', String(styles.marked(styleOf(cell))))
  }
}

function addReason(row: StreamedRow, reason: string, annotation: SheetAnnotation, prefix: string): void {
  const { reasonColumn, styles, headerRow } = annotation
  const beside = row.cells.filter(({ column }) => column < reasonColumn).at(-1)
  // The new heading looks like the one beside it.
  const style = row.number === headerRow && beside !== undefined ? styleOf(beside) : styles.reason
  row.cells = row.cells.filter(({ column }) => column !== reasonColumn)
  row.cells.push({
    column: reasonColumn,
    attributes: ` s="${style}" t="inlineStr"`,
    inside: `<${prefix}is><${prefix}t xml:space="preserve">${escapeCellText(reason)}</${prefix}t></${prefix}is>`,
  })
}

/** The column widths with one for the reasons; a span that covers its place is cut in two. */
function columnsXml(elements: readonly SectionElement[], place: number, prefix: string): string {
  const columns = elements.flatMap(({ attributes, attribute }) => {
    const first = Number(attribute('min'))
    const last = Number(attribute('max'))
    return first >= 1 && last >= first ? [{ first, last, attributes }] : []
  })
  const spans = columns.flatMap(({ first, last, attributes }) => [
    { first, last: Math.min(last, place - 1), attributes },
    { first: Math.max(first, place + 1), last, attributes },
  ])
  spans.push({ first: place, last: place, attributes: ` width="${reasonWidth}" customWidth="1"` })
  const xml = spans
    .filter(({ first, last }) => first <= last)
    .filter((span, index, all) => all.findIndex(({ first }) => first === span.first) === index)
    .toSorted((left, right) => left.first - right.first)
    .map(({ first, last, attributes }) => {
      const placed = setAttribute(setAttribute(attributes, 'min', String(first)), 'max', String(last))
      return `<${prefix}col${placed}/>`
    })
  return `<${prefix}cols>${xml.join('')}</${prefix}cols>`
}
