import { execFileSync, spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { county, recordsOf } from '../fixtures/messy/county-rows.ts'
import { folder, labourer, openOffice, passphrase } from '../fixtures/office.ts'
import { recordsFile } from '../unit/core/files.ts'

const cli = fileURLToPath(new URL('../../src/main/cli.ts', import.meta.url))
const env = { ...process.env, LABOUR_DESK_PASSPHRASE: passphrase }
const records = recordsOf('member', county(3000))
const sentence = /[\u4e00-\u9fff].*。/

/** An office with one person, nobody in it, and a workbook of 3,000 people beside it. */
const original = folder()
const workbook = join(original, '三千人.xlsx')
const made = [original]

beforeAll(async () => {
  const desk = await openOffice({ dataDir: original })
  await desk.ok('labourer.save', { values: labourer() })
  await desk.close()
  writeFileSync(workbook, recordsFile('三千人.xlsx', 'member', records).bytes)
})
afterAll(() => {
  for (const dataDir of made) rmSync(dataDir, { recursive: true, force: true })
})

function copyTo(dataDir: string): string {
  for (const name of ['ledger.db', 'keys.json']) cpSync(join(original, name), join(dataDir, name))
  return dataDir
}
function copy(): string {
  const dataDir = folder()
  made.push(dataDir)
  return copyTo(dataDir)
}

/** Imports in a process of its own; killed after so many milliseconds, unless it was done before. */
function importAndKill(
  dataDir: string,
  milliseconds: number | null,
): Promise<{ acknowledged: boolean; took: number }> {
  const began = performance.now()
  const child = spawn(
    process.execPath,
    [cli, 'import', workbook, '--as', 'member', '--data', dataDir, '--json'],
    { env },
  )
  let out = ''
  child.stdout.on('data', (chunk) => {
    out += chunk
  })
  const timer = milliseconds === null ? null : setTimeout(() => child.kill('SIGKILL'), milliseconds)
  return new Promise((resolve) => {
    child.on('close', () => {
      if (timer) clearTimeout(timer)
      resolve({ acknowledged: out.includes('importId'), took: performance.now() - began })
    })
  })
}

async function peopleIn(dataDir: string): Promise<number> {
  const desk = await openOffice({ dataDir, setUp: false })
  await desk.ok('session.unlock', { passphrase })
  const { total } = await desk.ok('ledger.count', { ledger: 'member' })
  await desk.close()
  return total
}

describe('an import whose process is killed', () => {
  it('is wholly there or not at all, and the ledger opens', { timeout: 3_600_000 }, async () => {
    const finished = copy()
    const whole = await importAndKill(finished, null)
    expect(whole.acknowledged).toBe(true)
    let took = whole.took
    // Heads of households who stand in no row of their own are people too.
    const all = await peopleIn(finished)
    expect(all).toBeGreaterThan(records.length)
    // Whole commands, a few in every run; crash-rounds.test.ts kills the office at work 200 times.
    const rounds = Number(process.env.LABOUR_DESK_KILL_ROUNDS) || 5
    const seen = { none: 0, all: 0 }
    for (let round = 0; round < rounds; round++) {
      const dataDir = copy()
      // From the unlocking to a little before the usual end, never at the same moment twice.
      const moment = took * (0.25 + (0.7 * (round + Math.random())) / rounds)
      const { acknowledged } = await importAndKill(dataDir, moment)
      const desk = await openOffice({ dataDir, setUp: false })
      await desk.ok('session.unlock', { passphrase })
      const { total } = await desk.ok('ledger.count', { ledger: 'member' })
      const batches = await desk.ok('batch.page', {})
      expect([1, all], `killed after ${Math.round(moment)} ms`).toContain(total)
      expect(batches.total).toBe(total > 1 ? 1 : 0)
      if (acknowledged) expect(total).toBe(all)
      // The entry of the import is there exactly when the import is.
      expect(await desk.ok('audit.verify', {})).toMatchObject({ whole: true })
      expect((await desk.ok('audit.page', { action: 'import.run' })).total).toBe(batches.total)
      expect(await desk.ok('person.search', { text: labourer().idNumber })).toHaveLength(1)
      expect((await desk.ok('figure.start', {})).figures.find(({ key }) => key === 'all')?.value).toBe(
        (await desk.ok('ledger.count', { ledger: 'labourer', list: 'all' })).total,
      )
      await desk.close()
      seen[total > 1 ? 'all' : 'none']++
      // The first one was slow: it takes no longer than this.
      if (total > 1) took = Math.min(took, moment)
      rmSync(dataDir, { recursive: true, force: true })
    }
    // Otherwise the kills all came too late to show anything.
    expect(seen.none).toBeGreaterThan(0)
  })
})

describe('a backup whose process is killed', () => {
  it('is whole and opens, or is not there; the ledger is untouched', { timeout: 3_600_000 }, async () => {
    const backUp = (dataDir: string) =>
      spawn(process.execPath, [cli, 'backup', '--data', dataDir, '--json'], { env, stdio: 'ignore' })
    const ended = (child: ReturnType<typeof spawn>) => new Promise((resolve) => child.on('close', resolve))
    const trial = copy()
    const began = performance.now()
    await ended(backUp(trial))
    let took = performance.now() - began
    const rounds = Number(process.env.LABOUR_DESK_KILL_ROUNDS) || 4
    const seen = { none: 0, whole: 0 }
    for (let round = 0; round < rounds; round++) {
      const dataDir = copy()
      const child = backUp(dataDir)
      const moment = took * (0.3 + (0.8 * (round + Math.random())) / rounds)
      const timer = setTimeout(() => child.kill('SIGKILL'), moment)
      await ended(child)
      clearTimeout(timer)
      const desk = await openOffice({ dataDir, setUp: false })
      await desk.ok('session.unlock', { passphrase })
      expect((await desk.ok('ledger.count', { ledger: 'member' })).total).toBe(1)
      const { own } = await desk.ok('backup.state', {})
      if (own.length > 0) expect(await desk.ok('backup.rehearse', {})).toMatchObject({ problem: null })
      seen[own.length > 0 ? 'whole' : 'none']++
      if (own.length > 0) took = Math.min(took, moment)
      await desk.ok('backup.make', {})
      await desk.close()
      rmSync(dataDir, { recursive: true, force: true })
    }
    expect(seen.none).toBeGreaterThan(0)
  })
})

describe('a disk that does not take what is written', () => {
  it('a folder in place of the data file is refused with a sentence', async () => {
    const dataDir = copy()
    rmSync(join(dataDir, 'ledger.db'))
    mkdirSync(join(dataDir, 'ledger.db'))
    const desk = await openOffice({ dataDir, setUp: false })
    const refused = await desk.refused('session.unlock', { passphrase })
    expect(refused.code).toBe('refused')
    expect(refused.message).toMatch(sentence)
    await desk.close()
  })

  const small = mkdtempSync(join(tmpdir(), 'labour-desk-small-'))
  const mounted = mountSmall(small)
  afterAll(() => {
    if (mounted) execFileSync('umount', ['-l', small])
    rmSync(small, { recursive: true, force: true })
  })

  it.runIf(mounted)(
    'that is full: a sentence, nothing half written, and work goes on with room',
    { timeout: 60_000 },
    async () => {
      copyTo(small)
      const filler = join(small, '占位')
      const desk = await openOffice({ dataDir: small, setUp: false })
      await desk.ok('session.unlock', { passphrase })
      const { bavail, bsize } = statfsSync(small)
      writeFileSync(filler, Buffer.alloc(bavail * bsize - 300_000))
      const file = recordsFile('三千人.xlsx', 'member', records)
      const refused = await desk.refused('import.run', { file, ledger: 'member' })
      expect(refused.code).toBe('refused')
      expect(refused.message).toMatch(/磁盘.*。/)
      expect((await desk.ok('ledger.count', { ledger: 'member' })).total).toBe(1)
      expect((await desk.ok('batch.page', {})).total).toBe(0)
      rmSync(filler)
      await desk.ok('labourer.save', { values: labourer({ name: '石后来', idNumber: '433126199101011228' }) })
      await desk.ok('session.lock', {})
      await desk.ok('session.unlock', { passphrase })
      expect((await desk.ok('ledger.count', { ledger: 'member' })).total).toBe(2)
      await desk.close()
      expect(existsSync(join(small, 'ledger.db'))).toBe(true)
    },
  )
})

/** A disk of 4 MB in memory; needs the rights to mount. */
function mountSmall(path: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', path], { stdio: 'pipe' })
    return true
  } catch {
    process.stderr.write('磁盘已满的测试没有运行：当前用户不能挂载小磁盘。\n')
    return false
  }
}
