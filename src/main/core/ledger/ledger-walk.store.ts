import type { Field } from '../../../shared/domain/field.ts'
import type { Sort } from '../../../shared/domain/filter.ts'
import type { Condition } from './ledger-condition.store.ts'
import { fieldOf, Joins, sources } from './ledger-source.store.ts'
import type { LedgerQuery, Order, Source, Sql } from './list-types.ts'

/** Statements that find the ids of a list in its order. None of them reads more rows than it has to. */

const and = (parts: readonly (string | null)[]): string => {
  const kept = parts.filter((part) => part !== null && part !== '')
  return kept.length > 0 ? `WHERE ${kept.join(' AND ')}` : ''
}
const textsOf = (conditions: readonly Sql[]) => conditions.map(({ text }) => text)
const valuesOf = (conditions: readonly Sql[]) => conditions.flatMap(({ values }) => values)
const indexed = (index: string) => (index ? `INDEXED BY ${index}` : '')

export const coveredBy = (covers: ReadonlySet<string> | null, condition: Condition): boolean =>
  covers === null || condition.columns.every((column) => covers.has(column))

/** The order that was asked for: of a declared field, or the usual one. */
export function orderOf(source: Source, sort: Sort | undefined): Order | null {
  return sort ? (source.sorts[sort.field] ?? null) : source.usual
}

/** Which way an order is walked; `fromEnd` gives exactly the opposite sequence. */
export interface Way {
  descending: boolean
  fromEnd?: boolean
}

export function orderText(order: Order, way: Way, columnOf = (name: string) => `p.${name}`): string {
  return order.columns
    .map((name, index) => {
      // Inside a group the villages keep their order, whatever the order of the groups.
      const descending = order.grouped ? way.descending && index === 0 : way.descending
      const down = way.fromEnd ? !descending : descending
      const blanks =
        order.blanksLast && index === 0 && !descending ? ` NULLS ${way.fromEnd ? 'FIRST' : 'LAST'}` : ''
      return `${columnOf(name)}${down ? ' DESC' : ''}${blanks}`
    })
    .join(', ')
}

/** The conditions of a list, by where they are looked at while walking in an order. */
export interface Split {
  /** In the index that is walked. */
  inline: Condition[]
  /** Not in this index. */
  others: Condition[]
  /** Of those in the index the ones that say it at once, without finding anything on another table first. */
  light: Condition[]
  /** All but the light ones. */
  rest: Condition[]
}
export function split(order: Order, conditions: readonly Condition[]): Split {
  const inline = conditions.filter((condition) => coveredBy(order.covers, condition))
  const light = inline.filter(({ byRow }) => !byRow)
  const without = (some: readonly Condition[]) => conditions.filter((condition) => !some.includes(condition))
  return { inline, others: without(inline), light, rest: without(light) }
}

const statement = (
  source: Source,
  index: string,
  selected: string,
  conditions: readonly (Sql | null)[],
): Sql => {
  const kept = conditions.filter((condition) => condition !== null)
  return {
    text: `SELECT ${selected} FROM ${source.table} p ${indexed(index)} ${and(textsOf(kept))}`,
    values: valuesOf(kept),
  }
}
const asSql = (scope: string | null): Sql | null => (scope === null ? null : { text: scope, values: [] })
const amongst = ({ text, values }: Sql): Sql => ({ text: `p.id IN (${text})`, values })

/** Ids that fulfil some conditions, found in indexes that carry what they look at; `all` narrow them further. */
export function idSets(
  query: LedgerQuery,
  conditions: readonly Condition[],
  all: readonly Condition[],
): Sql[] {
  const source = sources[query.ledger]
  const sets: Sql[] = []
  let left = conditions.filter(({ seek }) => {
    if (seek?.exact) sets.push(seek)
    return !seek?.exact
  })
  while (left.length > 0) {
    // The index that answers most of them, then the next, at last the rows themselves.
    const [best] = source.carriers
      .map(({ index, covers }) => ({ index, covers, fits: left.filter((one) => coveredBy(covers, one)) }))
      .sort((one, other) => other.fits.length - one.fits.length)
    if (!best || best.fits.length === 0) return [...sets, fromRows(source, left)]
    const together = all.filter((one) => coveredBy(best.covers, one))
    sets.push(statement(source, best.index, 'p.id', [asSql(source.scope), ...together]))
    left = left.filter((one) => !best.fits.includes(one))
  }
  return sets
}

/** Conditions that no index can answer: the rows that an index may know, otherwise all of them. */
function fromRows(source: Source, conditions: readonly Condition[]): Sql {
  const near = conditions.flatMap(({ seek }) => (seek ? [amongst(seek)] : []))
  const found = statement(source, '', 'p.id', [...near, asSql(source.scope), ...conditions])
  return near.length > 0 ? found : { ...found, text: found.text.replace(' p ', ' p NOT INDEXED ') }
}

