import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as XLSX from 'xlsx'
import { checkDigit } from '../../../src/shared/domain/id-number.ts'
import { maskValue } from '../../../src/shared/domain/mask.ts'
import { labourer, openOffice, type TestOffice, office as unit } from '../../fixtures/office.ts'
import { asReviewer, engageReviewer, reviewer } from '../../fixtures/task-force.ts'
import { recordsFile } from './files.ts'

/** What the task force confirmed stays what is counted and reported, whatever becomes of the record. */
let office: TestOffice
beforeAll(async () => {
  office = await openOffice()
  await engageReviewer(office)
}, 60_000)
afterAll(() => office.close())

let last = 0
function nextIdNumber(): string {
  const body = `43312619850${String(101 + Math.floor(last / 80)).padStart(3, '0')}${String(100 + (last % 80) * 3)}`
  last++
  return `${body}${checkDigit(body)}`
}
async function submitted(values: Record<string, unknown> = {}) {
  const idNumber = nextIdNumber()
  const { id } = await office.ok('labourer.save', { values: labourer({ idNumber, ...values }), submit: true })
  return { id, idNumber }
}
const confirm = (...ids: number[]) => asReviewer(office, () => office.ok('confirmation.confirm', { ids }))
async function confirmed(values: Record<string, unknown> = {}) {
  const person = await submitted(values)
  expect(await confirm(person.id)).toMatchObject({ changed: 1, refused: [] })
  return person
}
const get = (id: number) => office.ok('labourer.get', { id })
const edit = async (id: number, values: Record<string, unknown>, submit = true) =>
  office.ok('labourer.save', { id, version: (await get(id)).version, values: values as never, submit })
const set = (onlyConfirmed: boolean) => office.ok('confirmation.set', { onlyConfirmed })
const wage = (fen: number) => [{ field: 'monthlyWage', op: 'is' as const, value: fen }]

/** As an export shows it: with the last four characters, which no two of the people here share. */
const masked = (idNumber: string) => maskValue('idNumber', idNumber)

/** Names and wages (yuan) of an export of labourers. */
async function exported(filters: { field: string; op: 'is' | 'atLeast'; value: number }[] = []) {
  const out = await office.ok('export.run', {
    ledger: 'labourer',
    columns: ['name', 'monthlyWage', 'idNumber'],
    filters,
  })
  const book = XLSX.read(out.bytes)
  const sheet = book.Sheets[book.SheetNames[0] ?? ''] as XLSX.WorkSheet
  const lines = XLSX.utils.sheet_to_json<(string | number | null)[]>(sheet, { header: 1, defval: null })
  const headerRow = lines.findIndex(([first]) => first === '姓名')
  return { ...out, lines: lines.slice(headerRow + 1, headerRow + 1 + out.rows) }
}
const lineOf = async (idNumber: string) =>
  (await exported()).lines.find((line) => line.includes(masked(idNumber)))
const figure = async (key: string) =>
  (await office.ok('figure.start', {})).figures.find((one) => one.key === key)

