import { describe, expect, it } from 'vitest'
import type { Row } from '../../../src/main/core/workbook/index.ts'
import { openTable, WorkbookRefused } from '../../../src/main/core/workbook/index.ts'
import { SharedStrings } from '../../../src/main/core/workbook/shared-strings.ts'
import { SheetParser } from '../../../src/main/core/workbook/sheet-parser.ts'
import {
  buildPackage,
  mainNamespace,
  sheetXml,
  textRow,
  withRows,
} from '../../fixtures/workbook/package-builder.ts'
import { firstRow, readRows, readTexts } from '../../fixtures/workbook/reading.ts'

const cellRow = (...cells: string[]) => withRows(`<row r="1">${cells.join('')}</row>`)

describe('单元格的值', () => {
  it('身份证号存成数字时，仍能看出是数字和它的原始数字', async () => {
    const [whole, exponent, text] = await firstRow(
      cellRow(
        '<c r="A1"><v>513433199001011000</v></c>',
        '<c r="B1"><v>5.13433199001011E+17</v></c>',
        '<c r="C1" t="inlineStr"><is><t>513433199001011234</t></is></c>',
      ),
    )
    expect(whole).toEqual({ kind: 'number', text: '513433199001011000', date: null, formula: false })
    expect(exponent).toMatchObject({ kind: 'number', text: '5.13433199001011E+17' })
    expect(text).toMatchObject({ kind: 'text', text: '513433199001011234' })
  })

  it('日期格式的数字给出序列值和年月日', async () => {
    const cells = await firstRow(
      cellRow(
        '<c r="A1" s="1"><v>43905</v></c>',
        '<c r="B1" s="2"><v>43905.75</v></c>',
        '<c r="C1" s="0"><v>43905</v></c>',
        '<c r="D1" s="4"><v>0.5</v></c>',
        '<c r="E1" s="1"><v>1</v></c>',
        '<c r="F1" t="d"><v>2020-03-15T00:00:00</v></c>',
      ),
    )
    expect(cells.map(({ kind, text, date }) => [kind, text, date])).toEqual([
      ['date', '43905', '2020-03-15'],
      ['date', '43905.75', '2020-03-15'],
      ['number', '43905', null],
      ['number', '0.5', null],
      ['date', '1', '1900-01-01'],
      ['date', '2020-03-15T00:00:00', '2020-03-15'],
    ])
  })

  it('不存在的日期（序列值 60、负数、过大）不给年月日', async () => {
    const cells = await firstRow(
      cellRow(
        '<c r="A1" s="1"><v>60</v></c>',
        '<c r="B1" s="1"><v>-3</v></c>',
        '<c r="C1" s="1"><v>2958466</v></c>',
        '<c r="D1" s="1"><v>0</v></c>',
        '<c r="E1" s="1"><v>61</v></c>',
        '<c r="F1" s="1"><v>59</v></c>',
      ),
    )
    expect(cells.map(({ kind, date }) => `${kind} ${date}`)).toEqual([
      'date null',
      'date null',
      'date null',
      'date null',
      'date 1900-03-01',
      'date 1900-02-28',
    ])
  })

  it('1904 日期系统照样换算', async () => {
    const bytes = buildPackage({
      date1904: true,
      sheets: [{ rows: '<row r="1"><c r="A1" s="1"><v>42443</v></c></row>' }],
    })
    expect((await firstRow(bytes))[0]).toMatchObject({ kind: 'date', text: '42443', date: '2020-03-15' })
  })

  it('逻辑值、错误值、公式各有其类', async () => {
    const cells = await firstRow(
      cellRow(
        '<c r="A1" t="b"><v>1</v></c>',
        '<c r="B1" t="e"><v>#REF!</v></c>',
        '<c r="C1"><f>A1+1</f><v>3</v></c>',
        '<c r="D1"><f>A1+1</f></c>',
        '<c r="E1" t="str"><f>"a"</f><v>甲</v></c>',
        '<c r="F1" t="e"><f>X</f><v>#NAME?</v></c>',
        '<c r="G1" s="1"><f>TODAY()</f><v>43905</v></c>',
      ),
    )
    expect(cells.map(({ kind, text, formula }) => [kind, text, formula])).toEqual([
      ['boolean', '1', false],
      ['error', '#REF!', false],
      ['number', '3', true],
      ['formulaNoValue', '', true],
      ['text', '甲', true],
      ['error', '#NAME?', true],
      ['date', '43905', true],
    ])
  })

  it('富文本连成一段，注音略去，转义还原', async () => {
    const bytes = buildPackage({
      sheets: [
        {
          rows:
            '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c>' +
            '<c r="D1" t="inlineStr"><is><r><rPr><b/></rPr><t>沙</t></r><r><t>马</t></r><rPh sb="0" eb="1"><t>シャ</t></rPh></is></c>' +
            '<c r="E1" t="inlineStr"><is><t>a_x005F_x000D_b</t></is></c><c r="F1" t="s"><v>3</v></c></row>',
        },
      ],
      strings:
        '<si><r><rPr><sz val="11"/></rPr><t>张</t></r><r><t xml:space="preserve"> 三</t></r><phoneticPr fontId="1"/></si>' +
        '<si><t>东京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh></si>' +
        '<si><t>一&amp;二_x000D_&#20320;&#x597d;<![CDATA[<三>]]></t></si><si/>',
    })
    const cells = await firstRow(bytes)
    expect(cells.map(({ text }) => text)).toEqual(['张 三', '东京', '一&二\r你好<三>', '沙马', 'a_x000D_b'])
  })

  it('以等号、加号、减号开头的文字只是文字', async () => {
    const [row] = await readTexts(withRows(textRow(1, '=1+1', '+86', '-1', '@cmd', '＝1')))
    expect(row).toEqual(['=1+1', '+86', '-1', '@cmd', '＝1'])
  })

  it('超长文字截在上限之后一个字，长度仍看得出超限', async () => {
    const [cell] = await firstRow(withRows(textRow(1, '长'.repeat(50_000))))
    expect(cell?.text.length).toBe(32_768)
  })

  it('文字里的换行一律读成换行符，写明的回车才是回车', async () => {
    const [row] = await readTexts(
      withRows(textRow(1, '一\r\n二', '一\r二', '一\n二', '一&#13;二', '一_x000D_二')),
    )
    expect(row).toEqual(['一\n二', '一\n二', '一\n二', '一\r二', '一\r二'])
  })

  it('写明 t="n" 的数字和没写的一样', async () => {
    const cells = await firstRow(
      cellRow('<c r="A1" t="n"><v>12.5</v></c>', '<c r="B1" s="1" t="n"><v>43905</v></c>'),
    )
    expect(cells.map(({ kind, text, date }) => [kind, text, date])).toEqual([
      ['number', '12.5', null],
      ['date', '43905', '2020-03-15'],
    ])
  })

  it('空单元格、空文字都是空', async () => {
    const cells = await firstRow(
      cellRow(
        '<c r="A1"/>',
        '<c r="B1" t="inlineStr"><is><t></t></is></c>',
        '<c r="C1"><v></v></c>',
        '<c r="D1"><v>1</v></c>',
      ),
    )
    expect(cells.map(({ kind }) => kind)).toEqual(['empty', 'empty', 'empty', 'number'])
  })
})

