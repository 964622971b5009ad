/** The row that is being read: cells are put at their columns, gaps are filled, the array is used again and again. */
import { emptyCell } from './cells.ts'
import { limits } from './limits.ts'
import { WorkbookRefused } from './refusal.ts'
import type { Cell } from './types.ts'

export class RowBuffer {
  /** 1-based number of the row. */
  number = 0
  /** Column after the last cell read, filled or not: where a cell without reference goes. */
  nextColumn = 0
  /** Number of columns up to the last filled one. Entries of `cells` beyond it are left from other rows. */
  width = 0
  readonly cells: Cell[] = []

  start(): void {
    this.nextColumn = 0
    this.width = 0
  }

  put(column: number, cell: Cell): void {
    if (column >= limits.columns) throw new WorkbookRefused('farCell', 'column')
    const { cells } = this
    if (column < this.width) {
      if (cells[column] !== emptyCell) throw new WorkbookRefused('damaged', 'cell given twice')
      cells[column] = cell
      return
    }
    while (this.width < column) cells[this.width++] = emptyCell
    cells[this.width++] = cell
  }

  /** The cells of the finished row. */
  take(): Cell[] {
    return this.cells.slice(0, this.width)
  }
}
