import { appendFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { createApp } from './app.ts'
import { dispatch } from './dispatch.ts'
import { createHandlers } from './handlers.ts'
import type { FromWorker, ToWorker, WorkerStart } from './lane.ts'
import { movedBytes } from './moved-bytes.ts'

/** The thread of one lane: takes one call at a time, in the order of arrival. */
const port = parentPort
if (!port) throw new Error('worker.ts runs in a worker thread')
const start = workerData as WorkerStart
const send = (message: FromWorker) => port.postMessage(message)

const app = createApp(
  {
    dataDir: start.dataDir,
    resourcesDir: start.resourcesDir,
    now: () => start.fixedNow ?? new Date().toISOString(),
  },
  start.lane,
)
const handlers = createHandlers(app, {
  opened: (credentials) => send({ type: 'opened', credentials }),
  locked: () => send({ type: 'locked' }),
})

function log(entry: string) {
  const folder = join(start.dataDir, 'log')
  mkdirSync(folder, { recursive: true })
  const now = app.place.now()
  appendFileSync(join(folder, `${now.slice(0, 7)}.log`), `${now} ${start.lane} ${entry}\n`, { mode: 0o600 })
}

let queue: Promise<void> = Promise.resolve()

port.on('message', (message: ToWorker) => {
  queue = queue.then(() => handle(message))
})

async function handle(message: ToWorker): Promise<void> {
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
      return
    case 'refresh':
      app.desk?.forget()
      return
    case 'call': {
      const flag = new Int32Array(message.cancel)
      const { id } = message.request
      let told = 0
      const result = await dispatch(app, handlers, message.request, {
        cancelled: () => Atomics.load(flag, 0) === 1,
        progress: (phase, done, total) => {
          // Ten times a second is enough for an eye.
          const now = performance.now()
          if (now - told < 100 && done !== total) return
          told = now
          send({ type: 'progress', callId: id, phase, done, total })
        },
        log,
      })
      // A finished workbook is moved: nothing here looks at it again.
      port?.postMessage({ type: 'result', id, result } satisfies FromWorker, movedBytes(result))
      return
    }
    case 'stop':
      app.close()
      port?.close()
  }
}
