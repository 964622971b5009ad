/**
 * Text tables (.csv, .txt) in UTF-8, UTF-16 or GB18030, as a workbook of one sheet. Everything in them is text: what
 * a number or a date is, the reader of the rows decides.
 */
import { emptyCell, makeRow, textCell } from './cells.ts'
import { limits } from './limits.ts'
import { WorkbookRefused } from './refusal.ts'
import { newSummary } from './sheet-layout.ts'
import type { Cell, ReadRowsOptions, Row, RowReader, Workbook } from './types.ts'

const pieceBytes = 64 * 1024
const defaultBatchRows = 512

export type TextEncodingName = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030'

/** Opens a text table. Throws `WorkbookRefused` where the bytes are no text in any of the known encodings. */
export function openCsv(bytes: Uint8Array, sheetName = 'Sheet1'): Workbook {
  if (bytes.length === 0) throw new WorkbookRefused('empty')
  if (bytes.length > limits.csvBytes) throw new WorkbookRefused('tooLarge', 'file size')
  const encoding = detectEncoding(bytes)
  const separator = detectSeparator(bytes, encoding)
  return {
    format: 'csv',
    sheets: [{ index: 0, name: sheetName, hidden: false }],
    warnings: [],
    readRows(sheetIndex, options = {}) {
      if (sheetIndex !== 0) throw new RangeError(`no sheet ${sheetIndex}`)
      return readCsvRows(bytes, encoding, separator, options)
    },
  }
}

/** The encoding by byte order mark, by zero bytes, by being valid UTF-8, else GB18030 if it is valid there. */
export function detectEncoding(bytes: Uint8Array): TextEncodingName {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return valid(bytes, 'utf-8')
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return valid(bytes, 'utf-16le')
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return valid(bytes, 'utf-16be')
  const zeros = [0, 0]
  const sample = bytes.subarray(0, 4096)
  for (let position = 0; position < sample.length; position++) {
    if (sample[position] === 0) zeros[position & 1] = (zeros[position & 1] as number) + 1
  }
  const [even = 0, odd = 0] = zeros
  if (odd > 0 && even === 0) return valid(bytes, 'utf-16le')
  if (even > 0 && odd === 0) return valid(bytes, 'utf-16be')
  if (even > 0) throw new WorkbookRefused('notATable', 'zero bytes')
  return isValid(bytes, 'utf-8') ? 'utf-8' : valid(bytes, 'gb18030')
}

function valid(bytes: Uint8Array, encoding: TextEncodingName): TextEncodingName {
  if (!isValid(bytes, encoding)) throw new WorkbookRefused('notATable', 'no known text encoding')
  return encoding
}

/** Valid in the encoding, and without control characters that no text has. */
function isValid(bytes: Uint8Array, encoding: TextEncodingName): boolean {
  const decoder = new TextDecoder(encoding, { fatal: true })
  try {
    for (let start = 0; start < bytes.length; start += pieceBytes) {
      const stream = start + pieceBytes < bytes.length
      const text = decoder.decode(bytes.subarray(start, start + pieceBytes), { stream })
      for (let index = 0; index < text.length; index++) {
        const code = text.charCodeAt(index)
        if (code < 0x20 && (code < 9 || code > 13) && code !== 0x1a) return false
      }
    }
    return true
  } catch {
    return false
  }
}

/** The separator that the first lines use most, outside quotes. */
function detectSeparator(bytes: Uint8Array, encoding: TextEncodingName): string {
  const head = new TextDecoder(encoding).decode(bytes.subarray(0, 16 * 1024), { stream: true })
  const declared = /^sep=(.)\r?\n/i.exec(head)
  if (declared) return declared[1] as string
  const counts = new Map([
    [',', 0],
    ['\t', 0],
    [';', 0],
  ])
  let quoted = false
  for (const character of head) {
    if (character === '"') quoted = !quoted
    else if (!quoted && counts.has(character)) counts.set(character, (counts.get(character) as number) + 1)
  }
  const [best] = [...counts].toSorted((left, right) => right[1] - left[1])
  return best !== undefined && best[1] > 0 ? best[0] : ','
}

