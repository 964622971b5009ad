import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { maskValue } from '../../../src/shared/domain/mask.ts'
import { craft, memberRow, type Stranger, stranger } from '../../fixtures/exchange/crafted-package.ts'
import {
  city,
  county,
  idNumber,
  introduce,
  nameOf,
  openUnit,
  personOf,
  type TestUnit,
} from '../../fixtures/units.ts'

const townships = 10
const people = 12
const shared = idNumber(5)

/** Township, county, city: the same packages at every level. */
describe('ten townships merge into a county, which reports to the city', () => {
  let lower: TestUnit
  let upper: TestUnit
  let senders: Stranger[]
  const own = { name: county.unitName, code: county.regionCode }

  beforeAll(async () => {
    ;[lower, upper] = await Promise.all([openUnit(county), openUnit(city)])
    await introduce(lower, upper, 'lower')
    await introduce(upper, lower, 'upper')
    senders = []
    for (let number = 0; number < townships; number++) {
      const sender = await stranger(
        `第${number + 1}镇人民政府`,
        `4331261${String(number).padStart(2, '0')}000`,
      )
      const { anchors } = await lower.ok('trust.import', { file: sender.certificate })
      for (const { id, comparisonCode } of anchors)
        await lower.ok('trust.confirm', { id, comparisonCode, relation: 'lower' })
      senders.push(sender)
    }
  })
  afterAll(() => Promise.all([lower.close(), upper.close()]))

  const rowsOf = (township: number) =>
    Array.from({ length: people }, (_, index) => {
      const number = township * people + index
      return memberRow(idNumber(number), nameOf(number), `1990000${String(1000 + township)}`)
    })

  it('takes the package of each', async () => {
    for (const [number, from] of senders.entries()) {
      // The person of township 1 stands in the list of township 4 as well, with another phone.
      const further = number === 3 ? [memberRow(shared, nameOf(5), '19911112222')] : []
      const bytes = await craft({ from, to: own, rows: [...rowsOf(number), ...further] })
      const { counts } = await lower.ok('package.receive', { file: { name: `${number}.xlsx`, bytes } })
      expect(counts).toMatchObject({
        rows: people + further.length,
        new: people,
        conflict: further.length,
        blocked: 0,
      })
    }
  })

  it('keeps one record of a person in two townships and asks which is right, naming both', async () => {
    expect((await lower.ok('ledger.count', { ledger: 'member' })).total).toBe(townships * people)
    const { rows } = await lower.ok('conflict.list', {})
    expect(rows).toMatchObject([
      {
        ...{
          key: maskValue('idNumber', shared),
          field: 'phone',
          baseKnown: false,
          sender: '第4镇人民政府',
          oursFrom: '第1镇人民政府',
        },
        ...{ ours: '199****1000', theirs: '199****2222' },
      },
    ])
    expect(await personOf(lower, shared)).toMatchObject({ phone: '19900001000' })
  })

  it('keeps the decision when either township reports again', async () => {
    const { rows } = await lower.ok('conflict.list', {})
    await lower.ok('conflict.decide', { which: { ids: rows.map(({ id }) => id) }, choice: 'theirs' })
    for (const number of [0, 3]) {
      const from = senders[number]
      if (!from) throw new Error('no sender')
      const further = number === 3 ? [memberRow(shared, nameOf(5), '19911112222')] : []
      const rowsAgain = [...rowsOf(number), ...further]
      const bytes = await craft({ from, to: own, rows: rowsAgain, envelope: { sequence: 3 } })
      const { counts } = await lower.ok('package.receive', { file: { name: '再报.xlsx', bytes } })
      expect(counts).toMatchObject({ conflict: 0, changed: 0, blocked: 0 })
    }
    expect(await personOf(lower, shared)).toMatchObject({ phone: '19911112222' })
    expect((await lower.ok('conflict.list', {})).total).toBe(0)
  })

  it('reports them all to the city in one package', async () => {
    const made = await lower.ok('package.make', { to: city.unitName, profile: 'shaanxi-member' })
    expect(made.rows).toBe(townships * people)
    const { counts } = await upper.ok('package.receive', { file: made })
    expect(counts).toMatchObject({ rows: townships * people, new: townships * people, blocked: 0 })
    expect(await personOf(upper, shared)).toMatchObject({ phone: '19911112222' })
  })

  it('states who is gone since, until the city has it; nobody is removed there', async () => {
    // Undoing what the tenth township sent takes its people out again.
    const received = (await lower.ok('package.list', {})).find(({ peer }) => peer.name === '第10镇人民政府')
    await lower.ok('batch.undo', { id: received?.batchId ?? 0 })
    const gone = rowsOf(9).map((row) => row[3])
    const count = await lower.ok('package.count', {
      to: city.unitName,
      profile: 'shaanxi-member',
      kind: 'changes',
    })
    expect(count.removed.map(({ key }) => key).sort()).toEqual(
      gone.map((key) => maskValue('idNumber', String(key))).sort(),
    )
    const made = await lower.ok('package.make', {
      to: city.unitName,
      profile: 'shaanxi-member',
      kind: 'changes',
    })
    const preview = await upper.ok('package.preview', { file: { ...made, bytes: made.bytes.slice() } })
    expect(preview.incoming.removed).toHaveLength(people)
    const taken = await upper.ok('package.receive', { file: made })
    expect((await upper.ok('ledger.count', { ledger: 'member' })).total).toBe(townships * people)
    const receipt = await upper.ok('package.receipt', { package: taken.id })
    await lower.ok('package.receive', { file: receipt })
    const next = await lower.ok('package.count', {
      to: city.unitName,
      profile: 'shaanxi-member',
      kind: 'changes',
    })
    expect(next.removed).toEqual([])
  })
})
