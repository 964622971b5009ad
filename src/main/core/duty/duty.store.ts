import type { DutyWhen } from '../../../shared/contract/calls/duty.ts'
import type { DutyFacts, DutyKind } from '../../../shared/domain/duty/duties.ts'
import type { CountedService } from '../../../shared/domain/duty/packages.ts'
import type { Reach } from '../access/reach.store.ts'
import type { Db } from '../db/open.ts'
import { inRegion } from '../ledger/ledger-condition.store.ts'
import type { RegionScope } from '../region/region.service.ts'

/** A row of `duty`, as it is stored. */
export interface StoredDuty {
  kind: DutyKind
  personId: number
  householdId: number | null
  region: string | null
  staff: string | null
  fromOn: string
  dueOn: string
  dueAt: string | null
  done: number
  needed: number
  missing: string
  isPaused: 0 | 1
  /** Of the record that it is about, where the person alone does not say it. */
  recordId: number | null
}

export interface ListedDuty extends StoredDuty {
  name: string
  idNumber: string | null
  phone: string | null
}

export interface StoredPause {
  from: string
  until: string | null
  reason: string
}

/** Somebody with what their duties depend on. */
export type Subject = Omit<
  DutyFacts,
  'unwillingOn' | 'services' | 'householdServices' | 'plansToGoOut' | 'hasReturned' | 'posts'
> & {
  householdId: number | null
  region: string | null
  staff: string | null
  plansToGoOut: 0 | 1
  hasReturned: 0 | 1
  /** On a public post now. */
  isOnPost: 0 | 1
}

/** Against which days and instant tasks are late or soon. */
export interface DutyDays {
  now: string
  today: string
  /** Last day that counts as soon. */
  soonTo: string
}

export interface DutyScope {
  region: RegionScope | null
  staff: string | null
  /** What the account is responsible for. */
  reach: Pick<Reach, 'within' | 'and'>
}

/** The last end of work that is known of the members of the household `h`; null when nobody is known to have worked. */
export const workedUntil = `(SELECT nullif(max(
    max(ifnull((SELECT max(e.to_date) FROM employment e WHERE e.person_id = m.id AND e.is_open = 0), ''),
        ifnull(m.became_unemployed_on, ''))), '')
  FROM person m WHERE m.household_id = h.id)`
/** Since when nobody of it works: that, or the day on which they were collected last. */
const zeroSince = `ifnull(${workedUntil}, (SELECT max(m.collected_on) FROM person m WHERE m.household_id = h.id))`

/** The head stands for the household; without one, whoever was entered first. */
export const standsFor = `ifnull(h.head_person_id, (SELECT min(m.id) FROM person m WHERE m.household_id = h.id))`

const subjects = `SELECT p.id AS personId, p.household_id AS householdId, p.region, p.collector_name AS staff,
  CASE p.is_listed WHEN 1 THEN p.employment_state END AS employmentState,
  ifnull(p.plans_to_go_out, 0) AS plansToGoOut, ifnull(g.degree, p.education) AS education,
  ifnull(g.graduated_on, p.graduated_on) AS graduatedOn, g.status AS graduateStatus, g.last_followed_on AS lastFollowedOn,
  ifnull(p.has_returned, 0) AS hasReturned, p.returned_on AS returnedOn, p.employed_on AS employedOn,
  p.collected_on AS collectedOn,
  EXISTS (SELECT 1 FROM post_assignment a WHERE a.person_id = p.id AND a.exited_on IS NULL) AS isOnPost,
  (SELECT e.contract_months FROM employment e WHERE e.person_id = p.id AND e.is_open = 1) AS contractMonths,
  CASE WHEN p.has_returned = 1 THEN (
    SELECT b.at FROM return_event r JOIN change c ON c.seq = r.entered_seq JOIN batch b ON b.id = c.batch_id
    WHERE r.person_id = p.id AND r.is_open = 1 ORDER BY r.entered_seq DESC LIMIT 1) END AS returnEnteredAt,
  CASE WHEN h.labour_count >= 1 AND h.employed_count = 0 AND p.id = ${standsFor}
    THEN ifnull(${zeroSince}, '') END AS zeroSince
  FROM person p LEFT JOIN household h ON h.id = p.household_id LEFT JOIN graduate g ON g.person_id = p.id`

