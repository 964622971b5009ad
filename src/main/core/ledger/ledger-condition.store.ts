import type { Field, FieldValue } from '../../../shared/domain/field.ts'
import type { Filter, FilterOperator } from '../../../shared/domain/filter.ts'
import { columnName, toStored } from '../db/columns.ts'
import { nameMatch } from '../person/name-tokens.ts'
import { fieldOf, sources } from './ledger-source.store.ts'
import type { Joined, LedgerQuery, Source, Sql } from './list-types.ts'

/** One condition on a row `p` of a ledger. */
export interface Condition extends Sql {
  /** Columns of `p` that it looks at: an index with all of them can answer it. */
  columns: readonly string[]
  /** A statement that finds the ids by seeking in an index. */
  seek?: Seek
  /** The same for a single row, where the condition itself first finds everything on another table. */
  byRow?: Sql
}
export interface Seek extends Sql {
  /** Finds only what fulfils the condition; otherwise also some that do not. */
  exact: boolean
  /** Finds only rows of the ledger. */
  scoped: boolean
}

/** The distinct texts of a column that hold `words`, or null when they are too many to go through. */
export type DistinctTexts = (index: string, column: string, words: string) => string[] | null

/** The first text behind all that begin with `prefix`. */
export const behind = (prefix: string) => `${prefix}\u{10ffff}`
export const escapeLike = (text: string) => text.replace(/[\\%_]/g, '\\$&')
const marks = (values: readonly unknown[]) => values.map(() => '?').join(', ')

const listOf = (value: FieldValue | undefined): string[] =>
  Array.isArray(value) ? value : value === null || value === undefined ? [] : [String(value)]

/** Literal numbers, so that partial indexes (`labour_count >= 1`) are recognised. */
const comparison = (column: string, sign: string, value: string | number | null): Sql =>
  typeof value === 'number' && Number.isSafeInteger(value)
    ? { text: `${column} ${sign} ${value}`, values: [] }
    : { text: `${column} ${sign} ?`, values: [value] }

/** What a filter says of the column that holds the field. */
function compare(field: Field, column: string, filter: Filter, scopeOf: LedgerQuery['scopeOf']): Sql {
  const value = toStored(field.kind, filter.value ?? null)
  const one = typeof filter.value === 'string' ? filter.value : String(filter.value ?? '')
  switch (filter.op) {
    case 'empty':
      return { text: `${column} IS NULL`, values: [] }
    case 'notEmpty':
      return { text: `${column} IS NOT NULL`, values: [] }
    case 'is':
      return comparison(column, '=', value)
    case 'isNot':
      return { text: `${column} IS NOT ?`, values: [value] }
    case 'in': {
      const codes = listOf(filter.value)
      return codes.length === 1
        ? { text: `${column} = ?`, values: codes }
        : { text: `${column} IN (${marks(codes)})`, values: codes }
    }
    case 'startsWith':
      return { text: `${column} >= ? AND ${column} < ?`, values: [one, behind(one)] }
    case 'under':
      return inRegion(column, scopeOf(one))
    case 'contains':
      return field.kind === 'codes' || field.kind === 'months'
        ? { text: `',' || ${column} || ',' LIKE ?`, values: [`%,${one},%`] }
        : { text: `${column} LIKE ? ESCAPE '\\'`, values: [`%${escapeLike(one)}%`] }
    case 'atLeast':
      return comparison(column, '>=', value)
    case 'atMost':
      return comparison(column, '<=', value)
    case 'below':
      return comparison(column, '<', value)
  }
}

/** Codes of a region as it is today. */
export function inRegion(column: string, scope: ReturnType<LedgerQuery['scopeOf']>): Sql {
  const { from, to, also, except } = scope
  const moved = (codes: readonly string[]) => codes.map((code) => `'${code.replace(/\D/g, '')}'`).join(', ')
  const range = `${column} >= ? AND ${column} <= ?`
  const inside = except.length > 0 ? `${range} AND ${column} NOT IN (${moved(except)})` : range
  return {
    text: also.length > 0 ? `(${inside} OR ${column} IN (${moved(also)}))` : inside,
    values: [from, to],
  }
}

