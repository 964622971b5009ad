/**
 * Fills a blank workbook that somebody else made and keeps everything else of it: styles, widths, drop-down lists,
 * checks, names, other sheets, print settings. Parts that do not change are copied as they lie in the file.
 */
import type { FilledSheet, SheetFill } from './fill-sheet.ts'
import { extendRange, fillSheet } from './fill-sheet.ts'
import type { XlsxWorkbook } from './gate.ts'
import { findEntry, openWorkbook } from './gate.ts'
import { limits } from './limits.ts'
import { appendInside, outdatedParts, readPart, withoutRemoved } from './package-edit.ts'
import { readRelations, relationsPartOf } from './package-parts.ts'
import { plainSheetXml } from './plain-sheet.ts'
import { parseRange } from './sheet-layout.ts'
import { rangeText } from './sheet-stream.ts'
import { readDateStyles } from './styles-reader.ts'
import type { ExtraPart, SheetSpec } from './types.ts'
import { officeRelations, overrideXml, partRelationXml, spreadsheet } from './workbook-parts.ts'
import { escapeXml } from './xml-escape.ts'
import { elementSpans, replaceRanges, setAttribute } from './xml-rewrite.ts'
import { asUtf8 } from './xml-text.ts'
import { inflateEntry, inflateEntryStream } from './zip-inflate.ts'
import { collectBytes, createZipWriter } from './zip-writer.ts'

export interface WorkbookFill {
  /** Which sheets get rows, by 0-based index; all others stay as they are. */
  sheets: readonly (Omit<SheetFill, 'dateStyles' | 'date1904'> & { sheet: number })[]
  /** Sheets that are added behind the others, without styles of their own. */
  extraSheets?: readonly SheetSpec[]
  extraParts?: readonly ExtraPart[]
}

const tableType = 'table'

/** @throws WorkbookRefused as reading does; RangeError for a sheet that the workbook does not have */
export async function fillWorkbook(bytes: Uint8Array, fill: WorkbookFill): Promise<Uint8Array> {
  const workbook = openWorkbook(bytes)
  const { zip, workbookPart } = workbook
  const removed = outdatedParts(zip.entries.keys(), true)
  const dateStyles = readStyleDates(workbook)
  const fills = new Map<string, { fill: SheetFill; filled: FilledSheet }>()
  const tables = new Map<string, string>()
  for (const sheet of fill.sheets) {
    const part = workbook.sheetParts[sheet.sheet]
    if (part === undefined) throw new RangeError(`no sheet ${sheet.sheet}`)
    fills.set(part, {
      fill: { ...sheet, dateStyles, date1904: workbook.date1904 },
      filled: { lastRow: 0, hasFormulas: false },
    })
    for (const table of relatedParts(workbook, part, tableType)) tables.set(table, part)
  }
  const additions = additionsOf(workbook, fill)
  const typesPart = findEntry(zip, '[Content_Types].xml')?.name
  const relationsPart = findEntry(zip, relationsPartOf(workbookPart))?.name
  const { sink, bytes: written } = collectBytes()
  const writer = createZipWriter(sink, 3)
  for (const entry of zip.entries.values()) {
    const { name } = entry
    if (removed.has(name) || fills.has(name) || tables.has(name) || name === workbookPart) continue
    const changed = withoutRemoved(workbook, entry, removed)
    if (name === typesPart) await writer.add(name, additions.types(changed ?? readPart(workbook, entry)))
    else if (name === relationsPart)
      await writer.add(name, additions.relations(changed ?? readPart(workbook, entry)))
    else if (changed === null) await writer.copy(zip, entry)
    else await writer.add(name, changed)
  }
  for (const [part, { fill: sheetFill, filled }] of fills) {
    const entry = zip.entries.get(part)
    if (entry) await writer.add(part, fillSheet(asUtf8(inflateEntryStream(zip, entry)), sheetFill, filled))
  }
  for (const [table, part] of tables) {
    const entry = zip.entries.get(table)
    const done = fills.get(part)
    if (entry && done)
      await writer.add(table, extendTable(readPart(workbook, entry), done.fill.firstRow, done.filled.lastRow))
  }
  for (const { name, spec } of additions.sheets) await writer.add(name, plainSheetXml(spec))
  const entry = zip.entries.get(workbookPart)
  if (entry)
    await writer.add(
      workbookPart,
      additions.book(extendNames(workbook, readPart(workbook, entry), fill, fills)),
    )
  for (const part of fill.extraParts ?? []) await writer.add(part.name, part.content())
  await writer.finish()
  return written()
}

function relatedParts({ zip }: XlsxWorkbook, part: string, wanted: string): string[] {
  const entry = findEntry(zip, relationsPartOf(part))
  if (entry === null) return []
  return readRelations(inflateEntry(zip, entry, limits.heldPartBytes), part)
    .filter(({ type, external }) => type === wanted && !external)
    .flatMap(({ target }) => findEntry(zip, target)?.name ?? [])
}

function readStyleDates(workbook: XlsxWorkbook): Uint8Array {
  const [part] = relatedParts(workbook, workbook.workbookPart, 'styles')
  const entry = part === undefined ? undefined : workbook.zip.entries.get(part)
  return entry ? readDateStyles(readPart(workbook, entry)) : new Uint8Array()
}

