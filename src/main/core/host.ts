import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { BackupOccasion } from '../../shared/contract/calls/backup.ts'
import { sessionCalls } from '../../shared/contract/calls/session.ts'
import type { CallRequest, Core, CoreEvent } from '../../shared/contract/host.ts'
import { contract } from '../../shared/contract/index.ts'
import { fail, type Result } from '../../shared/contract/result.ts'
import { demoAccounts, demoPassphrase } from '../../shared/domain/account/demo.ts'
import type { Credentials } from './app.ts'
import type { AuditFacts } from './audit/chain.ts'
import { createAutoLock } from './auto-lock.ts'
import type { Lane } from './context.ts'
import type { FromWorker, ToWorker, WorkerStart } from './lane.ts'
import { movedBytes } from './moved-bytes.ts'

/**
 * The core as its shells use it. better-sqlite3 is synchronous, so everything runs in threads:
 * `write` holds the only writing connection and takes calls one after another, `read` answers lists
 * and searches beside it, `job` does long reads (previews, exports) so that neither waits.
 *
 *   const core = createCore({ dataDir, resourcesDir })
 *   await core.call({ id: '1', name: 'session.status', input: {} })
 */
export interface CoreOptions {
  dataDir: string
  resourcesDir: string
  /** Make a demo county at start when the folder is empty, and unlock it without questions. */
  demo?: { people: number; seed: number }
  fixedNow?: string
  /** Back the ledger up: once a day while it is open, and when it is locked or closed. */
  backups?: boolean
  /**
   * Whether threads read beside the writing one: a window has one ready, so that no click waits for
   * another; a second one starts with the first long piece of work, since each takes 50 MB. A single
   * command asks one thing after the other and does without.
   */
  readers?: 'ready' | 'none'
  /**
   * Lock when nobody uses it: after the minutes that the office has set (`parameter`), or so many
   * milliseconds. Windows do; single commands and a demo end by themselves.
   */
  autoLock?: 'parameter' | number | undefined
  /** Another build of worker.ts: the tests start hundreds of threads and bundle it once. */
  workerFile?: string | undefined
}

/** Heap of one thread; a workbook that needs more is refused. The young part is kept small: left alone it grows by 100 MB. */
const heaps = {
  write: { maxOldGenerationSizeMb: 768, maxYoungGenerationSizeMb: 24 },
  read: { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 24 },
  job: { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 12 },
}

const hourMs = 3_600_000

interface LaneThread {
  worker: Worker
  pending: Map<string, { resolve: (result: Result<unknown>) => void; cancel: Int32Array }>
  ready: ((error: string | null) => void)[]
  closed: (() => void)[]
  recording: Map<string, (written: boolean) => void>
}

/** A recheck that found nothing to change is no news for the lists. */
const isIdle = (value: unknown) => (value as { changed: number }).changed === 0

// Beside this file: as TypeScript when run from the sources, as worker.js when bundled.
const here = (name: string) => fileURLToPath(new URL(name, import.meta.url))
const workerFile = existsSync(here('./worker.ts')) ? here('./worker.ts') : here('./worker.js')

