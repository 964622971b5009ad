import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FieldValue } from '../../../src/shared/domain/field.ts'
import { checkDigit } from '../../../src/shared/domain/id-number.ts'
import { buildRawWorkbook, type RawValue } from '../../fixtures/messy/raw-workbook.ts'
import { openOffice, type TestOffice } from '../../fixtures/office.ts'
import { oldWorkbook } from '../../fixtures/workbook/catalogue.ts'
import { buildPackage, textRow } from '../../fixtures/workbook/package-builder.ts'
import { readTexts } from '../../fixtures/workbook/reading.ts'

/**
 * The cells of the catalogue of untrusted workbooks, each through the whole import: what the preview
 * says of the row, and what stands in the ledger afterwards. Reading alone is tested beside the reader.
 */
let office: TestOffice
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office.close())

const header = ['姓名', '身份证号码', '联系电话', '家庭地址', '就业时间', '备注']
let person = 0
/** The number of one more person who does not exist. */
function nextId(): string {
  const body = `43312619900101${String(100 + person++).padStart(3, '0')}`
  return `${body}${checkDigit(body)}`
}
type Cells = {
  name?: RawValue
  id?: RawValue
  phone?: RawValue
  address?: RawValue
  on?: RawValue
  note?: RawValue
}
const line = ({
  name = '石小花',
  id = nextId(),
  phone = null,
  address = null,
  on = null,
  note = null,
}: Cells) => [name, id, phone, address, on, note]
const fileOf = (...rows: (readonly RawValue[])[]) => ({
  name: '名单.xlsx',
  bytes: buildRawWorkbook([{ name: 'Sheet1', rows: [header, ...rows] }]),
})

/** What happens to the one row of a file: its answer, the codes of what was said, and the value kept. */
async function one(file: { name: string; bytes: Uint8Array }, field: string) {
  const preview = await office.ok('import.preview', { file, ledger: 'labourer' })
  const [row] = [...preview.rows.new, ...preview.rows.blocked]
  const codes = row?.violations.filter((violation) => violation.field === field).map(({ code }) => code)
  const { importId } = await office.ok('import.run', { file, ledger: 'labourer' })
  const page = await office.full('ledger.page', { ledger: 'labourer', columns: ['name', field] })
  const kept: FieldValue | undefined = page.rows[0]?.values[field]
  await office.ok('batch.undo', { id: importId })
  return { answer: row?.kind, codes, kept, warnings: preview.warnings }
}

const id = '433126199001010036'
const wrongCheck = `${id.slice(0, 17)}${id.endsWith('0') ? '1' : '0'}`

describe('a cell with an ID number', () => {
  const blocked: [string, RawValue, string][] = [
    ['kept as a number', { digits: '433126199001010000' }, 'cell.digitsLost'],
    ['in scientific notation', { digits: '4.33126199001010E17' }, 'cell.digitsLost'],
    ['in scientific notation as text', '4.33126E+17', 'cell.digitsLost'],
    ['with an error', { error: '#REF!' }, 'cell.error'],
    ['with a formula without result', { formula: 'A9' }, 'cell.formulaWithoutValue'],
    ['with a date that is none', '433126199002300014', 'L02_id_format'],
    ['too short', '43312619900101', 'L02_id_format'],
  ]
  it.each(blocked)('%s is blocked, never repaired', async (_what, cell, code) => {
    expect(await one(fileOf(line({ id: cell })), 'idNumber')).toMatchObject({
      answer: 'blocked',
      codes: [code],
      kept: undefined,
    })
  })
  const mended: [string, RawValue, string[]][] = [
    ['behind an apostrophe', `'${id}`, []],
    [
      'in full-width digits with spaces',
      ` ${id.replace(/\d/g, (d) => String.fromCharCode(d.charCodeAt(0) + 0xfee0))} `,
      [],
    ],
    ['with zero-width signs in it', `${id.slice(0, 6)}\u200b${id.slice(6)}`, ['cell.invisibleRemoved']],
  ]
  it.each(mended)('%s is read as it is meant', async (_what, cell, codes) => {
    const found = await one(fileOf(line({ id: cell })), 'idNumber')
    expect(found).toMatchObject({ answer: 'new', kept: id })
    expect(found.codes?.filter((code) => code.startsWith('cell.'))).toEqual(codes)
  })
  it('with a small x is read as X', async () => {
    const body = Array.from(
      { length: 999 },
      (_item, order) => `43312619900101${String(order).padStart(3, '0')}`,
    ).find((digits) => checkDigit(digits) === 'X')
    expect(await one(fileOf(line({ id: `${body}x` })), 'idNumber')).toMatchObject({
      answer: 'new',
      kept: `${body}X`,
    })
  })
  it('of 15 digits is upgraded, and said', async () => {
    const found = await one(fileOf(line({ id: `${id.slice(0, 6)}${id.slice(8, 17)}` })), 'idNumber')
    expect(found).toMatchObject({ answer: 'new', kept: id })
    expect(found.codes).toContain('cell.idUpgraded')
  })
  it('with a wrong check character is kept with a warning', async () => {
    const found = await one(fileOf(line({ id: wrongCheck })), 'idNumber')
    expect(found).toMatchObject({ answer: 'new', kept: wrongCheck })
    expect(found.codes).toContain('L02_id_checksum')
  })
})

