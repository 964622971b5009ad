import type { AnyRecord } from '../../../shared/domain/field.ts'
import { type Stored, toStored } from '../db/columns.ts'
import type { Db } from '../db/open.ts'
import { type PersonRow, type PersonStore, searchColumns } from '../person/person.store.ts'

/**
 * The confirmed version of those whose present is another one (table `person_confirmed`). Triggers take
 * it when a form leaves the state, and drop it when the form is confirmed anew or the person goes; here
 * is what has to be read of it, and what undoing puts back.
 */
export function createHeldStore(db: Db, people: PersonStore) {
  const names = people.columns.map(({ name }) => `"${name}"`)
  const select = db.prepare(`SELECT ${people.selectList} FROM person_confirmed WHERE id = ?`).raw()
  const seqOf = db.prepare('SELECT held_seq FROM person_confirmed WHERE id = ?').pluck()
  const drop = db.prepare('DELETE FROM person_confirmed WHERE id = ?')
  const insert = db.prepare(
    `INSERT INTO person_confirmed (held_seq, id, version, ${names.join(', ')}) VALUES (?, ?, ?, ${names.map(() => '?').join(', ')})`,
  )
  const after = db
    .prepare(`SELECT ${people.selectList} FROM person_confirmed WHERE id > ? ORDER BY id LIMIT 500`)
    .raw()

  return {
    get(id: number): PersonRow | null {
      const raw = select.get(id) as Stored[] | undefined
      return raw ? people.toRow(raw) : null
    },
    /** The last change that is in the confirmed version; null when the present is it. */
    seqOf: (id: number): number | null => (seqOf.get(id) as number | undefined) ?? null,
    drop: (id: number): void => void drop.run(id),
    /** Keeps a version that was found in the history. */
    put(row: PersonRow, seq: number): void {
      drop.run(row.id)
      const whole: AnyRecord = { ...row, ...searchColumns(row) }
      insert.run(
        seq,
        row.id,
        row.version,
        ...people.columns.map(({ key, kind }) => toStored(kind, whole[key])),
      )
    },
    /** What the rules say of a version that is kept. */
    rederive(id: number, derived: AnyRecord): void {
      const columns = people.columns.filter(({ key }) => key in derived)
      db.prepare(
        `UPDATE person_confirmed SET ${columns.map(({ name }) => `"${name}" = ?`).join(', ')} WHERE id = ?`,
      ).run(...columns.map(({ key, kind }) => toStored(kind, derived[key])), id)
    },
    *every(): Iterable<PersonRow> {
      let last = 0
      for (;;) {
        const rows = after.all(last) as Stored[][]
        for (const raw of rows) {
          const row = people.toRow(raw)
          last = row.id
          yield row
        }
        if (rows.length < 500) return
      }
    },
  }
}
export type HeldStore = ReturnType<typeof createHeldStore>
