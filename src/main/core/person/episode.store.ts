import { employmentFields } from '../../../shared/domain/employment/fields.ts'
import type { AnyRecord, Field, FieldKind } from '../../../shared/domain/field.ts'
import {
  followUpFields,
  graduateFileFields,
  graduateStatusFields,
  planStepFields,
} from '../../../shared/domain/graduate/fields.ts'
import { intentionFields, returnFields, trainingWishFields } from '../../../shared/domain/labourer/fields.ts'
import { serviceFields } from '../../../shared/domain/service/fields.ts'
import { trainingFields } from '../../../shared/domain/training/fields.ts'
import { columnsOf } from '../db/columns.ts'
import type { Db } from '../db/open.ts'
import { createTrackedTable, type TrackedRow } from '../db/tracked-table.ts'
import type { Batch, Entity } from '../history/batch.store.ts'

/** The dated histories of a person, and what else is kept of one beside the form. */
export const episodeTables = {
  employment: { fields: employmentFields, dated: true },
  training: { fields: trainingFields, dated: true },
  intention: { fields: intentionFields, dated: true },
  return_event: { fields: returnFields, dated: true },
  training_wish: { fields: trainingWishFields, dated: true },
  graduate: { fields: graduateFileFields, dated: false, hasVersion: true },
  graduate_status: { fields: graduateStatusFields, dated: true },
  graduate_follow_up: { fields: followUpFields, dated: false },
  graduate_plan_step: { fields: planStepFields, dated: false },
  service_record: { fields: serviceFields, dated: false, links: { vacancyId: 'integer' } },
} as const satisfies Partial<
  Record<
    Entity,
    { fields: readonly Field[]; dated: boolean; hasVersion?: boolean; links?: Record<string, FieldKind> }
  >
>
export type EpisodeTable = keyof typeof episodeTables

export type EpisodeRow = TrackedRow

/** The only statements on the tables of dated history. */
export function createEpisodeStore(db: Db) {
  const tables = Object.fromEntries(
    Object.entries(episodeTables).map(([name, { fields, dated, ...more }]) => {
      const table = createTrackedTable(db, {
        entity: name as EpisodeTable,
        columns: columnsOf(fields),
        links: dated
          ? { personId: 'integer', isOpen: 'yesNo', fromDate: 'looseDate', toDate: 'looseDate' }
          : { personId: 'integer', ...('links' in more ? more.links : {}) },
        computed: { enteredSeq: 'integer' },
        personOf: (_id, row) => row.personId as number,
        hasVersion: 'hasVersion' in more,
      })
      const open = dated
        ? db
            .prepare(
              `SELECT ${table.selectList} FROM ${name} WHERE person_id = ? AND is_open = 1 ORDER BY entered_seq DESC LIMIT 1`,
            )
            .raw()
        : null
      const all = db
        .prepare(`SELECT ${table.selectList} FROM ${name} WHERE person_id = ? ORDER BY entered_seq DESC`)
        .raw()
      return [name, { table, open, all }]
    }),
  ) as Record<
    EpisodeTable,
    {
      table: ReturnType<typeof createTrackedTable>
      open: ReturnType<Db['prepare']> | null
      all: ReturnType<Db['prepare']>
    }
  >

  const countServices = db.prepare(
    'SELECT kind, count(DISTINCT served_on) AS n FROM service_record WHERE person_id = ? AND served_on BETWEEN ? AND ? GROUP BY kind',
  )

  return {
    get: (name: EpisodeTable, id: number): EpisodeRow | null => tables[name].table.get(id),
    openOf(name: EpisodeTable, personId: number): EpisodeRow | null {
      const raw = tables[name].open?.get(personId)
      return raw ? tables[name].table.toRow(raw as never) : null
    },
    allOf: (name: EpisodeTable, personId: number): EpisodeRow[] =>
      (tables[name].all.all(personId) as never[]).map((raw) => tables[name].table.toRow(raw)),
    insert: (name: EpisodeTable, row: AnyRecord, batch: Batch): number =>
      tables[name].table.insert({ ...row, enteredSeq: batch.nextSeq() }, batch).id,
    restore: (name: EpisodeTable, id: number, row: AnyRecord, batch: Batch): void =>
      tables[name].table.restore(id, { ...row, enteredSeq: batch.nextSeq() }, batch),
    update: (name: EpisodeTable, before: EpisodeRow, patch: AnyRecord, batch: Batch): string[] =>
      tables[name].table.update(before.id, before, patch, batch),
    remove: (name: EpisodeTable, before: EpisodeRow, batch: Batch): void =>
      tables[name].table.remove(before.id, before, batch),
    /** Services of each kind in a period, for the counts on the form: one contact, that is one day, counts once a kind. */
    serviceCounts(personId: number, from: string, to: string): Record<string, number> {
      const rows = countServices.all(personId, from, to) as { kind: string; n: number }[]
      return Object.fromEntries(rows.map(({ kind, n }) => [kind, n]))
    },
  }
}
export type EpisodeStore = ReturnType<typeof createEpisodeStore>
