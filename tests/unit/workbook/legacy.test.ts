import { describe, expect, it } from 'vitest'
import * as XLSX from 'xlsx'
import { openTable } from '../../../src/main/core/workbook/index.ts'
import { compoundFile, oldWorkbook } from '../../fixtures/workbook/catalogue.ts'
import { readRows } from '../../fixtures/workbook/reading.ts'

const toBytes = (book: XLSX.WorkBook) =>
  new Uint8Array(XLSX.write(book, { bookType: 'biff8', type: 'buffer' }) as Buffer)

describe('旧格式的表格', () => {
  it('文字、数字、日期、逻辑值和公式各有其类', async () => {
    const sheet = XLSX.utils.aoa_to_sheet([['姓名𠮷', Number('513433199001011234'), true]])
    sheet.D1 = { t: 'n', v: 43905, z: 'yyyy-mm-dd' }
    sheet.E1 = { t: 'n', v: 3, f: '1+2' }
    sheet['!ref'] = 'A1:E1'
    const book = XLSX.utils.book_new()
    XLSX.utils.book_append_sheet(book, sheet, '人员')
    const { rows } = await readRows(toBytes(book))
    expect(rows[0]?.cells.slice(0, 4).map(({ kind, text, date }) => [kind, text, date])).toEqual([
      ['text', '姓名𠮷', null],
      ['number', '513433199001011260', null],
      ['boolean', '1', null],
      ['date', '43905', '2020-03-15'],
    ])
    expect(rows[0]?.cells[4]?.text).toBe('3')
  })

  it('隐藏的表、合并和多张表都认得', async () => {
    const book = XLSX.utils.book_new()
    const first = XLSX.utils.aoa_to_sheet([['甲', '乙'], ['1']])
    first['!merges'] = [{ s: { r: 0, c: 0 }, e: { r: 0, c: 1 } }]
    XLSX.utils.book_append_sheet(book, first, '一')
    XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet([['旧']]), '二')
    book.Workbook = { Sheets: [{ Hidden: 0 }, { Hidden: 1 }] }
    const bytes = toBytes(book)
    const workbook = await openTable(bytes)
    expect(workbook.sheets.map(({ name, hidden }) => [name, hidden])).toEqual([
      ['一', false],
      ['二', true],
    ])
    expect(workbook.warnings.map(({ code }) => code)).toEqual(['hiddenSheet'])
    const { summary } = await readRows(bytes)
    expect(summary).toMatchObject({ complete: true, rows: 2, columns: 2 })
    expect(summary.merges).toEqual([{ firstRow: 1, lastRow: 1, firstColumn: 0, lastColumn: 1 }])
  })

  it('两万行全部读出', async () => {
    const rows = Array.from({ length: 20_000 }, (_, index) => [`人${index}`, index])
    const { summary, rows: read } = await readRows(oldWorkbook(rows))
    expect(summary.rows).toBe(20_000)
    expect(read.at(-1)?.cells[0]?.text).toBe('人19999')
  }, 60_000)

  it('更旧的 BIFF5 也能读', async () => {
    const { rows } = await readRows(
      oldWorkbook(
        [
          ['name', 'id'],
          ['a', 1],
        ],
        'biff5',
      ),
    )
    expect(rows.map(({ cells }) => cells.map(({ text }) => text))).toEqual([
      ['name', 'id'],
      ['a', '1'],
    ])
  })

  it('设有打开密码的 .xls 请对方先取消密码', async () => {
    // 开头记录、密码记录、结尾记录。
    const stream = Buffer.concat([
      Buffer.from('0908100000060500bb0dcc0700000000060000 00'.replace(' ', ''), 'hex'),
      Buffer.from('2f0006000100000000000000', 'hex').subarray(0, 10),
      Buffer.from('0a000000', 'hex'),
      Buffer.alloc(5000),
    ])
    await expect(openTable(compoundFile({ Workbook: stream }))).rejects.toMatchObject({ code: 'password' })
  })

  it('截断的 .xls 请对方另存', async () => {
    const bytes = oldWorkbook(Array.from({ length: 3000 }, (_, index) => [`人${index}`, `村${index}`]))
    await expect(openTable(bytes.slice(0, bytes.length / 2))).rejects.toMatchObject({
      code: expect.stringMatching(/legacyFailed|notATable/),
    })
  })
})