describe('who may confirm', () => {
  it('is nobody who entered the form, changed it last, or changed it since it was confirmed', async () => {
    const { id } = await submitted()
    const own = await office.ok('confirmation.confirm', { ids: [id] })
    expect(own.changed).toBe(0)
    expect(own.refused[0]?.message).toBe('这张表是您本人录入或修改的，请由专班其他人员确认')
    expect((await confirm(id)).changed).toBe(1)
    await asReviewer(office, () => edit(id, { phone: '19900009991' }))
    // The reviewer has changed it by now; who entered it once never confirms it.
    expect((await confirm(id)).refused[0]?.message).toContain('本人')
    expect((await office.ok('confirmation.confirm', { ids: [id] })).refused[0]?.message).toContain('本人')
  })

  it('holds for what came by import and by bulk edit as well', async () => {
    const idNumber = nextIdNumber()
    const file = recordsFile('一人.xlsx', 'labourer', [labourer({ idNumber })])
    await office.ok('import.run', { file })
    const { id = 0 } = (await office.ok('labourer.find', { idNumber })) ?? {}
    await office.ok('labourer.setState', { ids: [id], to: 'submitted' })
    expect((await office.ok('confirmation.confirm', { ids: [id] })).refused[0]?.message).toContain('本人')
    await asReviewer(office, () =>
      office.ok('ledger.bulkApply', {
        ...{ ledger: 'labourer', target: { ids: [id] }, field: 'note', value: '已回访', reason: '回访' },
      }),
    )
    expect((await confirm(id)).refused[0]?.message).toContain('本人')
  })

  it('counts a change of the histories that the form shows, and not a step of the form alone', async () => {
    const { id } = await submitted({ isWorking: true })
    // Handing in and taking back is no work on the form.
    await asReviewer(office, async () => {
      await office.ok('labourer.setState', { ids: [id], to: 'draft' })
      await office.ok('labourer.setState', { ids: [id], to: 'submitted' })
    })
    expect((await office.ok('confirmation.compare', { id })).authors).toEqual([unit.userName])
    await asReviewer(office, () =>
      office.ok('episode.save', {
        ...{ personId: id, kind: 'employment' },
        values: {
          channel: 'self',
          range: 'outProvince',
          type: 'farming',
          employedOn: '2025-01-05',
          endedOn: '2025-03-01',
        } as never,
      }),
    )
    const { authors } = await office.ok('confirmation.compare', { id })
    expect(authors.toSorted()).toEqual([unit.userName, reviewer.name].toSorted())
    expect((await confirm(id)).refused[0]?.message).toContain('本人')
  })

  it('is told for each form of several, and more than a few at once need a sample', async () => {
    const [one, other] = [await submitted(), await submitted({ labourerSignature: null })]
    const done = await confirm(one.id, other.id)
    expect(done).toMatchObject({ changed: 1, month: '2026-12' })
    expect(done.refused).toEqual([{ id: other.id, name: '石小花', message: expect.stringContaining('签字') }])
    const ids = Array.from({ length: 21 }, (_, index) => index + 1)
    expect((await office.refused('confirmation.confirm', { ids })).message).toContain('先抽查')
  })
})

describe('a form that was sent back', () => {
  it('says why and by whom, stands in a list of its own, and is like any other once handed in again', async () => {
    const { id } = await submitted({ name: '龙退回', labourerSignature: '龙退回' })
    await asReviewer(office, () => office.ok('confirmation.return', { ids: [id], reason: '工资与合同不符' }))
    expect((await get(id)).values).toMatchObject({
      ...{ formState: 'draft', sentBackReason: '工资与合同不符', sentBackBy: reviewer.name },
      sentBackOn: '2026-11-23',
    })
    const list = async () =>
      (await office.ok('ledger.count', { ledger: 'labourer', list: 'sent-back' })).total
    expect(await list()).toBe(1)
    await edit(id, { monthlyWage: 410_000 })
    expect((await get(id)).values).toMatchObject({
      formState: 'submitted',
      sentBackReason: null,
      sentBackOn: null,
    })
    expect(await list()).toBe(0)
    const changes = await office.ok('labourer.history', { id, limit: 9 })
    const told = changes.flatMap(({ fields }) => fields).filter(({ key }) => key === 'sentBackReason')
    expect(told.map(({ before, after }) => [before, after])).toEqual([
      ['工资与合同不符', null],
      [null, '工资与合同不符'],
    ])
  })

  it('takes its confirmation back with it when it had one, and keeps it when it only waited anew', async () => {
    const taken = await confirmed({ monthlyWage: 331_100 })
    await asReviewer(office, () =>
      office.ok('confirmation.return', { ids: [taken.id], reason: '查无此单位' }),
    )
    const waiting = await confirmed({ monthlyWage: 331_200 })
    await edit(waiting.id, { monthlyWage: 331_300 })
    await asReviewer(office, () =>
      office.ok('confirmation.return', { ids: [waiting.id], reason: '工资不对' }),
    )
    await set(true)
    expect(await lineOf(taken.idNumber)).toBeUndefined()
    expect(await lineOf(waiting.idNumber)).toContain(3312)
    await set(false)
  })

  it('cannot be taken back by who entered it once it is confirmed', async () => {
    const { id } = await confirmed()
    const { refused } = await office.ok('labourer.setState', { ids: [id], to: 'draft' })
    expect(refused[0]?.message).toContain('专班已经确认')
  })
})

