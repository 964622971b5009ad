import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Row } from '../../../src/shared/contract/calls/ledger.ts'
import { ledgers } from '../../../src/shared/domain/ledgers.ts'
import { builtInLists } from '../../../src/shared/domain/named-lists.ts'
import { openOffice, type TestOffice } from '../../fixtures/office.ts'
import { allRows } from './files.ts'

const columns = [
  'name',
  'idNumber',
  'phone',
  'region',
  'education',
  'employmentState',
  'plansToGoOut',
  'hasReturned',
  'wantsTraining',
  'householdCategory',
  'householdCode',
  'qualifies',
  'blockCount',
  'updatedOn',
  'monthlyWage',
  'employerName',
]

let office: TestOffice
let people: Row[] = []
let households: Row[] = []
beforeAll(async () => {
  office = await openOffice({ demo: { people: 400, seed: 11 } })
  await office.ok('duty.refresh', {})
  people = await allRows(office, { ledger: 'labourer' }, columns)
  households = await allRows(office, { ledger: 'household' }, [
    'householdCode',
    'category',
    'isRelocated',
    'labourCount',
    'employedCount',
    'memberCount',
    'zeroState',
    'zeroDueOn',
  ])
})
afterAll(() => office.close())

const risky = ['unstableLifted', 'suddenHardship', 'riskWatch2026']
/** What each list of people or families says, counted here by hand. */
const byHand: Record<string, (values: Row['values']) => boolean> = {
  all: () => true,
  employed: (row) => row.employmentState === 'employed',
  unemployed: (row) => row.employmentState === 'unemployed',
  'willing-out': (row) => row.employmentState === 'unemployed' && row.plansToGoOut === true,
  returnees: (row) => row.hasReturned === true,
  'risk-watch': (row) => risky.includes(String(row.householdCategory)),
  marginal: (row) => row.householdCategory === 'marginalAtRisk',
  stale: (row) => String(row.updatedOn) < '2026-11-16',
  'below-basis': (row) => row.employmentState === 'employed' && row.qualifies === false,
  'training-wish': (row) => row.wantsTraining === true,
  'to-fix': (row) => Number(row.blockCount) >= 1,
  households: () => true,
  'zero-employment': (row) => Number(row.labourCount) >= 1 && row.employedCount === 0,
  'zero-open': (row) => row.zeroState === 'open',
  'zero-helping': (row) => row.zeroState === 'helping',
  'zero-overdue': (row) =>
    (row.zeroState === 'open' || row.zeroState === 'helping') && String(row.zeroDueOn) < '2026-11-23',
  'zero-unwilling': (row) => row.zeroState === 'unwilling',
  'zero-cleared': (row) => row.zeroState === 'employed',
  'risk-watch-households': (row) => risky.includes(String(row.category)),
  'marginal-households': (row) => row.category === 'marginalAtRisk',
  'relocated-households': (row) => row.isRelocated === true,
}
const idsOf = (rows: readonly Row[]): number[] => rows.map(({ id }) => id).sort((one, other) => one - other)
const ofPeople = (holds: (values: Row['values']) => boolean) =>
  idsOf(people.filter(({ values }) => holds(values)))

describe('the lists of the office', () => {
  it.each(Object.keys(byHand))('%s has the total and the rows that a count by hand gives', async (key) => {
    const list = builtInLists.find((candidate) => candidate.key === key)
    if (!list) throw new Error(`no list ${key}`)
    const rows = list.ledger === 'household' ? households : people
    const expected = idsOf(rows.filter(({ values }) => byHand[key]?.(values)))
    const query = { ledger: list.ledger, list: key }
    expect(await office.ok('ledger.count', query)).toEqual({
      total: expected.length,
      // Of labourers it also says whether only confirmed ones are counted.
      basis: expect.stringContaining(list.basis),
    })
    expect(
      idsOf(await allRows(office, query, [list.ledger === 'household' ? 'householdCode' : 'name'])),
    ).toEqual(expected)
  })

  it('of spells, courses and members have as many rows as they say', async () => {
    for (const list of builtInLists.filter(({ key }) => !(key in byHand))) {
      const query = { ledger: list.ledger, list: list.key }
      const rows = await allRows(office, query, [
        ledgers[list.ledger].fields[0]?.key ?? '',
        ...(list.ledger === 'employment' ? ['endedOn'] : []),
      ])
      expect((await office.ok('ledger.count', query)).total, list.key).toBe(rows.length)
      if (list.key === 'current-employments')
        expect(rows.every(({ values }) => values.endedOn === null)).toBe(true)
    }
  })

  it('have the totals of the figures on the start page', async () => {
    const { figures } = await office.ok('figure.start', {})
    for (const figure of figures) {
      const list = builtInLists.find(({ key }) => key === figure.list)
      if (!list) throw new Error(`no list ${figure.list}`)
      expect(figure.value, figure.label).toBe(
        (await office.ok('ledger.count', { ledger: list.ledger, list: list.key })).total,
      )
    }
  })
})

