/**
 * The work list and the service window, through the real core, with a million service records:
 *
 *     node tests/bench/service.bench.ts 500000
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createApp } from '../../src/main/core/app.ts'
import { readKeyFile, unwrapKey } from '../../src/main/core/security/key-envelope.ts'
import { dutyWhens } from '../../src/shared/contract/calls/duty.ts'
import type { CallName, Input } from '../../src/shared/contract/index.ts'
import { dutyKindKeys } from '../../src/shared/domain/duty/duties.ts'
import type { LedgerName } from '../../src/shared/domain/ledgers.ts'
import { openBare } from './support/bare-sql.ts'
import {
  answer,
  type BenchRow,
  inFreshProcess,
  type Measured,
  median,
  randomNumbers,
  startTiming,
} from './support/measure.ts'
import { openCore, passphrase, place, setUpDemo, unlock } from './support/office.ts'

const self = fileURLToPath(import.meta.url)
/** Per person of the county. */
const servicesEach = 2
const township = '433126101000'

interface Lapse {
  core: number
  cpu: number
  sql: number | null
}
type Times = Record<string, Lapse>
type Ask = { [N in CallName]: readonly [N, Input<N>] }[CallName]

/** The first page of a named list, with its total. */
const list = (ledger: LedgerName, key: string, columns: string[]): Ask[] => [
  ['ledger.page', { ledger, list: key, columns }],
  ['ledger.count', { ledger, list: key }],
]

/** What is read, by the bar that it is held to. */
const reads: Record<string, readonly Ask[]> = {
  '待办任务：数字': [
    ['duty.counts', {}],
    ['duty.counts', { region: township }],
  ],
  '待办任务：各期限': dutyWhens.map((when) => ['duty.page', { when }] as const),
  '缺服务清单：各类任务': dutyKindKeys.flatMap((kind) =>
    (['overdue', 'later'] as const).map((when) => ['duty.page', { when, kind, region: township }] as const),
  ),
  首页服务数字: [['figure.services', {}]],
  零就业户清单: list('household', 'zero-employment', ['householdCode', 'headName', 'region', 'labourCount']),
  零就业清零月报: [
    ['zero.report', { month: '2026-11' }],
    ['zero.report', { month: '2026-10' }],
  ],
  服务记录清单: ['services', 'declined-services'].flatMap((key) =>
    list('service', key, ['name', 'idNumber', 'kind', 'servedOn', 'response', 'staff']),
  ),
}

/** Service records of the past two years for everybody, made by the database itself. */
async function fill(dataDir: string): Promise<number> {
  const opened = await unwrapKey(readKeyFile(join(dataDir, 'keys.json')), 'passphrase', passphrase)
  if (!opened) throw new Error('the passphrase opens no slot')
  const app = createApp(place(dataDir), 'write')
  app.open(opened)
  const db = app.desk?.db
  if (!db) throw new Error('the ledger did not open')
  db.exec(`
    WITH kinds (number, kind) AS (VALUES (0, 'careerGuidance'), (1, 'jobReferral'), (2, 'vocationalTraining'), (3, 'policy')),
      times (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM times WHERE i + 1 < ${servicesEach})
    INSERT INTO service_record (person_id, kind, served_on, response, staff, place, entered_seq)
    SELECT p.id, k.kind, date('2026-11-22', '-' || ((p.id * 7 + i * 131) % 700) || ' days'),
      iif((p.id + i) % 40 = 0, 'declined', 'accepted'), '窗口' || (p.id % 12), '政务大厅', 1
    FROM person p CROSS JOIN times JOIN kinds k ON k.number = (p.id + i) % 4`)
  const total = Number(db.prepare('SELECT count(*) FROM service_record').pluck().get())
  app.close()
  return total
}

