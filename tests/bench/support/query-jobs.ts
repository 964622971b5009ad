/** Searches, pages, totals and figures of a demo county: times seen by the caller, beside the bare statements. */
import { setTimeout } from 'node:timers/promises'
import { ledgers } from '../../../src/shared/domain/ledgers.ts'
import { openBare } from './bare-sql.ts'
import { answer, median, p95, randomNumbers, startTiming } from './measure.ts'
import { type BenchCore, openCore, unlock } from './office.ts'
import { type Ask, afterChange, columns, lists, type Person, searches } from './query-asks.ts'

export interface GroupTimes {
  /** What 95 of 100 calls stay under, in ms seen by the caller. */
  core: number
  /** The same of the processor's time for the whole call, all threads: says more on a busy machine. */
  cpu: number
  /** The same of the statements alone, run in this process. */
  sql: number
  middle: number
}
export interface QueryTimes {
  times: Record<string, GroupTimes>
  slowest: { what: string; ms: number; cpu: number; sql: number }[]
  /** Of the core alone, before the bare connections are opened beside it. */
  peakMB: number
}

export interface UnlockDetail {
  start: { seconds: number; cpuSeconds: number }
}
/** Milliseconds. */
const typing = 2000

/** A hundred people from everywhere in the ledger. */
async function somePeople(core: BenchCore, total: number, random: () => number): Promise<Person[]> {
  const people: Person[] = []
  while (people.length < 100) {
    const { rows } = await core.full('ledger.page', {
      ledger: 'labourer',
      columns: ['name', 'idNumber', 'phone'],
      offset: Math.floor(random() * total),
      limit: 4,
    })
    for (const { values } of rows) {
      const { name, idNumber, phone } = values
      if (typeof name === 'string' && typeof idNumber === 'string' && typeof phone === 'string')
        people.push({ name, idNumber, phone })
    }
  }
  return people.slice(0, 100)
}

const allColumns = ledgers.labourer.fields.map(({ key }) => key)

/** Peak memory of a core that has counted by every field, so that it keeps all it may of the indexes. */
async function peakOfReading(dataDir: string): Promise<number> {
  const core = openCore(dataDir)
  await unlock(core)
  const { rows } = await core.full('ledger.page', { ledger: 'labourer', columns: allColumns, limit: 200 })
  for (const { name, input } of Object.values(lists(1, rows, Math.random)).flat()) await core.ok(name, input)
  await core.close()
  return Math.round(process.resourceUsage().maxRSS / 1024)
}

export const queryJobs: Record<string, (...args: string[]) => Promise<void>> = {
  /** From the start to the lock, and from the passphrase to the first screen with everything on it. */
  async unlock(dataDir = '') {
    const starting = startTiming()
    const core = openCore(dataDir)
    await core.ok('session.status', {})
    const started = starting()
    // Meanwhile somebody types the passphrase.
    await setTimeout(typing)
    const timing = startTiming()
    await unlock(core)
    await Promise.all([
      core.ok('figure.start', {}),
      core.ok('ledger.lists', {}),
      core.ok('ledger.page', { ledger: 'labourer', list: 'all', columns }),
      core.ok('ledger.count', { ledger: 'labourer', list: 'all' }),
    ])
    const taken = timing()
    await core.close()
    answer(taken, { start: started } satisfies UnlockDetail)
  },
  async queries(dataDir = '') {
    const peakMB = await peakOfReading(dataDir)
    const core = openCore(dataDir)
    await unlock(core)
    const random = randomNumbers(20_261_123)
    const { total } = await core.ok('ledger.count', { ledger: 'labourer' })
    const people = await somePeople(core, total, random)
    const { rows } = await core.full('ledger.page', {
      ledger: 'labourer',
      columns: allColumns,
      offset: Math.floor(total / 2),
      limit: 200,
    })
    const bare = await openBare(dataDir)
    const times: QueryTimes['times'] = {}
    const all: QueryTimes['slowest'] = []
    async function measure(group: string, asks: readonly Ask[], before?: () => Promise<unknown>) {
      const taken: QueryTimes['slowest'] = []
      for (const { what, name, input } of asks) {
        await before?.()
        const timing = startTiming()
        await core.ok(name, input)
        const { seconds, cpuSeconds } = timing()
        taken.push({ what, ms: seconds * 1000, cpu: cpuSeconds * 1000, sql: bare.lapse(name, input) })
      }
      all.push(...taken)
      const of = (key: 'ms' | 'cpu' | 'sql') => taken.map((one) => one[key])
      times[group] = {
        core: p95(of('ms')),
        cpu: p95(of('cpu')),
        sql: p95(of('sql')),
        middle: median(of('ms')),
      }
    }
    for (const [group, asks] of Object.entries({ ...searches(people), ...lists(total, rows, random) }))
      await measure(group, asks)
    await measure('列表页和搜索：修改之后第一次', afterChange(people, random, total), () =>
      core.ok('preference.set', { key: 'bench.touched', value: random() }),
    )
    await core.close()
    bare.close()
    const slowest = all.toSorted((one, other) => other.ms - one.ms).slice(0, 40)
    answer({ seconds: 0, cpuSeconds: null }, { times, slowest, peakMB } satisfies QueryTimes)
  },
}
