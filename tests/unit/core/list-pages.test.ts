import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Row } from '../../../src/shared/contract/calls/ledger.ts'
import { type Field, type FieldValue, fieldByKey } from '../../../src/shared/domain/field.ts'
import {
  type Filter,
  type FilterOperator,
  operatorsOf,
  sortableRows,
} from '../../../src/shared/domain/filter.ts'
import { ledgers } from '../../../src/shared/domain/ledgers.ts'
import { builtInLists } from '../../../src/shared/domain/named-lists.ts'
import { randomNumbers } from '../../bench/support/measure.ts'
import { openOffice, type TestOffice } from '../../fixtures/office.ts'
import { allRows } from './files.ts'

/** Every list is also worked out here by hand, from all rows with all their fields. */
const { fields, sortable } = ledgers.labourer
const keys = fields.map(({ key }) => key)
const random = randomNumbers(41)
const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T

let office: TestOffice
let everyone: Row[] = []
let township = ''
beforeAll(async () => {
  office = await openOffice({ demo: { people: 4200, seed: 23 } })
  // Sound addresses only; a few people have none, and documents of another make.
  for (const [index, { id }] of (await allRows(office, { ledger: 'labourer' }, ['name'])).entries()) {
    if (index % 500 !== 7) continue
    await office.ok('labourer.save', { id, values: { region: null, phone: '0743-4722345' } })
  }
  everyone = await allRows(office, { ledger: 'labourer' }, keys)
  township = `${String(everyone.at(-1)?.values.region).slice(0, 9)}000`
}, 120_000)
afterAll(() => office.close())

const textOf = (value: FieldValue | undefined): string => String(value ?? '')
const byHand: Record<FilterOperator, (value: FieldValue, wanted: FieldValue) => boolean> = {
  is: (value, wanted) => value === wanted,
  isNot: (value, wanted) => value !== wanted,
  in: (value, wanted) => value !== null && [wanted].flat().includes(value as string),
  contains: (value, wanted) =>
    Array.isArray(value)
      ? value.includes(textOf(wanted))
      : textOf(value).toLowerCase().includes(textOf(wanted).toLowerCase()),
  startsWith: (value, wanted) => value !== null && textOf(value).startsWith(textOf(wanted)),
  under: (value, wanted) => value !== null && textOf(value).startsWith(prefixOf(textOf(wanted))),
  atLeast: (value, wanted) => value !== null && (value as number) >= (wanted as number),
  atMost: (value, wanted) => value !== null && (value as number) <= (wanted as number),
  below: (value, wanted) => value !== null && (value as number) < (wanted as number),
  empty: (value) => value === null,
  notEmpty: (value) => value !== null,
}
const sortedIds = (rows: readonly Row[]) => rows.map(({ id }) => id).sort((one, other) => one - other)
/** The digits of a code that say which region it is: two for a province, nine for a township. */
const prefixOf = (code: string) =>
  code.slice(0, [2, 4, 6, 9].find((length) => /^0+$/.test(code.slice(length))) ?? 12)
const fulfils = ({ values }: Row, { field, op, value = null }: Filter) =>
  byHand[op](values[field] ?? null, value)

/** A value that somebody has, in the form that the comparison takes. */
function wantedOf(field: Field, op: FilterOperator): FieldValue {
  const value = pick(everyone.filter(({ values }) => values[field.key] !== null))?.values[field.key] ?? null
  if (op === 'in') return [textOf(value)]
  if (op === 'under') return `${textOf(value).slice(0, pick([2, 4, 6, 9, 12]))}`.padEnd(12, '0')
  if (op === 'startsWith') return textOf(value).slice(0, pick([1, 2, 4]))
  if (op !== 'contains') return value
  return Array.isArray(value) ? pick(value) : textOf(value).slice(0, pick([1, 2, 3]))
}
/** Null where nobody has a value to compare with. */
function anyFilter(field: Field, op: FilterOperator): Filter | null {
  const value = wantedOf(field, op)
  const isMissing = value === null || value === '' || value === '0'.repeat(12)
  return isMissing && op !== 'empty' && op !== 'notEmpty' ? null : { field: field.key, op, value }
}

