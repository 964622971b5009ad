import { rmSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import type { CoreEvent } from '../../../src/shared/contract/host.ts'
import { folder, labourer, openOffice, passphrase, type TestOffice } from '../../fixtures/office.ts'

const made: string[] = []
afterAll(() => {
  for (const dataDir of made) rmSync(dataDir, { recursive: true, force: true })
})

const below = async (office: TestOffice) =>
  (await office.ok('ledger.count', { ledger: 'labourer', list: 'below-basis' })).total
const qualified = async (office: TestOffice) =>
  (await office.ok('figure.start', {})).targets.map((target) => target.qualified)

describe('a threshold that an administrator sets', () => {
  it('holds at once for everybody, in lists and figures, without touching what people filled in', async () => {
    const office = await openOffice({ demo: { people: 1500, seed: 31 } })
    const before = { below: await below(office), qualified: await qualified(office) }
    const { rows } = await office.ok('ledger.page', {
      ledger: 'labourer',
      list: 'employed',
      columns: ['updatedOn'],
    })
    const history = await office.ok('labourer.history', { id: rows[0]?.id ?? 0 })
    const { version } = await office.ok('labourer.get', { id: rows[0]?.id ?? 0 })
    // More than are read at once.
    expect((await office.ok('ledger.count', { ledger: 'labourer' })).total).toBeGreaterThan(500)
    for (const key of ['inCountyIncome', 'outCountyIncome'])
      await office.ok('parameter.set', { key, value: 1_000_000, validFrom: '2026-01-01' })
    const employed = (await office.ok('ledger.count', { ledger: 'labourer', list: 'employed' })).total
    expect(before.below).toBeLessThan(employed)
    expect(await below(office)).toBe(employed)
    expect(await qualified(office)).toEqual([0, 0])
    const after = await office.ok('ledger.page', {
      ledger: 'labourer',
      list: 'employed',
      columns: ['updatedOn'],
    })
    expect(after.rows).toEqual(rows)
    expect(await office.ok('labourer.history', { id: rows[0]?.id ?? 0 })).toEqual(history)
    expect((await office.ok('labourer.get', { id: rows[0]?.id ?? 0 })).version).toBe(version)
    for (const [key, value] of [
      ['inCountyIncome', 3000],
      ['outCountyIncome', 9000],
    ] as const)
      await office.ok('parameter.set', { key, value, validFrom: '2026-01-01' })
    expect({ below: await below(office), qualified: await qualified(office) }).toEqual(before)
    await office.close()
  })

  it('that makes no sense is refused at its field, and nothing is looked at', async () => {
    const office = await openOffice()
    for (const value of [-1, 12.5, 121]) {
      const refused = await office.refused('parameter.set', {
        key: 'minimumAge',
        value,
        validFrom: '2026-01-01',
      })
      expect(refused).toMatchObject({ code: 'invalid_input', details: [{ path: 'value' }] })
      expect(refused.message).toContain('0到120之间的整数')
    }
    await office.close()
  })
})

describe('what changes by itself', () => {
  it('a threshold set for later holds from that day on, a future month is one no longer', async () => {
    const dataDir = folder()
    made.push(dataDir)
    const first = await openOffice({ dataDir, today: '2026-11-23' })
    await first.ok('labourer.save', { values: labourer() })
    const future = labourer({
      name: '石阿山',
      idNumber: '433126198601011214',
      phone: '19900003333',
      workMonths: [...(labourer().workMonths as string[]), '2026-12'],
    })
    const { violations } = await first.ok('labourer.save', { values: future })
    expect(violations.map(({ code }) => code)).toContain('L18_future_month')
    await first.ok('parameter.set', { key: 'outCountyIncome', value: 50_000, validFrom: '2027-01-01' })
    expect(await below(first)).toBe(0)
    await first.close()

    const later = await openOffice({ dataDir, setUp: false, today: '2027-01-04' })
    const events: CoreEvent[] = []
    later.core.onEvent((event) => events.push(event))
    await later.ok('session.unlock', { passphrase })
    await expect.poll(() => below(later)).toBe(2)
    expect((await later.ok('ledger.count', { ledger: 'labourer', list: 'to-fix' })).total).toBe(0)
    expect(events).toContainEqual({ kind: 'changed', ledgers: ['labourer'] })
    await later.ok('session.lock', {})
    events.length = 0
    await later.ok('session.unlock', { passphrase })
    expect(await later.ok('labourer.recheck', {})).toEqual({ checked: 0, changed: 0 })
    expect(events.filter(({ kind }) => kind === 'changed')).toEqual([])
    await later.close()
  })
})

describe('what stands beside the form', () => {
  it('a service on record that the form counts otherwise is a warning at once, and goes with the record', async () => {
    const office = await openOffice()
    const { id } = await office.ok('labourer.save', {
      values: labourer({ noServices: null, careerGuidanceCount: 2 }),
    })
    const warned = async () =>
      (await office.ok('ledger.page', { ledger: 'labourer', columns: ['warnCount'] })).rows[0]?.values
        .warnCount
    const before = Number(await warned())
    const service = { kind: 'careerGuidance', servedOn: '2026-11-01' }
    const { id: record } = await office.ok('episode.save', { personId: id, kind: 'service', values: service })
    expect(await warned()).toBe(before + 1)
    await office.ok('episode.remove', { kind: 'service', id: record, reason: '录错了' })
    expect(await warned()).toBe(before)
    await office.close()
  })

  it('the spell of work that the form shows cannot be taken from under it', async () => {
    const office = await openOffice()
    const { id } = await office.ok('labourer.save', { values: labourer() })
    const { episodes, version } = await office.ok('labourer.get', { id })
    const spell = episodes.find(({ kind, open }) => kind === 'employment' && open)
    if (!spell) throw new Error('no spell')
    const remove = { kind: 'employment' as const, id: spell.id, reason: '录错了' }
    expect((await office.refused('episode.remove', remove)).message).toContain('采集表')
    await office.ok('labourer.save', { id, version, values: { isWorking: false } })
    await office.ok('episode.remove', remove)
    expect(
      (await office.ok('labourer.get', { id })).episodes.filter(({ kind }) => kind === 'employment'),
    ).toEqual([])
    await office.close()
  })
})

describe('what only follows from something else', () => {
  it('is no update of a person: another household category moves neither 最近更新 nor the version', async () => {
    const dataDir = folder()
    made.push(dataDir)
    const first = await openOffice({ dataDir, today: '2026-11-23' })
    const { id: household } = await first.ok('household.save', {
      values: { householdCode: 'H1', region: '433126101219' },
    })
    const { id } = await first.ok('labourer.save', {
      values: labourer({ isDisabled: false, difficulties: ['none'] }),
    })
    await first.ok('household.addMember', { id: household, personId: id })
    const person = async (office: TestOffice) => {
      const { rows } = await office.ok('ledger.page', {
        ledger: 'labourer',
        columns: ['updatedOn', 'householdCategory', 'difficultyClear'],
      })
      const { version } = await office.ok('labourer.get', { id })
      return { ...rows[0]?.values, version }
    }
    const before = await person(first)
    expect(before).toMatchObject({ updatedOn: '2026-11-23', difficultyClear: false })
    await first.close()

    const later = await openOffice({ dataDir, setUp: false, today: '2026-11-25' })
    await later.ok('session.unlock', { passphrase })
    const { version } = await later.ok('household.get', { id: household })
    await later.ok('household.save', { id: household, version, values: { category: 'general' } })
    const view = await later.ok('household.get', { id: household })
    expect(view).toMatchObject({ version: version + 1, values: { updatedOn: '2026-11-25' } })
    expect(await person(later)).toEqual({ ...before, householdCategory: 'general', difficultyClear: true })
    // What a clerk enters is an update.
    await later.ok('labourer.save', { id, version: before.version, values: { note: '已回访' } })
    expect(await person(later)).toMatchObject({ updatedOn: '2026-11-25', version: before.version + 1 })
    await later.close()
  })
})
