import type { ImportMapping, Inspection, SheetFinding } from '../../../shared/contract/calls/exchange.ts'
import { Refusal } from '../../../shared/contract/result.ts'
import { fieldByKey } from '../../../shared/domain/field.ts'
import { type LedgerName, ledgers } from '../../../shared/domain/ledgers.ts'
import { columnLetters } from '../../../shared/domain/text/column-letters.ts'
import { choiceSheet, type Row, type SheetInfo, type Workbook } from '../workbook/types.ts'
import { duplicateHeaders, duplicateProblem } from './columns.ts'
import {
  findHeader,
  type HeaderFinding,
  type HeaderSearch,
  headerAt,
  headerSearchRows,
} from './find-header.ts'
import { cellText, type HeaderCell } from './header.ts'
import { layoutKey, skipReason } from './layout.ts'

/**
 * Looks into a workbook that somebody sent: which sheet, which row is the header, which ledger it
 * is and which column is which field. Nothing is taken for granted: the header may stand under title
 * rows, span three rows, or belong to a sheet that is not the first one.
 *
 *   const inspection = await inspectWorkbook(workbook, { fileName: '牛角山村.xlsx' })
 *   const mapping = mappingOf(inspection)   // null when a person has to decide
 */
export interface InspectOptions extends HeaderSearch {
  fileName: string
  /** Where a person says the header is. */
  at?: { sheet: number; headerRow: number } | undefined
  /** Mapping that was used last time for a layout. */
  remembered?: (layout: string, ledger: LedgerName | null) => ImportMapping | null
  onProgress?: (rows: number) => void
}

/** Records are counted up to here; a larger sheet says “so many and more”. */
const countedRows = 5_000
const shownRows = 12
const shownCells = 12
const samplesPerColumn = 3

interface Examined {
  finding: SheetFinding
  headers: HeaderCell[]
  score: number
}

/**
 * @throws Refusal `refused` when the file has no table at all, or the only fitting sheet has the
 *   same header twice; WorkbookRefused as the reader throws it.
 */
export async function inspectWorkbook(workbook: Workbook, options: InspectOptions): Promise<Inspection> {
  const { at } = options
  if (at && !workbook.sheets[at.sheet]) throw new Refusal('refused', '文件里没有所选的工作表，请重新选择。')
  const examined: Examined[] = []
  for (const sheet of workbook.sheets) {
    examined.push(await examineSheet(workbook, sheet, at?.sheet === sheet.index ? at.headerRow : 0, options))
  }
  // The hidden lists of choices of our own workbooks are nothing that anybody could have meant.
  const isOwnList = (name: string | undefined) =>
    name === choiceSheet && examined.some(({ finding }) => finding.name === name && finding.ledger === null)
  const warnings = workbook.warnings
    .filter((warning) => !(warning.code === 'hiddenSheet' && isOwnList(warning.sheet)))
    .map((warning) => warning.message)
  const candidates = at ? [at.sheet] : chooseSheets(examined, warnings)
  const chosen = candidates.length === 1 ? examined[candidates[0] ?? 0] : undefined
  if (chosen?.finding.problem && !at) throw new Refusal('refused', chosen.finding.problem)
  if (chosen) warnOfNamelessDuplicates(chosen, warnings)
  return {
    fileName: options.fileName,
    warnings,
    sheets: examined.map(({ finding }) => finding),
    candidates,
    remembered: chosen ? recall(chosen, options) : null,
  }
}

/**
 * The mapping that follows from an inspection without asking anybody: of the given sheet, or of the
 * only candidate. Null when a person has to choose the sheet, or when the sheet cannot be imported.
 */
export function mappingOf(inspection: Inspection, sheet?: number): ImportMapping | null {
  const only = inspection.candidates.length === 1 ? inspection.candidates[0] : undefined
  const index = sheet ?? only
  if (index === undefined) return null
  const { remembered } = inspection
  if (remembered && remembered.sheet === index) return remembered
  const finding = inspection.sheets[index]
  if (!finding?.ledger || finding.headerRow === 0 || finding.missing.length > 0 || finding.problem)
    return null
  return {
    sheet: index,
    headerRow: finding.headerRow,
    ledger: finding.ledger,
    columns: Object.fromEntries(
      finding.columns.flatMap(({ index: column, field }) => (field ? [[String(column), field]] : [])),
    ),
    valueMaps: {},
    ...(finding.profile && { profile: finding.profile.key }),
  }
}