/** Ids in order along an index, with the conditions that can be looked at there and ids to be among. */
export function walkSql(
  query: LedgerQuery,
  order: Order,
  way: Way,
  inline: readonly Sql[],
  sets: readonly Sql[],
): Sql {
  const source = sources[query.ledger]
  const isMerged = order.arms.length > 1
  const selected = isMerged ? order.columns.map((name) => `p.${name} AS ${name}`).join(', ') : 'p.id'
  const arms = order.arms.map(({ index, scope }) =>
    statement(source, index, selected, [asSql(scope), ...inline, ...sets.map(amongst)]),
  )
  const union = textsOf(arms).join(' UNION ALL ')
  const by = orderText(order, way, isMerged ? (name) => name : undefined)
  return {
    text: isMerged ? `SELECT id FROM (${union} ORDER BY ${by})` : `${union} ORDER BY ${by}`,
    values: valuesOf(arms),
  }
}

/** Of everybody whose present is their confirmed version. */
export const presentlyConfirmed: Condition = {
  text: "p.form_state = 'confirmed'",
  values: [],
  columns: ['form_state'],
}

/**
 * The ids of a list of people in their confirmed version: those whose present it is, merged in order
 * with the few who are kept as they were confirmed, looked at as they were. `all` are the list's conditions.
 */
export function confirmedWalkSql(query: LedgerQuery, order: Order, way: Way, all: readonly Condition[]): Sql {
  const source = sources[query.ledger]
  const { inline, others } = split(order, [...all, presentlyConfirmed])
  const selected = order.columns.map((name) => `p.${name} AS ${name}`).join(', ')
  const sets = idSets(query, others, [...all, presentlyConfirmed]).map(amongst)
  const arms = [
    ...order.arms.map(({ index, scope }) =>
      statement(source, index, selected, [asSql(scope), ...inline, ...sets]),
    ),
    statement({ ...source, table: 'person_confirmed' }, '', selected, all),
  ]
  return {
    text: `SELECT id FROM (${textsOf(arms).join(' UNION ALL ')} ORDER BY ${orderText(order, way, (name) => name)})`,
    values: valuesOf(arms),
  }
}

/** How many of those who are kept as they were confirmed fulfil the conditions. */
export const heldCountSql = (conditions: readonly Condition[]): Sql => ({
  text: `SELECT count(*) FROM person_confirmed p ${and(textsOf(conditions))}`,
  values: valuesOf(conditions),
})

/** Some ids (a JSON array is bound first) in the order of any field: reads these rows and no others. */
export function fewSql(query: LedgerQuery, conditions: readonly Condition[], sort: Sort | undefined): Sql {
  const source = sources[query.ledger]
  const order = orderOf(source, sort)
  const joins = new Joins(source)
  const by = order
    ? orderText(order, wayOf(source, sort))
    : anyOrder(joins, fieldOf(query.ledger, sort?.field ?? ''), sort?.descending === true)
  const { text, values } = fewOf(source, conditions, joins)
  return { text: `SELECT p.id ${text()} ORDER BY ${by}`, values }
}
const anyOrder = (joins: Joins, field: Field, descending: boolean): string =>
  `${joins.column(field)} ${descending ? 'DESC' : 'ASC'} NULLS LAST, p.id ${descending ? 'DESC' : 'ASC'}`

/** How many of these ids fulfil the conditions. */
export function fewCountSql(query: LedgerQuery, conditions: readonly Condition[]): Sql {
  const source = sources[query.ledger]
  const { text, values } = fewOf(source, conditions, new Joins(source))
  return { text: `SELECT count(*) ${text()}`, values }
}

function fewOf(source: Source, conditions: readonly Condition[], joins: Joins) {
  const looked = conditions.map((condition) => condition.byRow ?? condition)
  return {
    // Asked for at the end, when all joins are known.
    text: () =>
      `FROM json_each(?) chosen CROSS JOIN ${source.table} p ON p.id = chosen.value ${joins.text}
       ${and([source.scope, ...textsOf(looked)])}`,
    values: valuesOf(looked),
  }
}

export const wayOf = (source: Source, sort: Sort | undefined): Way => ({
  descending: sort ? sort.descending === true : source.usual.descending === true,
})

/** The total of a list that the kept sums do not know: along one index when it answers everything. */
export function countSql(query: LedgerQuery, conditions: readonly Condition[]): Sql {
  const source = sources[query.ledger]
  const [first, ...more] = conditions
  if (first?.seek?.exact && first.seek.scoped && more.length === 0)
    return { text: `SELECT count(*) FROM (${first.seek.text})`, values: first.seek.values }
  const { inline, others } = split(source.usual, conditions)
  const whole = source.carriers.find(({ covers }) => conditions.every((one) => coveredBy(covers, one)))
  let arms: Sql[]
  if (whole) arms = [statement(source, whole.index, 'count(*)', [asSql(source.scope), ...conditions])]
  else if (others.length > 0 && source.carriers.length === 0) {
    // Rows have to be looked at anyway: everything is looked at there.
    const rows = fromRows(source, conditions)
    arms = [{ text: `SELECT count(*) FROM (${rows.text})`, values: rows.values }]
  } else {
    const sets = idSets(query, others, conditions).map(amongst)
    arms = source.usual.arms.map(({ index, scope }) =>
      statement(source, index, 'count(*)', [asSql(scope), ...inline, ...sets]),
    )
  }
  return { text: `SELECT ${arms.map(({ text }) => `(${text})`).join(' + ')}`, values: valuesOf(arms) }
}
