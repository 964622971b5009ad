import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { columnName } from '../../../src/main/core/db/columns.ts'
import { migrate } from '../../../src/main/core/db/migrate.ts'
import { sources } from '../../../src/main/core/ledger/ledger-source.store.ts'
import { fewSql, walkSql } from '../../../src/main/core/ledger/ledger-walk.store.ts'
import type { Order } from '../../../src/main/core/ledger/list-types.ts'
import { labourerFields } from '../../../src/shared/domain/labourer/fields.ts'
import { type LedgerName, ledgerNames, ledgers } from '../../../src/shared/domain/ledgers.ts'

/** The orders that lists are read in, held against the indexes that the migrations make. */
const db = new Database(':memory:')
beforeAll(() => migrate(db, ':memory:'))
afterAll(() => db.close())

const columnsOf = (index: string): string[] =>
  (db.pragma(`index_info(${index})`) as { name: string }[]).map(({ name }) => name)
const query = (ledger: LedgerName) => ({
  ledger,
  filters: [],
  scopeOf: () => ({ from: '', to: '', also: [], except: [] }),
})
const planOf = (sql: { text: string; values: unknown[] }): string =>
  (db.prepare(`EXPLAIN QUERY PLAN ${sql.text}`).all(sql.values) as { detail: string }[])
    .map(({ detail }) => detail)
    .join('\n')
const ordersOf = (ledger: LedgerName): [string, Order][] => [
  ['the usual order', sources[ledger].usual],
  ...Object.entries(sources[ledger].sorts),
]

describe.each(ledgerNames)('the orders of %s', (ledger) => {
  it('are those that the ledger declares as sortable, each of a field that it has', () => {
    expect(Object.keys(sources[ledger].sorts).sort()).toEqual([...ledgers[ledger].sortable].sort())
    const keys = new Set(ledgers[ledger].fields.map(({ key }) => key))
    expect(ledgers[ledger].sortable.filter((key) => !keys.has(key))).toEqual([])
  })

  it('name indexes that carry the columns they are said to carry', () => {
    for (const [name, { arms, covers, columns }] of ordersOf(ledger)) {
      for (const { index } of arms.filter((arm) => arm.index !== '')) {
        const carried = new Set([...columnsOf(index), 'id'])
        expect(
          [...(covers ?? columns)].filter((column) => !carried.has(column)),
          `${name}: ${index}`,
        ).toEqual([])
      }
    }
    for (const { index, covers } of sources[ledger].carriers)
      expect([...covers].sort(), index).toEqual(columnsOf(index).sort())
  })

  it('are helped by indexes of one column that hold what they are said to hold', () => {
    for (const [column, { index, scope, filled }] of Object.entries(sources[ledger].indexesOfOne ?? {})) {
      expect(columnsOf(index)[0], index).toBe(column)
      const made = String(db.prepare('SELECT sql FROM sqlite_schema WHERE name = ?').pluck().get(index))
      // SQLite takes a partial index only when a statement says its condition in the same words.
      expect(made, index).toContain(`WHERE ${scope.replaceAll('p.', '')}`)
      expect(made.includes(`${column} IS NOT NULL`), index).toBe(filled)
    }
  })

  it('come out of the index without sorting, in both directions', () => {
    // In groups only where the sums per village cannot say where a page begins.
    const walked = ordersOf(ledger).filter(([, order]) => !order.grouped)
    for (const [name, order] of walked) {
      for (const way of [{}, { fromEnd: true }].flatMap((end) =>
        [false, true].map((descending) => ({ descending, ...end })),
      )) {
        const plan = planOf(walkSql(query(ledger), order, way, [], []))
        expect(plan, `${name} ${JSON.stringify(way)}`).not.toContain('TEMP B-TREE')
        for (const { index } of order.arms) expect(plan, name).toContain(index)
      }
    }
  })

  it('of few rows read these rows and no others', () => {
    const { text, values } = fewSql(query(ledger), [], undefined)
    expect(planOf({ text, values: ['[]', ...values] })).not.toMatch(/SCAN p\b/)
  })
})

it('all fields of the labour ledger stand in an index', () => {
  const carried = new Set([
    ...sources.labourer.carriers.flatMap(({ covers }) => [...covers]),
    ...Object.values(sources.labourer.sorts).flatMap(({ columns }) => [...columns]),
    ...Object.keys(sources.labourer.indexesOfOne ?? {}),
  ])
  const left = labourerFields.filter(
    ({ key, ...field }) => !('joined' in field) && !carried.has(columnName(key)),
  )
  expect(left.map(({ key }) => key)).toEqual([])
})
