import type { Field, FieldValue } from '../../../shared/domain/field.ts'
import type { Filter, Sort } from '../../../shared/domain/filter.ts'
import { type LedgerName, ledgers } from '../../../shared/domain/ledgers.ts'
import { columnName, toStored } from '../db/columns.ts'
import type { RegionScope } from '../region/region.service.ts'

/** The parts of a statement, with the values to bind in order. */
export interface Sql {
  text: string
  values: (string | number | null)[]
}

interface Source {
  from: string
  /** What every row of the ledger fulfils. */
  scope: string | null
  joins: Record<string, string>
  /** Fields kept on other tables: the join they need and the column there. */
  joined: Record<string, { join: string; column: string }>
  order: string
  /** Where the person stands whom a search finds. */
  person: string
}

const household = 'LEFT JOIN household h ON h.id = p.household_id'
const head = 'LEFT JOIN person hp ON hp.id = h.head_person_id'
const people: Omit<Source, 'scope'> = {
  from: 'person p',
  joins: { household, head: `${household} ${head}` },
  joined: {
    householdCode: { join: 'household', column: 'h.household_code' },
    householdCategory: { join: 'household', column: 'h.category' },
    headName: { join: 'head', column: 'hp.name' },
    headIdNumber: { join: 'head', column: 'hp.id_number' },
  },
  order: 'p.region, p.name_pinyin, p.id',
  person: 'p.id',
}
const ofPerson = (table: string, start: string): Source => ({
  from: `${table} p`,
  scope: null,
  joins: { person: 'JOIN person s ON s.id = p.person_id' },
  joined: { name: { join: 'person', column: 's.name' }, idNumber: { join: 'person', column: 's.id_number' } },
  order: `p.${start} DESC, p.id DESC`,
  person: 'p.person_id',
})

const sources: Record<LedgerName, Source> = {
  labourer: { ...people, scope: "p.form_state <> 'none'" },
  member: { ...people, scope: null },
  household: {
    from: 'household p',
    scope: null,
    joins: { head: 'LEFT JOIN person hp ON hp.id = p.head_person_id' },
    joined: {
      headName: { join: 'head', column: 'hp.name' },
      headIdNumber: { join: 'head', column: 'hp.id_number' },
    },
    order: 'p.region, p.household_code, p.id',
    person: 'p.head_person_id',
  },
  employment: ofPerson('employment', 'employed_on'),
  employmentEnd: ofPerson('employment', 'employed_on'),
  training: ofPerson('training', 'started_on'),
}

/** The first text behind all that begin with `prefix`. */
const behind = (prefix: string) => `${prefix}\u{10ffff}`

/** Joins that some columns of a statement need, each once. */
class Joins {
  private readonly needed = new Set<string>()
  private readonly source: Source
  constructor(source: Source) {
    this.source = source
  }
  column(field: Field): string {
    const joined = this.source.joined[field.key]
    if (!joined) return `p."${columnName(field.key)}"`
    this.needed.add(joined.join)
    return joined.column
  }
  get text(): string {
    // The join to the head contains the one to the household.
    const names = this.needed.has('head')
      ? [...this.needed].filter((name) => name !== 'household')
      : [...this.needed]
    return names.map((name) => this.source.joins[name]).join(' ')
  }
}

const escapeLike = (text: string) => text.replace(/[\\%_]/g, '\\$&')

function condition(field: Field, filter: Filter, joins: Joins, scopeOf: LedgerQuery['scopeOf']): Sql {
  if (field.key === 'householdCategory' && filter.op === 'in') {
    const codes = list(filter.value)
    return {
      text: `p.household_id IN (SELECT id FROM household WHERE category IN (${codes.map(() => '?').join(', ')}))`,
      values: codes,
    }
  }
  const column = joins.column(field)
  const value = toStored(field.kind, filter.value ?? null)
  const one = typeof filter.value === 'string' ? filter.value : String(filter.value ?? '')
  switch (filter.op) {
    case 'empty':
      return { text: `${column} IS NULL`, values: [] }
    case 'notEmpty':
      return { text: `${column} IS NOT NULL`, values: [] }
    case 'is':
      return { text: `${column} = ?`, values: [value] }
    case 'isNot':
      return { text: `${column} IS NOT ?`, values: [value] }
    case 'in': {
      const codes = list(filter.value)
      return codes.length === 1
        ? { text: `${column} = ?`, values: codes }
        : { text: `${column} IN (${codes.map(() => '?').join(', ')})`, values: codes }
    }
    case 'startsWith':
      return { text: `${column} >= ? AND ${column} < ?`, values: [one, behind(one)] }
    case 'under': {
      const { from, to, also, except } = scopeOf(one)
      const moved = (codes: readonly string[]) =>
        codes.map((code) => `'${code.replace(/\D/g, '')}'`).join(', ')
      const range = `${column} >= ? AND ${column} <= ?`
      const inside = except.length > 0 ? `${range} AND ${column} NOT IN (${moved(except)})` : range
      return {
        text: also.length > 0 ? `(${inside} OR ${column} IN (${moved(also)}))` : inside,
        values: [from, to],
      }
    }
    case 'contains':
      if (field.kind === 'codes' || field.kind === 'months') {
        return { text: `',' || ${column} || ',' LIKE ?`, values: [`%,${one},%`] }
      }
      return { text: `${column} LIKE ? ESCAPE '\\'`, values: [`%${escapeLike(one)}%`] }
    case 'atLeast':
      return plainNumber(column, '>=', value)
    case 'atMost':
      return plainNumber(column, '<=', value)
    case 'below':
      return plainNumber(column, '<', value)
  }
}