export function createCore(options: CoreOptions): Core {
  const lanes = new Map<Lane, LaneThread>()
  const listeners = new Set<(event: CoreEvent) => void>()
  let credentials: Credentials | null = null
  let closed = false
  let rechecks = 0
  let backups = 0
  let records = 0
  const emit = (event: CoreEvent) => {
    for (const listener of listeners) listener(event)
  }
  const autoLock = createAutoLock(options.demo ? undefined : options.autoLock, {
    warn: (seconds) => emit({ kind: 'locking', seconds }),
    lock: () => void call({ id: 'auto-lock', name: 'session.lock', input: {} }),
  })
  const hasReaders = options.readers !== 'none'
  const post = (lane: LaneThread, message: ToWorker, moved: ArrayBuffer[] = []) =>
    lane.worker.postMessage(message, moved)

  function startLane(name: Lane): LaneThread {
    const workerData: WorkerStart = {
      lane: name,
      dataDir: options.dataDir,
      resourcesDir: options.resourcesDir,
      fixedNow: options.fixedNow,
    }
    const worker = new Worker(options.workerFile ?? workerFile, { workerData, resourceLimits: heaps[name] })
    const lane: LaneThread = { worker, pending: new Map(), ready: [], closed: [], recording: new Map() }
    worker.on('message', (message: FromWorker) => receive(lane, message))
    worker.on('error', (error) => endLane(name, lane, error))
    worker.on('exit', () => endLane(name, lane, null))
    lanes.set(name, lane)
    if (credentials && name !== 'write') post(lane, { type: 'open', credentials })
    return lane
  }

  /** A thread that died answers what it was asked; the next call starts a new one. */
  function endLane(name: Lane, lane: LaneThread, error: Error | null) {
    if (lanes.get(name) === lane) lanes.delete(name)
    const outOfMemory = (error as { code?: string } | null)?.code === 'ERR_WORKER_OUT_OF_MEMORY'
    for (const [, call] of lane.pending) {
      call.resolve(
        outOfMemory
          ? fail(
              'refused',
              '内容太大，超出本机可用的内存，没有写入任何内容。请把文件按村或按乡镇拆开后重试。',
            )
          : fail('internal', '后台程序意外停止，本次操作没有完成。请重新解锁后再试。'),
      )
    }
    lane.pending.clear()
    for (const ready of lane.ready.splice(0)) ready('stopped')
    for (const closed of lane.closed.splice(0)) closed()
    for (const [, recorded] of lane.recording) recorded(false)
    lane.recording.clear()
    if (name === 'write' && credentials && !closed) {
      credentials = null
      autoLock.watch(null)
      for (const other of lanes.values()) post(other, { type: 'lock' })
      emit({ kind: 'locked' })
    }
  }

  function receive(lane: LaneThread, message: FromWorker) {
    switch (message.type) {
      case 'progress':
        emit({
          kind: 'progress',
          callId: message.callId,
          phase: message.phase,
          done: message.done,
          total: message.total,
        })
        return
      case 'opened':
        credentials = message.credentials
        return
      case 'autoLock':
        autoLock.watch(message.minutes)
        return
      case 'locked':
        credentials = null
        autoLock.watch(null)
        emit({ kind: 'locked' })
        return
      case 'ready':
        lane.ready.shift()?.(message.error)
        return
      case 'closed':
        lane.closed.shift()?.()
        return
      case 'result': {
        const call = lane.pending.get(message.id)
        lane.pending.delete(message.id)
        if (message.facts)
          void recordFirst(message.facts, message.result).then((result) => call?.resolve(result))
        else call?.resolve(message.result)
        return
      }
      case 'recorded':
        lane.recording.get(message.id)?.(message.written)
        lane.recording.delete(message.id)
    }
  }

  /**
   * An answer of a reading lane that belongs in the audit log leaves only when its entry is written, in
   * its turn on the writing lane; otherwise nothing leaves.
   */
  async function recordFirst(facts: AuditFacts, result: Result<unknown>): Promise<Result<unknown>> {
    const write = lanes.get('write')
    const id = `record-${++records}`
    const written =
      write !== undefined &&
      (await new Promise<boolean>((resolve) => {
        write.recording.set(id, resolve)
        post(write, { type: 'record', id, facts })
      }))
    if (written || !result.ok) return result
    return fail('refused', '操作日志写不进去，这次没有给出结果。请检查磁盘空间、台账是否还打开着，然后重试。')
  }

  /** After the write lane has opened the database, the others open it before the person goes on. */
  async function openOthers(): Promise<void> {
    // Threads that start while the program ends would be stopped by nobody.
    if (closed || !hasReaders) return
    const opening = (['read', 'job'] as const).map((name) => {
      const known = lanes.get(name)
      if (!known && name !== 'read') return null
      const lane = known ?? startLane(name)
      const ready = new Promise<string | null>((resolve) => lane.ready.push(resolve))
      if (known && credentials) post(lane, { type: 'open', credentials })
      return ready
    })
    await Promise.all(opening)
  }

  /**
   * Before the write lane locks, the others let go, long work among them cancelled: only the last
   * connection brings the log home, so a locked ledger is whole in its data file.
   */
  async function closeOthers(): Promise<void> {
    // A lane that starts from here on finds nothing to open.
    credentials = null
    const others = [...lanes].filter(([name]) => name !== 'write').map(([, lane]) => lane)
    const closing = others.map((lane) => {
      for (const { cancel } of lane.pending.values()) Atomics.store(cancel, 0, 1)
      const closed = new Promise<void>((resolve) => lane.closed.push(resolve))
      post(lane, { type: 'lock' })
      return closed
    })
    await Promise.all(closing)
  }

  function send(request: CallRequest, name: Lane): Promise<Result<unknown>> {
    const lane = lanes.get(name) ?? startLane(name)
    const cancel = new SharedArrayBuffer(4)
    return new Promise((resolve) => {
      lane.pending.set(request.id, { resolve, cancel: new Int32Array(cancel) })
      post(lane, { type: 'call', request, cancel }, request.handOver ? movedBytes(request.input) : [])
    })
  }

  async function call(request: CallRequest): Promise<Result<unknown>> {
    if (closed) return fail('locked', '程序正在关闭，请稍后重新打开。')
    if (!Object.hasOwn(contract, request.name)) {
      return fail('invalid_input', '程序请求了不存在的功能，请更新到同一版本后重试。')
    }
    const { kind, permission } = contract[request.name as keyof typeof contract]
    const wasOpen = credentials !== null
    const locks =
      request.name === 'session.lock' &&
      sessionCalls['session.lock'].input.safeParse(request.input ?? {}).success
    if (locks) {
      if (credentials) await backUp('close')
      await closeOthers()
    }
    // The state of the session is known where the database is opened.
    const isForWriter = !hasReaders || (request.name === 'session.status' && !wasOpen)
    const result = await send(request, isForWriter ? 'write' : kind)
    if (credentials && !wasOpen) {
      await openOthers()
      // In its turn, before whatever is written next; nobody waits for the answer.
      void call({ id: `recheck-${++rechecks}`, name: 'labourer.recheck', input: {} })
      void backUp('daily')
    }
    // Whoever asks for the state is about to unlock: the thread starts while the passphrase is typed.
    if (request.name === 'session.status' && hasReaders && !closed && !lanes.has('read')) startLane('read')
    if (result.ok && request.name === 'labourer.recheck' && isIdle(result.value)) return result
    if (result.ok && kind === 'write' && permission !== 'open' && request.name !== 'preference.set') {
      for (const [name, lane] of lanes) if (name !== 'write') post(lane, { type: 'refresh' })
      const [changed = ''] = request.name.split('.')
      // What was confirmed or sent back is a form of the labour ledger.
      emit({ kind: 'changed', ledgers: changed === 'confirmation' ? [changed, 'labourer'] : [changed] })
    }
    return result
  }

  /** What goes wrong is kept for the start page: neither work nor closing waits for a better disk. */
  async function backUp(occasion: BackupOccasion): Promise<void> {
    if (!options.backups) return
    const ask = (name: string, input: object) => call({ id: `backup-${++backups}`, name, input })
    await ask('backup.make', { occasion })
    await ask('backup.carry', {})
  }
  // A window that stays open over night still gets its backup.
  const daily = setInterval(() => credentials && void backUp('daily'), hourMs)
  daily.unref()

  const prepared = options.demo ? prepareDemo(options.demo) : Promise.resolve()
  async function prepareDemo(demo: { people: number; seed: number }): Promise<void> {
    const status = await call({ id: 'demo-status', name: 'session.status', input: {} })
    const state = status.ok ? (status.value as { state: string }).state : ''
    if (state === 'new') await call({ id: 'demo-setup', name: 'session.setupDemo', input: demo })
    else if (state === 'locked')
      await call({
        id: 'demo-unlock',
        name: 'session.unlock',
        input: { user: demoAccounts[0].name, passphrase: demoPassphrase },
      })
  }

  return {
    call: async (request) => {
      await prepared
      return call(request).finally(autoLock.begin(request.name))
    },
    cancel(callId) {
      for (const lane of lanes.values()) {
        const found = lane.pending.get(callId)
        if (found) Atomics.store(found.cancel, 0, 1)
      }
    },
    onEvent(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async close() {
      clearInterval(daily)
      autoLock.stop()
      if (credentials) await backUp('close')
      closed = true
      // The demo county of the start may just be coming up.
      await prepared
      const stop = (lane: LaneThread) =>
        new Promise<void>((resolve) => {
          lane.worker.once('exit', () => resolve())
          post(lane, { type: 'stop' })
        })
      const { write, ...others } = Object.fromEntries(lanes) as Partial<Record<Lane, LaneThread>>
      await Promise.all(Object.values(others).map(stop))
      // Last, since only the writing connection can bring the log home into the data file.
      if (write) await stop(write)
    },
  }
}
