import type { ZeroService } from '../../../shared/contract/calls/zero.ts'
import type { ZeroState } from '../../../shared/domain/zero-household/fields.ts'
import type { ZeroSpell } from '../../../shared/domain/zero-household/spells.ts'
import type { Db } from '../db/open.ts'
import { standsFor, workedUntil } from '../duty/duty.store.ts'

export interface StoredSpell extends ZeroSpell {
  dueOn: string
}

/** What is known of a household, as it is stored. Days may be known to the month only. */
export interface HouseholdFacts {
  region: string | null
  labour: number
  employed: number
  standsFor: number | null
  workedUntil: string | null
  lastWorkFrom: string | null
  collectedOn: string | null
  worksSince: string | null
}

export interface ZeroRow {
  id: number
  state: ZeroState
  since: string
  dueOn: string | null
  services: number
  reason: string | null
  clearedOn: string | null
}

const spellColumns = 'state, since, from_on AS "from", to_on AS "to", begun, ended, due_on AS dueOn'

/** The only statements on `zero_household` and `zero_spell`, and what they follow from. */
export function createZeroStore(db: Db) {
  const facts = db.prepare(
    `SELECT h.region, h.labour_count AS labour, h.employed_count AS employed, ${standsFor} AS standsFor,
       ${workedUntil} AS workedUntil,
       (SELECT ifnull(e.from_date, e.to_date) FROM person m CROSS JOIN employment e ON e.person_id = m.id
        WHERE m.household_id = h.id AND e.is_open = 0 ORDER BY e.to_date DESC, e.entered_seq DESC LIMIT 1) AS lastWorkFrom,
       (SELECT max(m.collected_on) FROM person m WHERE m.household_id = h.id) AS collectedOn,
       (SELECT min(e.from_date) FROM person m CROSS JOIN employment e ON e.person_id = m.id
        WHERE m.household_id = h.id AND e.is_open = 1) AS worksSince
     FROM household h WHERE h.id = ?`,
  )
  const willing = db
    .prepare(
      `SELECT name FROM person WHERE household_id = ? AND is_listed AND employment_state = 'unemployed'
         AND plans_to_go_out = 1 ORDER BY id`,
    )
    .pluck()
  const services = db.prepare(
    `SELECT s.id, s.person_id AS personId, ifnull(m.name, '') AS name, s.kind, s.served_on AS servedOn, s.concerned, s.response
     FROM person m CROSS JOIN service_record s ON s.person_id = m.id
     WHERE m.household_id = ? AND s.served_on >= ? ORDER BY s.served_on DESC, s.id DESC`,
  )
  const spells = db.prepare(`SELECT ${spellColumns} FROM zero_spell WHERE household_id = ? ORDER BY id`)
  const open = db.prepare(`SELECT ${spellColumns} FROM zero_spell WHERE household_id = ? AND to_on IS NULL`)
  const region = db.prepare('SELECT region FROM zero_spell WHERE household_id = ? LIMIT 1').pluck()
  const forget = db.prepare('DELETE FROM zero_spell WHERE household_id = ?')
  const insert = db.prepare(
    `INSERT INTO zero_spell (household_id, region, state, since, from_on, to_on, begun, ended, due_on)
     VALUES (@householdId, @region, @state, @since, @from, @to, @begun, @ended, @dueOn)`,
  )
  const removeRow = db.prepare('DELETE FROM zero_household WHERE id = ?')
  const putRow = db.prepare(
    `INSERT OR REPLACE INTO zero_household (id, state, since, due_on, services, reason, cleared_on)
     VALUES (@id, @state, @since, @dueOn, @services, @reason, @clearedOn)`,
  )
  const row = db.prepare(
    'SELECT id, state, since, due_on AS dueOn, services, reason, cleared_on AS clearedOn FROM zero_household WHERE id = ?',
  )
  /** Households that changes after a number may have touched: of the people, before and after, and themselves. */
  const touched = db
    .prepare(
      `WITH news AS MATERIALIZED (
         SELECT entity, entity_id, person_id, before FROM change WHERE seq > ?
       ), people AS (
         SELECT person_id AS id FROM news WHERE person_id IS NOT NULL
         UNION SELECT entity_id FROM news WHERE entity = 'person'
       )
       SELECT id FROM (
         SELECT entity_id AS id FROM news WHERE entity = 'household'
         UNION SELECT json_extract(before, '$.householdId') FROM news WHERE before IS NOT NULL
         UNION SELECT p.household_id FROM people JOIN person p ON p.id = people.id
         UNION SELECT s.household_id FROM news JOIN unwilling_statement s ON s.id = news.entity_id
           WHERE news.entity = 'unwilling_statement'
         UNION SELECT s.household_id FROM news LEFT JOIN attachment a ON a.id = news.entity_id
           JOIN unwilling_statement s ON s.id = ifnull(a.owner_id, json_extract(news.before, '$.ownerId'))
           WHERE news.entity = 'attachment'
       ) WHERE id IS NOT NULL`,
    )
    .pluck()
  const unemployed = 'SELECT id FROM household WHERE labour_count >= 1 AND employed_count = 0'
  const all = db
    .prepare(
      `${unemployed}
       UNION SELECT id FROM zero_household UNION SELECT household_id FROM zero_spell WHERE to_on IS NULL`,
    )
    .pluck()

  return {
    facts: (id: number) => facts.get(id) as HouseholdFacts | undefined,
    /** Names of members without work who plan to go out. */
    willing: (id: number) => willing.all(id) as string[],
    services: (id: number, since: string) => services.all(id, since) as Omit<ZeroService, 'counts'>[],
    spells: (id: number) => spells.all(id) as StoredSpell[],
    /** The time without work, or with a standing statement, that goes on. */
    open: (id: number) => open.get(id) as StoredSpell | undefined,
    regionOf: (id: number) => (region.get(id) as string | null | undefined) ?? null,
    row: (id: number) => row.get(id) as ZeroRow | undefined,
    replace(id: number, region: string | null, next: readonly StoredSpell[], present: ZeroRow | null) {
      forget.run(id)
      for (const spell of next) insert.run({ householdId: id, region, ...spell })
      if (present) putRow.run(present)
      else removeRow.run(id)
    },
    touchedSince: (seq: number) => touched.all(seq) as number[],
    /** Households that are without work by their counts. */
    unemployed: () => db.prepare(`${unemployed} ORDER BY id`).pluck().all() as number[],
    /** Everybody who is or was one. */
    all: () => all.all() as number[],
  }
}
export type ZeroStore = ReturnType<typeof createZeroStore>
