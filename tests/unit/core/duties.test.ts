import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DutyCounts, dutyWhens } from '../../../src/shared/contract/calls/duty.ts'
import type { AnyRecord } from '../../../src/shared/domain/field.ts'
import { labourer, openOffice, type TestOffice } from '../../fixtures/office.ts'

let office: TestOffice
beforeAll(async () => {
  office = await openOffice({ demo: { people: 900, seed: 5 } })
  await office.ok('duty.refresh', {})
})
afterAll(() => office.close())

const page = (when: (typeof dutyWhens)[number], more = {}) =>
  office.ok('duty.page', { when, mine: false, limit: 500, ...more })

describe('the work list', () => {
  it('counts exactly what its lists hold, of the county, a region and oneself', async () => {
    const villages = new Set<string>()
    for (const scope of [{}, { region: '433126000000' }, { region: '433126101000' }, { mine: true }]) {
      const counts: DutyCounts = await office.ok('duty.counts', scope)
      for (const when of dutyWhens) {
        const all = await page(when, scope)
        expect(all.rows.length).toBe(Math.min(500, all.total))
        for (const { village } of all.rows) villages.add(village)
        expect(counts.kinds.reduce((sum, kind) => sum + kind[when], 0)).toBe(all.total)
        for (const kind of counts.kinds)
          expect((await page(when, { ...scope, kind: kind.kind })).total).toBe(kind[when])
      }
      for (const { key, ledger, total } of counts.lists) {
        const filters =
          'region' in scope && ledger === 'labourer'
            ? [{ field: 'region', op: 'under' as const, value: scope.region ?? '' }]
            : []
        expect((await office.ok('ledger.count', { ledger, list: key, filters })).total).toBe(total)
      }
    }
    expect(villages.size).toBeGreaterThan(5)
    expect((await page('overdue')).total).toBeGreaterThan(0)
    expect((await page('soon')).total + (await page('later')).total).toBeGreaterThan(0)
  })

  it('has what ends on public posts, each with its assignment, until that has an exit', async () => {
    const { rows } = await page('soon', { kind: 'postContractEnd' })
    const later = await page('later', { kind: 'postContractEnd' })
    const task = [...rows, ...later.rows][0]
    const id = task?.recordId ?? 0
    const assignment = await office.ok('assignment.get', { id })
    expect(assignment).toMatchObject({ personId: task?.personId, values: { endsOn: task?.dueOn } })
    const kinds = (await office.ok('duty.ofPerson', { id: assignment.personId })).map(({ kind }) => kind)
    expect(kinds).toContain('postContractEnd')
    expect(kinds).not.toContain('contractEnd')
    // A post that becomes a temporary one is news for whoever is on it.
    const isTemporary = async (term: string) => {
      await office.ok('post.save', { id: assignment.postId, values: { term } })
      await office.ok('duty.refresh', {})
      const all = await Promise.all((['overdue', 'soon', 'later'] as const).map((when) => page(when)))
      return all.some(({ rows: found }) =>
        found.some((one) => one.recordId === id && one.kind === 'temporaryPostEnd'),
      )
    }
    const { term } = (await office.ok('post.get', { id: assignment.postId })).values
    expect(await isTemporary('temporary')).toBe(true)
    expect(await isTemporary('regular')).toBe(false)
    await office.ok('post.save', { id: assignment.postId, values: { term: term ?? null } })
    await office.ok('assignment.save', {
      id,
      postId: assignment.postId,
      personId: assignment.personId,
      values: { exitedOn: '2026-11-20', exitReason: 'ownWish' },
      exemptions: assignment.violations.map(({ code }) => ({ code, reason: '演示' })),
    })
    await office.ok('duty.refresh', {})
    const after = (await office.ok('duty.ofPerson', { id: assignment.personId })).map(({ kind }) => kind)
    expect(after).not.toContain('postContractEnd')
  })

  it('does not call contracts late that were asked after since', async () => {
    const { rows, total } = await page('overdue', { kind: 'contractEnd' })
    const employed = await office.ok('ledger.count', { ledger: 'labourer', list: 'employed' })
    expect(total).toBeLessThan(employed.total / 10)
    for (const { personId, dueOn } of rows) {
      const { values } = await office.ok('labourer.get', { id: personId })
      expect(String(values.collectedOn) <= dueOn, `${values.collectedOn} ${dueOn}`).toBe(true)
    }
  })

  it('is late within the day once the hour has passed', async () => {
    // The clock of the core stands at ten in the morning; the 72 hours ended at midnight.
    const returned = (idNumber: string, returnedOn: string) =>
      office.ok('labourer.save', {
        values: labourer({
          idNumber,
          returnedOn,
          isWorking: false,
          plansToGoOut: true,
          hasReturned: true,
        }) as AnyRecord,
      })
    const late = await returned('433126199602290010', '2026-11-20')
    const inTime = await returned('433126196001010016', '2026-11-23')
    await office.ok('duty.refresh', {})
    const ids = async (when: (typeof dutyWhens)[number]) =>
      (await page(when, { kind: 'returnee' })).rows.map(({ personId }) => personId)
    expect(await ids('overdue')).toContain(late.id)
    expect(await ids('today')).not.toContain(late.id)
    expect(await ids('overdue')).not.toContain(inTime.id)
    expect(await ids('soon')).toContain(inTime.id)
  })

  it('agrees with the named list of households without work', async () => {
    const counts = await office.ok('duty.counts', {})
    const zero = counts.kinds.find(({ kind }) => kind === 'zeroHousehold')
    const { total } = await office.ok('ledger.count', { ledger: 'household', list: 'zero-employment' })
    const declared = await office.ok('ledger.count', { ledger: 'household', list: 'zero-unwilling' })
    expect(
      (zero?.overdue ?? 0) + (zero?.today ?? 0) + (zero?.soon ?? 0) + (zero?.later ?? 0) + declared.total,
    ).toBe(total)
  })

  it('lets a task go once the service was given, and takes it back when the service is removed', async () => {
    const task =
      (await page('later', { kind: 'willingPackage' })).rows[0] ??
      (await page('soon', { kind: 'willingPackage' })).rows[0]
    const personId = task?.personId ?? 0
    const isOwed = async () => {
      await office.ok('duty.refresh', {})
      return (await office.ok('duty.ofPerson', { id: personId })).find(
        ({ kind }) => kind === 'willingPackage',
      )?.open
    }
    expect(await isOwed()).toBe(true)
    const total = async () =>
      (await office.ok('duty.counts', {})).kinds.find(({ kind }) => kind === 'willingPackage')
    const before = await total()
    const { id } = await office.ok('episode.save', {
      personId,
      kind: 'service',
      values: { kind: 'other', servedOn: '2026-11-23' },
    })
    expect(await isOwed()).toBe(false)
    expect(await total()).not.toEqual(before)
    await office.ok('episode.remove', { kind: 'service', id, reason: '登记错了' })
    expect(await isOwed()).toBe(true)
    expect(await total()).toEqual(before)
    // Nothing has changed since: nobody is looked at again.
    expect((await office.ok('duty.refresh', {})).looked).toBe(0)
  })

  it('follows a threshold that an administrator sets', async () => {
    const before = await office.ok('duty.counts', {})
    await office.ok('parameter.set', { key: 'willingServices', value: 0, validFrom: '2026-01-01' })
    await office.ok('duty.refresh', {})
    const after = await office.ok('duty.counts', {})
    const willing = (counts: DutyCounts) => counts.kinds.find(({ kind }) => kind === 'willingPackage')
    expect(willing(before)).not.toEqual(willing(after))
    expect(willing(after)).toMatchObject({ overdue: 0, today: 0, soon: 0, later: 0 })
    await office.ok('parameter.set', { key: 'willingServices', value: 1, validFrom: '2026-01-02' })
    await office.ok('duty.refresh', {})
    expect(await office.ok('duty.counts', {})).toEqual(before)
  })

  it('stops a clock with a reason and lets it go on', async () => {
    const task = (await page('overdue', { kind: 'zeroHousehold' })).rows[0]
    const one = { personId: task?.personId ?? 0, kind: 'zeroHousehold' as const }
    await office.ok('duty.pause', { ...one, reason: '户主住院' })
    expect((await page('paused')).rows).toMatchObject([{ ...one, pause: { reason: '户主住院' } }])
    expect((await office.refused('duty.pause', { ...one, reason: '再停' })).code).toBe('conflict')
    await office.ok('duty.resume', one)
    expect((await page('paused')).total).toBe(0)
    expect((await office.refused('duty.resume', one)).message).toContain('没有暂停')
    expect(
      (await office.refused('duty.pause', { ...one, kind: 'graduatePackage', reason: '不是毕业生' })).code,
    ).toBe('not_found')
  })
})
