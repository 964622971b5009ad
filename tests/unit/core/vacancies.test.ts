import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AnyRecord } from '../../../src/shared/domain/field.ts'
import { labourer, openOffice, type TestOffice } from '../../fixtures/office.ts'
import { vacancy } from '../../fixtures/vacancies.ts'
import { recordsFile } from './files.ts'

let office: TestOffice
let id: number
let personId: number
beforeAll(async () => {
  office = await openOffice({ demo: { people: 600, seed: 5 } })
  id = (await office.ok('vacancy.save', { values: vacancy() })).id
  const values = labourer({
    idNumber: '433126199602290010',
    name: '石会缝',
    isWorking: false,
    plansToGoOut: true,
    intendedJob: '缝纫',
    expectedWage: 300_000,
    labourAbility: 'ordinary',
  }) as AnyRecord
  personId = (await office.ok('labourer.save', { values })).id
})
afterAll(() => office.close())

const people = () => office.ok('vacancy.people', { id })
const view = () => office.ok('vacancy.get', { id })
const openPlaces = async () => (await view()).values.openPlaces
const servicesOf = async () =>
  (await office.ok('labourer.get', { id: personId })).episodes.filter(({ kind }) => kind === 'service')

describe('a vacancy', () => {
  it('is kept with the end of its validity, once per employer, post and place', async () => {
    expect((await view()).values).toMatchObject({ validUntil: '2027-01-19', openPlaces: 2, hiredCount: 0 })
    const twin = await office.refused('vacancy.save', { values: vacancy({ wageFrom: 1 }) })
    expect(twin.message).toContain('已经登记过')
    const wrong = await office.refused('vacancy.save', { id, values: { wageTo: 1 } })
    expect(wrong).toMatchObject({ code: 'refused', details: [{ path: 'values.wageTo' }] })
    expect((await view()).version).toBe(1)
  })

  it('is brought up to date by the list that is collected next, and undone with it', async () => {
    const next = { ...vacancy({ collectedOn: '2026-11-23', wanted: 4 }) }
    const file = recordsFile('岗位.xlsx', 'vacancy', [next, { ...next, title: '裁剪工', wageTo: 100 }, next])
    const preview = await office.ok('import.preview', { file, ledger: 'vacancy' })
    expect(preview.counts).toMatchObject({ inserted: 0, updated: 1, blocked: 2 })
    const { importId } = await office.ok('import.run', { file, ledger: 'vacancy' })
    expect((await view()).values).toMatchObject({ wanted: 4, openPlaces: 4, validUntil: '2027-01-22' })
    await office.ok('batch.undo', { id: importId })
    expect((await view()).values).toMatchObject({ wanted: 2, openPlaces: 2, validUntil: '2027-01-19' })
  })

  it('is told in the named lists exactly', async () => {
    const count = async (list: string) => (await office.ok('ledger.count', { ledger: 'vacancy', list })).total
    const { rows } = await office.ok('ledger.page', {
      ledger: 'vacancy',
      columns: ['openPlaces', 'validUntil', 'collectedOn'],
      limit: 500,
    })
    const open = rows.filter(
      ({ values }) => Number(values.openPlaces) > 0 && String(values.validUntil) >= '2026-11-23',
    )
    expect(open.length).toBeGreaterThan(3)
    expect(open.length).toBeLessThan(rows.length)
    expect(await count('open-vacancies')).toBe(open.length)
    // Without a list everything is meant, and said.
    const whole = await office.ok('ledger.count', { ledger: 'vacancy' })
    expect(whole.total).toBe(rows.length)
    expect(whole.basis).toContain('含已招满和已过有效期')
    const olderThan = (day: string) => open.filter(({ values }) => String(values.collectedOn) < day).length
    expect(await count('vacancies-uncollected')).toBe(olderThan('2026-11-01'))
    expect(await count('vacancies-stale')).toBe(olderThan('2026-11-16'))
  })
})

