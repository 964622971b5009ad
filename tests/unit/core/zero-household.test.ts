import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { imbalance } from '../../../src/shared/domain/zero-household/report.ts'
import { labourer, openOffice, type TestOffice } from '../../fixtures/office.ts'
import { tinyPng } from '../../fixtures/scans.ts'

const notWorking = {
  isWorking: false,
  workedMonths: null,
  workIncome: null,
  workMonths: null,
  workplaceRegion: null,
  employmentForm: null,
  employedOn: null,
  monthlyWage: null,
  industry: null,
  hasContract: null,
  hasSocialInsurance: null,
  assisted: null,
  ledReturnVenture: null,
  notWorkingKind: 'becameUnemployed',
  becameUnemployedOn: '2026-10-05',
  plansToGoOut: false,
  noIntentionReason: 'familyCare',
}
const statement = { reason: 'familyCare', signedOn: '2026-11-20', signature: 'self', signedBy: '石小花' }
const file = (seed = 1) => ({ name: '声明.png', bytes: tinyPng(seed) })

let office: TestOffice
let personId: number
let householdId: number
beforeAll(async () => {
  office = await openOffice()
  const values = labourer(notWorking) as never
  const household = { new: { region: '433126101219', address: '一组' } }
  personId = (await office.ok('labourer.save', { values, household })).id
  householdId = (await office.ok('labourer.get', { id: personId })).household?.id ?? 0
  await office.ok('duty.refresh', {})
})
afterAll(() => office.close())

const look = () => office.ok('zero.ofHousehold', { id: householdId })
const serve = (servedOn: string, kind = 'jobReferral', concerned = '茶厂') =>
  office.ok('episode.save', { personId, kind: 'service', values: { servedOn, kind, concerned } })
const listed = async (list: string) => (await office.ok('ledger.count', { ledger: 'household', list })).total
const refresh = () => office.ok('duty.refresh', {})
const month = (of: string) => office.ok('zero.report', { month: of })
const undoLast = async () => {
  const [batch] = (await office.ok('batch.page', { limit: 1 })).rows
  await office.ok('batch.undo', { id: batch?.id ?? 0 })
  await refresh()
}
const work = async (values: Record<string, unknown>) => {
  const { version } = await office.ok('labourer.get', { id: personId })
  await office.ok('labourer.save', { id: personId, version, values: labourer(values) as never })
  await refresh()
}

