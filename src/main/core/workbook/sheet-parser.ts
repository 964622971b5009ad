/**
 * Turns the XML of one sheet into rows. Two layers: `SheetParser.run` walks tokens and copes with everything the
 * format allows (prefixes, missing references, rich text, formulas, CDATA); `takePlainCells` takes the common shapes
 * first and much faster.
 */
import { CellCache } from './cell-cache.ts'
import { emptyCell, makeCell, makeRow, textCell } from './cells.ts'
import { serialToDate } from './dates.ts'
import { limits } from './limits.ts'
import type { PlainContext } from './plain-cells.ts'
import { takePlainCells } from './plain-cells.ts'
import { WorkbookRefused } from './refusal.ts'
import { RowBuffer } from './row-buffer.ts'
import type { SharedStrings } from './shared-strings.ts'
import { SheetLayout } from './sheet-layout.ts'
import type { Cell, Row } from './types.ts'
import { decodeEscapes } from './xml-text.ts'
import { packName, tokenKinds, XmlTokens } from './xml-tokens.ts'

const codes = {
  row: packName('row'),
  c: packName('c'),
  v: packName('v'),
  f: packName('f'),
  is: packName('is'),
  t: packName('t'),
  r: packName('r'),
  cols: packName('cols'),
  col: packName('col'),
}

/** What the innermost open element is. */
const places = {
  document: 0,
  worksheet: 1,
  sheetData: 2,
  row: 3,
  cell: 4,
  value: 5,
  formula: 6,
  inline: 7,
  run: 8,
  text: 9,
  columns: 10,
  merges: 11,
  filter: 12,
  skipped: 13,
} as const

/** Cell types (`t`); `n` is also the default. */
const cellTypes = { n: 0, s: 1, str: 2, inlineStr: 3, b: 4, e: 5, d: 6 } as const
const cellTypeOf = new Map<string, number>(Object.entries(cellTypes))

export interface SheetContext {
  strings: SharedStrings | null
  /** 1 for each style that shows dates. */
  dateStyles: Uint8Array
  date1904: boolean
}

export class SheetParser {
  readonly tokens = new XmlTokens()
  readonly layout = new SheetLayout()
  /** Rows finished so far; the caller takes them away. */
  rows: Row[] = []
  private readonly context: SheetContext & PlainContext
  private readonly row = new RowBuffer()
  private readonly placeAt = new Uint8Array(limits.depth + 2)
  private place: number = places.document
  private rowKnown = false
  private rowHidden = false
  private column = 0
  private cellType = 0
  private cellStyle = 0
  private hasFormula = false
  private hasValue = false
  private value = ''

  constructor(context: SheetContext) {
    this.context = { ...context, cache: new CellCache(context.date1904) }
  }

  /** Parses what has been appended to `tokens`. Stops early when `maximum` rows are ready. Answers true at the end. */
  run(maximum: number): boolean {
    const { tokens } = this
    for (;;) {
      if (this.place === places.row) takePlainCells(tokens, this.row, this.context)
      const kind = tokens.next()
      if (kind === tokenKinds.text) this.text()
      else if (kind === tokenKinds.open) this.open(false)
      else if (kind === tokenKinds.close) {
        this.close()
        if (this.rows.length >= maximum) return false
      } else if (kind === tokenKinds.empty) this.open(true)
      else return kind === tokenKinds.end
    }
  }

  private open(selfClosing: boolean): void {
    const { tokens } = this
    const inside = this.place
    const place = this.placeOf(inside)
    if (!selfClosing) {
      this.placeAt[tokens.depth] = inside
      this.place = place
    }
    if (place === places.cell) {
      this.startCell()
      if (selfClosing) this.endCell()
    } else if (place === places.row) {
      this.startRow()
      if (selfClosing) this.endRow()
    } else if (place === places.formula) {
      this.hasFormula = true
    } else if (place === places.value || place === places.inline) {
      this.hasValue = true
    }
  }

  private close(): void {
    const closed = this.place
    this.place = this.placeAt[this.tokens.depth + 1] as number
    if (closed === places.cell) this.endCell()
    else if (closed === places.row) this.endRow()
  }

  /** Where an element with the name of the current token leads from `inside`. */
  private placeOf(inside: number): number {
    const { tokens } = this
    const { code } = tokens
    switch (inside) {
      case places.sheetData:
        return code === codes.row ? places.row : places.skipped
      case places.row:
        return code === codes.c ? places.cell : places.skipped
      case places.cell:
        if (code === codes.v) return places.value
        if (code === codes.f) return places.formula
        return code === codes.is ? places.inline : places.skipped
      case places.inline:
        if (code === codes.t) return places.text
        return code === codes.r ? places.run : places.skipped
      case places.run:
        return code === codes.t ? places.text : places.skipped
      case places.worksheet:
        return this.worksheetPlace()
      case places.columns:
        if (code === codes.col) this.layout.addColumns(tokens.attributes())
        return places.skipped
      case places.merges:
        if (tokens.name() === 'mergeCell') this.layout.addMerge(tokens.attribute('ref'))
        return places.skipped
      case places.filter:
        if (tokens.name() === 'filterColumn') this.layout.summary.filtered = true
        return places.skipped
      case places.document:
        if (tokens.name() !== 'worksheet') throw new WorkbookRefused('damaged', 'no worksheet')
        return places.worksheet
      default:
        return places.skipped
    }
  }

