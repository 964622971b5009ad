/**
 * The vocabulary of the workbook module. It knows cells, rows and sheets; it knows nothing of ledgers.
 *
 * Reading: `openTable(bytes, fileName)` answers a `Workbook`; `workbook.readRows(sheetIndex)` streams its rows.
 * Writing: a `WorkbookSpec` describes finished sheets; `writeWorkbook` streams them out.
 */

export type CellKind = 'empty' | 'text' | 'number' | 'date' | 'boolean' | 'error' | 'formulaNoValue'

/**
 * One cell. Its position is its index in `Row.cells`.
 *
 * `text` by kind: text → the characters, decoded; number → the raw digits as stored in the file (never a JavaScript
 * number, so an ID number kept as a number can be recognised); date → the raw serial; boolean → '1' or '0';
 * error → '#REF!' and the like; empty and formulaNoValue → ''.
 * Cells may be shared between positions: never change one.
 */
export interface Cell {
  readonly kind: CellKind
  readonly text: string
  /** 'YYYY-MM-DD' for kind 'date'; null where the serial is no date (negative, 60, too large) and for other kinds. */
  readonly date: string | null
  /** The value was computed by a formula; it is the value stored when the file was last saved. */
  readonly formula: boolean
}

/** A row that has at least one filled cell. `cells` is dense from column A (index 0) to the last filled column. */
export interface Row {
  /** 1-based, as the sender sees it in Excel. */
  readonly number: number
  readonly hidden: boolean
  readonly cells: readonly Cell[]
}

export interface SheetInfo {
  readonly index: number
  readonly name: string
  readonly hidden: boolean
}

/** A merged range, 1-based rows and 0-based columns, both ends included. */
export interface CellRange {
  readonly firstRow: number
  readonly lastRow: number
  readonly firstColumn: number
  readonly lastColumn: number
}

/** The hidden sheet in which our workbooks keep the lists of their drop-downs. */
export const choiceSheet = '字典'

export type WarningCode =
  | 'externalLink'
  | 'hiddenSheet'
  | 'unknownPart'
  | 'overlappingMerges'
  | 'hiddenRows'
  | 'hiddenColumns'
  | 'filteredRows'
  | 'overlongText'

/** Something the person should know; the file is read all the same. */
export interface WorkbookWarning {
  readonly code: WarningCode
  readonly message: string
  readonly sheet?: string
  readonly count?: number
}

/** What is known of a sheet after its rows were read to the end (`complete`). */
export interface SheetSummary {
  complete: boolean
  rows: number
  lastRow: number
  /** Number of columns up to the last filled one. */
  columns: number
  /** Hidden rows that have content. */
  hiddenRows: number
  /** 0-based indexes of hidden columns within `columns`. */
  hiddenColumns: number[]
  merges: CellRange[]
  /** Range of the filter, as written in the file, or null. */
  autoFilter: string | null
  /** A filter condition is set, so some rows may be hidden by it. */
  filtered: boolean
  warnings: WorkbookWarning[]
}

export interface ReadProgress {
  /** Bytes of the source consumed so far and in all. */
  readonly done: number
  readonly total: number
  readonly rows: number
}

export interface ReadRowsOptions {
  /** Rows per batch at the most (default 512). */
  batchRows?: number
  /** Called once per batch. */
  onProgress?: (progress: ReadProgress) => void
}

/**
 * Rows in batches: `for await (const rows of workbook.readRows(0)) { … }`. Leaving the loop stops reading.
 * Iterate once. `summary` is complete when the loop has come to its end.
 */
export interface RowReader extends AsyncIterable<Row[]> {
  readonly summary: SheetSummary
}

export type TableFormat = 'xlsx' | 'xls' | 'csv'

/** An opened table of any format. Reading may still throw `WorkbookRefused`: write nothing before the last row is read. */
export interface Workbook {
  readonly format: TableFormat
  readonly sheets: readonly SheetInfo[]
  readonly warnings: readonly WorkbookWarning[]
  readRows(sheetIndex: number, options?: ReadRowsOptions): RowReader
}

export type ColumnKind = 'text' | 'integer' | 'decimal2' | 'date' | 'month'

/** An input check on a column. Bounds are included; dates as 'YYYY-MM-DD'. `message` is shown by Excel on a wrong entry. */
export interface ColumnCheck {
  kind: 'length' | 'decimal' | 'integer' | 'date'
  min?: number | string
  max?: number | string
  message: string
}

export interface ColumnSpec {
  header: string
  /** Columns side by side with the same group share one merged cell above their headers. */
  group?: string
  /** In characters of the default font; a Chinese character takes two. */
  width: number
  kind: ColumnKind
  /** Drop-down list of allowed values. */
  list?: readonly string[]
  /** A formula for the drop-down instead of `list`, such as a defined name. */
  listRef?: string
  check?: ColumnCheck
  required?: boolean
  /** Shown beside the cell when it is selected. */
  note?: string
}

export interface PageSpec {
  paper?: 'A4' | 'A3'
  landscape?: boolean
  /** Print title and header rows on every page (default true). */
  repeatHeader?: boolean
  /** Print 第 x 页 / 共 y 页 at the foot of each page (default true). */
  pageNumbers?: boolean
}

export type CellValue = string | number | null

export interface SheetSpec {
  name: string
  /** Lines above the header, each merged over all columns; the first is the title. */
  title?: readonly string[]
  columns: readonly ColumnSpec[]
  /** One array per row, in column order. Dates as 'YYYY-MM-DD', months as 'YYYY-MM'. */
  rows: Iterable<readonly CellValue[]> | AsyncIterable<readonly CellValue[]>
  /** Lines under the table (口径, date, notes). */
  footer?: readonly string[]
  /** Freeze everything down to the header (default true) and this many columns at the left (default 0). */
  freeze?: boolean
  freezeColumns?: number
  autoFilter?: boolean
  page?: PageSpec
  hidden?: boolean
  /** Rows that drop-downs and checks reach below the header at the least (default 2000). */
  checkedRows?: number
}

/** A further part of the package. Content is asked for after the sheets. */
export interface ExtraPart {
  /** ASCII, without a leading stroke: `customXml/item1.xml`. */
  name: string
  /** Null where that of its extension is right. */
  contentType: string | null
  /** Of the relationship from the workbook; null for parts that another part points to, and for their `.rels`. */
  relationshipType: string | null
  content: () => Uint8Array | string | AsyncIterable<Uint8Array>
}

export interface WorkbookSpec {
  sheets: readonly SheetSpec[]
  parts?: readonly ExtraPart[]
  /** Index of the sheet that is shown when the workbook is opened; the first visible one unless given. */
  openAt?: number
  properties?: { title?: string; creator?: string; created?: Date }
  /** Deflate level 1–9 (default 6). */
  compressionLevel?: number
}

/** Takes the file piece by piece, in order. A returned promise holds the writer back. */
export type ByteSink = (chunk: Uint8Array) => void | Promise<void>

export interface WriteResult {
  bytes: number
  rows: number
}