describe('a page of a list', () => {
  it('shows every row once, whatever the sort and the size of the page', async () => {
    for (const sort of [
      undefined,
      { field: 'name' },
      { field: 'monthlyWage', descending: true },
      { field: 'education' },
    ]) {
      const rows = await allRows(office, { ledger: 'labourer' }, ['name'], {
        limit: 37,
        ...(sort && { sort }),
      })
      expect(idsOf(rows), sort?.field).toEqual(idsOf(people))
    }
  })
  it('is sorted by amount', async () => {
    const rows = await allRows(office, { ledger: 'labourer' }, ['monthlyWage'], {
      sort: { field: 'monthlyWage', descending: true },
    })
    const wages = rows.map(({ values }) => Number(values.monthlyWage ?? -1))
    expect(wages).toEqual(wages.toSorted((one, other) => other - one))
  })
})

describe('filters', () => {
  const total = async (field: string, op: string, value?: unknown) =>
    (await office.ok('ledger.count', { ledger: 'labourer', filters: [{ field, op, value } as never] })).total
  it('find what each comparison says', async () => {
    const count = (holds: (values: Row['values']) => boolean) => ofPeople(holds).length
    const sample = people[0]?.values ?? {}
    expect(await total('education', 'in', [sample.education])).toBe(
      count((row) => row.education === sample.education),
    )
    expect(await total('education', 'isNot', sample.education)).toBe(
      count((row) => row.education !== sample.education),
    )
    expect(await total('hasReturned', 'is', true)).toBe(count((row) => row.hasReturned === true))
    expect(await total('monthlyWage', 'atLeast', 400_000)).toBe(
      count((row) => row.monthlyWage !== null && Number(row.monthlyWage) >= 400_000),
    )
    expect(await total('monthlyWage', 'atMost', 400_000)).toBe(
      count((row) => row.monthlyWage !== null && Number(row.monthlyWage) <= 400_000),
    )
    expect(await total('monthlyWage', 'below', 400_000)).toBe(
      count((row) => row.monthlyWage !== null && Number(row.monthlyWage) < 400_000),
    )
    expect(await total('employerName', 'empty')).toBe(count((row) => row.employerName === null))
    expect(await total('employerName', 'notEmpty')).toBe(count((row) => row.employerName !== null))
    expect(await total('name', 'contains', String(sample.name).slice(1))).toBe(
      count((row) => String(row.name).includes(String(sample.name).slice(1))),
    )
    expect(await total('name', 'startsWith', String(sample.name).slice(0, 1))).toBe(
      count((row) => String(row.name).startsWith(String(sample.name).slice(0, 1))),
    )
    const township = `${String(sample.region).slice(0, 9)}000`
    expect(await total('region', 'under', township)).toBe(
      count((row) => String(row.region).startsWith(township.slice(0, 9))),
    )
    expect(await total('name', 'contains', '%')).toBe(0)
  })
  it('are refused when the ledger has no such field', async () => {
    expect(
      (
        await office.refused('ledger.count', {
          ledger: 'labourer',
          filters: [{ field: 'nonsense', op: 'empty' }],
        })
      ).code,
    ).toBe('invalid_input')
  })
  it('can be kept as a list of one’s own, used and removed', async () => {
    const filters = [{ field: 'hasReturned', op: 'is' as const, value: true }]
    const list = await office.ok('ledger.saveList', {
      ledger: 'labourer',
      label: '返乡未就业',
      list: 'unemployed',
      filters,
    })
    const expected = ofPeople((row) => row.employmentState === 'unemployed' && row.hasReturned === true)
    expect((await office.ok('ledger.count', { ledger: 'labourer', list: list.key })).total).toBe(
      expected.length,
    )
    await office.ok('ledger.removeList', { key: list.key })
    expect((await office.refused('ledger.count', { ledger: 'labourer', list: list.key })).code).toBe(
      'not_found',
    )
  })
})

