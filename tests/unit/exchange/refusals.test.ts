import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type Crafted,
  craft,
  memberProfile,
  memberRow,
  type Stranger,
  stranger,
} from '../../fixtures/exchange/crafted-package.ts'
import { editing, partsOf } from '../../fixtures/signature/workbooks.ts'
import { city, idNumber, nameOf, openUnit, type TestUnit } from '../../fixtures/units.ts'
import { buildZip } from '../../fixtures/workbook/zip-builder.ts'

const own = { name: city.unitName, code: city.regionCode }
const row = (number: number) => memberRow(idNumber(number), nameOf(number))

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
    const first = await craft({
      from: known,
      to: own,
      rows: [row(0)],
      envelope: { sequence: 3, id: 'a0'.repeat(16) },
    })
    await office.ok('package.receive', { file: file(first) })
  })
  afterAll(() => office.close())

  const made = (crafted: Partial<Crafted>) => () =>
    craft({ from: known, to: own, rows: [row(1)], ...crafted })
  const refusals: [string, () => Promise<Uint8Array>, RegExp][] = [
    ['no workbook', async () => new Uint8Array([0x4d, 0x5a, 0x90, 0]), /程序/],
    [
      'a text table',
      async () => new TextEncoder().encode('姓名,身份证号\n石小花,1\n'),
      /报送包是带签名的 .xlsx 文件/,
    ],
    ['no signature', made({ signed: false }), /没有数字签名，不能作为报送包接收/],
    ['changed after signing', async () => tampered(await made({})()), /签名无效.*部件/],
    [
      'an unknown signer',
      () => craft({ from: unknown, to: own, rows: [row(1)] }),
      /不在本单位的信任名单里.*指纹：[0-9A-F]{2}:.*单位名片/,
    ],
    ['no envelope', made({ copies: 0 }), /没有报送信息，不是报送包/],
    ['two envelopes', made({ copies: 2 }), /报送信息不合格式/],
    [
      'an envelope of another version',
      made({ text: (xml) => xml.replace('kind="full"', 'kind="more"') }),
      /报送信息不合格式/,
    ],
    [
      'a sender who did not sign',
      made({
        envelope: { sender: { name: '丙镇人民政府', code: '433101102000', fingerprint: '' }, sequence: 4 },
      }),
      /报送信息不合格式/,
    ],
    [
      'the name of another unit',
      async () =>
        craft({
          from: known,
          to: own,
          envelope: {
            sender: { name: '丙镇人民政府', code: '433101102000', fingerprint: known.fingerprint },
            sequence: 4,
          },
        }),
      /报送单位写的是“丙镇人民政府”，签名的却是“甲镇人民政府”/,
    ],
    [
      'another receiver',
      made({ to: { name: '省就业服务局', code: '430000000000' } }),
      /报给“省就业服务局”的，不是报给本单位/,
    ],
    [
      'the same package again',
      made({ envelope: { id: 'a0'.repeat(16), sequence: 9 } }),
      /已于 2026-11-23 接收过/,
    ],
    ['an older number', made({ envelope: { sequence: 2 } }), /第 2 号包，本单位已经接收过该单位的第 3 号/],
    ['the same number', made({ envelope: { sequence: 3 } }), /较早的内容不能盖过较新的/],
    [
      'another predecessor',
      made({ envelope: { sequence: 4, previous: 'b'.repeat(64) } }),
      /所接的上一份与本单位收到的第 3 号不是同一个文件/,
    ],
    [
      'an unknown profile',
      made({
        envelope: {
          sequence: 5,
          profile: { key: 'other', version: 1, hash: 'c'.repeat(64), label: '别的格式' },
        },
      }),
      /本单位没有“别的格式”这个上报格式/,
    ],
    [
      'another version of the profile',
      made({
        envelope: {
          sequence: 5,
          profile: { key: memberProfile.key, version: 9, hash: 'c'.repeat(64), label: memberProfile.label },
        },
      }),
      /第 9 版，本单位的是第 1 版/,
    ],
    [
      'another layout under the same version',
      made({
        envelope: {
          sequence: 5,
          profile: { key: memberProfile.key, version: 1, hash: 'c'.repeat(64), label: memberProfile.label },
        },
      }),
      /列或口径不一样/,
    ],
    [
      'a row that the envelope does not tell',
      made({ envelope: { sequence: 5, sheets: [{ name: 'Sheet1', rows: [], results: [] }] } }),
      /行与报送信息里登记的行对不上/,
    ],
    [
      'a row that the sheet does not have',
      made({
        envelope: {
          sequence: 5,
          sheets: [
            {
              name: 'Sheet1',
              rows: [2, 3].map((number) => ({ row: number, version: 1, base: null })),
              results: [],
            },
          ],
        },
      }),
      /行与报送信息里登记的行对不上/,
    ],
    [
      'a receipt without the package that it answers',
      made({ rows: [], envelope: { kind: 'receipt' } }),
      /没有写明答复哪一个包/,
    ],
    [
      'a receipt for a package that was never sent',
      made({
        rows: [],
        envelope: { kind: 'receipt', answers: { id: 'd'.repeat(32), sequence: 1, digest: 'e'.repeat(64) } },
      }),
      /没有向“甲镇人民政府”发出过这份回执所答复的包/,
    ],
  ]

  it.each(refusals)('%s', async (_name, make, sentence) => {
    const bytes = await make()
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
    const rows = [row(4), memberRow('433126199001011299', '假证件'), memberRow(idNumber(0), '另一个名')]
    const bytes = await craft({ from: known, to: own, rows, envelope: { sequence: 12 } })
    const { counts, id } = await office.ok('package.receive', { file: file(bytes) })
    expect(counts).toMatchObject({ rows: 3, blocked: 1 })
    const refused = await office.ok('package.rows', { id, result: 'refused' })
    expect(refused.rows).toMatchObject([
      { row: 4, name: '另一个名', reasons: expect.stringContaining('另一个姓名') },
    ])
  })
})

/** The workbook with one byte of a stored value changed, its checksum put right by rewriting the part. */
function tampered(bytes: Uint8Array): Uint8Array {
  return buildZip(
    editing(partsOf(bytes), {
      'xl/worksheets/sheet1.xml': (text: string) => text.replace('19900001111', '19900009999'),
    }),
  )
}
