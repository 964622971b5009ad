import { readXlsx } from 'hucre'
import { describe, expect, it } from 'vitest'
import * as XLSX from 'xlsx'
import type { CellValue, ColumnSpec, SheetSpec } from '../../../src/main/core/workbook/index.ts'
import { openTable, writeWorkbook, writeWorkbookBytes } from '../../../src/main/core/workbook/index.ts'
import { inflateEntry } from '../../../src/main/core/workbook/zip-inflate.ts'
import { readZip } from '../../../src/main/core/workbook/zip-reader.ts'
import { ledgerColumns, ledgerRows } from '../../bench/floors/ledger-rows.ts'
import { awkwardText, randomFrom, readRows, readTexts } from '../../fixtures/workbook/reading.ts'

const part = (bytes: Uint8Array, name: string) => {
  const zip = readZip(bytes)
  const entry = zip.entries.get(name)
  if (entry === undefined) throw new Error(`no part ${name}`)
  return inflateEntry(zip, entry, 1e8).toString('utf8')
}
const sheetOf = (bytes: Uint8Array, number = 1) => part(bytes, `xl/worksheets/sheet${number}.xml`)

const columns: ColumnSpec[] = [
  { header: '姓名', kind: 'text', width: 10, required: true },
  {
    header: '身份证号',
    kind: 'text',
    width: 20,
    check: { kind: 'length', min: 18, max: 18, message: '身份证号应为 18 位。' },
  },
  {
    header: '起',
    group: '务工时间',
    kind: 'date',
    width: 12,
    check: { kind: 'date', min: '2000-01-01', message: '请填日期。' },
  },
  { header: '止', group: '务工时间', kind: 'month', width: 10 },
  {
    header: '月收入',
    kind: 'decimal2',
    width: 10,
    note: '单位：元',
    check: { kind: 'decimal', min: 0, message: '不能是负数。' },
  },
  { header: '人数', kind: 'integer', width: 6 },
  { header: '是否脱贫', kind: 'text', width: 8, list: ['是', '否'] },
]
const rows: CellValue[][] = [
  ['沙马𠮷', '999912199001011234', '2020-03-15', '2021-02', 12.5, 3, '是'],
  ['=1+1', '00123', '2020年', '2021-13', '7', null, ''],
]
const sheet = (changes: Partial<SheetSpec> = {}): SheetSpec => ({ name: '台账', columns, rows, ...changes })
const write = (changes: Partial<SheetSpec> = {}) => writeWorkbookBytes({ sheets: [sheet(changes)] })

