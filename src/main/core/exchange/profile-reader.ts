import type { ImportMapping, ImportOptions } from '../../../shared/contract/calls/exchange.ts'
import { Refusal } from '../../../shared/contract/result.ts'
import { fieldByKey } from '../../../shared/domain/field.ts'
import { ledgers } from '../../../shared/domain/ledgers.ts'
import {
  importedField,
  type Profile,
  type ProfileColumn,
  type ProfileSheet,
} from '../../../shared/domain/profile.ts'
import type { Desk } from '../context.ts'
import type { ProfileLayout } from '../importing/columns.ts'
import { headersOf, inspectWorkbook, mappingOf, whyNoMapping } from '../importing/detect.ts'
import { skipReason } from '../importing/layout.ts'
import type { ApplyOptions } from '../importing/plan.ts'
import { createRowReader, type RowValues } from '../importing/row-values.ts'
import type { Workbook } from '../workbook/index.ts'
import { coarseEquality } from './profile-cells.ts'
import { allProfiles, profileByKey } from './profile-library.ts'

/**
 * A profile read backwards. It is one more source of what an import needs: which column is which
 * field, what wordings mean, what is guarded and cleared. The import's own reader and appliers do
 * the work, so a profile never writes by a path of its own.
 */

/** Layouts by which the inspection of a file recognises profiles; the office's own come first. */
export const profileLayouts = (desk: Desk): ProfileLayout[] =>
  allProfiles(desk).flatMap(({ profile }) => profile.sheets.map((sheet) => layoutOf(profile, sheet)))

export const layoutOf = (profile: Profile, sheet: ProfileSheet): ProfileLayout => ({
  key: profile.key,
  label: profile.label,
  sheet: sheet.name,
  ledger: sheet.ledger,
  columns: sheet.columns
    .filter(({ header }) => header !== '')
    .map((column) => ({
      header: column.group ? `${column.group}·${column.header}` : column.header,
      field: importedField(column),
    })),
})

/**
 * What a profile adds to a mapping and to the options of an import.
 *
 * @throws Refusal `not_found` when the profile is gone, `invalid_input` when it has no such sheet
 */
export function applyProfile(
  desk: Desk,
  mapping: ImportMapping,
  options: ImportOptions,
): { mapping: ImportMapping; options: ApplyOptions } {
  if (!mapping.profile) return { mapping, options }
  const { profile } = profileByKey(desk, mapping.profile)
  const sheet = sheetFor(profile, mapping)
  const present = new Set(Object.values(mapping.columns))
  const cleared = sheet.columns.flatMap((column) =>
    column.whenBlank === 'clear' ? (importedField(column) ?? []) : [],
  )
  return {
    mapping: { ...mapping, valueMaps: mergeMaps(valueMapsOf(sheet), mapping.valueMaps) },
    options: {
      ...options,
      blankClears: [...new Set([...options.blankClears, ...cleared.filter((key) => present.has(key))])],
      guarded: new Set(
        sheet.columns.flatMap((column) => (column.guarded ? (importedField(column) ?? []) : [])),
      ),
      sayTheSame: coarseEquality(desk, sheet),
    },
  }
}

/** Of several sheets of one ledger the one that carries the mapped fields. */
function sheetFor(profile: Profile, mapping: ImportMapping): ProfileSheet {
  const fields = new Set(Object.values(mapping.columns))
  const fitting = profile.sheets.filter(({ ledger }) => ledger === mapping.ledger)
  const shared = (sheet: ProfileSheet) =>
    new Set(sheet.columns.map(importedField).filter((key) => key !== null && fields.has(key))).size
  const best = fitting.toSorted((one, other) => shared(other) - shared(one))[0]
  if (!best)
    throw new Refusal('invalid_input', `上报格式“${profile.label}”里没有这个台账的工作表，请重新选择。`)
  return best
}

