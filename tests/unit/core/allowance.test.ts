import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTable } from '../../../src/main/core/workbook/index.ts'
import type { AnyRecord } from '../../../src/shared/domain/field.ts'
import { labourer, openOffice, type TestOffice } from '../../fixtures/office.ts'
import { holder, noNotice, postContract, publicPost } from '../../fixtures/posts.ts'
import { recordsFile } from './files.ts'

/** A month from attendance to the locked sheet, through the real core. Steps follow one another. */
let desk: TestOffice
let one: number
let other: number
let third: number
const month = '2026-10'
const entry = (assignmentId: number, present: number | null) => ({
  assignmentId,
  present,
  assessment: 'qualified' as const,
})

beforeAll(async () => {
  desk = await openOffice()
  const post = await desk.ok('post.save', { values: publicPost({ quota: 3 }) })
  const place = async (idNumber: string, name: string, card: string | null, startedOn = '2026-09-01') => {
    const personId = await holder(desk, idNumber, name)
    const values = postContract({ startedOn, bankCard: card })
    return (await desk.ok('assignment.save', { postId: post.id, personId, values, exemptions: noNotice })).id
  }
  one = await place('433126197505051213', '石大山', '6217000000000000001')
  other = await place('43312619800606121X', '龙小溪', '6217000000000000002')
  third = await place('433126198107071219', '向小河', null, '2026-10-20')
})
afterAll(() => desk.close())

it('attendance is for days on the post that have come; a wrong row keeps the whole page out', async () => {
  const future = await desk.refused('attendance.save', { month: '2026-12', entries: [entry(one, 10)] })
  expect(future.message).toContain('还没有到')
  const beyond = await desk.refused('attendance.save', {
    month,
    entries: [entry(one, 220), entry(third, 125)],
  })
  expect(beyond.details).toMatchObject([
    { path: 'entries.1.present', message: '向小河到今天为止本月在岗12天，出勤不能多于这个天数' },
  ])
  const before = await desk.refused('attendance.save', { month: '2026-08', entries: [entry(one, 10)] })
  expect(before.message).toContain('这个月不在岗')
  expect(await desk.ok('attendance.month', { month })).toMatchObject({ total: 3, entered: 0 })
  await desk.ok('attendance.save', { month, entries: [entry(one, 215), entry(third, 85)] })
  const page = await desk.ok('attendance.month', { month, region: '433126101000' })
  expect(page).toMatchObject({ total: 3, entered: 2, isPaid: false })
  expect(page.rows[2]).toMatchObject({ from: '2026-10-20', possibleDays: 12, present: 85 })
  expect(await desk.ok('attendance.month', { month, region: '433126102000' })).toMatchObject({ total: 0 })
})

it('the sheet is computed from it, and names who is missing', async () => {
  const sheet = await desk.ok('allowance.calculate', { month })
  expect(sheet).toMatchObject({
    state: 'open',
    lines: 2,
    total: 58_636 + 23_182,
    missingCount: 1,
    withoutAccount: 1,
  })
  expect(sheet.missing).toMatchObject([{ assignmentId: other, why: '没有登记考勤' }])
  expect(sheet.byFunding).toEqual([{ funding: 'photovoltaic', lines: 2, amount: 81_818 }])
  // Once more: the same lines, none twice.
  expect((await desk.ok('allowance.calculate', { month })).lines).toBe(2)
})

it('goes to the bank with account numbers as text; who has none is apart', async () => {
  const { bytes, name } = await desk.ok('allowance.export', { month })
  const workbook = await openTable(bytes, name)
  const rowsOf = async (sheet: number) => {
    const rows: string[][] = []
    for await (const batch of workbook.readRows(sheet))
      for (const row of batch) rows.push(row.cells.map(({ text }) => text))
    return rows
  }
  expect((await rowsOf(0)).find((row) => row[1] === '石大山')).toEqual([
    '1',
    '石大山',
    '433126197505051213',
    '某银行',
    '6217000000000000001',
    '586.36',
    '2026年10月公益性岗位补贴',
  ])
  expect((await rowsOf(1)).find((row) => row[1] === '向小河')?.at(-1)).toBe('没有银行账号')
})

