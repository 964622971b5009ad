import { addMonths, isMonth } from '../../../shared/domain/calendar.ts'
import { employerMonthFields, fallPercent } from '../../../shared/domain/employer/fields.ts'
import type { AnyRecord, Field } from '../../../shared/domain/field.ts'
import { columnsOf } from '../db/columns.ts'
import type { Db } from '../db/open.ts'
import { createTrackedTable, type TrackedRow } from '../db/tracked-table.ts'
import type { Batch } from '../history/batch.store.ts'

/** The only statements on what employers report for their months; totals are computed by the table. */
export function createEmployerMonthStore(db: Db) {
  const table = createTrackedTable(db, {
    entity: 'employer_month',
    columns: columnsOf(employerMonthFields.filter((field: Field) => !field.derived)),
    personOf: () => null,
    hasVersion: true,
  })
  const totals = db.prepare(
    'SELECT staff_total AS staffTotal, lack_total AS lackTotal FROM employer_month WHERE id = ?',
  )
  const ofMonth = db.prepare(
    'SELECT id, staff_total AS staffTotal FROM employer_month INDEXED BY employer_month_once WHERE employer_name = ? AND month = ?',
  )
  // Used by the lists, see ledger-source.store.ts.
  db.function('employer_fall_percent', { deterministic: true }, (before, now) =>
    fallPercent(before === null ? null : Number(before), Number(now)),
  )
  const find = (employerName: unknown, month: unknown) =>
    ofMonth.get(employerName ?? null, month ?? null) as { id: number; staffTotal: number } | undefined

  return {
    get(id: number): TrackedRow | null {
      const row = table.get(id)
      return row && Object.assign(row, totals.get(id))
    },
    insert: (row: AnyRecord, batch: Batch): number => table.insert(row, batch).id,
    restore: (id: number, row: AnyRecord, batch: Batch): void => table.restore(id, row, batch),
    update: (before: TrackedRow, patch: AnyRecord, batch: Batch): string[] =>
      table.update(before.id, before, patch, batch),
    remove: (before: TrackedRow, batch: Batch): void => table.remove(before.id, before, batch),
    /** The record of the same employer and month. */
    idOf: ({ employerName, month }: AnyRecord): number | undefined => find(employerName, month)?.id,
    /** People whom the employer had in the month before; null: not reported. */
    staffBefore: ({ employerName, month }: AnyRecord): number | null =>
      typeof month === 'string' && isMonth(month)
        ? (find(employerName, addMonths(month, -1))?.staffTotal ?? null)
        : null,
  }
}
export type EmployerMonthStore = ReturnType<typeof createEmployerMonthStore>
