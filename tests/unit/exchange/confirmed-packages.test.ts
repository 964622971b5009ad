import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  city,
  county,
  enter,
  idNumber,
  openUnit,
  pair,
  personOf,
  type TestUnit,
} from '../../fixtures/units.ts'

/** Packages of an office that reports confirmed forms only, and what comes back to it. */
describe('an office that reports confirmed forms only', () => {
  let lower: TestUnit
  let upper: TestUnit
  let ids: number[]
  const profile = 'labour-ledger'
  const clerk = '云岭经办'
  const taskForce = '龙专干'
  beforeAll(async () => {
    ;[lower, upper] = await Promise.all([openUnit(county), openUnit(city)])
    await pair(lower, upper)
    await lower.add({ name: taskForce, roles: ['reviewer'] })
    ids = await enter(lower, 3, { monthlyWage: 400_000 })
    await confirm(ids.slice(0, 2))
    await lower.ok('confirmation.set', { onlyConfirmed: true })
    await edit(ids[0] ?? 0, { monthlyWage: 500_000 })
  }, 60_000)
  afterAll(async () => {
    await Promise.all([lower.close(), upper.close()])
  })

  async function confirm(some: number[]) {
    await lower.as(taskForce)
    expect(await lower.ok('confirmation.confirm', { ids: some })).toMatchObject({ changed: some.length })
    await lower.as(clerk)
  }
  async function edit(id: number, values: Record<string, unknown>) {
    const { version } = await lower.ok('labourer.get', { id })
    await lower.ok('labourer.save', { id, version, values: values as never, submit: true })
  }

  it('sends the confirmed version and nobody who was never confirmed, and says so', async () => {
    const counted = await lower.ok('package.count', { to: upper.name, profile })
    expect(counted.sheets).toMatchObject([{ rows: 2, basis: expect.stringContaining('只含专班已确认的') }])
    const { bytes, name } = await lower.ok('package.make', { to: upper.name, profile })
    await upper.ok('package.receive', { file: { name, bytes } })
    expect((await personOf(upper, idNumber(0)))?.monthlyWage).toBe(400_000)
    expect(await personOf(upper, idNumber(2))).toBeNull()
  })

  it('takes what the other side changed and keeps its own edit, which the other side has not seen', async () => {
    const [person] = await upper.ok('person.search', { text: idNumber(0) })
    const { version } = await upper.ok('labourer.get', { id: person?.id ?? 0 })
    await upper.ok('labourer.save', {
      id: person?.id ?? 0,
      version,
      values: { homeAddress: '移民新村' },
      submit: true,
    })
    const { bytes, name } = await upper.ok('package.make', { to: lower.name, profile })
    const received = await lower.ok('package.receive', { file: { name, bytes } })
    expect(received).toMatchObject({ counts: { conflict: 0, merged: 1 } })
    expect(await personOf(lower, idNumber(0))).toMatchObject({
      monthlyWage: 500_000,
      homeAddress: '移民新村',
    })
    // What was received has not been confirmed either: the version that counts is still the first one.
    const file = await lower.ok('profile.export', { key: profile })
    expect(file.rows).toEqual([2])
    const compared = await lower.ok('confirmation.compare', { id: ids[0] ?? 0 })
    expect(compared.fields.map(({ key }) => key).toSorted()).toEqual(['homeAddress', 'monthlyWage'])
  })

  it('sends again among the changes whoever was confirmed since', async () => {
    const since = (await lower.ok('profile.export', { key: profile })).sequence
    const changed = async () => (await lower.ok('profile.count', { key: profile, since })).sheets[0]?.total
    expect(await changed()).toBe(0)
    await confirm([ids[2] ?? 0])
    expect(await changed()).toBe(1)
  })
})
