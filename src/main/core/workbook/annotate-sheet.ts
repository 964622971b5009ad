/** Rewrites one sheet of a sender's workbook as it streams by: rows left out or renumbered, cells marked, a column added. */
import type { StyleMarker } from './annotate-styles.ts'
import { columnIndex, columnLetters } from './cells.ts'
import { parseRange } from './sheet-layout.ts'
import type { CellRange } from './types.ts'
import { escapeCellText } from './xml-escape.ts'
import { setAttribute } from './xml-rewrite.ts'
import { tokenKinds, XmlTokens } from './xml-tokens.ts'

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

interface CopiedCell {
  column: number
  attributes: string
  inside: string
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
export async function* annotateSheet(
  pieces: AsyncIterable<Buffer>,
  annotation: SheetAnnotation,
): AsyncGenerator<Buffer> {
  const tokens = new XmlTokens()
  const rewriter = new SheetRewriter(tokens, annotation)
  for await (const piece of pieces) {
    tokens.append(piece)
    rewriter.run()
    if (rewriter.output.length > 64 * 1024) yield rewriter.take()
  }
  tokens.finish()
  rewriter.run()
  yield rewriter.take()
}

class SheetRewriter {
  output = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
  private readonly tokens: XmlTokens
  private readonly annotation: SheetAnnotation
  private prefix = ''
  /** Child of the worksheet that is being walked, or ''. */
  private section = ''
  private columns: { first: number; last: number; attributes: string }[] = []
  private columnsDone = false
  private merges: CellRange[] = []
  private hyperlinks = ''
  private sourceRow = 0
  private rowAttributes = ''
  private rowKept = false
  private outputRow = 0
  private cells: CopiedCell[] = []
  private nextColumn = 0
  private cell: CopiedCell | null = null
  private inFormula = false
  private readonly newRows = new Map<number, number>()

  constructor(tokens: XmlTokens, annotation: SheetAnnotation) {
    this.tokens = tokens
    this.annotation = annotation
  }

  take(): Buffer {
    const bytes = Buffer.from(this.output, 'utf8')
    this.output = ''
    return bytes
  }

  run(): void {
    const { tokens } = this
    for (;;) {
      const kind = tokens.next()
      if (kind <= tokenKinds.more) return
      if (kind === tokenKinds.open || kind === tokenKinds.empty) {
        // Depth of the element itself, whether it is empty or not.
        const depth = kind === tokenKinds.open ? tokens.depth : tokens.depth + 1
        this.open(depth, kind === tokenKinds.empty)
      } else if (kind === tokenKinds.close) {
        this.close(tokens.depth + 1)
      } else {
        this.text()
      }
    }
  }

  private open(depth: number, empty: boolean): void {
    const { tokens } = this
    if (depth === 1) {
      const tag = tokens.raw()
      this.prefix = tag.slice(1, tag.indexOf(tokens.name()))
      this.output += tag
      return
    }
    if (depth === 2) {
      this.openSection(empty)
      return
    }
    switch (this.section) {
      case 'cols':
        if (depth === 3) this.addColumns()
        return
      case 'mergeCells': {
        const range = depth === 3 ? parseRange(tokens.attribute('ref') ?? '') : null
        if (range !== null) this.merges.push(range)
        return
      }
      case 'hyperlinks':
        if (depth === 3) this.addHyperlink()
        return
      case 'sheetData':
        this.openInData(depth, empty)
        return
      case 'left out':
        return
      default:
        this.output += tokens.raw()
    }
  }

  private openSection(empty: boolean): void {
    const { tokens, annotation } = this
    const name = tokens.name()
    const leftOut = name === 'dimension' || (annotation.keepOnlyMarked && leftOutOfExtracts.has(name))
    this.section = leftOut ? 'left out' : name
    const collected =
      ['cols', 'mergeCells', 'hyperlinks'].includes(name) &&
      (name !== 'hyperlinks' || annotation.keepOnlyMarked)
    if (name === 'hyperlinks' && !collected) this.section = 'copied'
    if (name === 'sheetData') {
      if (!this.columnsDone) this.output += this.columnsXml()
      this.output += `<${this.prefix}sheetData>`
      if (empty) this.output += `</${this.prefix}sheetData>`
    } else if (!leftOut && !collected) {
      this.output += tokens.raw()
    }
    if (empty) this.section = ''
  }