function readCsvRows(
  bytes: Uint8Array,
  encoding: TextEncodingName,
  separator: string,
  options: ReadRowsOptions,
): RowReader {
  const summary = newSummary()
  async function* rows(): AsyncGenerator<Row[]> {
    const maximum = options.batchRows ?? defaultBatchRows
    const decoder = new TextDecoder(encoding)
    const parser = new CsvParser(separator)
    let batch: Row[] = []
    for (let start = 0; start < bytes.length; start += pieceBytes) {
      const last = start + pieceBytes >= bytes.length
      const text = decoder.decode(bytes.subarray(start, start + pieceBytes), { stream: !last })
      for (const row of parser.parse(text, last)) {
        summary.rows++
        summary.lastRow = row.number
        summary.columns = Math.max(summary.columns, row.cells.length)
        batch.push(row)
        if (batch.length < maximum) continue
        options.onProgress?.({ done: start, total: bytes.length, rows: summary.rows })
        yield batch
        batch = []
      }
    }
    options.onProgress?.({ done: bytes.length, total: bytes.length, rows: summary.rows })
    summary.complete = true
    if (batch.length > 0) yield batch
  }
  return { summary, [Symbol.asyncIterator]: rows }
}

/** Fields in the manner of RFC 4180; rows end with CR, LF or both; text after a closing quote is kept. */
class CsvParser {
  private readonly separator: string
  private number = 1
  private cells: Cell[] = []
  private field = ''
  private quoted = false
  /** The field began with a quote that is closed by now. */
  private closed = false
  private pendingQuote = false
  private afterReturn = false
  private started = false

  constructor(separator: string) {
    this.separator = separator
  }

  *parse(text: string, last: boolean): Generator<Row> {
    const { separator } = this
    const length = text.length
    let index = 0
    if (!this.started && length > 0) {
      this.started = true
      const declared = /^sep=.\r?\n/i.exec(text)
      if (declared) {
        index = declared[0].length
        this.number++
      }
    }
    while (index < length) {
      let character = text[index] as string
      if (this.quoted) {
        if (this.pendingQuote) {
          this.pendingQuote = false
          if (character === '"') {
            this.add('"')
            index++
          } else {
            this.quoted = false
            this.closed = true
          }
          continue
        }
        const end = text.indexOf('"', index)
        this.add(text.slice(index, end < 0 ? length : end))
        if (end < 0) break
        this.pendingQuote = true
        index = end + 1
        continue
      }
      if (this.afterReturn) {
        this.afterReturn = false
        if (character === '\n') {
          index++
          continue
        }
      }
      if (character === '"' && this.field === '' && !this.closed) {
        this.quoted = true
        index++
        continue
      }
      const start = index
      while (character !== separator && character !== '\n' && character !== '\r') {
        index++
        if (index >= length) break
        character = text[index] as string
      }
      if (index > start) this.add(text.slice(start, index))
      if (index >= length) break
      index++
      this.endField()
      if (character === separator) continue
      this.afterReturn = character === '\r'
      const row = this.endRow()
      if (row !== null) yield row
    }
    if (!last) return
    if (this.quoted && !this.pendingQuote) throw new WorkbookRefused('csvQuotes')
    this.endField()
    const row = this.endRow()
    if (row !== null) yield row
  }

  private add(text: string): void {
    // An unclosed quote would otherwise swallow the rest of the file.
    if (this.field.length > 4 * 1024 * 1024) throw new WorkbookRefused('csvQuotes')
    this.field += text
  }

  private endField(): void {
    const { cells } = this
    // ="0123" is the usual trick to keep digits through Excel.
    const kept = /^="([^"]*)"$/.exec(this.field)
    const text = kept ? (kept[1] as string) : this.field === '\u001a' ? '' : this.field
    if (text !== '') {
      if (cells.length >= limits.columns) throw new WorkbookRefused('farCell', 'column')
      cells.push(textCell(text))
    } else if (cells.length < limits.columns) cells.push(emptyCell)
    this.field = ''
    this.closed = false
    this.quoted = false
    this.pendingQuote = false
  }

  private endRow(): Row | null {
    const { cells, number } = this
    this.number++
    this.cells = []
    while (cells.length > 0 && cells.at(-1) === emptyCell) cells.pop()
    if (cells.length === 0) return null
    if (number > limits.rows) throw new WorkbookRefused('farCell', 'row number')
    return makeRow(number, false, cells)
  }
}
