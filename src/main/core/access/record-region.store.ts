import type { RecordKind } from '../../../shared/contract/call.ts'
import type { Db } from '../db/open.ts'
import type { Entity } from '../history/batch.store.ts'

const own = (table: string) => `SELECT region FROM ${table} WHERE id = ?`
const ofPerson = (table: string) =>
  `SELECT p.region FROM ${table} e LEFT JOIN person p ON p.id = e.person_id WHERE e.id = ?`
const ofPost = (table: string) =>
  `SELECT p.region FROM ${table} e LEFT JOIN public_post p ON p.id = e.post_id WHERE e.id = ?`
const ofHousehold = (table: string) =>
  `SELECT h.region FROM ${table} e LEFT JOIN household h ON h.id = e.household_id WHERE e.id = ?`

/**
 * Where the region of a record stands: in its own row, at its person, at its household. Null: it
 * belongs to the whole office. What an account may open and what it may write go by this one table.
 */
const statements: Record<RecordKind | Entity, string | null> = {
  person: own('person'),
  household: own('household'),
  employment: ofPerson('employment'),
  training: ofPerson('training'),
  intention: ofPerson('intention'),
  return_event: ofPerson('return_event'),
  training_wish: ofPerson('training_wish'),
  service_record: ofPerson('service_record'),
  unwilling_statement: ofHousehold('unwilling_statement'),
  // Of somebody's record, or of a household.
  attachment: `SELECT ifnull(p.region, h.region) FROM attachment e LEFT JOIN person p ON p.id = e.person_id
    LEFT JOIN household h ON e.owner = 'household' AND h.id = e.owner_id WHERE e.id = ?`,
  graduate: ofPerson('graduate'),
  graduate_status: ofPerson('graduate_status'),
  graduate_follow_up: ofPerson('graduate_follow_up'),
  graduate_plan_step: ofPerson('graduate_plan_step'),
  public_post: own('public_post'),
  // People on posts belong to where the post is: who looks after it registers them, wherever they live.
  post_opening: ofPost('post_opening'),
  post_assignment: ofPost('post_assignment'),
  post_candidate: `SELECT p.region FROM post_candidate e LEFT JOIN post_opening o ON o.id = e.opening_id
    LEFT JOIN public_post p ON p.id = o.post_id WHERE e.id = ?`,
  post_attendance: `SELECT p.region FROM post_attendance e LEFT JOIN post_assignment a ON a.id = e.assignment_id
    LEFT JOIN public_post p ON p.id = a.post_id WHERE e.id = ?`,
  site: own('site'),
  site_household: ofHousehold('site_household'),
  site_station: own('site_station'),
  job_fair: own('job_fair'),
  vacancy: null,
  employer_month: null,
}

/** Looks up where a record belongs. */
export function createRecordRegions(db: Db) {
  const prepared = new Map<string, ReturnType<Db['prepare']>>()
  return {
    /** Its region, null where it has none or belongs to the whole office; undefined when there is no such record. */
    regionOf(kind: RecordKind | Entity, id: number): string | null | undefined {
      const text = statements[kind]
      if (text === null) return null
      let statement = prepared.get(kind)
      if (!statement) {
        statement = db.prepare(text).pluck()
        prepared.set(kind, statement)
      }
      return statement.get(id) as string | null | undefined
    },
  }
}
