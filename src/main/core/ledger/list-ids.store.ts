import { type Sort, sortableRows } from '../../../shared/domain/filter.ts'
import type { Db } from '../db/open.ts'
import { type Condition, conditionsOf, escapeLike } from './ledger-condition.store.ts'
import { sources } from './ledger-source.store.ts'
import {
  confirmedWalkSql,
  countSql,
  fewCountSql,
  fewSql,
  heldCountSql,
  idSets,
  orderOf,
  presentlyConfirmed,
  type Split,
  split,
  walkSql,
  wayOf,
} from './ledger-walk.store.ts'
import type { LedgerQuery, Order, Sql } from './list-types.ts'
import { createPersonSearch } from './person-search.store.ts'
import { type Cell, createTallyStore } from './tally.store.ts'

/** From here on it is worth while to ask which end of a list is nearer. */
const farIn = 1000

/** A list with the words searched for in it. */
export interface Asked {
  query: LedgerQuery
  search: string | undefined
}

/** Up to so many rows are read one by one without being noticed; of more, an index has to say which. */
export const few = 300
/** Up to so many rows are sorted in less time than it takes to walk along an index to its end. */
const soon = 1000
/** Rows that are looked at in their order, some at a time, before an index is asked which ones fit. */
const glance = { most: 2000, atOnce: 100, untilSure: 300 }
/** Pages beyond this many rows are not looked for so. */
const glancedPages = 300

/**
 * Which rows a list has, as ids in its order, and how many. The way is chosen by what is cheapest:
 * the sums per village, a condition that few rows fulfil, a glance at the first rows, an index that
 * carries what is asked for. What each may cost is measured in tests/bench.
 */
