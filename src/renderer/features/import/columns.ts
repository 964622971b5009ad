import type { SheetFinding } from '../../../shared/contract/calls/exchange.ts'
import type { Field } from '../../../shared/domain/field.ts'
import { type TablePurpose, targetsFor } from '../../../shared/domain/import-targets.ts'
import { type LedgerName, ledgers } from '../../../shared/domain/ledgers.ts'
import { normaliseHeader } from '../../../shared/domain/text/normalise.ts'

/** What a person sees and changes of the columns of a sheet. */
export type Column = SheetFinding['columns'][number]

/** `open`: nobody knows what it is; `taken`: goes into a field; `needless`: the system has it by itself. */
export type ColumnState = 'open' | 'taken' | 'needless'

/** Headers of columns that carry nothing that is not computed or counted here anyway. */
const needless = new Set([
  '未导入原因',
  '序号',
  '编号',
  '序',
  '年龄',
  '年龄段',
  '行号',
  '身份证缺位',
  '身份证校验',
  '电话号码位数',
])

export const columnsOf = (finding: SheetFinding): Record<string, string> =>
  Object.fromEntries(
    finding.columns.flatMap(({ index, field }) => (field === null ? [] : [[String(index), field]])),
  )

export function fieldOf(
  ledger: LedgerName | null,
  key: string | null | undefined,
  purpose: TablePurpose = 'import',
): Field | undefined {
  if (!ledger || !key) return undefined
  const fields: readonly Field[] = purpose === 'import' ? ledgers[ledger].fields : targetsFor(ledger, purpose)
  return fields.find((field) => field.key === key)
}

export const isRegionField = (
  ledger: LedgerName | null,
  key: string | null,
  purpose: TablePurpose = 'import',
): boolean => fieldOf(ledger, key, purpose)?.kind === 'region'

/**
 * The columns with one of them given a field (null: not imported). Only regions may be spread over
 * several columns; any other field is taken away from the column that had it.
 */
export function assignField(
  columns: Record<string, string>,
  index: number,
  key: string | null,
  shared: boolean,
): Record<string, string> {
  const others = Object.entries(columns).filter(
    ([column, field]) => column !== String(index) && (shared || field !== key),
  )
  return Object.fromEntries(key === null ? others : [...others, [String(index), key]])
}

export function stateOf(
  column: Column,
  columns: Record<string, string>,
  ledger: LedgerName | null,
): ColumnState {
  if (columns[column.index] !== undefined) return 'taken'
  const name = normaliseHeader(column.header.split('·').at(-1) ?? '', { notes: 'drop' })
  const derived =
    ledger !== null &&
    ledgers[ledger].fields.some((field: Field) => field.derived && normaliseHeader(field.label) === name)
  return derived || needless.has(name) || column.samples.length === 0 ? 'needless' : 'open'
}

/** Columns that need a decision first, those that nobody needs last, otherwise as in the sheet. */
export function sortColumns(
  finding: SheetFinding,
  columns: Record<string, string>,
  ledger: LedgerName | null,
): { column: Column; state: ColumnState }[] {
  const order: Record<ColumnState, number> = { open: 0, taken: 1, needless: 2 }
  return finding.columns
    .map((column) => ({ column, state: stateOf(column, columns, ledger) }))
    .sort((a, b) => order[a.state] - order[b.state] || a.column.index - b.column.index)
}

/** Fields to choose from for a column, with the heading they stand under. */
export function targetsOf(
  ledger: LedgerName,
  purpose: TablePurpose = 'import',
): { field: Field; section: string }[] {
  const sections: readonly { key: string; label: string }[] = ledgers[ledger].sections ?? []
  return targetsFor(ledger, purpose).map((field) => ({
    field,
    section: sections.find(({ key }) => key === field.section)?.label ?? '',
  }))
}
