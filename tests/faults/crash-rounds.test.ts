import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { folder, labourer, openOffice, passphrase } from '../fixtures/office.ts'
import { city, county, enter, idNumber, nameOf, openUnit, pair, type TestUnit } from '../fixtures/units.ts'
import { recordsFile } from '../unit/core/files.ts'
import {
  after,
  type CrashState,
  enteredBy,
  importedRows,
  phoneOf,
  type Step,
  steps,
  taskForce,
  watchedPeople,
} from './crash-model.ts'

/**
 * The program is killed at random moments while it imports, undoes, confirms, receives and backs up, again
 * and again on the same ledger. Each time it starts: what was acknowledged is there, what was just being
 * done is there wholly or not at all, and nothing else has changed.
 */
const rounds = Number(process.env.LABOUR_DESK_KILL_ROUNDS) || 200
/** How long a step takes until it was seen to the end; then what it took the last time. */
const took: Record<Step, number> = { import: 150, undo: 60, confirm: 40, receive: 250, backup: 120 }
/** One for each life that is killed while it receives. */
const packages = Math.ceil(rounds / steps.length)
/** An office that begins nothing for so long stands still. */
const standsStillAfter = 120_000
/** Every so many rounds the backups are opened as well. */
const rehearsedEvery = 20

const home = folder()
const dataDir = join(home, 'ledger')
const inbox = join(home, 'inbox')
const worker = fileURLToPath(new URL('./crash-worker.ts', import.meta.url))
const rows = (from: number, count: number, values: object = {}) =>
  Array.from({ length: count }, (_, number) => ({
    ...labourer({ idNumber: idNumber(from + number), name: nameOf(from + number) }),
    ...values,
  }))

async function fillInbox(lower: TestUnit, upper: TestUnit) {
  for (let number = 1; number <= packages; number++) {
    const file = recordsFile('号码.xlsx', 'labourer', rows(0, watchedPeople, { phone: phoneOf(number) }))
    await lower.ok('import.run', { file, ledger: 'labourer' })
    const { bytes } = await lower.ok('package.make', { to: upper.name, profile: 'labour-ledger' })
    writeFileSync(join(inbox, `${String(number).padStart(3, '0')}.package.xlsx`), bytes)
  }
}

beforeAll(async () => {
  mkdirSync(inbox, { recursive: true })
  const [lower, upper] = await Promise.all([openUnit(county), openUnit(city)])
  await pair(lower, upper)
  await enter(lower, watchedPeople, { phone: phoneOf(0) })
  const file = await lower.ok('package.make', { to: upper.name, profile: 'labour-ledger' })
  await upper.ok('package.receive', { file: { name: file.name, bytes: file.bytes } })
  const { rows: people } = await upper.ok('ledger.page', { ledger: 'labourer', columns: ['name'] })
  await upper.ok('labourer.setState', { ids: people.map(({ id }) => id), to: 'submitted' })
  await upper.add({ name: taskForce, roles: ['reviewer'] })
  const validFrom = '2026-11-01'
  await upper.ok('parameter.set', { key: 'confirmOneByOne', value: watchedPeople, validFrom })
  await fillInbox(lower, upper)
  for (let file = 0; file < 5; file++) {
    const records = rows(1000 * (file + 1), importedRows, { phone: '18800001111' })
    writeFileSync(join(inbox, `${file}.import.xlsx`), recordsFile('x.xlsx', 'labourer', records).bytes)
  }
  await upper.ok('session.lock', {})
  cpSync(upper.dataDir, dataDir, { recursive: true })
  await Promise.all([lower.close(), upper.close()])
}, 300_000)
afterAll(() => rmSync(home, { recursive: true, force: true }))

interface Life {
  found: CrashState
  done: Step[]
  /** What was begun and not acknowledged. */
  doing: Step | null
}

/** Starts the office, lets it work, and kills it in the middle of a step. */
function live(seed: number, target: Step, share: number): Promise<Life> {
  const child = spawn(process.execPath, [worker, dataDir, inbox, String(seed), target], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const life: Life = { found: null as never, done: [], doing: null }
  let [complaint, began] = ['', 0]
  child.stderr.on('data', (chunk) => {
    complaint += chunk
  })
  createInterface({ input: child.stdout }).on('line', (line) => {
    const said = JSON.parse(line) as { found?: CrashState; begin?: Step; done?: Step }
    if (said.found) life.found = said.found
    if (said.begin) {
      life.doing = said.begin
      began = performance.now()
      if (said.begin === target) setTimeout(() => child.kill('SIGKILL'), share * took[target])
    }
    if (said.done) {
      took[said.done] = performance.now() - began
      life.done.push(said.done)
      life.doing = null
    }
  })
  return new Promise((resolve, reject) => {
    const watch = setTimeout(() => {
      reject(new Error(`the office stands still: ${target}, ${JSON.stringify(life)} ${complaint}`))
      child.kill('SIGKILL')
    }, standsStillAfter)
    child.on('close', (_code, signal) => {
      clearTimeout(watch)
      if (signal === 'SIGKILL') resolve(life)
      else reject(new Error(complaint || 'the office stopped by itself'))
    })
  })
}

describe('an office that is killed while it works', () => {
  it(`stands as it was acknowledged, ${rounds} times`, { timeout: 1_200_000 }, async () => {
    /** What may be found: as acknowledged, or with the step that was being done. */
    let possible: CrashState[] | null = null
    let backups: string[] = []
    const interrupted = new Map<Step, number>()
    for (let round = 0; round < rounds; round++) {
      const life = await live(round, steps[round % steps.length] ?? 'import', Math.random() * 1.1)
      const { backups: found, ...state } = life.found
      if (possible)
        expect(
          possible.map(({ backups: _, ...one }) => one),
          `round ${round}`,
        ).toContainEqual(state)
      // Old backups are cleared away only after a new one stands.
      if (backups.length > 0) expect(found.length, `round ${round}`).toBeGreaterThan(0)
      backups = found
      const acknowledged = life.done.reduce(after, life.found)
      possible = life.doing ? [acknowledged, after(acknowledged, life.doing)] : [acknowledged]
      if (life.doing) interrupted.set(life.doing, (interrupted.get(life.doing) ?? 0) + 1)
      if (round % rehearsedEvery === rehearsedEvery - 1 || round === rounds - 1) await lookClosely(possible)
    }
    // Otherwise the kills came at moments that show nothing.
    expect([...interrupted.keys()].sort()).toEqual([...steps].sort())
  })
})

/** Every page of the file, every trigger's sum, and the newest backup opened as a restore would. */
async function lookClosely(possible: readonly CrashState[]) {
  const desk = await openOffice({ dataDir, setUp: false })
  await desk.ok('session.unlock', { user: enteredBy, passphrase })
  const { total } = await desk.ok('ledger.count', { ledger: 'labourer' })
  expect(possible.map(({ people }) => people)).toContain(total)
  // Whatever was killed: every change has its entry, and every entry its changes.
  expect(await desk.ok('audit.verify', {})).toMatchObject({ whole: true })
  // A backup copies the ledger and reads the copy from end to end.
  await desk.ok('backup.make', {})
  expect(await desk.ok('backup.rehearse', {})).toMatchObject({ problem: null })
  await desk.close()
}