describe('不合常规但正确的写法', () => {
  const expected = [
    ['姓名', '', '甲'],
    ['1', '2'],
  ]

  it('元素带前缀', async () => {
    const xml = `<x:worksheet xmlns:x="${mainNamespace}"><x:sheetData><x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>姓名</x:t></x:is></x:c><x:c r="C1" t="inlineStr"><x:is><x:t>甲</x:t></x:is></x:c></x:row><x:row r="2"><x:c r="A2"><x:v>1</x:v></x:c><x:c r="B2"><x:v>2</x:v></x:c></x:row></x:sheetData></x:worksheet>`
    expect(await readTexts(buildPackage({ sheets: [{ xml }] }))).toEqual(expected)
  })

  it('行和单元格不写位置', async () => {
    const rows =
      '<row><c t="inlineStr"><is><t>姓名</t></is></c><c/><c t="inlineStr"><is><t>甲</t></is></c></row><row><c><v>1</v></c><c><v>2</v></c></row>'
    const { rows: read } = await readRows(withRows(rows))
    expect(read.map(({ cells }) => cells.map(({ text }) => text))).toEqual(expected)
    expect(read.map(({ number }) => number)).toEqual([1, 2])
  })

  it('只有单元格写了位置，行没有写', async () => {
    const { rows } = await readRows(
      withRows('<row><c r="B7"><v>1</v></c></row><row><c r="A9"><v>2</v></c></row>'),
    )
    expect(rows.map(({ number }) => number)).toEqual([7, 9])
  })

  it('换行、缩进、单引号、注释和处理指令夹在中间', async () => {
    const rows = `\n  <!-- 注释 <c> -->\n  <row r='1'>\n    <c\n r = 'A1'  t='inlineStr' ><is>\n<t>姓名</t></is></c>\n <?pi <row> ?>\n<c r="C1" t='inlineStr'><is><t>甲</t></is></c></row>\n<row r="2" ><c r="A2" ><v>1</v></c ><c r="B2"><v>\n2 </v></c></row>\n`
    expect(await readTexts(withRows(rows))).toEqual(expected)
  })

  it('单元格次序颠倒', async () => {
    const rows =
      '<row r="1"><c r="C1" t="inlineStr"><is><t>甲</t></is></c><c r="A1" t="inlineStr"><is><t>姓名</t></is></c></row><row r="2"><c r="B2"><v>2</v></c><c r="A2"><v>1</v></c></row>'
    expect(await readTexts(withRows(rows))).toEqual(expected)
  })

  it('sheetData 之外的同名元素不算数', async () => {
    const after = '<extLst><ext><row r="9"><c r="A9"><v>9</v></c></row></ext></extLst>'
    expect(await readTexts(buildPackage({ sheets: [{ rows: textRow(1, '甲'), after }] }))).toEqual([['甲']])
  })
})

