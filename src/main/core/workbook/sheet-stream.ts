/**
 * Rewrites one sheet of somebody else's workbook as it streams by. Everything is copied as it stands except what an
 * edit takes in hand: rows cell by cell, whole sections, attributes of single tags. Notes to a sender
 * (annotate-sheet.ts) and filling a blank workbook (fill-sheet.ts) are two such edits.
 */
import { columnIndex, columnLetters } from './cells.ts'
import type { CellRange } from './types.ts'
import { setAttribute } from './xml-rewrite.ts'
import { tokenKinds, XmlTokens } from './xml-tokens.ts'

export interface StreamedCell {
  column: number
  /** As they stand in the tag, with the space before each. */
  attributes: string
  inside: string
}

export interface StreamedRow {
  number: number
  attributes: string
  cells: StreamedCell[]
}

/** One element of a section that an edit collects. */
export interface SectionElement {
  attributes: string
  attribute: (name: string) => string | null
}

export interface SheetEdit {
  /** `collect`: its elements go to `collected`, which writes it anew; `copy`: as it stands, tag by tag. */
  section: (name: string) => 'copy' | 'drop' | 'collect'
  /** The section as it shall be; called without elements for a section that the sheet does not have. */
  collected: (name: string, elements: SectionElement[]) => string
  /** A tag of a copied section, by local name. */
  tag?: (section: string, name: string, raw: string, attribute: (name: string) => string | null) => string
  /** A text of a copied section, by the local name of its element. */
  text?: (section: string, name: string, raw: string) => string
  /** Whether the cells of a row are wanted; the row is left out otherwise. */
  wants: (row: number) => boolean
  /** Formulas are left out and only their stored values kept: for rows that move. */
  withoutFormulas: boolean
  /** XML in place of a row. */
  row: (row: StreamedRow) => string
  /** XML behind the last row, in pieces. */
  afterRows?: () => Iterable<string>
  /** The prefix of the sheet's elements, known before anything else is asked for. */
  begin: (prefix: string) => void
}

const pieceCharacters = 64 * 1024

/** Streams the rewritten part. `pieces` is the part in UTF-8. */
export async function* rewriteSheet(pieces: AsyncIterable<Buffer>, edit: SheetEdit): AsyncGenerator<Buffer> {
  const tokens = new XmlTokens()
  const rewriter = new SheetRewriter(tokens, edit)
  for await (const piece of pieces) {
    tokens.append(piece)
    for (const _full of rewriter.run()) yield rewriter.take()
    if (rewriter.output.length > pieceCharacters) yield rewriter.take()
  }
  tokens.finish()
  for (const _full of rewriter.run()) yield rewriter.take()
  yield rewriter.take()
}

class SheetRewriter {
  output = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
  private readonly tokens: XmlTokens
  private readonly edit: SheetEdit
  private prefix = ''
  /** Child of the worksheet that is being walked, or '', and what is done with it. */
  private section = ''
  private mode: 'copy' | 'drop' | 'collect' = 'copy'
  private elements: SectionElement[] = []
  private hadColumns = false
  private openNames: string[] = []
  private row: StreamedRow = { number: 0, attributes: '', cells: [] }
  private wanted = false
  private nextColumn = 0
  private cell: StreamedCell | null = null
  private inFormula = false

  constructor(tokens: XmlTokens, edit: SheetEdit) {
    this.tokens = tokens
    this.edit = edit
  }

  take(): Buffer {
    const bytes = Buffer.from(this.output, 'utf8')
    this.output = ''
    return bytes
  }

  /** Walks as far as the bytes reach; yields whenever there is a piece to take. */
  *run(): Generator<void> {
    const { tokens } = this
    for (;;) {
      const kind = tokens.next()
      if (kind <= tokenKinds.more) return
      if (kind === tokenKinds.open || kind === tokenKinds.empty) {
        const empty = kind === tokenKinds.empty
        // Depth of the element itself, whether it is empty or not.
        const depth = empty ? tokens.depth + 1 : tokens.depth
        // Nearly every tag is one of a row or cell: those need no generator of their own.
        if (depth > 2 && this.section === 'sheetData') this.openInData(depth, empty)
        else yield* this.open(depth, empty)
      } else if (kind === tokenKinds.close) {
        const depth = tokens.depth + 1
        if (depth > 2 && this.section === 'sheetData') this.closeInData(depth)
        else yield* this.close(depth)
      } else {
        this.text()
      }
    }
  }

  private *open(depth: number, empty: boolean): Generator<void> {
    const { tokens } = this
    if (depth === 1) {
      const tag = tokens.raw()
      this.prefix = tag.slice(1, tag.indexOf(tokens.name()))
      this.edit.begin(this.prefix)
      this.output += tag
    } else if (depth === 2) {
      yield* this.openSection(empty)
    } else if (this.mode === 'collect') {
      if (depth === 3) this.collect()
    } else if (this.mode === 'copy') {
      this.copyTag()
      if (!empty) this.openNames.push(tokens.name())
    }
  }

