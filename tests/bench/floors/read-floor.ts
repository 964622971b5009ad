/**
 * The floor of reading: inflate each part whole with zlib and walk its bytes with the least code that still gives the
 * values of all cells. No checks, no streaming, no formats, no odd shapes: a number to be near, not a reader.
 */
import { inflateRawSync } from 'node:zlib'
import { rawEntryBytes, readZip } from '../../../src/main/core/workbook/zip-reader.ts'

/** Reads the first sheet; answers the number of filled cells and of characters in them. */
export function readFloor(bytes: Uint8Array): { cells: number; characters: number } {
  const zip = readZip(bytes)
  const inflate = (name: string) => {
    const entry = zip.entries.get(name)
    return entry === undefined ? null : inflateRawSync(rawEntryBytes(zip, entry))
  }
  const strings: string[] = []
  const table = inflate('xl/sharedStrings.xml')
  if (table !== null) {
    for (let start = table.indexOf('<t>'); start >= 0; start = table.indexOf('<t>', start)) {
      const end = table.indexOf('<', start + 3)
      strings.push(table.toString('utf8', start + 3, end))
      start = end
    }
  }
  const sheet = inflate('xl/worksheets/sheet1.xml') as Buffer
  let cells = 0
  let characters = 0
  let row: string[] = []
  const length = sheet.length
  for (let position = sheet.indexOf('<sheetData>'); position < length; position++) {
    if (sheet[position] !== 0x3c) continue
    const name = sheet[position + 1]
    if (name === 0x72) {
      // A new row: what the last one held has been used.
      for (const value of row) characters += value.length
      row = []
    } else if (name === 0x63 && sheet[position + 2] === 0x20) {
      position += 3
      let shared = false
      let byte = sheet[position] as number
      while (byte !== 0x3e) {
        if (byte === 0x74 && sheet[position + 3] === 0x73) shared = true
        position++
        byte = sheet[position] as number
      }
      if (sheet[position - 1] === 0x2f) continue
      // <v> or <is><t>
      const inline = sheet[position + 2] === 0x69
      position += inline ? 8 : 4
      if (inline && sheet[position - 1] !== 0x3e) position = sheet.indexOf('>', position) + 1
      const start = position
      let index = 0
      byte = sheet[position] as number
      while (byte !== 0x3c) {
        index = index * 10 + byte - 0x30
        position++
        byte = sheet[position] as number
      }
      cells++
      row.push(
        shared ? (strings[index] as string) : sheet.toString(inline ? 'utf8' : 'latin1', start, position),
      )
    }
  }
  for (const value of row) characters += value.length
  return { cells, characters }
}
