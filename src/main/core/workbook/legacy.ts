/**
 * Old binary workbooks (.xls of Excel, .et of WPS). SheetJS reads them, in a worker of its own with limits on memory
 * and time; what it answers is compared with the rows counted in the records of the file, because SheetJS has been
 * seen to answer fewer rows without an error.
 */
import { Worker } from 'node:worker_threads'
import { columnLetters, emptyCell, makeCell, makeRow, textCell } from './cells.ts'
import { isDateFormat, serialToDate } from './dates.ts'
import type { LegacyAnswer, LegacySheet } from './legacy-worker.ts'
import { convertLegacy } from './legacy-worker.ts'
import { limits } from './limits.ts'
import { WorkbookRefused } from './refusal.ts'
import { SheetLayout } from './sheet-layout.ts'
import type { Cell, ReadRowsOptions, Row, RowReader, SheetInfo, Workbook, WorkbookWarning } from './types.ts'

/** Opens an old workbook. The whole of it is held in memory (65,536 rows at the most per sheet). */
export async function openLegacy(bytes: Uint8Array): Promise<Workbook> {
  if (bytes.length > limits.legacyBytes) throw new WorkbookRefused('tooLarge', 'file size')
  const answer = await convertInWorker(bytes)
  const sheets: SheetInfo[] = answer.sheets.map(({ name, hidden }, index) => ({ index, name, hidden }))
  if (sheets.length === 0) throw new WorkbookRefused('noSheets')
  const warnings: WorkbookWarning[] = sheets
    .filter(({ hidden }) => hidden)
    .map(({ name }) => ({
      code: 'hiddenSheet',
      sheet: name,
      message: `工作表“${name}”是隐藏的，不会自动导入。`,
    }))
  return {
    format: 'xls',
    sheets,
    warnings,
    readRows(sheetIndex, options = {}) {
      const sheet = answer.sheets[sheetIndex]
      if (sheet === undefined) throw new RangeError(`no sheet ${sheetIndex}`)
      return readLegacyRows(sheet, answer.date1904, options)
    },
  }
}

function convertInWorker(bytes: Uint8Array): Promise<LegacyAnswer> {
  return new Promise((resolve, reject) => {
    // The function is handed over as source text, so it needs no file of its own wherever this code is bundled.
    const worker = new Worker(`(${convertLegacy.toString()})()`, {
      eval: true,
      workerData: { bytes, base: import.meta.url, maximumRows: limits.rows, maximumColumns: limits.columns },
      resourceLimits: { maxOldGenerationSizeMb: limits.legacyMegabytes },
    })
    const timer = setTimeout(() => fail('time limit'), limits.legacyMilliseconds)
    const finish = () => {
      clearTimeout(timer)
      void worker.terminate()
    }
    const fail = (detail: string) => {
      finish()
      const isPassword = /password|encrypt/i.test(detail)
      reject(new WorkbookRefused(isPassword ? 'password' : 'legacyFailed', detail))
    }
    worker.once('message', (answer: LegacyAnswer) => {
      if (answer.failure !== null) return fail(answer.failure)
      finish()
      resolve(answer)
    })
    worker.once('error', (error) => fail(error instanceof Error ? error.message : 'worker failed'))
    worker.once('exit', () => fail('worker ended'))
  })
}

function readLegacyRows(sheet: LegacySheet, date1904: boolean, options: ReadRowsOptions): RowReader {
  const layout = new SheetLayout()
  const maximum = options.batchRows ?? 512
  const dateFormats = sheet.formats.map((format) => isDateFormat(-1, format))
  async function* rows(): AsyncGenerator<Row[]> {
    let batch: Row[] = []
    for (const [index, source] of sheet.rows.entries()) {
      const cells = source.cells.map(([type, text, format, formula]) =>
        legacyCell(type, text, dateFormats[format] ?? false, formula, date1904),
      )
      while (cells.at(-1) === emptyCell) cells.pop()
      if (cells.length > 0) {
        batch.push(makeRow(source.number, source.hidden, cells))
        layout.addRow(source.number, source.hidden, cells.length)
      }
      if (batch.length < maximum) continue
      options.onProgress?.({ done: index + 1, total: sheet.rows.length, rows: layout.summary.rows })
      yield batch
      batch = []
    }
    for (const column of sheet.hiddenColumns) {
      layout.addColumns(
        new Map([
          ['hidden', '1'],
          ['min', String(column + 1)],
          ['max', String(column + 1)],
        ]),
      )
    }
    for (const { s, e } of sheet.merges) {
      layout.addMerge(`${columnLetters(s.c)}${s.r + 1}:${columnLetters(e.c)}${e.r + 1}`)
    }
    layout.summary.autoFilter = sheet.autoFilter
    layout.complete(sheet.name)
    options.onProgress?.({ done: sheet.rows.length, total: sheet.rows.length, rows: layout.summary.rows })
    if (batch.length > 0) yield batch
  }
  return { summary: layout.summary, [Symbol.asyncIterator]: rows }
}

function legacyCell(type: string, text: string, date: boolean, formula: boolean, date1904: boolean): Cell {
  switch (type) {
    case 's':
      return textCell(text, formula)
    case 'n':
      return date
        ? makeCell('date', text, serialToDate(Number(text), date1904), formula)
        : makeCell('number', text, null, formula)
    case 'b':
      return makeCell('boolean', text, null, formula)
    case 'e':
      return makeCell('error', text, null, formula)
    default:
      return formula ? makeCell('formulaNoValue', '', null, true) : emptyCell
  }
}
