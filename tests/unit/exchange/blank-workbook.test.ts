import { existsSync, readFileSync } from 'node:fs'
import { readXlsx } from 'hucre'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openWorkbook, readInputs } from '../../../src/main/core/workbook/index.ts'
import { inflateEntry, rawEntryBytes } from '../../../src/main/core/workbook/zip-inflate.ts'
import { readZip } from '../../../src/main/core/workbook/zip-reader.ts'
import type { TemplateInspection, TemplateSheet } from '../../../src/shared/contract/calls/profile.ts'
import type { Input } from '../../../src/shared/contract/index.ts'
import { openOffice, type TestOffice } from '../../fixtures/office.ts'
import { blankForm, blankFormBytes } from '../../fixtures/workbook/blank-form.ts'
import { readTexts } from '../../fixtures/workbook/reading.ts'

/** An upper level's own blank workbook: understood, saved as a profile, filled, and otherwise left as it was. */

type Sheets = Input<'profile.save'>['sheets']

/** The sheet as the screen would save it when nobody changes anything. */
const sheetOf = (
  { index, name, ledger, headerRow, firstRow, columns }: TemplateSheet,
  basis: string,
): Sheets[number] => {
  if (!ledger) throw new Error('no ledger')
  return {
    name,
    ledger,
    rows: { basis, filters: [] },
    columns: columns.map(({ proposal }) => proposal),
    template: { sheet: index, headerRow, firstRow },
  }
}

const partOf = (bytes: Uint8Array, name: string): string => {
  const zip = readZip(bytes)
  const entry = zip.entries.get(name)
  if (!entry) throw new Error(`no part ${name}`)
  return inflateEntry(zip, entry, 1e8).toString('utf8')
}

