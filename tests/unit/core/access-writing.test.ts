import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { labourer, type TestOffice } from '../../fixtures/office.ts'
import { publicPost } from '../../fixtures/posts.ts'
import {
  boss,
  clerkName,
  openTwoTownships,
  other,
  own,
  type Records,
  reason,
} from '../../fixtures/two-townships.ts'
import { vacancy } from '../../fixtures/vacancies.ts'

/** What a clerk of one township may write, and what becomes of them when the scope or the townships change. */
let office: TestOffice
let inside: Records
let outside: Records
beforeAll(async () => {
  ;({ office, inside, outside } = await openTwoTownships())
}, 120_000)
afterAll(() => office.close())

describe('writing', () => {
  const values = (more: object) =>
    labourer({ name: '石新人', idNumber: '433126199203031229', ...more }) as never

  it('takes nobody in elsewhere, or nowhere', async () => {
    for (const region of [other.village, null]) {
      const failure = await office.refused('labourer.save', { values: values({ region }) })
      expect(failure).toMatchObject({ code: 'forbidden' })
      expect(failure.message).toContain('没有保存。')
    }
    const failure = await office.refused('household.save', {
      values: { region: other.village, address: '一组' },
    })
    expect(failure.code).toBe('forbidden')
    const post = await office.refused('post.save', {
      values: publicPost({ postCode: 'C001', region: other.village }),
    })
    expect(post.code).toBe('forbidden')
    for (const call of [
      office.refused('vacancy.save', { values: vacancy({ title: '车工' }) }),
      office.refused('labourer.save', {
        values: values({ region: own.village }),
        household: { id: outside.household },
      }),
    ])
      expect((await call).code).toBe('forbidden')
    expect(await office.ok('person.search', { text: '石新人' })).toEqual([])
  })

  it('moves nobody out, and leaves everything as it was', async () => {
    const failure = await office.refused('labourer.save', {
      id: inside.person,
      values: { region: other.village },
    })
    expect(failure).toMatchObject({ code: 'forbidden' })
    expect((await office.ok('labourer.get', { id: inside.person })).values.region).toBe(own.village)
  })

  it('works within: a newcomer, a change, a service, a household', async () => {
    const { id } = await office.ok('labourer.save', { values: values({ region: own.village }) })
    const { version } = await office.ok('labourer.get', { id })
    await office.ok('labourer.save', { id, version, values: { phone: '19900005555' } })
    await office.ok('episode.save', {
      personId: id,
      kind: 'service',
      values: { kind: 'careerGuidance', servedOn: '2026-11-03' },
    })
    await office.ok('household.addMember', { id: inside.household, personId: id, relation: '20' })
    expect((await office.ok('labourer.history', { id })).length).toBeGreaterThan(2)
    await office.ok('labourer.remove', { id, reason })
  })
})

describe('the scope', () => {
  it('may be several places, villages among them', async () => {
    await office.as(boss)
    const save = (scope: string[]) =>
      office.ok('account.save', { name: clerkName, roles: ['entry', 'reviewer'], scope })
    await save([own.village, other.village])
    await office.as(clerkName)
    expect((await office.ok('ledger.count', { ledger: 'labourer' })).total).toBe(2)
    const page = await office.ok('ledger.page', { ledger: 'labourer', columns: ['name'] })
    expect(page.rows).toHaveLength(2)
    await office.as(boss)
    const villages = await office.ok('region.children', { code: own.township })
    await save(villages.map(({ code }) => code).filter((code) => code !== own.village))
    await office.as(clerkName)
    expect((await office.ok('ledger.count', { ledger: 'member' })).total).toBe(0)
    expect((await office.refused('labourer.get', { id: inside.person })).code).toBe('forbidden')
    await office.as(boss)
    await save([own.township])
  })

  it('follows a village that comes to another township', async () => {
    await office.as(boss)
    await office.ok('region.move', {
      code: other.village,
      parent: own.township,
      validFrom: '2026-11-01',
      reason: '区划调整',
    })
    await office.as(clerkName)
    expect((await office.ok('ledger.count', { ledger: 'labourer' })).total).toBe(2)
    expect((await office.ok('person.search', { text: '龙在' })).map(({ id }) => id)).toEqual([outside.person])
    await office.ok('labourer.get', { id: outside.person })
  })
})
