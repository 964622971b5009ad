/** What a sheet has beside its cells: merged ranges, hidden rows and columns, a filter. */
import { columnIndex } from './cells.ts'
import { limits } from './limits.ts'
import { WorkbookRefused } from './refusal.ts'
import type { CellRange, SheetSummary, WorkbookWarning } from './types.ts'

/** 'B2:C7' as numbers, or null. */
export function parseRange(reference: string): CellRange | null {
  const match = /^\$?([A-Za-z]{1,3})\$?(\d{1,7})(?::\$?([A-Za-z]{1,3})\$?(\d{1,7}))?$/.exec(reference.trim())
  if (!match) return null
  const first = columnIndex(match[1] as string)
  const last = match[3] === undefined ? first : columnIndex(match[3])
  const top = Number(match[2])
  const bottom = match[4] === undefined ? top : Number(match[4])
  return {
    firstRow: Math.min(top, bottom),
    lastRow: Math.max(top, bottom),
    firstColumn: Math.min(first, last),
    lastColumn: Math.max(first, last),
  }
}

export function newSummary(): SheetSummary {
  return {
    complete: false,
    rows: 0,
    lastRow: 0,
    columns: 0,
    hiddenRows: 0,
    hiddenColumns: [],
    merges: [],
    autoFilter: null,
    filtered: false,
    warnings: [],
  }
}

export class SheetLayout {
  readonly summary = newSummary()
  private readonly hiddenSpans: { first: number; last: number }[] = []
  private overlongTexts = 0

  addRow(number: number, hidden: boolean, columns: number): void {
    const { summary } = this
    summary.rows++
    summary.lastRow = number
    if (columns > summary.columns) summary.columns = columns
    if (hidden) summary.hiddenRows++
  }

  addOverlongText(): void {
    this.overlongTexts++
  }

  addColumns(attributes: ReadonlyMap<string, string>): void {
    const hidden = attributes.get('hidden')
    if (hidden !== '1' && hidden !== 'true') return
    const first = Number(attributes.get('min')) - 1
    const last = Number(attributes.get('max')) - 1
    if (first >= 0 && last >= first && this.hiddenSpans.length < limits.lastColumn) {
      this.hiddenSpans.push({ first, last: Math.min(last, limits.columns) })
    }
  }

  addMerge(reference: string | null): void {
    const range = reference === null ? null : parseRange(reference)
    if (range === null) return
    const rows = range.lastRow - range.firstRow + 1
    const columns = range.lastColumn - range.firstColumn + 1
    if (rows >= limits.rows / 2 && columns >= limits.lastColumn / 2) {
      throw new WorkbookRefused('wholeSheetMerge', reference ?? '')
    }
    if (this.summary.merges.length >= limits.merges) throw new WorkbookRefused('tooLarge', 'merges')
    this.summary.merges.push(range)
  }

  /** Closes the summary when the sheet was read to its end. */
  complete(sheet: string): void {
    const { summary } = this
    for (const span of this.hiddenSpans) {
      for (let column = span.first; column <= span.last && column < summary.columns; column++) {
        summary.hiddenColumns.push(column)
      }
    }
    summary.warnings = this.warnings(sheet)
    summary.complete = true
  }

  private warnings(sheet: string): WorkbookWarning[] {
    const { summary } = this
    const warnings: WorkbookWarning[] = []
    const warn = (code: WorkbookWarning['code'], count: number, message: string) => {
      warnings.push({ code, message, sheet, count })
    }
    if (summary.hiddenRows > 0 && summary.filtered) {
      warn(
        'filteredRows',
        summary.hiddenRows,
        `工作表“${sheet}”设有筛选，有 ${summary.hiddenRows} 行未显示，也会一并读取，请核对。`,
      )
    } else if (summary.hiddenRows > 0) {
      warn(
        'hiddenRows',
        summary.hiddenRows,
        `工作表“${sheet}”有 ${summary.hiddenRows} 行被隐藏，也会一并读取，请核对。`,
      )
    }
    const hiddenColumns = summary.hiddenColumns.length
    if (hiddenColumns > 0) {
      warn(
        'hiddenColumns',
        hiddenColumns,
        `工作表“${sheet}”有 ${hiddenColumns} 列被隐藏，也会一并读取，请核对。`,
      )
    }
    if (haveOverlap(summary.merges)) {
      warn('overlappingMerges', 1, `工作表“${sheet}”的合并单元格互相重叠，请核对读出的内容。`)
    }
    if (this.overlongTexts > 0) {
      warn(
        'overlongText',
        this.overlongTexts,
        `工作表“${sheet}”有 ${this.overlongTexts} 个单元格的文字超过 32767 个字。`,
      )
    }
    return warnings
  }
}

/**
 * Whether any two ranges share a cell. A sweep from top to bottom over ranges kept in column order; ranges that do
 * not overlap have distinct columns, so comparing with both neighbours is enough.
 */
export function haveOverlap(ranges: readonly CellRange[]): boolean {
  const byTop = ranges.toSorted((left, right) => left.firstRow - right.firstRow)
  let active: CellRange[] = []
  let sweptTo = 0
  for (const range of byTop) {
    if (range.firstRow > sweptTo) {
      sweptTo = range.firstRow
      active = active.filter((other) => other.lastRow >= sweptTo)
    }
    let low = 0
    let high = active.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((active[middle] as CellRange).firstColumn < range.firstColumn) low = middle + 1
      else high = middle
    }
    const before = active[low - 1]
    const after = active[low]
    if (before !== undefined && before.lastColumn >= range.firstColumn) return true
    if (after !== undefined && after.firstColumn <= range.lastColumn) return true
    active.splice(low, 0, range)
  }
  return false
}
