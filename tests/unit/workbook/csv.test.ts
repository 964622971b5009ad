import { describe, expect, it } from 'vitest'
import { detectEncoding } from '../../../src/main/core/workbook/csv.ts'
import { openTable, WorkbookRefused } from '../../../src/main/core/workbook/index.ts'
import { awkwardText, randomFrom, readRows, readTexts } from '../../fixtures/workbook/reading.ts'

const utf8 = (text: string) => new Uint8Array(Buffer.from(text, 'utf8'))

describe('文本表格', () => {
  it('引号里的逗号、换行和双引号都属于内容', async () => {
    expect(await readTexts(utf8('姓名,备注\r\n甲,"一,二\r\n三""四"""\r\n"乙","",末\r\n'))).toEqual([
      ['姓名', '备注'],
      ['甲', '一,二\r\n三"四"'],
      ['乙', '', '末'],
    ])
  })

  it('空行不算数据，行号仍是文件里的行号', async () => {
    const { rows } = await readRows(utf8('姓名\n\n,,\n甲\n'))
    expect(rows.map(({ number, cells }) => [number, cells.length])).toEqual([
      [1, 1],
      [4, 1],
    ])
  })

  it('分隔符可以是逗号、制表符或分号，也可以由文件自己声明', async () => {
    expect(await readTexts(utf8('甲\t一,二\n乙\t三'))).toEqual([
      ['甲', '一,二'],
      ['乙', '三'],
    ])
    expect(await readTexts(utf8('甲;乙\n1;2'))).toEqual([
      ['甲', '乙'],
      ['1', '2'],
    ])
    const { rows } = await readRows(utf8('sep=|\r\n甲|乙\r\n'))
    expect(rows.map(({ number, cells }) => [number, ...cells.map(({ text }) => text)])).toEqual([
      [2, '甲', '乙'],
    ])
  })

  it('写成 ="0012" 的内容取引号里的数字，其余像公式的照原样', async () => {
    expect(await readTexts(utf8('="0012",=1+1,"=""513433199001011234"""'))).toEqual([
      ['0012', '=1+1', '513433199001011234'],
    ])
  })

  it('只用回车换行的旧文件也能读', async () => {
    expect(await readTexts(utf8('甲,乙\r1,2\r'))).toEqual([
      ['甲', '乙'],
      ['1', '2'],
    ])
  })

  it('GB18030 的四字节字（𠮷）和两字节字都不走样', async () => {
    // 95 34 B2 35 是 𠮷 (U+20BB7) 的四字节编码；D5 C5 是“张”。
    const bytes = Buffer.concat([
      Buffer.from('d5c5', 'hex'),
      Buffer.from('9534b235', 'hex'),
      Buffer.from(',1\n'),
    ])
    expect(detectEncoding(bytes)).toBe('gb18030')
    expect((await readTexts(new Uint8Array(bytes)))[0]?.[0]).toBe('张𠮷')
  })

  it('大文件里任何位置的字都不会被切坏', async () => {
    const line = '沙马𠮷阿吉,一二三\n'
    const rows = await readTexts(utf8(line.repeat(20_000)))
    expect(rows.length).toBe(20_000)
    expect(new Set(rows.map(([name]) => name))).toEqual(new Set(['沙马𠮷阿吉']))
  })

  it('两千行刁钻内容加上引号后一个字不变', async () => {
    const random = randomFrom(11)
    const clean = (text: string) => text.replace(/[\p{Cs}\ufeff]|(?![\r\n\t])\p{Cc}/gu, '')
    const texts = Array.from({ length: 2000 }, (_, index) => [`行${index}`, clean(awkwardText(random)), '末'])
    const quoted = texts
      .map((row) => row.map((text) => `"${text.replaceAll('"', '""')}"`).join(','))
      .join('\r\n')
    expect(await readTexts(utf8(quoted))).toEqual(texts)
  })

  it('引号不成对、二进制内容、列数过多都拒绝', async () => {
    await expect(readTexts(utf8('甲,"乙\n丙'))).rejects.toMatchObject({ code: 'csvQuotes' })
    await expect(readTexts(utf8('甲\u0001\u0002乙'))).rejects.toMatchObject({ code: 'notATable' })
    await expect(readTexts(new Uint8Array(Buffer.from('甲\0\0乙\0\0\0', 'utf8')))).rejects.toThrow(
      WorkbookRefused,
    )
    await expect(readTexts(utf8(`${'一,'.repeat(2000)}末`))).rejects.toMatchObject({ code: 'farCell' })
  })

  it('工作表以文件命名', async () => {
    const workbook = await openTable(utf8('甲,乙'), '某镇/一村名单.csv')
    expect(workbook).toMatchObject({ format: 'csv', sheets: [{ index: 0, name: '一村名单', hidden: false }] })
  })
})