/** Every operator of which SQLite finds the rows by a range or a few points of an index. */
const seekable: ReadonlySet<FilterOperator> = new Set([
  ...(['is', 'in', 'startsWith', 'under', 'atLeast', 'atMost', 'below', 'empty'] as const),
])

/** Ids of people whose name may hold these characters, from the search index; null when it has no words for them. */
const namesakes = (words: string): Sql | null => {
  const match = /^[\p{Script=Han}]+$/u.test(words) ? nameMatch(words) : null
  return match
    ? { text: 'SELECT rowid FROM person_search WHERE person_search MATCH ?', values: [match] }
    : null
}
const nameOperators: ReadonlySet<FilterOperator> = new Set(['contains', 'is', 'startsWith'])

/** Said of rows without a value too. */
const ofMissing: ReadonlySet<FilterOperator> = new Set(['empty', 'isNot'])

/** An index that begins with a column. */
function indexOf(source: Source, key: string, column: string) {
  const order = source.sorts[key]
  if (!order) return source.indexesOfOne?.[column]
  const isFirst = !order.grouped && order !== source.usual && order.columns[0] === column
  return isFirst && order.arms[0] ? { ...order.arms[0], filled: false } : undefined
}

/** How an index finds the rows of a condition on a field of the ledger itself. */
function seekFor(
  source: Source,
  field: Field,
  filter: Filter,
  found: Sql,
  distinct: DistinctTexts,
): Condition['seek'] {
  if (source.table !== 'person') return undefined
  if (field.key === 'name' && nameOperators.has(filter.op)) {
    const ids = namesakes(String(filter.value ?? ''))
    return ids ? { ...ids, exact: false, scoped: source.scope === null } : undefined
  }
  const column = columnName(field.key)
  const arm = indexOf(source, field.key, column)
  if (!arm || (arm.filled && ofMissing.has(filter.op))) return undefined
  const from = `SELECT p.id FROM person p INDEXED BY ${arm.index} WHERE ${arm.scope ?? 'true'} AND `
  const whole = { text: from + found.text, values: found.values, exact: true, scoped: true }
  // Of those who have a value at all there are few enough to look at each.
  if (arm.filled || seekable.has(filter.op)) return whole
  if (filter.op !== 'contains' || arm.scope === null) return undefined
  const texts = distinct(arm.index, column, String(filter.value ?? ''))
  return texts === null ? whole : { ...whole, text: `${from}p.${column} IN (${marks(texts)})`, values: texts }
}

/** The value of a joined field of one row. */
function joinedValue({ column, path }: Joined): string {
  const tables = path.map(({ table, key }, index) =>
    index === 0 ? `${table} t0` : `JOIN ${table} t${index} ON t${index}.id = t${index - 1}.${key}`,
  )
  const name = column.slice(column.indexOf('.') + 1)
  return `(SELECT t${path.length - 1}.${name} FROM ${tables.join(' ')} WHERE t0.id = p.${path[0]?.key})`
}

/** Columns of other tables that no two rows have alike. */
const unique: ReadonlySet<string> = new Set(['id_number', 'household_code', 'post_code'])
const opposite: Partial<Record<FilterOperator, FilterOperator>> = { empty: 'notEmpty', isNot: 'is' }

