import type { AnyRecord, Field, FieldKind } from '../../../shared/domain/field.ts'
import {
  assignmentFields,
  attendanceFields,
  candidateFields,
  openingFields,
  postFields,
} from '../../../shared/domain/post/fields.ts'
import { columnsOf } from '../db/columns.ts'
import type { Db } from '../db/open.ts'
import { createTrackedTable, type TrackedRow } from '../db/tracked-table.ts'
import type { Batch, Entity, PostEntity } from '../history/batch.store.ts'

/** The tables of public posts with a history; what belongs to a person stands in that person's history. */
export const postTables = {
  public_post: { fields: postFields, links: {}, hasVersion: true },
  post_opening: { fields: openingFields, links: { postId: 'integer' }, hasVersion: false },
  post_candidate: {
    fields: candidateFields,
    links: { openingId: 'integer', personId: 'integer' },
    hasVersion: false,
  },
  post_assignment: {
    fields: assignmentFields,
    links: { postId: 'integer', personId: 'integer', openingId: 'integer' },
    hasVersion: true,
  },
  post_attendance: {
    fields: attendanceFields,
    links: { assignmentId: 'integer', personId: 'integer' },
    hasVersion: false,
  },
} as const satisfies Record<
  PostEntity,
  { fields: readonly Field[]; links: Record<string, FieldKind>; hasVersion: boolean }
>

export const isOfPosts = (entity: Entity): entity is PostEntity => entity in postTables

/** Kept by triggers. */
const counted = new Set(['filledCount'])

export type PostRow = TrackedRow