/** Why `mappingOf` has no answer, as a sentence that says what to do. */
export function whyNoMapping(inspection: Inspection): string {
  if (inspection.candidates.length > 1) {
    const names = inspection.candidates.map((index) => `“${inspection.sheets[index]?.name ?? ''}”`).join('、')
    return `文件里有${inspection.candidates.length}个工作表都可以导入：${names}，请选择其中一个。`
  }
  const finding = inspection.sheets[inspection.candidates[0] ?? 0]
  if (finding?.problem) return finding.problem
  if (finding?.ledger && finding.missing.length > 0) return missingSentence(finding, finding.ledger)
  return '没有找到可以识别的表头，请核对是否发错了文件，或指定表头所在的行和各列的含义。'
}

/** `工作表“Sheet1”缺少必需的列：身份证号码。请补上…` */
export function missingSentence(finding: SheetFinding, ledger: LedgerName): string {
  const labels = finding.missing.map((key) => `“${fieldByKey(ledgers[ledger], key).label}”`).join('、')
  return `工作表“${finding.name}”缺少必需的列：${labels}，请补上这些列，或指定哪一列就是它。`
}

/** The header cells of a sheet as found, for showing where a value came from and for skipping rows. */
export function headersOf(finding: SheetFinding): HeaderCell[] {
  const headers: HeaderCell[] = []
  for (const { index, header } of finding.columns) {
    headers[index] = { index, text: header, parts: header === '' ? [] : header.split('·') }
  }
  return Array.from(headers, (header, index) => header ?? { index, text: '', parts: [] })
}

async function examineSheet(
  workbook: Workbook,
  sheet: SheetInfo,
  headerRow: number,
  options: InspectOptions,
): Promise<Examined> {
  const top: Row[] = []
  const reading = workbook.readRows(sheet.index)[Symbol.asyncIterator]()
  let batch: Row[] = []
  const next = async (): Promise<boolean> => {
    const read = await reading.next()
    if (!read.done) batch = read.value
    return !read.done
  }
  let counted = 0
  let more = false
  try {
    let open = await next()
    while (open && top.length < headerSearchRows) {
      top.push(...batch)
      if (top.length < Math.max(headerSearchRows, headerRow)) open = await next()
      else break
    }
    const header = headerRow > 0 ? headerAt(top, headerRow, options) : findHeader(top, options)
    const collect = collector(header)
    if (header) for (const row of top) if (row.number > header.row) collect.take(row)
    while (header && open && collect.records() <= countedRows && (await next())) {
      for (const row of batch) collect.take(row)
    }
    more = collect.records() > countedRows
    counted = Math.min(collect.records(), countedRows)
    return findingOf(sheet, top, header, collect.samples, { counted, more })
  } finally {
    await reading.return?.()
    options.onProgress?.(counted)
  }
}

function collector(header: HeaderFinding | null) {
  const samples = new Map<number, string[]>()
  let records = 0
  return {
    samples,
    records: () => records,
    take(row: Row): void {
      if (!header || skipReason(row, header.headers) !== null) return
      records++
      if (records > 200) return
      for (const [index, cell] of row.cells.entries()) {
        const text = cellText(cell)
        if (text === '') continue
        const kept = samples.get(index)
        if (!kept) samples.set(index, [text])
        else if (kept.length < samplesPerColumn && !kept.includes(text)) kept.push(text)
      }
    },
  }
}