  private close(depth: number): void {
    const { tokens } = this
    if (depth === 1) {
      this.output += tokens.raw()
      return
    }
    if (depth === 2) {
      this.closeSection()
      return
    }
    switch (this.section) {
      case 'sheetData':
        this.closeInData(depth)
        return
      case 'cols':
      case 'mergeCells':
      case 'hyperlinks':
      case 'left out':
        return
      default:
        this.output += tokens.raw()
    }
  }

  private closeSection(): void {
    const { prefix } = this
    switch (this.section) {
      case 'cols':
        this.output += this.columnsXml()
        break
      case 'mergeCells':
        this.output += this.mergesXml()
        break
      case 'hyperlinks':
        if (this.hyperlinks !== '')
          this.output += `<${prefix}hyperlinks>${this.hyperlinks}</${prefix}hyperlinks>`
        break
      case 'left out':
        break
      default:
        this.output += this.tokens.raw()
    }
    this.section = ''
  }

  private text(): void {
    const { tokens } = this
    if (this.section === 'sheetData') {
      if (this.cell !== null && this.rowKept && !this.inFormula) this.cell.inside += tokens.raw()
    } else if (!['cols', 'mergeCells', 'hyperlinks', 'left out', ''].includes(this.section)) {
      this.output += tokens.raw()
    }
  }

  private openInData(depth: number, empty: boolean): void {
    const { tokens } = this
    if (depth === 3) {
      this.openRow()
      if (empty) this.endRow()
      return
    }
    if (depth === 4 && tokens.name() === 'c') {
      this.openCell()
      if (empty) this.endCell()
      return
    }
    if (this.cell === null || !this.rowKept) return
    if (depth === 5 && tokens.name() === 'f' && this.annotation.keepOnlyMarked) {
      // Rows have moved, so only the stored value of a formula still holds.
      this.inFormula = !empty
      return
    }
    if (!this.inFormula) this.cell.inside += tokens.raw()
  }

  private closeInData(depth: number): void {
    if (depth === 3) this.endRow()
    else if (depth === 4) this.endCell()
    else if (this.inFormula) this.inFormula = depth > 5
    else if (this.cell !== null && this.rowKept) this.cell.inside += this.tokens.raw()
  }

  private openRow(): void {
    const { tokens, annotation } = this
    const reference = tokens.attribute('r')
    this.sourceRow = reference === null ? this.sourceRow + 1 : Number(reference)
    this.rowAttributes = tokens.rawAttributes()
    this.cells = []
    this.nextColumn = 0
    this.rowKept = this.keeps(this.sourceRow)
    if (!this.rowKept) return
    const moved = annotation.keepOnlyMarked && this.sourceRow > annotation.headerRow
    this.outputRow = moved ? Math.max(this.outputRow, annotation.headerRow) + 1 : this.sourceRow
    this.newRows.set(this.sourceRow, this.outputRow)
  }

  private keeps(row: number): boolean {
    const { keepOnlyMarked, headerRow, rows } = this.annotation
    return !keepOnlyMarked || row <= headerRow || rows.has(row)
  }

  private openCell(): void {
    const { tokens } = this
    const reference = tokens.attribute('r')
    const letters = reference === null ? null : /^\$?([A-Za-z]{1,3})/.exec(reference)?.[1]
    const column = letters === null || letters === undefined ? this.nextColumn : columnIndex(letters)
    this.nextColumn = column + 1
    this.cell = { column, attributes: this.rowKept ? tokens.rawAttributes() : '', inside: '' }
  }

  private endCell(): void {
    if (this.cell !== null && this.rowKept) this.cells.push(this.cell)
    this.cell = null
    this.inFormula = false
  }

  private endRow(): void {
    if (!this.rowKept) return
    const { annotation, prefix } = this
    const mark = annotation.rows.get(this.sourceRow)
    const reason = this.sourceRow === annotation.headerRow ? annotation.reasonHeader : mark?.reason
    if (mark !== undefined) this.markCells(mark)
    if (reason !== undefined) this.addReason(reason)
    let attributes = setAttribute(
      setAttribute(this.rowAttributes, 'r', String(this.outputRow)),
      'spans',
      null,
    )
    if (annotation.keepOnlyMarked) attributes = setAttribute(attributes, 'hidden', null)
    if (mark !== undefined)
      attributes = setAttribute(setAttribute(attributes, 'ht', null), 'customHeight', null)
    const xml = this.cells
      .toSorted((left, right) => left.column - right.column)
      .map((cell) => this.cellXml(cell))
    this.output += `<${prefix}row${attributes}>${xml.join('')}</${prefix}row>`
    this.cells = []
  }