async function expectList(filters: Filter[], list?: string) {
  const query = { ledger: 'labourer' as const, filters, ...(list && { list }) }
  const named = builtInLists.find(({ key }) => key === list)
  const all = [...(named?.filters ?? []), ...filters]
  const expected = everyone.filter((row) => all.every((filter) => fulfils(row, filter))).map(({ id }) => id)
  const what = JSON.stringify(all)
  expect((await office.ok('ledger.count', query)).total, what).toBe(expected.length)
  const found = await allRows(office, query, ['name'])
  expect(
    found.map(({ id }) => id),
    what,
  ).toEqual(expected)
  // A page from the middle begins where the pages before it end.
  const offset = Math.floor(random() * expected.length)
  const { rows } = await office.ok('ledger.page', { ...query, columns: ['name'], offset, limit: 9 })
  expect(
    rows.map(({ id }) => id),
    `${what} from ${offset}`,
  ).toEqual(expected.slice(offset, offset + 9))
}

describe('a list with a condition', () => {
  it.each(fields.map(({ key }) => key))(
    'on %s has the rows and the total that a count by hand gives',
    async (key) => {
      const field = fieldByKey(ledgers.labourer, key)
      for (const op of operatorsOf(field.kind)) {
        const filter = anyFilter(field, op)
        if (filter) await expectList([filter])
      }
    },
  )

  it('has them for conditions together, and within the lists of the office', async () => {
    const lists = builtInLists.filter(({ ledger, staleBy }) => ledger === 'labourer' && !staleBy)
    for (let round = 0; round < 60; round++) {
      const filters = [1, 2, 3].slice(0, pick([1, 2, 2, 3])).flatMap(() => {
        const field = pick(fields)
        return anyFilter(field, pick(operatorsOf(field.kind))) ?? []
      })
      if (random() < 0.5) filters.push({ field: 'region', op: 'under', value: township })
      await expectList(filters, pick([undefined, ...lists.map(({ key }) => key)]))
    }
  })
})

