import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as XLSX from 'xlsx'
import { layoutOf } from '../../../src/main/core/exporting/layout.ts'
import { inflateEntry } from '../../../src/main/core/workbook/zip-inflate.ts'
import { readZip } from '../../../src/main/core/workbook/zip-reader.ts'
import { type LedgerName, ledgerNames } from '../../../src/shared/domain/ledgers.ts'
import { openOffice, type TestOffice } from '../../fixtures/office.ts'

let office: TestOffice
beforeAll(async () => {
  office = await openOffice({ demo: { people: 300, seed: 12 } })
})
afterAll(() => office.close())

const sheetXml = (bytes: Uint8Array): string => {
  const zip = readZip(bytes)
  const entry = zip.entries.get('xl/worksheets/sheet1.xml')
  if (!entry) throw new Error('no sheet')
  return inflateEntry(zip, entry, 1e8).toString('utf8')
}

/** SheetJS calls a cell with a border and nothing in it `z`. */
const filled = (cell: XLSX.CellObject | undefined) => (cell?.t === 'z' ? undefined : cell)

/** The first sheet as SheetJS sees it: which row is the header, and the cells by header. */
function read(bytes: Uint8Array) {
  const book = XLSX.read(bytes, { cellNF: true, cellStyles: true })
  const sheet = book.Sheets[book.SheetNames[0] ?? ''] as XLSX.WorkSheet
  const lines = XLSX.utils.sheet_to_json<(string | number | null)[]>(sheet, { header: 1, defval: null })
  const headerRow = lines.findIndex((line) => line.filter((cell) => cell !== null).length > 3)
  const headers = (lines[headerRow] ?? []).map(String)
  const cell = (row: number, header: string): XLSX.CellObject | undefined =>
    filled(sheet[XLSX.utils.encode_cell({ r: row, c: headers.indexOf(header) })])
  return { sheet, name: book.SheetNames[0], lines, headerRow, headers, cell }
}

