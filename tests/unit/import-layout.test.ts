import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import * as XLSX from 'xlsx'
import { inspectWorkbook, mappingOf, whyNoMapping } from '../../src/main/core/importing/detect.ts'
import { combineHeader } from '../../src/main/core/importing/header.ts'
import { isSkippable, layoutKey, skipReason } from '../../src/main/core/importing/layout.ts'
import { openTable } from '../../src/main/core/workbook/index.ts'
import type { Cell, Row, Workbook } from '../../src/main/core/workbook/types.ts'
import { type LedgerName, ledgers } from '../../src/shared/domain/ledgers.ts'

type Lines = (string | number | null)[][]

const cell = (value: string | number | null): Cell =>
  value === null || value === ''
    ? { kind: 'empty', text: '', date: null, formula: false }
    : { kind: typeof value === 'number' ? 'number' : 'text', text: String(value), date: null, formula: false }

const row = (line: (string | number | null)[], number = 1): Row => ({
  number,
  hidden: false,
  cells: line.map(cell),
})

/** A workbook in memory; empty lines are left out as the reader does. */
function workbookOf(sheets: { name: string; hidden?: boolean; lines: Lines }[]): Workbook {
  return {
    format: 'xlsx',
    sheets: sheets.map(({ name, hidden }, index) => ({ index, name, hidden: hidden ?? false })),
    warnings: [],
    readRows: (index) => ({
      summary: {
        complete: true,
        rows: 0,
        lastRow: 0,
        columns: 0,
        hiddenRows: 0,
        hiddenColumns: [],
        merges: [],
        autoFilter: null,
        filtered: false,
        warnings: [],
      },
      async *[Symbol.asyncIterator]() {
        const lines = sheets[index]?.lines ?? []
        const rows = lines.map((line, at) => row(line, at + 1)).filter(({ cells }) => cells.length > 0)
        for (let at = 0; at < rows.length; at += 7) yield rows.slice(at, at + 7)
      },
    }),
  }
}

const inspect = (lines: Lines, ledger?: LedgerName) =>
  inspectWorkbook(workbookOf([{ name: 'Sheet1', lines }]), { fileName: '测试.xlsx', ledger })

const person = ['张三', '513433199001011234', '13800000000', '初中']

const templates = {
  household: [
    '认定年度',
    '户主姓名*',
    '户主身份证号*',
    '户主电话*',
    '详细住址*',
    '是否属于易地扶贫搬迁户*',
    '安置点名称',
    '是否残疾人',
    '脱贫状态',
    '备注',
  ],
  member:
    '户主姓名*,户主证件号码*,姓名*,身份证号*,电话*,文化程度*,就业创业状态,就创业意愿,劳动能力,培训教育状态,培训教育意愿,是否残疾人,上学状态,备注'.split(
      ',',
    ),
  employment:
    '劳动力姓名*,劳动力身份证号*,就业渠道*,就业地域*,就业类型*,上年度农业人均纯收入(元),就业单位,就业单位性质,岗位工种,特色就业,就业起始日期*,就业终止日期,签订合同或协议（月）*,就业见习补贴(元),求职补贴(元),转移就业交通补贴(元),就业地址*,备注'.split(
      ',',
    ),
  training:
    '劳动力姓名*,劳动力身份证号*,培训类型*,培训工种*,培训单位名称*,培训地址,培训起始日期*,培训终止日期,实际培训天数,苏陕协作,享受生活和交通补贴（元）,备注'.split(
      ',',
    ),
}

