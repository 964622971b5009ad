import { afterAll, beforeAll, expect, it } from 'vitest'
import { labourer, openOffice, type TestOffice } from '../../fixtures/office.ts'
import { sheetFile } from './files.ts'

/** What a file may fill in but never change, whoever sends it. */
let office: TestOffice
let id = 0
beforeAll(async () => {
  office = await openOffice()
  const household = { new: { householdCode: 'A1', region: '433126101219', phone: '19900001111' } }
  id = (await office.ok('labourer.save', { values: labourer(), household })).id
})
afterAll(() => office.close())

const families = (code: string, phone: string) =>
  sheetFile('农户.xlsx', [
    ['户主姓名', '户主身份证号', '户编号', '户主电话'],
    ['石小花', labourer().idNumber, code, phone],
  ])
const household = async () => (await office.ok('labourer.get', { id })).household

it('the code of a household stays, the rest of the row is taken, and it is said', async () => {
  const file = families('B2', '19900009999')
  const preview = await office.ok('import.preview', { file, ledger: 'household' })
  expect(preview.rows.changed[0]?.changes.map(({ field }) => field)).toEqual(['phone'])
  expect(preview.rows.warned[0]?.violations).toContainEqual(
    expect.objectContaining({ code: 'row.guarded', field: 'householdCode', severity: 'warns' }),
  )
  await office.ok('import.run', { file, ledger: 'household' })
  expect((await household())?.values).toMatchObject({ householdCode: 'A1', phone: '199****9999' })
  expect((await office.ok('ledger.count', { ledger: 'household' })).total).toBe(1)
})

it('a code that was empty is filled in', async () => {
  const { version = 1, id: own = 0 } = (await household()) ?? {}
  await office.ok('household.save', { id: own, version, values: { householdCode: null } })
  await office.ok('import.run', { file: families('C3', '19900009999'), ledger: 'household' })
  expect((await household())?.values.householdCode).toBe('C3')
})

it('an ID number is never changed: another one is another person', async () => {
  const file = sheetFile('换号.xlsx', [
    ['姓名', '身份证号码'],
    ['石小花', '433126199001011231'],
  ])
  const { counts } = await office.ok('import.preview', { file, ledger: 'labourer' })
  expect(counts).toMatchObject({ inserted: 1, updated: 0 })
})

it('neither the state of a form nor what the core computes can come from a file', async () => {
  const file = sheetFile('状态.xlsx', [
    ['姓名', '身份证号码', '采集表状态', '就业状态', '须改问题数', '联系电话'],
    ['石小花', labourer().idNumber, '已确认', '未就业', 0, '19900007777'],
  ])
  const preview = await office.ok('import.preview', { file, ledger: 'labourer' })
  expect(preview.rows.changed[0]?.changes.map(({ field }) => field)).toEqual(['phone'])
  const mapping = {
    sheet: 0,
    headerRow: 1,
    ledger: 'labourer' as const,
    columns: { 0: 'name', 1: 'idNumber', 2: 'formState' },
  }
  const refused = await office.refused('import.preview', { file, mapping })
  expect(refused).toMatchObject({ code: 'invalid_input', details: [{ path: 'mapping.columns' }] })
})

it('who has a form keeps the last labour ability, and the row says what to do instead', async () => {
  const rows = (...abilities: string[]) =>
    sheetFile('劳动能力.xlsx', [
      ['姓名', '身份证号码', '户主身份证号', '劳动能力', '联系电话'],
      ...abilities.map((ability) => [
        '石小花',
        labourer().idNumber,
        labourer().idNumber,
        ability,
        '19900003333',
      ]),
    ])
  const before = (await office.ok('labourer.get', { id })).values.labourAbility
  for (const ability of ['丧失劳动力', '无劳动力']) {
    const { counts, rows: planned } = await office.ok('import.preview', {
      file: rows(ability),
      ledger: 'labourer',
    })
    expect(counts).toMatchObject({ blocked: 1, updated: 0 })
    expect(planned.blocked[0]?.violations).toMatchObject([
      { code: 'L09_not_collected', message: expect.stringContaining('办理永久退出') },
    ])
  }
  const told = await office.ok('import.run', { file: rows('丧失劳动力'), ledger: 'member' })
  expect(told).toMatchObject({ updated: 1, blocked: 0, warned: 1 })
  expect((await office.ok('labourer.get', { id })).values).toMatchObject({
    labourAbility: before,
    phone: '199****3333',
  })
})
