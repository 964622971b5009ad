/**
 * The ledger at work, through the real core: import, import again, preview, export, search, lists, start. Every figure
 * comes from a fresh process; product and floor take turns in the same run.
 *
 *     node tests/bench/ledger.bench.ts 15000,100000
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { exchangeJobs } from './support/exchange-jobs.ts'
import { type BenchRow, inFreshProcess, type Measured, median } from './support/measure.ts'
import { type QueryTimes, queryJobs, type UnlockDetail } from './support/query-jobs.ts'

const self = fileURLToPath(import.meta.url)

interface Exchanged {
  block: number
}

export interface LedgerBench {
  rows: BenchRow[]
  /** The slowest calls by name, to know where to look. */
  slowest: ({ people: number } & QueryTimes['slowest'][number])[]
}

const seconds = (runs: readonly Measured[]) => median(runs.map((run) => run.seconds))
const cpu = (runs: readonly Measured[]) => median(runs.map((run) => run.cpuSeconds ?? 0))
const peak = (runs: readonly Measured[]) => Math.max(...runs.map((run) => run.peakMB))

/** One number of people: makes their county once, then measures everything on it. */
function ofSize(people: number, folder: string, rounds: number, say: (line: string) => void) {
  const county = join(folder, `county-${people}`)
  const file = join(folder, `labourers-${people}.xlsx`)
  mkdirSync(county)
  say(`${people} 人：生成演示县`)
  const made = inFreshProcess<{ rows: number }>(self, 'makeCounty', [county, String(people), file])
  const size = `${people.toLocaleString('en')} 人，${made.detail.rows.toLocaleString('en')} 行`

  const runs: Record<string, Measured<Exchanged>[]> = {}
  const run = (job: string, ...args: string[]) => {
    say(`${people} 人：${job}`)
    runs[job] = [...(runs[job] ?? []), inFreshProcess<Exchanged>(self, job, args)]
  }
  for (let round = 0; round < rounds; round++) {
    const dataDir = mkdtempSync(join(folder, 'import-'))
    run('importFloor', folder, file)
    run('import', dataDir, file)
    run('reimport', dataDir, file)
    run('importFloor', folder, file)
    run('preview', dataDir, file)
    run('reconcile', dataDir, file)
    run('exportFloor', file)
    run('export', county)
    rmSync(dataDir, { recursive: true })
  }
  const of = (job: string) => runs[job] ?? []
  const against = (work: string, job: string, floorJob: string, bar: number, aim: number): BenchRow => {
    const measured = seconds(of(job))
    const floor = seconds(of(floorJob))
    const cpuRatio = cpu(of(job)) / cpu(of(floorJob))
    return {
      work,
      size,
      measured,
      unit: 's',
      floor,
      ratio: measured / floor,
      cpuRatio,
      bar,
      aim,
      peakMB: peak(of(job)),
    }
  }
  const alone = (work: string, ms: number, bar: number, aim: number): BenchRow => ({
    ...{ work, size, measured: ms, unit: 'ms', floor: null, ratio: null, bar, aim, peakMB: null },
  })
  const blocks = [...of('import'), ...of('reimport'), ...of('preview')].map((one) => one.detail.block)
  const rows: BenchRow[] = [
    against('导入全新的行', 'import', 'importFloor', 9, 5),
    against('重新导入，无变化', 'reimport', 'importFloor', 6, 3),
    against('预览同一文件', 'preview', 'importFloor', 6, 3),
    against('账账核对，全部一致', 'reconcile', 'importFloor', 6, 3),
    against('导出', 'export', 'exportFloor', 2, 1.2),
    alone('导入和预览时窗口线程最长停顿', Math.max(...blocks), 50, 20),
  ]
  say(`${people} 人：解锁和查询`)
  const unlocks = [0, 1, 2].map(() => inFreshProcess<UnlockDetail>(self, 'unlock', [county]))
  const starts = unlocks.map(({ detail }) => detail.start)
  rows.push(
    {
      ...alone('启动到要求口令', median(starts.map((one) => one.seconds)) * 1000, 2000, 1000),
      cpuMs: median(starts.map((one) => one.cpuSeconds)) * 1000,
    },
    {
      ...alone('解锁到首页，数字和清单齐全', seconds(unlocks) * 1000, 2000, 1000),
      cpuMs: cpu(unlocks) * 1000,
      peakMB: peak(unlocks),
    },
  )
  const { detail } = inFreshProcess<QueryTimes>(self, 'queries', [county])
  const { peakMB } = detail
  for (const [group, { core, cpu: cpuMs, sql }] of Object.entries(detail.times)) {
    // A total comes beside its page, as a figure does.
    const isFigure = group === '首页数字' || group.startsWith('总数')
    const [bar, aim] = group.includes('搜索') ? [20, 5] : isFigure ? [100, 20] : [30, 5]
    const row = alone(`${group} p95`, core, bar, aim)
    rows.push({ ...row, floor: sql, ratio: core / sql, barFor: 'measured', cpuMs, peakMB })
  }
  rmSync(county, { recursive: true })
  rmSync(file)
  return {
    rows,
    slowest: detail.slowest.map((slow) => ({ people, ...slow })),
    perRow: (job: string) => seconds(of(job)) / made.detail.rows,
    peakOf: (job: string) => peak(of(job)),
  }
}

/** Time per row and memory, of each size against the one before. */
function growth(sizes: readonly number[], results: readonly ReturnType<typeof ofSize>[]): BenchRow[] {
  const works = {
    import: '导入',
    reimport: '重新导入',
    preview: '预览',
    reconcile: '账账核对',
    export: '导出',
  }
  return results.slice(1).flatMap((result, index) => {
    const before = results[index] as (typeof results)[number]
    const size = `${sizes[index]?.toLocaleString('en')} → ${sizes[index + 1]?.toLocaleString('en')} 人`
    const row = (work: string, measured: number, peakMB: number): BenchRow => ({
      ...{ work, size, measured, unit: '×', floor: null, ratio: null, bar: 1.3, aim: 1.1, peakMB },
    })
    return Object.entries(works).flatMap(([job, name]) => [
      row(`${name}：每行用时增长`, result.perRow(job) / before.perRow(job), result.peakOf(job)),
      row(`${name}：峰值内存增长`, result.peakOf(job) / before.peakOf(job), result.peakOf(job)),
    ])
  })
}

/** Measures all sizes; three rounds where a round is short, otherwise one, unless told. */
export function run(sizes: readonly number[], say: (line: string) => void, rounds?: number): LedgerBench {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-bench-'))
  try {
    const results = sizes.map((people) => ofSize(people, folder, rounds ?? (people <= 20_000 ? 3 : 1), say))
    return {
      rows: [...results.flatMap((result) => result.rows), ...growth(sizes, results)],
      slowest: results.flatMap((result) => result.slowest),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const [, script, first, job = '', ...args] = process.argv
if (script === self) {
  if (first === '--job') {
    const work = exchangeJobs[job] ?? queryJobs[job]
    if (!work) throw new RangeError(`unknown job ${job}`)
    await work(...args)
  } else {
    const sizes = (first ?? '15000').split(',').map(Number)
    const result = run(sizes, (line) => process.stderr.write(`${line}\n`))
    process.stdout.write(`${JSON.stringify(result, null, 2)}\n`)
  }
}