describe('导出的表格', () => {
  it('文字是文字，数字是数字，日期是日期；写不成日期的留作文字', async () => {
    const { rows: read } = await readRows(await write())
    expect(read[2]?.cells.map(({ kind, text, date }) => [kind, text, date])).toEqual([
      ['text', '沙马𠮷', null],
      ['text', '999912199001011234', null],
      ['date', '43905', '2020-03-15'],
      ['date', '44228', '2021-02-01'],
      ['number', '12.5', null],
      ['number', '3', null],
      ['text', '是', null],
    ])
    expect(read[3]?.cells.map(({ kind, text }) => [kind, text])).toEqual([
      ['text', '=1+1'],
      ['text', '00123'],
      ['text', '2020年'],
      ['text', '2021-13'],
      ['number', '7'],
    ])
  })

  it('像公式的文字不会成为公式', async () => {
    const texts = ['=cmd|"/c calc"!A1', '+1', '-1', '@SUM(A1)', '\t=1', '＝1']
    const bytes = await write({ columns: [columns[0] as ColumnSpec], rows: texts.map((text) => [text]) })
    expect(sheetOf(bytes)).not.toContain('<f>')
    const book = XLSX.read(bytes, { cellFormula: true })
    const cell = (book.Sheets.台账 as XLSX.WorkSheet).A2 as XLSX.CellObject
    expect([cell.t, cell.v, cell.f]).toEqual(['s', '=cmd|"/c calc"!A1', undefined])
  })

  it('标题、分组表头、合并、冻结、筛选、打印标题各在其位', async () => {
    const bytes = await write({
      title: ['某县劳动力台账', '填报单位：某镇'],
      footer: ['口径：全部登记人员', '2026-11-23'],
      autoFilter: true,
      freezeColumns: 1,
      page: { paper: 'A3', landscape: true },
    })
    const texts = await readTexts(bytes)
    expect(texts.slice(0, 4)).toEqual([
      ['某县劳动力台账'],
      ['填报单位：某镇'],
      ['姓名', '身份证号', '务工时间', '', '月收入', '人数', '是否脱贫'],
      ['', '', '起', '止'],
    ])
    expect(texts.slice(6)).toEqual([['口径：全部登记人员'], ['2026-11-23']])
    const xml = sheetOf(bytes)
    for (const range of ['A1:G1', 'A2:G2', 'C3:D3', 'A3:A4', 'G3:G4', 'A7:G7', 'A8:G8']) {
      expect(xml).toContain(`<mergeCell ref="${range}"/>`)
    }
    expect(xml).toContain(
      '<pane xSplit="1" ySplit="4" topLeftCell="B5" activePane="bottomRight" state="frozen"/>',
    )
    expect(xml).toContain('<autoFilter ref="A4:G6"/>')
    expect(xml).toContain('<pageSetup paperSize="8" orientation="landscape" fitToWidth="1" fitToHeight="0"/>')
    expect(xml).toContain('第 &amp;P 页 / 共 &amp;N 页')
    const book = part(bytes, 'xl/workbook.xml')
    expect(book).toContain(
      '<definedName name="_xlnm.Print_Titles" localSheetId="0">\'台账\'!$1:$4</definedName>',
    )
    expect(book).toContain('hidden="1">\'台账\'!$A$4:$G$6</definedName>')
  })

  it('输入检查带中文提示，短列表直接写在下拉里', async () => {
    const xml = sheetOf(await write())
    expect(xml).toContain('type="textLength" operator="between"')
    expect(xml).toContain(
      'error="身份证号应为 18 位。" sqref="B3:B2002"><formula1>18</formula1><formula2>18</formula2>',
    )
    expect(xml).toContain('type="date" operator="greaterThanOrEqual"')
    expect(xml).toContain('<formula1>36526</formula1>')
    expect(xml).toContain('promptTitle="月收入" prompt="单位：元"')
    expect(xml).toContain('type="list"')
    expect(xml).toContain('<formula1>&quot;是,否&quot;</formula1>')
  })

  it('超过 255 个字的下拉列表放进隐藏的字典表', async () => {
    const long = Array.from({ length: 120 }, (_, index) => `岗位工种${index}`)
    const bytes = await write({
      columns: [
        { header: '岗位', kind: 'text', width: 10, list: long },
        { header: '另一岗位', kind: 'text', width: 10, list: long },
        { header: '带逗号', kind: 'text', width: 10, list: ['甲,乙', '丙'] },
      ],
      rows: [],
    })
    const xml = sheetOf(bytes)
    expect(xml.match(/'字典'!\$A\$1:\$A\$120/g)).toHaveLength(2)
    expect(xml).toContain("'字典'!$B$1:$B$2")
    const workbook = await openTable(bytes)
    expect(workbook.sheets.map(({ name, hidden }) => [name, hidden])).toEqual([
      ['台账', false],
      ['字典', true],
    ])
    expect((await readTexts(bytes, 1)).slice(0, 3)).toEqual([
      ['岗位工种0', '甲,乙'],
      ['岗位工种1', '丙'],
      ['岗位工种2'],
    ])
  })

  it('空白模板没有数据行，检查和格式一直管到两千行以下', async () => {
    const xml = sheetOf(await write({ rows: [] }))
    expect(xml).toContain('sqref="B3:B2002"')
    expect(xml).toMatch(/<col min="2" max="2" width="20" style="\d+" customWidth="1"\/>/)
    expect(sheetOf(await write({ rows: [], checkedRows: 5000 }))).toContain('sqref="B3:B5002"')
  })

  it('文字超过 32767 个字时说明在哪里', async () => {
    const failure = write({ rows: [['长'.repeat(32_768), null, null, null, null, null, null]] })
    await expect(failure).rejects.toThrow('工作表“台账”第 3 行“姓名”的文字超过 32767 个字')
    await expect(
      write({ rows: [['长'.repeat(32_767), null, null, null, null, null, null]] }),
    ).resolves.toBeInstanceOf(Uint8Array)
  })

  it('工作表名不合规矩时改成合规的，重名的编号', async () => {
    const bytes = await writeWorkbookBytes({
      sheets: [sheet({ name: '一/二:三' }), sheet({ name: '一_二_三' }), sheet({ name: '' })],
    })
    const { sheets } = await openTable(bytes)
    expect(sheets.map(({ name }) => name)).toEqual(['一_二_三', '一_二_三(2)', 'Sheet'])
  })

  it('可以边产生边写出，写出的字节数和行数都报告', async () => {
    async function* source() {
      for (let index = 0; index < 5000; index++) yield [`人${index}`, null, null, null, index, index, null]
    }
    const chunks: Uint8Array[] = []
    const result = await writeWorkbook({ sheets: [sheet({ rows: source() })] }, async (chunk) => {
      chunks.push(chunk)
      await Promise.resolve()
    })
    const bytes = new Uint8Array(Buffer.concat(chunks))
    expect(result).toEqual({ bytes: bytes.length, rows: 5000 })
    expect((await readRows(bytes)).summary.lastRow).toBe(5002)
  })

  it('来源出错时写出也出错，不会悬着', async () => {
    function* broken(): Generator<CellValue[]> {
      yield ['甲']
      throw new Error('来源断了')
    }
    await expect(write({ rows: broken() })).rejects.toThrow('来源断了')
  })

  it('属性写进文件', async () => {
    const bytes = await writeWorkbookBytes({
      sheets: [sheet()],
      properties: {
        title: '台账 & 附表',
        creator: '某县',
        created: new Date(Date.UTC(2026, 10, 23, 1, 2, 3)),
      },
    })
    const core = part(bytes, 'docProps/core.xml')
    expect(core).toContain('<dc:title>台账 &amp; 附表</dc:title>')
    expect(core).toContain('2026-11-23T01:02:03Z')
  })
})

