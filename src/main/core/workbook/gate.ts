/**
 * The gate for .xlsx files of unknown origin. `openWorkbook` looks at the whole package before any cell is read:
 * directory, part names, sizes, content types, relations, the workbook part and the styles. Whatever is never read
 * (pictures, printer settings) is inflated once and thrown away, so that nothing can hide in it. The sheets and the
 * text table, which may be large, are checked while they are read: gate and reader are one pass.
 */
import { limits } from './limits.ts'
import type { Relation } from './package-parts.ts'
import {
  checkContentTypes,
  checkPartName,
  checkRelations,
  readContentTypes,
  readRelations,
  relationsPartOf,
} from './package-parts.ts'
import { WorkbookRefused } from './refusal.ts'
import type { SharedStrings } from './shared-strings.ts'
import { readSharedStrings } from './shared-strings.ts'
import type { SheetContext } from './sheet-parser.ts'
import { readSheetRows } from './sheet-reader.ts'
import { readDateStyles } from './styles-reader.ts'
import type { ReadRowsOptions, RowReader, SheetInfo, Workbook, WorkbookWarning } from './types.ts'
import { visitElements } from './xml-elements.ts'
import { asUtf8, toUtf8 } from './xml-text.ts'
import { inflateEntry, inflateEntryStream } from './zip-inflate.ts'
import type { ObserveParts, ZipEntry, ZipPackage } from './zip-reader.ts'
import { readZip } from './zip-reader.ts'

/** An opened .xlsx package, with what copying and signing need beside the rows. */
export interface XlsxWorkbook extends Workbook {
  readonly format: 'xlsx'
  readonly zip: ZipPackage
  readonly date1904: boolean
  /** Part name of each sheet, by index. */
  readonly sheetParts: readonly string[]
  readonly workbookPart: string
}

/**
 * Opens an .xlsx file. Throws `WorkbookRefused`; cells are read later through `readRows`. `observe` sees the sheets and
 * the text table while they are read.
 */
export function openWorkbook(bytes: Uint8Array, observe?: ObserveParts): XlsxWorkbook {
  if (bytes.length === 0) throw new WorkbookRefused('empty')
  if (bytes.length > limits.fileBytes) throw new WorkbookRefused('tooLarge', 'file size')
  const zip = readZip(bytes, observe)
  const unknown = [...zip.entries.keys()].filter((name) => !checkPartName(name))
  const parts = findParts(zip)
  const warnings: WorkbookWarning[] = [...parts.warnings]
  for (const name of unknown) {
    if (!parts.used.has(name)) {
      warnings.push({ code: 'unknownPart', message: `文件内部有不认识的部件“${name}”，没有读取。` })
    }
  }
  checkUnreadParts(zip, parts.streamed)
  for (const sheet of parts.sheets) {
    if (sheet.hidden) {
      warnings.push({
        code: 'hiddenSheet',
        sheet: sheet.name,
        message: `工作表“${sheet.name}”是隐藏的，不会自动导入。`,
      })
    }
  }
  let strings: Promise<SharedStrings | null> | null = null
  const readStrings = () => {
    const entry = parts.strings
    strings ??=
      entry === null ? Promise.resolve(null) : readSharedStrings(asUtf8(inflateEntryStream(zip, entry)))
    return strings
  }
  const readRows = (sheetIndex: number, options: ReadRowsOptions = {}): RowReader => {
    const sheet = parts.sheets[sheetIndex]
    const entry = parts.sheetEntries[sheetIndex]
    if (sheet === undefined || entry === undefined) throw new RangeError(`no sheet ${sheetIndex}`)
    const context = async (): Promise<SheetContext> => ({
      strings: await readStrings(),
      dateStyles: parts.dateStyles,
      date1904: parts.date1904,
    })
    return readSheetRows(zip, entry, sheet.name, context, options)
  }
  return {
    format: 'xlsx',
    zip,
    sheets: parts.sheets,
    warnings,
    date1904: parts.date1904,
    sheetParts: parts.sheetEntries.map((entry) => entry.name),
    workbookPart: parts.workbookPart,
    readRows,
  }
}

