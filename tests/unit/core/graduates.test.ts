import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AnyRecord } from '../../../src/shared/domain/field.ts'
import { graduateFile } from '../../fixtures/graduates.ts'
import { labourer, openOffice, type TestOffice } from '../../fixtures/office.ts'

/** Files of graduates through the real core: entering, counters, statuses, follow-ups and plan. */
let desk: TestOffice
beforeAll(async () => {
  desk = await openOffice()
})
afterAll(() => desk.close())

const numbers = ['43312620040101121X', '433126200402021217', '433126200403031214', '433126200404041211']
const person = async (idNumber: string, name: string, values: AnyRecord = {}) =>
  (
    await desk.ok('labourer.save', {
      values: labourer({
        idNumber,
        name,
        isWorking: false,
        education: '20',
        graduatedOn: '2026-06',
        ...values,
      }) as AnyRecord,
    })
  ).id
const view = async (personId: number) => {
  const found = await desk.ok('graduate.get', { personId })
  if (!found) throw new Error('no file')
  return found
}
const row = async (personId: number) => {
  const { idNumber } = await desk.formOf(personId)
  const columns = [
    'status',
    'missing',
    'idleMonths',
    'isPriority',
    'followUpDue',
    'lastFollowedOn',
    'guidanceCount',
    'referralCount',
  ]
  const page = await desk.ok('ledger.page', { ledger: 'graduate', columns, search: String(idNumber) })
  return page.rows[0]?.values
}
const serve = (personId: number, kind: string, servedOn: string, more: AnyRecord = {}) =>
  desk.ok('episode.save', { personId, kind: 'service', values: { kind, servedOn, ...more } })
const entry = (personId: number, kind: 'status' | 'followUp' | 'step', values: AnyRecord, id?: number) =>
  ({ personId, kind, values, ...(id !== undefined && { id }) }) as const

