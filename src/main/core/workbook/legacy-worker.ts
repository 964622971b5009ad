/** What runs inside the worker for old binary workbooks. */

/** Type letter of SheetJS, text, index into `formats`, computed by a formula. */
export type LegacyCell = [type: string, text: string, format: number, formula: boolean]

export interface LegacySheet {
  name: string
  hidden: boolean
  rows: { number: number; hidden: boolean; cells: LegacyCell[] }[]
  formats: string[]
  merges: { s: { r: number; c: number }; e: { r: number; c: number } }[]
  hiddenColumns: number[]
  autoFilter: string | null
}

export interface LegacyAnswer {
  failure: string | null
  date1904: boolean
  sheets: LegacySheet[]
}

/**
 * Reads `workerData.bytes` and posts one `LegacyAnswer`. The source of this function is what the worker runs, so it
 * must not use anything from outside itself.
 */
export function convertLegacy(): void {
  const { parentPort, workerData } = process.getBuiltinModule('node:worker_threads')
  const { createRequire } = process.getBuiltinModule('node:module')
  const post = (answer: LegacyAnswer) => parentPort?.postMessage(answer)

  /** Rows with cells per sheet, counted from the records themselves, or null where the records are of an older kind. */
  const countRows = (stream: Uint8Array): number[] => {
    const view = new DataView(stream.buffer, stream.byteOffset, stream.byteLength)
    const cellRecords = new Set([0x06, 0xbd, 0xd6, 0xfd, 0x0203, 0x0204, 0x0205, 0x027e])
    const starts: number[] = []
    for (let at = 0; at + 4 <= stream.length; at += 4 + view.getUint16(at + 2, true)) {
      const record = view.getUint16(at, true)
      if (record === 0x2f) throw new Error('password')
      if (record === 0x85) starts.push(view.getUint32(at + 4, true))
      if (record === 0x0a) break
    }
    return starts.map((start) => {
      const rows = new Set<number>()
      let depth = 0
      for (let at = start; at + 4 <= stream.length; at += 4 + view.getUint16(at + 2, true)) {
        const record = view.getUint16(at, true)
        if (record === 0x0809) depth++
        else if (record === 0x0a) {
          depth--
          if (depth <= 0) break
        } else if (depth === 1 && cellRecords.has(record)) rows.add(view.getUint16(at + 4, true))
      }
      return rows.size
    })
  }

  try {
    const XLSX = createRequire(workerData.base)('xlsx') as typeof import('xlsx')
    const source = Buffer.from(
      workerData.bytes.buffer,
      workerData.bytes.byteOffset,
      workerData.bytes.byteLength,
    )
    let expected: number[] = []
    if (source[0] === 0xd0) {
      const container = XLSX.CFB.read(source, { type: 'buffer' })
      const entry = XLSX.CFB.find(container, '/Workbook') ?? XLSX.CFB.find(container, '/Book')
      if (!entry) throw new Error('no workbook stream')
      expected = countRows(new Uint8Array(entry.content))
      if (expected.length === 0) throw new Error('no sheets in the records')
    }
    const book = XLSX.read(source, {
      type: 'buffer',
      dense: true,
      cellNF: true,
      cellText: false,
      cellHTML: false,
      cellStyles: true,
      bookVBA: false,
    })
    const sheets = book.SheetNames.map((name, index): LegacySheet => {
      const sheet = book.Sheets[name] as import('xlsx').DenseWorkSheet
      const data = sheet['!data'] ?? []
      const rowProperties = sheet['!rows'] ?? []
      const formats: string[] = []
      const formatIndex = new Map<string, number>()
      const rows: LegacySheet['rows'] = []
      for (let number = 0; number < data.length; number++) {
        const line = data[number]
        if (!line) continue
        if (line.length > workerData.maximumColumns) line.length = workerData.maximumColumns
        let filled = false
        const cells = Array.from(line, (cell): LegacyCell => {
          if (!cell || cell.t === 'z') return ['z', '', -1, false]
          filled = true
          const format = typeof cell.z === 'string' ? cell.z : ''
          let at = formatIndex.get(format)
          if (at === undefined) {
            at = formats.push(format) - 1
            formatIndex.set(format, at)
          }
          let text = cell.v === undefined ? '' : String(cell.v)
          if (cell.t === 'b') text = cell.v ? '1' : '0'
          if (cell.t === 'e') text = cell.w ?? '#ERROR!'
          return [cell.t, text, at, cell.f !== undefined]
        })
        if (filled) rows.push({ number: number + 1, hidden: rowProperties[number]?.hidden === true, cells })
      }
      const counted = expected[index]
      if (counted !== undefined && rows.length < counted)
        throw new Error(`read ${rows.length} of ${counted} rows`)
      const hiddenColumns: number[] = []
      sheet['!cols']?.forEach((column: { hidden?: boolean } | undefined, at: number) => {
        if (column?.hidden) hiddenColumns.push(at)
      })
      return {
        name,
        hidden: (book.Workbook?.Sheets?.[index]?.Hidden ?? 0) > 0,
        rows,
        formats,
        merges: sheet['!merges'] ?? [],
        hiddenColumns,
        autoFilter: sheet['!autofilter']?.ref ?? null,
      }
    })
    post({ failure: null, date1904: book.Workbook?.WBProps?.date1904 === true, sheets })
  } catch (error) {
    post({ failure: error instanceof Error ? error.message : 'failed', date1904: false, sheets: [] })
  }
}
