/**
 * What it costs an office to keep its ledger safe: a backup against copying the file.
 *
 *     node tests/bench/office.bench.ts 120000
 */
import { closeSync, copyFileSync, fsyncSync, mkdtempSync, openSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { answer, type BenchRow, inFreshProcess, median, startTiming } from './support/measure.ts'
import { openCore, setUpDemo, unlock } from './support/office.ts'

const self = fileURLToPath(import.meta.url)
const rounds = 5

interface Copying {
  megabytes: number
  backup: number[]
  copy: number[]
}

const jobs: Record<string, (dataDir: string, ...args: string[]) => Promise<void>> = {
  async make(dataDir, people = '') {
    const core = openCore(dataDir)
    await setUpDemo(core, Number(people))
    await core.ok('session.lock', {})
    await core.close()
    answer({ seconds: 0, cpuSeconds: null }, null)
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
    job('make', String(people))
    const { detail, peakMB } = job<Copying>('backUp')
    const [backup, copy] = [median(detail.backup), median(detail.copy)]
    const size = `${people.toLocaleString('en')} 人，${Math.round(detail.megabytes)} MB`
    return [
      {
        ...{ work: '备份并核对', size, measured: backup, unit: 's', floor: copy, ratio: backup / copy },
        ...{ bar: 3, aim: 2, peakMB },
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