describe('a graduate', () => {
  let id: number
  beforeAll(async () => {
    id = await person(numbers[0] ?? '', '石小梅')
  })

  it('has a file, is registered by it, and the form and the file are held against each other', async () => {
    expect(await desk.ok('graduate.get', { personId: id })).toBeNull()
    await desk.ok('graduate.save', { personId: id, values: graduateFile })
    const made = await view(id)
    expect(made).toMatchObject({
      status: 'registered',
      idleMonths: 5,
      isPriority: false,
      followUpDueOn: '2026-11-30',
      remarks: [],
    })
    expect(made.statuses).toMatchObject([
      { open: true, values: { status: 'registered', statusOn: '2026-08-01' } },
    ])
    const { version } = made
    const wrong = await desk.refused('graduate.save', {
      personId: id,
      version,
      values: { schoolKind: 'vocational', registeredOn: '2026-05-31' },
    })
    expect(wrong.details?.map(({ path }) => path)).toEqual(['values.schoolKind', 'values.registeredOn'])
    await desk.ok('graduate.save', {
      personId: id,
      version,
      values: { degree: '30', registeredOn: '2026-07-15' },
    })
    expect(
      (await desk.refused('graduate.save', { personId: id, version, values: { major: '会计' } })).code,
    ).toBe('conflict')
    const changed = await view(id)
    expect(changed.remarks).toEqual([expect.stringContaining('与档案的学历不同')])
    // The day of registration that was put right is the beginning of the status.
    expect(changed.statuses).toMatchObject([{ values: { status: 'registered', statusOn: '2026-07-15' } }])
  })

  it('has four counters that move with the services and open their records', async () => {
    await serve(id, 'careerGuidance', '2026-09-01')
    await serve(id, 'careerGuidance', '2026-09-01', { concerned: '同一天的另一次' })
    await serve(id, 'jobReferral', '2026-09-02')
    const placement = await serve(id, 'jobPlacement', '2026-09-02')
    // Before graduation nothing counts.
    await serve(id, 'internship', '2026-05-31')
    const { counters } = await view(id)
    expect(counters.map(({ code, done, needed, records }) => [code, done, needed, records.length])).toEqual([
      ['guidance', 1, 1, 2],
      ['referral', 2, 3, 2],
      ['training', 0, 1, 0],
      ['internship', 0, 1, 0],
    ])
    expect(await row(id)).toMatchObject({
      guidanceCount: 1,
      referralCount: 2,
      missing: ['referral', 'training', 'internship'],
    })
    await desk.ok('episode.remove', { kind: 'service', id: placement.id, reason: '登记错误' })
    expect((await row(id))?.referralCount).toBe(1)
    // An earlier graduation lets the internship count.
    await desk.ok('graduate.save', { personId: id, values: { graduatedOn: '2026-05' } })
    expect((await row(id))?.missing).toEqual(['referral', 'training'])
    expect((await row(id))?.isPriority).toBe(true)
    await desk.ok('graduate.save', { personId: id, values: { graduatedOn: '2026-06' } })
  })

  it('is followed up monthly, once a day, and the task goes', async () => {
    const isDue = async () => {
      await desk.ok('duty.refresh', {})
      return (await desk.ok('duty.page', { when: 'soon', kind: 'graduateFollowUp', mine: false })).rows.some(
        ({ personId }) => personId === id,
      )
    }
    expect(await isDue()).toBe(true)
    const followUp = { followedOn: '2026-11-20', found: 'seeking', note: '在等面试结果' }
    const made = await desk.ok('graduate.saveEntry', entry(id, 'followUp', followUp))
    expect(await isDue()).toBe(false)
    expect(await row(id)).toMatchObject({ followUpDue: false, lastFollowedOn: '2026-11-20' })
    expect((await desk.refused('graduate.saveEntry', entry(id, 'followUp', followUp))).message).toContain(
      '这一天已登记过回访',
    )
    await desk.ok('graduate.saveEntry', entry(id, 'followUp', { followedOn: '2026-10-31' }, made.id))
    expect(await isDue()).toBe(true)
    for (const followedOn of ['2026-11-24', '2026-05-31'])
      expect(
        (await desk.refused('graduate.saveEntry', entry(id, 'followUp', { ...followUp, followedOn })))
          .message,
      ).toMatch(/^回访日期.*没有保存。$/)
    await desk.ok('graduate.removeEntry', { kind: 'followUp', id: made.id, reason: '登记错误' })
    expect((await row(id))?.lastFollowedOn).toBeNull()
  })

  it('has a plan with steps', async () => {
    const step = await desk.ok(
      'graduate.saveEntry',
      entry(id, 'step', { step: '推荐见习岗位', dueOn: '2026-12-10', who: '田干事' }),
    )
    await desk.ok('graduate.saveEntry', entry(id, 'step', { doneOn: '2026-11-23' }, step.id))
    expect((await view(id)).steps).toMatchObject([{ values: { doneOn: '2026-11-23' } }])
    expect(
      (await desk.refused('graduate.saveEntry', entry(id, 'step', { step: '回访' }))).details?.[0]?.path,
    ).toBe('values.dueOn')
  })

  it('has statuses that are added and never overwritten', async () => {
    const study = { status: 'study', statusOn: '2026-09-05' }
    expect((await desk.refused('graduate.saveEntry', entry(id, 'status', study))).details?.[0]?.path).toBe(
      'values.whereTo',
    )
    const { id: made } = await desk.ok(
      'graduate.saveEntry',
      entry(id, 'status', { ...study, whereTo: '星河大学研究生院' }),
    )
    expect(await view(id)).toMatchObject({ status: 'study', idleMonths: null, followUpDueOn: null })
    expect((await view(id)).statuses.map(({ open, to }) => [open, to])).toEqual([
      [true, null],
      [false, '2026-09-05'],
    ])
    const rewritten = await desk.refused('graduate.saveEntry', entry(id, 'status', study, made))
    expect(rewritten.message).toContain('不能改写')
    await desk.ok('graduate.removeEntry', { kind: 'status', id: made, reason: '没有入学' })
    expect(await view(id)).toMatchObject({ status: 'registered', idleMonths: 5 })
  })

  it('is settled when a spell of work begins, and looks again when it ends', async () => {
    const work = {
      channel: 'self',
      range: 'inCounty',
      type: 'transfer',
      employmentForm: 'unit',
      employerName: '某茶厂',
      employedOn: '2026-10-08',
      workplaceRegion: '433126101000',
      industry: 'skilledWorker',
    }
    const spell = await desk.ok('episode.save', { personId: id, kind: 'employment', values: work })
    expect((await view(id)).statuses[0]).toMatchObject({
      open: true,
      values: { status: 'employed', statusOn: '2026-10-08', whereTo: '某茶厂' },
    })
    expect(await row(id)).toMatchObject({ status: 'employed', idleMonths: null, followUpDue: false })
    await desk.ok('episode.save', {
      personId: id,
      kind: 'employment',
      id: spell.id,
      values: { endedOn: '2026-11-10' },
    })
    expect((await view(id)).statuses.map(({ values }) => values.status)).toEqual([
      'registered',
      'employed',
      'registered',
    ])
    expect(await view(id)).toMatchObject({ idleMonths: 0 })
    // The form is another way to say the same.
    const { version } = await desk.ok('labourer.get', { id })
    await desk.ok('labourer.save', {
      id,
      version,
      values: { isWorking: true, employmentForm: 'flexible', employedOn: '2026-11-20' },
    })
    expect((await view(id)).statuses[0]).toMatchObject({
      values: { status: 'flexible', statusOn: '2026-11-20' },
    })
  })

  it('loses its file with a reason, services stay', async () => {
    await desk.ok('graduate.remove', { personId: id, reason: '不是毕业生' })
    expect(await desk.ok('graduate.get', { personId: id })).toBeNull()
    expect(
      (await desk.refused('graduate.saveEntry', entry(id, 'step', { step: '回访', dueOn: '2026-12-01' })))
        .code,
    ).toBe('not_found')
    expect((await desk.ok('ledger.count', { ledger: 'service', search: numbers[0] })).total).toBeGreaterThan(
      0,
    )
  })
})
