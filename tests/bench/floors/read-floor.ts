/**
 * The floor of reading: zlib in a stream and the least code over the bytes that still gives the values of all cells as
 * strings. No checks, no formats, no odd shapes: a number to be near, not a reader.
 */
import { createInflateRaw, inflateRawSync } from 'node:zlib'
import { rawEntryBytes } from '../../../src/main/core/workbook/zip-inflate.ts'
import { readZip } from '../../../src/main/core/workbook/zip-reader.ts'

/** Reads the first sheet, each row to `take`; answers the number of filled cells and of characters in them. */
export async function readFloor(
  bytes: Uint8Array,
  take?: (row: readonly string[]) => void,
): Promise<{ cells: number; characters: number }> {
  const zip = readZip(bytes)
  const strings: string[] = []
  const tableEntry = zip.entries.get('xl/sharedStrings.xml')
  if (tableEntry !== undefined) {
    const table = inflateRawSync(rawEntryBytes(zip, tableEntry))
    for (let start = table.indexOf('<t>'); start >= 0; start = table.indexOf('<t>', start)) {
      const end = table.indexOf('<', start + 3)
      strings.push(table.toString('utf8', start + 3, end))
      start = end
    }
  }
  const sheetEntry = zip.entries.get('xl/worksheets/sheet1.xml')
  if (sheetEntry === undefined) throw new Error('no sheet')
  const inflate = createInflateRaw({ chunkSize: 256 * 1024 })
  inflate.end(rawEntryBytes(zip, sheetEntry))
  let cells = 0
  let characters = 0
  let rest: Buffer | null = null
  for await (const piece of inflate as AsyncIterable<Buffer>) {
    const chunk: Buffer = rest === null ? piece : Buffer.concat([rest, piece])
    const whole = chunk.lastIndexOf('</row>') + 6
    rest = chunk.subarray(whole)
    let row: string[] = []
    for (let position = 0; position < whole; position++) {
      if (chunk[position] !== 0x3c) continue
      const name = chunk[position + 1]
      if (name === 0x2f && chunk[position + 2] === 0x72) {
        // </row>: its values are used.
        for (const value of row) characters += value.length
        take?.(row)
        row = []
      } else if (name === 0x63 && chunk[position + 2] === 0x20) {
        position += 3
        let shared = false
        let byte = chunk[position] as number
        while (byte !== 0x3e) {
          if (byte === 0x74 && chunk[position + 3] === 0x73) shared = true
          position++
          byte = chunk[position] as number
        }
        if (chunk[position - 1] === 0x2f) continue
        // <v> or <is><t>
        const inline = chunk[position + 2] === 0x69
        position += inline ? 8 : 4
        const start = position
        let index = 0
        byte = chunk[position] as number
        while (byte !== 0x3c) {
          index = index * 10 + byte - 0x30
          position++
          byte = chunk[position] as number
        }
        cells++
        row.push(
          shared ? (strings[index] as string) : chunk.toString(inline ? 'utf8' : 'latin1', start, position),
        )
      }
    }
  }
  return { cells, characters }
}