interface Parts {
  workbookPart: string
  sheets: SheetInfo[]
  sheetEntries: ZipEntry[]
  strings: ZipEntry | null
  dateStyles: Uint8Array
  date1904: boolean
  used: Set<string>
  /** Parts that are checked while they are streamed. */
  streamed: Set<string>
  warnings: WorkbookWarning[]
}

function findParts(zip: ZipPackage): Parts {
  const contentTypes = findEntry(zip, '[Content_Types].xml')
  if (contentTypes === null) throw notAWorkbook(zip)
  const declared = inflateEntry(zip, contentTypes, limits.heldPartBytes)
  checkContentTypes(readContentTypes(declared, zip.entries.keys()))
  const used = new Set([contentTypes.name])
  const rootRelations = relationsOf(zip, '', used)
  const workbookPart = rootRelations.find(
    ({ type, external }) => type === 'officeDocument' && !external,
  )?.target
  const workbookEntry = workbookPart === undefined ? null : findEntry(zip, workbookPart)
  if (workbookPart === undefined || workbookEntry === null) throw notAWorkbook(zip)
  if (/^(word|ppt)\//i.test(workbookPart)) throw new WorkbookRefused('otherDocument')
  if (/\.bin$/i.test(workbookPart)) throw new WorkbookRefused('binaryWorkbook')
  used.add(workbookEntry.name)
  const relations = relationsOf(zip, workbookEntry.name, used)
  const targetOf = (type: string) =>
    relations.find((relation) => relation.type === type && !relation.external)
  const strings = optionalPart(zip, targetOf('sharedStrings'), 'missingStrings', used)
  const styles = optionalPart(zip, targetOf('styles'), 'damaged', used)
  const book = readBook(toUtf8(inflateEntry(zip, workbookEntry, limits.heldPartBytes)))
  const { sheets, sheetEntries } = findSheets(zip, book.sheets, relations)
  for (const entry of sheetEntries) used.add(entry.name)
  const streamed = new Set(sheetEntries.map(({ name }) => name))
  if (strings !== null) {
    if (strings.size > limits.sharedStringsBytes) throw new WorkbookRefused('tooLarge', 'text table')
    streamed.add(strings.name)
  }
  return {
    workbookPart: workbookEntry.name,
    sheets,
    sheetEntries,
    strings,
    dateStyles:
      styles === null
        ? new Uint8Array()
        : readDateStyles(toUtf8(inflateEntry(zip, styles, limits.heldPartBytes))),
    date1904: book.date1904,
    used,
    streamed,
    warnings: externalWarnings(zip),
  }
}

/** Part names are compared without case, as the packaging standard has it. */
export function findEntry(zip: ZipPackage, name: string): ZipEntry | null {
  const exact = zip.entries.get(name)
  if (exact !== undefined) return exact
  const folded = decodePartName(name).toLowerCase()
  for (const entry of zip.entries.values()) {
    if (entry.name.toLowerCase() === folded) return entry
  }
  return null
}

function decodePartName(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}

function relationsOf(zip: ZipPackage, part: string, used: Set<string>): Relation[] {
  const entry = findEntry(zip, relationsPartOf(part))
  if (entry === null) return []
  used.add(entry.name)
  const relations = readRelations(inflateEntry(zip, entry, limits.heldPartBytes), part)
  checkRelations(relations)
  return relations
}

function optionalPart(
  zip: ZipPackage,
  relation: Relation | undefined,
  refusal: 'missingStrings' | 'damaged',
  used: Set<string>,
): ZipEntry | null {
  if (relation === undefined) return null
  const entry = findEntry(zip, relation.target)
  if (entry === null) throw new WorkbookRefused(refusal, `part ${relation.type} is missing`)
  used.add(entry.name)
  return entry
}

interface BookSheet {
  name: string
  relationId: string
  hidden: boolean
}

function readBook(content: Buffer): { sheets: BookSheet[]; date1904: boolean } {
  const sheets: BookSheet[] = []
  let date1904 = false
  let root = ''
  visitElements(content, ({ name, path, attributes }) => {
    if (path.length === 0) root = name
    if (name === 'workbookPr' && path.length === 1)
      date1904 = /^(1|true)$/.test(attributes.get('date1904') ?? '')
    if (name === 'sheet' && path.at(-1) === 'sheets') {
      sheets.push({
        name: attributes.get('name') ?? '',
        relationId: attributes.get('id') ?? '',
        hidden: /^(hidden|veryHidden)$/i.test(attributes.get('state') ?? ''),
      })
    }
  })
  if (root !== 'workbook') throw new WorkbookRefused('notATable', 'no workbook part')
  return { sheets, date1904 }
}

function findSheets(zip: ZipPackage, bookSheets: BookSheet[], relations: readonly Relation[]) {
  const sheets: SheetInfo[] = []
  const sheetEntries: ZipEntry[] = []
  for (const { name, relationId, hidden } of bookSheets) {
    const relation = relations.find(({ id }) => id === relationId)
    if (relation === undefined || relation.external)
      throw new WorkbookRefused('damaged', 'sheet without part')
    // Chart sheets have no cells.
    if (relation.type !== 'worksheet') continue
    const entry = findEntry(zip, relation.target)
    if (entry === null) throw new WorkbookRefused('damaged', 'sheet part is missing')
    sheets.push({ index: sheets.length, name, hidden })
    sheetEntries.push(entry)
  }
  if (sheets.length === 0) throw new WorkbookRefused('noSheets')
  return { sheets, sheetEntries }
}

/** Links to other files are named to the person and never followed. */
function externalWarnings(zip: ZipPackage): WorkbookWarning[] {
  let links = 0
  for (const entry of zip.entries.values()) {
    if (!/(^|\/)_rels\/[^/]*\.rels$/i.test(entry.name)) continue
    const relations = readRelations(
      inflateEntry(zip, entry, limits.heldPartBytes),
      entry.name.replace('_rels/', ''),
    )
    checkRelations(relations)
    for (const { type, external } of relations) {
      if (external && type !== 'hyperlink') links++
      else if (type === 'externalLink' || type === 'connections') links++
    }
  }
  if (links === 0) return []
  return [
    {
      code: 'externalLink',
      count: links,
      message: '文件引用了其他文件或网址的数据，系统不会去读取，只采用表格里已存的值。',
    },
  ]
}

const compoundMagic = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]

