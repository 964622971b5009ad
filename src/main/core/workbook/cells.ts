import { limits } from './limits.ts'
import type { Cell, CellKind, Row } from './types.ts'

/** All cells are made here, in one shape, so that loops over them stay fast. */
export function makeCell(kind: CellKind, text: string, date: string | null, formula: boolean): Cell {
  return { kind, text, date, formula }
}

export const emptyCell: Cell = Object.freeze(makeCell('empty', '', null, false))

/** A text cell. A text too long for Excel is cut one character above its limit, so that the length still tells. */
export function textCell(text: string, formula = false): Cell {
  if (text === '' && !formula) return emptyCell
  return makeCell('text', text.length > limits.cellCharacters ? cutText(text) : text, null, formula)
}

function cutText(text: string): string {
  // Joining and slicing makes a copy, so the long text itself can go.
  return Buffer.from(text.slice(0, limits.cellCharacters + 1), 'utf16le').toString('utf16le')
}

export function makeRow(number: number, hidden: boolean, cells: Cell[]): Row {
  return { number, hidden, cells }
}

/** 'AB' → 27. */
export function columnIndex(letters: string): number {
  let column = 0
  for (const letter of letters) column = column * 26 + (letter.charCodeAt(0) & 31)
  return column - 1
}

/** 27 → 'AB'. */
export function columnLetters(index: number): string {
  let letters = ''
  for (let rest = index + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters
  }
  return letters
}
