import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { craft, memberRow, type Stranger, stranger } from '../../fixtures/exchange/crafted-package.ts'
import { firstPackage, refusalCases, row } from '../../fixtures/exchange/refusal-cases.ts'
import { city, idNumber, openUnit, type TestUnit } from '../../fixtures/units.ts'

const own = { name: city.unitName, code: city.regionCode }

describe('a package that is not taken', () => {
  let office: TestUnit
  let known: Stranger
  let unknown: Stranger
  const file = (bytes: Uint8Array) => ({ name: '报送.xlsx', bytes })

  beforeAll(async () => {
    office = await openUnit(city)
    known = await stranger('甲镇人民政府', '433101100000')
    unknown = await stranger('乙镇人民政府', '433101101000')
    const { anchors } = await office.ok('trust.import', { file: known.certificate })
    for (const { id, comparisonCode } of anchors)
      await office.ok('trust.confirm', { id, comparisonCode, relation: 'lower' })
    const first = await firstPackage({ known, unknown, own })
    await office.ok('package.receive', { file: file(first) })
  })
  afterAll(() => office.close())

  it.each(refusalCases)('%s', async (_name, make, sentence) => {
    const bytes = await make({ known, unknown, own })
    const [people, packages] = [
      await office.ok('ledger.count', { ledger: 'member' }),
      await office.ok('package.list', {}),
    ]
    const preview = await office.refused('package.preview', { file: file(bytes.slice()) })
    const failure = await office.refused('package.receive', { file: file(bytes) })
    expect(failure.message).toMatch(sentence)
    expect(preview.message).toBe(failure.message)
    expect(failure.code).toBe('refused')
    expect(failure.message).not.toMatch(/[!！]|undefined|null/)
    expect(await office.ok('ledger.count', { ledger: 'member' })).toEqual(people)
    expect(await office.ok('package.list', {})).toEqual(packages)
  })

  it('is taken with what is missing before it shown', async () => {
    const bytes = await craft({ from: known, to: own, rows: [row(2)], envelope: { sequence: 7 } })
    const preview = await office.ok('package.preview', { file: file(bytes.slice()) })
    expect(preview.incoming.warnings).toEqual([expect.stringContaining('第 4–6 号没有收到过')])
    await office.ok('package.receive', { file: file(bytes) })
    expect((await office.ok('package.list', {}))[0]).toMatchObject({ sequence: 7, gap: '4–6' })
  })

  it('is taken once more after it was undone', async () => {
    const bytes = await craft({ from: known, to: own, rows: [row(3)], envelope: { sequence: 10 } })
    const first = await office.ok('package.receive', { file: file(bytes.slice()) })
    expect((await office.refused('package.receive', { file: file(bytes.slice()) })).message).toContain(
      '请先撤销',
    )
    await office.ok('batch.undo', { id: first.batchId ?? 0 })
    expect((await office.ok('package.list', {}))[0]).toMatchObject({ undone: true })
    expect((await office.refused('package.receipt', { package: first.id })).message).toContain('已经撤销')
    const again = await office.ok('package.receive', { file: file(bytes) })
    expect(again.counts).toMatchObject({ new: 1 })
  })

  it('keeps rows back with their reason, which the receipt tells', async () => {
    const rows = [row(4), memberRow('433126199001011299', '假证件'), memberRow(idNumber(50), '另一个名')]
    const bytes = await craft({ from: known, to: own, rows, envelope: { sequence: 12 } })
    const { counts, id } = await office.ok('package.receive', { file: file(bytes) })
    expect(counts).toMatchObject({ rows: 3, blocked: 1 })
    const refused = await office.ok('package.rows', { id, result: 'refused' })
    expect(refused.rows).toMatchObject([
      { row: 4, name: '另一个名', reasons: expect.stringContaining('另一个姓名') },
    ])
  })
})
