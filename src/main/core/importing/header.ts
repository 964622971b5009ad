import { cleanText, normaliseHeader, toHalfWidth } from '../../../shared/domain/text/normalise.ts'
import type { Cell, Row } from '../workbook/types.ts'

/**
 * The header of one column, put together from one to three rows: a group such as 务工地点 stands
 * above 省, 市, 县, and a column without a group has its name in whichever row it was typed.
 */
export interface HeaderCell {
  /** 0-based column. */
  index: number
  /** As a person reads it; groups are set before their columns: `务工地点·县`. Empty for a column without header. */
  text: string
  /** From the outermost group to the column's own name. */
  parts: readonly string[]
}

export const cellText = (cell: Cell | undefined): string => (cell ? cleanText(cell.date ?? cell.text) : '')

export const isBlankRow = (row: Row): boolean => row.cells.every((cell) => cellText(cell) === '')

/**
 * Combines header rows (outermost first). A merged group has its text in its first cell only: the
 * columns to the right of it belong to it as long as they have a name of their own further down.
 */
export function combineHeader(rows: readonly Row[]): HeaderCell[] {
  const width = Math.max(0, ...rows.map((row) => row.cells.length))
  const texts = rows.map((row) => Array.from({ length: width }, (_, index) => cellText(row.cells[index])))
  const filled = texts.map((line, level) => {
    let group = ''
    return line.map((text, index) => {
      const hasChild = texts.slice(level + 1).some((lower) => lower[index] !== '')
      if (text !== '') group = hasChild ? text : ''
      else if (!hasChild) group = ''
      return text || group
    })
  })
  return Array.from({ length: width }, (_, index) => {
    const parts = filled
      .map((line) => line[index] ?? '')
      .filter((text, level, all) => text !== '' && text !== all[level - 1])
    return { index, text: parts.join('·'), parts }
  })
}

/**
 * The forms in which a header is looked up, best first: the whole with its groups, then the
 * column's own name; each with and without the words in brackets and a leading number.
 */
export function lookupForms(header: HeaderCell): string[] {
  const { parts } = header
  const own = parts.at(-1) ?? ''
  const whole = [parts.join(''), parts.slice(-2).join(''), own]
  const forms = [...whole, ...whole.map(withoutNumber)].flatMap((text) => [
    normaliseHeader(text),
    normaliseHeader(text, { notes: 'drop' }),
  ])
  return [...new Set(forms)].filter((form) => form !== '')
}

/** `3、姓名`, `(3)姓名` → `姓名`; a year such as 2023年收入 stays. */
const withoutNumber = (text: string): string => toHalfWidth(text).replace(/^\s*\(?\d{1,2}\s*[.、)]\s*/, '')