describe('recognising a workbook', () => {
  for (const [ledger, headers] of Object.entries(templates)) {
    it(`takes the ${ledgers[ledger as LedgerName].label} workbook of the upper level as it is`, async () => {
      const inspection = await inspect([headers])
      const mapping = mappingOf(inspection)
      expect(mapping?.ledger).toBe(ledger)
      expect(Object.keys(mapping?.columns ?? {})).toHaveLength(headers.length)
      expect(new Set(Object.values(mapping?.columns ?? {})).size).toBe(headers.length)
    })
  }

  const folder = new URL('../../../shared/templates/', import.meta.url)
  const real: [string, LedgerName, number][] = [
    ['贫困户信息导入模板.xlsx', 'household', 10],
    ['家庭成员信息导入模板.xlsx', 'member', 14],
    ['就业信息导入模板.xlsx', 'employment', 18],
    ['培训信息导入模板.xlsx', 'training', 12],
  ]
  for (const [name, ledger, columns] of existsSync(folder) ? real : []) {
    it(`maps every column of the real ${name}`, async () => {
      const workbook = await openTable(readFileSync(new URL(name, folder)), name)
      const inspection = await inspectWorkbook(workbook, { fileName: name })
      expect(inspection.candidates).toEqual([0])
      expect(inspection.sheets[0]?.ledger).toBe(ledger)
      expect(inspection.sheets[0]?.missing).toEqual([])
      expect(inspection.sheets[0]?.columns.filter(({ field }) => field !== null)).toHaveLength(columns)
    })
  }

  it('reads a workbook that a web page has written with SheetJS', async () => {
    const book = XLSX.utils.book_new()
    XLSX.utils.book_append_sheet(
      book,
      XLSX.utils.aoa_to_sheet([['姓名', '身份证号'], person.slice(0, 2)]),
      '导出',
    )
    const bytes = new Uint8Array(XLSX.write(book, { type: 'array', bookType: 'xlsx' }) as ArrayBuffer)
    const inspection = await inspectWorkbook(await openTable(bytes, '导出.xlsx'), { fileName: '导出.xlsx' })
    expect(inspection.sheets[0]).toMatchObject({ ledger: 'labourer', rows: 1, missing: [] })
  })

  it('takes the second sheet of the employment workbook for ends of work', async () => {
    const end = {
      name: '结束',
      lines: [
        ['身份证号码', '结束日期'],
        ['513433199001011234', '2026-03-01'],
      ],
    }
    const empty = await inspectWorkbook(
      workbookOf([{ name: 'Sheet1', lines: [templates.employment] }, end]),
      {
        fileName: '就业.xlsx',
      },
    )
    expect(empty.sheets[1]?.ledger).toBe('employmentEnd')
    expect(empty.candidates).toEqual([1])
    const filled = [...person.slice(0, 2), '自行就业', '省外', '转移就业']
    const both = await inspectWorkbook(
      workbookOf([{ name: 'Sheet1', lines: [templates.employment, filled] }, end]),
      { fileName: '就业.xlsx' },
    )
    expect(both.candidates).toEqual([0])
    expect(both.warnings.join()).toContain('“结束”')
    const asEnds = await inspectWorkbook(
      workbookOf([{ name: 'Sheet1', lines: [templates.employment, filled] }, end]),
      { fileName: '就业.xlsx', ledger: 'employmentEnd' },
    )
    expect(asEnds.candidates).toContain(1)
  })

  it('takes its own workbooks back for the ledgers they were exported from', async () => {
    for (const name of ['labourer', 'household', 'member', 'employment', 'training'] as const) {
      const headers = (ledgers[name].workbook ?? []).map((column) =>
        typeof column === 'string'
          ? (ledgers[name].fields.find(({ key }) => key === column)?.label ?? '')
          : column.header,
      )
      const inspection = await inspect([[`古丈县${ledgers[name].label}`], headers])
      expect(inspection.sheets[0]?.ledger, name).toBe(name)
      expect(inspection.sheets[0]?.headerRow).toBe(2)
      expect(Object.values(mappingOf(inspection)?.columns ?? {})).toEqual(
        (ledgers[name].workbook ?? []).map((column) => (typeof column === 'string' ? column : column.key)),
      )
    }
  })

  it('takes a short list of people for the labourer ledger, and a list of jobs as well', async () => {
    const short = await inspect([['姓名', '身份证号', '电话', '文化程度'], person])
    expect(short.sheets[0]?.ledger).toBe('labourer')
    const jobs = await inspect([
      '姓名,身份证号,电话号,文化程度,登记就业时间,就业单位,就业方式,就业类型,统一信用代码,所属行业,单位地址,民族,残疾人,性别,年龄'.split(
        ',',
      ),
    ])
    expect(jobs.sheets[0]?.ledger).toBe('labourer')
    expect(jobs.sheets[0]?.columns.find(({ header }) => header === '性别')?.field).toBeNull()
  })

  it('reads the file as the ledger it is told to', async () => {
    const inspection = await inspect([['姓名', '身份证号', '电话'], person.slice(0, 3)], 'member')
    expect(inspection.sheets[0]?.ledger).toBe('member')
    expect(inspection.sheets[0]?.missing).toEqual(['headIdNumber'])
    expect(mappingOf(inspection)).toBeNull()
    expect(whyNoMapping(inspection)).toContain('户主身份证号')
  })

  it('names the required column that is missing', async () => {
    const inspection = await inspect([
      ['姓名', '电话', '文化程度', '民族'],
      ['张三', '13800000000', '初中', '汉族'],
    ])
    expect(inspection.sheets[0]).toMatchObject({ ledger: 'labourer', missing: ['idNumber'] })
    expect(whyNoMapping(inspection)).toContain('“身份证号码”')
  })

  it('says that an unknown file is unknown and still shows its columns', async () => {
    const inspection = await inspect([
      ['企业名', '缺工数', '填报年月'],
      ['某厂', 3, '2026-01'],
    ])
    expect(inspection.sheets[0]).toMatchObject({ ledger: null, headerRow: 1 })
    expect(inspection.sheets[0]?.columns.map(({ header }) => header)).toEqual([
      '企业名',
      '缺工数',
      '填报年月',
    ])
    expect(mappingOf(inspection)).toBeNull()
  })

  it('refuses a workbook without any content', async () => {
    await expect(inspect([])).rejects.toThrow('没有任何内容')
  })
})

