import type { Row } from '../../../shared/contract/calls/ledger.ts'
import type { Sort } from '../../../shared/domain/filter.ts'
import type { Reach } from '../access/reach.store.ts'
import { fromStored, type Stored } from '../db/columns.ts'
import type { Db } from '../db/open.ts'
import { fieldOf, Joins, sources } from './ledger-source.store.ts'
import { createListIds, few } from './list-ids.store.ts'
import type { LedgerQuery } from './list-types.ts'

export interface FoundPerson {
  id: number
  name: string
  idNumber: string | null
  phone: string | null
  region: string | null
  formState: string
}

const rowsAtOnce = 500

/** Reading lists: pages, totals, searches. */
export function createLedgerStore(db: Db, reach: () => Pick<Reach, 'codes' | 'within' | 'and'>) {
  /** What the account may see of a list. */
  const own = (query: LedgerQuery): LedgerQuery => {
    const { codes, within } = reach()
    return codes === null || query.within ? query : { ...query, within }
  }

  const statements = new Map<string, ReturnType<Db['prepare']>>()
  const prepare = (text: string) => {
    let statement = statements.get(text)
    if (!statement) {
      statement = db.prepare(text)
      if (statements.size > 300) statements.clear()
      statements.set(text, statement)
    }
    return statement
  }
  const lists = createListIds(db)

  /** Reads rows by their ids, in the order of the ids. */
  function reader(ledger: LedgerQuery['ledger'], columns: readonly string[], table = sources[ledger].table) {
    const source = sources[ledger]
    const joins = new Joins(source)
    const fields = columns.map((key) => fieldOf(ledger, key))
    const selected = ['p.id', ...fields.map((field) => joins.column(field))]
    const statement = prepare(
      `SELECT ${selected.join(', ')} FROM json_each(?) chosen CROSS JOIN ${table} p ON p.id = chosen.value
       ${joins.text} ORDER BY chosen.key`,
    ).raw()
    return (ids: readonly number[]): Row[] =>
      (statement.all(JSON.stringify(ids)) as Stored[][]).map((raw) => {
        const values: Row['values'] = {}
        fields.forEach((field, index) => {
          values[field.key] = fromStored(field.kind, raw[index + 1] ?? null)
        })
        return { id: raw[0] as number, values }
      })
  }

  /** The same with the confirmed version of those who have another present by now. */
  function confirmedReader(ledger: LedgerQuery['ledger'], columns: readonly string[]) {
    const present = reader(ledger, columns)
    const confirmed = reader(ledger, columns, 'person_confirmed')
    return (ids: readonly number[]): Row[] => {
      const held = new Map(confirmed(ids).map((row) => [row.id, row]))
      if (held.size === 0) return present(ids)
      const others = new Map(present(ids.filter((id) => !held.has(id))).map((row) => [row.id, row]))
      return ids.flatMap((id) => held.get(id) ?? others.get(id) ?? [])
    }
  }

  return {
    /** Rows of one page; null when the list has more than `sortableRows` and the field is not `sortable`. */
    page(
      query: LedgerQuery,
      search: string | undefined,
      columns: readonly string[],
      sort: Sort | undefined,
      limit: number,
      offset: number,
    ): Row[] | null {
      const ids = lists.page({ query: own(query), search }, sort, limit, offset)
      return ids && reader(query.ledger, columns)(ids)
    },
    count: (query: LedgerQuery, search: string | undefined): number =>
      lists.count({ query: own(query), search }),
    /** The total as far as the kept sums know it. */
    knownTotal: (query: LedgerQuery): number | null => lists.knownTotal(own(query)),
    canSort: (query: LedgerQuery, search: string | undefined, sort: Sort | undefined): boolean =>
      lists.canSort({ query: own(query), search }, sort),
    /** Every row in order, one by one; `sort` by what `canSort` allows. */
    *all(
      query: LedgerQuery,
      search: string | undefined,
      columns: readonly string[],
      sort?: Sort,
    ): Iterable<Row> {
      if (query.confirmed && sort && !lists.hasOrder(query.ledger, sort)) {
        const read = confirmedReader(query.ledger, [...new Set([...columns, sort.field])])
        yield* read([...lists.stream({ query: own(query), search }, sort)]).sort(byField(sort))
        return
      }
      const read = (query.confirmed ? confirmedReader : reader)(query.ledger, columns)
      let ids: number[] = []
      for (const id of lists.stream({ query: own(query), search }, sort)) {
        ids.push(id)
        if (ids.length < rowsAtOnce) continue
        yield* read(ids)
        ids = []
      }
      yield* read(ids)
    },
    /** One row; undefined where there is none. */
    rowOf: (ledger: LedgerQuery['ledger'], id: number, columns: readonly string[]): Row | undefined =>
      reader(ledger, columns)([id])[0],
    /** The person whom a row is about; undefined where it is about nobody. */
    personOf(ledger: LedgerQuery['ledger'], id: number): number | undefined {
      const { table, person } = sources[ledger]
      if (person === null) return undefined
      return (prepare(`SELECT ${person} FROM ${table} WHERE id = ?`).pluck().get(id) ?? undefined) as
        | number
        | undefined
    },
    /** The first people found, those of exactly this name before the others. */
    searchPeople(text: string, limit: number): FoundPerson[] {
      const found = lists.personSearch(text)
      if (!found) return []
      const inside = reach().and('region')
      // Of those that are found only the first few are looked at, and none that lie elsewhere.
      const ids = inside ? `SELECT id FROM person WHERE id IN (${found.text})${inside}` : found.text
      return prepare(
        `SELECT id, name, id_number AS idNumber, phone, region, form_state AS formState FROM person
         WHERE id IN (${ids} LIMIT ${few})
         ORDER BY name = ? DESC, form_state = 'none', name_pinyin, id LIMIT ?`,
      ).all([...found.values, text.trim(), limit]) as FoundPerson[]
    },
    savedLists: () =>
      db.prepare('SELECT key, ledger, label, content FROM saved_list ORDER BY at').all() as {
        key: string
        ledger: string
        label: string
        content: string
      }[],
    saveList(key: string, ledger: string, label: string, content: string, actor: string, at: string) {
      db.prepare(
        `INSERT INTO saved_list (key, ledger, label, content, actor, at) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET label = excluded.label, content = excluded.content`,
      ).run(key, ledger, label, content, actor, at)
    },
    removeList: (key: string) => db.prepare('DELETE FROM saved_list WHERE key = ?').run(key).changes > 0,
  }
}
/** As SQLite sorts: numbers and texts by their own order, rows without a value at the end. */
const byField =
  ({ field, descending }: Sort) =>
  (one: Row, other: Row): number => {
    const [here, there] = [one.values[field] ?? null, other.values[field] ?? null]
    if (here === null || there === null) return Number(here === null) - Number(there === null)
    const [a, b] = [here, there].map((value) => (Array.isArray(value) ? value.join(',') : value))
    const up = a === b || a === undefined || b === undefined ? one.id - other.id : a < b ? -1 : 1
    return descending ? -up : up
  }

export type LedgerStore = ReturnType<typeof createLedgerStore>
