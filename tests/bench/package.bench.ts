/**
 * Packages between two offices through the real core: making one, receiving it where nothing is known yet, receiving the
 * next one with a three-way merge after both sides went on working, and ten townships into one county. Receiving is held
 * against a plain import of the same file into an office in the same state.
 *
 *     node tests/bench/package.bench.ts 100000 2      people, and rounds
 */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { craft, memberRow, stranger } from '../fixtures/exchange/crafted-package.ts'
import { idNumber, nameOf } from '../fixtures/units.ts'
import {
  answer,
  type BenchRow,
  inFreshProcess,
  type Measured,
  median,
  startTiming,
} from './support/measure.ts'
import { type BenchCore, openCore, setUp, setUpDemo, unlock } from './support/office.ts'

const self = fileURLToPath(import.meta.url)
const profile = 'labour-ledger'
const townships = 10

async function introduce(from: BenchCore, to: BenchCore, relation: 'upper' | 'lower'): Promise<void> {
  const file = await from.ok('key.card', { root: false })
  const { anchors } = await to.ok('trust.import', { file })
  for (const { id, comparisonCode } of anchors) await to.ok('trust.confirm', { id, comparisonCode, relation })
}

/** Sets a field for everybody of a list, as a clerk does it at once. */
async function bulk(core: BenchCore, list: string, field: string, value: string): Promise<void> {
  const target = { query: { ledger: 'labourer' as const, list } }
  await core.ok('ledger.bulkApply', { ledger: 'labourer', target, field, value, reason: '基准测试' })
}

const fileIn = (path: string) => {
  const { buffer, byteOffset, length } = readFileSync(path)
  return { name: '报送.xlsx', bytes: new Uint8Array(buffer, byteOffset, length) }
}

async function timed(core: BenchCore, work: () => Promise<unknown>): Promise<void> {
  const timing = startTiming()
  const value = await work()
  const taken = timing()
  await core.close()
  answer(taken, value)
}

const jobs: Record<string, (folder: string, ...args: string[]) => Promise<void>> = {
  /** County and city that know each other, two packages with changes between them, and a plain office. */
  async make(folder, people = '') {
    for (const name of ['county', 'city', 'plain']) mkdirSync(join(folder, name))
    const [county, city, plain] = ['county', 'city', 'plain'].map((name) => openCore(join(folder, name))) as [
      BenchCore,
      BenchCore,
      BenchCore,
    ]
    await Promise.all([setUpDemo(county, Number(people)), setUp(city), setUp(plain)])
    await introduce(county, city, 'lower')
    await introduce(city, county, 'upper')
    const [{ code = '', name = '' } = {}] = await county.ok('package.partners', {})
    const send = () => county.ok('package.make', { to: `${code} ${name}`, profile })
    const timing = startTiming()
    const first = await send()
    const taken = timing()
    writeFileSync(join(folder, 'first.xlsx'), first.bytes)
    await bulk(county, 'employed', 'collectorName', '新采集员')
    writeFileSync(join(folder, 'second.xlsx'), (await send()).bytes)
    await Promise.all([county.close(), city.close(), plain.close()])
    answer(taken, { rows: first.rows })
  },
  async receive(folder, office = '', file = '') {
    const core = openCore(join(folder, office))
    await unlock(core)
    const input = fileIn(join(folder, file))
    await timed(core, async () => (await core.ok('package.receive', { file: input })).counts)
  },
  async import(folder, office = '', file = '') {
    const core = openCore(join(folder, office))
    await unlock(core)
    const input = fileIn(join(folder, file))
    await timed(core, () => core.ok('import.run', { file: input }))
  },
  /** What the city changed meanwhile: other fields of some, and the same field of a few. */
  async work(folder, office = '') {
    const core = openCore(join(folder, office))
    await unlock(core)
    await bulk(core, 'all', 'note', '市里已核')
    await timed(core, async () => null)
  },
  /** A county that knows ten townships, and a package of each. */
  async makeTownships(folder, rows = '') {
    for (const name of ['merged', 'imported']) mkdirSync(join(folder, name))
    const [merged, imported] = [openCore(join(folder, 'merged')), openCore(join(folder, 'imported'))]
    await Promise.all([setUp(merged), setUp(imported)])
    const status = await merged.ok('key.own', {})
    for (let number = 0; number < townships; number++) {
      const from = await stranger(`第${number + 1}镇人民政府`, `4331261${String(number).padStart(2, '0')}000`)
      const { anchors } = await merged.ok('trust.import', { file: from.certificate })
      for (const { id, comparisonCode } of anchors)
        await merged.ok('trust.confirm', { id, comparisonCode, relation: 'lower' })
      // Every hundredth stands in the list of the township before as well, with another phone.
      const people = Array.from({ length: Number(rows) }, (_, index) => {
        const shared = number > 0 && index % 100 === 0
        const person = (shared ? number - 1 : number) * Number(rows) + index + (shared ? 1 : 0)
        return memberRow(idNumber(person), nameOf(person), `199${String(10_000_000 + number)}`)
      })
      writeFileSync(
        join(folder, `township-${number}.xlsx`),
        await craft({ from, to: status.unit, rows: people }),
      )
    }
    await timed(merged, () => imported.close())
  },
  async receiveTownships(folder) {
    const core = openCore(join(folder, 'merged'))
    await unlock(core)
    await timed(core, async () => {
      let conflicts = 0
      for (let number = 0; number < townships; number++) {
        const { counts } = await core.ok('package.receive', {
          file: fileIn(join(folder, `township-${number}.xlsx`)),
        })
        conflicts += counts.conflict
      }
      return { conflicts }
    })
  },
  async importTownships(folder) {
    const core = openCore(join(folder, 'imported'))
    await unlock(core)
    await timed(core, async () => {
      for (let number = 0; number < townships; number++)
        await core.ok('import.run', { file: fileIn(join(folder, `township-${number}.xlsx`)) })
    })
  },
}