describe('分块', () => {
  const source = sheetXml({
    before: '<dimension ref="A1:C3"/><cols><col min="1" max="1" hidden="1"/></cols>',
    rows:
      textRow(1, '𠮷𠮷𠮷野家', '沙马阿吉', '&lt;𠮷&gt;') +
      '<row r="2" hidden="1"><c r="A2" s="1"><v>43905</v></c><c r="B2" t="s"><v>0</v></c><c r="C2"><f>1&lt;2</f><v>-1.5E-3</v></c></row>' +
      '<row r="3"><c r="A3" t="inlineStr"><is><r><t>𠮷</t></r><r><t xml:space="preserve"> 尾 </t></r></is></c><c r="B3" t="str"><v><![CDATA[𠮷<]]></v></c></row>',
    after: '<mergeCells><mergeCell ref="A1:B1"/></mergeCells>',
  })

  function parse(pieces: Buffer[]): { rows: Row[]; merges: number } {
    const strings = new SharedStrings()
    strings.addText('共享𠮷')
    const parser = new SheetParser({ strings, dateStyles: Uint8Array.of(0, 1), date1904: false })
    for (const piece of pieces) {
      parser.tokens.append(piece)
      parser.run(Number.POSITIVE_INFINITY)
    }
    parser.tokens.finish()
    expect(parser.run(Number.POSITIVE_INFINITY)).toBe(true)
    return { rows: parser.rows, merges: parser.layout.summary.merges.length }
  }

  function cut(bytes: Buffer, size: number): Buffer[] {
    const pieces: Buffer[] = []
    for (let start = 0; start < bytes.length; start += size) pieces.push(bytes.subarray(start, start + size))
    return pieces
  }

  it('无论在哪个字节切开，读出的内容都一样，𠮷 等字不会被切坏', () => {
    const bytes = Buffer.from(source, 'utf8')
    const whole = parse([bytes])
    expect(whole.rows.map(({ cells }) => cells.map(({ text }) => text))).toEqual([
      ['𠮷𠮷𠮷野家', '沙马阿吉', '<𠮷>'],
      ['43905', '共享𠮷', '-1.5E-3'],
      ['𠮷 尾 ', '𠮷<'],
    ])
    expect(whole.merges).toBe(1)
    for (const size of [1, 2, 3, 5, 7, 11, 13, 64, 300]) expect(parse(cut(bytes, size))).toEqual(whole)
    for (let at = 1; at < bytes.length; at++) {
      expect(parse([bytes.subarray(0, at), bytes.subarray(at)])).toEqual(whole)
    }
  })
})

