/**
 * The floor of writing: one sheet with the same cells, styles and column widths, its XML joined by hand and sent
 * through zlib piece by piece. No options, no checks; only what stands in the file.
 */
import { once } from 'node:events'
import { crc32, createDeflateRaw } from 'node:zlib'
import { columnLetters } from '../../../src/main/core/workbook/cells.ts'
import { dateToSerial } from '../../../src/main/core/workbook/dates.ts'
import type { CellValue, ColumnKind } from '../../../src/main/core/workbook/types.ts'
import { ledgerColumns } from './ledger-rows.ts'

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

/** Writes the rows, columns of these kinds; answers the compressed bytes of the sheet and its checksum. */
export async function writeFloor(
  rows: Iterable<CellValue[]>,
  level: number,
  kinds: readonly ColumnKind[] = ledgerColumns.map(({ kind }) => kind),
): Promise<{ bytes: number; crc: number }> {
  const deflate = createDeflateRaw({ level, memLevel: 9, chunkSize: 64 * 1024 })
  let bytes = 0
  let crc = 0
  const chunks: Buffer[] = []
  deflate.on('data', (chunk: Buffer) => {
    bytes += chunk.length
    chunks.push(chunk)
  })
  const letters = kinds.map((_, index) => columnLetters(index))
  const style = { text: 1, integer: 2, decimal2: 3, date: 4, month: 5 }
  let xml = `<worksheet><cols>${letters.map((_, index) => `<col min="${index + 1}" max="${index + 1}" width="12"/>`).join('')}</cols><sheetData>`
  let number = 1
  const send = async () => {
    const piece = Buffer.from(xml, 'utf8')
    xml = ''
    crc = crc32(piece, crc)
    if (!deflate.write(piece)) await once(deflate, 'drain')
  }
  for (const row of rows) {
    xml += `<row r="${number}">`
    for (let index = 0; index < row.length; index++) {
      const value = row[index] as CellValue
      const kind = kinds[index] ?? 'text'
      xml += `<c r="${letters[index]}${number}" s="${style[kind]}"`
      if (value === null) xml += '/>'
      else if (kind === 'date' || kind === 'month') xml += `><v>${dateToSerial(value as string)}</v></c>`
      else if (typeof value === 'number') xml += `><v>${value}</v></c>`
      else {
        xml += ` t="inlineStr"><is><t>${/[&<>]/.test(value) ? value.replace(/[&<>]/g, (c) => escapes[c] as string) : value}</t></is></c>`
      }
    }
    xml += '</row>'
    number++
    if (xml.length > 48 * 1024) await send()
  }
  xml += '</sheetData></worksheet>'
  await send()
  deflate.end()
  await once(deflate, 'end')
  return { bytes, crc }
}
