import type { Reach } from '../access/reach.store.ts'
import type { Db } from '../db/open.ts'

/** Sums of village_tally, and the flow of employment. Never walks over people. */
export interface TallySums {
  people: number
  employmentClear: number
  demandClear: number
  skillClear: number
  difficultyClear: number
  withProblems: number
}

export type VillageSum =
  | 'labourers'
  | 'employed'
  | 'unemployed'
  | 'willing'
  | 'returned'
  | 'wishing'
  | 'withProblems'

const clears = `sum(people) AS people, sum(employment_clear) AS employmentClear, sum(demand_clear) AS demandClear,
  sum(skill_clear) AS skillClear, sum(difficulty_clear) AS difficultyClear, sum(with_problems) AS withProblems`
/** Sums of everybody's present, or of the confirmed version. */
export type TallyTable = 'village_tally' | 'confirmed_tally'

/** Sums of the part of the office that somebody is responsible for; a whole office costs nothing more. */
export function createFigureStore(db: Db, reach: Pick<Reach, 'and'>, table: TallyTable = 'village_tally') {
  const inside = reach.and('region')
  // People without a form are counted in rows of their own.
  const labourers = `FROM ${table} WHERE employment_state <> 'none'${inside}`
  const employed = `FROM ${table} WHERE employment_state = 'employed'${inside}`
  return {
    byRange: () =>
      db
        .prepare(
          `SELECT work_range AS code, sum(people) AS people, sum(qualified) AS qualified ${employed}
         GROUP BY work_range HAVING sum(people) > 0`,
        )
        .all() as { code: string; people: number; qualified: number }[],
    byIndustry: () =>
      db
        .prepare(
          `SELECT industry AS code, sum(people) AS people ${employed} GROUP BY industry HAVING sum(people) > 0`,
        )
        .all() as { code: string; people: number }[],
    /** People of each village by their state of employment, and what the figures are summed up from. */
    byVillageAndState: () =>
      db
        .prepare(
          `SELECT region AS code, sum(people) AS labourers, sum(people * (employment_state = 'employed')) AS employed,
            sum(people * (employment_state = 'unemployed')) AS unemployed,
            sum(willing * (employment_state = 'unemployed')) AS willing, sum(returned) AS returned,
            sum(wishing) AS wishing, sum(with_problems) AS withProblems
           ${labourers} GROUP BY region HAVING sum(people) > 0`,
        )
        .all() as ({ code: string } & Record<VillageSum, number>)[],
    byVillage: () =>
      db
        .prepare(`SELECT region AS code, ${clears} ${labourers} GROUP BY region HAVING sum(people) > 0`)
        .all() as (TallySums & { code: string })[],
    flow: () =>
      db
        .prepare(
          `SELECT month, sum(started) AS started, sum(ended) AS ended FROM employment_flow
           WHERE true${inside} GROUP BY month ORDER BY month`,
        )
        .all() as { month: string; started: number; ended: number }[],
    zeroEmployment: () =>
      Number(
        db
          .prepare(`SELECT count(*) FROM household WHERE labour_count >= 1 AND employed_count = 0${inside}`)
          .pluck()
          .get(),
      ),
    /** Labourers updated on that day or later: mostly far fewer than those who were not. */
    updatedSince: (date: string) =>
      Number(
        db
          .prepare(
            `SELECT count(*) FROM person INDEXED BY person_list_updated WHERE is_listed AND updated_on >= ?${inside}`,
          )
          .pluck()
          .get(date),
      ),
  }
}