it('is locked as it was seen, or not at all', async () => {
  const pay = { month, paidOn: '2026-11-10', lines: 2, total: 81_818 }
  await desk.ok('attendance.save', { month, entries: [entry(one, 220)] })
  const changed = await desk.refused('allowance.pay', pay)
  expect(changed).toMatchObject({ code: 'conflict' })
  expect(changed.message).toContain('合计831.82元')
  expect((await desk.refused('allowance.pay', { ...pay, paidOn: '2026-11-24' })).message).toContain(
    '不能晚于今天',
  )
  expect(await desk.ok('allowance.pay', { ...pay, total: 83_182 })).toMatchObject({
    state: 'paid',
    paidOn: '2026-11-10',
    paidBy: '石主任',
  })
})

it('of a paid month nothing changes any more', async () => {
  expect((await desk.refused('attendance.save', { month, entries: [entry(other, 100)] })).message).toContain(
    '已锁定',
  )
  expect((await desk.refused('allowance.calculate', { month })).message).toContain('已锁定')
  expect(
    (await desk.refused('allowance.pay', { month, paidOn: '2026-11-11', lines: 2, total: 83_182 })).message,
  ).toContain('已锁定')
  expect((await desk.refused('assignment.remove', { id: one, reason: '登记错误' })).message).toContain(
    '不能删除',
  )
  // Not by undoing either: the last batch before an import is the attendance that was saved last.
  const file = recordsFile('一人.xlsx', 'labourer', [labourer() as AnyRecord], ['name', 'idNumber'])
  const { importId } = await desk.ok('import.run', { file })
  const undone = await desk.ok('batch.undo', { id: importId - 1 })
  expect(undone.kept).toMatchObject([{ entity: '岗位考勤', fields: ['已发放月份的考勤'] }])
  expect((await desk.ok('attendance.month', { month })).rows[0]?.present).toBe(220)
})

it('a mistake is a line of the first month that is not paid', async () => {
  const wrong = { assignmentId: one, forMonth: month, present: 110, reason: '请假未扣' }
  expect((await desk.refused('allowance.correct', { ...wrong, forMonth: '2026-11' })).message).toContain(
    '还没有发放',
  )
  expect(await desk.ok('allowance.correct', wrong)).toEqual({ month: '2026-11', amount: -30_000 })
  expect((await desk.refused('allowance.correct', wrong)).message).toContain('相同')
  // Somebody who was forgotten.
  expect(await desk.ok('allowance.correct', { ...wrong, assignmentId: other, present: 220 })).toEqual({
    month: '2026-11',
    amount: 60_000,
  })
  await desk.ok('attendance.save', { month: '2026-11', entries: [entry(one, 100)] })
  const sheet = await desk.ok('allowance.calculate', { month: '2026-11' })
  expect(sheet).toMatchObject({ lines: 3, total: 27_273 - 30_000 + 60_000 })
  const { rows } = await desk.ok('allowance.lines', { month: '2026-11' })
  expect(rows.filter(({ kind }) => kind === 'correction')).toMatchObject([
    { forMonth: month, amount: -30_000, reason: '请假未扣' },
    { forMonth: month, amount: 60_000 },
  ])
  expect((await desk.ok('allowance.lines', { month })).total).toBe(2)
  expect(await desk.ok('allowance.months', {})).toMatchObject([
    { month: '2026-11', state: 'open' },
    { month, state: 'paid', lines: 2, total: 83_182 },
  ])
})

it('stands with the person: every contract, every line, and whether it was paid', async () => {
  const { personId } = await desk.ok('assignment.get', { id: one })
  const held = await desk.ok('assignment.ofPerson', { personId })
  expect(held.assignments).toMatchObject([{ id: one, values: { startedOn: '2026-09-01', exitedOn: null } }])
  expect(held.lines).toMatchObject([
    { month: '2026-11', forMonth: '2026-11', kind: 'regular', amount: 27_273, isPaid: false },
    { month: '2026-11', forMonth: month, kind: 'correction', amount: -30_000, isPaid: false },
    { month, forMonth: month, kind: 'regular', amount: 60_000, isPaid: true },
  ])
  const nobody = await desk.ok('labourer.save', {
    values: labourer({ idNumber: '433126199602290010', name: '石无岗' }) as AnyRecord,
  })
  expect(await desk.ok('assignment.ofPerson', { personId: nobody.id })).toEqual({
    assignments: [],
    lines: [],
  })
})
