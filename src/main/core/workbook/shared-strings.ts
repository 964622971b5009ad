/**
 * The text table of a workbook, kept as UTF-8 bytes outside the JavaScript heap: a county of 500,000 people has
 * millions of different texts, most of them read once. Cells are made when they are asked for; those asked for
 * again and again (是, 否, names of villages) come from a small cache.
 */
import { emptyCell, textCell } from './cells.ts'
import { limits } from './limits.ts'
import { WorkbookRefused } from './refusal.ts'
import type { Cell } from './types.ts'
import { decodeAscii, decodeEscapes, decodeUtf8 } from './xml-text.ts'
import { packName, tokenKinds, XmlTokens } from './xml-tokens.ts'

const segmentBits = 22
const segmentSize = 1 << segmentBits
const segmentMask = segmentSize - 1
const cacheSize = 1 << 15
const cacheMask = cacheSize - 1
const asciiFlag = 0x80000000

export class SharedStrings {
  count = 0
  private segments: Buffer[] = []
  private used = segmentSize
  private heldBytes = 0
  private starts = new Uint32Array(1024)
  private lengths = new Uint32Array(1024)
  private readonly cachedIndex = new Int32Array(cacheSize).fill(-1)
  private readonly cachedCell: Cell[] = new Array(cacheSize).fill(emptyCell)

  /** The cell with text `index`. A cell that points outside the table means a damaged file. */
  cell(index: number): Cell {
    const slot = index & cacheMask
    if (this.cachedIndex[slot] === index) return this.cachedCell[slot] as Cell
    if (index >= this.count) throw new WorkbookRefused('missingStrings', 'index beyond the text table')
    const start = this.starts[index] as number
    const flagged = this.lengths[index] as number
    const length = flagged & ~asciiFlag
    const segment = this.segments[start >>> segmentBits] as Buffer
    const from = start & segmentMask
    const text =
      flagged >= asciiFlag
        ? decodeAscii(segment, from, from + length)
        : decodeUtf8(segment, from, from + length)
    const cell = textCell(text)
    this.cachedIndex[slot] = index
    this.cachedCell[slot] = cell
    return cell
  }

  /** Adds a text whose bytes need no decoding. */
  addBytes(source: Buffer, start: number, end: number, ascii: boolean): void {
    const length = end - start
    if (this.used + length > segmentSize) this.grow(length)
    const segmentIndex = this.segments.length - 1
    source.copy(this.segments[segmentIndex] as Buffer, this.used, start, end)
    if (this.count === this.starts.length) {
      this.starts = doubled(this.starts)
      this.lengths = doubled(this.lengths)
    }
    if (this.count >= limits.sharedStringsCount) throw new WorkbookRefused('tooLarge', 'number of texts')
    this.starts[this.count] = segmentIndex * segmentSize + this.used
    this.lengths[this.count] = ascii ? length | asciiFlag : length
    this.used += length
    this.count++
  }

  addText(text: string): void {
    const bytes = Buffer.from(text.slice(0, limits.cellCharacters + 1), 'utf8')
    this.addBytes(bytes, 0, bytes.length, bytes.length === text.length)
  }

  private grow(length: number): void {
    this.heldBytes += segmentSize
    if (length > segmentSize || this.heldBytes > limits.heldStringsBytes) {
      throw new WorkbookRefused('tooLarge', 'bytes of texts')
    }
    this.segments.push(Buffer.allocUnsafeSlow(segmentSize))
    this.used = 0
  }
}

function doubled(array: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(array.length * 2)
  larger.set(array)
  return larger
}

const codes = { si: packName('si'), t: packName('t'), r: packName('r') }
/** Reads the text table from its part. Rich text is joined, phonetic readings are left out. */
export async function readSharedStrings(pieces: AsyncIterable<Buffer>): Promise<SharedStrings> {
  const strings = new SharedStrings()
  const tokens = new XmlTokens()
  const parser = new StringTableParser(strings, tokens)
  for await (const piece of pieces) {
    tokens.append(piece)
    parser.run()
  }
  tokens.finish()
  parser.run()
  return strings
}

class StringTableParser {
  private readonly strings: SharedStrings
  private readonly tokens: XmlTokens
  /** Depth at which an element that does not matter was opened, or 0. */
  private skipDepth = 0
  private inText = false
  private text = ''

  constructor(strings: SharedStrings, tokens: XmlTokens) {
    this.strings = strings
    this.tokens = tokens
  }

  run(): void {
    const { tokens } = this
    for (;;) {
      if (tokens.depth === 1) this.fastItems()
      const kind = tokens.next()
      if (kind <= tokenKinds.more) return
      if (kind === tokenKinds.text) {
        if (this.inText && this.skipDepth === 0) this.addText()
      } else if (kind === tokenKinds.open) {
        this.open()
      } else if (kind === tokenKinds.close) {
        this.close()
      } else if (tokens.code === codes.si && tokens.depth === 1) {
        this.strings.addText('')
      }
    }
  }

  private open(): void {
    const { tokens } = this
    if (this.skipDepth !== 0) return
    const { depth, code } = tokens
    if (depth === 1) {
      if (tokens.name() !== 'sst') throw new WorkbookRefused('damaged', 'no text table')
    } else if (depth === 2 && code === codes.si) {
      this.text = ''
    } else if (code === codes.t && (depth === 3 || depth === 4)) {
      this.inText = true
    } else if (!(code === codes.r && depth === 3)) {
      this.skipDepth = depth
    }
  }

  private close(): void {
    const { depth } = this.tokens
    if (this.skipDepth !== 0) {
      if (depth < this.skipDepth) this.skipDepth = 0
      return
    }
    if (depth === 1) {
      this.strings.addText(decodeEscapes(this.text))
    } else {
      this.inText = false
    }
  }

  private addText(): void {
    if (this.text.length <= limits.cellCharacters) this.text += this.tokens.text()
  }

  /** Takes items of the plain shape `<si><t>…</t></si>` with nothing to decode, byte by byte. */
  private fastItems(): void {
    const { tokens, strings } = this
    const { buffer } = tokens
    let position = tokens.position
    for (;;) {
      // <si><t
      let at = position
      if (
        buffer[at] !== 0x3c ||
        buffer[at + 1] !== 0x73 ||
        buffer[at + 2] !== 0x69 ||
        buffer[at + 3] !== 0x3e ||
        buffer[at + 4] !== 0x3c ||
        buffer[at + 5] !== 0x74 ||
        buffer[at + 6] !== 0x3e
      ) {
        break
      }
      at += 7
      const start = at
      let highest = 0
      let plain = true
      let byte = buffer[at] as number
      while (byte !== 0x3c && byte !== 0) {
        // An entity, a carriage return or the beginning of _xHHHH_.
        if (byte === 0x26 || byte === 0x0d || (byte === 0x5f && buffer[at + 1] === 0x78)) plain = false
        highest |= byte
        at++
        byte = buffer[at] as number
      }
      // </t></si>
      if (
        !plain ||
        at - start > limits.cellCharacters ||
        buffer[at + 1] !== 0x2f ||
        buffer[at + 2] !== 0x74 ||
        buffer[at + 3] !== 0x3e ||
        buffer[at + 4] !== 0x3c ||
        buffer[at + 5] !== 0x2f ||
        buffer[at + 6] !== 0x73 ||
        buffer[at + 7] !== 0x69 ||
        buffer[at + 8] !== 0x3e
      ) {
        break
      }
      strings.addBytes(buffer, start, at, highest < 0x80)
      position = at + 9
    }
    tokens.position = position
  }
}