describe('a sorted list', () => {
  const usual: Filter[][] = [
    [],
    [{ field: 'employmentState', op: 'in', value: ['unemployed'] }],
    [{ field: 'hasReturned', op: 'is', value: true }],
    [{ field: 'education', op: 'in', value: ['70'] }],
  ]

  it.each(sortable)(
    'by %s holds every row once, in order, blanks at the end, whatever the page',
    async (field) => {
      const { pinyinOf } = await import('../../../src/main/core/text/pinyin.ts')
      const keyOf = ({ values }: Row): FieldValue =>
        field === 'name' ? pinyinOf(textOf(values.name), { surname: true }) : (values[field] ?? null)
      for (const filters of [
        ...usual,
        [...(usual[1] ?? []), { field: 'region', op: 'under', value: township } as const],
      ]) {
        const expected = everyone.filter((row) => filters.every((filter) => fulfils(row, filter)))
        for (const descending of [false, true]) {
          const query = { ledger: 'labourer' as const, filters }
          const sort = { field, descending }
          const rows = await allRows(office, query, ['name', field], { sort })
          const small = await allRows(office, query, ['name', field], { sort, limit: 211 })
          expect(small).toEqual(rows)
          expect(rows.map(({ id }) => id).sort()).toEqual(expected.map(({ id }) => id).sort())
          const values = rows.map(keyOf)
          const filled = values.filter((value) => value !== null)
          // Of the villages the usual order keeps those without one in front.
          if (field !== 'region')
            expect(values.slice(filled.length).every((value) => value === null)).toBe(true)
          const inOrder = filled.toSorted((one, other) =>
            one === other ? 0 : (one as string) < (other as string) ? -1 : 1,
          )
          expect(filled).toEqual(descending ? inOrder.reverse() : inOrder)
        }
      }
    },
  )

  it('by another field is refused while it is long, at that field, and sorted when it is short', async () => {
    const columns = ['name', 'education']
    const sort = { field: 'education', descending: true }
    expect((await office.ok('ledger.count', { ledger: 'member' })).total).toBeGreaterThan(sortableRows)
    for (const call of ['ledger.page', 'export.run'] as const) {
      const refused = await office.refused(call, { ledger: 'member', columns, sort })
      expect(refused.code).toBe('invalid_input')
      expect(refused.details).toEqual([{ path: 'sort.field', message: expect.stringContaining('文化程度') }])
    }
    for (const filters of [[], [{ field: 'region', op: 'under', value: township }]] satisfies Filter[][]) {
      const rows = await allRows(office, { ledger: 'labourer', filters }, columns, { sort, limit: 77 })
      const expected = everyone.filter((row) => filters.every((one) => fulfils(row, one)))
      expect(sortedIds(rows)).toEqual(sortedIds(expected))
      const levels = rows.map(({ values }) => textOf(values.education))
      expect(levels).toEqual(levels.toSorted().reverse())
      const written = await office.full('export.run', { ledger: 'labourer', filters, columns, sort })
      expect(written.rows).toBe(rows.length)
    }
  })

  it('gives its saved order up when it has grown too long for it', async () => {
    const sort = { field: 'education' }
    const list = await office.ok('ledger.saveList', {
      ledger: 'member',
      label: '按文化程度',
      filters: [],
      sort,
    })
    const columns = ['name']
    const { rows } = await office.ok('ledger.page', { ledger: 'member', list: list.key, columns })
    expect(rows).toEqual((await office.ok('ledger.page', { ledger: 'member', columns })).rows)
    await office.ok('ledger.removeList', { key: list.key })
  })

  it('by a field that the ledger does not have is refused at that field', async () => {
    const sort = { field: 'nonsense' }
    const wrong = { code: 'invalid_input', details: [{ path: 'sort.field' }] }
    expect(
      await office.refused('ledger.page', { ledger: 'labourer', columns: ['name'], sort }),
    ).toMatchObject(wrong)
    expect(await office.refused('export.run', { ledger: 'labourer', sort })).toMatchObject(wrong)
    const list = { ledger: 'labourer' as const, label: '按不存在的项', filters: [], sort }
    expect(await office.refused('ledger.saveList', list)).toMatchObject(wrong)
  })
})

describe('the lists of everybody', () => {
  it('hold members with and without a form once each, in the order of villages', async () => {
    const rows = await allRows(office, { ledger: 'member' }, ['name', 'region', 'formState'], { limit: 333 })
    expect(rows).toHaveLength(4200)
    expect(new Set(rows.map(({ id }) => id)).size).toBe(4200)
    const regions = rows.map(({ values }) => textOf(values.region))
    expect(regions).toEqual(regions.toSorted())
    const filters: Filter[] = [{ field: 'region', op: 'under', value: township }]
    const inside = rows.filter((row) => filters.every((filter) => fulfils(row, filter)))
    expect((await office.ok('ledger.count', { ledger: 'member' })).total).toBe(4200)
    expect((await office.ok('ledger.count', { ledger: 'member', filters })).total).toBe(inside.length)
    const { rows: last } = await office.ok('ledger.page', {
      ...{ ledger: 'member', columns: ['name', 'region', 'formState'], offset: 3777, limit: 40 },
    })
    expect(last).toEqual(rows.slice(3777, 3817))
    for (const sort of ledgers.member.sortable.map((field) => ({ field, descending: true })))
      expect(
        new Set((await allRows(office, { ledger: 'member' }, ['name'], { sort })).map(({ id }) => id)).size,
      ).toBe(4200)
  })
})
