/**
 * An office at work, to be killed at any moment: it says what it begins and what the core has
 * acknowledged, one JSON line each, and starts by saying what it finds. Run by crash-rounds.test.ts.
 *
 *     node tests/faults/crash-worker.ts DATA_DIR INBOX SEED STEP
 */
import { readdirSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { createRandom } from '../../src/main/core/demo/random.ts'
import { later, startDay, startUnit } from '../fixtures/exchange/units.ts'
import { passphrase } from '../fixtures/office.ts'
import {
  type CrashState,
  enteredBy,
  inboxNumber,
  type Step,
  steps,
  taskForce,
  watched,
} from './crash-model.ts'

const [dataDir = '', inbox = '', seed = '', target = ''] = process.argv.slice(2)
const say = (line: object) => writeSync(1, `${JSON.stringify(line)}\n`)
const random = createRandom(Number(seed))
const read = (name: string) => ({ name, bytes: new Uint8Array(readFileSync(join(inbox, name))) })

// Two backups of one second would have one name: each life and each step has seconds of its own.
const clock = { now: later(startDay, 0, Number(seed) * 120_000) }
const desk = await startUnit(clock, null, dataDir)
await desk.ok('session.unlock', { user: enteredBy, passphrase })

async function state(): Promise<CrashState> {
  const total = async (filters: object[] = []) =>
    (await desk.ok('ledger.count', { ledger: 'labourer', filters: filters as never })).total
  const { rows, total: batches } = await desk.ok('batch.page', {})
  const phones = await desk.ok('ledger.page', {
    ledger: 'labourer',
    filters: watched,
    columns: ['phone'],
    limit: 100,
  })
  return {
    people: await total(),
    counted: (await desk.ok('figure.start', {})).figures.find(({ key }) => key === 'all')?.value ?? -1,
    confirmed: await total([{ field: 'formState', op: 'in', value: ['confirmed'] }]),
    batches,
    imports: rows.filter(({ kind, undoneBy }) => kind === 'import' && undoneBy === null).length,
    received: [...new Set(phones.rows.map(({ values }) => inboxNumber(String(values.phone))))],
    backups: (await desk.ok('backup.state', {})).own.map(({ folder }) => folder),
  }
}

const now = await state()
say({ found: now })
let { imports, received, confirmed } = now
const workbooks = readdirSync(inbox)
  .filter((name) => name.endsWith('.import.xlsx'))
  .sort()
const packages = readdirSync(inbox)
  .filter((name) => name.endsWith('.package.xlsx'))
  .sort()
const watchedIds = (
  await desk.ok('ledger.page', { ledger: 'labourer', filters: watched, columns: ['name'], limit: 100 })
).rows.map(({ id }) => id)

const work: Record<Step, () => Promise<unknown>> = {
  async import() {
    await desk.ok('import.run', { file: read(random.pick(workbooks)), ledger: 'labourer' })
    imports++
  },
  async undo() {
    const { rows } = await desk.ok('batch.page', {})
    const last = rows.find(({ kind, undoneBy }) => kind === 'import' && undoneBy === null)
    await desk.ok('batch.undo', { id: last?.id ?? 0 })
    imports--
  },
  async confirm() {
    // Who entered and received them does not confirm them; handing in anew changes nothing that is watched.
    if (confirmed === 0) await desk.ok('labourer.setState', { ids: watchedIds, to: 'submitted' })
    await desk.ok('session.lock', {})
    await desk.ok('session.unlock', { user: taskForce, passphrase })
    if (confirmed > 0) await desk.ok('confirmation.return', { ids: watchedIds, reason: '演练' })
    const { changed } =
      confirmed > 0 ? { changed: 0 } : await desk.ok('confirmation.confirm', { ids: watchedIds })
    confirmed = changed
    await desk.ok('session.lock', {})
    await desk.ok('session.unlock', { user: enteredBy, passphrase })
  },
  async receive() {
    const next = (received[0] ?? 0) + 1
    await desk.ok('package.receive', { file: read(packages[next - 1] ?? '') })
    received = [next]
    confirmed = 0
  },
  async backup() {
    await desk.ok('backup.make', {})
  },
}

const isPossible = (step: Step) =>
  (step !== 'undo' || imports > 0) && (step !== 'import' || imports === 0) && step !== 'receive'

const wanted = target as Step
let isWanted = true
for (let number = 0; ; number++) {
  // What is to be interrupted comes first or second, where it can be. Each package can be received only
  // once: one life receives one at most, and there is one for every life that is to be killed at it.
  const isNow = isWanted && (number > 0 || random.chance(0.6)) && (wanted === 'receive' || isPossible(wanted))
  const step = isNow ? wanted : random.pick(steps.filter(isPossible))
  if (isNow) isWanted = false
  clock.now = later(clock.now, 0, 1000)
  say({ begin: step })
  await work[step]()
  say({ done: step })
}
