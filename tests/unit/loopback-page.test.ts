import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type LoopbackServer, startLoopback } from '../../src/main/loopback/server.ts'
import { createClient } from '../../src/renderer/api/client.ts'
import { createHttpTransport, type Page } from '../../src/renderer/api/http.ts'
import { job, read } from '../../src/shared/contract/call.ts'
import type { CoreEvent } from '../../src/shared/contract/host.ts'
import { createFakeCore, type FakeCore } from '../e2e/support/fake-core.ts'

const table = {
  echo: read<unknown>()('open', z.unknown()),
  wait: job<never>()('open', z.null()),
}

let folder: string
let core: FakeCore
let server: LoopbackServer

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'page-'))
  writeFileSync(join(folder, 'index.html'), '<!doctype html>')
  core = createFakeCore()
  server = await startLoopback({ core, rendererDir: folder })
})
afterEach(async () => {
  await server.close()
  rmSync(folder, { recursive: true })
})

/** A tab of a browser that stands on an address of the server. */
function openTab(url: string, storage = new Map<string, string>()) {
  const address = new URL(url)
  const replaced: string[] = []
  const waits: (() => void)[] = []
  const page: Page = {
    // A browser resolves the path and adds the Origin itself.
    fetch: (path, init) =>
      fetch(new URL(String(path), address), {
        ...init,
        headers: { ...init?.headers, Origin: address.origin },
      }),
    location: { hash: address.hash, pathname: address.pathname, search: address.search },
    history: {
      replaceState: (_state: unknown, _title: string, path?: string | URL | null) =>
        replaced.push(String(path)),
    },
    storage: {
      getItem: (key) => storage.get(key) ?? null,
      setItem: (key, value) => void storage.set(key, value),
      removeItem: (key) => void storage.delete(key),
    },
    wait: (callback) => waits.push(callback),
  }
  return { page, storage, replaced, waits }
}

const clientOf = async (page: Page) => createClient<typeof table>(await createHttpTransport(page))

describe('a page of the browser shell', () => {
  it('signs in with the code of its address, which disappears from the address', async () => {
    const tab = openTab(server.issueUrl())
    const client = await clientOf(tab.page)
    expect(tab.replaced).toEqual(['/'])
    const input = { file: new Uint8Array([1, 2]), text: '张三' }
    expect(await client.call('echo', input)).toEqual({ ok: true, value: input })
  })

  it('is still signed in after a reload of the tab, and only in that tab', async () => {
    const tab = openTab(server.issueUrl())
    await clientOf(tab.page)
    const reloaded = await clientOf(openTab(server.origin, tab.storage).page)
    expect(await reloaded.call('echo', 1)).toEqual({ ok: true, value: 1 })
    const other = await clientOf(openTab(server.origin).page)
    expect(await other.call('echo', 1)).toMatchObject({ ok: false, error: { code: 'forbidden' } })
  })

  it('is told to open anew when its code was used before', async () => {
    const url = server.issueUrl()
    await clientOf(openTab(url).page)
    const answer = await (await clientOf(openTab(url).page)).call('echo', 1)
    expect(answer).toMatchObject({ ok: false, error: { message: expect.stringContaining('重新打开') } })
  })

  it('is told in a sentence when the program has ended', async () => {
    const client = await clientOf(openTab(server.issueUrl()).page)
    await server.close()
    const answer = await client.call('echo', 1)
    expect(answer).toMatchObject({ ok: false, error: { message: expect.stringContaining('连不上') } })
  })

  it('hears the progress of its own call only, and cancels by its signal', async () => {
    const client = await clientOf(openTab(server.issueUrl()).page)
    const heard: unknown[] = []
    const events: CoreEvent[] = []
    client.onEvent((event) => events.push(event))
    // The stream opens on its own: say something until it is heard.
    await expect
      .poll(() => {
        core.emit({ kind: 'progress', callId: 'of another page', phase: 'x', done: 0, total: null })
        return events.length
      })
      .toBeGreaterThan(0)
    const stop = new AbortController()
    const running = client.call('wait', null, {
      onProgress: (progress) => heard.push(progress),
      signal: stop.signal,
    })
    await expect.poll(() => heard).toEqual([{ phase: 'waiting', done: 1, total: 2 }])
    stop.abort()
    expect(await running).toMatchObject({ ok: false, error: { code: 'cancelled' } })
  })

  it('does not even begin a call that was cancelled before', async () => {
    const client = await clientOf(openTab(server.issueUrl()).page)
    const answer = await client.call('wait', null, { signal: AbortSignal.abort() })
    expect(answer).toMatchObject({ ok: false, error: { code: 'cancelled' } })
  })

  it('comes back to the event stream after a break', async () => {
    const tab = openTab(server.issueUrl())
    const client = await clientOf(tab.page)
    const events: CoreEvent[] = []
    client.onEvent((event) => events.push(event))
    const says = async (ledger: string) => {
      await expect
        .poll(() => {
          core.emit({ kind: 'changed', ledgers: [ledger] })
          return JSON.stringify(events)
        })
        .toContain(ledger)
    }
    await says('before')
    const port = Number(new URL(server.origin).port)
    await server.close()
    await expect.poll(() => tab.waits).toHaveLength(1)
    server = await startLoopback({ core, rendererDir: folder, port })
    // The new program does not know the old session: the page stops asking and says so at its next call.
    tab.waits[0]?.()
    expect(await client.call('echo', 1)).toMatchObject({ ok: false, error: { code: 'forbidden' } })
    expect(tab.waits).toHaveLength(1)
  })
})