/** Within its day a task is late once its hour has passed. */
const hourPassed = '(due_on = ? AND ifnull(due_at < ?, 0))'
const isLate = `(due_on < ? OR ${hourPassed})`
const isToday = '(due_on = ? AND ifnull(due_at >= ?, 1))'
/**
 * How many are late, due today, soon, later, and stand still, by a column; takes `whenValues`. Most tasks
 * have time: each of them is told by one comparison, and what is left of all of them is not looked at.
 */
const countedBy = (column: 'kind' | 'region', from: string) => `
  SELECT ${column}, overdue, started - overdue AS today, near - started AS soon, tasks - paused - near AS later,
    paused, willingMissing FROM (
    SELECT ${column}, count(*) AS tasks, sum(is_paused) AS paused,
      count(CASE WHEN due_on > ? THEN NULL WHEN is_paused THEN NULL ELSE 1 END) AS near,
      count(CASE WHEN due_on > ? THEN NULL WHEN is_paused THEN NULL ELSE 1 END) AS started,
      count(CASE WHEN due_on > ? THEN NULL WHEN is_paused THEN NULL WHEN due_on < ? THEN 1 WHEN due_at < ? THEN 1 END) AS overdue,
      sum(kind = 'willingPackage') AS willingMissing
    ${from} GROUP BY ${column})`
const whenValues = ({ now, today, soonTo }: DutyDays) => [soonTo, today, today, today, now] as const

type CountedDuties = Record<DutyWhen | 'willingMissing', number>