describe('a household without work, from being found to being cleared', () => {
  it('is found by the rule, open, and due a month after the last work ended', async () => {
    expect(await look()).toMatchObject({
      state: 'open',
      since: '2026-10-05',
      dueOn: '2026-11-05',
      daysLeft: -18,
      needed: 3,
      done: 0,
    })
    expect(await listed('zero-open')).toBe(1)
    expect(await listed('zero-overdue')).toBe(1)
  })

  it('is helped with the first service; the same contact twice counts once', async () => {
    await serve('2026-11-18')
    await serve('2026-11-18', 'jobReferral', '酒店')
    await serve('2026-11-19')
    await refresh()
    expect(await listed('zero-helping')).toBe(1)
    const view = await look()
    expect(view).toMatchObject({ state: 'helping', done: 2 })
    expect(view.services.map(({ counts }) => counts)).toEqual([true, false, true])
    expect(view.lacking).toEqual([
      '零就业以来到签字当天只登记了2次就业服务，还差1次（至少3次，未接受的也算）',
    ])
  })

  it('is not called unwilling without the evidence: what is missing is said, nothing is kept', async () => {
    const refused = await office.refused('zero.declare', { householdId, values: { signedOn: '2026-11-20' } })
    expect(refused.message).toBe(
      '零就业以来到签字当天只登记了2次就业服务，还差1次（至少3次，未接受的也算）；请选择暂无就业意愿的主要原因；' +
        '请选择签字方式：本人、家属代签或远程确认；请填写签字人姓名；请附上签好字的声明（照片、扫描件或PDF）。没有登记。',
    )
    expect(refused.details?.map(({ path }) => path)).toEqual([
      'values.signedOn',
      'values.reason',
      'values.signature',
      'values.signedBy',
      'file',
    ])
    await serve('2026-11-20', 'internship')
    const exe = { name: '声明.png', bytes: new Uint8Array(Buffer.from('MZ程序')) }
    expect(
      (await office.refused('zero.declare', { householdId, values: statement, file: exe })).message,
    ).toContain('程序')
    expect((await look()).statements).toEqual([])
  })

  it('is unwilling with the third service on the day of signing, and no longer overdue', async () => {
    await office.ok('zero.declare', { householdId, values: statement, file: file() })
    expect(await look()).toMatchObject({
      state: 'unwilling',
      daysLeft: null,
      statements: [{ attachments: 1, missing: [] }],
    })
    const duties = await office.ok('duty.ofPerson', { id: personId })
    expect(duties.find(({ kind }) => kind === 'zeroHousehold')).toMatchObject({
      open: false,
      missing: '暂无就业意愿（2026-11-20声明）',
    })
    await refresh()
    expect([await listed('zero-unwilling'), await listed('zero-overdue')]).toEqual([1, 0])
    expect(
      (await office.refused('zero.declare', { householdId, values: statement, file: file(2) })).code,
    ).toBe('conflict')
  })

  it('is open again when its file is taken away, and unwilling when that is undone', async () => {
    const [kept] = (await look()).statements
    const owned = { owner: 'unwilling_statement' as const, ownerId: kept?.id ?? 0 }
    const [scan] = await office.ok('attachment.list', owned)
    await office.ok('attachment.remove', { id: scan?.id ?? 0, reason: '照片模糊' })
    await refresh()
    const view = await look()
    expect(view.state).toBe('helping')
    expect(view.statements[0]?.missing.map(({ code }) => code)).toEqual(['Z10File'])
    await undoLast()
    expect((await look()).state).toBe('unwilling')
  })

  it('is open again when a service behind it is taken away', async () => {
    const [latest] = (await look()).services
    await office.ok('episode.remove', { kind: 'service', id: latest?.id ?? 0, reason: '登记错了' })
    await refresh()
    expect((await look()).state).toBe('helping')
    await undoLast()
    expect((await look()).state).toBe('unwilling')
  })

  it('takes a statement back and gives it back with its file', async () => {
    const [kept] = (await look()).statements
    await office.ok('zero.withdraw', { id: kept?.id ?? 0, reason: '本人改变主意' })
    expect((await look()).state).toBe('helping')
    await undoLast()
    expect(await look()).toMatchObject({ state: 'unwilling', statements: [{ attachments: 1 }] })
  })

  it('is open again when somebody says that they want to go out', async () => {
    await work({
      ...notWorking,
      plansToGoOut: true,
      noIntentionReason: null,
      plannedOutOn: '2026-12',
      intendedRegion: '440000000000',
    })
    const view = await look()
    expect(view.state).toBe('helping')
    expect(view.statements[0]?.missing[0]?.message).toContain('石小花的采集表写着有外出计划')
    await work({ ...notWorking, plannedOutOn: null, intendedRegion: null })
    expect((await look()).state).toBe('unwilling')
  })

  it('is cleared when somebody works, and found anew, without the old statement, when that ends on the same day', async () => {
    await work({
      notWorkingKind: null,
      becameUnemployedOn: null,
      plansToGoOut: null,
      noIntentionReason: null,
      employedOn: '2026-11-21',
    })
    expect(await look()).toMatchObject({ state: 'employed', clearedOn: '2026-11-21' })
    expect(await listed('zero-cleared')).toBe(1)
    await work({ ...notWorking, becameUnemployedOn: '2026-11-21' })
    expect(await look()).toMatchObject({ state: 'open', since: '2026-11-21', dueOn: '2026-12-21' })
    expect((await look()).statements[0]?.missing[0]?.code).toBe('Z04Before')
  })

  it('has every step of it in the monthly report, which balances', async () => {
    const october = await month('2026-10')
    expect(october).toMatchObject({ to: '2026-10-31', total: { begin: 0, found: 1, end: 1, overdue: 0 } })
    const november = await month('2026-11')
    expect(november.to).toBe('2026-11-23')
    expect(november.total).toMatchObject({ begin: 1, end: 1, overdue: 0, unwilling: 0 })
    for (const { total, places } of [october, november]) {
      expect(imbalance(total)).toBe(0)
      expect(places.map(({ code }) => code)).toEqual(['433126101000'])
      expect(places[0]?.villages[0]?.counts).toEqual(total)
    }
    expect((await office.refused('zero.report', { month: '2026-12' })).details).toMatchObject([
      { path: 'month' },
    ])
  })
})

