import { readXlsx } from 'hucre'
import { describe, expect, it } from 'vitest'
import * as XLSX from 'xlsx'
import type { AnnotateOptions } from '../../../src/main/core/workbook/index.ts'
import {
  annotateRows,
  openTable,
  openWorkbook,
  writeWorkbookBytes,
} from '../../../src/main/core/workbook/index.ts'
import { inflateEntry, rawEntryBytes } from '../../../src/main/core/workbook/zip-inflate.ts'
import { readZip } from '../../../src/main/core/workbook/zip-reader.ts'
import { oldWorkbook } from '../../fixtures/workbook/catalogue.ts'
import {
  buildPackage,
  mainNamespace,
  relation,
  relations,
  sheetXml,
  textRow,
} from '../../fixtures/workbook/package-builder.ts'
import { readRows, readTexts } from '../../fixtures/workbook/reading.ts'

const options: AnnotateOptions = {
  reasonHeader: '未导入原因',
  headerRow: 2,
  rows: new Map([
    [4, { reason: '身份证号应为 18 位。', columns: [1] }],
    [6, { reason: '缺少姓名；<请补>。', columns: [0, 2] }],
  ]),
  keepOnlyMarked: true,
}

const rows =
  '<row r="1" spans="1:3" ht="30"><c r="A1" t="inlineStr"><is><t>某县台账</t></is></c></row>' +
  textRow(2, '姓名', '身份证号', '电话') +
  textRow(3, '甲', '1', '11') +
  '<row r="4" hidden="1"><c r="A4" s="1" t="s"><v>0</v></c><c r="B4" s="3"><f>A3&amp;"x"</f><v>22</v></c></row>' +
  textRow(5, '丙', '3', '33') +
  '<row r="6"><c r="B6"><v>44</v></c></row>'
const source = (extra: Partial<Parameters<typeof buildPackage>[0]> = {}) =>
  buildPackage({
    sheets: [
      {
        name: '人员',
        before: '<dimension ref="A1:C6"/><cols><col min="1" max="16384" width="20" customWidth="1"/></cols>',
        rows,
        after:
          '<autoFilter ref="A2:C6"><filterColumn colId="0"/></autoFilter><mergeCells count="3"><mergeCell ref="A1:C1"/><mergeCell ref="A3:A4"/><mergeCell ref="B6:C6"/></mergeCells>' +
          '<dataValidations count="1"><dataValidation type="list" sqref="C3:C1048576"><formula1>"是,否"</formula1></dataValidation></dataValidations>' +
          '<hyperlinks><hyperlink ref="A4" location="x"/><hyperlink ref="A5" location="y"/></hyperlinks>',
      },
      { name: '说明', rows: textRow(1, '填表说明') },
    ],
    strings: '<si><t>乙</t></si>',
    ...extra,
  })

const part = (bytes: Uint8Array, name: string) => {
  const zip = readZip(bytes)
  const entry = zip.entries.get(name)
  return entry === undefined ? null : inflateEntry(zip, entry, 1e8).toString('utf8')
}

