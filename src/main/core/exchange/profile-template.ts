import type {
  TemplateColumn,
  TemplateInspection,
  TemplateSheet,
} from '../../../shared/contract/calls/profile.ts'
import { Refusal } from '../../../shared/contract/result.ts'
import type { Field } from '../../../shared/domain/field.ts'
import { ledgers } from '../../../shared/domain/ledgers.ts'
import { proposeColumn } from '../../../shared/domain/profile-proposal.ts'
import type { Desk } from '../context.ts'
import { headersOf, type InspectOptions, inspectWorkbook } from '../importing/detect.ts'
import { skipReason } from '../importing/layout.ts'
import { openTable, openWorkbook, readInputs, type Workbook } from '../workbook/index.ts'

/**
 * Looks into a blank workbook of an upper level: the same inspection as an import's, and beside it
 * what the workbook asks of its cells (lists, hints, date formats), as proposals for the columns.
 *
 * @throws Refusal `refused` when it is no .xlsx or has no table; WorkbookRefused as reading does
 */
export async function inspectTemplate(
  desk: Desk,
  file: { name: string; bytes: Uint8Array },
  options: Pick<InspectOptions, 'ledger' | 'at'>,
): Promise<TemplateInspection> {
  const opened = await openTable(file.bytes, file.name)
  if (opened.format !== 'xlsx')
    throw new Refusal('refused', '上报格式只能用 .xlsx 的空白表，请用 Excel 或 WPS 另存为 .xlsx 后再选。')
  const workbook = openWorkbook(file.bytes)
  const inspection = await inspectWorkbook(workbook, { fileName: file.name, ...options })
  const sheets: TemplateSheet[] = []
  for (const finding of inspection.sheets) {
    const { index, name, hidden, headerRow, firstRows, ledger } = finding
    const firstRow = headerRow === 0 ? 0 : await firstDataRow(workbook, index, headerRow, headersOf(finding))
    const inputs = headerRow === 0 ? null : await readInputs(workbook, index, firstRow)
    const fields: readonly Field[] = ledger ? ledgers[ledger].fields : []
    const columns = finding.columns
      .filter(({ header }) => header !== '')
      .map((column): TemplateColumn => {
        const input = inputs?.columns.get(column.index)
        const field = fields.find(({ key }) => key === column.field) ?? null
        const dictionary = field?.dictionary ? desk.catalogue().dictionaries.get(field.dictionary) : undefined
        return {
          index: column.index,
          header: column.header,
          samples: column.samples,
          list: input?.list ?? null,
          proposal: proposeColumn(
            {
              index: column.index,
              header: column.header,
              field,
              sharing: finding.columns.filter((other) => other.field !== null && other.field === column.field)
                .length,
              list: input?.list ?? null,
              hints: [...column.samples, ...(input?.hints ?? []), column.header],
              dateCells: inputs?.dates.has(column.index) ?? false,
            },
            fields,
            dictionary,
          ),
        }
      })
    sheets.push({ index, name, hidden, headerRow, firstRow, firstRows, ledger, columns })
  }
  // A hidden sheet of a blank workbook mostly holds its lists: nothing to warn of here.
  const quiet = new Set(
    workbook.warnings.filter(({ code }) => code === 'hiddenSheet').map(({ message }) => message),
  )
  return {
    fileName: file.name,
    warnings: inspection.warnings.filter((message) => !quiet.has(message)),
    sheets,
    best: inspection.candidates[0] ?? sheets.find(({ headerRow }) => headerRow > 0)?.index ?? 0,
  }
}

/** The first row below the header that is no instruction to whoever fills it in. */
async function firstDataRow(
  workbook: Workbook,
  sheet: number,
  headerRow: number,
  headers: ReturnType<typeof headersOf>,
): Promise<number> {
  let first = headerRow + 1
  for await (const rows of workbook.readRows(sheet)) {
    for (const row of rows) {
      if (row.number < first) continue
      if (
        row.number > first ||
        !['填写说明', '栏次行', '重复的表头'].includes(skipReason(row, headers) ?? '')
      )
        return first
      first++
    }
  }
  return first
}