function findingOf(
  sheet: SheetInfo,
  top: Row[],
  header: HeaderFinding | null,
  samples: Map<number, string[]>,
  count: { counted: number; more: boolean },
): Examined {
  const headers = header?.headers ?? []
  const ledger = header?.ledger ?? null
  const width = Math.max(headers.length, ...[...samples.keys()].map((index) => index + 1), 0)
  const finding: SheetFinding = {
    index: sheet.index,
    name: sheet.name,
    hidden: sheet.hidden,
    headerRow: header?.row ?? 0,
    rows: count.counted,
    moreRows: count.more,
    firstRows: top.slice(0, shownRows).map((row) => ({
      row: row.number,
      cells: row.cells.slice(0, shownCells).map((cell) => cellText(cell).slice(0, 60)),
    })),
    columns: Array.from({ length: width }, (_, index) => ({
      index,
      header: headers[index]?.text ?? '',
      field: header?.assignment.columns.get(index) ?? null,
      samples: (samples.get(index) ?? []).map((text) => text.slice(0, 60)),
    })).filter((column) => column.header !== '' || column.samples.length > 0),
    ledger,
    missing: ledger ? (header?.assignment.missing ?? []) : [],
    problem: ledger ? duplicateProblem(headers, ledger, sheet.name) : null,
    layout: header ? layoutKey(headers) : '',
    profile: header?.profile ? { key: header.profile.key, label: header.profile.label } : null,
  }
  return { finding, headers, score: header?.score ?? 0 }
}

/** The sheets to import from; more than one when a person has to choose. Hidden ones never. */
function chooseSheets(examined: readonly Examined[], warnings: string[]): number[] {
  const visible = examined.filter(({ finding }) => !finding.hidden)
  const complete = (list: readonly Examined[]): Examined[] =>
    list.filter(({ finding }) => finding.ledger !== null && finding.missing.length === 0)
  const fitting = complete(visible)
  if (fitting.length === 0) {
    const hidden = complete(examined)[0]
    if (hidden) {
      warnings.push(
        `可以导入的内容在隐藏的工作表“${hidden.finding.name}”里，没有读取；请在 Excel 或 WPS 中取消隐藏后重新导入，或在下面选择它。`,
      )
      return []
    }
    const partly = visible.filter(({ score }) => score > 0).sort((a, b) => b.score - a.score)
    if (partly[0]) return [partly[0].finding.index]
    const filled = visible.filter(({ finding }) => finding.headerRow > 0)
    if (filled.length === 0 && visible.every(({ finding }) => finding.firstRows.length === 0)) {
      throw new Refusal('refused', '工作表里没有任何内容，请核对是否发错了文件。')
    }
    return filled.map(({ finding }) => finding.index)
  }
  const filled = fitting.filter(({ finding }) => finding.rows > 0)
  const usable = (filled.length > 0 ? filled : fitting).sort((a, b) => b.score - a.score)
  const best = usable[0]
  if (!best) return []
  const sound = usable.filter(
    ({ finding }) => finding.ledger === best.finding.ledger && finding.problem === null,
  )
  for (const { finding } of usable) {
    if (finding.ledger === best.finding.ledger || finding.ledger === null || finding.rows === 0) continue
    warnings.push(
      `工作表“${finding.name}”是${ledgers[finding.ledger].label}，有${finding.rows}${finding.moreRows ? '多' : ''}行，本次不导入；需要时请再导入一次并选择它。`,
    )
  }
  const equal = (sound.length > 0 ? sound : [best]).map(({ finding }) => finding.index)
  return equal.sort((a, b) => a - b)
}

function warnOfNamelessDuplicates({ finding, headers }: Examined, warnings: string[]): void {
  if (finding.problem) return
  for (const { text, indexes } of duplicateHeaders(headers)) {
    const places = indexes.map((index) => `${columnLetters(index)}列`).join('、')
    warnings.push(`有${indexes.length}列的表头都是“${text}”（${places}），请按列的字母区分。`)
  }
}

/** The remembered mapping, moved to where the table stands this time. */
function recall({ finding }: Examined, options: InspectOptions): ImportMapping | null {
  if (finding.layout === '') return null
  const kept = options.remembered?.(finding.layout, options.ledger ?? finding.ledger) ?? null
  if (!kept || (options.ledger && kept.ledger !== options.ledger)) return null
  return { ...kept, sheet: finding.index, headerRow: finding.headerRow }
}
