import { afterAll, describe, expect, it } from 'vitest'
import { createProfileStore } from '../../../src/main/core/exchange/profile.store.ts'
import { problemsOf, profileByKey } from '../../../src/main/core/exchange/profile-library.ts'
import { readProfileRows } from '../../../src/main/core/exchange/profile-reader.ts'
import { writeProfileWorkbook } from '../../../src/main/core/exchange/profile-writer.ts'
import { type ExtraPart, openWorkbook, type SheetSpec } from '../../../src/main/core/workbook/index.ts'
import { inflateEntry } from '../../../src/main/core/workbook/zip-inflate.ts'
import { datePatterns, patternOf, writeDate } from '../../../src/shared/domain/date-pattern.ts'
import type { AnyRecord } from '../../../src/shared/domain/field.ts'
import { bareDesk } from '../../fixtures/exchange/bare-desk.ts'
import { county, recordsOf } from '../../fixtures/messy/county-rows.ts'
import { blankForm, blankFormBytes } from '../../fixtures/workbook/blank-form.ts'
import { readTexts } from '../../fixtures/workbook/reading.ts'

/** What packages build on: the writer with further sheets and parts, and the reader without a database to write to. */

const { desk, close } = bareDesk()
afterAll(close)
const records = recordsOf('labourer', county(120)).slice(0, 20)
const rows = records.map((values, index) => ({ id: index + 1, values }))
const options = { mode: 'both' as const, blankClears: [] }

const cover: SheetSpec = {
  name: '封面',
  columns: [
    { header: '项目', width: 12, kind: 'text' },
    { header: '内容', width: 40, kind: 'text' },
  ],
  rows: [['编号', 'P-1']],
}

const provenance = (written: number[]): ExtraPart => ({
  name: 'customXml/item1.xml',
  contentType: 'application/xml',
  relationshipType: 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml',
  content: () => `<rows>${written.join(',')}</rows>`,
})

const partOf = (bytes: Uint8Array, name: string): string => {
  const { zip } = openWorkbook(bytes)
  const entry = zip.entries.get(name)
  if (!entry) throw new Error(`no part ${name}`)
  return inflateEntry(zip, entry, 1e7).toString('utf8')
}

describe('a profile’s workbook with a cover and a part of its own', () => {
  it('has them behind its own sheets, and says in which row each record stands', async () => {
    const known = profileByKey(desk, 'poverty-work-out')
    const written: number[] = []
    const bytes = await writeProfileWorkbook(desk, known, [rows], {
      created: new Date(0),
      extraSheets: [cover],
      extraParts: [provenance(written)],
      onRow: (sheet, row, { id }) => {
        expect(sheet).toBe(0)
        written.push(row * 1000 + id)
      },
    })
    expect(openWorkbook(bytes).sheets.map(({ name }) => name)).toEqual(['已外出务工', '封面'])
    expect(written.slice(0, 2)).toEqual([4001, 5002])
    expect(partOf(bytes, 'customXml/item1.xml')).toContain('4001,5002')
    const texts = await readTexts(bytes)
    expect(texts[3]?.[4]).toBe(records[0]?.idNumber)
    expect(texts[1]?.[0]).toBe('导出单位：云岭县就业服务中心　导出日期：2026-11-23')

    const read = await readProfileRows(desk, openWorkbook(bytes), known.profile, 0, options)
    const back: { row: number; values: AnyRecord }[] = []
    for await (const { row, values, problems } of read.rows) {
      expect(problems).toEqual([])
      back.push({ row, values })
    }
    expect(back.map(({ values }) => values.idNumber)).toEqual(records.map(({ idNumber }) => idNumber))
    expect(back[0]?.row).toBe(4)
    // A month of the file is no change to the day of the ledger.
    const { sayTheSame } = read.options
    expect(sayTheSame?.('employedOn', '2023-03-15', '2023-03')).toBe(true)
    expect(sayTheSame?.('employedOn', '2023-04-15', '2023-03')).toBe(false)
    expect(read.options.guarded?.has('householdCode')).toBe(true)
  })

  it('keeps them behind where a blank workbook is filled', async () => {
    const { profile } = profileByKey(desk, 'named-employment')
    const { headerRow, firstRow } = blankForm
    const own = {
      ...profile,
      key: 'own-test',
      sheets: profile.sheets.map((sheet) => ({ ...sheet, template: { sheet: 0, headerRow, firstRow } })),
    }
    createProfileStore(desk.db).save(own, { name: '表.xlsx', bytes: blankFormBytes() }, '甲', '2026-11-23')
    const bytes = await writeProfileWorkbook(desk, profileByKey(desk, 'own-test'), [rows], {
      created: new Date(0),
      extraSheets: [cover],
      extraParts: [provenance([7])],
    })
    expect(openWorkbook(bytes).sheets.map(({ name }) => name)).toEqual(['花名册', '字典', '填表须知', '封面'])
    expect(await readTexts(bytes, 3)).toEqual([
      ['项目', '内容'],
      ['编号', 'P-1'],
    ])
    expect(partOf(bytes, 'customXml/item1.xml')).toBe('<rows>7</rows>')
    expect((await readTexts(bytes))[3]?.[1]).toBe(records[0]?.idNumber)
  })

  it('is not read from a file in another layout', async () => {
    const bytes = await writeProfileWorkbook(desk, profileByKey(desk, 'shaanxi-training'), [[]], {
      created: new Date(0),
    })
    const { profile } = profileByKey(desk, 'poverty-work-out')
    await expect(readProfileRows(desk, openWorkbook(bytes), profile, 0, options)).rejects.toThrow(
      '已外出务工',
    )
  })
})

describe('the format of profiles', () => {
  const { profile } = profileByKey(desk, 'poverty-work-out')
  const withColumn = (column: object) => ({
    ...profile,
    sheets: [{ ...profile.sheets[0], columns: [{ header: '证件号码', field: 'idNumber' }, column] }],
  })
  it.each([
    ['a key that nobody knows', { ...profile, colour: 'red' }],
    ['a field that the ledger does not have', withColumn({ header: '颜色', field: 'colour' })],
    ['a header twice', withColumn({ header: '证件号码', field: 'name' })],
    ['two sources of one column', withColumn({ header: '姓名', field: 'name', constant: '甲' })],
    [
      'a computed column that nobody wrote',
      withColumn({ header: '姓名', compute: { kind: 'eval', code: '1' } }),
    ],
    ['dates in no writing', withColumn({ header: '日期', field: 'employedOn', date: 'MM.DD' })],
  ])('refuses %s', (_what, content) => {
    expect(problemsOf(content)).not.toEqual([])
  })
  it('takes what is sound', () => {
    expect(problemsOf(profile)).toEqual([])
  })
})

describe('writings of dates', () => {
  it('are recognised in what they wrote', () => {
    for (const pattern of datePatterns.filter((one) => one !== 'cell'))
      expect(patternOf(writeDate('2023-03-05', pattern)), pattern).toBe(pattern)
    expect(writeDate('2023-03', 'YYYY-MM-DD')).toBe('2023-03-01')
    expect(writeDate('2023-03-05', 'YYYY年M月')).toBe('2023年3月')
    expect(patternOf('日期格式为（2010-01-01）')).toBe('YYYY-MM-DD')
    expect(patternOf('身份证号码 433126199001011223')).toBeNull()
  })
})