interface Pair {
  work: string
  size: string
  received: Measured[]
  imported: Measured[]
}

const rowOf = ({ work, size, received, imported }: Pair): BenchRow => {
  const seconds = (runs: Measured[]) => median(runs.map((run) => run.seconds))
  const cpu = (runs: Measured[]) => median(runs.map((run) => run.cpuSeconds ?? 0))
  return {
    ...{ work, size, unit: 's', bar: 1.5, aim: 1.2 },
    measured: seconds(received),
    floor: seconds(imported),
    ratio: seconds(received) / seconds(imported),
    cpuRatio: cpu(received) / cpu(imported),
    peakMB: Math.max(...received.map(({ peakMB }) => peakMB)),
  }
}

/** @param people of the county whose labourers are sent; the townships have a tenth of `rows` each */
export function run(people: number, rows: number, say: (line: string) => void, rounds = 1): BenchRow[] {
  const folder = mkdtempSync(join(tmpdir(), 'package-bench-'))
  const job = <T>(name: string, ...args: string[]) => {
    say(`报送包：${[name, ...args].join(' ')}`)
    return inFreshProcess<T>(self, name, [folder, ...args])
  }
  try {
    const made = job<{ rows: number }>('make', String(people))
    const size = `${made.detail.rows.toLocaleString('en')} 行 × 57 列`
    const fresh: Pair = { work: '接收新的包 ÷ 导入同一文件', size, received: [], imported: [] }
    const merged: Pair = { work: '接收并三方合并 ÷ 导入同一文件', size, received: [], imported: [] }
    for (let round = 0; round < rounds; round++) {
      for (const name of ['city', 'plain'])
        cpSync(join(folder, name), join(folder, `${name}-${round}`), { recursive: true })
      const [city, plain] = [`city-${round}`, `plain-${round}`]
      fresh.imported.push(job('import', plain, 'first.xlsx'))
      fresh.received.push(job('receive', city, 'first.xlsx'))
      for (const office of [city, plain]) job('work', office)
      merged.imported.push(job('import', plain, 'second.xlsx'))
      merged.received.push(job('receive', city, 'second.xlsx'))
      for (const office of [city, plain]) rmSync(join(folder, office), { recursive: true })
    }
    job('makeTownships', String(Math.round(rows / townships)))
    const ten: Pair = {
      ...{ work: '十个乡镇的包 ÷ 导入同样的文件', received: [], imported: [] },
      size: `10 × ${Math.round(rows / townships).toLocaleString('en')} 行`,
    }
    ten.imported.push(job('importTownships'))
    ten.received.push(job('receiveTownships'))
    return [fresh, merged, ten].map(rowOf)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const [, script, first, job = '', folder = '', ...args] = process.argv
if (script === self) {
  if (first === '--job') await jobs[job]?.(folder, ...args)
  else {
    const size = Number(first ?? 15_000)
    const rows = run(size, size, (line) => process.stderr.write(`${line}\n`), Number(job || 1))
    process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`)
  }
}