/** Wording → text that the field's own reader knows, for every column that is read. */
function valueMapsOf(sheet: ProfileSheet): ImportMapping['valueMaps'] {
  const maps: ImportMapping['valueMaps'] = {}
  for (const column of sheet.columns) {
    const key = importedField(column)
    if (key === null) continue
    const words = wordingsOf(sheet, column, key)
    if (Object.keys(words).length > 0) maps[key] = { ...maps[key], ...words }
  }
  return maps
}

function wordingsOf(sheet: ProfileSheet, column: ProfileColumn, key: string): Record<string, string> {
  const isYesNo = fieldByKey(ledgers[sheet.ledger], key).kind === 'yesNo'
  const text = (value: string) => (isYesNo ? ({ true: '是', false: '否' }[value] ?? value) : value)
  const words: Record<string, string> = {}
  // Of several values under one wording the first is meant; the receiver's finer one is kept anyway.
  for (const [value, word] of Object.entries(column.values ?? {}))
    if (word !== '' && !(word in words)) words[word] = text(value)
  for (const [word, value] of Object.entries(column.reads ?? {})) words[word] = text(value)
  if (column.blank !== undefined && column.blank !== '') words[column.blank] = ''
  return words
}

function mergeMaps(
  profile: ImportMapping['valueMaps'],
  chosen: ImportMapping['valueMaps'],
): ImportMapping['valueMaps'] {
  const merged = { ...profile }
  for (const [key, words] of Object.entries(chosen)) merged[key] = { ...merged[key], ...words }
  return merged
}

export interface ProfileRowRead extends RowValues {
  /** 1-based row of the sheet. */
  row: number
}

export interface ProfileSheetRead {
  sheet: ProfileSheet
  /** Mapping and options for the import's appliers: guarded fields, cleared blanks, coarse equality. */
  mapping: ImportMapping
  options: ApplyOptions
  rows: AsyncIterable<ProfileRowRead>
}

/**
 * The rows of one sheet of a workbook in a profile's layout, as the import's appliers take them:
 * values by field key, cells that hold no value (`problems`, the row is to be blocked) and notes.
 * Rows that are no records (totals, notes) are left out. Iterate once.
 *
 *   const read = await readProfileRows(desk, workbook, profile, 0, { mode: 'both', blankClears: [] })
 *   for await (const { row, values, problems, notes } of read.rows) …
 *
 * @param index 0-based sheet of the profile
 * @throws Refusal `refused` when the workbook has no sheet in this layout; WorkbookRefused as reading does
 */
export async function readProfileRows(
  desk: Desk,
  workbook: Workbook,
  profile: Profile,
  index: number,
  options: ImportOptions,
): Promise<ProfileSheetRead> {
  const sheet = profile.sheets[index]
  if (!sheet) throw new RangeError(`profile ${profile.key} has no sheet ${index}`)
  const inspection = await inspectWorkbook(workbook, {
    fileName: '',
    ledger: sheet.ledger,
    layouts: [layoutOf(profile, sheet)],
  })
  const finding = inspection.sheets.find((candidate) => candidate.profile?.key === profile.key)
  const found = finding ? mappingOf(inspection, finding.index) : null
  if (!finding || !found) {
    throw new Refusal(
      'refused',
      `文件里没有“${profile.label}”的工作表“${sheet.name}”。${finding ? whyNoMapping(inspection) : ''}`,
    )
  }
  const applied = applyProfile(desk, found, options)
  const reader = createRowReader(desk, applied.mapping, options)
  const headers = headersOf(finding)
  async function* rows(): AsyncGenerator<ProfileRowRead> {
    for await (const batch of workbook.readRows(finding?.index ?? 0)) {
      for (const row of batch) {
        if (row.number <= applied.mapping.headerRow || skipReason(row, headers)) continue
        yield { row: row.number, ...reader.read(row) }
      }
    }
  }
  return { sheet, ...applied, rows: rows() }
}