describe('matching', () => {
  it('finds the people, the best first, and again the same', async () => {
    const found = await people()
    expect(found.rows[0]).toMatchObject({ id: personId, name: '石会缝', points: 100 })
    expect(found.rows.length).toBe(Math.min(50, found.total))
    const order = found.rows.map(({ points, id: one }) => [-points, one])
    expect(order).toEqual([...order].sort(([a = 0, b = 0], [c = 0, d = 0]) => a - c || b - d))
    expect(found.excluded.map(({ words }) => words)).toEqual(['劳动能力不符', '年龄不符'])
    expect(await people()).toEqual(found)
    expect((await office.ok('vacancy.people', { id, limit: 2 })).rows).toEqual(found.rows.slice(0, 2))
  })

  it('gives person and vacancy the same points from either side', async () => {
    const { rows } = await office.ok('vacancy.forPerson', { personId })
    const [first] = (await people()).rows
    expect(rows.find((row) => row.id === id)).toMatchObject({ points: 100, criteria: first?.criteria })
  })

  it('says why a vacancy is ruled out for somebody', async () => {
    const old = await office.ok('labourer.save', {
      values: labourer({ idNumber: '433126196001010016', name: '石年长', isWorking: false }) as AnyRecord,
    })
    const { excluded, excludedTotal } = await office.ok('vacancy.forPerson', { personId: old.id })
    expect(excludedTotal).toBeGreaterThanOrEqual(excluded.length)
    const words = excluded.find((one) => one.id === id)?.words
    expect(words).toBe('要求18至50周岁，现年66周岁')
    const refused = await office.refused('vacancy.refer', { vacancyId: id, personId: old.id })
    expect(refused.message).toContain('要求18至50周岁')
  })
})

describe('a referral', () => {
  it('is one service however often its outcome changes, and fills the vacancy when it comes to work', async () => {
    const { serviceId } = await office.ok('vacancy.refer', { vacancyId: id, personId })
    expect((await servicesOf()).length).toBe(1)
    expect((await people()).rows.map((row) => row.id)).not.toContain(personId)
    const again = await office.refused('vacancy.refer', { vacancyId: id, personId })
    expect(again).toMatchObject({ code: 'conflict' })
    expect(again.message).toContain('不再计一次')
    for (const response of ['considering', 'accepted', 'hired'] as const)
      await office.ok('vacancy.answer', { serviceId, response, outcome: '12月1日上岗' })
    expect(await servicesOf()).toMatchObject([
      { values: { response: 'hired', concerned: '青禾制衣（演示）有限公司 缝纫工' } },
    ])
    expect((await view()).referrals).toMatchObject([{ personId, response: 'hired', outcome: '12月1日上岗' }])
    expect(await openPlaces()).toBe(1)
    await office.ok('vacancy.answer', { serviceId, response: 'declined' })
    expect(await openPlaces()).toBe(2)
  })

  it('is not made to what is filled or over, and keeps its vacancy from being deleted', async () => {
    await office.ok('vacancy.save', { id, values: { filledElsewhere: 2 } })
    expect((await people()).closed).toMatchObject([{ key: 'filled' }])
    const { serviceId } = (await view()).referrals[0] ?? { serviceId: 0 }
    expect((await office.refused('vacancy.answer', { serviceId, response: 'hired' })).message).toContain(
      '招满',
    )
    await office.ok('vacancy.save', { id, values: { filledElsewhere: 0, validUntil: '2026-11-22' } })
    expect((await people()).closed).toMatchObject([{ key: 'expired' }])
    expect((await office.refused('vacancy.refer', { vacancyId: id, personId })).message).toContain('有效期')
    expect((await office.refused('vacancy.remove', { id, reason: '不招了' })).message).toContain('推介记录')
  })

  it('comes back by undoing also after its vacancy is gone', async () => {
    const other = await office.ok('vacancy.save', { values: vacancy({ title: '熨烫工' }) })
    const { serviceId } = await office.ok('vacancy.refer', {
      vacancyId: other.id,
      personId,
      values: { response: 'hired' },
    })
    await office.ok('episode.remove', { kind: 'service', id: serviceId, reason: '登记错了' })
    // An edit is the latest batch; lists name imports only, so it is looked for from there on.
    let removal = (await office.ok('batch.page', {})).rows[0]?.id ?? 0
    while ((await office.raw('batch.changes', { id: removal + 1 })).ok) removal++
    await office.ok('vacancy.remove', { id: other.id, reason: '不招了' })
    await office.ok('batch.undo', { id: removal })
    expect((await servicesOf()).map(({ values }) => values.concerned)).toContain(
      '青禾制衣（演示）有限公司 熨烫工',
    )
  })
})