describe('finding the header row', () => {
  it('finds it under title rows', async () => {
    const inspection = await inspect([
      ['古丈县默戎镇劳动力台账'],
      ['填报单位：默戎镇人民政府', null, null, '2026年3月'],
      [],
      ['序号', '姓名', '身份证号码', '联系电话'],
      [1, ...person.slice(0, 3)],
      ['合计', 1],
    ])
    expect(inspection.sheets[0]).toMatchObject({ headerRow: 4, rows: 1 })
    expect(inspection.sheets[0]?.columns[1]).toMatchObject({ field: 'name', samples: ['张三'] })
  })

  it('combines a header of two merged rows, with the work place over four columns as one region', async () => {
    const inspection = await inspect([
      ['劳动力信息采集表'],
      ['序号', '姓名', '身份证号', '务工地点', null, null, null, '月收入（元）'],
      [null, null, null, '省', '市', '县', '乡'],
      [1, '张三', '513433199001011234', '广东省', '东莞市', null, '长安镇', 4000],
    ])
    const sheet = inspection.sheets[0]
    expect(sheet).toMatchObject({ headerRow: 3, ledger: 'labourer', rows: 1 })
    expect(sheet?.columns.map(({ field }) => field)).toEqual([
      null,
      'name',
      'idNumber',
      'workplaceRegion',
      'workplaceRegion',
      'workplaceRegion',
      'workplaceRegion',
      'monthlyWage',
    ])
    expect(sheet?.columns[4]?.header).toBe('务工地点·市')
  })

  it('combines three rows and tells the head of the household from the member', async () => {
    const inspection = await inspect([
      ['基本信息', null, null, null, null, '联系方式'],
      ['户主', null, '家庭成员', null, null, '联系电话'],
      ['姓名', '身份证号', '姓名', '身份证号', '文化程度', null],
      ['张大', '513433196001011234', ...person.slice(0, 2), '初中', '13800000000'],
    ])
    expect(inspection.sheets[0]?.headerRow).toBe(3)
    expect(inspection.sheets[0]?.columns.map(({ field }) => field)).toEqual([
      'headName',
      'headIdNumber',
      'name',
      'idNumber',
      'education',
      'phone',
    ])
  })

  it('makes one home region of county, township and village side by side', async () => {
    const monitoring = await inspect([
      ['导出时间：2023-05-01'],
      ['防返贫监测'],
      [
        '县',
        '乡',
        '行政村',
        '户编号',
        '姓名',
        '证件号码',
        '户类型',
        '务工所在县',
        '务工企业名称',
        '务工月收入',
      ],
      [
        '古丈县',
        '默戎镇',
        '牛角山村',
        '001',
        '张三',
        '513433199001011234',
        '脱贫户',
        '东莞市',
        '某厂',
        '4000',
      ],
    ])
    expect(monitoring.sheets[0]?.columns.map(({ field }) => field)).toEqual([
      'region',
      'region',
      'region',
      'householdCode',
      'name',
      'idNumber',
      'householdCategory',
      'workplaceRegion',
      'employerName',
      'monthlyWage',
    ])
    const relocation = await inspect([
      ['乡(镇)', '行政村', '自然村', '姓名', '身份证号'],
      ['默戎镇', '牛角山村', '一组', '张三'],
    ])
    expect(relocation.sheets[0]?.columns.map(({ field }) => field)).toEqual([
      'region',
      'region',
      null,
      'name',
      'idNumber',
    ])
  })

  it('takes the column with the whole home region before columns with its parts', async () => {
    const inspection = await inspect([
      ['所属乡镇', '所在村', '姓名', '身份证号', '户籍地址'],
      ['默戎镇', '牛角山村'],
    ])
    expect(inspection.sheets[0]?.columns.map(({ field }) => field)).toEqual([
      null,
      null,
      'name',
      'idNumber',
      'region',
    ])
  })

  it('reads headers with full-width signs, spaces, line breaks, stars, numbers and notes', async () => {
    const inspection = await inspect([
      [
        '１．姓　名＊',
        '身份证\n号码',
        ' 联 系 电 话（11位）',
        '文化程度*（本科及以上,大专,高中）',
        '3、民族',
        '务工收入(元/年)',
      ],
      [...person],
    ])
    expect(inspection.sheets[0]?.columns.map(({ field }) => field)).toEqual([
      'name',
      'idNumber',
      'phone',
      'education',
      'ethnicity',
      'workIncome',
    ])
  })

  it('takes the row that a person points to', async () => {
    const lines: Lines = [['姓名', '身份证号', '电话'], ['姓 名', '证件号码', '手机号'], person]
    const inspection = await inspectWorkbook(workbookOf([{ name: '甲', lines }]), {
      fileName: 'x.xlsx',
      at: { sheet: 0, headerRow: 2 },
    })
    expect(inspection.sheets[0]).toMatchObject({ headerRow: 2, ledger: 'labourer' })
  })

  it('survives headers named after object internals', async () => {
    const inspection = await inspect([
      ['__proto__', 'constructor', '姓名', '身份证号'],
      ['a', 'b', ...person.slice(0, 2)],
    ])
    expect(inspection.sheets[0]?.columns.map(({ field }) => field)).toEqual([null, null, 'name', 'idNumber'])
    expect(({} as { a?: unknown }).a).toBeUndefined()
  })
})

