import type { ClearingCase } from '../../../shared/contract/calls/zero.ts'
import {
  type ClearingCounts,
  type ClearingFigure,
  clearingFigureKeys,
} from '../../../shared/domain/zero-household/report.ts'
import type { Reach } from '../access/reach.store.ts'
import type { Db } from '../db/open.ts'
import { inRegion } from '../ledger/ledger-condition.store.ts'
import type { RegionScope } from '../region/region.service.ts'

/** First and last day that a report counts, both included. */
export interface Period {
  first: string
  last: string
}

const began = 'from_on >= @first AND from_on <= @last'
const endedIn = "state = 'zero' AND to_on >= @first AND to_on <= @last"
const atEnd = 'from_on <= @last AND (to_on IS NULL OR to_on > @last)'
/** Each figure as a condition on a spell: it is counted and listed by the same words. */
const conditions: Record<ClearingFigure, string> = {
  begin: "state = 'zero' AND from_on < @first AND (to_on IS NULL OR to_on >= @first)",
  found: `begun = 'found' AND ${began}`,
  resumed: `begun = 'resumed' AND ${began}`,
  employed: `ended = 'employed' AND ${endedIn}`,
  declared: `ended = 'declared' AND ${endedIn}`,
  gone: `ended = 'gone' AND ${endedIn}`,
  end: `state = 'zero' AND ${atEnd}`,
  overdue: `state = 'zero' AND ${atEnd} AND due_on < @last`,
  unwilling: `state = 'unwilling' AND ${atEnd}`,
}

/** Where a list is asked for: a region with all below, or one address alone (null: none). */
export type Place = { under: RegionScope } | { exactly: string | null } | null

export function createClearingStore(db: Db, reach: Pick<Reach, 'and'>) {
  const own = reach.and('region')
  const counts = db.prepare(
    `SELECT ifnull(region, '') AS code, ${clearingFigureKeys
      .map((key) => `sum(CASE WHEN ${conditions[key]} THEN 1 ELSE 0 END) AS "${key}"`)
      .join(', ')}
     FROM zero_spell INDEXED BY zero_spell_by_region WHERE true${own} GROUP BY region`,
  )
  const part = (figure: ClearingFigure, place: Place) => {
    if (place === null) return { text: `WHERE (${conditions[figure]})`, values: [] as string[] }
    if ('exactly' in place) {
      const { exactly } = place
      const text = exactly === null ? 'region IS NULL' : 'region = ?'
      return { text: `WHERE ${text} AND (${conditions[figure]})`, values: exactly === null ? [] : [exactly] }
    }
    const inside = inRegion('region', place.under)
    return { text: `WHERE (${inside.text}) AND (${conditions[figure]})`, values: inside.values as string[] }
  }
  const cases = `SELECT s.household_id AS householdId, ifnull(hp.name, '（无户主）') AS headName, s.region, s.since, s.due_on AS dueOn,
      s.from_on AS "from", s.to_on AS "to", s.begun, s.ended
    FROM json_each(?) chosen CROSS JOIN zero_spell s ON s.id = chosen.value
    LEFT JOIN household h ON h.id = s.household_id LEFT JOIN person hp ON hp.id = h.head_person_id
    ORDER BY chosen.key`

  return {
    /** Figures by address; places where nothing was are left out. */
    counts: (period: Period) =>
      (counts.all(period) as (ClearingCounts & { code: string })[]).filter((row) =>
        clearingFigureKeys.some((key) => row[key] > 0),
      ),
    page(figure: ClearingFigure, period: Period, place: Place, limit: number, offset: number) {
      const { text, values } = part(figure, place)
      const from = `FROM zero_spell INDEXED BY zero_spell_by_region ${text}${own}`
      const ids = db
        .prepare(`SELECT id ${from} ORDER BY region, since, id LIMIT ? OFFSET ?`)
        .pluck()
        .all(...values, limit, offset, period)
      const total = Number(
        db
          .prepare(`SELECT count(*) ${from}`)
          .pluck()
          .get(...values, period),
      )
      const rows = db.prepare(cases).all(JSON.stringify(ids)) as (Omit<ClearingCase, 'village'> & {
        region: string | null
      })[]
      return { rows, total }
    },
  }
}
