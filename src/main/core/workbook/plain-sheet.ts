/** A sheet without styles, for a workbook whose style table belongs to somebody else. */
import { columnLetters } from './cells.ts'
import type { CellValue, SheetSpec } from './types.ts'
import { escapeXml, inlineText } from './xml-escape.ts'

/** Titles, header, rows and footer in pieces; drop-downs, checks and page setup are left out. */
export async function* plainSheetXml(sheet: SheetSpec): AsyncGenerator<Buffer> {
  const widths = sheet.columns.map(
    ({ width }, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`,
  )
  yield Buffer.from(
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' +
      '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' +
      `${widths.length > 0 ? `<cols>${widths.join('')}</cols>` : ''}<sheetData>`,
  )
  let number = 1
  for (const line of sheet.title ?? []) yield rowOf([line], number++)
  yield rowOf(
    sheet.columns.map(({ header }) => header),
    number++,
  )
  for await (const row of sheet.rows) yield rowOf(row, number++)
  for (const line of sheet.footer ?? []) yield rowOf([line], number++)
  yield Buffer.from('</sheetData></worksheet>')
}

function rowOf(values: readonly CellValue[], number: number): Buffer {
  const cells = values.map((value, index) => {
    const place = `${columnLetters(index)}${number}`
    if (value === null || value === '') return ''
    return typeof value === 'number'
      ? `<c r="${place}"><v>${escapeXml(String(value))}</v></c>`
      : `<c r="${place}" t="inlineStr"><is>${inlineText(value)}</is></c>`
  })
  return Buffer.from(`<row r="${number}">${cells.join('')}</row>`)
}