describe('choosing the sheet', () => {
  const people: Lines = [['姓名', '身份证号', '联系电话'], person.slice(0, 3)]

  it('refuses a sheet that has the same header twice, and says where', async () => {
    await expect(inspect([['姓名', '身份证号', '姓　名'], person.slice(0, 3)])).rejects.toThrow(
      /“姓名”（A列、C列）/,
    )
  })

  it('lets two unknown columns of the same name pass with a warning', async () => {
    const inspection = await inspect([['姓名', '身份证号', '签收', '签收'], person.slice(0, 2)])
    expect(inspection.warnings.join()).toContain('C列、D列')
  })

  it('asks when several sheets fit equally well', async () => {
    const inspection = await inspectWorkbook(
      workbookOf([
        { name: '一村', lines: people },
        { name: '二村', lines: people },
        { name: '说明', lines: [['填表说明'], ['一律用文本格式']] },
      ]),
      { fileName: 'x.xlsx' },
    )
    expect(inspection.candidates).toEqual([0, 1])
    expect(mappingOf(inspection)).toBeNull()
    expect(whyNoMapping(inspection)).toContain('“一村”、“二村”')
    expect(mappingOf(inspection, 1)?.sheet).toBe(1)
  })

  it('leaves out an empty twin and the list of choices', async () => {
    const inspection = await inspectWorkbook(
      workbookOf([
        { name: '选项', lines: [['安置点名称'], ['甲安置点']] },
        { name: '空表', lines: [people[0] ?? []] },
        { name: '人员', lines: people },
      ]),
      { fileName: 'x.xlsx' },
    )
    expect(inspection.candidates).toEqual([2])
  })

  it('never takes a hidden sheet by itself', async () => {
    const beside = await inspectWorkbook(
      workbookOf([
        { name: '旧表', hidden: true, lines: people },
        { name: '新表', lines: people },
      ]),
      { fileName: 'x.xlsx' },
    )
    expect(beside.candidates).toEqual([1])
    const only = await inspectWorkbook(
      workbookOf([
        { name: '旧表', hidden: true, lines: people },
        { name: '封面', lines: [['封面']] },
      ]),
      { fileName: 'x.xlsx' },
    )
    expect(only.candidates).toEqual([])
    expect(only.warnings.join()).toContain('隐藏的工作表“旧表”')
    expect(mappingOf(only)).toBeNull()
  })
})

