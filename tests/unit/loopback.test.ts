import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http'
import { connect } from 'node:net'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { type LoopbackOptions, type LoopbackServer, startLoopback } from '../../src/main/loopback/server.ts'
import { decodeFrame, encodeFrame } from '../../src/shared/contract/wire.ts'
import { createFakeCore, type FakeCore } from '../e2e/support/fake-core.ts'

let folder: string
let core: FakeCore
let server: LoopbackServer

async function start(options: Partial<LoopbackOptions> = {}) {
  server = await startLoopback({ core, rendererDir: join(folder, 'pages'), ...options })
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'loopback-'))
  mkdirSync(join(folder, 'pages', 'assets'), { recursive: true })
  writeFileSync(join(folder, 'pages', 'index.html'), '<!doctype html><title>台账</title>')
  writeFileSync(join(folder, 'pages', 'assets', 'a.js'), 'export {}')
  writeFileSync(join(folder, 'pages', 'notes.txt'), 'not a kind of file that is served')
  writeFileSync(join(folder, 'secret.js'), 'secret')
  symlinkSync(join(folder, 'secret.js'), join(folder, 'pages', 'link.js'))
  core = createFakeCore()
  await start()
})
afterEach(async () => {
  await server.close()
  rmSync(folder, { recursive: true })
})

interface Answer {
  status: number
  headers: IncomingHttpHeaders
  bytes: Uint8Array
  /** The decoded frame. */
  value: unknown
}

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)

const port = () => Number(new URL(server.origin).port)

/** A request as a program sends it: nothing is added or kept back as a browser would. */
function send(
  method: string,
  path: string,
  options: { headers?: OutgoingHttpHeaders; body?: Uint8Array } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      { host: '127.0.0.1', port: port(), method, path, headers: options.headers },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () => {
          const bytes = new Uint8Array(Buffer.concat(chunks))
          const framed = response.headers['content-type'] === 'application/octet-stream'
          const { statusCode: status = 0, headers } = response
          resolve({ status, headers, bytes, value: framed ? decodeFrame(bytes) : undefined })
        })
      },
    )
    outgoing.on('error', reject)
    outgoing.end(options.body)
  })
}

/** A request as our own page sends it. */
const post = (path: string, value: unknown, headers: OutgoingHttpHeaders = {}) => {
  const body = encodeFrame(value)
  return send('POST', path, {
    body,
    headers: { origin: server.origin, 'content-length': body.length, ...headers },
  })
}

const codeOf = (url: string) => new URL(url).hash.slice('#code='.length)

async function signIn(): Promise<{ authorization: string }> {
  const answer = await post('/session', { code: codeOf(server.issueUrl()) })
  const { value } = answer.value as { value: { token: string } }
  return { authorization: `Bearer ${value.token}` }
}

const echo = (input: unknown) => ({ id: 'call-1', name: 'echo', input })

describe('the way in', () => {
  it('opens with a code of 256 bits that stands after the # of a 127.0.0.1 address', () => {
    const url = server.issueUrl()
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#code=[\w-]{43}$/)
    expect(server.issueUrl()).not.toBe(url)
  })

  it('gives a session for a code once and refuses the same code afterwards', async () => {
    const code = codeOf(server.issueUrl())
    expect((await post('/session', { code })).value).toMatchObject({ ok: true })
    expect((await post('/session', { code })).value).toMatchObject({
      ok: false,
      error: { code: 'forbidden' },
    })
  })

  it.each([{ code: 'x'.repeat(43) }, { code: 1 }, { code: '' }, {}, null, 'text'])(
    'refuses %j as a code',
    async (value) => {
      expect((await post('/session', value)).value).toMatchObject({ ok: false, error: { code: 'forbidden' } })
    },
  )

  it('sets no cookie anywhere', async () => {
    const answers = [await send('GET', '/'), await post('/session', { code: codeOf(server.issueUrl()) })]
    for (const { headers } of answers) expect(headers['set-cookie']).toBeUndefined()
  })

  it.each(['/call', '/cancel', '/events'])(
    'answers 401 on %s without, or with a wrong, session',
    async (path) => {
      for (const authorization of [
        undefined,
        '',
        'Bearer',
        `Bearer ${'a'.repeat(43)}`,
        `Basic ${'a'.repeat(43)}`,
      ]) {
        const { status, value } = await post(
          path,
          echo(1),
          authorization === undefined ? {} : { authorization },
        )
        expect(status).toBe(401)
        expect(value).toMatchObject({
          ok: false,
          error: { code: 'forbidden', message: expect.stringContaining('重新打开') },
        })
      }
    },
  )
})

