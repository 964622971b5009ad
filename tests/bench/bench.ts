/**
 * All benches: prints a table and writes out/bench.json.
 *
 *     npm run bench                                       15,000 and 100,000 people
 *     npm run bench -- --people 15000,100000,500000
 *     npm run bench -- --quick                            5,000 people, only to see that it runs
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { run as runLedger } from './ledger.bench.ts'
import { run as runOffice } from './office.bench.ts'
import { run as runPackages } from './package.bench.ts'
import { run as runPosts } from './post.bench.ts'
import { run as runServices } from './service.bench.ts'
import { run as runSignature } from './signature.bench.ts'
import { run as runSites } from './site.bench.ts'
import type { BenchRow } from './support/measure.ts'
import { run as runWorkbook } from './workbook.bench.ts'

const { values: options } = parseArgs({
  options: {
    people: { type: 'string', default: '15000,100000' },
    quick: { type: 'boolean', default: false },
  },
})
const sizes = options.quick ? [5000] : options.people.split(',').map(Number)
if (sizes.some((size) => !Number.isSafeInteger(size) || size < 100)) {
  process.stderr.write('--people 后面请写人数，用逗号分开，例如 15000,100000，每个不少于100。\n')
  process.exit(2)
}

const head = ['项目', '规模', '实测', '处理器', '地板', '比值', '上限', '目标', '峰值内存 MB']
const digits = (value: number) =>
  value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2)

function cellsOf(row: BenchRow): string[] {
  const { work, size, measured, unit, cpuMs, floor, barFor, bar, aim, peakMB } = row
  // Of processor time where it was taken: what else the machine does is not in it.
  const ratio = row.cpuRatio ?? row.ratio
  const byRatio = ratio !== null && barFor !== 'measured'
  const judged = byRatio ? ratio : measured
  const limit = byRatio ? '×' : unit
  return [
    work,
    size,
    `${digits(measured)} ${unit}`,
    cpuMs === undefined ? '–' : `${digits(cpuMs)} ms`,
    floor === null ? '–' : `${digits(floor)} ${unit}`,
    ratio === null ? '–' : digits(ratio),
    `${bar} ${limit}${judged > bar ? ' 超出' : ''}`,
    `${aim} ${limit}${judged <= aim ? ' 达到' : ''}`,
    peakMB === null ? '–' : `${peakMB}${peakMB > 512 ? ' 超出' : ''}`,
  ]
}

/** Chinese characters take two columns on a terminal. */
const width = (text: string) => [...text].reduce((sum, one) => sum + (one > '\u2e7f' ? 2 : 1), 0)
const pad = (text: string, to: number) => text + ' '.repeat(Math.max(0, to - width(text)))

function table(rows: readonly BenchRow[]): string {
  const lines = [head, ...rows.map(cellsOf)]
  const widths = head.map((_, column) => Math.max(...lines.map((line) => width(line[column] ?? ''))))
  const draw = (line: string[]) =>
    `| ${line.map((text, column) => pad(text, widths[column] ?? 0)).join(' | ')} |`
  const rule = `|${widths.map((one) => '-'.repeat(one + 2)).join('|')}|`
  return [draw(lines[0] ?? []), rule, ...lines.slice(1).map(draw)].join('\n')
}

const say = (line: string) => process.stderr.write(`${line}\n`)
const loadBefore = loadavg()[0] ?? 0
const startedAt = new Date().toISOString()
const workbookRows = options.quick ? 5000 : 100_000
say('工作簿读写')
const workbook: BenchRow[] = (await runWorkbook(workbookRows)).map(({ name, value, ...rest }) => ({
  ...{
    work: name,
    size: `${workbookRows.toLocaleString('en')} 行 × 45 列`,
    measured: value,
    unit: 's',
    ...rest,
  },
}))
say('签名')
const signature = runSignature(workbookRows, options.quick ? 1 : undefined)
say('报送包')
const packages = runPackages(sizes.at(-1) ?? 15_000, options.quick ? 5000 : 100_000, say)
const ledger = runLedger(sizes, say, options.quick ? 1 : undefined)
const rows = [
  ...workbook,
  ...signature,
  ...packages,
  ...ledger.rows,
  ...runServices(sizes.at(-1) ?? 15_000, say),
  ...runPosts(say),
  ...runSites(say),
  ...runOffice(options.quick ? 5000 : 140_000, say),
]
const machine = {
  cpu: cpus()[0]?.model ?? '',
  cores: cpus().length,
  node: process.version,
  loadBefore,
  loadAfter: loadavg()[0] ?? 0,
}
process.stdout.write(`${table(rows)}\n`)
process.stdout.write(
  `${machine.cores} 核，Node ${machine.node.slice(1)}；开始时负载 ${digits(loadBefore)}，结束时 ${digits(machine.loadAfter)}。每行用时和比值在同一次运行中取得；签名、报送包各项的比值按处理器时间计算，其余按用时。查询的地板是同一批 SQL 语句在同一进程里直接运行的用时；“处理器”是整个调用占用处理器的时间，机器忙时比实测更说明问题。\n`,
)
const out = fileURLToPath(new URL('../../out/', import.meta.url))
mkdirSync(out, { recursive: true })
writeFileSync(
  `${out}bench.json`,
  `${JSON.stringify({ startedAt, machine, sizes, rows, slowest: ledger.slowest }, null, 2)}\n`,
)