describe('rows that are no records', () => {
  const headers = combineHeader([row(['序号', '姓名', '身份证号', '务工收入'])])

  it.each([
    [['合计', null, null, 12000], '合计行'],
    [[null, '合 计：', 3], '合计行'],
    [['默戎镇小计', 2, null, 3], '合计行'],
    [['总计12人'], '合计行'],
    [['备注：本表一式两份'], '表下说明'],
    [['填表人：张三', null, '审核人：李四', '日期：2026年3月'], '表下说明'],
    [['口径：当前状态正常的人员'], '表下说明'],
    [['1、身份证号请用文本格式填写'], '表下说明'],
    [['请各村于每月二十日前将本表报送至就业服务中心'], '表下说明'],
    [['序号', '姓名', '身份证号', '务工收入'], '重复的表头'],
    [['甲', '乙', '1', '2', '3'], '栏次行'],
    [[' ', '\u3000', null], '空行'],
    [[17], '只有序号的空行'],
    [['例：', '王某某'], '填写示例'],
  ])('skips %j as %s', (line, why) => {
    expect(skipReason(row(line as (string | number | null)[]), headers)).toBe(why)
  })

  it.each([
    [[1, '张三', '513433199001011234', 12000]],
    [[1, '合计', '51343319900101123X', 12000]],
    [[2, '李四', null, 800]],
    [[3, '王五']],
    [[4, '注小明', '５１３４３３１９９００１０１１２３４']],
  ])('keeps %j', (line) => {
    expect(isSkippable(row(line), headers)).toBe(false)
  })
})

describe('remembering a layout', () => {
  const header = (line: string[]) => combineHeader([row(line)])

  it('gives the same layout the same key, however it is spaced', () => {
    expect(layoutKey(header(['姓名', '身份证号*']))).toBe(layoutKey(header([' 姓 名', '身份证号'])))
    expect(layoutKey(header(['身份证号', '姓名']))).not.toBe(layoutKey(header(['姓名', '身份证号'])))
  })

  it('offers the mapping of last time at the place of this time', async () => {
    const lines: Lines = [['标题'], ['大名', '身份证号', '联系电话'], person.slice(0, 3)]
    const kept = {
      sheet: 4,
      headerRow: 9,
      ledger: 'labourer' as const,
      columns: { '0': 'name', '1': 'idNumber', '2': 'phone' },
      valueMaps: {},
    }
    const inspection = await inspectWorkbook(workbookOf([{ name: '甲', lines }]), {
      fileName: 'x.xlsx',
      remembered: (layout) => (layout === layoutKey(header(lines[1] as string[])) ? kept : null),
    })
    expect(mappingOf(inspection)).toEqual({ ...kept, sheet: 0, headerRow: 2 })
  })
})
