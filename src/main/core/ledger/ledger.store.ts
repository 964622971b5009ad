import type { Row } from '../../../shared/contract/calls/ledger.ts'
import type { Sort } from '../../../shared/domain/filter.ts'
import { ledgers } from '../../../shared/domain/ledgers.ts'
import { fromStored, type Stored } from '../db/columns.ts'
import type { Db } from '../db/open.ts'
import { nameMatch } from '../person/name-tokens.ts'
import { allSql, countSql, type LedgerQuery, pageSql, type Sql } from './ledger-query.store.ts'

const behind = (prefix: string) => `${prefix}\u{10ffff}`
const reverse = (text: string) => [...text].reverse().join('')

export interface FoundPerson {
  id: number
  name: string
  idNumber: string | null
  phone: string | null
  region: string | null
  formState: string
}

/** Reading lists: pages, totals, searches. */
export function createLedgerStore(db: Db) {
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

  const reader = (ledger: LedgerQuery['ledger'], columns: readonly string[]) => {
    const kinds = columns.map(
      (key) => ledgers[ledger].fields.find((field) => field.key === key)?.kind ?? 'text',
    )
    return (raw: Stored[]): Row => {
      const values: Row['values'] = {}
      for (let index = 0; index < columns.length; index++) {
        values[columns[index] as string] = fromStored(kinds[index] ?? 'text', raw[index + 1] ?? null)
      }
      return { id: raw[0] as number, values }
    }
  }

  /** The statement that finds the ids of people by what was typed; null when nothing can match. */
  function personSearch(text: string): Sql | null {
    const typed = text.trim().replace(/[\s-]/g, (character) => (character === '-' ? '' : ' '))
    const compact = typed.replaceAll(' ', '')
    if (compact === '') return null
    if (/^\d[\dXx]*$/.test(compact)) return digits(compact.toUpperCase())
    if (/^[A-Za-z ]+$/.test(typed)) return letters(typed.toLowerCase().trim())
    const match = nameMatch(compact)
    if (!match) return null
    const found: Sql = {
      text: 'SELECT rowid FROM person_search WHERE person_search MATCH ?',
      values: [match],
    }
    // With three characters or more the pairs may stand apart: the name itself decides.
    if ([...compact].length < 3) return found
    return {
      text: `SELECT id FROM person WHERE id IN (${found.text}) AND replace(name, '·', '') LIKE ?`,
      values: [match, `%${compact.replaceAll('·', '')}%`],
    }
  }

  function digits(text: string): Sql {
    const tail = reverse(text)
    const indexed: Sql = {
      text: `SELECT id FROM person WHERE id_number >= ? AND id_number < ?
        UNION SELECT id FROM person WHERE phone >= ? AND phone < ?
        UNION SELECT id FROM person WHERE id_number_reversed >= ? AND id_number_reversed < ?
        UNION SELECT id FROM person WHERE phone_reversed >= ? AND phone_reversed < ?`,
      values: [text, behind(text), text, behind(text), tail, behind(tail), tail, behind(tail)],
    }
    if (text.length < 4 || prepare(`${indexed.text} LIMIT 1`).get(indexed.values)) return indexed
    // Somewhere in the middle: a walk along the index of ID numbers, not along the people.
    return {
      text: 'SELECT id FROM person WHERE id_number LIKE ? UNION SELECT id FROM person WHERE phone LIKE ?',
      values: [`%${text}%`, `%${text}%`],
    }
  }

  function letters(text: string): Sql {
    if (text.includes(' ')) {
      return {
        text: 'SELECT id FROM person WHERE name_pinyin >= ? AND name_pinyin < ?',
        values: [text, behind(text)],
      }
    }
    return {
      text: `SELECT id FROM person WHERE name_initials >= ? AND name_initials < ?`,
      values: [text, behind(text)],
    }
  }

  const withPerson = (query: LedgerQuery, search: string | undefined): LedgerQuery | null => {
    if (!search?.trim()) return query
    const person = personSearch(search)
    return person ? { ...query, person } : null
  }

  return {
    page(
      query: LedgerQuery,
      search: string | undefined,
      columns: readonly string[],
      sort: Sort | undefined,
      limit: number,
      offset: number,
    ): Row[] {
      const narrowed = withPerson(query, search)
      if (!narrowed) return []
      const sql = pageSql(narrowed, columns, sort, limit, offset)
      const rows = prepare(sql.text).raw().all(sql.values) as Stored[][]
      return rows.map(reader(query.ledger, columns))
    },
    count(query: LedgerQuery, search: string | undefined): number {
      const narrowed = withPerson(query, search)
      if (!narrowed) return 0
      const sql = countSql(narrowed)
      return Number(prepare(sql.text).pluck().get(sql.values))
    },
    /** Every row in order, one by one. */
    *all(
      query: LedgerQuery,
      search: string | undefined,
      columns: readonly string[],
      sort?: Sort,
    ): Iterable<Row> {
      const narrowed = withPerson(query, search)
      if (!narrowed) return
      const sql = allSql(narrowed, columns, sort)
      const read = reader(query.ledger, columns)
      for (const raw of db.prepare(sql.text).raw().iterate(sql.values)) yield read(raw as Stored[])
    },
    searchPeople(text: string, limit: number): FoundPerson[] {
      const found = personSearch(text)
      if (!found) return []
      return prepare(
        `SELECT id, name, id_number AS idNumber, phone, region, form_state AS formState FROM person
         WHERE id IN (${found.text} LIMIT 2000) ORDER BY form_state = 'none', name_pinyin, id LIMIT ?`,
      ).all([...found.values, limit]) as FoundPerson[]
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
export type LedgerStore = ReturnType<typeof createLedgerStore>