  private worksheetPlace(): number {
    const { tokens } = this
    if (tokens.code === codes.cols) return places.columns
    switch (tokens.name()) {
      case 'sheetData':
        return places.sheetData
      case 'mergeCells':
        return places.merges
      case 'autoFilter':
        this.layout.summary.autoFilter = tokens.attribute('ref')
        return places.filter
      default:
        return places.skipped
    }
  }

  private text(): void {
    const { place } = this
    if (place !== places.value && place !== places.text) return
    if (this.value.length <= limits.cellCharacters) this.value += this.tokens.text()
  }

  private startRow(): void {
    const { tokens } = this
    const attributes = tokens.attributesEnd > tokens.attributesStart ? tokens.attributes() : null
    const reference = attributes?.get('r')
    const number = reference === undefined ? this.row.number + 1 : Number(reference.trim())
    this.rowKnown = reference !== undefined
    this.setRowNumber(number, this.row.number)
    const hidden = attributes?.get('hidden')
    this.rowHidden = hidden === '1' || hidden === 'true'
    this.row.start()
  }

  private setRowNumber(number: number, previous: number): void {
    if (!Number.isInteger(number) || number <= previous) throw new WorkbookRefused('damaged', 'row numbers')
    if (number > limits.rows) throw new WorkbookRefused('farCell', 'row number')
    this.row.number = number
  }

  private endRow(): void {
    const { number, width } = this.row
    if (width === 0) return
    this.rows.push(makeRow(number, this.rowHidden, this.row.take()))
    this.layout.addRow(number, this.rowHidden, width)
  }

  private startCell(): void {
    const { tokens } = this
    this.cellType = cellTypes.n
    this.cellStyle = 0
    this.hasFormula = false
    this.hasValue = false
    this.value = ''
    this.column = this.row.nextColumn
    if (tokens.attributesEnd > tokens.attributesStart) {
      const attributes = tokens.attributes()
      const reference = attributes.get('r')
      if (reference !== undefined) this.readReference(reference)
      const type = attributes.get('t')
      if (type !== undefined) {
        const known = cellTypeOf.get(type)
        if (known === undefined) throw new WorkbookRefused('damaged', 'cell type')
        this.cellType = known
      }
      this.cellStyle = Number(attributes.get('s') ?? 0)
    }
    this.row.nextColumn = this.column + 1
  }

  private readReference(reference: string): void {
    const match = /^\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})$/.exec(reference)
    if (!match) throw new WorkbookRefused('damaged', 'cell reference')
    let column = 0
    for (const letter of match[1] as string) column = column * 26 + (letter.charCodeAt(0) & 31)
    this.column = column - 1
    const number = Number(match[2])
    if (number === this.row.number) return
    // A row without a number takes it from its first cell.
    if (this.rowKnown || this.row.width > 0) throw new WorkbookRefused('damaged', 'cell outside its row')
    this.setRowNumber(number, this.row.number - 1)
    this.rowKnown = true
  }

  private endCell(): void {
    if (this.column >= limits.lastColumn) throw new WorkbookRefused('farCell', 'column')
    const cell = this.finishedCell()
    if (cell !== emptyCell) this.row.put(this.column, cell)
  }

  private finishedCell(): Cell {
    const formula = this.hasFormula
    if (!this.hasValue) return formula ? makeCell('formulaNoValue', '', null, true) : emptyCell
    const { value } = this
    switch (this.cellType) {
      case cellTypes.s:
        return this.sharedCell(value.trim())
      case cellTypes.str:
      case cellTypes.inlineStr: {
        const text = decodeEscapes(value)
        if (text.length > limits.cellCharacters) this.layout.addOverlongText()
        return textCell(text, formula)
      }
      case cellTypes.b:
        return makeCell('boolean', /^\s*(1|true)\s*$/.test(value) ? '1' : '0', null, formula)
      case cellTypes.e:
        return makeCell('error', value.trim(), null, formula)
      case cellTypes.d:
        return makeCell('date', value.trim(), /^\s*(\d{4}-\d{2}-\d{2})/.exec(value)?.[1] ?? null, formula)
      default:
        return this.numberCell(value.trim())
    }
  }

  private sharedCell(value: string): Cell {
    const { strings } = this.context
    if (strings === null || !/^[0-9]{1,9}$/.test(value)) {
      throw new WorkbookRefused('missingStrings', 'cell without its text')
    }
    const cell = strings.cell(Number(value))
    if (cell.text.length > limits.cellCharacters) this.layout.addOverlongText()
    return this.hasFormula ? textCell(cell.text, true) : cell
  }

  private numberCell(value: string): Cell {
    const formula = this.hasFormula
    if (value === '') return formula ? makeCell('formulaNoValue', '', null, true) : emptyCell
    if (!/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(value) || value.length > 64) {
      throw new WorkbookRefused('damaged', 'number')
    }
    return this.context.dateStyles[this.cellStyle] === 1
      ? makeCell('date', value, serialToDate(Number(value), this.context.date1904), formula)
      : makeCell('number', value, null, formula)
  }
}