/** What the lists of the package get for added sheets and parts. */
function additionsOf({ zip }: XlsxWorkbook, { extraSheets = [], extraParts = [] }: WorkbookFill) {
  const taken = new Set([...zip.entries.keys()].map((name) => name.toLowerCase()))
  let number = 1
  const sheets = extraSheets.map((spec) => {
    while (taken.has(`xl/worksheets/sheet${number}.xml`)) number++
    const name = `xl/worksheets/sheet${number++}.xml`
    return { name, spec, id: `labourDesk${number}` }
  })
  const parts = extraParts.map((part, index) => ({ part, id: `labourDeskPart${index + 1}` }))
  return {
    sheets,
    types: (content: Buffer) =>
      appendInside(content, (prefix) =>
        [
          ...sheets.map(({ name }) =>
            overrideXml({ name, contentType: `${spreadsheet}.worksheet+xml` }, prefix),
          ),
          ...extraParts.map((part) => overrideXml(part, prefix)),
        ].join(''),
      ),
    relations: (content: Buffer) =>
      appendInside(content, (prefix) =>
        [
          ...sheets.map(({ name, id }) =>
            partRelationXml({ name, relationshipType: `${officeRelations}/worksheet` }, id, prefix),
          ),
          ...parts.map(({ part, id }) => partRelationXml(part, id, prefix)),
        ].join(''),
      ),
    book(content: Buffer) {
      if (sheets.length === 0) return content
      const known = elementSpans(content).filter(
        ({ name, path }) => name === 'sheet' && path.at(-1) === 'sheets',
      )
      const highest = Math.max(0, ...known.map(({ attributes }) => Number(attributes.get('sheetId') ?? 0)))
      const names = new Set(known.map(({ attributes }) => (attributes.get('name') ?? '').toLowerCase()))
      return appendInside(
        content,
        (prefix) =>
          sheets
            .map(({ spec, id }, index) => {
              let { name } = spec
              while (names.has(name.toLowerCase())) name = `${name.slice(0, 28)}(1)`
              names.add(name.toLowerCase())
              return `<${prefix}sheet xmlns:r="${officeRelations}" name="${escapeXml(name)}" sheetId="${highest + index + 1}" r:id="${id}"/>`
            })
            .join(''),
        'sheets',
      )
    },
  }
}

/** A list object of Excel reaches over the filled rows, and so does its filter. */
function extendTable(content: Buffer, firstRow: number, lastRow: number): Buffer {
  return replaceRanges(
    content,
    elementSpans(content).flatMap(({ name, attributes, start, openEnd }) => {
      const range = name === 'table' || name === 'autoFilter' ? parseRange(attributes.get('ref') ?? '') : null
      if (range === null) return []
      const tag = content.toString('utf8', start, openEnd)
      const text = tag.replace(
        /(\sref\s*=\s*)("[^"]*"|'[^']*')/,
        `$1"${rangeText(extendRange(range, firstRow, lastRow, true))}"`,
      )
      return [{ start, end: openEnd, text }]
    }),
  )
}

const followingNames = new Set(['_xlnm.Print_Area', '_xlnm._FilterDatabase'])

/** Print area and filter of a filled sheet reach over its rows; formulas that were written are counted on opening. */
function extendNames(
  workbook: XlsxWorkbook,
  content: Buffer,
  fill: WorkbookFill,
  fills: ReadonlyMap<string, { fill: SheetFill; filled: FilledSheet }>,
): Buffer {
  const bySheet = new Map(
    fill.sheets.map(({ sheet }) => [
      workbook.sheets[sheet]?.name ?? '',
      fills.get(workbook.sheetParts[sheet] ?? ''),
    ]),
  )
  const spans = elementSpans(content)
  const changes = spans.flatMap(({ name, attributes, openEnd, closeStart }) => {
    if (name !== 'definedName' || !followingNames.has(attributes.get('name') ?? '')) return []
    const found = /^(?:'((?:[^']|'')*)'|([^'!]+))!(\$?[A-Z]+\$?\d+:\$?[A-Z]+\$?\d+)$/.exec(
      content.toString('utf8', openEnd, closeStart),
    )
    const done = bySheet.get((found?.[1] ?? found?.[2] ?? '').replaceAll("''", "'"))
    const range = parseRange(found?.[3] ?? '')
    if (!found || !done || range === null) return []
    const [first, last] = rangeText(extendRange(range, done.fill.firstRow, done.filled.lastRow, true)).split(
      ':',
    )
    const absolute = (cell = first ?? '') => cell.replace(/^([A-Z]+)(\d+)$/, '$$$1$$$2')
    const sheet = found[0].slice(0, found[0].lastIndexOf('!'))
    return [{ start: openEnd, end: closeStart, text: `${sheet}!${absolute(first)}:${absolute(last)}` }]
  })
  const counted = [...fills.values()].some(({ filled }) => filled.hasFormulas)
  const calculation = counted
    ? spans.find(({ name, path }) => name === 'calcPr' && path.length === 1)
    : undefined
  if (calculation) {
    const tag = content.toString('utf8', calculation.start, calculation.openEnd)
    const end = tag.endsWith('/>') ? '/>' : '>'
    changes.push({
      start: calculation.start,
      end: calculation.openEnd,
      text: setAttribute(tag.slice(0, -end.length), 'fullCalcOnLoad', '1') + end,
    })
  }
  return replaceRanges(content, changes)
}
