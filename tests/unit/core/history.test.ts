import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { EpisodeKind } from '../../../src/shared/contract/calls/labourer.ts'
import { checkDigit } from '../../../src/shared/domain/id-number.ts'
import { labourer, openOffice, type TestOffice, office as unit } from '../../fixtures/office.ts'
import { asReviewer, engageReviewer } from '../../fixtures/task-force.ts'

let office: TestOffice
beforeAll(async () => {
  office = await openOffice()
  await engageReviewer(office)
})
afterAll(() => office.close())

/** ID numbers of people who do not exist, with the right check digit. */
const idNumbers = Array.from({ length: 9 }, (_, index) => {
  const body = `4331261985010${String(1100 + index * 7)}`.slice(0, 17)
  return `${body}${checkDigit(body)}`
})

let next = 0
async function newcomer(values: Record<string, unknown> = {}, submit = false) {
  const idNumber = idNumbers[next++]
  return office.ok('labourer.save', { values: labourer({ idNumber, ...values }), submit })
}
const get = (id: number) => office.ok('labourer.get', { id })

/** Changes the form as it stands now. */
async function edit(
  id: number,
  values: Record<string, unknown>,
  options: { asOf?: string; submit?: boolean } = {},
) {
  const { version } = await get(id)
  return office.ok('labourer.save', { id, version, values: values as never, ...options })
}

/** The spells of one kind, oldest first. */
async function spells(id: number, kind: EpisodeKind) {
  const { episodes } = await get(id)
  return episodes
    .filter((episode) => episode.kind === kind)
    .toSorted((one, other) => one.enteredSeq - other.enteredSeq)
}

describe('the history of a person', () => {
  it('says who changed what from what to what, newest first', async () => {
    const { id } = await newcomer()
    await edit(id, { phone: '19900008888', homeAddress: '搬到县城' })
    const [latest, ...earlier] = (await office.ok('labourer.history', { id })).filter(
      ({ entity }) => entity === 'person',
    )
    expect(latest).toMatchObject({
      action: 'update',
      actor: unit.userName,
      entityLabel: '采集表',
      name: '石小花',
      cause: '修改采集表',
    })
    expect(latest?.at.slice(0, 10)).toBe('2026-11-23')
    expect(latest?.fields).toContainEqual({
      key: 'phone',
      label: '联系电话',
      before: '199****1111',
      after: '199****8888',
    })
    expect(latest?.fields).toContainEqual({
      key: 'homeAddress',
      label: '家庭地址',
      before: '古阳镇一组12号',
      after: '搬到县城',
    })
    expect(latest?.fields.map(({ key }) => key)).not.toContain('name')
    expect(earlier.at(-1)).toMatchObject({ action: 'insert', cause: '新建采集表' })
  })

  it('keeps a change of employer as two spells, a correction as one', async () => {
    const { id } = await newcomer({ employerName: '甲厂', employmentForm: 'unit' })
    await edit(id, { employerName: '甲电子厂' })
    expect(await spells(id, 'employment')).toMatchObject([
      { open: true, from: '2026-01-05', values: { employerName: '甲电子厂' } },
    ])
    await edit(id, { employerName: '乙建筑队', employedOn: '2026-09-01' })
    expect(await spells(id, 'employment')).toMatchObject([
      { open: false, from: '2026-01-05', to: '2026-09-01', values: { employerName: '甲电子厂' } },
      { open: true, from: '2026-09-01', to: null, values: { employerName: '乙建筑队' } },
    ])
    const current = await office.ok('ledger.count', { ledger: 'employment', list: 'current-employments' })
    expect(current.total).toBe(
      (
        await office.ok('ledger.count', {
          ledger: 'labourer',
          filters: [{ field: 'isWorking', op: 'is', value: true }],
        })
      ).total,
    )
  })

  it('closes the work of who comes home on that day, and keeps return, intention and wish as dated pieces', async () => {
    const { id } = await newcomer()
    await edit(
      id,
      {
        isWorking: false,
        hasReturned: true,
        returnedOn: '2026-10-08',
        returnReason: 'personal',
        returnedFromRegion: '440305001000',
        notWorkingKind: 'becameUnemployed',
        plansToGoOut: true,
        intendedRegion: '440300000000',
        wantsTraining: true,
      },
      { asOf: '2026-10-10' },
    )
    expect(await spells(id, 'employment')).toMatchObject([
      { open: false, to: '2026-10-08', values: { endedOn: '2026-10-08' } },
    ])
    expect(await spells(id, 'return')).toMatchObject([{ open: true, from: '2026-10-08' }])
    expect(await spells(id, 'intention')).toMatchObject([
      { open: true, from: '2026-10-10', values: { plansToGoOut: true } },
    ])
    expect(await spells(id, 'trainingWish')).toMatchObject([{ open: true, from: '2026-10-10' }])

    await edit(id, { plansToGoOut: false }, { asOf: '2026-11-20' })
    expect(await spells(id, 'intention')).toMatchObject([
      { open: false, from: '2026-10-10', to: '2026-11-20', values: { plansToGoOut: true } },
      { open: true, from: '2026-11-20', values: { plansToGoOut: false } },
    ])
    await edit(id, { wantsTraining: false }, { asOf: '2026-11-21' })
    expect(await spells(id, 'trainingWish')).toMatchObject([{ open: false, to: '2026-11-21' }])
  })
})

