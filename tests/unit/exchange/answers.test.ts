import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Envelope } from '../../../src/main/core/exchange/envelope-schema.ts'
import { packageDigest } from '../../../src/main/core/exchange/sending.ts'
import { craft, memberRow, type Stranger, stranger } from '../../fixtures/exchange/crafted-package.ts'
import { city, enter, idNumber, nameOf, openUnit, type TestUnit } from '../../fixtures/units.ts'

const own = { name: city.unitName, code: city.regionCode }
const profile = 'shaanxi-member'
const signaturePart = '_xmlsignatures/sig1.xml'

/** What comes back from units that this office trusts, or trusted once. */
describe('an answer to a package of ours', () => {
  let office: TestUnit
  let known: Stranger
  let other: Stranger
  let sent: { id: string; sequence: number; digest: string }
  const file = (bytes: Uint8Array) => ({ name: '回执.xlsx', bytes })

  async function trust(unit: Stranger): Promise<number> {
    const { anchors } = await office.ok('trust.import', { file: unit.certificate })
    for (const { id, comparisonCode } of anchors)
      await office.ok('trust.confirm', { id, comparisonCode, relation: 'lower' })
    return anchors[0]?.id ?? 0
  }
  beforeAll(async () => {
    office = await openUnit(city)
    known = await stranger('甲镇人民政府', '433101100000')
    other = await stranger('乙镇人民政府', '433101101000')
    await trust(known)
    await trust(other)
    await enter(office, 2)
    const made = await office.ok('package.make', { to: known.name, profile })
    expect(made.rows).toBe(2)
    const [row] = await office.ok('package.list', {})
    sent = {
      ...{ id: row?.packageId ?? '', sequence: made.sequence },
      digest: packageDigest(made.bytes, signaturePart),
    }
  })
  afterAll(() => office.close())

  type Results = Envelope['sheets'][number]['results']
  const both: Results = [2, 3].map((row) => ({ row, result: 'accepted' as const, version: 1 }))
  const receipt = (results: Results, more: Partial<Envelope> = {}, from = known) =>
    craft({
      ...{ from, to: own },
      envelope: {
        ...{ kind: 'receipt', answers: sent, sheets: [{ name: 'Sheet1', rows: [], results }] },
        ...more,
      },
    })

  const cases: [string, () => Promise<Uint8Array>, RegExp][] = [
    [
      'tells of another file under the same number',
      () => receipt(both, { answers: { ...sent, digest: 'e'.repeat(64) } }),
      /答复的第 1 号与本单位发出的不是同一个文件/,
    ],
    [
      'comes from a unit that it was not sent to',
      () => receipt(both, {}, other),
      /没有向“乙镇人民政府”发出过/,
    ],
    ['leaves a row out', () => receipt(both.slice(1)), /回执里的行与所答复的包对不上/],
    [
      'tells of a row that was not sent',
      () => receipt([...both, { row: 4, result: 'accepted', version: 1 }]),
      /回执里的行与所答复的包对不上/,
    ],
    ['tells of a row twice', () => receipt([...both, ...both.slice(1)]), /回执里的行与所答复的包对不上/],
  ]
  it.each(cases)('is not taken when it %s', async (_name, make, sentence) => {
    const before = await office.ok('package.list', {})
    const bytes = await make()
    const preview = await office.refused('package.preview', { file: file(bytes.slice()) })
    const failure = await office.refused('package.receive', { file: file(bytes) })
    expect(failure.message).toMatch(sentence)
    expect(preview.message).toBe(failure.message)
    expect(await office.ok('package.list', {})).toEqual(before)
  })

  it('is taken when every row has its result, and only once', async () => {
    const bytes = await receipt(both)
    const taken = await office.ok('package.receive', { file: file(bytes.slice()) })
    expect(taken.receipt).toMatchObject({ sequence: 1, results: { accepted: 2 } })
    expect((await office.refused('package.receive', { file: file(bytes) })).message).toContain('接收过')
  })

  it('is a reply only to a package that came from that unit', async () => {
    const failure = await office.refused('package.make', {
      ...{ to: known.name, profile, kind: 'reply' as const, answers: 9999 },
    })
    expect(failure.message).toContain('回复须对应从该单位收到的')
  })

  it('goes to nobody whom this office does not know', async () => {
    const failure = await office.refused('package.make', { to: '没有的单位', profile })
    expect(failure).toMatchObject({ code: 'not_found' })
    expect(failure.message).toMatch(/没有“没有的单位”这个单位。可选：.*甲镇人民政府/)
  })

  it('is not taken any more once its signer is distrusted, whatever day it says it was signed', async () => {
    const gone = await stranger('丙镇人民政府', '433101102000')
    const id = await trust(gone)
    const bytes = await craft({ from: gone, to: own, rows: [memberRow(idNumber(60), nameOf(60))] })
    await office.ok('package.preview', { file: file(bytes.slice()) })
    await office.ok('trust.distrust', { id, reason: '印章遗失' })
    const failure = await office.refused('package.receive', { file: file(bytes) })
    expect(failure.message).toMatch(/签名无效，不能接收，没有写入任何内容。原因：.*吊销/)
    expect((await office.ok('person.search', { text: idNumber(60) })).length).toBe(0)
  })
})
