import type { Referral } from '../../../shared/contract/calls/vacancy.ts'
import type { AnyRecord } from '../../../shared/domain/field.ts'
import { vacancyFields } from '../../../shared/domain/vacancy/fields.ts'
import type { SeekerFacts } from '../../../shared/domain/vacancy/matching.ts'
import type { Reach } from '../access/reach.store.ts'
import { columnsOf } from '../db/columns.ts'
import type { Db } from '../db/open.ts'
import { createTrackedTable, type TrackedRow } from '../db/tracked-table.ts'
import type { Batch } from '../history/batch.store.ts'

/** Kept by triggers and by the table itself. */
const counted = new Set(['hiredCount', 'openPlaces'])
const shownReferrals = 200

export type VacancyRow = TrackedRow
/** Somebody who looks for work, with what of them counts. */
export interface Seeker extends SeekerFacts {
  id: number
  name: string
  phone: string | null
}
/** How a vacancy looks at people. Runs inside the statements: what it says of nobody is kept in memory. */
export interface Judge {
  /** Why somebody is ruled out; null: they are not. */
  mismatch: (birthDate: string | null, labourAbility: string | null) => string | null
  points: (seeker: SeekerFacts) => number
}
/** People of these regions count even when they do not plan to go out; null: nobody. */
export type NearRange = { from: string; to: string } | null

const text = (value: unknown): string | null => (value === null ? null : String(value))
const factsOf = (values: readonly unknown[]): SeekerFacts => {
  const [region, birthDate, education, ability, plans, intendedRegion, intendedJob, wage, trades] = values
  return {
    region: text(region),
    birthDate: text(birthDate),
    education: text(education),
    labourAbility: text(ability),
    plansToGoOut: plans === 1,
    intendedRegion: text(intendedRegion),
    intendedJob: text(intendedJob),
    expectedWage: wage === null ? null : Number(wage),
    trades: trades === null ? [] : String(trades).split(','),
  }
}
const factColumns = `p.region, p.birth_date, p.education, p.labour_ability, p.plans_to_go_out, p.intended_region,
  p.intended_job, p.expected_wage,
  (SELECT group_concat(DISTINCT e.trade) FROM employment e INDEXED BY employment_by_person WHERE e.person_id = p.id)`
/** People of whom a vacancy's are chosen: in the largest counties not everybody is compared. */
export const comparedPeople = 20_000
/** Those who plan to go out first, each compared by what stands in the index. */
const seeking = (inside: string) => `FROM (
  SELECT p.id, p.region, p.birth_date, p.education, p.labour_ability, p.plans_to_go_out, p.intended_region,
    p.intended_job, p.expected_wage
  FROM person p INDEXED BY person_seeking
  WHERE p.employment_state = 'unemployed' AND p.is_listed
    AND (p.plans_to_go_out = 1 OR p.region BETWEEN @from AND @to)
${inside}
    AND p.id NOT IN (SELECT person_id FROM service_record WHERE vacancy_id = @id)
  ORDER BY p.plans_to_go_out DESC, p.region DESC LIMIT ${comparedPeople}
) p WHERE true`

