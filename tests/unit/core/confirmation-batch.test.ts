import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { drawn } from '../../../src/main/core/confirmation/samples.ts'
import { sampleSize } from '../../../src/shared/domain/confirmation/sampling.ts'
import { checkDigit } from '../../../src/shared/domain/id-number.ts'
import {
  folder,
  labourer,
  openOffice,
  passphrase,
  type TestOffice,
  office as unit,
} from '../../fixtures/office.ts'
import { asReviewer, engageReviewer, reviewer } from '../../fixtures/task-force.ts'
import { recordsFile } from './files.ts'

/** Whole batches: drawn from, visited again, confirmed or sent back; months that are closed. */

const idNumberOf = (index: number): string => {
  const body = `433126${1970 + Math.floor(index / 28)}01${String(1 + (index % 28)).padStart(2, '0')}${String(100 + index).slice(-3)}`
  return `${body}${checkDigit(body)}`
}
/** People of one village, handed in. */
async function handIn(office: TestOffice, from: number, count: number, region = '433126101219') {
  const people = Array.from({ length: count }, (_, index) =>
    labourer({ idNumber: idNumberOf(from + index), region, labourerSignature: '石小花' }),
  )
  await office.ok('import.run', { file: recordsFile('一批.xlsx', 'labourer', people) })
  const ids: number[] = []
  for (const { idNumber } of people as unknown as { idNumber: string }[])
    ids.push((await office.ok('labourer.find', { idNumber }))?.id ?? 0)
  await office.ok('labourer.setState', { ids, to: 'submitted' })
  return ids
}
const query = (region: string) => ({
  ledger: 'labourer' as const,
  filters: [{ field: 'region', op: 'under' as const, value: region }],
})
const states = async (office: TestOffice, region: string) => {
  const { rows } = await office.ok('ledger.page', { ...query(region), columns: ['formState'], limit: 500 })
  return Object.fromEntries(
    ['draft', 'submitted', 'confirmed'].map((state) => [
      state,
      rows.filter(({ values }) => values.formState === state).length,
    ]),
  )
}

