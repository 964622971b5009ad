/**
 * What it costs an office to keep its ledger safe: a backup against copying the file, the scope of an account
 * against the same lists asked by region, history and log in an import, confirming a batch.
 *
 *     node tests/bench/office.bench.ts 120000
 */
import {
  closeSync,
  copyFileSync,
  fsyncSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { CallName, Input } from '../../src/shared/contract/index.ts'
import { demoAccounts } from '../../src/shared/domain/account/demo.ts'
import type { Filter } from '../../src/shared/domain/filter.ts'
import { answer, type BenchRow, inFreshProcess, median, startTiming } from './support/measure.ts'
import { type BenchCore, openCore, passphrase, regionCode, setUpDemo, unlock } from './support/office.ts'
import { recordedImport } from './support/recorded-import.ts'

const self = fileURLToPath(import.meta.url)
const rounds = 5

interface Copying {
  megabytes: number
  backup: number[]
  copy: number[]
}

type Ask = { [N in CallName]: readonly [N, Input<N>] }[CallName]

/** What a clerk of one township looks at; for somebody of the whole office the township is a filter. */
function lookups(filters: Filter[]): Record<string, Ask[]> {
  const columns = ['name', 'idNumber', 'phone', 'region', 'employmentState', 'formState']
  const lists = ['all', 'employed', 'unemployed', 'willing-out']
  return {
    清单: lists.flatMap((list): Ask[] => [
      ['ledger.page', { ledger: 'labourer', list, filters, columns }],
      ['ledger.count', { ledger: 'labourer', list, filters }],
    ]),
    清单内查找: ['石', '小花', '1990'].map((search) => [
      'ledger.page',
      { ledger: 'labourer', search, filters, columns },
    ]),
    首页数字: [
      ['figure.start', {}],
      ['figure.services', {}],
    ],
  }
}

const unlockAs = (core: BenchCore, user: string) => core.ok('session.unlock', { user, passphrase })

/** Every waiting form of the township that has most of them, confirmed by somebody else after a sample was visited. */
async function confirmTownship(core: BenchCore) {
  const { places } = await core.ok('confirmation.waiting', {})
  const waiting = new Map<string, number>()
  for (const { township, submitted } of places)
    waiting.set(township.code, (waiting.get(township.code) ?? 0) + submitted)
  const [township] = [...waiting].toSorted(([, one], [, other]) => other - one)[0] ?? ['']
  const filters: Filter[] = [{ field: 'region', op: 'under', value: township }]
  const { id } = await core.ok('confirmation.draw', { ledger: 'labourer', filters })
  const { records } = await core.ok('confirmation.sample', { id, limit: 1000 })
  for (const record of records)
    await core.ok('confirmation.answer', { id, personId: record.id, result: 'true' })
  const timing = startTiming()
  const { sample } = await core.ok('confirmation.finish', { id })
  return { ...timing(), forms: sample.confirmed ?? 0 }
}

const jobs: Record<string, (dataDir: string, ...args: string[]) => Promise<void>> = {
  async make(dataDir, people = '') {
    const core = openCore(dataDir)
    await setUpDemo(core, Number(people))
    const { bytes, rows } = await core.full('export.run', { ledger: 'labourer', list: 'all' })
    writeFileSync(`${dataDir}.xlsx`, bytes)
    await core.ok('session.lock', {})
    await core.close()
    answer({ seconds: 0, cpuSeconds: null }, { rows })
  },
  /** The county's own workbook into an empty ledger. */
  async record(dataDir) {
    const file = readFileSync(`${dataDir}.xlsx`)
    answer({ seconds: 0, cpuSeconds: null }, await recordedImport(`${dataDir}-again`, new Uint8Array(file)))
  },
  /** Backing up and copying take turns; both end when the disk has it. */
  async backUp(dataDir) {
    const ledger = join(dataDir, 'ledger.db')
    const core = openCore(dataDir)
    await unlock(core)
    const times: Copying = { megabytes: statSync(ledger).size / 1024 / 1024, backup: [], copy: [] }
    for (let round = 0; round < rounds; round++) {
      const copied = startTiming()
      const copy = join(dataDir, 'copy.db')
      copyFileSync(ledger, copy)
      const descriptor = openSync(copy, 'r+')
      fsyncSync(descriptor)
      closeSync(descriptor)
      times.copy.push(copied().seconds)
      rmSync(copy)
      const backedUp = startTiming()
      await core.ok('backup.make', {})
      times.backup.push(backedUp().seconds)
    }
    await core.close()
    answer({ seconds: 0, cpuSeconds: null }, times)
  },
  /** The clerk of a township, and the administrator who asks for that township: the same rows. */
  async look(dataDir, user = '') {
    const core = openCore(dataDir)
    const { account } = await unlockAs(core, user)
    const [own] = account?.scope ?? []
    const township = own?.code ?? (await core.ok('region.children', { code: regionCode }))[0]?.code ?? ''
    const times: Record<string, number> = {}
    const asks = lookups(own ? [] : [{ field: 'region', op: 'under', value: township }])
    for (const [group, calls] of Object.entries(asks)) {
      const taken: number[] = []
      for (const [name, input] of calls)
        for (let round = 0; round < 25; round++) {
          const timing = startTiming()
          await core.ok(name, input as never)
          taken.push(timing().seconds * 1000)
        }
      times[group] = median(taken)
    }
    await core.close()
    answer({ seconds: 0, cpuSeconds: null }, times)
  },
  async confirm(dataDir) {
    const core = openCore(dataDir)
    await unlockAs(core, demoAccounts[2].name)
    const { forms, ...taken } = await confirmTownship(core)
    await core.close()
    answer(taken, { forms })
  },
}

/** Bars of issue 5. */
export function run(people: number, say: (line: string) => void): BenchRow[] {
  const folder = mkdtempSync(join(tmpdir(), 'office-bench-'))
  const county = join(folder, 'county')
  const job = <T>(name: string, ...args: string[]) => {
    say(`单位：${name}`)
    return inFreshProcess<T>(self, name, [county, ...args])
  }
  try {
    const made = job<{ rows: number }>('make', String(people)).detail
    const { detail, peakMB } = job<Copying>('backUp')
    const [backup, copy] = [median(detail.backup), median(detail.copy)]
    const size = `${people.toLocaleString('en')} 人`
    const whole = job<Record<string, number>>('look', demoAccounts[0].name).detail
    const scoped = job<Record<string, number>>('look', demoAccounts[1].name).detail
    const confirmed = job<{ forms: number }>('confirm')
    const { recorded, others } = job<{ recorded: number; others: number }>('record').detail
    return [
      {
        ...{ work: '备份并核对', size: `${size}，${Math.round(detail.megabytes)} MB`, measured: backup },
        ...{ unit: 's', floor: copy, ratio: backup / copy, bar: 3, aim: 2, peakMB },
      },
      ...Object.entries(scoped).map(([group, measured]): BenchRow => {
        const floor = whole[group] ?? Number.NaN
        return {
          ...{
            work: `只管一个乡镇的账号：${group}`,
            size,
            measured,
            unit: 'ms',
            floor,
            ratio: measured / floor,
          },
          ...{ bar: 1.05, aim: 1, peakMB: null },
        }
      }),
      {
        ...{ work: '导入中的变更记录和操作日志', size: `${made.rows.toLocaleString('en')} 行` },
        ...{ measured: recorded, unit: 's', floor: others, ratio: recorded / others, peakMB: null },
        ...{ bar: 0.25, aim: 0.15 },
      },
      {
        ...{ work: '整批确认', size: `${size}，${confirmed.detail.forms.toLocaleString('en')} 张表` },
        ...{ measured: confirmed.seconds, unit: 's', floor: null, ratio: null, peakMB: confirmed.peakMB },
        ...{ cpuMs: (confirmed.cpuSeconds ?? 0) * 1000 },
        ...{ bar: (3 * confirmed.detail.forms) / 10_000, aim: confirmed.detail.forms / 10_000 },
      },
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
