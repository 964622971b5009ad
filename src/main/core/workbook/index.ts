/** The workbook module: reading tables of unknown origin and writing finished ones. See `types.ts` for the vocabulary. */

export type { AnnotateOptions } from './annotate.ts'
export { annotateRows } from './annotate.ts'
export { fillWorkbook } from './fill-workbook.ts'
export type { XlsxWorkbook } from './gate.ts'
export { openWorkbook } from './gate.ts'
export { readInputs } from './input-lists.ts'
export { openTable } from './open-table.ts'
export type { RefusalCode } from './refusal.ts'
export { WorkbookRefused } from './refusal.ts'
export { writeWorkbook, writeWorkbookBytes } from './sheet-writer.ts'
export type * from './types.ts'