it('a household that is merged into another leaves the list, in the village where it was', async () => {
  const values = labourer({ name: '石大山', idNumber: '433126198805051237' }) as never
  const household = { new: { region: '433126101250', address: '二组' } }
  const other = await office.ok('labourer.save', { values, household })
  const into = (await office.ok('labourer.get', { id: other.id })).household?.id ?? 0
  await office.ok('household.merge', { id: householdId, into, reason: '户籍合并' })
  await refresh()
  const { total, places } = await month('2026-11')
  expect(total).toMatchObject({ gone: 1, end: 0 })
  expect(imbalance(total)).toBe(0)
  expect(places[0]?.villages.map(({ code }) => code)).toEqual(['433126101219'])
  expect(await listed('zero-open')).toBe(0)
  const { rows, total: cases } = await office.ok('zero.cases', { month: '2026-11', figure: 'gone' })
  expect([cases, rows[0]?.headName]).toEqual([1, '（无户主）'])
})

describe('the monthly report of the demo county', () => {
  let county: TestOffice
  beforeAll(async () => {
    county = await openOffice({ demo: { people: 900, seed: 5 } })
    await county.ok('duty.refresh', {})
  })
  afterAll(() => county.close())

  it('balances in every place and month, follows on from the month before and opens as many as it counts', async () => {
    let end: number | null = null
    for (const of of ['2026-08', '2026-09', '2026-10', '2026-11']) {
      const report = await county.ok('zero.report', { month: of })
      if (end !== null) expect(report.total.begin).toBe(end)
      end = report.total.end
      for (const place of report.places) {
        expect(imbalance(place.counts)).toBe(0)
        for (const village of place.villages) expect(imbalance(village.counts)).toBe(0)
        const cases = await county.ok('zero.cases', { month: of, figure: 'end', region: place.code })
        expect(cases.total).toBe(place.counts.end)
      }
      for (const figure of [
        'begin',
        'found',
        'resumed',
        'employed',
        'declared',
        'gone',
        'end',
        'overdue',
        'unwilling',
      ] as const) {
        const { total, rows } = await county.ok('zero.cases', { month: of, figure, limit: 500 })
        expect(total).toBe(report.total[figure])
        expect(rows).toHaveLength(Math.min(total, 500))
      }
      const village = report.places[0]?.villages[0]
      const inVillage = await county.ok('zero.cases', {
        month: of,
        figure: 'end',
        region: village?.code,
        exact: true,
      })
      expect(inVillage.total).toBe(village?.counts.end)
    }
    expect(end).toBeGreaterThan(5)
  })

  it('agrees with the lists of households today', async () => {
    const { total } = await county.ok('zero.report', { month: '2026-11' })
    const count = async (list: string) =>
      (await county.ok('ledger.count', { ledger: 'household', list })).total
    expect(total.end).toBe((await count('zero-open')) + (await count('zero-helping')))
    expect(total.unwilling).toBe(await count('zero-unwilling'))
    expect(total.overdue).toBe(await count('zero-overdue'))
    expect(total.end + total.unwilling).toBe(await count('zero-employment'))
  })

  it('is exported with its households', async () => {
    const { name, bytes, rows } = await county.ok('zero.export', { month: '2026-10' })
    expect(name).toBe('零就业户清零月报-2026-10.xlsx')
    expect(bytes.length).toBeGreaterThan(4000)
    expect(rows).toBeGreaterThan(0)
  })
})