describe('a batch', () => {
  let office: TestOffice
  beforeAll(async () => {
    office = await openOffice()
    await engageReviewer(office)
  }, 60_000)
  afterAll(() => office.close())

  const answerAll = async (id: number, resultOf: (index: number) => 'true' | 'false' | 'unreachable') => {
    const { records } = await office.ok('confirmation.sample', { id })
    for (const [index, record] of records.entries()) {
      const result = resultOf(index)
      const note = result === 'false' ? '工资对不上' : undefined
      await office.ok('confirmation.answer', { id, personId: record.id, result, note })
    }
    return records
  }

  it('is drawn from by a seed that is kept, anybody comes to the same sample', async () => {
    const region = '433126101219'
    const ids = await handIn(office, 0, 60, region)
    await asReviewer(office, async () => {
      const sample = await office.ok('confirmation.draw', { query: query(region) })
      const size = sampleSize(60, { confidence: 95, margin: 5, proportion: 50 })
      expect(sample).toMatchObject({
        batchSize: 60,
        sampleSize: size,
        state: 'open',
        answered: 0,
        verdict: null,
      })
      expect(sample.formula).toContain(`抽 ${size} 条`)
      const { records } = await office.ok('confirmation.sample', { id: sample.id })
      expect(records.map(({ id }) => id)).toEqual(drawn(ids, sample.seed).slice(0, size))
      expect(drawn(ids, `${sample.seed}0`).slice(0, size)).not.toEqual(records.map(({ id }) => id))

      const again = await office.refused('confirmation.draw', { query: query(region) })
      expect(again.message).toContain('还没有办结')
      expect((await office.refused('confirmation.finish', { id: sample.id })).message).toContain(
        `还有 ${size} 条没有结果`,
      )
      const stranger = ids.find((id) => records.every((one) => one.id !== id)) ?? 0
      const answer = { id: sample.id, result: 'true' as const }
      expect((await office.refused('confirmation.answer', { ...answer, personId: stranger })).code).toBe(
        'not_found',
      )
      const wrong = { ...answer, personId: records[0]?.id ?? 0, result: 'false' as const }
      expect((await office.refused('confirmation.answer', wrong)).details?.[0]?.path).toBe('note')
    })
  })

  it('that passes is confirmed but for what was wrong, not reached, or changed since the drawing', async () => {
    const region = '433126101219'
    const [open] = await office.ok('confirmation.samples', {})
    const id = open?.id ?? 0
    const { records } = await office.ok('confirmation.sample', { id })
    const outside = (await office.ok('ledger.page', { ...query(region), columns: ['name'], limit: 500 })).rows
      .map((row) => row.id)
      .find((one) => records.every((record) => record.id !== one))
    const { version } = await office.ok('labourer.get', { id: outside ?? 0 })
    await office.ok('labourer.save', { id: outside, version, values: { phone: '19900003456' }, submit: true })
    const done = await asReviewer(office, async () => {
      await answerAll(id, (index) => (index === 0 ? 'false' : index === 1 ? 'unreachable' : 'true'))
      return office.ok('confirmation.finish', { id })
    })
    expect(done.sample).toMatchObject({
      ...{ state: 'confirmed', confirmed: 57, sentBack: 1, left: 2, finishedBy: reviewer.name },
      verdict: { passed: true },
      results: { false: 1, unreachable: 1 },
    })
    expect(done.month).toBe('2026-12')
    expect(done.refused.map(({ message }) => message).toSorted()).toEqual([
      '抽查时联系不上本人，请核实后单独确认',
      '抽样以后又有修改，请重新核对',
    ])
    expect(await states(office, region)).toEqual({ draft: 1, submitted: 2, confirmed: 57 })
    const wrong = await office.ok('labourer.get', { id: records[0]?.id ?? 0 })
    expect(wrong.values.sentBackReason).toBe('抽查不属实：工资对不上')
    expect((await office.refused('confirmation.finish', { id })).message).toContain('已经办结')
    // The whole is one batch that can be undone.
    await office.ok('batch.undo', { id: done.sample.batchId ?? 0 })
    expect(await states(office, region)).toEqual({ draft: 0, submitted: 60, confirmed: 0 })
  })

  it('that fails is sent back as a whole, with what the sample came to as its reason', async () => {
    const region = '433126101256'
    await handIn(office, 200, 30, region)
    const done = await asReviewer(office, async () => {
      const { id } = await office.ok('confirmation.draw', { query: query(region) })
      await answerAll(id, (index) => (index < 3 ? 'false' : 'true'))
      return office.ok('confirmation.finish', { id })
    })
    expect(done.sample).toMatchObject({
      state: 'failed',
      confirmed: 0,
      sentBack: 30,
      verdict: { passed: false },
    })
    expect(await states(office, region)).toEqual({ draft: 30, submitted: 0, confirmed: 0 })
    const sentBack = await office.ok('ledger.page', {
      ...{ ledger: 'labourer', list: 'sent-back', columns: ['sentBackReason'], limit: 1 },
    })
    expect(sentBack.rows[0]?.values.sentBackReason).toContain('差错超过规定')
  })

  it('leaves out whoever the confirming person entered, and can be cancelled', async () => {
    const region = '433126101255'
    const ids = await handIn(office, 400, 3, region)
    const { sample, refused } = await asReviewer(office, async () => {
      const first = await office.ok('confirmation.draw', { query: query(region) })
      expect((await office.ok('confirmation.cancel', { id: first.id })).state).toBe('cancelled')
      const { version } = await office.ok('labourer.get', { id: ids[0] ?? 0 })
      const values = { homeAddress: '三组' }
      await office.ok('labourer.save', { id: ids[0], version, values, submit: true })
      const { id } = await office.ok('confirmation.draw', { query: query(region) })
      await answerAll(id, () => 'true')
      return office.ok('confirmation.finish', { id })
    })
    expect(sample).toMatchObject({ confirmed: 2, left: 1 })
    expect(refused).toEqual([{ id: ids[0], name: '石小花', message: expect.stringContaining('本人') }])
  })

  it('of one township is neither seen nor confirmed by the task force of another', async () => {
    await office.add({ name: '默戎专班', roles: ['reviewer'], scope: ['433126104000'] })
    const [person] = (await office.ok('ledger.page', { ...query('433126101219'), columns: ['name'] })).rows
    await office.as('默戎专班')
    const { places, totals } = await office.ok('confirmation.waiting', {})
    expect([places, totals]).toEqual([[], { people: 0, submitted: 0, confirmed: 0, held: 0 }])
    expect(await office.ok('confirmation.samples', {})).toEqual([])
    expect((await office.refused('confirmation.sample', { id: 1 })).code).toBe('not_found')
    const ids = [person?.id ?? 0]
    expect((await office.refused('confirmation.confirm', { ids })).code).toBe('forbidden')
    expect((await office.refused('confirmation.compare', { id: ids[0] ?? 0 })).code).toBe('forbidden')
    expect((await office.ok('confirmation.months', {})).current.figures.people).toBe(0)
    await office.as(unit.userName)
  })

  it('of nothing that waits is not drawn', async () => {
    expect((await office.refused('confirmation.draw', { query: query('433126101231') })).message).toContain(
      '没有等待确认',
    )
    expect((await office.refused('confirmation.draw', { query: { ledger: 'household' } })).code).toBe(
      'invalid_input',
    )
  })
})

