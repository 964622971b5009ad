import type { Db } from '../db/open.ts'

/** Sums of village_tally over one dimension, and the flow of employment. Never walks over people. */
export interface TallySums {
  people: number
  employmentClear: number
  demandClear: number
  skillClear: number
  difficultyClear: number
  qualified: number
  withProblems: number
  returned: number
  willing: number
  wishing: number
  confirmed: number
}

const sums = `sum(people) AS people, sum(employment_clear) AS employmentClear, sum(demand_clear) AS demandClear,
  sum(skill_clear) AS skillClear, sum(difficulty_clear) AS difficultyClear, sum(qualified) AS qualified,
  sum(with_problems) AS withProblems, sum(returned) AS returned, sum(willing) AS willing, sum(wishing) AS wishing,
  sum(confirmed) AS confirmed`

export function createFigureStore(db: Db) {
  return {
    byState: () =>
      db
        .prepare(`SELECT employment_state AS code, ${sums} FROM village_tally GROUP BY employment_state`)
        .all() as (TallySums & { code: string })[],
    byRange: () =>
      db
        .prepare(
          `SELECT work_range AS code, ${sums} FROM village_tally WHERE employment_state = 'employed' GROUP BY work_range`,
        )
        .all() as (TallySums & { code: string })[],
    byIndustry: () =>
      db
        .prepare(
          `SELECT industry AS code, ${sums} FROM village_tally WHERE employment_state = 'employed' GROUP BY industry`,
        )
        .all() as (TallySums & { code: string })[],
    /** People of each village by their state of employment. */
    byVillageAndState: () =>
      db
        .prepare(
          `SELECT region AS code, sum(people) AS labourers,
            sum(people * (employment_state = 'employed')) AS employed, sum(people * (employment_state = 'unemployed')) AS unemployed
           FROM village_tally GROUP BY region HAVING labourers > 0`,
        )
        .all() as { code: string; labourers: number; employed: number; unemployed: number }[],
    byVillage: () =>
      db
        .prepare(`SELECT region AS code, ${sums} FROM village_tally GROUP BY region HAVING people > 0`)
        .all() as (TallySums & { code: string })[],
    flow: () =>
      db.prepare('SELECT month, started, ended FROM employment_flow ORDER BY month').all() as {
        month: string
        started: number
        ended: number
      }[],
    households: () => ({
      total: Number(db.prepare('SELECT count(*) FROM household').pluck().get()),
      zeroEmployment: Number(
        db
          .prepare('SELECT count(*) FROM household WHERE labour_count >= 1 AND employed_count = 0')
          .pluck()
          .get(),
      ),
    }),
    staleBefore: (date: string) =>
      Number(
        db
          .prepare("SELECT count(*) FROM person WHERE form_state <> 'none' AND updated_on < ?")
          .pluck()
          .get(date),
      ),
  }
}
