import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { labourer, openOffice, type TestOffice } from '../../fixtures/office.ts'
import { asReviewer, engageReviewer } from '../../fixtures/task-force.ts'

/** Only what changed since the last delivery, in a field that the layout shows. */

describe('changes since a sequence number', () => {
  let office: TestOffice
  let ids: number[]
  const people = [
    labourer({ name: '石小花', idNumber: '433126199001011223', phone: '19900001111' }),
    labourer({
      name: '向大山',
      idNumber: '433126198502023316',
      phone: '19900001112',
      labourerSignature: '向大山',
    }),
  ]
  beforeAll(async () => {
    office = await openOffice()
    await engageReviewer(office)
    ids = []
    for (const values of people) ids.push((await office.ok('labourer.save', { values, submit: true })).id)
    for (const id of ids) await confirm(id)
  }, 60_000)
  afterAll(() => office.close())

  const confirm = async (id: number) =>
    expect(await asReviewer(office, () => office.ok('confirmation.confirm', { ids: [id] }))).toMatchObject({
      changed: 1,
    })

  const key = 'poverty-work-out'
  const sequence = async () => (await office.full('profile.export', { key })).sequence
  const total = async (since?: number | string) =>
    (await office.ok('profile.count', { key, ...(since !== undefined && { since }) })).sheets[0]?.total
  const save = async (id: number, values: Record<string, unknown>) => {
    const saved = await office.ok('labourer.save', { id, values: values as never, submit: true })
    await confirm(id)
    return saved
  }

  it('is everybody at first, nobody after a delivery', async () => {
    expect(await total()).toBe(2)
    expect(await total(0)).toBe(2)
    expect(await total(await sequence())).toBe(0)
  })

  it('is whoever changed in a field that the layout shows, and says so in its 口径', async () => {
    const since = await sequence()
    await save(ids[0] ?? 0, { monthlyWage: 450_000 })
    expect(await total(since)).toBe(1)
    const { bytes, rows, basis } = await office.full('profile.export', { key, since })
    expect(rows).toEqual([1])
    expect(basis).toContain('有变化的')
    expect(bytes.length).toBeGreaterThan(1000)
  })

  it('is also whoever was confirmed since, and nobody whose change the layout does not show', async () => {
    const since = await sequence()
    const page = async () => office.ok('profile.count', { key: 'shaanxi-training', since })
    expect((await page()).sheets[0]?.total).toBe(0)
    await office.ok('labourer.save', { id: ids[1] ?? 0, values: { phone: '19900003333' }, submit: true })
    // Out of the list until the task force confirms it again: then it is new to the receiver.
    expect(await total()).toBe(1)
    await confirm(ids[1] ?? 0)
    expect(await total(since)).toBe(1)
    expect((await office.ok('profile.count', { key: 'shaanxi-household', since })).sheets[0]?.total).toBe(0)
  })

  it('takes a business day as well', async () => {
    expect(await total('2026-11-23')).toBe(2)
    expect(await total('2026-11-24')).toBe(0)
    expect((await office.refused('profile.count', { key, since: '去年' })).code).toBe('invalid_input')
  })
})
