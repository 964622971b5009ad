import type { Field } from '../../../shared/domain/field.ts'
import { conditionsOf } from './ledger-condition.store.ts'
import { Joins, sources } from './ledger-source.store.ts'
import { orderText, wayOf } from './ledger-walk.store.ts'
import type { LedgerQuery, Sql } from './list-types.ts'

/** The pieces of a statement over a ledger, for stores that put rows of it elsewhere. The record is `p`. */
export interface LedgerParts {
  columns: string[]
  /** `person p`, without the joins that the columns need. */
  from: string
  joins: string
  /** With WHERE, unless every row is meant. */
  where: Sql
  order: string
  /** Where the person of a row stands. */
  person: string
}

export function partsSql(query: LedgerQuery, fields: readonly Pick<Field, 'key'>[]): LedgerParts {
  const source = sources[query.ledger]
  const joins = new Joins(source)
  const columns = fields.map((field) => joins.column(field))
  const conditions = conditionsOf(query, () => null)
  const texts = [...(source.scope ? [source.scope] : []), ...conditions.map(({ text }) => text)]
  return {
    columns,
    from: `${source.table} p`,
    joins: joins.text,
    where: {
      text: texts.length > 0 ? `WHERE ${texts.map((text) => `(${text})`).join(' AND ')}` : '',
      values: conditions.flatMap(({ values }) => values),
    },
    order: orderText(source.usual, wayOf(source, undefined)),
    person: `p.${source.person}`,
  }
}
