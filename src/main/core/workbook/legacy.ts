/** Old binary workbooks (.xls of Excel, .et of WPS). */
import { WorkbookRefused } from './refusal.ts'
import type { Workbook } from './types.ts'

export async function openLegacy(_bytes: Uint8Array): Promise<Workbook> {
  throw new WorkbookRefused('legacyFailed')
}