  private cellXml({ column, attributes, inside }: CopiedCell): string {
    const { prefix } = this
    const placed = setAttribute(attributes, 'r', `${columnLetters(column)}${this.outputRow}`)
    return inside === '' ? `<${prefix}c${placed}/>` : `<${prefix}c${placed}>${inside}</${prefix}c>`
  }

  private markCells(mark: RowMark): void {
    const { cells, annotation } = this
    for (const column of mark.columns) {
      let cell = cells.find((one) => one.column === column)
      if (cell === undefined) {
        cell = { column, attributes: '', inside: '' }
        cells.push(cell)
      }
      cell.attributes = setAttribute(cell.attributes, 's', String(annotation.styles.marked(styleOf(cell))))
    }
  }

  private addReason(reason: string): void {
    const { annotation, prefix } = this
    const { reasonColumn, styles } = annotation
    const isHeader = this.sourceRow === annotation.headerRow
    const beside = this.cells.filter(({ column }) => column < reasonColumn).at(-1)
    // The new heading looks like the one beside it.
    const style = isHeader && beside !== undefined ? styleOf(beside) : styles.reason
    this.cells = this.cells.filter(({ column }) => column !== reasonColumn)
    this.cells.push({
      column: reasonColumn,
      attributes: ` s="${style}" t="inlineStr"`,
      inside: `<${prefix}is><${prefix}t xml:space="preserve">${escapeCellText(reason)}</${prefix}t></${prefix}is>`,
    })
  }

  private addColumns(): void {
    const { tokens } = this
    const first = Number(tokens.attribute('min'))
    const last = Number(tokens.attribute('max'))
    if (first >= 1 && last >= first) this.columns.push({ first, last, attributes: tokens.rawAttributes() })
  }

  /** The column widths with one for the reasons; a span that covers its place is cut in two. */
  private columnsXml(): string {
    const { prefix } = this
    this.columnsDone = true
    const place = this.annotation.reasonColumn + 1
    const spans = this.columns.flatMap(({ first, last, attributes }) => [
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

  /** Merges among the rows that are left; one over several rows is dropped when rows between may be gone. */
  private mergesXml(): string {
    const { annotation, prefix } = this
    const kept = this.merges.flatMap((range) => {
      const moves = annotation.keepOnlyMarked && range.lastRow > annotation.headerRow
      if (!moves) return [range]
      const row = range.firstRow === range.lastRow ? this.newRows.get(range.firstRow) : undefined
      return row === undefined ? [] : [{ ...range, firstRow: row, lastRow: row }]
    })
    if (kept.length === 0) return ''
    const xml = kept.map((range) => `<${prefix}mergeCell ref="${rangeText(range)}"/>`)
    return `<${prefix}mergeCells count="${kept.length}">${xml.join('')}</${prefix}mergeCells>`
  }

  private addHyperlink(): void {
    const { tokens, annotation, prefix } = this
    const range = parseRange(tokens.attribute('ref') ?? '')
    if (range === null) return
    const row = range.lastRow <= annotation.headerRow ? range.firstRow : this.newRows.get(range.firstRow)
    if (row === undefined || range.firstRow !== range.lastRow) return
    const placed = setAttribute(
      tokens.rawAttributes(),
      'ref',
      rangeText({ ...range, firstRow: row, lastRow: row }),
    )
    this.hyperlinks += `<${prefix}hyperlink${placed}/>`
  }
}

function styleOf({ attributes }: CopiedCell): number {
  return Number(/\ss\s*=\s*["'](\d+)["']/.exec(attributes)?.[1] ?? 0)
}

function rangeText({ firstRow, lastRow, firstColumn, lastColumn }: CellRange): string {
  const first = `${columnLetters(firstColumn)}${firstRow}`
  const last = `${columnLetters(lastColumn)}${lastRow}`
  return first === last ? first : `${first}:${last}`
}
