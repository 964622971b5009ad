import type { AllowanceSheet } from '../../../shared/contract/calls/allowance.ts'
import { chineseDate } from '../../../shared/domain/calendar.ts'
import type { Desk } from '../context.ts'
import { type CellValue, type ColumnSpec, writeWorkbookBytes } from '../workbook/index.ts'

const columns: ColumnSpec[] = [
  { header: '序号', width: 8, kind: 'integer' },
  { header: '姓名', width: 12, kind: 'text' },
  { header: '身份证号码', width: 22, kind: 'text' },
  { header: '开户银行', width: 24, kind: 'text' },
  { header: '银行账号', width: 26, kind: 'text' },
  { header: '金额(元)', width: 14, kind: 'decimal2' },
  { header: '摘要', width: 26, kind: 'text' },
]

/**
 * The month's payments as the bank takes them: one row for a person and account, numbers of accounts as text. Whoever
 * cannot be paid so stands on a sheet of their own, with the reason.
 */
export async function bankWorkbook(
  desk: Desk,
  sheet: AllowanceSheet,
): Promise<{ name: string; bytes: Uint8Array; rows: number }> {
  const { month } = sheet
  const what = `${chineseDate(month)}公益性岗位补贴`
  const counts = { paid: 0, fen: 0, left: 0 }
  function* rows(payable: boolean): Iterable<CellValue[]> {
    let number = 0
    for (const { name, idNumber, bankName, bankCard, amount } of desk.allowances.byPerson(month)) {
      if ((bankCard !== null && amount > 0) !== payable) continue
      number++
      if (payable) {
        counts.paid++
        counts.fen += amount
      } else counts.left++
      const why = bankCard === null ? '没有银行账号' : '应发为零或应收回'
      yield [number, name, idNumber, bankName, bankCard, amount / 100, payable ? what : why]
    }
  }
  const title = `${desk.unit.name}${what}${sheet.state === 'paid' ? '' : '（未锁定，仅供核对）'}`
  const page = { paper: 'A4', landscape: true } as const
  const bytes = await writeWorkbookBytes({
    properties: { title, creator: desk.unit.name, created: new Date(desk.now()) },
    sheets: [
      {
        name: '银行代发',
        title: [title],
        columns,
        rows: rows(true),
        footer: [
          `口径：${sheet.basis}；一人一个账号合为一行`,
          '制表：　　　　　　审核：　　　　　　负责人：　　　　　　',
        ],
        page,
      },
      { name: '不能代发', title: [`${title}：不能代发`], columns, rows: rows(false), page },
    ],
  })
  return { name: `${what}-银行代发-${month.replace('-', '')}.xlsx`, bytes, rows: counts.paid + counts.left }
}