describe('a call of the page', () => {
  it('reaches the core and comes back with its bytes', async () => {
    const input = { name: '花名册.xlsx', bytes: new Uint8Array([0, 1, 254, 255]) }
    const { status, value } = await post('/call', echo(input), await signIn())
    expect(status).toBe(200)
    expect(value).toEqual({ ok: true, value: input })
  })

  it('answers a core that throws with one calm sentence and goes on', async () => {
    const session = await signIn()
    const broken = await post('/call', { ...echo(1), name: 'boom' }, session)
    expect(broken.value).toMatchObject({ ok: false, error: { code: 'internal' } })
    expect((await post('/call', echo(2), session)).value).toEqual({ ok: true, value: 2 })
  })

  it('can be cancelled while it runs', async () => {
    const session = await signIn()
    const started = new Promise((resolve) => core.onEvent(resolve))
    const running = post('/call', { id: 'long', name: 'wait', input: null }, session)
    await started
    await post('/cancel', { callId: 'long' }, session)
    expect(core.cancelled).toEqual(['long'])
    expect((await running).value).toMatchObject({ ok: false, error: { code: 'cancelled' } })
  })

  it('is not begun when its cancel overtakes it', async () => {
    const session = await signIn()
    await post('/cancel', { callId: 'late' }, session)
    const answer = await post('/call', { id: 'late', name: 'wait', input: null }, session)
    expect(answer.value).toMatchObject({ ok: false, error: { code: 'cancelled' } })
  })

  it.each([
    null,
    'text',
    [],
    {},
    { id: 1, name: 'echo' },
    { id: '', name: 'echo' },
    { id: 'x'.repeat(65), name: 'echo' },
    { id: 'a' },
  ])('is refused as wrong input when the request is %j', async (value) => {
    const answer = await post('/call', value, await signIn())
    expect(answer.value).toMatchObject({ ok: false, error: { code: 'invalid_input' } })
  })

  it('is refused with 400 when its frame is broken', async () => {
    const body = new Uint8Array([0, 0, 0, 9, 1])
    const headers = { origin: server.origin, 'content-length': body.length, ...(await signIn()) }
    const { status, value } = await send('POST', '/call', { headers, body })
    expect(status).toBe(400)
    expect(value).toMatchObject({ ok: false, error: { code: 'refused' } })
  })

  it('is refused with 413 when it announces more than the limit, before any byte is read', async () => {
    const headers = { origin: server.origin, 'content-length': 200 * 1024 * 1024, ...(await signIn()) }
    const answer = await new Promise<number>((resolve, reject) => {
      const outgoing = request(
        { host: '127.0.0.1', port: port(), method: 'POST', path: '/call', headers },
        (response) => {
          resolve(response.statusCode ?? 0)
          outgoing.destroy()
        },
      )
      outgoing.on('error', reject)
      outgoing.flushHeaders()
    })
    expect(answer).toBe(413)
  })

  it('is refused with 411 when it does not announce its length', async () => {
    const headers = { origin: server.origin, 'transfer-encoding': 'chunked', ...(await signIn()) }
    expect((await send('POST', '/call', { headers, body: encodeFrame(echo(1)) })).status).toBe(411)
  })

  it('gives up a sender who stops half-way and goes on serving others', async () => {
    await server.close()
    await start({ bodyTimeoutMs: 200 })
    const session = await signIn()
    const socket = connect(port(), '127.0.0.1')
    const ended = new Promise((resolve) => socket.on('close', resolve))
    socket.on('error', () => undefined).resume()
    socket.write(
      `POST /call HTTP/1.1\r\nHost: 127.0.0.1:${port()}\r\nOrigin: ${server.origin}\r\nAuthorization: ${session.authorization}\r\nContent-Length: 100\r\n\r\nabc`,
    )
    expect((await post('/call', echo('meanwhile'), session)).value).toEqual({ ok: true, value: 'meanwhile' })
    await ended
    expect((await post('/call', echo('after'), session)).value).toEqual({ ok: true, value: 'after' })
  })

  it('survives bytes that are no HTTP', async () => {
    const socket = connect(port(), '127.0.0.1')
    const ended = new Promise((resolve) => socket.on('close', resolve))
    socket.on('error', () => undefined).resume()
    socket.write('\x16\x03\x01 hello \0\r\n\r\n')
    await ended
    expect((await send('GET', '/')).status).toBe(200)
  })
})