  private collect(): void {
    const attributes = this.tokens.attributes()
    this.elements.push({
      attributes: this.tokens.rawAttributes(),
      attribute: (name) => attributes.get(name) ?? null,
    })
  }

  private copyTag(): void {
    const { tokens, edit } = this
    const raw = tokens.raw()
    this.output += edit.tag?.(this.section, tokens.name(), raw, (name) => tokens.attribute(name)) ?? raw
  }

  private *openSection(empty: boolean): Generator<void> {
    const { tokens, edit } = this
    this.section = tokens.name()
    if (this.section === 'sheetData') {
      if (!this.hadColumns) this.output += edit.collected('cols', [])
      this.output += `<${this.prefix}sheetData>`
      if (empty) yield* this.endRows()
    } else {
      this.mode = edit.section(this.section)
      this.elements = []
      if (this.section === 'cols') this.hadColumns = true
      if (this.mode === 'copy') {
        this.copyTag()
        if (!empty) this.openNames = [this.section]
      }
    }
    if (empty) this.section = ''
  }

  private *endRows(): Generator<void> {
    for (const piece of this.edit.afterRows?.() ?? []) {
      this.output += piece
      if (this.output.length > pieceCharacters) yield
    }
    this.output += `</${this.prefix}sheetData>`
  }

  private *close(depth: number): Generator<void> {
    const { tokens } = this
    if (depth === 1) {
      this.output += tokens.raw()
    } else if (depth === 2) {
      if (this.section === 'sheetData') yield* this.endRows()
      else if (this.mode === 'collect') this.output += this.edit.collected(this.section, this.elements)
      else if (this.mode === 'copy') this.output += tokens.raw()
      this.section = ''
    } else if (this.mode === 'copy') {
      this.openNames.pop()
      this.output += tokens.raw()
    }
  }

  private text(): void {
    const { tokens, edit } = this
    if (this.section === 'sheetData') {
      if (this.cell !== null && this.wanted && !this.inFormula) this.cell.inside += tokens.raw()
    } else if (this.section !== '' && this.mode === 'copy') {
      const raw = tokens.raw()
      this.output += edit.text?.(this.section, this.openNames.at(-1) ?? '', raw) ?? raw
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
    if (this.cell === null || !this.wanted) return
    if (depth === 5 && tokens.name() === 'f' && this.edit.withoutFormulas) {
      this.inFormula = !empty
      return
    }
    if (!this.inFormula) this.cell.inside += tokens.raw()
  }

  private closeInData(depth: number): void {
    if (depth === 3) this.endRow()
    else if (depth === 4) this.endCell()
    else if (this.inFormula) this.inFormula = depth > 5
    else if (this.cell !== null && this.wanted) this.cell.inside += this.tokens.raw()
  }

  private openRow(): void {
    const { tokens } = this
    const reference = tokens.attribute('r')
    const number = reference === null ? this.row.number + 1 : Number(reference)
    this.row = { number, attributes: tokens.rawAttributes(), cells: [] }
    this.nextColumn = 0
    this.wanted = this.edit.wants(number)
  }

  private openCell(): void {
    const { tokens } = this
    const reference = tokens.attribute('r')
    const letters = reference === null ? null : /^\$?([A-Za-z]{1,3})/.exec(reference)?.[1]
    const column = letters === null || letters === undefined ? this.nextColumn : columnIndex(letters)
    this.nextColumn = column + 1
    this.cell = { column, attributes: this.wanted ? tokens.rawAttributes() : '', inside: '' }
  }

  private endCell(): void {
    if (this.cell !== null && this.wanted) this.row.cells.push(this.cell)
    this.cell = null
    this.inFormula = false
  }

  private endRow(): void {
    if (this.wanted) this.output += this.edit.row(this.row)
  }
}

/** A row with its cells in order, placed at a number. */
export function rowXml(
  prefix: string,
  number: number,
  attributes: string,
  cells: readonly StreamedCell[],
): string {
  const placed = withPlace(setAttribute(attributes, 'spans', null), String(number))
  const xml = cells
    .toSorted((left, right) => left.column - right.column)
    .map((cell) => {
      const where = withPlace(cell.attributes, `${columnLetters(cell.column)}${number}`)
      return cell.inside === '' ? `<${prefix}c${where}/>` : `<${prefix}c${where}>${cell.inside}</${prefix}c>`
    })
  return `<${prefix}row${placed}>${xml.join('')}</${prefix}row>`
}

/** With the place in front, or where it stood. */
const withPlace = (attributes: string, place: string): string =>
  /\sr\s*=/.test(attributes) ? setAttribute(attributes, 'r', place) : ` r="${place}"${attributes}`

/** Index of a cell's style. */
export function styleOf({ attributes }: StreamedCell): number {
  return Number(/\ss\s*=\s*["'](\d+)["']/.exec(attributes)?.[1] ?? 0)
}

export function rangeText({ firstRow, lastRow, firstColumn, lastColumn }: CellRange): string {
  const first = `${columnLetters(firstColumn)}${firstRow}`
  const last = `${columnLetters(lastColumn)}${lastRow}`
  return first === last ? first : `${first}:${last}`
}