describe('a finished workbook', () => {
  it('has a title, its header, every row, the 口径 and the day', async () => {
    const out = await office.full('export.run', { ledger: 'labourer', list: 'employed' })
    const { total, basis } = await office.ok('ledger.count', { ledger: 'labourer', list: 'employed' })
    expect(out).toMatchObject({ rows: total, basis, name: '已就业-20261123.xlsx' })
    const { lines, headerRow, headers, name } = read(out.bytes)
    expect(name).toBe('已就业')
    expect(lines[0]?.[0]).toMatch(/云岭县.*已就业$/)
    expect(headers).toEqual(expect.arrayContaining(['姓名', '身份证号码', '年度务工收入(元)', '就业时间']))
    const under = lines.slice(headerRow + 1 + total).map((line) => String(line[0]))
    expect(under).toEqual([
      `口径：${basis}`,
      expect.stringMatching(new RegExp(`^统计日期：2026-11-23　共 ${total} 条`)),
    ])
  })

  it('keeps numbers that identify as text, counts as numbers, days as dates', async () => {
    const { bytes, rows } = await office.full('export.run', { ledger: 'labourer', list: 'employed' })
    const { cell, headerRow } = read(bytes)
    let days = 0
    for (let row = headerRow + 1; row <= headerRow + rows; row++) {
      for (const header of ['身份证号码', '联系电话', '户主身份证号']) {
        const found = cell(row, header)
        if (found) expect([found.t, found.z], header).toEqual(['s', '@'])
      }
      expect(cell(row, '年度务工收入(元)')?.t ?? 'n').toBe('n')
      const started = cell(row, '就业时间')
      // Known to the day it is a date of Excel, known to the month it is the text that was filled in.
      if (started?.t === 'n') {
        days++
        expect(started.z).toMatch(/yy.*m.*d/i)
      } else if (started) expect(String(started.v)).toMatch(/^\d{4}-\d{2}$/)
      const collected = cell(row, '采集日期')
      if (collected) expect([collected.t, collected.z]).toEqual(['n', expect.stringMatching(/yy.*m.*d/i)])
    }
    expect(days).toBeGreaterThan(10)
  })

  it('is laid out for the screen and for paper', async () => {
    const { bytes } = await office.full('export.run', { ledger: 'labourer' })
    const xml = sheetXml(bytes)
    expect(xml).toMatch(/<pane xSplit="2" ySplit="2"[^>]*state="frozen"/)
    expect(xml).toMatch(/<pageSetup paperSize="8" orientation="landscape" fitToWidth="1" fitToHeight="0"/)
    expect(xml).toContain('<autoFilter')
    const widths = [...xml.matchAll(/<col [^>]*width="(\d+(?:\.\d+)?)"/g)].map((found) => Number(found[1]))
    expect(widths).toHaveLength(layoutOf('labourer').length)
    expect(Math.min(...widths)).toBeGreaterThanOrEqual(8)
    // Borders round every cell of the table.
    const zip = readZip(bytes)
    const styles = zip.entries.get('xl/styles.xml')
    expect(styles && inflateEntry(zip, styles, 1e7).toString('utf8')).toMatch(/<left style="thin"/)
  })

  it('offers the choices of its dictionaries and checks what is typed', async () => {
    const { bytes } = await office.ok('export.template', { ledger: 'labourer' })
    const xml = sheetXml(bytes)
    const letterOf = (key: string) =>
      XLSX.utils.encode_col(layoutOf('labourer').findIndex(({ field }) => field.key === key))
    const checkOf = (key: string) =>
      [...xml.matchAll(/<dataValidation .*?<\/dataValidation>/g)]
        .map(([text]) => text)
        .find((text) => new RegExp(`sqref="${letterOf(key)}\\d+:`).test(text)) ?? ''
    expect(checkOf('isWorking')).toContain('&quot;是,否&quot;')
    expect(checkOf('verification')).toContain('&quot;未核实,已核实,联系不上&quot;')
    expect(checkOf('ethnicity')).toContain('土家族')
    expect(checkOf('idNumber')).toContain('type="textLength"')
    expect(checkOf('collectedOn')).toContain('type="date"')
    expect(checkOf('workIncome')).toContain('type="decimal"')
    for (const key of ['idNumber', 'phone', 'workIncome', 'collectedOn'])
      expect(checkOf(key)).toMatch(/error="[^"]*[\u4e00-\u9fff]/)
  })

  it('has the columns, rows and order that were asked for', async () => {
    const sort = { field: 'workIncome', descending: true }
    const out = await office.full('export.run', {
      ledger: 'labourer',
      columns: ['workIncome', 'name'],
      filters: [{ field: 'workIncome', op: 'atLeast', value: 100 }],
      sort,
    })
    expect(out.basis).toContain('年度务工收入不小于1元')
    const { headerRow, lines } = { ...read(out.bytes), headerRow: 1 }
    expect(lines[headerRow]).toEqual(['年度务工收入(元)', '姓名'])
    const incomes = lines.slice(headerRow + 1, headerRow + 1 + out.rows).map(([income]) => Number(income))
    expect(incomes.length).toBe(out.rows)
    expect(incomes).toEqual(incomes.toSorted((one, other) => other - one))
  })

  it.each(ledgerNames.filter((name) => name !== 'employmentEnd'))(
    'of the %s ledger changes nothing when it comes back',
    async (ledger: LedgerName) => {
      const out = await office.full('export.run', { ledger })
      // A county has few sites and graduates.
      expect(out.rows).toBeGreaterThan(2)
      const file = { name: out.name, bytes: out.bytes }
      const back = await office.ok('import.preview', { file, ledger })
      const odd = back.rows.blocked[0] ?? back.rows.changed[0] ?? back.rows.new[0]
      expect(back.counts, JSON.stringify(odd)).toMatchObject({
        rows: out.rows,
        inserted: 0,
        updated: 0,
        unchanged: out.rows,
        blocked: 0,
      })
      // Its hidden lists of choices are ours: nothing to be told about.
      expect(back.warnings).toEqual([])
    },
  )
})
