import type { Row } from '../../../shared/contract/calls/ledger.ts'
import { validItems } from '../../../shared/domain/dictionary.ts'
import { type Field, fieldByKey } from '../../../shared/domain/field.ts'
import { ledgers } from '../../../shared/domain/ledgers.ts'
import {
  importedField,
  type ProfileColumn,
  type ProfileSheet,
  placesOf,
} from '../../../shared/domain/profile.ts'
import type { CallScope, Desk } from '../context.ts'
import { columnSpec } from '../exporting/layout.ts'
import { skipReason } from '../importing/layout.ts'
import {
  type CellValue,
  type ColumnSpec,
  type ExtraPart,
  fillWorkbook,
  openWorkbook,
  type SheetSpec,
  type Workbook,
  writeWorkbookBytes,
} from '../workbook/index.ts'
import type { ObserveParts } from '../workbook/zip-reader.ts'
import { createProfileStore } from './profile.store.ts'
import { cellWriters } from './profile-cells.ts'
import type { KnownProfile } from './profile-library.ts'

export interface ProfileWriteOptions {
  created: Date
  progress?: CallScope['progress']
  checkCancelled?: () => void
  /** Numbers of people are written in part only. */
  masked?: boolean
  /** Rows that will come in all, for the progress. */
  total?: number
  /** Sheets behind the profile's own, such as 封面. The first of them is shown on opening, unless a blank workbook is filled. */
  extraSheets?: readonly SheetSpec[]
  /** Further parts; their content is asked for once all rows are written. */
  extraParts?: readonly ExtraPart[]
  /** Looks on while the parts are written, for signing; not where a blank workbook is filled. */
  observe?: ObserveParts
  /** Called for each written row with its place: 0-based sheet of the profile, 1-based row of the sheet. */
  onRow?: (sheet: number, row: number, written: Row) => void
}

/**
 * A finished workbook in exactly the layout of a profile, or the profile's own blank workbook with
 * the rows filled in. Rows are taken one by one, so 100,000 of them need little memory.
 *
 *   const bytes = await writeProfileWorkbook(desk, known, known.profile.sheets.map((sheet) =>
 *     profileRows(desk, sheet).rows), { created: new Date() })
 *
 * @param rows for each sheet of the profile, in its order; values by field key as stored
 * @throws Refusal `cancelled`; WorkbookRefused for a text that no cell holds, or a damaged blank workbook
 */
export async function writeProfileWorkbook(
  desk: Desk,
  { profile, templateName }: KnownProfile,
  rows: readonly Iterable<Row>[],
  options: ProfileWriteOptions,
): Promise<Uint8Array> {
  const done = { rows: 0 }
  const written = profile.sheets.map((sheet, index) => (firstRow: number) => {
    return cellRows(desk, sheet, rows[index] ?? [], options, done, index, firstRow)
  })
  const template = templateName === null ? null : createProfileStore(desk.db).template(profile.key)
  if (template) {
    const workbook = openWorkbook(template)
    const sheets = []
    for (const [index, sheet] of profile.sheets.entries()) {
      const { sheet: at, firstRow } = sheet.template ?? { sheet: index, firstRow: 2 }
      sheets.push({
        sheet: at,
        firstRow,
        notes: await notesBelow(workbook, at, firstRow),
        columns: placed(sheet).map(({ column, place }) => ({
          place,
          dates: (column.date ?? sheet.date) === 'cell',
        })),
        rows: written[index]?.(firstRow) ?? [],
      })
    }
    return fillWorkbook(template, {
      sheets,
      extraSheets: options.extraSheets ?? [],
      extraParts: options.extraParts ?? [],
    })
  }
  const words = placeholders(desk)
  return writeWorkbookBytes(
    {
      properties: { title: words(profile.label), creator: desk.unit.name, created: options.created },
      compressionLevel: 3,
      parts: options.extraParts ?? [],
      ...(options.extraSheets?.length && { openAt: profile.sheets.length }),
      sheets: [
        ...profile.sheets.map((sheet, index): SheetSpec => {
          const headerRows = sheet.columns.some(({ group }) => group !== undefined) ? 2 : 1
          const firstRow = (sheet.title?.length ?? 0) + headerRows + 1
          return {
            name: sheet.name,
            title: (sheet.title ?? []).map(words),
            columns: sheet.columns.map((column) => specOf(desk, sheet, column)),
            rows: written[index]?.(firstRow) ?? [],
            freeze: true,
            page: { paper: 'A3', landscape: true },
          }
        }),
        ...(options.extraSheets ?? []),
      ],
    },
    options.observe,
  )
}

