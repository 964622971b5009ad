import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { CallRequest, Core } from '../../shared/contract/host.ts'
import { type ErrorCode, fail, type Result, succeed } from '../../shared/contract/result.ts'
import { encodeFrame } from '../../shared/contract/wire.ts'
import { pageHeaders, readPageFile } from '../page-files.ts'
import { readBody } from './body.ts'
import { createEventStreams } from './event-streams.ts'
import { refuseForeign } from './guard.ts'
import { createSessions } from './session.ts'

export interface LoopbackOptions {
  core: Core
  /** Folder of the built pages; nothing outside it is served. */
  rendererDir: string
  /** 0 or absent: any free port. */
  port?: number
  /** Called once no page was connected and nothing was asked for this long. 0 or absent: never. */
  idleMs?: number
  onIdle?: () => void
  /** Called after a code was used, when the printed address is no longer good. */
  onCodeUsed?: () => void
  /** Most bytes of one request. */
  bodyLimit?: number
  bodyTimeoutMs?: number
  heartbeatMs?: number
}

export interface LoopbackServer {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string
  /** A fresh address that opens the page once; its code stands after `#`, so it reaches no log. */
  issueUrl(): string
  close(): Promise<void>
}

const defaultBodyLimit = 128 * 1024 * 1024

/** The browser shell: pages, calls and events on 127.0.0.1, for pages of this server alone. */
export async function startLoopback(options: LoopbackOptions): Promise<LoopbackServer> {
  const { core, rendererDir, idleMs = 0 } = options
  const limits = {
    bytes: options.bodyLimit ?? defaultBodyLimit,
    timeoutMs: options.bodyTimeoutMs ?? 60_000,
  }
  const sessions = createSessions()
  const underWay = new Set<string>()
  const cancelledEarly = createEarlyCancels()
  let idleTimer: NodeJS.Timeout | undefined

  const watchIdle = () => {
    clearTimeout(idleTimer)
    if (idleMs === 0 || streams.size > 0 || underWay.size > 0) return
    idleTimer = setTimeout(() => options.onIdle?.(), idleMs)
  }
  const streams = createEventStreams(options.heartbeatMs ?? 20_000, watchIdle)
  const stopEvents = core.onEvent(streams.send)

  const call = async (value: unknown): Promise<Result<unknown>> => {
    if (!isCallRequest(value)) return fail('invalid_input', '请求的内容无法识别，请刷新页面后重试。')
    if (cancelledEarly.take(value.id)) return fail('cancelled', '已取消。')
    underWay.add(value.id)
    try {
      return await core.call({ ...value, handOver: true })
    } catch {
      return fail('internal', '程序出了意外情况，这一步没有完成，请重试。')
    } finally {
      underWay.delete(value.id)
      watchIdle()
    }
  }

  /** What a page may ask for, by path. `open` needs no session yet. */
  const routes: Record<string, { open?: true; answer: (value: unknown) => Promise<Result<unknown>> }> = {
    '/session': {
      open: true,
      async answer(value) {
        const code = isRecord(value) && typeof value.code === 'string' ? value.code : ''
        const token = sessions.exchange(code)
        if (!token) {
          return fail('forbidden', '这个启动地址已经用过或不正确，请从启动程序的窗口里重新打开。')
        }
        options.onCodeUsed?.()
        return succeed({ token })
      },
    },
    '/call': { answer: call },
    '/cancel': {
      async answer(value) {
        if (!isRecord(value) || typeof value.callId !== 'string') {
          return fail('invalid_input', '请求的内容无法识别，请刷新页面后重试。')
        }
        if (underWay.has(value.callId)) core.cancel(value.callId)
        else cancelledEarly.add(value.callId)
        return succeed(null)
      },
    },
  }

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = '', headers } = request
    const path = (request.url ?? '').split('?')[0] ?? ''
    watchIdle()
    const refusal = refuseForeign({ method, path, headers }, host)
    if (refusal) return refuse(response, 403, refusal)
    if (method === 'GET') {
      const file = await readPageFile(rendererDir, path)
      if (!file) return refuse(response, 404, '没有这个页面。', 'not_found')
      response.writeHead(200, { 'Content-Type': file.type, 'Content-Length': file.bytes.length })
      response.end(file.bytes)
      return
    }
    if (method !== 'POST') return refuse(response, 405, '不支持这种请求。')
    const route = routes[path]
    if (!route && path !== '/events') return refuse(response, 404, '没有这个地址。', 'not_found')
    if (!route?.open && !sessions.allows(headers.authorization)) {
      return refuse(response, 401, '这个页面没有通过启动地址打开，请从启动程序的窗口里重新打开。')
    }
    if (!route) {
      response.writeHead(200, { 'Content-Type': 'application/x-ndjson; charset=utf-8' })
      return streams.add(response)
    }
    const body = await readBody(request, limits)
    if (!body.ok) return refuse(response, body.status, body.message, 'refused')
    send(response, 200, await route.answer(body.value))
  }

  const server = createServer(
    // A slow sender holds a connection at most this long; checked every few seconds.
    {
      requestTimeout: limits.timeoutMs,
      headersTimeout: Math.min(limits.timeoutMs, 10_000),
      connectionsCheckingInterval: 5_000,
    },
    (request, response) => {
      for (const [name, value] of Object.entries(pageHeaders)) response.setHeader(name, value)
      handle(request, response).catch(() => response.destroy())
    },
  )
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host: '127.0.0.1', port: options.port ?? 0 }, () => resolve())
  })
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  watchIdle()

  return {
    origin: `http://${host}`,
    issueUrl: () => `http://${host}/#code=${sessions.issueCode()}`,
    async close() {
      clearTimeout(idleTimer)
      stopEvents()
      streams.close()
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      await closed
    },
  }
}

function send(response: ServerResponse, status: number, result: Result<unknown>): void {
  const frame = encodeFrame(result)
  response.writeHead(status, { 'Content-Type': 'application/octet-stream', 'Content-Length': frame.length })
  response.end(frame)
}

/** Answers a request that goes no further; its unread rest is not waited for. */
function refuse(
  response: ServerResponse,
  status: number,
  message: string,
  code: ErrorCode = 'forbidden',
): void {
  response.setHeader('Connection', 'close')
  if (response.req.method === 'POST') {
    send(response, status, fail(code, message))
    return
  }
  // Asked for as a page: something a person can read.
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' })
  response.end(message)
}

/** A cancel overtakes its call while a big file is still on the way: remember the latest of them. */
function createEarlyCancels() {
  const ids = new Set<string>()
  return {
    take: (id: string) => ids.delete(id),
    add(id: string) {
      ids.add(id)
      const [oldest] = ids
      if (ids.size > 100 && oldest !== undefined) ids.delete(oldest)
    },
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

const isCallRequest = (value: unknown): value is CallRequest =>
  isRecord(value) &&
  typeof value.id === 'string' &&
  value.id.length > 0 &&
  value.id.length <= 64 &&
  typeof value.name === 'string'
