import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { startUrl } from '../../src/main/electron/protocol.ts'
import { createClient } from '../../src/renderer/api/client.ts'
import { createIpcTransport } from '../../src/renderer/api/ipc.ts'
import { askChannel } from '../../src/shared/contract/bridge.ts'
import { read } from '../../src/shared/contract/call.ts'
import type { CoreEvent } from '../../src/shared/contract/host.ts'
import { createFakeCore } from '../e2e/support/fake-core.ts'
import { connectFakeIpc } from '../e2e/support/fake-electron.ts'
import { startFakeDesk } from './electron-desk.ts'

describe('the page of the Electron window', () => {
  it('calls the core through preload script and IPC, bytes included', async () => {
    const { call } = connectFakeIpc(createFakeCore())
    const input = { name: '花名册.xlsx', bytes: new Uint8Array([0, 255]) }
    expect(await call('echo', input)).toEqual({ ok: true, value: input })
    expect(await call('nothing', null)).toMatchObject({ ok: false, error: { code: 'not_found' } })
  })

  it('hears progress, can cancel, and hears nothing more after it stopped listening', async () => {
    const core = createFakeCore()
    const { bridge } = connectFakeIpc(core)
    const heard: CoreEvent[] = []
    const stop = bridge.onEvent((event) => heard.push(event))
    const running = bridge.call({ id: 'a', name: 'wait', input: null })
    await expect.poll(() => heard).toHaveLength(1)
    bridge.cancel('a')
    expect(await running).toMatchObject({ ok: false, error: { code: 'cancelled' } })
    stop()
    core.emit({ kind: 'locked' })
    expect(heard).toHaveLength(1)
  })

  it('gets one calm sentence when the IPC itself breaks', async () => {
    const { bridge, disconnect } = connectFakeIpc(createFakeCore())
    disconnect()
    const table = { echo: read<number>()('open', z.number()) }
    const client = createClient<typeof table>(createIpcTransport(bridge))
    expect(await client.call('echo', 1)).toMatchObject({ ok: false, error: { code: 'internal' } })
  })

  it('sees seven functions and the kind of its host, and nothing of Electron', () => {
    const { bridge } = connectFakeIpc(createFakeCore())
    expect(Object.keys(bridge).sort()).toEqual(
      ['call', 'cancel', 'kind', 'onEvent', 'pickFile', 'print', 'printToPdf', 'saveFile'].sort(),
    )
  })
})

describe('a message to the main process', () => {
  const ask = { kind: 'call', request: { id: '1', name: 'echo', input: 1 } }
  const top = { url: startUrl, parent: null }

  it.each([
    ['a frame that is gone', null],
    ['another site in our window', { url: 'https://evil.test/', parent: null }],
    ['a site whose name begins like ours', { url: 'app://labour-desk.evil.test/', parent: null }],
    ['a file of the machine', { url: 'file:///labour-desk/index.html', parent: null }],
    ['an empty page', { url: 'about:blank', parent: null }],
    ['a frame inside our page', { url: startUrl, parent: top }],
  ])('is refused from %s', async (_what, frame) => {
    const { fake, window } = await startFakeDesk()
    await expect(fake.invoke(window.webContents, frame, askChannel, ask)).rejects.toThrow('已拒绝')
  })

  it('is refused from another window, also when that shows our page', async () => {
    const { fake, window } = await startFakeDesk()
    const other = new fake.api.BrowserWindow({})
    const stranger = other.webContents as unknown as typeof window.webContents
    await expect(fake.invoke(stranger, top, askChannel, ask)).rejects.toThrow('已拒绝')
    expect(await fake.invoke(window.webContents, top, askChannel, ask)).toEqual({ ok: true, value: 1 })
  })

  it.each([
    null,
    'call',
    {},
    { kind: 'eval', code: '1' },
    { kind: 'saveFile', name: 'a', bytes: 'text' },
    { kind: 'printToPdf' },
  ])('is refused when it is %j', async (message) => {
    const { fake, window } = await startFakeDesk()
    await expect(fake.invoke(window.webContents, top, askChannel, message)).rejects.toThrow('无法识别')
  })

  it('with a call of the wrong shape is answered as wrong input', async () => {
    const { fake, window } = await startFakeDesk()
    const answer = await fake.invoke(window.webContents, top, askChannel, {
      kind: 'call',
      request: { id: 1 },
    })
    expect(answer).toMatchObject({ ok: false, error: { code: 'invalid_input' } })
  })

  it('finds exactly one channel', async () => {
    const { fake } = await startFakeDesk()
    expect([...fake.handlers.keys()]).toEqual([askChannel])
  })
})