describe('the months', () => {
  it('are closed after the 20th with the figures of that moment, and can be opened again for a day', async () => {
    const dataDir = folder()
    const on = (today: string) => openOffice({ today, dataDir, setUp: false })
    let office = await openOffice({ today: '2026-11-18', dataDir })
    await engageReviewer(office)
    const [first = 0, second = 0] = await handIn(office, 600, 2)
    const confirm = (id: number) => asReviewer(office, () => office.ok('confirmation.confirm', { ids: [id] }))
    expect((await confirm(first)).month).toBe('2026-11')
    expect((await office.ok('confirmation.months', {})).months).toEqual([])
    await office.close()

    office = await on('2026-11-21')
    await office.ok('session.unlock', { user: unit.userName, passphrase })
    expect((await confirm(second)).month).toBe('2026-12')
    const { current, months } = await office.ok('confirmation.months', {})
    expect(months).toMatchObject([
      {
        ...{ month: '2026-11', dueOn: '2026-11-20' },
        closings: [
          { closedOn: '2026-11-21', figures: { people: 1, employed: 1, qualified: 1 }, reopened: null },
        ],
      },
    ])
    expect(current).toMatchObject({ month: '2026-12', dueOn: '2026-12-20', figures: { people: 2 } })
    const closing = months[0]?.closings[0]?.id ?? 0
    expect((await office.ok('confirmation.month', { closing })).places).toMatchObject([
      { code: '433126101219', people: 1, employed: 1 },
    ])

    const reopened = await office.ok('confirmation.reopen', { closing, reason: '漏报一村' })
    expect(reopened.current).toMatchObject({ month: '2026-11', isReopened: true, dueOn: '2026-11-21' })
    expect((await office.refused('confirmation.reopen', { closing, reason: '再开' })).code).toBe('conflict')
    await office.close()

    office = await on('2027-01-05')
    await office.ok('session.unlock', { user: unit.userName, passphrase })
    await asReviewer(office, () => office.ok('confirmation.close', {}))
    const later = (await office.ok('confirmation.months', {})).months
    expect(
      later.map(({ month, closings }) => [month, closings.map(({ figures }) => figures.people)]),
    ).toEqual([
      ['2026-12', [2]],
      ['2026-11', [2, 1]],
    ])
    expect(later[1]?.closings[1]?.reopened).toMatchObject({ reason: '漏报一村' })
    expect((await office.refused('confirmation.reopen', { closing, reason: '再开' })).message).toContain(
      '最近锁定',
    )
    await office.close()
  }, 60_000)
})