describe('the state of a form', () => {
  it('goes from draft to submitted to confirmed; an edit asks for confirmation anew', async () => {
    const { id, formState } = await newcomer()
    expect(formState).toBe('draft')
    const confirm = () => asReviewer(office, () => office.ok('confirmation.confirm', { ids: [id] }))
    const early = await confirm()
    expect(early).toMatchObject({ changed: 0, refused: [{ id, name: '石小花' }] })
    expect((await edit(id, {}, { submit: true })).formState).toBe('submitted')
    expect(await confirm()).toMatchObject({ changed: 1, refused: [] })
    expect((await get(id)).formState).toBe('confirmed')
    expect((await edit(id, { phone: '19900007777' })).formState).toBe('submitted')
    expect((await edit(id, { education: null })).formState).toBe('draft')
  })

  it('is not submitted with a fault that has to be mended, and says where', async () => {
    const { id, version } = await newcomer({ education: null })
    const refused = await office.refused('labourer.save', { id, version, values: {}, submit: true })
    expect(refused.code).toBe('refused')
    expect(refused.details?.map(({ path }) => path)).toContain('values.education')
    expect((await get(id)).formState).toBe('draft')
  })

  it('is not overwritten by somebody who had an older one on the screen', async () => {
    const { id, version } = await newcomer()
    await office.ok('labourer.save', { id, version, values: { phone: '19900006666' } })
    const refused = await office.refused('labourer.save', { id, version, values: { phone: '19900005555' } })
    expect(refused.code).toBe('conflict')
    expect((await get(id)).values.phone).toBe('199****6666')
  })

  it('refuses the same ID number a second time, at its field', async () => {
    const refused = await office.refused('labourer.save', { values: labourer({ idNumber: idNumbers[0] }) })
    expect(refused).toMatchObject({ code: 'conflict', details: [{ path: 'values.idNumber' }] })
  })
})

describe('exemptions and removal', () => {
  it('a warning is put aside with a reason and comes back when the reason is withdrawn; the person can be removed', async () => {
    const { id, violations } = await newcomer({ monthlyWage: 9_000_000 })
    const warning = violations.find(({ severity }) => severity === 'warns')
    if (!warning) throw new Error(`no warning: ${JSON.stringify(violations)}`)
    const key = { id, code: warning.code, field: warning.field }
    expect(await office.ok('labourer.exempt', { ...key, reason: '已核对合同' })).toMatchObject([
      { code: warning.code, field: warning.field, reason: '已核对合同', by: unit.userName },
    ])
    expect((await get(id)).violations).not.toContainEqual(
      expect.objectContaining({ code: warning.code, field: warning.field }),
    )
    expect(await office.ok('labourer.unexempt', key)).toEqual([])
    expect((await get(id)).violations).toContainEqual(
      expect.objectContaining({ code: warning.code, field: warning.field }),
    )

    const before = (await office.ok('ledger.count', { ledger: 'labourer' })).total
    await office.ok('labourer.remove', { id, reason: '重复录入' })
    expect((await office.refused('labourer.get', { id })).code).toBe('not_found')
    expect((await office.ok('ledger.count', { ledger: 'labourer' })).total).toBe(before - 1)
    expect((await office.ok('labourer.history', { id }))[0]).toMatchObject({
      action: 'delete',
      name: '石小花',
    })
  })
})