describe('the same ID number twice', () => {
  it('blocks the later row, names the earlier one, and shows that too', async () => {
    const twice = nextId()
    const file = fileOf(line({ id: twice }), line({}), line({ id: twice, name: '石小草' }))
    const preview = await office.ok('import.preview', { file, ledger: 'labourer' })
    expect(preview.counts).toMatchObject({ rows: 3, inserted: 2, blocked: 1 })
    expect(preview.rows.blocked).toMatchObject([
      {
        row: 4,
        name: '石小草',
        violations: [{ code: 'row.twice', message: expect.stringContaining('第 2 行') }],
      },
    ])
    const first = preview.rows.warned.find(({ row }) => row === 2)
    expect(first?.violations).toContainEqual(
      expect.objectContaining({ code: 'row.twiceFirst', message: expect.stringContaining('第 4 行') }),
    )
    const { importId, ...counts } = await office.ok('import.run', { file, ledger: 'labourer' })
    expect(counts).toMatchObject(preview.counts)
    await office.ok('batch.undo', { id: importId })
  })
})

describe('a formula', () => {
  it('with a stored result is read as that, and the file says how many there are', async () => {
    const cell = { formula: 'CONCATENATE("古阳镇","一组")', value: '古阳镇一组' }
    const found = await one(fileOf(line({ address: cell })), 'homeAddress')
    expect(found).toMatchObject({ answer: 'new', kept: '古阳镇一组' })
    expect(found.warnings).toContainEqual(expect.stringMatching(/1 个单元格是公式/))
  })
  it('without one blocks its row', async () => {
    const found = await one(fileOf(line({ address: { formula: 'B9' } })), 'homeAddress')
    expect(found).toMatchObject({ answer: 'blocked', codes: ['cell.formulaWithoutValue'] })
  })
})

describe('a text', () => {
  it.each([
    '=1+1',
    '+86 转',
    '-甲组',
    '@甲',
    '＝1+1',
    '<img src=x onerror=alert(1)>',
    '一组"二组"',
    '𠮷祥里',
  ])('%s stays the text it is, in the ledger and on its way out', async (text) => {
    expect(await one(fileOf(line({ address: text })), 'homeAddress')).toMatchObject({
      answer: 'new',
      kept: text,
    })
    const { importId } = await office.ok('import.run', {
      file: fileOf(line({ address: text })),
      ledger: 'labourer',
    })
    const out = await office.full('export.run', { ledger: 'labourer' })
    expect((await readTexts(out.bytes)).flat()).toContain(text)
    // As a string cell: no formula anywhere in the workbook.
    const back = await office.ok('import.preview', { file: { name: out.name, bytes: out.bytes } })
    expect(back.counts).toMatchObject({ unchanged: 1, updated: 0, blocked: 0 })
    expect(back.warnings.join()).not.toContain('公式')
    await office.ok('batch.undo', { id: importId })
  })
  it('with a tab or a line break around it is the text between', async () => {
    expect(await one(fileOf(line({ address: '\t=甲组\r' })), 'homeAddress')).toMatchObject({ kept: '=甲组' })
  })
  it('of rich runs with escapes is read as one', async () => {
    const strings = `<si><r><t>古阳</t></r><r><t>镇_x0041_组</t></r></si>`
    const cells = textRow(1, '姓名', '身份证号码', '家庭地址')
    const row = `<row r="2"><c r="A2" t="inlineStr"><is><t>石小花</t></is></c><c r="B2" t="inlineStr"><is><t>${nextId()}</t></is></c><c r="C2" t="s"><v>0</v></c></row>`
    const file = { name: '富文本.xlsx', bytes: buildPackage({ sheets: [{ rows: cells + row }], strings }) }
    expect(await one(file, 'homeAddress')).toMatchObject({ answer: 'new', kept: '古阳镇A组' })
  })
  it('with unseen signs is warned of, without them kept', async () => {
    const found = await one(fileOf(line({ address: '古阳\u200b镇\u202e一组' })), 'homeAddress')
    expect(found).toMatchObject({ answer: 'new', kept: '古阳镇一组' })
    expect(found.codes).toContain('cell.invisibleRemoved')
  })
  it('of more characters than a cell can have blocks its row', async () => {
    const found = await one(fileOf(line({ note: '长'.repeat(32_768) })), 'note')
    expect(found).toMatchObject({ answer: 'blocked', codes: ['cell.tooLong'] })
  })
})

