import type { Transport } from '../../shared/contract/bridge.ts'
import type { CoreEvent } from '../../shared/contract/host.ts'
import { fail, type Result } from '../../shared/contract/result.ts'
import { decodeFrame, encodeFrame } from '../../shared/contract/wire.ts'

/**
 * The parts of a browser page that the transport stands on. The session token is kept in the
 * sessionStorage of the tab: a reload must not lock the clerk out, it is bound to this very address
 * and port (a cookie would reach other ports), is never sent by the browser itself, and goes with the tab.
 */
export interface Page {
  fetch: typeof fetch
  location: Pick<Location, 'hash' | 'pathname' | 'search'>
  history: Pick<History, 'replaceState'>
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
  /** Calls back after some milliseconds. */
  wait(callback: () => void, milliseconds: number): void
}

export const browserPage = (): Page => ({
  fetch: (input, init) => fetch(input, init),
  location,
  history,
  storage: sessionStorage,
  wait: (callback, milliseconds) => void setTimeout(callback, milliseconds),
})

const tokenKey = 'labour-desk-session'
const noSession = fail('forbidden', '这个页面没有通过启动地址打开，请从启动程序的窗口里重新打开。')
const unreachable = fail('internal', '连不上本机的台账程序，可能已经退出，请重新启动程序后再打开。')
const firstRetryMs = 500
const longestRetryMs = 8_000

/** The transport of the browser shell: exchanges the code of the address for a session first. */
export async function createHttpTransport(page: Page): Promise<Transport> {
  const code = /^#code=([\w-]+)$/.exec(page.location.hash)?.[1]
  if (code) {
    // The used code must not stay in the address bar or the history.
    page.history.replaceState(null, '', page.location.pathname + page.location.search)
    const answer = (await post(page, '/session', { code })) as Result<{ token: string }>
    if (answer.ok) page.storage.setItem(tokenKey, answer.value.token)
  }
  const token = page.storage.getItem(tokenKey)
  const listeners = new Set<(event: CoreEvent) => void>()
  if (token) {
    void followEvents(page, token, (event) => {
      for (const listener of listeners) listener(event)
    })
  }
  return {
    call: async ({ id, name, input }) =>
      token ? post(page, '/call', { id, name, input }, token) : noSession,
    cancel(callId) {
      if (token) void post(page, '/cancel', { callId }, token)
    },
    onEvent(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

const headers = (token: string | undefined): Record<string, string> => ({
  'Content-Type': 'application/octet-stream',
  ...(token ? { Authorization: `Bearer ${token}` } : {}),
})

async function post(page: Page, path: string, value: unknown, token?: string): Promise<Result<unknown>> {
  try {
    const response = await page.fetch(path, {
      method: 'POST',
      headers: headers(token),
      body: encodeFrame(value),
    })
    return decodeFrame(new Uint8Array(await response.arrayBuffer())) as Result<unknown>
  } catch {
    return unreachable
  }
}

/** Reads the event stream for as long as the page lives; comes back after breaks, ever more slowly. */
async function followEvents(page: Page, token: string, onEvent: (event: CoreEvent) => void): Promise<void> {
  let retryMs = firstRetryMs
  for (;;) {
    try {
      // POST, because browsers leave Origin out of a same-origin GET and the server insists on it.
      const response = await page.fetch('/events', { method: 'POST', headers: headers(token) })
      if (response.status === 401 || response.status === 403) return
      if (response.ok && response.body) {
        retryMs = firstRetryMs
        for await (const line of linesOf(response.body)) {
          if (line !== '') onEvent(JSON.parse(line) as CoreEvent)
        }
      }
    } catch {
      // The program ended or is starting again: try later.
    }
    await new Promise<void>((resolve) => page.wait(resolve, retryMs))
    retryMs = Math.min(retryMs * 2, longestRetryMs)
  }
}

async function* linesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = stream.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    const lines = (rest + decoder.decode(value, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
}