/** The only statements on the tables of posts, rounds and people on posts. */
export function createPostStore(db: Db) {
  const tables = Object.fromEntries(
    Object.entries(postTables).map(([entity, { fields, links, hasVersion }]) => [
      entity,
      createTrackedTable(db, {
        entity: entity as PostEntity,
        columns: columnsOf(fields).filter((column) => !counted.has(column.key)),
        unrecorded: new Set(['problems']),
        links,
        personOf: (_id, row) => (row.personId as number | undefined) ?? null,
        hasVersion,
      }),
    ]),
  ) as Record<PostEntity, ReturnType<typeof createTrackedTable>>

  const rowsOf = (entity: PostEntity, where: string) => {
    const statement = db.prepare(`SELECT ${tables[entity].selectList} FROM ${entity} WHERE ${where}`).raw()
    return (...values: (string | number)[]): PostRow[] =>
      (statement.all(...values) as never[]).map((raw) => tables[entity].toRow(raw))
  }
  const count = (text: string) => {
    const statement = db.prepare(text).pluck()
    return (id: number): number => Number(statement.get({ id }))
  }
  const idByCode = db.prepare('SELECT id FROM public_post WHERE post_code = ?').pluck()
  const filled = count('SELECT filled_count FROM public_post WHERE id = @id')
  const byOpening = rowsOf('post_candidate', 'opening_id = ? ORDER BY id')
  const assignmentsOf = rowsOf('post_assignment', 'person_id = ? ORDER BY started_on, id')
  const assignmentsOn = rowsOf('post_assignment', 'post_id = ? ORDER BY started_on DESC, id DESC')
  const openingsOf = rowsOf('post_opening', 'post_id = ? ORDER BY needed_on DESC, id DESC')
  const attendanceOf = rowsOf('post_attendance', 'assignment_id = ? AND month = ?')
  const spell = `a.id, a.post_id AS postId, a.person_id AS personId, a.started_on AS startedOn, a.ends_on AS endsOn, a.exited_on AS exitedOn`
  const onPost = db.prepare(`SELECT ${spell} FROM post_assignment a WHERE a.post_id = ?`)
  const ofPerson = db.prepare(`SELECT ${spell} FROM post_assignment a WHERE a.person_id = ?`)
  const relatives = db.prepare(
    `SELECT ${spell}, m.name FROM person m INDEXED BY person_by_household
     CROSS JOIN post_assignment a ON a.person_id = m.id
     WHERE m.household_id = ? AND m.id <> ? AND a.post_id = ?`,
  )
  const graduates = db.prepare(
    `SELECT ${spell} FROM public_post pp CROSS JOIN post_assignment a ON a.post_id = pp.id
     WHERE pp.is_graduate_post = 1 AND pp.region = ?`,
  )
  const exemptionsOf = db.prepare(
    'SELECT code, reason, actor AS "by", at FROM post_exemption WHERE assignment_id = ? ORDER BY at, code',
  )
  const exempt = db.prepare(
    `INSERT INTO post_exemption (assignment_id, code, reason, actor, at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET reason = excluded.reason, actor = excluded.actor, at = excluded.at`,
  )
  const unexempt = db.prepare('DELETE FROM post_exemption WHERE assignment_id = ? AND code = ?')
  const openIds = db.prepare('SELECT id FROM post_assignment WHERE exited_on IS NULL ORDER BY id').pluck()
  const referencedPost = count(
    `SELECT (SELECT count(*) FROM post_opening WHERE post_id = @id) + (SELECT count(*) FROM post_assignment WHERE post_id = @id)`,
  )
  const referencedOpening = count(
    `SELECT (SELECT count(*) FROM post_candidate WHERE opening_id = @id) + (SELECT count(*) FROM post_assignment WHERE opening_id = @id)`,
  )
  const referencedAssignment = count(
    `SELECT (SELECT count(*) FROM post_attendance WHERE assignment_id = @id) + (SELECT count(*) FROM allowance_line WHERE assignment_id = @id)`,
  )
  const referencedPerson = count(
    `SELECT (SELECT count(*) FROM post_assignment WHERE person_id = @id) + (SELECT count(*) FROM post_candidate WHERE person_id = @id)
       + (SELECT count(*) FROM allowance_line WHERE person_id = @id)`,
  )
  const paid = db.prepare("SELECT 1 FROM allowance_sheet WHERE month = ? AND state = 'paid'").pluck()

  return {
    get: (entity: PostEntity, id: number): PostRow | null => tables[entity].get(id),
    insert: (entity: PostEntity, row: AnyRecord, batch: Batch): number =>
      tables[entity].insert(row, batch).id,
    restore: (entity: PostEntity, id: number, row: AnyRecord, batch: Batch): void =>
      tables[entity].restore(id, row, batch),
    /** Writes what differs; answers the recorded keys that changed. */
    update: (entity: PostEntity, before: PostRow, patch: AnyRecord, batch: Batch): string[] =>
      tables[entity].update(before.id, before, patch, batch),
    remove: (entity: PostEntity, before: PostRow, batch: Batch): void =>
      tables[entity].remove(before.id, before, batch),
    idByCode: (code: string) => idByCode.get(code) as number | undefined,
    /** How many people have no exit from the post. */
    filledOf: filled,
    openingsOf,
    candidatesOf: byOpening,
    assignmentsOf,
    assignmentsOn,
    attendanceOf: (assignmentId: number, month: string): PostRow | null =>
      attendanceOf(assignmentId, month)[0] ?? null,
    spellsOn: (postId: number) => onPost.all(postId) as PersonSpell[],
    spellsOf: (personId: number) => ofPerson.all(personId) as PersonSpell[],
    /** Times of the other members of a household on a post. */
    relativesOn: (householdId: number, personId: number, postId: number) =>
      relatives.all(householdId, personId, postId) as (PersonSpell & { name: string })[],
    graduateSpells: (region: string) => graduates.all(region) as PersonSpell[],
    exemptionsOf: (assignmentId: number) =>
      exemptionsOf.all(assignmentId) as { code: string; reason: string; by: string; at: string }[],
    exempt: (assignmentId: number, code: string, reason: string, actor: string, at: string) =>
      void exempt.run(assignmentId, code, reason, actor, at),
    unexempt: (assignmentId: number, code: string) => void unexempt.run(assignmentId, code),
    /** Assignments without an exit. */
    openIds: () => openIds.all() as number[],
    /** Whether other rows stand on a row, so that it cannot be removed. */
    isReferenced(entity: PostEntity, id: number): boolean {
      if (entity === 'public_post') return referencedPost(id) > 0
      if (entity === 'post_opening') return referencedOpening(id) > 0
      return entity === 'post_assignment' && referencedAssignment(id) > 0
    },
    holdsPerson: (personId: number): boolean => referencedPerson(personId) > 0,
    isPaid: (month: string): boolean => paid.get(month) === 1,
  }
}
export type PostStore = ReturnType<typeof createPostStore>

export interface PersonSpell {
  id: number
  postId: number
  personId: number
  startedOn: string
  endsOn: string
  exitedOn: string | null
}