/** Inflates what nobody reads once, within its declared size, and looks for objects under an innocent name. */
function checkUnreadParts(zip: ZipPackage, streamed: ReadonlySet<string>): void {
  let total = 0
  for (const entry of zip.entries.values()) {
    if (streamed.has(entry.name)) continue
    total += entry.size
    if (entry.size > limits.unreadPartBytes || total > limits.unreadTotalBytes) {
      throw new WorkbookRefused('bomb', 'unread part')
    }
    const content = inflateEntry(zip, entry, limits.unreadPartBytes)
    if (compoundMagic.every((byte, index) => content[index] === byte)) {
      throw new WorkbookRefused(
        /vba/i.test(content.toString('latin1', 0, 65536).replace(/\0/g, '')) ? 'macros' : 'embeddedObject',
        'compound file inside',
      )
    }
  }
}

function notAWorkbook(zip: ZipPackage): WorkbookRefused {
  const names = [...zip.entries.keys()]
  if (
    names.some((name) => /^(word|ppt|visio)\//i.test(name) || name === 'mimetype' || name === 'document.xml')
  ) {
    return new WorkbookRefused('otherDocument', 'other package')
  }
  if (names.some((name) => /^xl\//i.test(name)))
    return new WorkbookRefused('damaged', 'package parts are missing')
  return new WorkbookRefused('archive', 'no workbook inside')
}
