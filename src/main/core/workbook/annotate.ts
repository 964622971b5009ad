/**
 * Hands a table back to its sender: a copy of the very workbook, with a reason beside each row that was not taken and
 * the cells in question marked. Other sheets, styles, drop-downs and checks stay as they are; parts that do not change
 * are copied as they lie in the file.
 */

import type { RowMark } from './annotate-sheet.ts'
import { annotateSheet } from './annotate-sheet.ts'
import type { StyleMarker } from './annotate-styles.ts'
import { markStyles } from './annotate-styles.ts'
import type { XlsxWorkbook } from './gate.ts'
import { findEntry } from './gate.ts'
import { limits } from './limits.ts'
import { openTable } from './open-table.ts'
import { outdatedParts, readPart, withoutRemoved } from './package-edit.ts'
import { readRelations, relationsPartOf } from './package-parts.ts'
import { writeReturnedTable } from './returned-table.ts'
import type { Workbook } from './types.ts'
import { asUtf8 } from './xml-text.ts'
import { inflateEntry, inflateEntryStream } from './zip-inflate.ts'
import { collectBytes, createZipWriter } from './zip-writer.ts'

export interface AnnotateOptions {
  /** Names the sheet of a text table. */
  fileName?: string
  /** Heading of the new column. */
  reasonHeader: string
  /** 1-based number of the (last) header row; it and everything above it are kept. */
  headerRow: number
  /** By 1-based row number of the source. */
  rows: ReadonlyMap<number, RowMark>
  /** Leave out all other rows below the header; row numbers, merges and links move along. */
  keepOnlyMarked: boolean
}

/**
 * A copy of the table with reasons and marks, always as .xlsx: of the same workbook for .xlsx, a fresh one with the
 * same columns for .csv and .xls. Throws `WorkbookRefused` like reading does.
 */
export async function annotateRows(
  bytes: Uint8Array,
  sheetIndex: number,
  options: AnnotateOptions,
): Promise<Uint8Array> {
  const workbook = await openTable(bytes, options.fileName ?? '')
  if (isXlsx(workbook)) {
    const styles = readStyles(workbook)
    if (styles !== null) return annotateWorkbook(workbook, sheetIndex, options, styles)
  }
  return writeReturnedTable(workbook, sheetIndex, options)
}

function isXlsx(workbook: Workbook): workbook is XlsxWorkbook {
  return workbook.format === 'xlsx'
}

interface Styles {
  part: string
  marker: StyleMarker
}

function readStyles(workbook: XlsxWorkbook): Styles | null {
  const { zip, workbookPart } = workbook
  const relations = findEntry(zip, relationsPartOf(workbookPart))
  if (relations === null) return null
  const target = readRelations(inflateEntry(zip, relations, limits.heldPartBytes), workbookPart).find(
    ({ type, external }) => type === 'styles' && !external,
  )?.target
  const entry = target === undefined ? null : findEntry(zip, target)
  if (entry === null) return null
  const marker = markStyles(readPart(workbook, entry))
  return marker === null ? null : { part: entry.name, marker }
}

async function annotateWorkbook(
  workbook: XlsxWorkbook,
  sheetIndex: number,
  options: AnnotateOptions,
  styles: Styles,
): Promise<Uint8Array> {
  const { zip } = workbook
  const sheetPart = workbook.sheetParts[sheetIndex]
  const sheetEntry = sheetPart === undefined ? undefined : zip.entries.get(sheetPart)
  if (sheetPart === undefined || sheetEntry === undefined) throw new RangeError(`no sheet ${sheetIndex}`)
  const reader = workbook.readRows(sheetIndex)
  for await (const _rows of reader);
  const removed = removedParts(workbook, sheetPart, options.keepOnlyMarked)
  const { sink, bytes } = collectBytes()
  const writer = createZipWriter(sink)
  for (const entry of zip.entries.values()) {
    if (removed.has(entry.name) || entry.name === sheetPart || entry.name === styles.part) continue
    const changed = withoutRemoved(workbook, entry, removed)
    if (changed === null) await writer.copy(zip, entry)
    else await writer.add(entry.name, changed)
  }
  const annotation = { ...options, reasonColumn: reader.summary.columns, styles: styles.marker }
  await writer.add(sheetPart, annotateSheet(asUtf8(inflateEntryStream(zip, sheetEntry)), annotation))
  await writer.add(styles.part, styles.marker.finish())
  await writer.finish()
  return bytes()
}

/**
 * Parts that no longer fit: signatures always (the content changes); with rows taken out also the order of calculation
 * and comments, which point at cells by number.
 */
function removedParts({ zip }: XlsxWorkbook, sheetPart: string, rowsMove: boolean): Set<string> {
  const removed = outdatedParts(zip.entries.keys(), rowsMove)
  if (!rowsMove) return removed
  const relations = findEntry(zip, relationsPartOf(sheetPart))
  if (relations === null) return removed
  for (const { type, target, external } of readRelations(
    inflateEntry(zip, relations, limits.heldPartBytes),
    sheetPart,
  )) {
    const entry = external ? null : findEntry(zip, target)
    if (entry !== null && /^(comments|threadedComment|vmlDrawing)$/.test(type)) removed.add(entry.name)
  }
  return removed
}