describe('a blank workbook of an upper level', () => {
  const file = { name: blankForm.fileName, bytes: blankFormBytes() }
  let office: TestOffice
  let inspection: TemplateInspection
  let sheet: TemplateSheet
  beforeAll(async () => {
    office = await openOffice({ demo: { people: 60, seed: 3 } })
    inspection = await office.ok('profile.inspectTemplate', { file, ledger: 'labourer' })
    sheet = inspection.sheets[inspection.best] as TemplateSheet
  }, 60_000)
  afterAll(() => office.close())

  it('is understood: sheet, header, first row and its own lists', () => {
    expect(sheet).toMatchObject({ name: blankForm.sheet, headerRow: 3, firstRow: 4, ledger: 'labourer' })
    expect(sheet.columns.map(({ header }) => header)).toEqual(blankForm.headers)
    const listOf = (header: string) => sheet.columns.find((column) => column.header === header)?.list
    expect(listOf('文化程度')).toEqual(blankForm.educationList)
    expect(listOf('是否务工')).toEqual(['是', '否'])
    expect(listOf('务工省份')).toEqual(['湖南省', '广东省', '浙江省'])
    expect(listOf('就业形式')).toEqual(blankForm.formList)
    expect(listOf('姓名*')).toBeNull()
  })

  it('gets proposals: fields, parts of regions, computed columns, values in its words, the writing of dates', () => {
    const proposals = Object.fromEntries(sheet.columns.map(({ header, proposal }) => [header, proposal]))
    expect(proposals.序号).toMatchObject({ compute: { kind: 'serial' } })
    expect(proposals['身份证号码*']).toMatchObject({ field: 'idNumber', required: true })
    expect(proposals[blankForm.headers[4] ?? '']).toMatchObject({
      compute: { kind: 'regionPart', field: 'region', from: 'village' },
    })
    expect(proposals.文化程度).toMatchObject({
      field: 'education',
      values: { '20': '大学本科', '10': '研究生及以上', '90': '文盲' },
    })
    expect(proposals.就业时间).toMatchObject({ field: 'employedOn', date: 'cell' })
    expect(proposals.务工省份).toMatchObject({
      compute: { field: 'workplaceRegion', from: 'province', to: 'province' },
    })
    expect(proposals.填报人).not.toHaveProperty('field')
  })

  it('is filled with the rows and keeps its styles, lists, checks, names and other sheets', async () => {
    const saved = await office.ok('profile.save', {
      label: '花名册',
      receiver: '省人社厅',
      template: file,
      sheets: [sheetOf(sheet, '已建采集表的人员')],
    })
    expect(saved).toMatchObject({ own: true, version: 1, templateName: blankForm.fileName })
    const { bytes, rows } = await office.full('profile.export', { key: saved.key })
    const count = rows[0] ?? 0
    const last = 3 + count
    expect(count).toBeGreaterThan(20)

    const texts = await readTexts(bytes)
    expect(texts.slice(0, 3)).toEqual((await readTexts(file.bytes)).slice(0, 3))
    const cells = (await readXlsx(bytes)).sheets[0]?.rows ?? []
    const people = await office.full('ledger.page', {
      ledger: 'labourer',
      columns: ['name', 'idNumber', 'employedOn'],
      limit: 500,
    })
    expect(cells.slice(3, last).map((row) => row[2])).toEqual(
      people.rows.map(({ values }) => values.idNumber),
    )
    // Notes stand below the rows, in their order.
    expect(texts[last]?.[0]).toContain('填表说明')
    expect(texts[last + 1]?.[0]).toBe('制表单位：')
    expect(texts[last + 2]?.[1]).toBe('县公共就业服务中心监制')
    const dated = people.rows.findIndex(({ values }) => String(values.employedOn).length === 10)
    const day = cells[3 + dated]?.[8]
    expect(day instanceof Date && day.toISOString().slice(0, 10)).toBe(people.rows[dated]?.values.employedOn)

    const xml = partOf(bytes, 'xl/worksheets/sheet1.xml')
    for (const place of ['F', 'G', 'L']) expect(xml).toContain(`sqref="${place}4:${place}${last}"`)
    expect(xml).toContain(`sqref="I4:I${last} M4:M${last}"`)
    expect(xml).toContain(`<xm:sqref>H4:H${last}</xm:sqref>`)
    expect(xml).toContain(`<conditionalFormatting sqref="J4:J${last}">`)
    expect(xml).toContain(`<autoFilter ref="A3:M${last}"`)
    expect(xml).toContain(`<mergeCell ref="A${last + 1}:M${last + 1}"/>`)
    expect(xml).not.toContain('B5:B6')
    expect(xml.slice(xml.indexOf(`<row r="${last}"`), xml.indexOf(`<row r="${last + 1}"`))).toMatch(
      new RegExp(`<c r="C${last}" s="3" t="inlineStr"`),
    )
    expect(xml).toContain(`<f>YEAR(TODAY())-MID(C${last},7,4)+0*SUM(J$1:J${last})</f>`)
    expect(xml).toContain('<pageSetup paperSize="8" orientation="landscape" r:id="rId1"/>')
    expect(xml).toContain(`<row r="${last}" ht="27" customHeight="1">`)
    const book = partOf(bytes, 'xl/workbook.xml')
    expect(book).toContain(`花名册!$A$3:$M$${last}`)
    expect(book).toContain(`'花名册'!$A$1:$M$${last}`)
    expect(book).toContain('字典!$C$2:$C$5')
    expect(book).toContain('fullCalcOnLoad="1"')

    // Whatever has nothing to do with the rows lies in the file as it was.
    const [before, after] = [readZip(file.bytes), readZip(bytes)]
    for (const name of [
      'xl/styles.xml',
      'xl/worksheets/sheet2.xml',
      'xl/worksheets/sheet3.xml',
      'xl/printerSettings/printerSettings1.bin',
    ]) {
      const [one, other] = [before.entries.get(name), after.entries.get(name)]
      if (!one || !other) throw new Error(`no part ${name}`)
      expect(Buffer.from(rawEntryBytes(after, other))).toEqual(Buffer.from(rawEntryBytes(before, one)))
    }
  })

  it('that counts its days from 1904 on gets the same days', async () => {
    const template = { name: blankForm.fileName, bytes: blankFormBytes(true) }
    const sheets = [sheetOf(sheet, '已建采集表的人员')]
    const { key } = await office.ok('profile.save', { label: '一九零四', template, sheets })
    const daysOf = async (bytes: Uint8Array) => {
      const days: (string | null)[] = []
      for await (const rows of openWorkbook(bytes).readRows(0))
        days.push(...rows.filter(({ number }) => number > 3).map(({ cells }) => cells[8]?.date ?? null))
      return days
    }
    const { bytes } = await office.full('profile.export', { key })
    const plain = (await office.ok('profile.list', {})).find(({ label }) => label === '花名册')
    const other = await office.full('profile.export', { key: plain?.key ?? '' })
    expect(await daysOf(bytes)).toEqual(await daysOf(other.bytes))
    await office.ok('profile.remove', { key })
  })

  it('comes back recognised as this profile and changes nothing', async () => {
    const [own] = (await office.ok('profile.list', {})).filter((one) => one.own)
    const { bytes } = await office.full('profile.export', { key: own?.key ?? '' })
    const found = await office.ok('import.inspect', { file: { name: '花名册.xlsx', bytes } })
    expect(found.sheets[0]?.profile).toEqual({ key: own?.key, label: '花名册' })
    const preview = await office.ok('import.preview', { file: { name: '花名册.xlsx', bytes } })
    expect(preview.rows.changed.flatMap(({ changes }) => changes)).toEqual([])
    // Whatever is no plain note is rather shown than dropped, as in every import.
    expect(preview.rows.blocked.map(({ name }) => name)).toEqual(['县公共就业服务中心监制'])
    const counts = await office.ok('import.run', { file: { name: '花名册.xlsx', bytes } })
    expect(counts).toMatchObject({ inserted: 0, updated: 0, blocked: 1 })
  })

  it('saved again under its name is the next version, removed it is gone', async () => {
    const again = await office.ok('profile.save', {
      label: '花名册',
      template: file,
      sheets: [sheetOf(sheet, '已建采集表的人员')],
    })
    expect(again.version).toBe(2)
    await office.ok('profile.remove', { key: again.key })
    expect((await office.refused('profile.export', { key: again.key })).code).toBe('not_found')
    expect((await office.refused('profile.remove', { key: 'shaanxi-member' })).code).toBe('not_found')
  })

  it('is refused with a sentence where it does not fit', async () => {
    const wrong = { ...sheetOf(sheet, '全部'), columns: [{ header: '姓名', field: 'nonsense' }] }
    const failure = await office.refused('profile.save', { label: '错误', template: file, sheets: [wrong] })
    expect(failure.message).toContain('nonsense')
    const taken = { label: '就业实名制台账', template: file, sheets: [sheetOf(sheet, '全部')] }
    expect((await office.refused('profile.save', taken)).code).toBe('conflict')
    const csv = { name: '表.csv', bytes: new TextEncoder().encode('姓名,身份证号\n甲,1\n') }
    expect((await office.refused('profile.inspectTemplate', { file: csv })).message).toContain('.xlsx')
  })
})

