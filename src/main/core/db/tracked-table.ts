import type { Statement } from 'better-sqlite3'
import { type AnyRecord, type FieldKind, type FieldValue, sameValue } from '../../../shared/domain/field.ts'
import type { Batch, Entity } from '../history/batch.store.ts'
import { type Column, columnName, fromStored, type Stored, toStored } from './columns.ts'
import type { Db } from './open.ts'

/**
 * A table whose rows have a history: every insert, update and delete goes through here and leaves a
 * change in the batch, with the values before and after. Columns that are only computed from others
 * (`computed`) are written but not recorded.
 *
 *   const people = createTrackedTable(db, { entity: 'person', columns, links: { householdId: 'integer' } })
 *   const id = people.insert({ name: '石小花', … }, batch)
 *   people.update(id, people.get(id), { phone: '199…' }, batch)
 */
export interface TrackedSpec {
  entity: Entity
  columns: readonly Column[]
  /** Further recorded columns by key, such as foreign keys. */
  links?: Readonly<Record<string, FieldKind>>
  /** Further columns by key that are written but not recorded. */
  computed?: Readonly<Record<string, FieldKind>>
  /** Keys among `columns` that are not recorded either. */
  unrecorded?: ReadonlySet<string>
  /** Whose history the row belongs to. */
  personOf: (id: number, row: AnyRecord) => number | null
  /** Counts the changes of recorded values, so that a save that was begun before another one is noticed. */
  hasVersion?: boolean
  /** Day of the last change of a recorded value. Written here and nowhere else. */
  touch?: string
}

export type TrackedRow = AnyRecord & { id: number; version: number }

export function createTrackedTable(db: Db, spec: TrackedSpec) {
  const extra = (kinds: Readonly<Record<string, FieldKind>> | undefined): Column[] =>
    Object.entries(kinds ?? {}).map(([key, kind]) => ({ key, name: columnName(key), kind }))
  const columns = [...spec.columns, ...extra(spec.links), ...extra(spec.computed)]
  const byKey = new Map(columns.map((column) => [column.key, column]))
  const recorded = new Set([
    ...spec.columns.filter((column) => !spec.unrecorded?.has(column.key)).map((column) => column.key),
    ...Object.keys(spec.links ?? {}),
  ])
  const names = columns.map((column) => `"${column.name}"`).join(', ')
  const insertRow = db.prepare(
    `INSERT INTO ${spec.entity} (${names}) VALUES (${columns.map(() => '?').join(', ')})`,
  )
  const insertWithId = db.prepare(
    `INSERT INTO ${spec.entity} (id, ${names}) VALUES (?, ${columns.map(() => '?').join(', ')})`,
  )
  const selectRow = db
    .prepare(
      `SELECT id, ${spec.hasVersion ? 'version' : '0 AS version'}, ${names} FROM ${spec.entity} WHERE id = ?`,
    )
    .raw()
  const deleteRow = db.prepare(`DELETE FROM ${spec.entity} WHERE id = ?`)
  const updates = new Map<string, Statement>()
  const buffer: Stored[] = new Array(columns.length)

  const fill = (row: AnyRecord, asOf: string) => {
    for (let index = 0; index < columns.length; index++) {
      const column = columns[index] as Column
      buffer[index] = toStored(column.kind, column.key === spec.touch ? asOf : row[column.key])
    }
    return buffer
  }

  const toRow = (raw: Stored[]): TrackedRow => {
    const row: AnyRecord = { id: raw[0] as number, version: raw[1] as number }
    for (let index = 0; index < columns.length; index++) {
      const column = columns[index] as Column
      row[column.key] = fromStored(column.kind, raw[index + 2] as Stored)
    }
    return row as TrackedRow
  }

  const recordedOf = (row: AnyRecord, keys: Iterable<string>) => {
    const kept: Record<string, FieldValue> = {}
    for (const key of keys) {
      const value = row[key]
      if (recorded.has(key) && value !== null && value !== undefined) kept[key] = value
    }
    return kept
  }

  return {
    columns,
    toRow,
    selectList: `id, ${spec.hasVersion ? 'version' : '0 AS version'}, ${names}`,
    get(id: number): TrackedRow | null {
      const raw = selectRow.get(id) as Stored[] | undefined
      return raw ? toRow(raw) : null
    },
    insert(row: AnyRecord, batch: Batch): { id: number; seq: number } {
      const id = Number(insertRow.run(...fill(row, batch.asOf)).lastInsertRowid)
      batch.guard?.(spec.entity, id)
      const seq = batch.record({
        entity: spec.entity,
        entityId: id,
        personId: spec.personOf(id, row),
        action: 'insert',
        before: null,
        after: null,
      })
      return { id, seq }
    },
    /** Brings a deleted row back under its number (undo). */
    restore(id: number, row: AnyRecord, batch: Batch): void {
      insertWithId.run(id, ...fill(row, batch.asOf))
      batch.guard?.(spec.entity, id)
      batch.record({
        entity: spec.entity,
        entityId: id,
        personId: spec.personOf(id, row),
        action: 'insert',
        before: null,
        after: null,
      })
    },
    /** Writes what differs; answers the recorded keys that changed. */
    update(id: number, before: AnyRecord, patch: AnyRecord, batch: Batch): string[] {
      const changed = Object.keys(patch).filter(
        (key) => byKey.has(key) && key !== spec.touch && !sameValue(before[key], patch[key]),
      )
      if (changed.length === 0) return []
      const recordedKeys = changed.filter((key) => recorded.has(key))
      // What follows from other facts is no update of this one: neither its day nor its version moves.
      const isUpdate = recordedKeys.length > 0
      const values = isUpdate && spec.touch ? { ...patch, [spec.touch]: batch.asOf } : patch
      if (values !== patch) changed.push(spec.touch as string)
      const shape = changed.join()
      let statement = updates.get(shape)
      if (!statement) {
        const sets = changed.map((key) => `"${byKey.get(key)?.name}" = ?`)
        if (spec.hasVersion && isUpdate) sets.push('version = version + 1')
        statement = db.prepare(`UPDATE ${spec.entity} SET ${sets.join(', ')} WHERE id = ?`)
        if (updates.size < 500) updates.set(shape, statement)
      }
      // Neither taken out of the scope nor moved into it. What only follows from other facts may be written.
      if (isUpdate) batch.guard?.(spec.entity, id)
      const bound = changed.map((key) => toStored(byKey.get(key)?.kind ?? 'text', values[key]))
      statement.run([...bound, id])
      if (isUpdate) batch.guard?.(spec.entity, id)
      if (isUpdate) {
        const nulls = Object.fromEntries(recordedKeys.map((key) => [key, null]))
        batch.record({
          entity: spec.entity,
          entityId: id,
          personId: spec.personOf(id, before),
          action: 'update',
          before: { ...nulls, ...recordedOf(before, recordedKeys) },
          after: { ...nulls, ...recordedOf(patch, recordedKeys) },
        })
      }
      return recordedKeys
    },
    remove(id: number, before: AnyRecord, batch: Batch): void {
      batch.guard?.(spec.entity, id)
      deleteRow.run(id)
      batch.record({
        entity: spec.entity,
        entityId: id,
        personId: spec.personOf(id, before),
        action: 'delete',
        before: recordedOf(before, recorded),
        after: null,
      })
    },
  }
}
