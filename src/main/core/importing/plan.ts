import type { ImportOptions, PreviewRow } from '../../../shared/contract/calls/exchange.ts'
import { type AnyRecord, type FieldValue, sameValue } from '../../../shared/domain/field.ts'
import { type LedgerName, ledgers } from '../../../shared/domain/ledgers.ts'
import type { Violation } from '../../../shared/domain/violation.ts'
import type { Batch } from '../history/batch.store.ts'

/** What an import will do with one row. Planning only reads; `apply` writes what was planned. */
export interface RowPlan {
  kind: PreviewRow['kind']
  name: string
  personId: number | null
  /** Asked for only of the rows that a preview shows. */
  changes: () => FieldChange[]
  violations: Violation[]
  /** Regions of what the row touches, where the person alone does not say it. */
  places?: readonly unknown[]
  /** The earlier row of the file that says the same person; such a row is blocked. */
  twinOf?: number
  apply: ((batch: Batch) => void) | null
}

export interface FieldChange {
  field: string
  before: FieldValue
  after: FieldValue
}

/** Options of an import with what an exchange profile adds to them. */
export interface ApplyOptions extends ImportOptions {
  /** Further fields that are filled but never changed. */
  guarded?: ReadonlySet<string>
  /** Whether two values of a field look alike in the file, which is coarser than the ledger: then the present one stays. */
  sayTheSame?: (key: string, present: FieldValue, given: FieldValue) => boolean
  /** What is left of a row once it is known which record it meets: a merge takes out what is to stay as it is. */
  settle?: (before: AnyRecord | null, values: AnyRecord) => AnyRecord
}

/** How the rows of one ledger are matched and written. */
export interface Applier {
  plan: (values: AnyRecord, row: number) => RowPlan
  /** After the last row was applied: what could only be settled once all rows were known. */
  finish?: (batch: Batch) => void
}

export const noChanges = (): FieldChange[] => []

export const block = (field: string, code: string, message: string): Violation => ({
  field,
  code,
  severity: 'blocks',
  message,
})

export const blocked = (name: string, violations: Violation[], personId: number | null = null): RowPlan => ({
  kind: 'blocked',
  name,
  personId,
  changes: noChanges,
  violations,
  apply: null,
})

/** The values of a row that shall be written over `before`: blanks keep what is there unless told to clear it. */
export function patchOf(
  before: AnyRecord | null,
  values: AnyRecord,
  options: ApplyOptions,
  leaveOut: ReadonlySet<string>,
): AnyRecord {
  const patch: AnyRecord = {}
  for (const key in values) {
    if (leaveOut.has(key)) continue
    const value = values[key] ?? null
    if (value === null && (before === null || !options.blankClears.includes(key))) continue
    if (before === null) patch[key] = value
    else if (!sameValue(before[key], value) && !options.sayTheSame?.(key, before[key] ?? null, value))
      patch[key] = value
  }
  return patch
}

/** Guarded fields that the file wants changed: kept, and said. */
export function keepGuarded(
  ledger: LedgerName,
  before: AnyRecord,
  patch: AnyRecord,
  { guarded }: ApplyOptions,
): Violation[] {
  const kept: Violation[] = []
  for (const field of ledgers[ledger].fields) {
    if (
      !(field.guarded || guarded?.has(field.key)) ||
      !(field.key in patch) ||
      (before[field.key] ?? null) === null
    )
      continue
    delete patch[field.key]
    kept.push({
      field: field.key,
      code: 'row.guarded',
      severity: 'warns',
      message: `${field.label}与台账不同，导入不能修改这一项，已保留台账的内容`,
    })
  }
  return kept
}

export const changesOf = (before: AnyRecord | null, patch: AnyRecord): FieldChange[] =>
  Object.entries(patch).map(([field, after]) => ({ field, before: before?.[field] ?? null, after }))

export const isBlocking = ({ severity }: Violation): boolean => severity === 'blocks'

/** What becomes of a row that has been checked: blocked by what blocks, otherwise written as new or changed. */
export const planned = (
  row: Pick<RowPlan, 'name' | 'personId' | 'violations' | 'apply' | 'places'>,
  before: AnyRecord | null,
  patch: AnyRecord,
): RowPlan =>
  row.violations.some(isBlocking)
    ? blocked(row.name, row.violations.filter(isBlocking), row.personId)
    : { ...row, kind: before ? 'changed' : 'new', changes: () => changesOf(before, patch) }

/** Refuses rows that the person did not want: only new ones, or only known ones. */
export const skipByMode = (options: ImportOptions, known: boolean): boolean =>
  (options.mode === 'add' && known) || (options.mode === 'update' && !known)

export const unchanged = (name: string, personId: number | null, violations: Violation[] = []): RowPlan => ({
  kind: 'unchanged',
  name,
  personId,
  changes: noChanges,
  violations,
  apply: null,
})
