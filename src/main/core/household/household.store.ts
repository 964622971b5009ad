import type { AnyRecord } from '../../../shared/domain/field.ts'
import { householdFields } from '../../../shared/domain/household/fields.ts'
import { columnsOf } from '../db/columns.ts'
import type { Db } from '../db/open.ts'
import { createTrackedTable, type TrackedRow } from '../db/tracked-table.ts'
import type { Batch } from '../history/batch.store.ts'

/** Kept by triggers from the people in it. */
const counted = new Set(['memberCount', 'labourCount', 'employedCount'])

export type HouseholdRow = TrackedRow

/** The only statements on `household`. */
export function createHouseholdStore(db: Db) {
  const table = createTrackedTable(db, {
    entity: 'household',
    columns: columnsOf(householdFields).filter((column) => !counted.has(column.key)),
    unrecorded: new Set(['updatedOn']),
    links: { headPersonId: 'integer' },
    personOf: () => null,
    hasVersion: true,
    touch: 'updatedOn',
  })
  const byHead = db.prepare('SELECT id FROM household WHERE head_person_id = ?').pluck()
  const byCode = db.prepare('SELECT id FROM household WHERE household_code = ?').pluck()
  const headIdNumber = db
    .prepare('SELECT p.id_number FROM household h JOIN person p ON p.id = h.head_person_id WHERE h.id = ?')
    .pluck()
  const counts = db.prepare(
    'SELECT member_count AS memberCount, labour_count AS labourCount, employed_count AS employedCount FROM household WHERE id = ?',
  )
  return {
    get: table.get,
    insert: (row: AnyRecord, batch: Batch): number => table.insert(row, batch).id,
    restore: (id: number, row: AnyRecord, batch: Batch): void => table.restore(id, row, batch),
    update: (before: HouseholdRow, patch: AnyRecord, batch: Batch): string[] =>
      table.update(before.id, before, patch, batch),
    remove: (before: HouseholdRow, batch: Batch): void => table.remove(before.id, before, batch),
    idByHead: (personId: number) => byHead.get(personId) as number | undefined,
    /** ID number of the head; null where there is no head, or one without a number. */
    headIdNumber: (id: number) => (headIdNumber.get(id) as string | null | undefined) ?? null,
    idByCode: (code: string) => byCode.get(code) as number | undefined,
    countsOf: (id: number) =>
      counts.get(id) as { memberCount: number; labourCount: number; employedCount: number } | undefined,
  }
}
export type HouseholdStore = ReturnType<typeof createHouseholdStore>
