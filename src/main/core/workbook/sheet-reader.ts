/** Streams the rows of one sheet: inflating on zlib's thread while the parser works here. */

import { newSummary } from './sheet-layout.ts'
import type { SheetContext } from './sheet-parser.ts'
import { SheetParser } from './sheet-parser.ts'
import type { ReadRowsOptions, Row, RowReader, SheetSummary } from './types.ts'
import { asUtf8 } from './xml-text.ts'
import { inflateEntryStream } from './zip-inflate.ts'
import type { ZipEntry, ZipPackage } from './zip-reader.ts'

const defaultBatchRows = 512

/** Reads the sheet in `entry`. `context` is asked for when reading starts (it may have to load the text table). */
export function readSheetRows(
  zip: ZipPackage,
  entry: ZipEntry,
  sheetName: string,
  context: () => Promise<SheetContext>,
  options: ReadRowsOptions,
): RowReader {
  const holder: { summary: SheetSummary } = { summary: newSummary() }
  async function* rows(): AsyncGenerator<Row[]> {
    const parser = new SheetParser(await context())
    holder.summary = parser.layout.summary
    const maximum = options.batchRows ?? defaultBatchRows
    const progress = { consumed: 0 }
    const take = () => {
      const batch = parser.rows
      parser.rows = []
      options.onProgress?.({
        done: progress.consumed,
        total: entry.compressedSize,
        rows: parser.layout.summary.rows,
      })
      return batch
    }
    for await (const piece of asUtf8(inflateEntryStream(zip, entry, progress))) {
      parser.tokens.append(piece)
      parser.run(maximum)
      while (parser.rows.length >= maximum) {
        yield take()
        parser.run(maximum)
      }
    }
    parser.tokens.finish()
    while (!parser.run(maximum)) yield take()
    parser.layout.complete(sheetName)
    if (parser.rows.length > 0) yield take()
  }
  return {
    get summary() {
      return holder.summary
    },
    [Symbol.asyncIterator]: rows,
  }
}