describe('整张表', () => {
  it('给出隐藏的行列、合并、筛选和最后一行', async () => {
    const { rows, summary } = await readRows(
      buildPackage({
        sheets: [
          {
            before: '<cols><col min="2" max="2" width="9" hidden="1"/></cols>',
            rows: `${textRow(1, '甲', '乙', '丙')}<row r="2"/>${textRow(5, '丁').replace('<row ', '<row hidden="1" ')}`,
            after: '<autoFilter ref="A1:C5"/><mergeCells count="1"><mergeCell ref="B1:C2"/></mergeCells>',
          },
        ],
      }),
    )
    expect(rows.map(({ number, hidden }) => [number, hidden])).toEqual([
      [1, false],
      [5, true],
    ])
    expect(summary).toMatchObject({
      complete: true,
      rows: 2,
      lastRow: 5,
      columns: 3,
      hiddenRows: 1,
      hiddenColumns: [1],
      merges: [{ firstRow: 1, lastRow: 2, firstColumn: 1, lastColumn: 2 }],
      autoFilter: 'A1:C5',
      filtered: false,
    })
  })

  it('按批给出行，报告进度，可以中途停下', async () => {
    const rows = Array.from({ length: 3000 }, (_, index) => textRow(index + 1, `第${index}行`)).join('')
    const workbook = await openTable(withRows(rows))
    const progress: number[] = []
    const sizes: number[] = []
    for await (const batch of workbook.readRows(0, {
      batchRows: 1000,
      onProgress: ({ done, total }) => progress.push(done / total),
    })) {
      sizes.push(batch.length)
    }
    expect(sizes).toEqual([1000, 1000, 1000])
    expect(progress.at(-1)).toBe(1)
    let first = ''
    for await (const batch of workbook.readRows(0, { batchRows: 10 })) {
      first = batch[0]?.cells[0]?.text ?? ''
      break
    }
    expect(first).toBe('第0行')
  })

  it('同一个文件可以读两遍', async () => {
    const workbook = await openTable(withRows(textRow(1, '甲')))
    for (let round = 0; round < 2; round++) {
      const texts: string[] = []
      for await (const rows of workbook.readRows(0))
        texts.push(...rows.map(({ cells }) => cells[0]?.text ?? ''))
      expect(texts).toEqual(['甲'])
    }
  })

  it('单元格写在别的行里，按损坏拒绝', async () => {
    await expect(readTexts(withRows('<row r="1"><c r="A2"><v>1</v></c></row>'))).rejects.toThrow(
      WorkbookRefused,
    )
  })

  it('十万个嵌套不深的标签不会使读取变慢', async () => {
    const rows = `<row r="1"><c r="A1" t="inlineStr"><is>${'<r><t>字</t></r>'.repeat(30_000)}</is></c></row>`
    const [cell] = await firstRow(withRows(rows))
    expect(cell?.text).toBe('字'.repeat(30_000))
  })
})
