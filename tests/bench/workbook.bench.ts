/**
 * Reading and writing workbooks, measured against floors in the same run. Every figure comes from a fresh process,
 * so that peak memory is its own; product and floor take turns, and medians are compared.
 *
 *     node tests/bench/workbook.bench.ts            all, 100,000 rows
 *     node tests/bench/workbook.bench.ts 15000      with another number of rows
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { WorkbookSpec } from '../../src/main/core/workbook/index.ts'
import { openTable, writeWorkbook, writeWorkbookBytes } from '../../src/main/core/workbook/index.ts'
import type { ObserveParts } from '../../src/main/core/workbook/zip-reader.ts'
import { excelLikeFile } from './floors/excel-like-file.ts'
import { ledgerColumns, ledgerRows } from './floors/ledger-rows.ts'
import { readFloor } from './floors/read-floor.ts'
import { writeFloor } from './floors/write-floor.ts'

export interface BenchResult {
  name: string
  /** Seconds. */
  value: number
  floor: number
  ratio: number
  bar: number
  aim: number
  /** Peak resident memory of the product's process in MB; the bar is 512, the aim 350. */
  peakMB: number
}

interface Measured {
  seconds: number
  peakMB: number
  detail: unknown
}

const level = 6

/** The workbook that all benches write. */
export function ledgerSpec(rows: number): WorkbookSpec {
  return {
    compressionLevel: level,
    sheets: [
      {
        name: '劳动力台账',
        title: ['乙县农村劳动力台账'],
        columns: ledgerColumns.map(({ header, kind, width }) => ({
          header,
          kind,
          width,
          ...(header.startsWith('是否') ? { list: ['是', '否'] } : {}),
        })),
        rows: ledgerRows(rows),
        autoFilter: true,
        footer: ['口径：全部登记人员'],
      },
    ],
  }
}

/** Opens a workbook and looks at every cell of its first sheet. */
export async function readAllRows(bytes: Uint8Array, file: string, observe?: ObserveParts) {
  const workbook = await openTable(bytes, file, observe)
  let cells = 0
  let characters = 0
  for await (const rows of workbook.readRows(0)) {
    for (const row of rows) {
      for (const cell of row.cells) {
        if (cell.kind === 'empty') continue
        cells++
        characters += cell.text.length
      }
    }
  }
  return { cells, characters }
}

const jobs: Record<string, (rows: number, file: string) => Promise<unknown>> = {
  async readFloor(_rows, file) {
    return readFloor(readFileSync(file))
  },
  async read(_rows, file) {
    return readAllRows(readFileSync(file), file)
  },
  async writeFloor(rows) {
    return writeFloor(ledgerRows(rows), level)
  },
  async write(rows) {
    const chunks: Uint8Array[] = []
    const result = await writeWorkbook(ledgerSpec(rows), (chunk) => {
      chunks.push(chunk)
    })
    return result
  },
  async makeExcelLike(rows, file) {
    writeFileSync(file, await excelLikeFile(rows))
  },
  async makeOwn(rows, file) {
    writeFileSync(file, await writeWorkbookBytes(ledgerSpec(rows)))
  },
}

function inFreshProcess(job: string, rows: number, file: string): Measured {
  const self = fileURLToPath(import.meta.url)
  const output = execFileSync(process.execPath, [self, '--job', job, String(rows), file], {
    encoding: 'utf8',
    maxBuffer: 1024 * 1024,
  })
  return JSON.parse(output) as Measured
}

function median(values: number[]): number {
  return values.toSorted((left, right) => left - right)[values.length >> 1] as number
}

function compare(
  name: string,
  job: string,
  floorJob: string,
  rows: number,
  file: string,
  bar: number,
  aim: number,
): BenchResult {
  const product: Measured[] = []
  const floor: Measured[] = []
  for (let round = 0; round < 3; round++) {
    floor.push(inFreshProcess(floorJob, rows, file))
    product.push(inFreshProcess(job, rows, file))
  }
  const value = median(product.map(({ seconds }) => seconds))
  const floorValue = median(floor.map(({ seconds }) => seconds))
  return {
    name,
    value,
    floor: floorValue,
    ratio: value / floorValue,
    bar,
    aim,
    peakMB: Math.max(...product.map(({ peakMB }) => peakMB)),
  }
}

/** Runs all comparisons; takes about a minute for 100,000 rows. */
export async function run(rows = 100_000): Promise<BenchResult[]> {
  const folder = mkdtempSync(join(tmpdir(), 'workbook-bench-'))
  try {
    const excelLike = join(folder, 'excel-like.xlsx')
    const own = join(folder, 'own.xlsx')
    inFreshProcess('makeExcelLike', rows, excelLike)
    inFreshProcess('makeOwn', rows, own)
    const size = `${rows.toLocaleString('en')} × ${ledgerColumns.length}`
    return [
      compare(`read ${size}, saved by Excel`, 'read', 'readFloor', rows, excelLike, 4, 1.5),
      compare(`read ${size}, written here`, 'read', 'readFloor', rows, own, 4, 1.5),
      compare(`write ${size} styled`, 'write', 'writeFloor', rows, '-', 2, 1.2),
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function runJob(job: string, rows: number, file: string): Promise<void> {
  const work = jobs[job]
  if (work === undefined) throw new RangeError(`unknown job ${job}`)
  const start = performance.now()
  const detail = await work(rows, file)
  const seconds = (performance.now() - start) / 1000
  const peakMB = Math.round(process.resourceUsage().maxRSS / 1024)
  process.stdout.write(JSON.stringify({ seconds, peakMB, detail: detail ?? null }))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [first = '100000', job = '', rows = '0', file = ''] = process.argv.slice(2)
  if (first === '--job') await runJob(job, Number(rows), file)
  else {
    for (const { name, value, floor, ratio, bar, aim, peakMB } of await run(Number(first))) {
      process.stdout.write(
        `${name}: ${value.toFixed(2)} s, floor ${floor.toFixed(2)} s, ratio ${ratio.toFixed(2)} (bar ${bar}, aim ${aim}), peak ${peakMB} MB\n`,
      )
    }
  }
}