describe('the version that was confirmed', () => {
  it('stays in exports, counts and figures through edit and confirming anew, and the present on the screen', async () => {
    const { id, idNumber } = await confirmed({
      monthlyWage: 421_100,
      name: '田甲',
      labourerSignature: '田甲',
    })
    await set(true)
    const before = await figure('employed')
    expect(before?.basis).toContain('只含专班已确认的')
    await edit(id, { monthlyWage: 422_200 })
    expect((await get(id)).formState).toBe('submitted')
    expect(await lineOf(idNumber)).toEqual(['田甲', 4211, masked(idNumber)])
    // Conditions are asked of the confirmed version as well.
    expect((await exported(wage(421_100))).rows).toBe(1)
    expect((await exported(wage(422_200))).rows).toBe(0)
    expect((await office.ok('ledger.count', { ledger: 'labourer', filters: wage(422_200) })).total).toBe(1)
    // Not working any more, but not confirmed: still counted as working.
    await edit(id, notWorking)
    expect(await figure('employed')).toEqual(before)
    const compared = await office.ok('confirmation.compare', { id })
    expect(compared.confirmed).toMatchObject({ by: reviewer.name })
    expect(compared.fields).toContainEqual({
      key: 'isWorking',
      label: '是否务工',
      before: true,
      after: false,
    })
    expect((await confirm(id)).changed).toBe(1)
    expect((await figure('employed'))?.value).toBe((before?.value ?? 0) - 1)
    expect(await lineOf(idNumber)).toEqual(['田甲', null, masked(idNumber)])
    await set(false)
    expect((await figure('employed'))?.basis).toContain('含未确认的')
  })

  it('comes back as the present when what was changed is undone', async () => {
    const { id, idNumber } = await confirmed({ monthlyWage: 431_100 })
    const file = recordsFile('改.xlsx', 'labourer', [{ idNumber, name: '石小花', monthlyWage: 432_200 }])
    const { importId } = await office.ok('import.run', { file })
    expect((await get(id)).formState).toBe('submitted')
    await office.ok('batch.undo', { id: importId })
    expect((await get(id)).values).toMatchObject({ formState: 'confirmed', monthlyWage: 431_100 })
    await set(true)
    expect(await lineOf(idNumber)).toContain(4311)
    await set(false)
  })

  it('is not what an undoing mixes: what was changed since keeps the form from being confirmed', async () => {
    const { id, idNumber } = await confirmed({ monthlyWage: 441_100 })
    const file = recordsFile('改.xlsx', 'labourer', [{ idNumber, name: '石小花', monthlyWage: 442_200 }])
    const { importId } = await office.ok('import.run', { file })
    await edit(id, { homeAddress: '搬到二组' })
    await office.ok('batch.undo', { id: importId })
    expect((await get(id)).values).toMatchObject({ formState: 'submitted', monthlyWage: 441_100 })
    await set(true)
    expect((await exported(wage(441_100))).lines).toEqual([['石小花', 4411, masked(idNumber)]])
    await set(false)
  })

  it('is the one before when a confirmation is undone, and the later one when that is undone too', async () => {
    const { id, idNumber } = await confirmed({ monthlyWage: 451_100 })
    await edit(id, { monthlyWage: 452_200 })
    await asReviewer(office, () =>
      office.ok('confirmation.draw', { query: { ledger: 'labourer', filters: wage(452_200) } }).then(passAll),
    )
    expect((await get(id)).formState).toBe('confirmed')
    const [batch] = (await office.ok('batch.page', { offset: 0, limit: 1 })).rows
    expect(batch?.label).toContain('批量确认')
    const { undoId } = await office.ok('batch.undo', { id: batch?.id ?? 0 })
    expect((await get(id)).values).toMatchObject({ formState: 'submitted', monthlyWage: 452_200 })
    await set(true)
    expect(await lineOf(idNumber)).toContain(4511)
    await office.ok('batch.undo', { id: undoId })
    expect((await get(id)).formState).toBe('confirmed')
    expect(await lineOf(idNumber)).toContain(4522)
    await set(false)
  })

  it('is taken by a bulk edit, and gone with the person until the removal is undone', async () => {
    const { id, idNumber } = await confirmed({ note: '甲' })
    await office.ok('ledger.bulkApply', {
      ...{ ledger: 'labourer', target: { ids: [id] }, field: 'monthlyWage', value: 461_100, reason: '更正' },
    })
    await set(true)
    expect(await lineOf(idNumber)).toContain(4000)
    await office.ok('labourer.remove', { id, reason: '重复录入' })
    expect(await lineOf(idNumber)).toBeUndefined()
    const [removal] = (await office.ok('batch.page', { offset: 0, limit: 1 })).rows
    await office.ok('batch.undo', { id: removal?.id ?? 0 })
    expect(await lineOf(idNumber)).toContain(4000)
    await set(false)
  })

  it('does not lose an edit of the household, which leaves a form confirmed', async () => {
    const [one, other] = [await confirmed(), await confirmed()]
    const { id } = await office.ok('household.save', { values: { address: '一组', region: '433126101219' } })
    await office.ok('household.addMember', { id, personId: one.id, relation: '20' })
    expect((await get(one.id)).formState).toBe('confirmed')
    expect((await get(other.id)).formState).toBe('confirmed')
  })
})