describe('strangers', () => {
  it.each(['evil.test', 'localhost', '127.0.0.1', '127.0.0.1:1', '[::1]', '127.0.0.1.evil.test'])(
    'are refused when they call us %j',
    async (name) => {
      const host = name === 'evil.test' || name === 'localhost' ? `${name}:${port()}` : name
      expect((await send('GET', '/', { headers: { host } })).status).toBe(403)
      expect((await post('/session', { code: codeOf(server.issueUrl()) }, { host })).status).toBe(403)
    },
  )

  it.each(['http://evil.test', 'null', 'https://127.0.0.1', 'http://127.0.0.1:1', 'file://'])(
    'are refused from the origin %s, also with a session',
    async (origin) => {
      const session = await signIn()
      for (const path of ['/session', '/call', '/cancel', '/events']) {
        expect((await post(path, echo(1), { ...session, origin })).status).toBe(403)
      }
      expect((await send('GET', '/', { headers: { origin } })).status).toBe(403)
    },
  )

  it('are refused when a write or the stream names no origin', async () => {
    const session = await signIn()
    for (const path of ['/session', '/call', '/cancel', '/events']) {
      const body = encodeFrame(echo(1))
      expect(
        (await send('POST', path, { body, headers: { ...session, 'content-length': body.length } })).status,
      ).toBe(403)
    }
  })

  it.each(['cross-site', 'same-site'])('are refused when the browser says %s', async (site) => {
    const session = await signIn()
    const headers = { 'sec-fetch-site': site }
    expect((await send('GET', '/', { headers })).status).toBe(403)
    expect((await send('GET', '/assets/a.js', { headers })).status).toBe(403)
    expect((await post('/call', echo(1), { ...session, ...headers })).status).toBe(403)
    const framed = { ...headers, 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' }
    expect((await send('GET', '/', { headers: framed })).status).toBe(403)
  })

  it('cannot ask for CORS, and no answer carries a CORS header', async () => {
    const preflight = await send('OPTIONS', '/call', {
      headers: { origin: 'http://evil.test', 'access-control-request-method': 'POST' },
    })
    expect(preflight.status).toBe(403)
    const own = await send('OPTIONS', '/call', { headers: { origin: server.origin } })
    expect(own.status).toBe(405)
    for (const { headers } of [preflight, own, await send('GET', '/')]) {
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([])
    }
  })

  it('find nobody on other addresses of this machine', async () => {
    expect(new URL(server.origin).hostname).toBe('127.0.0.1')
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ address, scopeid }) => address !== '127.0.0.1' && !scopeid)
    for (const { address } of others) {
      const socket = connect(port(), address)
      const answer = await new Promise((resolve) => {
        socket.on('connect', () => resolve('connected'))
        socket.on('error', () => resolve('refused'))
      })
      socket.destroy()
      expect(answer, address).toBe('refused')
    }
  })
})

