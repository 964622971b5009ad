import type { ResultCounts, RowResult } from '../../../shared/contract/calls/package.ts'
import { Refusal } from '../../../shared/contract/result.ts'
import type { Desk } from '../context.ts'
import type { Incoming } from './incoming.ts'
import { createPackageStore, type NewPackage, type PackageRow } from './package.store.ts'
import { receiptColumns, receiptSheet } from './receipt-writer.ts'

export interface ReadReceipt {
  answered: PackageRow
  sequence: number
  results: ResultCounts
  rows: { sheet: number; row: number; result: RowResult; version: number | null; reasons: string | null }[]
}

export const noResults = (): ResultCounts => ({ accepted: 0, changed: 0, conflict: 0, refused: 0 })

/**
 * What a receipt says of each row of a package of ours.
 *
 * @throws Refusal when its rows are not those that were sent
 */
export async function readReceipt(desk: Desk, incoming: Incoming): Promise<ReadReceipt> {
  const { answers, envelope } = incoming
  if (!answers) throw new TypeError('a receipt without the package that it answers')
  const store = createPackageStore(desk.db)
  const sent = new Set<string>()
  for (const { sheet, row } of store.rows(answers.id)) sent.add(`${sheet}:${row}`)
  const reasons = await reasonsOf(incoming)
  const results = noResults()
  const rows = envelope.sheets.flatMap(({ name, results: entries }, sheet) =>
    entries.map(({ row, result, version }) => {
      if (!sent.delete(`${sheet}:${row}`)) throw differentRows()
      results[result]++
      return { sheet, row, result, version, reasons: reasons.get(`${name}:${row}`) ?? null }
    }),
  )
  if (sent.size > 0) throw differentRows()
  return { answered: answers, sequence: answers.sequence, results, rows }
}

const differentRows = () =>
  new Refusal('refused', '回执里的行与所答复的包对不上，没有写入任何内容。请对方重新生成回执。')

/** Reasons stand in the sheet for people; the results come from the envelope. */
async function reasonsOf({ workbook }: Incoming): Promise<Map<string, string>> {
  const reasons = new Map<string, string>()
  const index = workbook.sheets.find(({ name }) => name === receiptSheet)?.index
  if (index === undefined) return reasons
  const place = receiptColumns.indexOf('原因')
  for await (const rows of workbook.readRows(index)) {
    for (const { cells } of rows) {
      const text = cells[place]?.text ?? ''
      if (text !== '') reasons.set(`${cells[0]?.text}:${cells[1]?.text}`, text)
    }
  }
  return reasons
}

/** Records a receipt: the package that it answers is acknowledged, each of its rows has its result. */
export async function takeReceipt(
  desk: Desk,
  incoming: Incoming,
  record: NewPackage,
): Promise<ReadReceipt & { id: number }> {
  const store = createPackageStore(desk.db)
  const receipt = await readReceipt(desk, incoming)
  const { answered, rows } = receipt
  const id = store.add({ ...record, rowCount: rows.length, answers: answered.id })
  for (const { sheet, row, result, version, reasons } of rows)
    store.answerRow(answered.id, sheet, row, result, version, reasons)
  store.acknowledge(answered.id, desk.now())
  store.setReceipt(answered.id, id)
  return { ...receipt, id }
}