describe('把没有导入的行退回给报送人', () => {
  it('保留标题和表头，只留有问题的行，在末列写明原因', async () => {
    const returned = await annotateRows(source(), 0, options)
    const { rows: read } = await readRows(returned)
    expect(read.map(({ number, cells }) => [number, ...cells.map(({ text }) => text)])).toEqual([
      [1, '某县台账'],
      [2, '姓名', '身份证号', '电话', '未导入原因'],
      [3, '乙', '22', '', '身份证号应为 18 位。'],
      [4, '', '44', '', '缺少姓名；<请补>。'],
    ])
    expect(read.every(({ hidden }) => !hidden)).toBe(true)
    expect(await readTexts(returned, 1)).toEqual([['填表说明']])
  })

  it('问题单元格换了底色，原来的数字格式还在', async () => {
    const returned = await annotateRows(source(), 0, options)
    const workbook = await readXlsx(returned, { readStyles: true })
    const cell = workbook.sheets[0]?.cells?.get('2,1')
    expect(JSON.stringify(cell?.style?.fill)).toContain('FFC7CE')
    expect(cell?.style?.numFmt).toBe('@')
    expect(JSON.stringify(workbook.sheets[0]?.cells?.get('2,0')?.style?.fill ?? {})).not.toContain('FFC7CE')
    expect(JSON.stringify(workbook.sheets[0]?.cells?.get('3,0')?.style?.fill)).toContain('FFC7CE')
  })

  it('下拉和列宽还在，合并和链接跟着行走，公式只留结果', async () => {
    const xml = part(await annotateRows(source(), 0, options), 'xl/worksheets/sheet1.xml') ?? ''
    expect(xml).toContain('<dataValidation type="list" sqref="C3:C1048576"><formula1>"是,否"</formula1>')
    expect(xml).toContain(
      '<mergeCells count="2"><mergeCell ref="A1:C1"/><mergeCell ref="B4:C4"/></mergeCells>',
    )
    expect(xml).toContain('<hyperlinks><hyperlink ref="A3" location="x"/></hyperlinks>')
    expect(xml).toMatch(
      /<col min="1" max="3"[^>]*\/><col width="48" customWidth="1" min="4" max="4"\/><col min="5" max="16384"/,
    )
    expect(xml).not.toMatch(/<f>|autoFilter|dimension/)
  })

  it('没有改动的部件原样照抄，连压缩后的字节都一样', async () => {
    const before = source({ extraParts: [{ name: 'xl/theme/theme1.xml', content: '<theme/>' }] })
    const after = readZip(await annotateRows(before, 0, options))
    const old = readZip(before)
    for (const name of [
      'xl/theme/theme1.xml',
      'xl/workbook.xml',
      'xl/sharedStrings.xml',
      'xl/worksheets/sheet2.xml',
    ]) {
      const entry = after.entries.get(name)
      const original = old.entries.get(name)
      if (entry === undefined || original === undefined) throw new Error(name)
      expect(Buffer.from(rawEntryBytes(after, entry)).equals(rawEntryBytes(old, original))).toBe(true)
    }
  })

  it('不删行时，公式、行号、筛选都不动，只加原因', async () => {
    const returned = await annotateRows(source(), 0, { ...options, keepOnlyMarked: false })
    const { rows: read } = await readRows(returned)
    expect(read.map(({ number, cells }) => [number, cells.at(-1)?.text])).toEqual([
      [1, '某县台账'],
      [2, '未导入原因'],
      [3, '11'],
      [4, '身份证号应为 18 位。'],
      [5, '33'],
      [6, '缺少姓名；<请补>。'],
    ])
    const xml = part(returned, 'xl/worksheets/sheet1.xml') ?? ''
    expect(xml).toContain('<f>A3&amp;"x"</f>')
    expect(xml).toContain('<autoFilter ref="A2:C6">')
    expect(xml).toContain('<mergeCell ref="A3:A4"/>')
  })

  it('批注、计算次序和旧签名与行号对不上，一并去掉，目录里也不留', async () => {
    const bytes = source({
      extraTypes:
        '<Override PartName="/xl/calcChain.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"/><Override PartName="/xl/comments1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"/>',
      extraRelations: relation('rId60', 'calcChain', 'calcChain.xml'),
      extraParts: [
        { name: 'xl/calcChain.xml', content: `<calcChain xmlns="${mainNamespace}"><c r="B4"/></calcChain>` },
        { name: 'xl/comments1.xml', content: `<comments xmlns="${mainNamespace}"/>` },
        { name: '_xmlsignatures/origin.sigs', content: '' },
        {
          name: 'xl/worksheets/_rels/sheet1.xml.rels',
          content: relations(relation('rId1', 'comments', '../comments1.xml')),
        },
      ],
    })
    const returned = await annotateRows(bytes, 0, options)
    const names = [...readZip(returned).entries.keys()]
    expect(names.filter((name) => /calcChain|comments1|_xmlsignatures/.test(name))).toEqual([])
    expect(part(returned, '[Content_Types].xml')).not.toMatch(/calcChain|comments1/)
    expect(part(returned, 'xl/_rels/workbook.xml.rels')).not.toContain('calcChain')
    expect(part(returned, 'xl/worksheets/_rels/sheet1.xml.rels')).not.toContain('comments')
    expect(await readTexts(returned)).toHaveLength(4)
  })

  it('带前缀、不写位置的工作簿也能退回', async () => {
    const xml = `<x:worksheet xmlns:x="${mainNamespace}"><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:t>姓名</x:t></x:is></x:c></x:row><x:row><x:c><x:v>1</x:v></x:c></x:row><x:row><x:c><x:v>2</x:v></x:c></x:row></x:sheetData></x:worksheet>`
    const returned = await annotateRows(buildPackage({ sheets: [{ xml }] }), 0, {
      ...options,
      headerRow: 1,
      rows: new Map([[3, { reason: '数字不对。', columns: [0] }]]),
    })
    expect(await readTexts(returned)).toEqual([
      ['姓名', '未导入原因'],
      ['2', '数字不对。'],
    ])
    expect(part(returned, 'xl/worksheets/sheet1.xml')).toContain(
      '<x:is><x:t xml:space="preserve">数字不对。</x:t></x:is>',
    )
  })

  it('自己导出的台账退回后，SheetJS 和 hucre 读出的一样', async () => {
    const bytes = await writeWorkbookBytes({
      sheets: [
        {
          name: '台账',
          title: ['台账'],
          columns: [
            { header: '姓名', kind: 'text', width: 10 },
            { header: '日期', kind: 'date', width: 12 },
          ],
          rows: Array.from({ length: 50 }, (_, index) => [`人${index}`, '2020-03-15']),
        },
      ],
    })
    const returned = await annotateRows(bytes, 0, {
      ...options,
      rows: new Map([[20, { reason: '不对。', columns: [1] }]]),
    })
    const expected = [['台账'], ['姓名', '日期', '未导入原因'], ['人17', '43905', '不对。']]
    expect(await readTexts(returned)).toEqual(expected)
    const sheet = XLSX.read(returned).Sheets.台账
    expect(XLSX.utils.sheet_to_json(sheet as XLSX.WorkSheet, { header: 1 })).toEqual([
      ['台账'],
      ['姓名', '日期', '未导入原因'],
      ['人17', 43905, '不对。'],
    ])
    const book = await readXlsx(returned)
    expect(book.sheets[0]?.rows[2]?.[0]).toBe('人17')
  })

  it('.xls 和 .csv 退回一份新的工作簿，列一样，多一列原因', async () => {
    const one = { ...options, headerRow: 1, rows: new Map([[2, { reason: '不对。', columns: [1] }]]) }
    const old = await annotateRows(oldWorkbook(), 0, one)
    expect(await readTexts(old)).toEqual([
      ['姓名', '身份证号', '未导入原因'],
      ['沙马阿吉', '999912199001011234', '不对。'],
    ])
    const text = new Uint8Array(Buffer.from('姓名,电话\n甲,1\n乙,2\n', 'utf8'))
    const returned = await annotateRows(text, 0, {
      ...one,
      fileName: '一村.csv',
      rows: new Map([[3, { reason: '不对。', columns: [] }]]),
    })
    expect((await openTable(returned)).sheets[0]?.name).toBe('一村')
    expect(await readTexts(returned)).toEqual([
      ['姓名', '电话', '未导入原因'],
      ['乙', '2', '不对。'],
    ])
  })

  it('退回的文件本身通得过检查', async () => {
    const workbook = openWorkbook(await annotateRows(source(), 0, options))
    expect(workbook.warnings).toEqual([])
    expect(sheetXml({})).toContain('worksheet')
  })
})