/** The only statements on vacancies, on referrals to them, and on who looks for work. */
export function createVacancyStore(db: Db, reach: () => Pick<Reach, 'and'>) {
  const table = createTrackedTable(db, {
    entity: 'vacancy',
    columns: columnsOf(vacancyFields).filter(({ key }) => !counted.has(key)),
    personOf: () => null,
    hasVersion: true,
  })
  const counts = db.prepare(
    'SELECT hired_count AS hiredCount, open_places AS openPlaces FROM vacancy WHERE id = ?',
  )
  const idByKey = db
    .prepare(
      `SELECT id FROM vacancy INDEXED BY vacancy_by_employer
       WHERE employer_name = ? AND title = ? AND ifnull(region, address) IS ? ORDER BY id LIMIT 1`,
    )
    .pluck()
  const openIds = db
    .prepare(
      `SELECT id FROM vacancy INDEXED BY vacancy_open WHERE open_places > 0 AND valid_until >= ?
       ORDER BY collected_on DESC, id LIMIT ?`,
    )
    .pluck()
  const referrals = db.prepare(
    `SELECT s.id AS serviceId, s.person_id AS personId, ifnull(p.name, '') AS name, ifnull(p.region, '') AS village,
       s.served_on AS servedOn, s.response, s.outcome, s.staff
     FROM service_record s INDEXED BY service_record_by_vacancy JOIN person p ON p.id = s.person_id
     WHERE s.vacancy_id = ? ORDER BY s.served_on DESC, s.id DESC LIMIT ${shownReferrals}`,
  )
  const isReferenced = db.prepare('SELECT EXISTS (SELECT 1 FROM service_record WHERE vacancy_id = ?)').pluck()
  const seeker = db.prepare(`SELECT p.id, p.name, p.phone, ${factColumns} FROM person p WHERE p.id = ?`).raw()

  /** Who judges: set for the length of one statement, which runs to its end before another begins. */
  let judge: Judge | null = null
  db.function('vacancy_mismatch', (birthDate, ability) =>
    judge ? judge.mismatch(text(birthDate), text(ability)) : null,
  )
  db.function('vacancy_points', { varargs: true }, (...values) => judge?.points(factsOf(values)) ?? null)
  const judged = <T>(by: Judge, run: () => T): T => {
    judge = by
    try {
      return run()
    } finally {
      judge = null
    }
  }
  const seekers = () => seeking(reach().and('p.region'))
  const groups = () =>
    db.prepare(
      `SELECT vacancy_mismatch(p.birth_date, p.labour_ability) AS words, count(*) AS people ${seekers()}
       GROUP BY words ORDER BY words`,
    )
  const best = () =>
    db
      .prepare(
        `SELECT p.id ${seekers()} AND vacancy_mismatch(p.birth_date, p.labour_ability) IS NULL
         ORDER BY vacancy_points(${factColumns}) DESC, p.id LIMIT @limit`,
      )
      .pluck()
  const rangeOf = (id: number, near: NearRange) => ({ id, from: near?.from ?? '', to: near?.to ?? '' })

  const get = (id: number): VacancyRow | null => {
    const row = table.get(id)
    return row && Object.assign(row, counts.get(id))
  }
  return {
    get,
    insert: (row: AnyRecord, batch: Batch): number => table.insert(row, batch).id,
    restore: (id: number, row: AnyRecord, batch: Batch): void => table.restore(id, row, batch),
    update: (before: VacancyRow, patch: AnyRecord, batch: Batch): string[] =>
      table.update(before.id, before, patch, batch),
    remove: (before: VacancyRow, batch: Batch): void => table.remove(before.id, before, batch),
    /** The vacancy of the same employer, post and place. */
    idOf: ({ employerName, title, region, address }: AnyRecord): number | undefined =>
      idByKey.get(employerName ?? null, title ?? null, region ?? address ?? null) as number | undefined,
    /** Vacancies with places left that are valid on a day, collected last first. */
    openOn: (day: string, limit: number): VacancyRow[] =>
      (openIds.all(day, limit) as number[]).flatMap((id) => get(id) ?? []),
    /** `village` is the region code still. */
    referralsTo: (id: number) => referrals.all(id) as Referral[],
    isReferenced: (id: number): boolean => isReferenced.get(id) === 1,
    seeker(id: number): Seeker | undefined {
      const raw = seeker.get(id) as unknown[] | undefined
      if (!raw) return undefined
      const [personId, name, phone, ...facts] = raw
      return { id: Number(personId), name: text(name) ?? '', phone: text(phone), ...factsOf(facts) }
    },
    /** How many look for work, by what rules them out; `words` null: nothing. */
    seekersByMismatch: (id: number, near: NearRange, by: Judge) =>
      judged(by, () => groups().all(rangeOf(id, near)) as { words: string | null; people: number }[]),
    /** Ids of those who fit, the best first, then the first entered. */
    bestSeekers: (id: number, near: NearRange, limit: number, by: Judge) =>
      judged(by, () => best().all({ ...rangeOf(id, near), limit }) as number[]),
  }
}
export type VacancyStore = ReturnType<typeof createVacancyStore>
