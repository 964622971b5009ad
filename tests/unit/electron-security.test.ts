import { readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { isAppUrl, startUrl } from '../../src/main/electron/protocol.ts'
import { askChannel } from '../../src/shared/contract/bridge.ts'
import { startFakeDesk } from './electron-desk.ts'
import { filesUnder, root } from './source-files.ts'

type Desk = Awaited<ReturnType<typeof startFakeDesk>>

/** Emits an event that can be prevented and answers whether it was. */
function prevented(desk: Desk, name: string, details: Record<string, unknown> = {}): boolean {
  let stopped = false
  desk.window.webContents.emit(name, {
    ...details,
    preventDefault: () => {
      stopped = true
    },
  })
  return stopped
}

const ask = (desk: Desk, path: string, init?: RequestInit) => {
  const handler = desk.fake.pages.get('app')
  if (!handler) throw new Error('no page handler')
  return handler(new Request(path, init))
}

const preferences = (desk: Desk) => desk.window.options.webPreferences ?? {}

const shellSources = () =>
  [...filesUnder('src/main/electron'), 'src/main/index.ts'].map((file) =>
    readFileSync(join(root, file), 'utf8'),
  )

// The numbers are those of the security checklist in Electron's documentation.
describe('the security checklist of Electron', () => {
  it('1. only loads what is local: every address that leaves the machine is cancelled', async () => {
    const { fake } = await startFakeDesk()
    const cancelled = (url: string) => {
      let answer: unknown
      const handler = fake.session.handlers.request as (details: object, done: (a: object) => void) => void
      handler({ url }, (value) => {
        answer = value
      })
      return answer
    }
    for (const url of [
      'https://evil.test/a.js',
      'http://127.0.0.1/',
      'ws://evil.test',
      'file:///etc/passwd',
      'ftp://x',
    ]) {
      expect(cancelled(url)).toEqual({ cancel: true })
    }
    for (const url of [startUrl, 'blob:app://labour-desk/1', 'data:image/png;base64,AA']) {
      expect(cancelled(url)).toEqual({ cancel: false })
    }
  })

  it('2. gives pages no Node, nowhere', async () => {
    expect(preferences(await startFakeDesk())).toMatchObject({
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
    })
  })

  it('3. isolates the preload script from the page', async () => {
    expect(preferences(await startFakeDesk())).toMatchObject({ contextIsolation: true })
  })

  it('4. sandboxes every process, before the app is ready', async () => {
    const desk = await startFakeDesk()
    expect(preferences(desk)).toMatchObject({ sandbox: true })
    const names = desk.fake.app.calls.map(({ name }) => name)
    expect(names.indexOf('enableSandbox')).toBeGreaterThanOrEqual(0)
    expect(names.indexOf('enableSandbox')).toBeLessThan(names.indexOf('whenReady'))
  })

  it('5. denies every permission, asked or checked, and every device', async () => {
    const { handlers } = (await startFakeDesk()).fake.session
    for (const permission of [
      'media',
      'geolocation',
      'notifications',
      'clipboard-read',
      'openExternal',
      'hid',
    ]) {
      const answers: boolean[] = []
      const request = handlers.permissionRequest as (
        c: object,
        p: string,
        done: (ok: boolean) => void,
      ) => void
      request({}, permission, (allowed) => answers.push(allowed))
      expect(answers).toEqual([false])
      expect((handlers.permissionCheck as (c: object, p: string) => boolean)({}, permission)).toBe(false)
    }
    expect((handlers.devicePermission as () => boolean)()).toBe(false)
  })

  it('6. leaves web security on', async () => {
    expect(preferences(await startFakeDesk())).toMatchObject({ webSecurity: true })
  })

  it('7. sends a content security policy with every page', async () => {
    const desk = await startFakeDesk()
    for (const path of [startUrl, `${startUrl}none.js`]) {
      const policy = (await ask(desk, path)).headers.get('content-security-policy')
      expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'")
      expect(policy).not.toContain('unsafe-eval')
    }
  })

  it('8. runs no insecure content', async () => {
    expect(preferences(await startFakeDesk())).toMatchObject({ allowRunningInsecureContent: false })
  })

  it('9. and 10. switches on no experimental and no blink features', async () => {
    const options = preferences(await startFakeDesk())
    expect(options).toMatchObject({ experimentalFeatures: false })
    expect(options).not.toHaveProperty('enableBlinkFeatures')
    for (const source of shellSources()) expect(source).not.toMatch(/appendSwitch|enable-blink-features/)
  })

  it('11. and 12. has no webview, and refuses one that appears', async () => {
    const desk = await startFakeDesk()
    expect(preferences(desk)).toMatchObject({ webviewTag: false })
    expect(prevented(desk, 'will-attach-webview')).toBe(true)
    const pages = filesUnder('src/renderer').map((file) => readFileSync(join(root, file), 'utf8'))
    for (const page of pages) expect(page).not.toMatch(/<webview|allowpopups/)
  })

  it('13. navigates nowhere but to its own page', async () => {
    const desk = await startFakeDesk()
    for (const url of [
      'https://evil.test/',
      'file:///etc/passwd',
      'javascript:1',
      'app://labour-desk.evil.test/',
    ]) {
      expect(prevented(desk, 'will-navigate', { url })).toBe(true)
      expect(prevented(desk, 'will-redirect', { url })).toBe(true)
      expect(prevented(desk, 'will-frame-navigate', { url, isMainFrame: true })).toBe(true)
    }
    expect(prevented(desk, 'will-frame-navigate', { url: startUrl, isMainFrame: false })).toBe(true)
    expect(prevented(desk, 'will-navigate', { url: startUrl })).toBe(false)
    let stopped = false
    desk.fake.session.emit('will-download', {
      preventDefault: () => {
        stopped = true
      },
    })
    expect(stopped).toBe(true)
  })

  it('14. opens no second window, also not from contents made later', async () => {
    const { fake, window } = await startFakeDesk()
    expect(window.webContents.openHandler({ url: startUrl })).toEqual({ action: 'deny' })
    const later = new fake.api.BrowserWindow({}) as unknown as typeof window
    expect(later.webContents.openHandler({ url: 'https://evil.test' })).toEqual({ action: 'deny' })
  })

  it('15. hands no address to the system', () => {
    for (const source of shellSources()) expect(source).not.toMatch(/openExternal|openPath|\bshell\.\w/)
  })

  it('16. builds on the Electron version that the project names exactly', () => {
    const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    const installed = JSON.parse(readFileSync(join(root, 'node_modules/electron/package.json'), 'utf8'))
    expect(devDependencies.electron).toBe(installed.version)
    expect(Number.parseInt(installed.version, 10)).toBeGreaterThanOrEqual(45)
  })

  it('17. checks the sender of every message (see electron-ipc.test.ts for who is refused)', async () => {
    const { fake, window } = await startFakeDesk()
    const evil = { url: 'https://evil.test/', parent: null }
    await expect(fake.invoke(window.webContents, evil, askChannel, { kind: 'print' })).rejects.toThrow(
      '已拒绝',
    )
    for (const source of shellSources()) expect(source).not.toMatch(/ipcMain\.on\b/)
  })

  it('18. serves its pages over its own scheme, from its own folder, never from file://', async () => {
    const desk = await startFakeDesk()
    expect(desk.fake.schemes).toEqual([
      { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
    ])
    symlinkSync(join(desk.folder, 'secret.js'), join(desk.folder, 'pages', 'link.js'))
    writeFileSync(join(desk.folder, 'pages', 'notes.txt'), 'text')
    expect(await (await ask(desk, startUrl)).text()).toContain('台账')
    for (const path of [
      '../secret.js',
      '%2e%2e/secret.js',
      '..%2fsecret.js',
      'link.js',
      'notes.txt',
      'none.js',
      '%00.js',
    ]) {
      expect((await ask(desk, startUrl + path)).status).toBe(404)
    }
    expect((await ask(desk, 'app://evil.test/index.html')).status).toBe(404)
    expect((await ask(desk, startUrl, { method: 'POST' })).status).toBe(404)
    for (const source of shellSources()) expect(source).not.toMatch(/\bloadFile\(|['"`]file:/)
  })

  it.each([
    '',
    'labour-desk',
    'app:labour-desk',
    'app://labour-desk.evil.test/',
    'app://evil.test/labour-desk',
    'https://labour-desk/',
  ])('18. does not take %j for an address of its own', (url) => expect(isAppUrl(url)).toBe(false))

  it('20. shows the page functions only: no ipcRenderer, no event of Electron', async () => {
    const exposed: Record<string, unknown> = {}
    vi.doMock('electron', () => ({
      contextBridge: {
        exposeInMainWorld: (name: string, value: unknown) => Object.assign(exposed, { [name]: value }),
      },
      ipcRenderer: { invoke: async () => null, on: () => undefined, removeListener: () => undefined },
    }))
    await import('../../src/main/electron/preload.ts')
    expect(Object.keys(exposed)).toEqual(['labourDesk'])
    const bridge = exposed.labourDesk as Record<string, unknown>
    expect(Object.values(bridge).filter((value) => typeof value === 'object')).toEqual([])
    const desk = await startFakeDesk()
    const seen: unknown[][] = []
    desk.fake.runPreload(desk.window.webContents).onEvent((...args) => seen.push(args))
    desk.core.emit({ kind: 'locked' })
    expect(seen).toEqual([[{ kind: 'locked' }]])
  })
})
