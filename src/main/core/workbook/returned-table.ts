/** The copy handed back for tables that are not .xlsx: a fresh workbook with the same columns and a reason. */
import type { RowMark } from './annotate-sheet.ts'
import { columnLetters } from './cells.ts'
import { dateToSerial } from './dates.ts'
import { returnedStyles, styles, stylesXml } from './sheet-styles.ts'
import type { Cell, Row, Workbook } from './types.ts'
import {
  appXml,
  contentTypesXml,
  coreXml,
  officeRelations,
  rootRelationsXml,
  workbookRelationsXml,
  xmlHead,
} from './workbook-parts.ts'
import { escapeXml, inlineText } from './xml-escape.ts'
import { collectBytes, createZipWriter } from './zip-writer.ts'

interface ReturnOptions {
  reasonHeader: string
  headerRow: number
  rows: ReadonlyMap<number, RowMark>
  keepOnlyMarked: boolean
}

/** Writes the rows that go back. Rows are read twice, because the reason stands behind the last used column. */
export async function writeReturnedTable(
  workbook: Workbook,
  sheetIndex: number,
  options: ReturnOptions,
): Promise<Uint8Array> {
  const counting = workbook.readRows(sheetIndex)
  for await (const _rows of counting);
  const { columns } = counting.summary
  const sheetName = workbook.sheets[sheetIndex]?.name ?? 'Sheet1'
  const { sink, bytes } = collectBytes()
  const zip = createZipWriter(sink)
  await zip.add('[Content_Types].xml', contentTypesXml(1))
  await zip.add('_rels/.rels', rootRelationsXml())
  await zip.add('xl/worksheets/sheet1.xml', sheetXml(workbook, sheetIndex, columns, options))
  await zip.add(
    'xl/workbook.xml',
    `${xmlHead}<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${officeRelations}"><sheets><sheet name="${escapeXml(sheetName)}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  )
  await zip.add('xl/_rels/workbook.xml.rels', workbookRelationsXml(1))
  await zip.add('xl/styles.xml', stylesXml)
  await zip.add('docProps/core.xml', coreXml())
  await zip.add('docProps/app.xml', appXml())
  await zip.finish()
  return bytes()
}

async function* sheetXml(
  workbook: Workbook,
  sheetIndex: number,
  columns: number,
  options: ReturnOptions,
): AsyncGenerator<Buffer> {
  const { headerRow, keepOnlyMarked, rows: marks } = options
  yield Buffer.from(
    `${xmlHead}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetFormatPr defaultRowHeight="15"/>` +
      `<cols>${columns > 0 ? `<col min="1" max="${columns}" width="16" customWidth="1"/>` : ''}<col min="${columns + 1}" max="${columns + 1}" width="48" customWidth="1"/></cols><sheetData>`,
  )
  let outputRow = headerRow
  for await (const batch of workbook.readRows(sheetIndex)) {
    let xml = ''
    for (const row of batch) {
      const mark = marks.get(row.number)
      const above = row.number <= headerRow
      if (keepOnlyMarked && !above && mark === undefined) continue
      outputRow = above || !keepOnlyMarked ? row.number : outputRow + 1
      const reason = row.number === headerRow ? options.reasonHeader : mark?.reason
      xml += rowXml(row, outputRow, columns, row.number === headerRow, mark, reason)
    }
    if (xml !== '') yield Buffer.from(xml, 'utf8')
  }
  yield Buffer.from('</sheetData></worksheet>')
}

function rowXml(
  row: Row,
  number: number,
  columns: number,
  isHeader: boolean,
  mark: RowMark | undefined,
  reason: string | undefined,
): string {
  const marked = new Set(mark?.columns ?? [])
  let xml = `<row r="${number}">`
  for (let column = 0; column < columns; column++) {
    const cell = row.cells[column]
    const reference = `${columnLetters(column)}${number}`
    if (cell !== undefined && cell.kind !== 'empty')
      xml += cellXml(cell, reference, isHeader, marked.has(column))
    else if (marked.has(column)) xml += `<c r="${reference}" s="${returnedStyles.markedText}"/>`
  }
  if (reason !== undefined) {
    const style = isHeader ? styles.header : returnedStyles.reason
    xml += `<c r="${columnLetters(columns)}${number}" s="${style}" t="inlineStr"><is>${inlineText(reason)}</is></c>`
  }
  return `${xml}</row>`
}

function cellXml(cell: Cell, reference: string, isHeader: boolean, marked: boolean): string {
  const serial = cell.kind === 'date' && cell.date !== null ? dateToSerial(cell.date) : null
  if (serial !== null) {
    return `<c r="${reference}" s="${marked ? returnedStyles.markedDate : returnedStyles.date}"><v>${serial}</v></c>`
  }
  if (cell.kind === 'number' || cell.kind === 'date') {
    return `<c r="${reference}" s="${marked ? returnedStyles.markedNumber : returnedStyles.number}"><v>${cell.text}</v></c>`
  }
  const plain = isHeader ? styles.header : returnedStyles.text
  return `<c r="${reference}" s="${marked ? returnedStyles.markedText : plain}" t="inlineStr"><is>${inlineText(cell.text)}</is></c>`
}