describe('a date', () => {
  it.each([
    ['of a date cell', { serial: 43905 }, '2020-03-15'],
    ['as a bare serial number', { digits: '43905' }, '2020-03-15'],
    ['as text', '2020年3月15日', '2020-03-15'],
    ['as text to the month', '2020.3', '2020-03'],
  ] as [string, RawValue, string][])('%s is read', async (_what, cell, kept) => {
    expect(await one(fileOf(line({ on: cell })), 'employedOn')).toMatchObject({ answer: 'new', kept })
  })
  it.each([
    ['of serial number 60', { serial: 60 }],
    ['of a negative serial number', { serial: -5 }],
    ['that is none', '2019-02-30'],
  ] as [string, RawValue][])('%s blocks its row', async (_what, cell) => {
    expect(await one(fileOf(line({ on: cell })), 'employedOn')).toMatchObject({ answer: 'blocked' })
  })
  it('of a workbook that counts from 1904 is the same day', async () => {
    const rows =
      textRow(1, '姓名', '身份证号码', '就业时间') +
      `<row r="2"><c r="A2" t="inlineStr"><is><t>石小花</t></is></c><c r="B2" t="inlineStr"><is><t>${nextId()}</t></is></c><c r="C2" s="1"><v>${43905 - 1462}</v></c></row>`
    const file = { name: '1904.xlsx', bytes: buildPackage({ sheets: [{ rows }], date1904: true }) }
    expect(await one(file, 'employedOn')).toMatchObject({ answer: 'new', kept: '2020-03-15' })
  })
})

describe('a file', () => {
  it.each(['名单.xls', '名单.et'])(
    'of the old format (%s) comes in, blocked rows come back as .xlsx',
    async (name) => {
      const bytes = oldWorkbook([
        header.slice(0, 3),
        ['石小花', nextId(), '19900001111'],
        ['石小草', '433126', '1'],
      ])
      const file = { name, bytes }
      const done = await office.ok('import.run', { file, ledger: 'labourer' })
      expect(done).toMatchObject({ rows: 2, inserted: 1, blocked: 1 })
      const back = await office.ok('import.errors', { importId: done.importId })
      expect(back.name).toMatch(/\.xlsx$/)
      expect((await readTexts(back.bytes)).at(-1)?.join()).toMatch(/石小草.*格式不正确/)
      await office.ok('batch.undo', { id: done.importId })
    },
  )
  it('whose only fitting sheet is hidden is never imported in silence', async () => {
    const rows = [header, line({})]
    const file = {
      name: '隐藏.xlsx',
      bytes: buildRawWorkbook([
        { name: '说明', rows: [['请看下一张表']] },
        { name: '名单', rows, hidden: true },
      ]),
    }
    const refused = await office.refused('import.run', { file, ledger: 'labourer' })
    expect(refused.code).toBe('refused')
    const inspection = await office.ok('import.inspect', { file })
    expect(inspection.candidates).toEqual([])
    expect(inspection.warnings.join()).toContain('隐藏的工作表“名单”')
  })
  it('with hidden rows is imported whole, with their number', async () => {
    const rows = [header, line({}), line({}), line({})]
    const bytes = buildRawWorkbook([{ name: '名单', rows, hiddenRows: [3, 4] }])
    const done = await office.ok('import.run', { file: { name: '隐藏行.xlsx', bytes }, ledger: 'labourer' })
    expect(done).toMatchObject({ inserted: 3 })
    expect(done.warnings.join()).toMatch(/隐藏.*2|2.*隐藏/)
    await office.ok('batch.undo', { id: done.importId })
  })
  it('with the same header twice, or without a required one, is refused with the place', async () => {
    const twice = {
      name: '重.xlsx',
      bytes: buildRawWorkbook([
        {
          name: 'S',
          rows: [
            ['姓名', '身份证号码', '身份证号码'],
            ['石小花', nextId(), nextId()],
          ],
        },
      ]),
    }
    expect((await office.refused('import.run', { file: twice, ledger: 'labourer' })).message).toMatch(
      /身份证号码.*[BC]列/,
    )
    const missing = {
      name: '缺.xlsx',
      bytes: buildRawWorkbook([
        {
          name: 'S',
          rows: [
            ['姓名', '联系电话'],
            ['石小花', '19900001111'],
          ],
        },
      ]),
    }
    expect((await office.refused('import.run', { file: missing, ledger: 'labourer' })).message).toContain(
      '身份证号码',
    )
  })
  it('with headers in full width, spaces, line breaks and another order is understood', async () => {
    const headers = ['备 注', '家庭\n地址', '身份证号码＊', '　姓　名　']
    const bytes = buildRawWorkbook([{ name: 'S', rows: [headers, ['无', '古阳镇一组', id, '石小花']] }])
    expect(await one({ name: '乱序.xlsx', bytes }, 'homeAddress')).toMatchObject({
      answer: 'new',
      kept: '古阳镇一组',
    })
  })
  it('writes nothing when it is refused', async () => {
    expect(
      (await office.ok('batch.page', { limit: 200 })).rows.every(
        ({ undoneBy, kind }) => kind === 'undo' || undoneBy,
      ),
    ).toBe(true)
    expect((await office.ok('ledger.count', { ledger: 'member' })).total).toBe(0)
  })
})
