import { appendFileSync, existsSync, mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { fail } from '../../shared/contract/result.ts'
import { parameterAt } from '../../shared/domain/parameters.ts'
import { type App, createApp } from './app.ts'
import type { AuditFacts } from './audit/chain.ts'
import { dispatch } from './dispatch.ts'
import { createHandlers } from './handlers.ts'
import type { FromWorker, ToWorker, WorkerStart } from './lane.ts'
import { movedBytes } from './moved-bytes.ts'

/** The thread of one lane: takes one call at a time, in the order of arrival. */
const port = parentPort
if (!port) throw new Error('worker.ts runs in a worker thread')
const start = workerData as WorkerStart
const send = (message: FromWorker) => port.postMessage(message)

const now = () => start.fixedNow ?? new Date().toISOString()

/** The core of this lane; null when the folder of data cannot be used at all. */
function startCore() {
  const { dataDir, resourcesDir } = start
  let app: App
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    app = createApp({ dataDir, resourcesDir, now }, start.lane)
  } catch (error) {
    if (existsSync(dataDir) && statSync(dataDir).isDirectory()) throw error
    return null
  }
  return {
    app,
    handlers: createHandlers(app, {
      opened: (credentials) => {
        send({ type: 'opened', credentials })
        sendAutoLock(app)
      },
      locked: () => send({ type: 'locked' }),
    }),
  }
}
const core = startCore()

function sendAutoLock({ desk }: App) {
  if (desk)
    send({
      type: 'autoLock',
      minutes: parameterAt(desk.catalogue().parameters, 'autoLockMinutes', desk.today()),
    })
}

function log(entry: string) {
  const folder = join(start.dataDir, 'log')
  mkdirSync(folder, { recursive: true })
  const at = now()
  appendFileSync(join(folder, `${at.slice(0, 7)}.log`), `${at} ${start.lane} ${entry}\n`, { mode: 0o600 })
}

let queue: Promise<void> = Promise.resolve()

port.on('message', (message: ToWorker) => {
  queue = queue.then(() => handle(message))
})

async function handle(message: ToWorker): Promise<void> {
  if (!core) return handleWithout(message)
  const { app, handlers } = core
  switch (message.type) {
    case 'open':
      try {
        app.open(message.credentials)
        send({ type: 'ready', error: null })
      } catch (error) {
        send({ type: 'ready', error: (error as Error).message })
      }
      return
    case 'lock':
      app.close()
      send({ type: 'closed' })
      return
    case 'refresh':
      app.desk?.forget()
      return
    case 'record':
      send({ type: 'recorded', id: message.id, written: record(app, message.facts) })
      return
    case 'call': {
      const flag = new Int32Array(message.cancel)
      const { id } = message.request
      let told = 0
      let facts: AuditFacts | null = null
      const result = await dispatch(app, handlers, message.request, {
        cancelled: () => Atomics.load(flag, 0) === 1,
        progress: (phase, done, total) => {
          // Ten times a second is enough for an eye.
          const tick = performance.now()
          if (tick - told < 100 && done !== total) return
          told = tick
          send({ type: 'progress', callId: id, phase, done, total })
        },
        record: (entry) => {
          facts = entry
        },
        log,
      })
      if (message.request.name === 'parameter.set' && result.ok) sendAutoLock(app)
      // A finished workbook is moved: nothing here looks at it again.
      port?.postMessage({ type: 'result', id, result, facts } satisfies FromWorker, movedBytes(result))
      return
    }
    case 'stop':
      app.close()
      port?.close()
  }
}

function record(app: App, facts: AuditFacts): boolean {
  try {
    app.desk?.trail.record(facts)
    return app.desk !== null
  } catch (error) {
    log(`audit ${facts.action} ${(error as { code?: string }).code ?? ''}`)
    return false
  }
}

/** Without a folder there is nothing to work on: every call gets the one sentence. */
function handleWithout(message: ToWorker): void {
  switch (message.type) {
    case 'open':
      send({ type: 'ready', error: 'no folder' })
      return
    case 'lock':
      send({ type: 'closed' })
      return
    case 'record':
      send({ type: 'recorded', id: message.id, written: false })
      return
    case 'call':
      send({
        type: 'result',
        facts: null,
        id: message.request.id,
        result: fail(
          'refused',
          '数据文件夹不能用：建不了或不是文件夹。请检查它所在的磁盘，或换一个文件夹后重试。',
        ),
      })
      return
    case 'stop':
      port?.close()
  }
}