const notWorking = {
  ...{ isWorking: false, workplaceRegion: null, employmentForm: null, employedOn: null, monthlyWage: null },
  ...{ industry: null, hasContract: null, hasSocialInsurance: null, assisted: null, ledReturnVenture: null },
  ...{ notWorkingKind: 'never', plansToGoOut: false, noIntentionReason: 'farming', workedMonths: 0 },
  ...{ workIncome: 0, workMonths: null },
}

/** Says of everybody in a sample that all is true, and confirms the batch. */
async function passAll({ id }: { id: number }) {
  const { records } = await office.ok('confirmation.sample', { id })
  for (const record of records)
    await office.ok('confirmation.answer', { id, personId: record.id, result: 'true' })
  return office.ok('confirmation.finish', { id })
}

describe('the sums of the confirmed version', () => {
  it('come to what counting everybody by hand comes to, in every named list that they know', async () => {
    await set(true)
    const all = await office.ok('export.run', {
      ledger: 'labourer',
      columns: ['name', 'employmentState', 'region'],
    })
    const { reported, total, basis } = await office.ok('ledger.count', { ledger: 'labourer' })
    expect(reported).toBe(all.rows)
    expect(total).toBeGreaterThan(all.rows)
    expect(basis).toMatch(/其中未确认 \d+ 人$/)
    for (const list of [
      'employed',
      'unemployed',
      'returnees',
      'training-wish',
      'willing-out',
      'below-basis',
    ]) {
      const counted = await office.ok('ledger.count', { ledger: 'labourer', list })
      const written = await office.ok('export.run', { ledger: 'labourer', list, columns: ['name'] })
      if (counted.reported !== undefined) expect(counted.reported, list).toBe(written.rows)
      expect(written.basis, list).toContain('只含专班已确认的')
    }
    await set(false)
  })
})
