/** What every bench needs: fresh processes, medians, and one shape of result. */
import { execFileSync } from 'node:child_process'

export interface BenchRow {
  /** What was measured, and on how much. */
  work: string
  size: string
  /** Seconds, or milliseconds where `unit` says so. */
  measured: number
  unit: 's' | 'ms' | '×' | 'MB'
  /** The floor measured in the same run; null where the bar is a time of its own. */
  floor: number | null
  ratio: number | null
  /** The same ratio in processor time of all threads: says more than `ratio` on a busy machine. */
  cpuRatio?: number
  /** Processor milliseconds of the whole call, where the bar is a time: what a machine with nothing else to do takes. */
  cpuMs?: number
  /** The bar is for `ratio` where there is one, unless it is said to be for what was measured. */
  barFor?: 'measured'
  bar: number
  aim: number
  /** Peak resident memory of the product's process in MB; null where it says nothing. */
  peakMB: number | null
}

export interface Measured<Detail = unknown> {
  seconds: number
  /** Processor seconds of all threads; null where nobody compares them. */
  cpuSeconds: number | null
  peakMB: number
  detail: Detail
}

export const sorted = (values: readonly number[]): number[] => values.toSorted((one, other) => one - other)
export const median = (values: readonly number[]): number => sorted(values)[values.length >> 1] ?? 0
export const p95 = (values: readonly number[]): number =>
  sorted(values)[Math.max(0, Math.ceil(values.length * 0.95) - 1)] ?? 0

/** Runs one job of a bench file in a process of its own, so that its peak memory is its own. */
export function inFreshProcess<Detail>(
  script: string,
  job: string,
  args: readonly string[],
): Measured<Detail> {
  const output = execFileSync(process.execPath, [...process.execArgv, script, '--job', job, ...args], {
    encoding: 'utf8',
    maxBuffer: 16 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return JSON.parse(output) as Measured<Detail>
}

/** Starts timing; what it answers says how long it took, on the clock and of the processor. */
export function startTiming(): () => { seconds: number; cpuSeconds: number } {
  const start = performance.now()
  const cpu = process.cpuUsage()
  return () => {
    const { user, system } = process.cpuUsage(cpu)
    return { seconds: (performance.now() - start) / 1000, cpuSeconds: (user + system) / 1_000_000 }
  }
}

/** The other side of `inFreshProcess`: a job times its own work and answers the details. */
export function answer(taken: { seconds: number; cpuSeconds: number | null }, detail: unknown) {
  const peakMB = Math.round(process.resourceUsage().maxRSS / 1024)
  process.stdout.write(JSON.stringify({ ...taken, peakMB, detail }))
}

/** The longest time in ms for which this thread could not answer while `work` went on. */
export async function longestBlock<T>(work: () => Promise<T>): Promise<{ value: T; block: number }> {
  const step = 5
  let last = performance.now()
  let block = 0
  const look = () => {
    const now = performance.now()
    block = Math.max(block, now - last - step)
    last = now
  }
  const timer = setInterval(look, step)
  try {
    const value = await work()
    look()
    return { value, block }
  } finally {
    clearInterval(timer)
  }
}

/** Numbers below 1, the same every time for the same seed. */
export function randomNumbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
