import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Inspection } from '../../../src/shared/contract/calls/exchange.ts'
import type { Row } from '../../../src/shared/contract/calls/ledger.ts'
import type { Query } from '../../../src/shared/contract/schemas.ts'
import type { AnyRecord } from '../../../src/shared/domain/field.ts'
import type { LedgerName } from '../../../src/shared/domain/ledgers.ts'
import { workbookColumns } from '../../fixtures/messy/county-rows.ts'
import { buildRawWorkbook, type RawValue } from '../../fixtures/messy/raw-workbook.ts'
import { headersOf, rowOf } from '../../fixtures/messy/table.ts'
import type { Clerk } from '../../fixtures/office.ts'

/** Small workbooks and long readings, as the tests of the core need them. */

export interface NamedFile {
  name: string
  bytes: Uint8Array
}

/** One sheet, the first row its header. */
export const sheetFile = (name: string, rows: readonly (readonly RawValue[])[]): NamedFile => ({
  name,
  bytes: buildRawWorkbook([{ name: 'Sheet1', rows }]),
})

/** Records under the headers of the ledger's own workbook, or only the columns named. */
export function recordsFile(
  name: string,
  ledger: LedgerName,
  records: readonly AnyRecord[],
  keys?: readonly string[],
): NamedFile {
  const columns = workbookColumns(ledger).filter(({ field }) => !keys || keys.includes(field.key))
  return sheetFile(name, [headersOf(columns), ...records.map((record) => rowOf(columns, record))])
}

/** What the core found out about a sheet, as the mapping that a person would confirm. */
export function confirmed(inspection: Inspection, ledger: LedgerName, sheet = inspection.candidates[0] ?? 0) {
  const finding = inspection.sheets[sheet]
  if (!finding) throw new Error('no such sheet')
  const columns: Record<string, string> = {}
  for (const column of finding.columns) if (column.field) columns[String(column.index)] = column.field
  return { sheet, headerRow: finding.headerRow, ledger, columns }
}

/** Every row of a list, read page by page as the screen does. */
export async function allRows(
  desk: Clerk,
  query: Query,
  columns: string[],
  options: { limit?: number; sort?: { field: string; descending?: boolean } } = {},
): Promise<Row[]> {
  const { limit = 500, sort } = options
  const rows: Row[] = []
  for (;;) {
    const page = await desk.full('ledger.page', { ...query, columns, limit, offset: rows.length, sort })
    rows.push(...page.rows)
    if (page.rows.length < limit) return rows
  }
}

/** Every file below a folder. */
export function filesIn(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? filesIn(path) : [path]
  })
}

/** Whether a text stands as it is anywhere in a file, as UTF-8 or UTF-16. */
export function holdsText(path: string, text: string): boolean {
  const content = readFileSync(path)
  return content.includes(Buffer.from(text)) || content.includes(Buffer.from(text, 'utf16le'))
}