export function createListIds(db: Db) {
  const statements = new Map<string, ReturnType<Db['prepare']>>()
  const prepare = (text: string) => {
    let statement = statements.get(text)
    if (!statement) {
      statement = db.prepare(text).pluck()
      if (statements.size > 300) statements.clear()
      statements.set(text, statement)
    }
    return statement
  }
  const personSearch = createPersonSearch(db)
  const tally = createTallyStore(db)
  const idsOf = ({ text, values }: Sql, limit = -1, offset = 0): number[] =>
    prepare(`${text} LIMIT ? OFFSET ?`).all([...values, limit, offset]) as number[]
  const numberOf = ({ text, values }: Sql) => Number(prepare(text).get(values))
  const among = (sql: Sql, ids: readonly number[]): Sql => ({
    ...sql,
    values: [JSON.stringify(ids), ...sql.values],
  })

  /** The texts in an index that hold some words, by one step per text; null when they are too many. */
  function distinctTexts(index: string, column: string, words: string): string[] | null {
    const most = 3000
    const next = (after: string) =>
      `(SELECT ${column} FROM person INDEXED BY ${index} WHERE is_listed AND ${column} > ${after} ORDER BY ${column} LIMIT 1)`
    const all = `WITH RECURSIVE one (text) AS (SELECT ${next("''")} UNION ALL SELECT ${next('text')} FROM one WHERE text IS NOT NULL)
      SELECT CASE WHEN text LIKE ? ESCAPE '\\' THEN text END FROM one WHERE text IS NOT NULL LIMIT ${most}`
    const texts = prepare(all).all(`%${escapeLike(words)}%`) as (string | null)[]
    return texts.length < most ? texts.filter((text) => text !== null) : null
  }

  /** All conditions of a list; null when what was searched for can match nobody. */
  function conditionsFor({ query, search }: Asked): Condition[] | null {
    const found = conditionsOf(query, distinctTexts)
    if (!search?.trim()) return found
    const { person: key, scope, household, words = [] } = sources[query.ledger]
    if (key === null && !household) return [...found, holding(words, search.trim())]
    const person = personSearch(search)
    if (!person) return null
    if (key === null) {
      const ids = `SELECT household_id FROM person WHERE id IN (${person.text})`
      return [...found, { text: `p.${household} IN (${ids})`, values: person.values, columns: [] }]
    }
    const condition: Condition = {
      text: `p.${key} IN (${person.text})`,
      values: person.values,
      columns: [key],
    }
    if (key === 'id') condition.seek = { ...person, exact: true, scoped: scope === null }
    return [...found, condition]
  }

  /** The ids of a list with a condition that only few rows fulfil, and what is left to be looked at. */
  function fewOf(all: readonly Condition[]): { ids: number[]; left: Condition[] } | null {
    for (const condition of all) {
      const { seek, byRow } = condition
      // Where another table has to be gone through first, finding out would cost as much as the answer.
      if (!seek || byRow) continue
      const ids = new Set(idsOf(seek, few + 1))
      if (ids.size <= few)
        return { ids: [...ids], left: all.filter((one) => one !== condition || !seek.exact) }
    }
    return null
  }

  /** The ids of a set that turns out to be small: sorting them takes less than walking past everybody else. */
  function narrowOf(sets: readonly Sql[]): number[] | null {
    for (const set of sets) {
      const ids = idsOf(set, soon + 1)
      if (ids.length <= soon) return ids
    }
    return null
  }

  /** A page by the sums per village: only the villages that it is in are read. */
  function inCells(
    query: LedgerQuery,
    order: Order,
    down: boolean,
    all: readonly Condition[],
    limit: number,
    offset: number,
  ): number[] | null {
    const [column = ''] = order.columns
    const cells = tally.cells(query, order.grouped ? column : null)
    if (!cells) return null
    const isDown = down && !order.grouped
    const villages = order.grouped ? sources[query.ledger].usual : order
    const ids: number[] = []
    let skip = offset
    for (const run of inOrder(cells, order, down)) {
      const start = run.find(({ rows }) => {
        if (skip < rows) return true
        skip -= rows
        return false
      })
      if (!start) continue
      const here = [...all, startingIn(start, isDown)]
      if (order.grouped) here.push(valued(column, start.group))
      ids.push(...idsOf(walkSql(query, villages, { descending: isDown }, here, []), limit - ids.length, skip))
      skip = 0
      if (ids.length >= limit) break
    }
    return ids
  }

  /**
   * The first rows of an order, looking at each: most conditions are common enough to fill a page from
   * there. Ends early when they turn out not to be.
   */
  function glanced(
    query: LedgerQuery,
    order: Order,
    parts: Split,
    sort: Sort | undefined,
    wanted: number,
  ): number[] {
    const walk = walkSql(query, order, wayOf(sources[query.ledger], sort), parts.light, [])
    const first = idsOf(walk, glance.most)
    const look = fewSql(query, parts.rest, sort)
    const ids: number[] = []
    for (let seen = 0; seen < first.length && ids.length < wanted; seen += glance.atOnce) {
      if (seen >= glance.untilSure && ids.length * glance.most < wanted * seen) break
      ids.push(...idsOf(among(look, first.slice(seen, seen + glance.atOnce))))
    }
    return ids
  }

  const usualWalk = (query: LedgerQuery, all: readonly Condition[]): Sql => {
    const { usual } = sources[query.ledger]
    const { inline, others } = split(usual, all)
    return walkSql(query, usual, wayOf(sources[query.ledger], undefined), inline, idSets(query, others, all))
  }

  return {
    personSearch,
    /** The ids of one page, in order; null when the list is too long for an order that no index gives. */
    page({ query, search }: Asked, sort: Sort | undefined, limit: number, offset: number): number[] | null {
      const source = sources[query.ledger]
      const all = conditionsFor({ query, search })
      if (!all) return []
      const rare = fewOf(all)
      if (rare) return idsOf(among(fewSql(query, rare.left, sort), rare.ids), limit, offset)
      const order = orderOf(source, sort)
      if (!order) {
        const ids = idsOf(usualWalk(query, all), sortableRows + 1)
        return ids.length > sortableRows ? null : idsOf(among(fewSql(query, [], sort), ids), limit, offset)
      }
      const way = wayOf(source, sort)
      const parts = split(order, all)
      if (!search?.trim() && parts.rest.length === 0 && (order === source.usual || order.grouped)) {
        const ids = inCells(query, order, way.descending, all, limit, offset)
        if (ids) return ids
      }
      if (parts.rest.length > 0 && offset + limit <= glancedPages) {
        const ids = glanced(query, order, parts, sort, offset + limit)
        if (ids.length >= offset + limit) return ids.slice(offset, offset + limit)
      }
      const sets = idSets(query, parts.others, all)
      const narrow = narrowOf(sets)
      if (narrow) return idsOf(among(fewSql(query, all, sort), narrow), limit, offset)
      const total = search?.trim() || offset < farIn || order.grouped ? null : tally.total(query)
      if (total === null || offset * 2 < total)
        return idsOf(walkSql(query, order, way, parts.inline, sets), limit, offset)
      if (offset >= total) return []
      // The end is nearer.
      const behind = Math.max(0, total - offset - limit)
      const backwards = walkSql(query, order, { ...way, fromEnd: true }, parts.inline, sets)
      return idsOf(backwards, Math.min(limit, total - offset), behind).reverse()
    },

    count({ query, search }: Asked): number {
      const known = search?.trim() ? null : tally.total(query)
      if (known !== null) return known
      const all = conditionsFor({ query, search })
      if (!all) return 0
      const present = query.confirmed ? [...all, presentlyConfirmed] : all
      const rare = fewOf(present)
      const found = rare ? among(fewCountSql(query, rare.left), rare.ids) : countSql(query, present)
      return numberOf(found) + (query.confirmed ? numberOf(heldCountSql(all)) : 0)
    },

    knownTotal: tally.total,
    hasOrder: (ledger: LedgerQuery['ledger'], sort: Sort): boolean => orderOf(sources[ledger], sort) !== null,

    /** Whether there is an order for the field, or the list has so few rows that it needs none. */
    canSort({ query, search }: Asked, sort: Sort | undefined): boolean {
      if (orderOf(sources[query.ledger], sort)) return true
      const all = conditionsFor({ query, search })
      return (
        !all || fewOf(all) !== null || idsOf(usualWalk(query, all), sortableRows + 1).length <= sortableRows
      )
    },

    /** All ids in order, one by one. An order that no index gives is for lists of `sortableRows` at most. */
    *stream({ query, search }: Asked, sort: Sort | undefined): Iterable<number> {
      const source = sources[query.ledger]
      const all = conditionsFor({ query, search })
      if (!all) return
      const order = orderOf(source, sort)
      if (query.confirmed) {
        // By another field the rows are sorted when they have been read.
        const walk = confirmedWalkSql(
          query,
          order ?? source.usual,
          wayOf(source, order ? sort : undefined),
          all,
        )
        yield* db.prepare(walk.text).pluck().iterate(walk.values) as Iterable<number>
        return
      }
      if (!order) {
        const ids = idsOf(usualWalk(query, all), sortableRows)
        yield* idsOf(among(fewSql(query, [], sort), ids))
        return
      }
      const { inline, others } = split(order, all)
      const walk = walkSql(query, order, wayOf(source, sort), inline, idSets(query, others, all))
      yield* db.prepare(walk.text).pluck().iterate(walk.values) as Iterable<number>
    },
  }
}