describe('写出再读回', () => {
  it('两万行刁钻的文字一个字不变', async () => {
    const random = randomFrom(20261123)
    const texts = Array.from({ length: 20_000 }, () => [
      awkwardText(random),
      awkwardText(random),
      awkwardText(random),
    ])
    const bytes = await writeWorkbookBytes({
      sheets: [
        {
          name: '刁钻',
          columns: ['甲', '乙', '丙'].map((header) => ({ header, kind: 'text', width: 20 })),
          rows: texts,
        },
      ],
    })
    const read: string[][] = Array.from({ length: texts.length }, () => ['', '', ''])
    for (const { number, cells } of (await readRows(bytes)).rows) {
      if (number === 1) continue
      for (const [column, { text }] of cells.entries()) (read[number - 2] as string[])[column] = text
    }
    expect(read).toEqual(texts)
  })

  it('hucre 与 SheetJS 读出的和我们读出的一样', async () => {
    const random = randomFrom(7)
    // Half characters and noncharacters are left out: the other readers treat them each in their way.
    const tame = () => awkwardText(random).replace(/[\p{Cs}\p{Cc}\uffff\ufeff]|_x?/gu, '')
    const texts = Array.from({ length: 500 }, () => [`行${tame()}`, tame()])
    const bytes = await writeWorkbookBytes({
      sheets: [
        {
          name: '甲',
          columns: ['一', '二'].map((header) => ({ header, kind: 'text', width: 10 })),
          rows: texts,
        },
      ],
    })
    const ours = (await readTexts(bytes)).map(([first = '', second = '']) => [first, second])
    const hucre = (await readXlsx(bytes)).sheets[0]?.rows.map(([first, second]) => [
      first ?? '',
      second ?? '',
    ])
    const sheetjs = XLSX.utils.sheet_to_json<string[]>(XLSX.read(bytes).Sheets.甲 as XLSX.WorkSheet, {
      header: 1,
      defval: '',
    })
    expect(hucre).toEqual(ours)
    expect(sheetjs).toEqual(ours)
  })

  it('一万人的台账各列写出再读回，值都相同', async () => {
    const count = 10_000
    const bytes = await writeWorkbookBytes({
      sheets: [
        {
          name: '台账',
          columns: ledgerColumns.map(({ header, kind, width }) => ({ header, kind, width })),
          rows: ledgerRows(count),
        },
      ],
    })
    const expected = ledgerRows(count)
    const workbook = await openTable(bytes)
    let header = true
    let differences = 0
    let compared = 0
    for await (const batch of workbook.readRows(0)) {
      for (const { cells } of batch) {
        if (header) {
          header = false
          continue
        }
        const values = expected.next().value as CellValue[]
        compared++
        values.forEach((value, column) => {
          const cell = cells[column]
          const kind = ledgerColumns[column]?.kind
          const read = kind === 'date' ? cell?.date : kind === 'month' ? cell?.date?.slice(0, 7) : cell?.text
          if ((value === null ? '' : String(value)) !== (read ?? '')) differences++
        })
      }
    }
    expect([compared, differences]).toEqual([count, 0])
  }, 60_000)

  it('相同的内容写出相同的字节', async () => {
    expect(Buffer.from(await write()).equals(Buffer.from(await write()))).toBe(true)
  })
})