/** The only statements on `duty` and `duty_pause`. */
export function createDutyStore(db: Db) {
  const byId = db.prepare(`${subjects} WHERE p.id = ?`)
  const nextIds = db.prepare('SELECT id FROM person WHERE id > ? ORDER BY id LIMIT 1000').pluck()
  const services = db.prepare(
    'SELECT person_id AS personId, kind, served_on AS servedOn FROM service_record WHERE person_id = ?',
  )
  const ofHousehold = db.prepare(
    `SELECT s.person_id AS personId, s.kind, s.served_on AS servedOn
     FROM person m CROSS JOIN service_record s ON s.person_id = m.id WHERE m.household_id = ?`,
  )
  const pauses = db.prepare(
    'SELECT from_at AS "from", until_at AS until, reason FROM duty_pause WHERE person_id = ? AND kind = ? ORDER BY id',
  )
  const remove = db.prepare('DELETE FROM duty WHERE person_id = ?')
  const insert = db.prepare(
    `INSERT INTO duty (kind, person_id, household_id, region, staff, from_on, due_on, due_at, done, needed, missing, is_paused, record_id)
     VALUES (@kind, @personId, @householdId, @region, @staff, @fromOn, @dueOn, @dueAt, @done, @needed, @missing, @isPaused, @recordId)`,
  )
  /** Everybody whom changes after a number may have touched: themselves, with whom they live or lived, and who is on a post that changed. */
  const touched = db
    .prepare(
      `WITH news AS MATERIALIZED (
         SELECT entity, entity_id, person_id, before FROM change WHERE seq > ?
       ), people AS (
         SELECT person_id AS id FROM news WHERE person_id IS NOT NULL
         UNION SELECT entity_id FROM news WHERE entity = 'person'
         UNION SELECT a.person_id FROM news CROSS JOIN post_assignment a ON a.post_id = news.entity_id
           WHERE news.entity = 'public_post' AND a.exited_on IS NULL
       ), houses AS (
         SELECT entity_id AS id FROM news WHERE entity = 'household'
         UNION SELECT json_extract(before, '$.householdId') FROM news WHERE entity = 'person' AND before IS NOT NULL
         UNION SELECT p.household_id FROM people JOIN person p ON p.id = people.id
       )
       SELECT id FROM people UNION SELECT p.id FROM houses CROSS JOIN person p ON p.household_id = houses.id`,
    )
    .pluck()

  /** Condition of a part of the work list, with its values. */
  function condition(when: DutyWhen | null, { now, today, soonTo }: DutyDays, scope: DutyScope) {
    const parts: string[] = []
    const values: (string | number)[] = []
    const add = (text: string, ...more: (string | number)[]) => {
      parts.push(text)
      values.push(...more)
    }
    if (when !== null) add(`is_paused = ${when === 'paused' ? 1 : 0}`)
    if (when === 'overdue') add(isLate, today, today, now)
    if (when === 'today') add(isToday, today, now)
    if (when === 'soon') add('due_on > ? AND due_on <= ?', today, soonTo)
    if (when === 'later') add('due_on > ?', soonTo)
    if (scope.staff !== null) add('staff = ?', scope.staff)
    if (scope.region) {
      const inside = inRegion('region', scope.region)
      add(`(${inside.text})`, ...(inside.values as string[]))
    }
    const own = scope.reach.within('region')
    if (own) add(own)
    return { text: parts.length > 0 ? `WHERE ${parts.join(' AND ')}` : '', values }
  }

  return {
    subject: (id: number) => byId.get(id) as Subject | undefined,
    idsAfter: (id: number) => nextIds.all(id) as number[],
    touchedSince: (seq: number) => touched.all(seq) as number[],
    lastSeq: () => Number(db.prepare('SELECT ifnull(max(seq), 0) FROM change').pluck().get()),
    /** Instant of the last entry, by order and not by clock. */
    lastEntryAt: () =>
      (db.prepare('SELECT at FROM batch ORDER BY id DESC LIMIT 1').pluck().get() as string | undefined) ??
      null,
    services: (personId: number) => services.all(personId) as CountedService[],
    servicesOfHousehold: (id: number) => ofHousehold.all(id) as CountedService[],
    /** Who stands for the household. */
    standsFor: (householdId: number) =>
      db.prepare(`SELECT ${standsFor} FROM household h WHERE h.id = ?`).pluck().get(householdId) as
        | number
        | null
        | undefined,
    pauses: (personId: number, kind: DutyKind) => pauses.all(personId, kind) as StoredPause[],
    pause(personId: number, kind: DutyKind, at: string, reason: string, actor: string) {
      db.prepare(
        'INSERT INTO duty_pause (kind, person_id, from_at, reason, actor) VALUES (?, ?, ?, ?, ?)',
      ).run(kind, personId, at, reason, actor)
    },
    resume: (personId: number, kind: DutyKind, at: string) =>
      db
        .prepare('UPDATE duty_pause SET until_at = ? WHERE person_id = ? AND kind = ? AND until_at IS NULL')
        .run(at, personId, kind).changes > 0,
    replace(personId: number, duties: readonly StoredDuty[]) {
      remove.run(personId)
      for (const duty of duties) insert.run(duty)
    },
    total: () => Number(db.prepare('SELECT count(*) FROM duty').pluck().get()),
    counts(days: DutyDays, scope: DutyScope) {
      const { text, values } = condition(null, days, scope)
      return db
        .prepare(countedBy('kind', `FROM duty INDEXED BY duty_by_kind ${text}`))
        .all(...whenValues(days), ...values) as ({ kind: DutyKind } & CountedDuties)[]
    },
    /** Of every village; and how many who want to go out have not had their services. */
    countsByVillage: (days: DutyDays, reach: DutyScope['reach']) =>
      db
        .prepare(countedBy('region', `FROM duty INDEXED BY duty_by_region WHERE true${reach.and('region')}`))
        .all(...whenValues(days)) as ({ region: string | null } & CountedDuties)[],
    page(
      asked: { when: DutyWhen; kind?: DutyKind | undefined; offset: number; limit: number },
      days: DutyDays,
      scope: DutyScope,
    ): { rows: ListedDuty[]; total: number } {
      const where = condition(asked.when, days, scope)
      const ofKind = asked.kind ? ' AND kind = ?' : ''
      const values = asked.kind ? [...where.values, asked.kind] : where.values
      const from = `FROM duty INDEXED BY ${asked.kind ? 'duty_by_kind' : 'duty_by_due'} ${where.text}${ofKind}`
      const ids = db
        .prepare(`SELECT id ${from} ORDER BY due_on, id LIMIT ? OFFSET ?`)
        .pluck()
        .all(...values, asked.limit, asked.offset)
      const rows = db
        .prepare(
          `SELECT d.kind, d.person_id AS personId, d.household_id AS householdId, d.region, d.staff,
             d.from_on AS fromOn, d.due_on AS dueOn, d.due_at AS dueAt, d.done, d.needed, d.missing,
             d.is_paused AS isPaused, d.record_id AS recordId, ifnull(p.name, '') AS name, p.id_number AS idNumber, p.phone
           FROM json_each(?) chosen CROSS JOIN duty d ON d.id = chosen.value JOIN person p ON p.id = d.person_id
           ORDER BY chosen.key`,
        )
        .all(JSON.stringify(ids)) as ListedDuty[]
      return {
        rows,
        total: Number(
          db
            .prepare(`SELECT count(*) ${from}`)
            .pluck()
            .get(...values),
        ),
      }
    },
  }
}
export type DutyStore = ReturnType<typeof createDutyStore>