/** Rows of which one of some columns holds the words. */
const holding = (columns: readonly string[], words: string): Condition => ({
  text: `(${columns.map((column) => `p.${column} LIKE ? ESCAPE '\\'`).join(' OR ')})`,
  values: columns.map(() => `%${escapeLike(words)}%`),
  columns,
})

/** Runs of cells, each in the order of villages; the blank one stands apart where it comes last. */
function inOrder(cells: readonly Cell[], order: Order, down: boolean): Cell[][] {
  if (!order.grouped) {
    if (!down) return [[...cells]]
    const [blank, filled] = [cells.filter(isBlank), cells.filter((cell) => !isBlank(cell)).reverse()]
    return [filled, blank]
  }
  const groups = Map.groupBy(cells, (cell) => cell.group)
  const blank = groups.get('')
  groups.delete('')
  const runs = [...groups.values()]
  if (down) runs.reverse()
  return blank ? [...runs, blank] : runs
}
const isBlank = ({ region }: Cell) => region === ''

const startingIn = ({ region }: Cell, down: boolean): Sql => {
  if (region === '') return { text: down ? 'p.region IS NULL' : 'true', values: [] }
  return { text: `p.region ${down ? '<=' : '>='} ?`, values: [region] }
}
const valued = (column: string, value: string): Sql =>
  value === '' ? { text: `p.${column} IS NULL`, values: [] } : { text: `p.${column} = ?`, values: [value] }
