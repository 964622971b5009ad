import { openCsv } from './csv.ts'
import { openWorkbook } from './gate.ts'
import { openLegacy } from './legacy.ts'
import { checkCompound, shapeOf } from './magic.ts'
import type { Workbook } from './types.ts'
import type { ObserveParts } from './zip-reader.ts'

/**
 * Opens a table of unknown origin: .xlsx, .xls, .et, or text in any usual encoding, told by its bytes and not by its
 * name. `fileName` only names the sheet of a text table; `observe` looks on while the parts of an .xlsx are read. Throws
 * `WorkbookRefused` with a sentence for the person.
 */
export async function openTable(bytes: Uint8Array, fileName = '', observe?: ObserveParts): Promise<Workbook> {
  const shape = shapeOf(bytes)
  if (shape === 'zip') return openWorkbook(bytes, observe)
  if (shape === 'text') return openCsv(bytes, sheetNameOf(fileName))
  if (shape === 'compound') checkCompound(bytes)
  return openLegacy(bytes)
}

function sheetNameOf(fileName: string): string {
  const base = fileName.split(/[\\/]/).at(-1) ?? ''
  return base.replace(/\.[A-Za-z0-9]{1,5}$/, '').slice(0, 31) || 'Sheet1'
}
