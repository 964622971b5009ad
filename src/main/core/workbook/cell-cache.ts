/**
 * Cells made from bytes. Tables repeat themselves (是, 2026, the name of the village), so a cell whose bytes were seen
 * lately is handed out again instead of being decoded and allocated anew.
 */
import { makeCell, textCell } from './cells.ts'
import { serialToDate } from './dates.ts'
import type { Cell } from './types.ts'
import { decodeAscii, decodeUtf8 } from './xml-text.ts'

const slots = 1 << 13
const slotMask = slots - 1
/** Longer values are seldom repeated. */
const keyBytes = 48
const kinds = { text: 1, number: 2, date: 3 } as const

export class CellCache {
  private readonly date1904: boolean
  private readonly keys = Buffer.alloc(slots * keyBytes)
  private readonly keyLengths = new Uint8Array(slots)
  private readonly keyKinds = new Uint8Array(slots)
  private readonly cells: (Cell | undefined)[] = new Array(slots).fill(undefined)

  private readonly dates: (string | null | undefined)[] = new Array(60_000).fill(undefined)

  constructor(date1904: boolean) {
    this.date1904 = date1904
  }

  /** The text cell for UTF-8 bytes without entities or escapes. `hash` is any hash of the bytes. */
  text(buffer: Buffer, start: number, end: number, hash: number): Cell {
    if (end - start > keyBytes) return textCell(decodeUtf8(buffer, start, end))
    const slot = (hash ^ (hash >>> 13)) & slotMask
    if (this.holds(slot, kinds.text, buffer, start, end)) return this.cells[slot] as Cell
    const cell = textCell(decodeUtf8(buffer, start, end))
    this.keep(slot, kinds.text, buffer, start, end, cell)
    return cell
  }

  /** The number or date cell for digits with at most one point. */
  number(buffer: Buffer, start: number, end: number, hash: number, date: boolean): Cell {
    const slot = (hash ^ (hash >>> 13)) & slotMask
    const kind = date ? kinds.date : kinds.number
    if (this.holds(slot, kind, buffer, start, end)) return this.cells[slot] as Cell
    const text = decodeAscii(buffer, start, end)
    const cell = date
      ? makeCell('date', text, this.dateOf(Number(text)), false)
      : makeCell('number', text, null, false)
    this.keep(slot, kind, buffer, start, end, cell)
    return cell
  }

  /** Dates of a ledger fall into a century or so, far fewer than there are cells. */
  private dateOf(serial: number): string | null {
    const day = Math.floor(serial)
    if (day < 0 || day >= this.dates.length) return serialToDate(serial, this.date1904)
    let date = this.dates[day]
    if (date === undefined) {
      date = serialToDate(day, this.date1904)
      this.dates[day] = date
    }
    return date
  }

  private holds(slot: number, kind: number, buffer: Buffer, start: number, end: number): boolean {
    if (this.keyLengths[slot] !== end - start || this.keyKinds[slot] !== kind) return false
    const { keys } = this
    let key = slot * keyBytes
    for (let position = start; position < end; position++, key++) {
      if (keys[key] !== buffer[position]) return false
    }
    return true
  }

  private keep(slot: number, kind: number, buffer: Buffer, start: number, end: number, cell: Cell): void {
    const { keys } = this
    let key = slot * keyBytes
    for (let position = start; position < end; position++, key++) keys[key] = buffer[position] as number
    this.keyLengths[slot] = end - start
    this.keyKinds[slot] = kind
    this.cells[slot] = cell
  }
}