const folder = new URL('../../../../shared/templates/', import.meta.url)
const real = existsSync(folder)
if (!real) console.info('没有上级系统的空白模板（../shared/templates），跳过用真实模板填写的测试')

describe.skipIf(!real)('the real blank workbooks of the Shaanxi ledger', () => {
  let office: TestOffice
  beforeAll(async () => {
    office = await openOffice({ demo: { people: 120, seed: 9 } })
  }, 60_000)
  afterAll(() => office.close())

  for (const [name, sheets] of [
    ['家庭成员信息导入模板.xlsx', [0]],
    ['就业信息导入模板.xlsx', [0, 1]],
    ['培训信息导入模板.xlsx', [0]],
    ['贫困户信息导入模板.xlsx', [0]],
  ] as const) {
    it(`${name} is filled and read again`, async () => {
      const file = { name, bytes: new Uint8Array(readFileSync(new URL(name, folder))) }
      const inspection = await office.ok('profile.inspectTemplate', { file })
      const chosen = sheets.map((index) => sheetOf(inspection.sheets[index] as TemplateSheet, '全部'))
      // Only rows that the office has in full: forms alone name no channel.
      for (const sheet of chosen)
        if (sheet.ledger === 'employment' || sheet.ledger === 'employmentEnd')
          sheet.rows.filters = [
            { field: sheet.ledger === 'employment' ? 'channel' : 'endedOn', op: 'notEmpty' },
          ]
      const saved = await office.ok('profile.save', { label: `试填${name}`, template: file, sheets: chosen })
      const { bytes, rows } = await office.full('profile.export', { key: saved.key })
      expect(Math.min(...rows)).toBeGreaterThan(0)
      const book = await readXlsx(bytes)
      for (const [at, index] of sheets.entries()) {
        const lines = (book.sheets[index]?.rows ?? []).filter((row) =>
          row.some((cell) => cell !== null && cell !== ''),
        )
        expect(lines.length - 1).toBe(rows[at])
        const inputs = (bytes: Uint8Array) => readInputs(openWorkbook(bytes), index, 2)
        expect(await inputs(bytes)).toEqual(await inputs(file.bytes))
      }
      const again = await office.ok('import.run', { file: { name, bytes }, ledger: chosen[0]?.ledger })
      expect(again).toMatchObject({ rows: rows[0], inserted: 0, updated: 0, blocked: 0 })
      await office.ok('profile.remove', { key: saved.key })
    })
  }
})
