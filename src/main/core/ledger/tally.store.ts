import type { Field } from '../../../shared/domain/field.ts'
import type { Filter } from '../../../shared/domain/filter.ts'
import { columnName } from '../db/columns.ts'
import type { Db } from '../db/open.ts'
import { inRegion } from './ledger-condition.store.ts'
import { fieldOf } from './ledger-source.store.ts'
import type { LedgerQuery, Sql } from './list-types.ts'

/** How many rows of a list are in a village, and in a group of the list where it is sorted by groups. */
export interface Cell {
  group: string
  region: string
  rows: number
}

interface Counted {
  /** Where the sums are kept: of everybody, or of the confirmed version. */
  table: 'village_tally' | 'confirmed_tally'
  where: Sql[]
  /** What to sum up of each row of village_tally. */
  measure: string
}

const dimensions = new Set(['employment_state', 'work_range', 'industry'])
const formStates: Record<string, string> = {
  confirmed: 'confirmed',
  submitted: 'submitted',
  draft: 'people - confirmed - submitted',
}
/** Yes of these fields is counted; so is no where a form always has one of both. */
const measures: Record<string, { sum: string; hasNo: boolean }> = {
  hasReturned: { sum: 'returned', hasNo: false },
  plansToGoOut: { sum: 'willing', hasNo: false },
  wantsTraining: { sum: 'wishing', hasNo: false },
  qualifies: { sum: 'qualified', hasNo: true },
  employmentClear: { sum: 'employment_clear', hasNo: true },
  demandClear: { sum: 'demand_clear', hasNo: true },
  skillClear: { sum: 'skill_clear', hasNo: true },
  difficultyClear: { sum: 'difficulty_clear', hasNo: true },
}

const isBlank = ({ op }: Filter) => op === 'empty' || op === 'notEmpty'
const codesOf = ({ value }: Filter): string[] => (Array.isArray(value) ? value : [String(value ?? '')])

/** A condition on one of the columns that village_tally is kept by. There '' stands for no value. */
function onDimension(field: Field, filter: Filter, scopeOf: LedgerQuery['scopeOf']): Sql | null {
  const column = columnName(field.key)
  const codes = codesOf(filter)
  // No field has this value: it stands for people without a form.
  if (codes.includes('none')) return null
  const marks = codes.map(() => '?').join(', ')
  switch (filter.op) {
    case 'under':
      return inRegion(column, scopeOf(String(filter.value ?? '')))
    case 'is':
    case 'in':
      return codes.includes('') ? null : { text: `${column} IN (${marks})`, values: codes }
    case 'isNot':
      return codes.includes('') ? null : { text: `${column} NOT IN (${marks})`, values: codes }
    case 'empty':
      return { text: `${column} = ''`, values: [] }
    case 'notEmpty':
      return { text: `${column} <> ''`, values: [] }
    default:
      return null
  }
}

/** The sum that says how many people fulfil a condition on anything else that is counted. */
function measureOf(field: Field, filter: Filter): string | null {
  const { op, value } = filter
  if (field.key === 'formState') {
    if (op !== 'in' && op !== 'is') return null
    const sums = codesOf(filter).map((code) => formStates[code])
    return sums.includes(undefined) ? null : [...new Set(sums)].join(' + ')
  }
  if (field.key === 'blockCount') {
    if (op === 'atLeast' && value === 1) return 'with_problems'
    return (op === 'is' || op === 'atMost') && value === 0 ? 'people - with_problems' : null
  }
  const measure = measures[field.key]
  if (!measure || op !== 'is') return null
  if (value === true) return measure.sum
  return measure.hasNo && value === false ? `people - ${measure.sum}` : null
}

/** Sums that take everybody to have a form. */
const ofForms = (sum: string) => sum.includes('people -')

/**
 * What village_tally knows of a list of people; null when a condition is not counted there. People
 * without a form stand in rows of their own, where a labourer would have the state of employment.
 */
function counted(query: LedgerQuery): Counted | null {
  const isLabourer = query.ledger === 'labourer'
  if (query.rows || (!isLabourer && query.ledger !== 'member')) return null
  const where: Sql[] = isLabourer ? [{ text: "employment_state <> 'none'", values: [] }] : []
  const inside = query.within?.('region')
  if (inside) where.push({ text: inside, values: [] })
  const sums: string[] = []
  for (const filter of query.filters) {
    const field = fieldOf(query.ledger, filter.field)
    const column = columnName(field.key)
    if (column === 'region' || dimensions.has(column)) {
      const condition = onDimension(field, filter, query.scopeOf)
      if (!condition || (field.key === 'employmentState' && isBlank(filter))) return null
      where.push(condition)
    } else {
      const sum = measureOf(field, filter)
      if (sum === null || (!isLabourer && ofForms(sum))) return null
      sums.push(sum)
    }
  }
  // Each measure is counted by itself: of two together nothing is known.
  const table = query.confirmed ? 'confirmed_tally' : 'village_tally'
  return sums.length > 1 ? null : { table, where, measure: sums[0] ?? 'people' }
}

const whereOf = ({ where }: Counted): Sql => ({
  text: where.length > 0 ? `WHERE ${where.map(({ text }) => `(${text})`).join(' AND ')}` : '',
  values: where.flatMap(({ values }) => values),
})

/**
 * Totals and places of lists from the sums that are kept per village: exact, and from a few thousand
 * rows of village_tally instead of everybody.
 */
export function createTallyStore(db: Db) {
  const statements = new Map<string, ReturnType<Db['prepare']>>()
  const prepare = (text: string) => {
    const statement = statements.get(text) ?? db.prepare(text)
    if (statements.size > 200) statements.clear()
    statements.set(text, statement)
    return statement
  }

  return {
    /** The total of a list; null when it takes more than the kept sums to say it. */
    total(query: LedgerQuery): number | null {
      const list = counted(query)
      if (!list) return null
      const { text, values } = whereOf(list)
      return Number(
        prepare(`SELECT ifnull(sum(${list.measure}), 0) FROM ${list.table} ${text}`).pluck().get(values),
      )
    },
    /** The parts of a list in the order of villages, or of a column's values and then of villages. */
    cells(query: LedgerQuery, group: string | null): Cell[] | null {
      const list = counted(query)
      if (!list) return null
      const { text, values } = whereOf(list)
      if (group === 'form_state') {
        if (list.measure !== 'people') return null
        const sums = Object.entries(formStates).map(
          ([state, sum]) =>
            `SELECT '${state}' AS "group", region, sum(${sum}) AS "rows" FROM ${list.table} ${text} GROUP BY region`,
        )
        return prepare(
          `SELECT * FROM (${sums.join(' UNION ALL ')}) WHERE "rows" > 0 ORDER BY "group", region`,
        ).all(sums.flatMap(() => values)) as Cell[]
      }
      // Without groups the rows come in the order of the table's key: nothing is sorted.
      const keys = group === null ? 'region' : `${group}, region`
      return prepare(
        `SELECT ${group ?? "''"} AS "group", region, sum(${list.measure}) AS "rows" FROM ${list.table} ${text}
         GROUP BY ${keys} HAVING "rows" > 0 ORDER BY ${keys}`,
      ).all(values) as Cell[]
    },
  }
}
