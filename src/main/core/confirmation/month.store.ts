import type { MonthFigures } from '../../../shared/contract/calls/confirmation.ts'
import type { Reach } from '../access/reach.store.ts'
import type { Db } from '../db/open.ts'

export interface ClosingRow {
  id: number
  month: string
  dueOn: string
  closedOn: string
  at: string
  by: string
  reason: string | null
  reopenedAt: string | null
  reopenedDay: string | null
  reopenedBy: string | null
}

const figures = `ifnull(sum(people), 0) AS people,
  ifnull(sum(people * (employment_state = 'employed')), 0) AS employed,
  ifnull(sum(people * (employment_state = 'unemployed')), 0) AS unemployed,
  ifnull(sum(qualified * (employment_state = 'employed')), 0) AS qualified,
  ifnull(sum(people * (employment_state = 'employed' AND work_range = 'outProvince')), 0) AS outProvince`

/** Closed months with the figures that they were closed with. Rows are only ever added; figures are those of the reach. */
export function createMonthStore(db: Db, reach: Pick<Reach, 'and'>) {
  const inside = reach.and('region')
  return {
    closings: () =>
      db
        .prepare(
          `SELECT m.id, month, due_on AS dueOn, closed_on AS closedOn, m.at, m.actor AS "by", r.reason,
             r.at AS reopenedAt, r.day AS reopenedDay, r.actor AS reopenedBy
           FROM confirmation_month m LEFT JOIN confirmation_reopening r ON r.closing_id = m.id
           ORDER BY month DESC, m.id DESC`,
        )
        .all() as ClosingRow[],
    close(month: string, dueOn: string, closedOn: string, at: string, actor: string): void {
      const { lastInsertRowid } = db
        .prepare(
          'INSERT INTO confirmation_month (month, due_on, closed_on, at, actor) VALUES (?, ?, ?, ?, ?)',
        )
        .run(month, dueOn, closedOn, at, actor)
      db.prepare(
        `INSERT INTO confirmation_month_figure (closing_id, region, employment_state, work_range, people, qualified)
         SELECT ?, region, employment_state, work_range, sum(people), sum(qualified) FROM confirmed_tally
         GROUP BY region, employment_state, work_range HAVING sum(people) > 0`,
      ).run(lastInsertRowid)
    },
    reopen(closing: number, reason: string, at: string, day: string, actor: string): void {
      db.prepare(
        'INSERT INTO confirmation_reopening (closing_id, reason, at, day, actor) VALUES (?, ?, ?, ?, ?)',
      ).run(closing, reason, at, day, actor)
    },
    figuresOf: (closing: number) =>
      db
        .prepare(`SELECT ${figures} FROM confirmation_month_figure WHERE closing_id = ?${inside}`)
        .get(closing) as MonthFigures,
    figuresNow: () =>
      db.prepare(`SELECT ${figures} FROM confirmed_tally WHERE true${inside}`).get() as MonthFigures,
    placesOf: (closing: number) =>
      db
        .prepare(
          `SELECT region AS code, ${figures} FROM confirmation_month_figure WHERE closing_id = ?${inside} GROUP BY region`,
        )
        .all(closing) as ({ code: string } & MonthFigures)[],
  }
}