describe('the search box', () => {
  const found = async (search: string) =>
    idsOf(await allRows(office, { ledger: 'labourer', search }, ['name']))
  it('finds by characters of the name, one or two', async () => {
    const name = String(people[3]?.values.name)
    for (const part of [name.slice(0, 2), name.slice(-1), name.slice(-2)]) {
      expect(await found(part), part).toEqual(ofPeople((row) => String(row.name).includes(part)))
    }
  })
  it('finds by the head, the tail and the middle of an ID number, and by the tail of a phone', async () => {
    const { id = 0, values = {} } = people[5] ?? {}
    const idNumber = String(values.idNumber)
    for (const part of [
      idNumber.slice(0, 14),
      idNumber.slice(-4),
      idNumber.slice(8, 16),
      String(values.phone).slice(-6),
    ]) {
      expect(await found(part), part).toContain(id)
    }
    expect(await found(idNumber)).toEqual([id])
  })
  it('finds by pinyin initials', async () => {
    const { pinyin } = await import('pinyin-pro')
    const { id = 0, values = {} } = people[7] ?? {}
    const initials = pinyin(String(values.name), {
      pattern: 'first',
      toneType: 'none',
      type: 'array',
      surname: 'head',
    }).join('')
    expect(await found(initials)).toContain(id)
  })
})

describe('changing many at once', () => {
  it('shows first what would change, changes it, and takes it back', async () => {
    const target = { query: { ledger: 'labourer' as const, list: 'returnees' } }
    const ids = ofPeople((row) => row.hasReturned === true)
    const change = { ledger: 'labourer' as const, target, field: 'note', value: '已电话回访' }
    const preview = await office.ok('ledger.bulkPreview', change)
    expect(preview.count + preview.unchanged).toBe(ids.length)
    const done = await office.ok('ledger.bulkApply', { ...change, reason: '回访' })
    expect(done.changed).toBe(preview.count)
    expect((await office.ok('ledger.bulkPreview', change)).count).toBe(0)
    expect((await office.ok('batch.undo', { id: done.batchId })).kept).toEqual([])
    expect((await office.ok('ledger.bulkPreview', change)).count).toBe(preview.count)
    const refused = await office.refused('ledger.bulkPreview', { ...change, field: 'idNumber', value: '1' })
    expect(refused.code).toBe('invalid_input')
  })
  it.each([
    ['education', '没有的学历', '文化程度不在可选项内，请重新选择'],
    ['workplaceRegion', '999999000000', '务工地点不是已知的行政区划'],
    ['monthlyWage', -1, ''],
  ])('takes for %s only what a form would take', async (field, value, sentence) => {
    const target = { query: { ledger: 'labourer' as const, list: 'returnees' } }
    const change = { ledger: 'labourer' as const, target, field, value }
    for (const refused of [
      await office.refused('ledger.bulkPreview', change),
      await office.refused('ledger.bulkApply', { ...change, reason: '更正' }),
    ]) {
      expect(refused).toMatchObject({ code: 'invalid_input', details: [{ path: 'value' }] })
      expect(refused.message).toContain(sentence)
    }
  })
})

describe('families', () => {
  it('count their people rightly after moving, splitting and merging', async () => {
    const expectCounted = async () => {
      const members = await allRows(office, { ledger: 'member' }, [
        'householdCode',
        'formState',
        'employmentState',
      ])
      expect(members.length).toBeGreaterThan(0)
      for (const row of await allRows(
        office,
        { ledger: 'household' },
        ['memberCount', 'labourCount', 'employedCount'],
        { limit: 500 },
      )) {
        const { values, members: own } = await office.ok('household.get', { id: row.id })
        const labour = own.filter(
          ({ formState, employmentState }) => formState !== 'none' && employmentState !== 'exited',
        )
        const employed = labour.filter(
          ({ employmentState }) => employmentState === 'employed' || employmentState === 'venture',
        )
        const counted = {
          memberCount: own.length,
          labourCount: labour.length,
          employedCount: employed.length,
        }
        expect(row.values).toEqual(counted)
        expect(values).toMatchObject(counted)
      }
    }
    const big = households.filter(({ values }) => Number(values.memberCount) >= 3)
    const [one, two] = await Promise.all(big.slice(0, 2).map(({ id }) => office.ok('household.get', { id })))
    if (!one || !two) throw new Error('the demo county has no big families')
    const leaving = one.members.filter(({ isHead }) => !isHead).map(({ id }) => id)
    const [first = 0, second = 0] = leaving
    await office.ok('household.addMember', { id: two.id, personId: first })
    const { id: made } = await office.ok('household.split', {
      id: one.id,
      personIds: [second],
      headId: second,
      reason: '成家分户',
    })
    expect(await office.ok('household.get', { id: made })).toMatchObject({
      members: [{ id: second, isHead: true }],
    })
    await expectCounted()
    await office.ok('household.merge', { id: made, into: two.id, reason: '并回' })
    expect((await office.refused('household.get', { id: made })).code).toBe('not_found')
    expect((await office.ok('household.get', { id: two.id })).members).toHaveLength(two.members.length + 2)
    await expectCounted()
  })
})
