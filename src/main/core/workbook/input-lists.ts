/** Reads what a blank workbook asks of its cells: drop-down lists with their items, hints, date formats. */

import { columnIndex } from './cells.ts'
import type { XlsxWorkbook } from './gate.ts'
import { findEntry } from './gate.ts'
import { limits } from './limits.ts'
import { readPart } from './package-edit.ts'
import { readRelations, relationsPartOf } from './package-parts.ts'
import { parseRange } from './sheet-layout.ts'
import { readDateStyles } from './styles-reader.ts'
import type { CellRange } from './types.ts'
import type { ElementSpan } from './xml-rewrite.ts'
import { elementSpans } from './xml-rewrite.ts'
import { decodeEntities } from './xml-text.ts'
import { inflateEntry } from './zip-inflate.ts'

export interface ColumnInput {
  /** Items of the drop-down list; null where it is computed by a formula or has too many. */
  list: string[] | null
  /** Prompt and error message of the check. */
  hints: string[]
}

export interface SheetInputs {
  /** By 0-based column. */
  columns: ReadonlyMap<number, ColumnInput>
  /** Columns whose cells at the row asked for are formatted as dates. */
  dates: ReadonlySet<number>
}

const listItems = 500
/** A check over more columns than this is none of a column's own. */
const columnsOfCheck = 40

/** What the sheet asks of the cells of one row (1-based). Sheets too large to be blank answer with nothing. */
export async function readInputs(workbook: XlsxWorkbook, sheet: number, row: number): Promise<SheetInputs> {
  const part = workbook.sheetParts[sheet]
  const entry = part === undefined ? undefined : workbook.zip.entries.get(part)
  const columns = new Map<number, ColumnInput>()
  if (!entry || entry.size > limits.heldPartBytes) return { columns, dates: new Set() }
  const content = readPart(workbook, entry)
  const spans = elementSpans(content)
  const textOf = ({ openEnd, closeStart }: ElementSpan) =>
    decodeEntities(content.toString('utf8', openEnd, closeStart))
  for (const check of spans.filter(({ name }) => name === 'dataValidation')) {
    const inside = spans.filter(({ start, end }) => start > check.start && end < check.end)
    const reference = inside.find(({ name }) => name === 'sqref')
    const places = (reference ? textOf(reference) : (check.attributes.get('sqref') ?? '')).trim().split(/\s+/)
    const formula =
      inside.find(({ name, path }) => name === 'f' && path.at(-1) === 'formula1') ??
      inside.find(({ name }) => name === 'formula1')
    const list =
      check.attributes.get('type') === 'list' && formula
        ? await itemsOf(workbook, sheet, textOf(formula))
        : null
    const hints = ['promptTitle', 'prompt', 'errorTitle', 'error'].flatMap(
      (name) => check.attributes.get(name) ?? [],
    )
    for (const range of places.map(parseRange)) {
      if (range === null || row < range.firstRow || row > range.lastRow) continue
      if (range.lastColumn - range.firstColumn > columnsOfCheck) continue
      for (let column = range.firstColumn; column <= range.lastColumn; column++)
        columns.set(column, { list, hints })
    }
  }
  return { columns, dates: dateColumns(workbook, spans, row) }
}

/** The items of a list formula: written out, a range of a sheet, or a name for such a range. */
async function itemsOf(workbook: XlsxWorkbook, sheet: number, formula: string): Promise<string[] | null> {
  const text = formula.trim()
  const written = /^"(.*)"$/s.exec(text)?.[1]
  if (written !== undefined) {
    return written
      .replaceAll('""', '"')
      .split(',')
      .map((item) => item.trim())
      .filter(Boolean)
  }
  const target =
    rangeOf(workbook, sheet, text) ?? rangeOf(workbook, sheet, namedFormula(workbook, text) ?? '')
  return target === null ? null : cellsOf(workbook, target.sheet, target.range)
}

function rangeOf(
  workbook: XlsxWorkbook,
  sheet: number,
  text: string,
): { sheet: number; range: CellRange } | null {
  const found =
    /^=?(?:(?:'((?:[^']|'')*)'|([^'!:,()]+))!)?(\$?[A-Za-z]{1,3}\$?\d*(?::\$?[A-Za-z]{1,3}\$?\d*)?)$/.exec(
      text,
    )
  if (!found) return null
  const name = (found[1] ?? found[2])?.replaceAll("''", "'")
  const index = name === undefined ? sheet : workbook.sheets.findIndex((one) => one.name === name)
  const whole = /^\$?([A-Za-z]{1,3}):\$?([A-Za-z]{1,3})$/.exec(found[3] ?? '')
  const range = whole
    ? {
        firstRow: 1,
        lastRow: limits.rows,
        firstColumn: columnIndex(whole[1] ?? ''),
        lastColumn: columnIndex(whole[2] ?? ''),
      }
    : /\d/.test(found[3] ?? '')
      ? parseRange(found[3] ?? '')
      : null
  return index < 0 || range === null ? null : { sheet: index, range }
}

function namedFormula(workbook: XlsxWorkbook, name: string): string | null {
  const entry = workbook.zip.entries.get(workbook.workbookPart)
  if (!entry || !/^[^\s()!:,"']+$/.test(name)) return null
  const content = readPart(workbook, entry)
  const found = elementSpans(content).find(
    (span) =>
      span.name === 'definedName' && span.attributes.get('name')?.toLowerCase() === name.toLowerCase(),
  )
  return found ? decodeEntities(content.toString('utf8', found.openEnd, found.closeStart)) : null
}

async function cellsOf(workbook: XlsxWorkbook, sheet: number, range: CellRange): Promise<string[] | null> {
  const items: string[] = []
  for await (const rows of workbook.readRows(sheet)) {
    for (const row of rows) {
      if (row.number < range.firstRow || row.number > range.lastRow) continue
      for (const cell of row.cells.slice(range.firstColumn, range.lastColumn + 1)) {
        const text = cell.text.trim()
        if (text !== '' && !items.includes(text)) items.push(text)
        if (items.length > listItems) return null
      }
    }
  }
  return items.length > 0 ? items : null
}

function dateColumns(workbook: XlsxWorkbook, spans: readonly ElementSpan[], row: number): Set<number> {
  const styles = dateStylesOf(workbook)
  const isDate = (style: string | undefined) => style !== undefined && styles[Number(style)] === 1
  const dates = new Set<number>()
  for (const { name, path, attributes } of spans) {
    if (name === 'col' && path.at(-1) === 'cols' && isDate(attributes.get('style'))) {
      const last = Math.min(Number(attributes.get('max')), limits.columns)
      for (let column = Number(attributes.get('min')); column <= last; column++) dates.add(column - 1)
    }
    const place = name === 'c' ? /^([A-Za-z]{1,3})(\d+)$/.exec(attributes.get('r') ?? '') : null
    if (!place || Number(place[2]) !== row) continue
    const column = columnIndex(place[1] ?? '')
    if (isDate(attributes.get('s'))) dates.add(column)
    else dates.delete(column)
  }
  return dates
}

function dateStylesOf(workbook: XlsxWorkbook): Uint8Array {
  const { zip, workbookPart } = workbook
  const relations = findEntry(zip, relationsPartOf(workbookPart))
  if (relations === null) return new Uint8Array()
  const target = readRelations(inflateEntry(zip, relations, limits.heldPartBytes), workbookPart).find(
    ({ type, external }) => type === 'styles' && !external,
  )?.target
  const entry = target === undefined ? null : findEntry(zip, target)
  return entry === null ? new Uint8Array() : readDateStyles(readPart(workbook, entry))
}
