/** What history and audit log take of an import: seen by a profiler in the thread that imports. */
import { Session } from 'node:inspector/promises'
import { createApp } from '../../../src/main/core/app.ts'
import { dispatch } from '../../../src/main/core/dispatch.ts'
import { createHandlers } from '../../../src/main/core/handlers.ts'
import { place, unit } from './office.ts'

const recording = /\/core\/(history\/batch\.store|audit\/\w+)\.ts$/
const indexes = ['change_by_person', 'change_by_other']

/**
 * @returns seconds of the processor that recording took, and that everything else took. Its indexes are
 *   made at the end of a bulk load and belong to the recording: they are made once more and timed.
 */
export async function recordedImport(dataDir: string, bytes: Uint8Array) {
  const app = createApp(place(dataDir), 'write')
  const nothing = () => {}
  const handlers = createHandlers(app, { opened: nothing, locked: nothing })
  const tools = { progress: nothing, cancelled: () => false, record: nothing, log: nothing }
  const ask = async (name: string, input: object) => {
    const result = await dispatch(app, handlers, { id: name, name, input }, tools)
    if (!result.ok) throw new Error(`${name}: ${result.error.message}`)
  }
  await ask('session.setup', unit)
  const session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.setSamplingInterval', { interval: 1000 })
  await session.post('Profiler.start')
  await ask('import.run', { ledger: 'labourer', file: { name: '劳动力台账.xlsx', bytes } })
  const { profile } = await session.post('Profiler.stop')
  session.disconnect()

  const { nodes, samples = [], timeDeltas = [] } = profile
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])))
  const isRecording = new Map<number, boolean>()
  const belongs = (id: number): boolean => {
    const known = isRecording.get(id)
    if (known !== undefined) return known
    const parent = parents.get(id)
    const answer =
      recording.test(byId.get(id)?.callFrame.url ?? '') || (parent !== undefined && belongs(parent))
    isRecording.set(id, answer)
    return answer
  }
  let [recorded, others] = [0, 0]
  for (const [index, id] of samples.entries()) {
    const name = byId.get(id)?.callFrame.functionName
    if (name === '(idle)' || name === '(program)') continue
    if (belongs(id)) recorded += timeDeltas[index] ?? 0
    else others += timeDeltas[index] ?? 0
  }
  const db = app.desk?.db
  if (!db) throw new Error('the ledger is not open')
  const start = performance.now()
  for (const index of indexes) db.exec(`REINDEX ${index}`)
  const indexing = (performance.now() - start) / 1000
  app.close()
  return { recorded: recorded / 1e6 + indexing, others: others / 1e6 - indexing }
}
