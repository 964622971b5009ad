/**
 * The fast layer of reading: takes cells of the plain shapes that Excel, WPS, LibreOffice and this product write,
 * comparing four bytes at a time, and stops before anything else, which the careful layer (`SheetParser`) then reads.
 * Both give the same cells. The shapes, with or without `s`:
 *
 *     <c r="B7" s="4"/>
 *     <c r="B7" s="4" t="s"><v>12</v></c>           also without t: numbers and dates, digits with one point at most
 *     <c r="B7" s="4" t="inlineStr"><is><t>…</t></is></c>     also with xml:space="preserve"
 */
import type { CellCache } from './cell-cache.ts'
import { emptyCell } from './cells.ts'
import { limits } from './limits.ts'
import type { RowBuffer } from './row-buffer.ts'
import type { SharedStrings } from './shared-strings.ts'
import type { Cell } from './types.ts'
import type { XmlTokens } from './xml-tokens.ts'

/** Up to four characters as the number that reading them from the buffer gives. */
function packed(text: string): number {
  return Buffer.from(text.padEnd(4, '\0'), 'latin1').readUInt32LE(0)
}

const cellOpen = packed('<c r')
const styleOpen = packed(' s="')
const typeOpen = packed(' t="')
const sharedType = packed('s">')
const numberType = packed('n">')
const inlineType = [packed('inli'), packed('neSt'), packed('r">')] as const
const valueOpen = packed('<v>')
const valueClose = packed('</v>')
const cellClose = packed('</c>')
const inlineOpen = packed('<is>')
const textOpen = packed('<t>')
const spacedText = [
  packed('<t x'),
  packed('ml:s'),
  packed('pace'),
  packed('="pr'),
  packed('eser'),
  packed('ve">'),
] as const
const textClose = [packed('</t>'), packed('</is'), packed('></c')] as const
const threeBytes = 0xffffff
const twoBytes = 0xffff
const emptyClose = 0x3e2f
const greaterThan = 0x3e
const lessThan = 0x3c
const quote = 0x22

export interface PlainContext {
  strings: SharedStrings | null
  dateStyles: Uint8Array
  cache: CellCache
}

/** Moves `tokens` over the plain cells at its position and puts them into `row`. The buffer ends in zero bytes. */
export function takePlainCells(tokens: XmlTokens, row: RowBuffer, context: PlainContext): void {
  const { buffer, view } = tokens
  const { strings, dateStyles, cache } = context
  const { number: rowNumber, cells } = row
  let { nextColumn, width } = row
  let taken = tokens.position
  for (;;) {
    let at = taken
    // <c r="
    if (view.getUint32(at, true) !== cellOpen || buffer[at + 4] !== 0x3d || buffer[at + 5] !== quote) break
    at += 6
    let column = 0
    let byte = buffer[at] as number
    while (byte >= 0x41 && byte <= 0x5a) {
      column = column * 26 + byte - 0x40
      at++
      byte = buffer[at] as number
    }
    let number = 0
    while (byte >= 0x30 && byte <= 0x39) {
      number = number * 10 + byte - 0x30
      at++
      byte = buffer[at] as number
    }
    column--
    if (byte !== quote || number !== rowNumber || column < 0 || column >= limits.columns) break
    at++
    let style = 0
    if (view.getUint32(at, true) === styleOpen) {
      at += 4
      byte = buffer[at] as number
      while (byte >= 0x30 && byte <= 0x39) {
        style = style * 10 + byte - 0x30
        at++
        byte = buffer[at] as number
      }
      if (byte !== quote) break
      at++
    }
    let cell: Cell
    let next = view.getUint32(at, true)
    if (next === typeOpen && (view.getUint32(at + 4, true) & threeBytes) === numberType) {
      // The same as no type; openpyxl writes it.
      at += 6
      next = view.getUint32(at, true)
    }
    if (next === typeOpen) {
      at += 4
      next = view.getUint32(at, true)
      if ((next & threeBytes) === sharedType) {
        // <v>12</v></c>
        at += 3
        if (strings === null || (view.getUint32(at, true) & threeBytes) !== valueOpen) break
        at += 3
        const start = at
        let index = 0
        byte = buffer[at] as number
        while (byte >= 0x30 && byte <= 0x39) {
          index = index * 10 + byte - 0x30
          at++
          byte = buffer[at] as number
        }
        const digits = at - start
        if (view.getUint32(at, true) !== valueClose || view.getUint32(at + 4, true) !== cellClose) break
        if (digits === 0 || digits > 9) break
        at += 8
        cell = strings.cell(index)
        // The careful layer counts texts that are too long.
        if (cell.text.length > limits.cellCharacters) break
      } else if (
        next === inlineType[0] &&
        view.getUint32(at + 4, true) === inlineType[1] &&
        (view.getUint32(at + 8, true) & threeBytes) === inlineType[2]
      ) {
        at += 11
        if (view.getUint32(at, true) !== inlineOpen) break
        at += 4
        next = view.getUint32(at, true)
        if ((next & threeBytes) === textOpen) at += 3
        else if (next === spacedText[0] && isSpacedText(view, at)) at += 24
        else break
        const start = at
        let hash = 0
        let plain = true
        byte = buffer[at] as number
        while (byte !== lessThan && byte !== 0) {
          // An entity, a carriage return or the beginning of _xHHHH_ is for the careful layer.
          if (byte === 0x26 || byte === 0x0d || (byte === 0x5f && buffer[at + 1] === 0x78)) plain = false
          hash = (hash * 31 + byte) | 0
          at++
          byte = buffer[at] as number
        }
        if (
          !plain ||
          view.getUint32(at, true) !== textClose[0] ||
          view.getUint32(at + 4, true) !== textClose[1] ||
          view.getUint32(at + 8, true) !== textClose[2] ||
          buffer[at + 12] !== greaterThan ||
          at - start > limits.cellCharacters
        ) {
          break
        }
        cell = cache.text(buffer, start, at, hash)
        at += 13
      } else break
    } else if ((next & twoBytes) === emptyClose) {
      // A cell without content.
      taken = at + 2
      nextColumn = column + 1
      continue
    } else {
      // ><v>12.5</v></c>
      at++
      if ((next & 0xff) !== greaterThan || (view.getUint32(at, true) & threeBytes) !== valueOpen) break
      at += 3
      const start = at
      let points = 0
      let hash = 0
      byte = buffer[at] as number
      while ((byte >= 0x30 && byte <= 0x39) || byte === 0x2e) {
        if (byte === 0x2e) points++
        hash = (hash * 31 + byte) | 0
        at++
        byte = buffer[at] as number
      }
      const length = at - start
      if (view.getUint32(at, true) !== valueClose || view.getUint32(at + 4, true) !== cellClose) break
      if (length === points || points > 1 || length > 40) break
      cell = cache.number(buffer, start, at, hash, dateStyles[style] === 1)
      at += 8
    }
    taken = at
    nextColumn = column + 1
    if (cell === emptyCell) continue
    if (column === width) {
      cells[column] = cell
      width++
    } else {
      row.width = width
      row.put(column, cell)
      width = row.width
    }
  }
  tokens.position = taken
  row.nextColumn = nextColumn
  row.width = width
}

function isSpacedText(view: DataView, start: number): boolean {
  return spacedText.every((part, index) => view.getUint32(start + 4 * index, true) === part)
}
