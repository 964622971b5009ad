/**
 * Writes finished workbooks: title, header with style and groups, borders, frozen panes, formats by column, drop-down
 * lists, input checks and page setup. Rows are taken one by one and the XML goes straight through deflate to the sink.
 */
import { columnLetters } from './cells.ts'
import type { Dictionary } from './input-checks.ts'
import { collectDictionary, quotedSheetName } from './input-checks.ts'
import { stylesXml } from './sheet-styles.ts'
import type { WrittenSheet } from './sheet-xml.ts'
import { filterRange, geometryOf, sheetXml } from './sheet-xml.ts'
import { type ByteSink, choiceSheet, type SheetSpec, type WorkbookSpec, type WriteResult } from './types.ts'
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
import type { ObserveParts } from './zip-reader.ts'
import { collectBytes, createZipWriter } from './zip-writer.ts'

/**
 * Writes a workbook to `sink`; `observe` looks on while the parts are written. Throws `WorkbookRefused` ('longText') for a
 * text that no cell can hold.
 */
export async function writeWorkbook(
  spec: WorkbookSpec,
  sink: ByteSink,
  observe?: ObserveParts,
): Promise<WriteResult> {
  if (spec.sheets.length === 0) throw new RangeError('a workbook needs a sheet')
  const sheets = withValidNames(spec.sheets)
  const dictionary = collectDictionary(
    sheets.flatMap(({ columns }) => columns),
    freeName(
      choiceSheet,
      sheets.map(({ name }) => name),
    ),
  )
  const hasDictionary = dictionary.lists.length > 0
  const parts = sheets.length + (hasDictionary ? 1 : 0)
  const zip = createZipWriter(sink, spec.compressionLevel ?? 6, observe)
  await zip.add('[Content_Types].xml', contentTypesXml(parts, spec.parts))
  await zip.add('_rels/.rels', rootRelationsXml())
  const opened =
    spec.openAt ??
    Math.max(
      0,
      sheets.findIndex(({ hidden }) => !hidden),
    )
  const written: WrittenSheet[] = []
  for (const [index, sheet] of sheets.entries()) {
    const counts = { dataRows: 0 }
    written.push(counts)
    await zip.add(
      `xl/worksheets/sheet${index + 1}.xml`,
      sheetXml(sheet, dictionary, index === opened, counts),
    )
  }
  if (hasDictionary) await zip.add(`xl/worksheets/sheet${parts}.xml`, dictionaryXml(dictionary))
  await zip.add('xl/workbook.xml', workbookXml(sheets, written, hasDictionary ? dictionary : null, opened))
  await zip.add('xl/_rels/workbook.xml.rels', workbookRelationsXml(parts, spec.parts))
  await zip.add('xl/styles.xml', stylesXml)
  await zip.add('docProps/core.xml', coreXml(spec.properties))
  await zip.add('docProps/app.xml', appXml())
  for (const part of spec.parts ?? []) await zip.add(part.name, part.content())
  await zip.finish()
  return { bytes: zip.bytes, rows: written.reduce((sum, { dataRows }) => sum + dataRows, 0) }
}

/** The same, collected in memory. */
export async function writeWorkbookBytes(spec: WorkbookSpec, observe?: ObserveParts): Promise<Uint8Array> {
  const { sink, bytes } = collectBytes()
  await writeWorkbook(spec, sink, observe)
  return bytes()
}

/** Sheet names as Excel allows them: 31 characters, none of []:*?/\, no two alike. */
function withValidNames(sheets: readonly SheetSpec[]): SheetSpec[] {
  const taken: string[] = []
  return sheets.map((sheet) => {
    const cleaned =
      sheet.name
        .replace(/[[\]:*?/\\\p{Cc}]/gu, '_')
        .replace(/^'+|'+$/g, '')
        .slice(0, 31) || 'Sheet'
    const name = freeName(cleaned, taken)
    taken.push(name)
    return { ...sheet, name }
  })
}

function freeName(wanted: string, taken: readonly string[]): string {
  const folded = new Set(taken.map((name) => name.toLowerCase()))
  let name = wanted
  for (let number = 2; folded.has(name.toLowerCase()); number++) {
    const suffix = `(${number})`
    name = wanted.slice(0, 31 - suffix.length) + suffix
  }
  return name
}

function workbookXml(
  sheets: readonly SheetSpec[],
  written: readonly WrittenSheet[],
  dictionary: Dictionary | null,
  opened: number,
): string {
  const entries = sheets.map(
    ({ name, hidden }, index) =>
      `<sheet name="${escapeXml(name)}" sheetId="${index + 1}"${hidden ? ' state="hidden"' : ''} r:id="rId${index + 1}"/>`,
  )
  if (dictionary !== null) {
    const number = sheets.length + 1
    entries.push(
      `<sheet name="${escapeXml(dictionary.sheetName)}" sheetId="${number}" state="hidden" r:id="rId${number}"/>`,
    )
  }
  const names = sheets.flatMap((sheet, index) => definedNames(sheet, index, written[index]?.dataRows ?? 0))
  const defined = names.length === 0 ? '' : `<definedNames>${names.join('')}</definedNames>`
  return (
    `${xmlHead}<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${officeRelations}">` +
    `<workbookPr/><bookViews><workbookView activeTab="${opened}"/></bookViews>` +
    `<sheets>${entries.join('')}</sheets>${defined}</workbook>`
  )
}

/** The hidden name of the filter and the rows repeated on every printed page. Excel wants names in alphabetical order. */
function definedNames(sheet: SheetSpec, index: number, dataRows: number): string[] {
  const geometry = geometryOf(sheet)
  const names: string[] = []
  const sheetName = quotedSheetName(sheet.name)
  if (sheet.autoFilter && geometry.columns > 0) {
    const range = filterRange(geometry, geometry.firstDataRow + dataRows - 1, true)
    names.push(
      `<definedName name="_xlnm._FilterDatabase" localSheetId="${index}" hidden="1">${escapeXml(`${sheetName}!${range}`)}</definedName>`,
    )
  }
  if (sheet.page?.repeatHeader !== false) {
    const rows = `$${1}:$${geometry.firstDataRow - 1}`
    names.push(
      `<definedName name="_xlnm.Print_Titles" localSheetId="${index}">${escapeXml(`${sheetName}!${rows}`)}</definedName>`,
    )
  }
  return names
}

function dictionaryXml({ lists }: Dictionary): string {
  const longest = Math.max(...lists.map((list) => list.length))
  const rows = Array.from({ length: longest }, (_, row) => {
    const cells = lists.map((list, column) => {
      const item = list[row]
      return item === undefined
        ? ''
        : `<c r="${columnLetters(column)}${row + 1}" t="inlineStr"><is>${inlineText(item)}</is></c>`
    })
    return `<row r="${row + 1}">${cells.join('')}</row>`
  })
  return `${xmlHead}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows.join('')}</sheetData></worksheet>`
}
