import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AnyRecord } from '../../../src/shared/domain/field.ts'
import { employerMonth } from '../../fixtures/employer-months.ts'
import { openOffice, type TestOffice } from '../../fixtures/office.ts'
import { allRows, recordsFile } from './files.ts'

const listKeys = ['employer-months-reported', 'employer-months-missing', 'employer-months-falling'] as const
let office: TestOffice
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office.close())

const namesIn = async (list: (typeof listKeys)[number]) =>
  (await allRows(office, { ledger: 'employerMonth', list }, ['employerName', 'month', 'fallPercent']))
    .map(({ values }) => `${values.employerName} ${values.month} ${values.fallPercent}`)
    .sort()
const reminder = async () =>
  (await office.ok('duty.counts', {})).lists.find(({ ledger }) => ledger === 'employerMonth')
const latest = async () => (await office.ok('batch.page', { limit: 1 })).rows
const save = (values: Parameters<typeof employerMonth>[0]) =>
  office.ok('employerMonth.save', { values: employerMonth(values) })
const [first, second, third] = ['甲（演示）厂', '乙（演示）厂', '丙（演示）厂']

/** In order: each step goes on from what stands after the one before. Today is 2026-11-23. */
describe('months of employers', () => {
  it('are added up, kept once, and asked about when headcount falls', async () => {
    expect(await reminder()).toBeUndefined()
    const october = await save({ employerName: first, month: '2026-10', ordinaryStaff: 130 })
    await save({ employerName: second, month: '2026-10' })
    const { id } = await save({ employerName: first })
    const view = await office.ok('employerMonth.get', { id })
    expect(view.values).toMatchObject({ staffTotal: 100, lackTotal: 6, staffBefore: 150 })
    expect(view.violations.map(({ message }) => message)).toEqual([
      '用工总数由上月的150人降到100人，减少50人，降幅超过10%，请核实并在备注写明原因',
    ])
    const twin = await office.refused('employerMonth.save', {
      values: employerMonth({ employerName: first }),
    })
    expect(twin).toMatchObject({ code: 'refused', details: [{ path: 'values.month' }] })
    expect(twin.message).toContain('已经填报过')
    const moved = await office.refused('employerMonth.save', {
      id: october.id,
      values: { month: '2026-11' },
    })
    expect(moved.message).toContain('已经填报过')
    const wrong: AnyRecord[] = [{ month: '2026-12' }, { ordinaryLack: -1 }, { month: '2026-13' }]
    for (const values of wrong)
      await office.refused('employerMonth.save', {
        values: employerMonth({ employerName: third, ...values }),
      })
    // What is computed is not taken from anybody.
    await office.refused('employerMonth.save', { id, values: { staffTotal: 999 } })
    expect((await office.ok('employerMonth.get', { id })).values.staffTotal).toBe(100)
  })

  it('stand in the lists of the month, and who is missing is reminded of until the report is in', async () => {
    // Three months back still counts, four do not; an older report of the same employer is no further one.
    await save({ employerName: third, month: '2026-08' })
    await save({ employerName: third, month: '2026-07' })
    await save({ employerName: '丁（演示）厂', month: '2026-07' })
    expect(await namesIn('employer-months-reported')).toEqual([`${first} 2026-11 34`])
    expect(await namesIn('employer-months-missing')).toEqual(
      [`${third} 2026-08 null`, `${second} 2026-10 null`].sort(),
    )
    expect(await namesIn('employer-months-falling')).toEqual([`${first} 2026-11 34`])
    expect(await reminder()).toMatchObject({
      key: 'employer-months-missing',
      total: 2,
      unit: '家',
      dueOn: '2026-11-20',
      overdue: true,
    })
  })

  it('come from a file: brought up to date, refused twice, compared within the file, undone together', async () => {
    const file = recordsFile('用工监测.xlsx', 'employerMonth', [
      employerMonth({ employerName: second, ordinaryStaff: 85 }),
      employerMonth({ employerName: second, month: '2026-10', ordinaryStaff: 180 }),
      employerMonth({ employerName: third, ordinaryStaff: 60 }),
      employerMonth({ employerName: third }),
      employerMonth({ employerName: third, month: '2027-01' }),
      employerMonth({ employerName: '戊（演示）厂', month: '2026-10' }),
      employerMonth({ employerName: '戊（演示）厂', ordinaryStaff: 20 }),
    ])
    const counts = { rows: 7, inserted: 4, updated: 1, blocked: 2, warned: 1 }
    const preview = await office.ok('import.preview', { file, ledger: 'employerMonth' })
    expect(preview.counts).toMatchObject(counts)
    const run = await office.ok('import.run', { file, ledger: 'employerMonth' })
    expect(run).toMatchObject(counts)
    expect(await namesIn('employer-months-falling')).toEqual(
      [`${first} 2026-11 34`, `${second} 2026-11 48`, '戊（演示）厂 2026-11 60'].sort(),
    )
    expect(await reminder()).toBeUndefined()
    await office.ok('batch.undo', { id: run.importId })
    expect(await reminder()).toMatchObject({ total: 2 })
  })

  it('a removed month does not come back over one that was reported anew', async () => {
    const { id } = await save({ employerName: third })
    await office.ok('employerMonth.remove', { id, reason: '登记错误' })
    const rows = await latest()
    const again = await save({ employerName: third, ordinaryStaff: 1 })
    const undone = await office.ok('batch.undo', { id: rows[0]?.id ?? 0 })
    expect(undone.kept.map(({ fields }) => fields)).toEqual([['用工监测（这个企业这个月已另外填报）']])
    expect((await office.ok('employerMonth.get', { id: again.id })).values.staffTotal).toBe(21)
    await office.ok('batch.undo', { id: undone.undoId })
    await office.ok('employerMonth.remove', { id: again.id, reason: '重复' })
    const removal = (await latest())[0]
    await office.ok('batch.undo', { id: removal?.id ?? 0 })
    expect((await office.ok('employerMonth.get', { id: again.id })).values.staffTotal).toBe(21)
  })
})

it('the demo county has reports, falls and some that are missing', async () => {
  const demo = await openOffice({ demo: { people: 200, seed: 3 } })
  const totals = []
  for (const list of listKeys)
    totals.push((await demo.ok('ledger.count', { ledger: 'employerMonth', list })).total)
  expect(totals.every((total) => total > 0)).toBe(true)
  await demo.close()
})