/** Literal numbers, so that partial indexes (`block_count >= 1`) are recognised. */
const plainNumber = (column: string, sign: string, value: string | number | null): Sql =>
  typeof value === 'number' && Number.isSafeInteger(value)
    ? { text: `${column} ${sign} ${value}`, values: [] }
    : { text: `${column} ${sign} ?`, values: [value] }

const list = (value: FieldValue | undefined): string[] =>
  Array.isArray(value) ? value : value === null || value === undefined ? [] : [String(value)]

export interface LedgerQuery {
  ledger: LedgerName
  filters: readonly Filter[]
  /** Condition on a person that words were searched for. */
  person?: Sql | null
  /** Condition on the rows themselves, as a statement that finds their ids. */
  rows?: Sql | null
  /** What belongs to a region today: its range of codes, with villages that moved in or out. */
  scopeOf: (code: string) => RegionScope
}

const fieldOf = (ledger: LedgerName, key: string): Field => {
  const field = ledgers[ledger].fields.find((candidate) => candidate.key === key)
  if (!field) throw new RangeError(key)
  return field
}

function where(query: LedgerQuery, joins: Joins): Sql {
  const source = sources[query.ledger]
  const parts: Sql[] = source.scope ? [{ text: source.scope, values: [] }] : []
  for (const filter of query.filters)
    parts.push(constant(condition(fieldOf(query.ledger, filter.field), filter, joins, query.scopeOf)))
  if (query.person)
    parts.push({ text: `${source.person} IN (${query.person.text})`, values: query.person.values })
  if (query.rows) parts.push({ text: `p.id IN (${query.rows.text})`, values: query.rows.values })
  return {
    text: parts.length > 0 ? `WHERE ${parts.map((part) => part.text).join(' AND ')}` : '',
    values: parts.flatMap((part) => part.values),
  }
}

/**
 * Booleans and codes of the product's own lists become literals: SQLite uses a partial index
 * (`has_returned = 1`) only when the statement says so in the same words.
 */
function constant(sql: Sql): Sql {
  const [value] = sql.values
  if (sql.values.length !== 1 || !/ = \?$/.test(sql.text)) return sql
  if (typeof value === 'number') return { text: sql.text.replace('?', String(value)), values: [] }
  if (typeof value === 'string' && /^[A-Za-z]+$/.test(value))
    return { text: sql.text.replace('?', `'${value}'`), values: [] }
  return sql
}

export function pageSql(
  query: LedgerQuery,
  columns: readonly string[],
  sort: Sort | undefined,
  limit: number,
  offset: number,
): Sql {
  const source = sources[query.ledger]
  const inner = new Joins(source)
  const conditions = where(query, inner)
  const orderOf = (joins: Joins) => {
    if (!sort) return source.order
    const field = fieldOf(query.ledger, sort.field)
    const column = field.key === 'name' && source.from === 'person p' ? 'p.name_pinyin' : joins.column(field)
    const direction = sort.descending ? 'DESC' : 'ASC'
    return `${column} ${direction}, p.id ${direction}`
  }
  const innerOrder = orderOf(inner)
  const outer = new Joins(source)
  const selected = columns.map((key) => outer.column(fieldOf(query.ledger, key)))
  const outerOrder = orderOf(outer)
  // Ids first, through the index alone; then the fifty rows that are shown.
  return {
    text: `SELECT p.id, ${selected.join(', ')} FROM ${source.from} ${outer.text}
      WHERE p.id IN (SELECT p.id FROM ${source.from} ${inner.text} ${conditions.text} ORDER BY ${innerOrder} LIMIT ? OFFSET ?)
      ORDER BY ${outerOrder}`,
    values: [...conditions.values, limit, offset],
  }
}

export function countSql(query: LedgerQuery): Sql {
  const joins = new Joins(sources[query.ledger])
  const conditions = where(query, joins)
  return {
    text: `SELECT count(*) FROM ${sources[query.ledger].from} ${joins.text} ${conditions.text}`,
    values: conditions.values,
  }
}

/** All rows in order, for exports and bulk edits: ids or columns, streamed. */
export function allSql(query: LedgerQuery, columns: readonly string[], sort: Sort | undefined): Sql {
  const source = sources[query.ledger]
  const joins = new Joins(source)
  const conditions = where(query, joins)
  const selected = columns.map((key) => joins.column(fieldOf(query.ledger, key)))
  const order = sort
    ? `${joins.column(fieldOf(query.ledger, sort.field))} ${sort.descending ? 'DESC' : 'ASC'}, p.id`
    : source.order
  return {
    text: `SELECT ${['p.id', ...selected].join(', ')} FROM ${source.from} ${joins.text} ${conditions.text} ORDER BY ${order}`,
    values: conditions.values,
  }
}