const jobs: Record<string, (dataDir: string, ...args: string[]) => Promise<void>> = {
  async make(dataDir, people = '') {
    mkdirSync(dataDir, { recursive: true })
    const core = openCore(dataDir)
    await setUpDemo(core, Number(people))
    await core.close()
    answer({ seconds: 0, cpuSeconds: null }, { services: await fill(dataDir) })
  },
  /** The work list made for everybody, as when a threshold or the month has changed. */
  async refresh(dataDir) {
    const core = openCore(dataDir)
    await unlock(core)
    const timing = startTiming()
    const { open } = await core.ok('duty.refresh', {})
    const taken = timing()
    await core.close()
    answer(taken, { open })
  },
  async read(dataDir) {
    const core = openCore(dataDir)
    await unlock(core)
    const bare = await openBare(dataDir)
    const times: Times = {}
    const lapses: Lapse[] = []
    async function ask<N extends CallName>(name: N, input: Input<N>, sql = true) {
      const timing = startTiming()
      const value = await core.ok(name, input)
      const { seconds, cpuSeconds } = timing()
      lapses.push({
        core: seconds * 1000,
        cpu: cpuSeconds * 1000,
        sql: sql ? bare.lapse(name, input) : null,
      })
      return value
    }
    const keep = (group: string) => {
      const of = (key: keyof Lapse) => median(lapses.map((one) => one[key] ?? 0))
      times[group] = {
        core: of('core'),
        cpu: of('cpu'),
        sql: lapses.some(({ sql }) => sql !== null) ? of('sql') : null,
      }
      lapses.length = 0
    }
    for (const [group, asks] of Object.entries(reads)) {
      for (const [name, input] of asks) for (let round = 0; round < 5; round++) await ask(name, input)
      keep(group)
    }
    const vacancies = await core.ok('ledger.page', { ledger: 'vacancy', columns: ['title'], limit: 20 })
    for (const { id } of vacancies.rows) await ask('vacancy.people', { id, limit: 50 }, false)
    keep('岗位匹配：为岗位找人')
    const random = randomNumbers(20_261_126)
    const { total } = await core.ok('ledger.count', { ledger: 'labourer' })
    const visitors: { id: number; number: string }[] = []
    while (visitors.length < 60) {
      const offset = Math.floor(random() * total)
      const { rows } = await core.full('ledger.page', {
        ledger: 'labourer',
        columns: ['idNumber'],
        offset,
        limit: 1,
      })
      for (const { id, values } of rows) visitors.push({ id, number: String(values.idNumber) })
    }
    // Somebody comes, is found, is served; the next one comes.
    const [found, saved, matched]: [Lapse[], Lapse[], Lapse[]] = [[], [], []]
    for (const [index, { id, number }] of visitors.entries()) {
      await ask('person.search', { text: number })
      await ask('labourer.get', { id })
      await ask('duty.ofPerson', { id })
      const sum = (key: keyof Lapse) => lapses.reduce((all, one) => all + (one[key] ?? 0), 0)
      found.push({ core: sum('core'), cpu: sum('cpu'), sql: sum('sql') })
      lapses.length = 0
      await ask('vacancy.forPerson', { personId: id, limit: 20 }, false)
      matched.push(...lapses.splice(0))
      const day = `2026-11-${String(1 + (index % 22)).padStart(2, '0')}`
      const values = { kind: 'other', servedOn: day, place: '一号窗口', staff: '石主任' }
      await ask('episode.save', { personId: id, kind: 'service', values }, false)
      saved.push(...lapses.splice(0))
    }
    lapses.push(...found)
    keep('服务窗口：找到人')
    lapses.push(...matched)
    keep('岗位匹配：为人找岗位')
    lapses.push(...saved)
    keep('服务窗口：登记服务')
    bare.close()
    await core.close()
    answer({ seconds: 0, cpuSeconds: null }, times)
  },
}

/**
 * At the median: 30 ms at the window, 100 ms for lists and figures. Finding people for a vacancy
 * looks at everybody who seeks work; what somebody waits for after a click is held to 300 ms.
 */
const barOf = (work: string) => (work.startsWith('服务窗口') ? 30 : work.endsWith('找人') ? 300 : 100)

export function run(people: number, say: (line: string) => void): BenchRow[] {
  const folder = mkdtempSync(join(tmpdir(), 'service-bench-'))
  const job = <T>(name: string, ...args: string[]): Measured<T> => {
    say(`服务：${name}`)
    return inFreshProcess<T>(self, name, [join(folder, 'county'), ...args])
  }
  try {
    const { services } = job<{ services: number }>('make', String(people)).detail
    const size = `${people.toLocaleString('en')} 人，${services.toLocaleString('en')} 条服务`
    const refresh = job('refresh')
    const { detail: times, peakMB } = job<Times>('read')
    return [
      {
        ...{ work: '待办任务全部重算', size, measured: refresh.seconds, unit: 's', floor: null, ratio: null },
        ...{
          cpuMs: (refresh.cpuSeconds ?? 0) * 1000,
          bar: people / 10_000,
          aim: people / 25_000,
          peakMB: refresh.peakMB,
        },
      },
      ...Object.entries(times).map(([work, { core, cpu, sql }]): BenchRow => {
        const bar = barOf(work)
        return {
          ...{
            work: `${work} 中位数`,
            size,
            measured: core,
            unit: 'ms',
            floor: sql,
            cpuMs: cpu,
            barFor: 'measured',
          },
          ...{ ratio: sql === null ? null : core / sql, bar, aim: bar / 5, peakMB },
        }
      }),
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const [, script, first, job = '', dataDir = '', ...args] = process.argv
if (script === self) {
  if (first === '--job') await jobs[job]?.(dataDir, ...args)
  else {
    const rows = run(Number(first ?? 15_000), (line) => process.stderr.write(`${line}\n`))
    process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`)
  }
}