/** A condition on a field that is kept on another table, as a condition on the key that leads there. */
function linked(
  source: Source,
  field: Field,
  filter: Filter,
  scopeOf: LedgerQuery['scopeOf'],
): Condition | null {
  const joined = source.joined[field.key]
  const [first, ...further] = joined?.path ?? []
  if (!joined || !first) return null
  // Rows that lead nowhere have no value: what is said of missing values is the opposite of its opposite.
  const op = opposite[filter.op]
  const column = joined.column.slice(joined.column.indexOf('.') + 1)
  let found = compare(field, column, { ...filter, op: op ?? filter.op }, scopeOf)
  const isPerson = (further.at(-1)?.table ?? first.table) === 'person'
  const namesake = isPerson && column === 'name' ? namesakes(String(filter.value ?? '')) : null
  if (namesake && nameOperators.has(op ?? filter.op)) {
    found = {
      text: `id IN (${namesake.text}) AND ${found.text}`,
      values: [...namesake.values, ...found.values],
    }
  }
  let table = further.at(-1)?.table ?? first.table
  let ids = `SELECT id FROM ${table} WHERE ${found.text}`
  for (const [index, step] of [...further.entries()].reverse()) {
    table = further[index - 1]?.table ?? first.table
    ids = `SELECT id FROM ${table} WHERE ${step.key} IN (${ids})`
  }
  const text = op
    ? `(p.${first.key} IS NULL OR p.${first.key} NOT IN (${ids}))`
    : `p.${first.key} IN (${ids})`
  const byRow = compare(field, joinedValue(joined), filter, scopeOf)
  const condition: Condition = { text, values: found.values, columns: [first.key] }
  // What stands at one record of the other table is found at once.
  if (!(filter.op === 'is' && unique.has(column))) condition.byRow = byRow
  if (op || source.table !== 'person') return condition
  const seek = `SELECT p.id FROM person p INDEXED BY person_by_household WHERE ${source.scope ?? 'true'} AND ${text}`
  return { ...condition, seek: { text: seek, values: found.values, exact: true, scoped: true } }
}

/** Keeps to the part of the office that somebody is responsible for; null where nothing narrows. */
function homeCondition({ home }: Source, within: NonNullable<LedgerQuery['within']>): Condition | null {
  if (home === 'own' || home === null) {
    const text = home && within('p.region')
    return text ? { text, values: [], columns: ['region'] } : null
  }
  const inside = within('region')
  if (inside === null) return null
  const { key, table } = home
  // Only together do the two indexes of villages hold everybody.
  const ids =
    table === 'person'
      ? `SELECT id FROM person INDEXED BY person_list WHERE form_state <> 'none' AND ${inside}
         UNION ALL SELECT id FROM person INDEXED BY person_others WHERE form_state = 'none' AND ${inside}`
      : `SELECT id FROM ${table} WHERE ${inside}`
  const byRow = within(`(SELECT t0.region FROM ${table} t0 WHERE t0.id = p.${key})`) ?? 'true'
  return { text: `p.${key} IN (${ids})`, values: [], columns: [key], byRow: { text: byRow, values: [] } }
}

/** The conditions of a query, without the search. */
export function conditionsOf(query: LedgerQuery, distinct: DistinctTexts): Condition[] {
  const source = sources[query.ledger]
  const chosen: Condition[] = query.rows
    ? [
        {
          text: `p.id IN (${query.rows.text})`,
          values: query.rows.values,
          columns: [],
          seek: { ...query.rows, exact: true, scoped: false },
        },
      ]
    : []
  const filtered = query.filters.map((filter): Condition => {
    const field = fieldOf(query.ledger, filter.field)
    const condition = linked(source, field, filter, query.scopeOf)
    if (condition) return condition
    const computed = source.computed?.[field.key]
    if (computed) return { ...compare(field, computed, filter, query.scopeOf), columns: [] }
    const column = columnName(field.key)
    const found = constant(compare(field, `p."${column}"`, filter, query.scopeOf))
    const seek = seekFor(source, field, filter, found, distinct)
    return { ...found, columns: [column], ...(seek && { seek }) }
  })
  const own = query.within ? homeCondition(source, query.within) : null
  return own ? [own, ...chosen, ...filtered] : [...chosen, ...filtered]
}

/**
 * Codes of the product's own lists become literals: SQLite uses a partial index only when the
 * statement says so in the same words.
 */
function constant(sql: Sql): Sql {
  const [value] = sql.values
  if (sql.values.length !== 1 || !/ = \?$/.test(sql.text)) return sql
  return typeof value === 'string' && /^[A-Za-z]+$/.test(value)
    ? { text: sql.text.replace('?', `'${value}'`), values: [] }
    : sql
}
