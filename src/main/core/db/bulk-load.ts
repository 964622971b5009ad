import type { Db } from './open.ts'

/**
 * A load of more rows than the ledger holds. Keeping indexes and sums up row by row costs several
 * times what making them once at the end does, so they are dropped before and made again after, all
 * in the caller's transaction: who reads meanwhile sees the ledger as it was, and a load that is
 * cancelled or killed leaves it so.
 *
 *   const load = createBulkLoad(db)
 *   …                       // rows are written; `expect` is told how many are still to come
 *   load.finish()           // before the commit
 */
export interface BulkLoad {
  /** How many rows are probably still to come; begins when that is worth while. */
  expect: (rowsToCome: number) => void
  finish: () => void
}

/** Below this many rows nothing is gained. */
const fewRows = 2000

/** Indexes by which rows are found while they are written. All unique ones stay as well. */
const neededMeanwhile: ReadonlySet<string> = new Set([
  'person_by_phone',
  'person_by_household',
  'household_by_head',
  'employment_by_person',
  'training_by_person',
  'intention_by_person',
  'return_event_by_person',
  'training_wish_by_person',
  'service_record_by_person',
])
/**
 * What few people have costs less to keep up than one look at everybody. The confirmed version has to be
 * taken before its row is written; its sums are made again like the others.
 */
const isSmall = (name: string): boolean =>
  name.startsWith('person_with_') || /^person_confirmed_(?!counted|uncounted|recounted)/.test(name)
const loadedTables =
  "'person', 'household', 'employment', 'training', 'intention', 'return_event', 'training_wish', 'service_record', 'change'"

/** Sums over everyone, from the views that say what they have to come to. */
const sumUp = `
DELETE FROM village_tally;
INSERT INTO village_tally SELECT * FROM village_tally_now;
DELETE FROM employment_flow;
INSERT INTO employment_flow SELECT * FROM employment_flow_now;
UPDATE household SET member_count = 0, labour_count = 0, employed_count = 0 WHERE member_count <> 0;
UPDATE household SET member_count = n.member_count, labour_count = n.labour_count, employed_count = n.employed_count
FROM household_counts_now n WHERE household.id = n.household_id;
UPDATE site_household SET member_count = h.member_count, labour_count = h.labour_count, employed_count = h.employed_count
FROM household h WHERE h.id = site_household.household_id AND site_household.moved_out IS NULL;
UPDATE graduate SET (guidance_count, referral_count, training_count, internship_count) =
  (SELECT guidance_count, referral_count, training_count, internship_count FROM graduate_counts_now n WHERE n.id = graduate.id);
UPDATE vacancy SET hired_count = (
  SELECT count(*) FROM service_record s WHERE s.vacancy_id = vacancy.id AND s.response = 'hired'
);
`

/** Where nobody is or was confirmed, nobody is looked at for it. */
const anyConfirmed = `SELECT EXISTS (SELECT 1 FROM village_tally WHERE confirmed > 0)
  OR EXISTS (SELECT 1 FROM confirmed_tally WHERE people <> 0) OR EXISTS (SELECT 1 FROM person_confirmed)`
const sumUpConfirmed = `
DELETE FROM confirmed_tally;
INSERT INTO confirmed_tally SELECT * FROM confirmed_tally_now;
`

/** @param alsoNeeded further indexes that are read while the rows are written */
export function createBulkLoad(db: Db, alsoNeeded: readonly string[] = []): BulkLoad {
  let decided = false
  let again: { indexes: string[]; triggers: string[] } | null = null

  /** Drops what is derived and answers the statements that make it again. */
  function drop() {
    const parts = db
      .prepare(
        `SELECT type, name, sql FROM sqlite_schema
         WHERE type IN ('index', 'trigger') AND sql IS NOT NULL AND sql NOT LIKE 'CREATE UNIQUE%'
           AND tbl_name IN (${loadedTables})`,
      )
      .all() as { type: 'index' | 'trigger'; name: string; sql: string }[]
    const wanted = parts.filter(
      ({ name }) => !neededMeanwhile.has(name) && !isSmall(name) && !alsoNeeded.includes(name),
    )
    for (const { type, name } of wanted) db.exec(`DROP ${type} "${name}"`)
    const ofType = (type: string) => wanted.filter((part) => part.type === type).map(({ sql }) => sql)
    return { indexes: ofType('index'), triggers: ofType('trigger') }
  }

  return {
    expect(rowsToCome) {
      if (decided) return
      decided = true
      // Every row that is here has left a change, so the last number says how much there is to make again.
      const present = Number(db.prepare('SELECT ifnull(max(seq), 0) FROM change').pluck().get())
      if (rowsToCome >= fewRows && rowsToCome * 2 > present) again = drop()
    },
    finish() {
      if (!again) return
      for (const sql of again.indexes) db.exec(sql)
      db.exec(sumUp)
      if (db.prepare(anyConfirmed).pluck().get() === 1) db.exec(sumUpConfirmed)
      for (const sql of again.triggers) db.exec(sql)
      again = null
    },
  }
}
