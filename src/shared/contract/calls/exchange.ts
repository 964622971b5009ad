import { z } from 'zod'
import type { FieldValue } from '../../domain/field.ts'
import type { LedgerName } from '../../domain/ledgers.ts'
import type { Violation } from '../../domain/violation.ts'
import { job, read, write } from '../call.ts'
import { file, full, id, ledgerName, ofItsLedger, query, regionCode, sort } from '../schemas.ts'
import type { ChangeView } from './labourer.ts'

export interface SheetFinding {
  index: number
  name: string
  hidden: boolean
  /** 1-based row of the (last) header row; 0 when none was found. */
  headerRow: number
  /** Rows under the header that are records; `moreRows` when counting was stopped there. */
  rows: number
  moreRows: boolean
  /** The top of the sheet as it stands, so that a person can point to the header. */
  firstRows: { row: number; cells: string[] }[]
  columns: { index: number; header: string; field: string | null; samples: string[] }[]
  ledger: LedgerName | null
  /** Required fields that no column carries. */
  missing: string[]
  /** Why this sheet cannot be imported as it is (the same header twice), as a sentence. */
  problem: string | null
  /** Identifies the header layout: mappings are remembered under it. */
  layout: string
  /** The exchange profile whose layout this is. */
  profile: { key: string; label: string } | null
}

export interface Inspection {
  fileName: string
  warnings: string[]
  sheets: SheetFinding[]
  /** Sheets that fit equally well: more than one means that a person has to choose. */
  candidates: number[]
  /** Mapping that was used last time for the same header layout. */
  remembered: ImportMapping | null
}

export const importMapping = z.strictObject({
  sheet: z.int().min(0),
  headerRow: z.int().min(1),
  ledger: ledgerName,
  /** Column index (0-based) to field key. */
  columns: z.record(z.string().regex(/^\d{1,5}$/, '列的位置应为数字'), z.string().max(60)),
  /** Field key → wording in the file → value to take instead. */
  valueMaps: z.record(z.string(), z.record(z.string(), z.string())).default({}),
  /** Key of the exchange profile whose words, guarded fields and blanks hold for this file. */
  profile: z.string().max(60).optional(),
})
export type ImportMapping = z.output<typeof importMapping>

export const importOptions = z.strictObject({
  mode: z.enum(['add', 'update', 'both']).default('both'),
  /** Fields whose blanks clear what is here; all others keep it. */
  blankClears: z.array(z.string().max(60)).default([]),
  /** Village or township taken where the file names none, and within which names are looked for. */
  region: regionCode.optional(),
})
export type ImportOptions = z.output<typeof importOptions>

export interface ImportCounts {
  rows: number
  inserted: number
  updated: number
  unchanged: number
  blocked: number
  warned: number
}

export interface PreviewRow {
  /** Row number in the sheet, 1-based. */
  row: number
  name: string
  kind: 'new' | 'changed' | 'unchanged' | 'blocked'
  personId: number | null
  changes: { field: string; label: string; before: FieldValue; after: FieldValue }[]
  violations: Violation[]
}

export interface ImportPreview {
  counts: ImportCounts
  /** The first rows of each kind; `warned` repeats rows that also stand under another kind. */
  rows: Record<'new' | 'changed' | 'unchanged' | 'blocked' | 'warned', PreviewRow[]>
  violations: Record<string, number>
  skipped: { row: number; why: string }[]
  warnings: string[]
  /** Wordings that no dictionary knows, most frequent first: to be mapped by the person. */
  unknownValues: { field: string; label: string; text: string; count: number }[]
  regionNames: Record<string, string>
  /** The rows that would be blocked, when they were asked for and there are any. */
  errorFile?: { name: string; bytes: Uint8Array }
}

export interface ImportResult extends ImportCounts {
  importId: number
  violations: Record<string, number>
  /** What was said of the file as a whole: hidden rows, formulas. */
  warnings: string[]
  hasErrorFile: boolean
}

export interface BatchView {
  id: number
  kind: 'import' | 'bulk' | 'undo' | 'demo' | 'edit' | 'receive' | 'decide' | 'erase'
  label: string
  at: string
  actor: string
  counts: ImportCounts | null
  changes: number
  undoneBy: number | null
  hasErrorFile: boolean
}

export interface UndoResult {
  undoId: number
  restored: number
  removed: number
  /** Later edits that stand on the import: kept, and named here. */
  kept: { entity: string; entityId: number; name: string; fields: string[] }[]
}

const importInput = z.object({
  file,
  mapping: importMapping.optional(),
  /** Without a mapping: the ledger to read the file as. */
  ledger: ledgerName.optional(),
  options: importOptions.prefault({}),
})

export const exchangeCalls = {
  'import.inspect': job<Inspection>()(
    'ledger.import',
    z.object({
      file,
      ledger: ledgerName.optional(),
      /** Where a person says the header is, when it was not found: both or none. */
      at: z.object({ sheet: z.int().min(0), headerRow: z.int().min(1) }).optional(),
    }),
    'any',
  ),
  'import.preview': job<ImportPreview>()(
    'ledger.import',
    importInput.extend({ errorFile: z.boolean().default(false) }),
    'query',
  ),
  'import.run': write<ImportResult>()('ledger.import', importInput, 'query'),
  'import.errors': read<{ name: string; bytes: Uint8Array }>()(
    'ledger.import',
    z.object({ importId: id }),
    'query',
  ),
  'batch.page': read<{ rows: BatchView[]; total: number }>()(
    'history.read',
    z.object({ offset: z.int().min(0).default(0), limit: z.int().min(1).max(200).default(50) }),
    'query',
  ),
  'batch.changes': read<{ rows: ChangeView[]; total: number }>()(
    'history.read',
    z.object({ id, offset: z.int().min(0).default(0), limit: z.int().min(1).max(200).default(50) }),
    'query',
  ),
  'batch.undo': write<UndoResult>()('ledger.import', z.object({ id }), 'query'),
  'export.run': job<{ name: string; bytes: Uint8Array; rows: number; basis: string }>()(
    'ledger.export',
    ofItsLedger(
      query.extend({
        columns: z.array(z.string().max(60)).min(1, '至少选择一栏').max(120).optional(),
        sort: sort.optional(),
        full,
      }),
    ),
    'query',
  ),
  /** Needs no ledger: without one, the product's own dictionaries are taken. */
  'export.template': job<{ name: string; bytes: Uint8Array }>()('open', z.object({ ledger: ledgerName })),
}