describe('the pages', () => {
  it('open from the local start file, which a browser counts as another site', async () => {
    const headers = {
      'sec-fetch-site': 'cross-site',
      'sec-fetch-mode': 'navigate',
      'sec-fetch-dest': 'document',
    }
    expect((await send('GET', '/', { headers })).status).toBe(200)
    expect((await send('GET', '/assets/a.js', { headers })).status).toBe(403)
  })

  it('are served with their type', async () => {
    const page = await send('GET', '/?x=1')
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8')
    expect(text(page.bytes)).toContain('台账')
    expect((await send('GET', '/assets/a.js')).headers['content-type']).toBe('text/javascript; charset=utf-8')
  })

  it.each([
    '/../secret.js',
    '/%2e%2e/secret.js',
    '/assets/..%2f..%2fsecret.js',
    '/..%5csecret.js',
    '/link.js',
    '/notes.txt',
    '/assets/',
    '/assets',
    '/none.js',
    '/a%00.js',
    '/%ff.js',
    '//etc/passwd',
  ])('are all that is served: %s is not found', async (path) => {
    const { status, bytes } = await send('GET', path)
    expect(status).toBe(404)
    expect(text(bytes)).not.toContain('secret')
  })

  it('and every answer carry the guarding headers', async () => {
    const session = await signIn()
    const answers = [
      await send('GET', '/'),
      await send('GET', '/none.js'),
      await send('GET', '/', { headers: { host: 'evil.test' } }),
      await post('/call', echo(1), session),
      await post('/none', echo(1), session),
    ]
    for (const { headers } of answers) {
      const policy = headers['content-security-policy'] as string
      expect(policy).toContain("default-src 'none'")
      expect(policy).toContain("script-src 'self';")
      expect(policy).toContain("frame-ancestors 'none'")
      expect(policy).not.toContain("'unsafe-eval'")
      expect(policy.match(/'unsafe-inline'/g)).toHaveLength(1)
      expect(policy).toContain("style-src-attr 'unsafe-inline'")
      expect(headers['x-content-type-options']).toBe('nosniff')
      expect(headers['cache-control']).toBe('no-store')
      expect(headers['referrer-policy']).toBe('no-referrer')
    }
  })
})

describe('the event stream', () => {
  async function openStream(session: { authorization: string }) {
    const lines: string[] = []
    const opened = Promise.withResolvers<void>()
    const outgoing = request(
      {
        host: '127.0.0.1',
        port: port(),
        method: 'POST',
        path: '/events',
        headers: { origin: server.origin, ...session },
      },
      (response) => {
        response.setEncoding('utf8')
        response.on('data', (text: string) => {
          lines.push(text)
          opened.resolve()
        })
        response.on('error', () => undefined)
      },
    )
    outgoing.on('error', () => undefined)
    outgoing.end()
    await opened.promise
    return { text: () => lines.join(''), close: () => outgoing.destroy() }
  }

  it('carries what the core says to every open page, one JSON line each', async () => {
    const session = await signIn()
    const pages = [await openStream(session), await openStream(session)]
    core.emit({ kind: 'changed', ledgers: ['labour'] })
    core.emit({ kind: 'locked' })
    const expected = '{"kind":"changed","ledgers":["labour"]}\n{"kind":"locked"}\n'
    for (const page of pages) {
      await expect.poll(() => page.text().trimStart()).toBe(expected)
      page.close()
    }
  })

  it('shows a sign of life while nothing happens', async () => {
    await server.close()
    await start({ heartbeatMs: 30 })
    const page = await openStream(await signIn())
    await expect.poll(() => page.text().length).toBeGreaterThan(2)
    page.close()
  })

  it('keeps the program running while a page is connected, and lets it end soon after', async () => {
    await server.close()
    // Minutes pass when the test says so, however busy the machine is; the connections are real.
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    let idle = 0
    await start({
      idleMs: 60_000,
      onIdle: () => {
        idle += 1
      },
    })
    const page = await openStream(await signIn())
    await vi.advanceTimersByTimeAsync(300_000)
    expect(idle).toBe(0)
    page.close()
    // The server hears of it a moment later, and counts the minute from then on.
    await vi.waitFor(() => expect(vi.getTimerCount()).toBe(1), { timeout: 30_000 })
    await vi.advanceTimersByTimeAsync(59_000)
    expect(idle).toBe(0)
    await vi.advanceTimersByTimeAsync(2_000)
    expect(idle).toBe(1)
  })

  it('lets a program end that nobody ever opened', async () => {
    await server.close()
    let idle = 0
    await start({
      idleMs: 50,
      onIdle: () => {
        idle += 1
      },
    })
    await expect.poll(() => idle).toBe(1)
  })
})
