import { statementFields } from '../../../shared/domain/zero-household/fields.ts'
import { columnsOf } from '../db/columns.ts'
import type { Db } from '../db/open.ts'
import { createTrackedTable } from '../db/tracked-table.ts'

/** The only statements on `unwilling_statement`. */
export function createStatementStore(db: Db) {
  const table = createTrackedTable(db, {
    entity: 'unwilling_statement',
    columns: columnsOf(statementFields),
    links: { householdId: 'integer', personId: 'integer' },
    personOf: (_id, row) => (row.personId as number | null | undefined) ?? null,
  })
  const ids = db
    .prepare('SELECT id FROM unwilling_statement WHERE household_id = ? ORDER BY signed_on DESC, id DESC')
    .pluck()
  return {
    ...table,
    /** The latest signed first. */
    idsOf: (householdId: number) => ids.all(householdId) as number[],
  }
}
export type StatementStore = ReturnType<typeof createStatementStore>