/** Rows of a blank workbook that stay below the data: from the first total or note on; samples above do not. */
async function notesBelow(workbook: Workbook, sheet: number, firstRow: number): Promise<Set<number>> {
  const notes = new Set<number>()
  for await (const rows of workbook.readRows(sheet)) {
    for (const row of rows) {
      const why = row.number < firstRow ? null : skipReason(row)
      const begins = why === '合计行' || why === '表下说明'
      if (begins || (notes.size > 0 && why !== '空行')) notes.add(row.number)
    }
  }
  return notes
}

/** Columns that are written, with their places in a blank workbook; others keep what stands there. */
function placed(sheet: ProfileSheet): { column: ProfileColumn; place: number; index: number }[] {
  const places = placesOf(sheet.columns)
  return sheet.columns.flatMap((column, index) =>
    hasSource(column) ? [{ column, place: places[index] ?? index, index }] : [],
  )
}

const hasSource = ({ field, compute, constant }: ProfileColumn): boolean =>
  field !== undefined || compute !== undefined || constant !== undefined

function* cellRows(
  desk: Desk,
  sheet: ProfileSheet,
  rows: Iterable<Row>,
  options: ProfileWriteOptions,
  done: { rows: number },
  index: number,
  firstRow: number,
): Iterable<CellValue[]> {
  const template = sheet.template !== undefined
  const all = cellWriters(desk, sheet, options.masked)
  const writers = template ? placed(sheet).flatMap(({ index }) => all[index] ?? []) : all
  const needsPresent = sheet.columns.some(({ of }) => of === 'employment')
  let number = 0
  for (const row of rows) {
    const present = needsPresent ? desk.episodes.openOf('employment', row.id) : null
    number++
    yield writers.map((write) => write(row.values, present, number))
    options.onRow?.(index, firstRow + number - 1, row)
    if (++done.rows % 1000 === 0) {
      options.progress?.('正在写出', done.rows, options.total ?? null)
      options.checkCancelled?.()
    }
  }
}

/** {unit} {today} {year} {month} in titles. */
function placeholders(desk: Desk): (text: string) => string {
  const today = desk.today()
  const known: Record<string, string> = {
    unit: desk.unit.name,
    today,
    year: today.slice(0, 4),
    month: String(Number(today.slice(5, 7))),
  }
  return (text) => text.replace(/\{(unit|today|year|month)\}/g, (_whole, name: string) => known[name] ?? '')
}

/** Style, drop-down list and input check of a column, from its field and what the profile says otherwise. */
function specOf(desk: Desk, sheet: ProfileSheet, column: ProfileColumn): ColumnSpec {
  const { header, group, field: key, of, required = false } = column
  const field = key === undefined ? undefined : fieldByKey(ledgers[of ?? sheet.ledger], key)
  const own = field ? columnSpec({ field, header }, desk.catalogue(), desk.today()) : undefined
  const pattern = column.date ?? sheet.date
  const isDate = field !== undefined && ['date', 'month', 'looseDate'].includes(field.kind)
  const asText = sheet.allText === true || (isDate && pattern !== undefined && pattern !== 'cell')
  const list = listOf(desk, column, field)
  return {
    header,
    ...(group !== undefined && { group }),
    width: column.width ?? own?.width ?? Math.max(8, header.length * 2 + 2),
    kind: asText ? 'text' : (own?.kind ?? 'text'),
    required,
    ...(list && { list }),
    // A check of a number or a date would refuse the text that the receiver asks for.
    ...(own?.check && (!asText || own.check.kind === 'length') && { check: own.check }),
    ...(own?.note !== undefined && { note: own.note }),
  }
}

function listOf(desk: Desk, column: ProfileColumn, field: Field | undefined): readonly string[] | undefined {
  if (column.list === false) return undefined
  if (column.list) return column.list
  if (field && importedField(column) === null) return undefined
  const further = column.blank === undefined ? [] : [column.blank]
  if (field?.kind === 'yesNo') {
    return [...new Set([column.values?.true ?? '是', column.values?.false ?? '否', ...further])].filter(
      Boolean,
    )
  }
  const dictionary =
    field?.kind === 'code' && field.dictionary
      ? desk.catalogue().dictionaries.get(field.dictionary)
      : undefined
  if (!dictionary) return undefined
  const words = validItems(dictionary, desk.today()).map(({ code, label }) => column.values?.[code] ?? label)
  return [...new Set([...words, ...further])].filter(Boolean)
}
