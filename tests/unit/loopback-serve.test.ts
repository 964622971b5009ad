import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openInBrowser } from '../../src/main/loopback/browser.ts'
import { parseServeArgs, runServe, serveUsage } from '../../src/main/loopback/run-serve.ts'
import { defaultDataDir } from '../../src/main/paths.ts'
import { createFakeCore, type FakeCore } from '../e2e/support/fake-core.ts'

let folder: string
let core: FakeCore

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'serve-'))
  writeFileSync(join(folder, 'index.html'), '<!doctype html>')
  core = createFakeCore()
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Runs the command in the background, as a console would. */
function serve(...args: string[]) {
  const lines: string[] = []
  const created: { dataDir: string; demo?: object }[] = []
  let stop = () => undefined as unknown
  const ended = runServe(['--no-open', ...args], {
    createCore(options) {
      created.push(options)
      return core
    },
    rendererDir: folder,
    defaultDataDir: join(folder, 'default'),
    out: (line) => lines.push(line),
    err: (line) => lines.push(line),
    onStop: (listener) => {
      stop = listener
    },
  })
  const url = () => lines.findLast((line) => line.includes('#code='))?.trim() ?? ''
  const ready = () => expect.poll(url).not.toBe('')
  return { lines, created, ended, url, ready, stop: () => stop() }
}

const startFile = () => join(folder, 'data', 'open.html')

describe('the command that starts the browser shell', () => {
  it('prints an address, keeps a private start file while it runs, and removes it at the end', async () => {
    const { ended, lines, ready, stop, url } = serve('--data', join(folder, 'data'))
    await ready()
    expect(lines[0]).toBe('县域就业台账已启动，按 Ctrl+C 退出。')
    expect(readFileSync(startFile(), 'utf8')).toContain(new URL(url()).origin)
    if (process.platform !== 'win32') expect(statSync(startFile()).mode & 0o777).toBe(0o600)
    stop()
    expect(await ended).toBe(0)
    expect(existsSync(startFile())).toBe(false)
    expect(core.closed).toBe(true)
  })

  it('keeps different codes in its start file and in the printed address', async () => {
    const { ended, ready, stop, url } = serve('--data', join(folder, 'data'))
    await ready()
    expect(readFileSync(startFile(), 'utf8')).not.toContain(url())
    stop()
    await ended
  })

  it('makes the data of a demo in a folder of its own and removes it', async () => {
    const { created, ended, ready, stop } = serve('--demo', '--people', '50', '--seed', '3')
    await ready()
    expect(created).toEqual([
      { dataDir: expect.stringContaining('labour-desk-demo-'), demo: { people: 50, seed: 3 } },
    ])
    stop()
    expect(await ended).toBe(0)
    expect(existsSync(created[0]?.dataDir ?? '')).toBe(false)
  })

  it('uses the usual folder when nobody named one', async () => {
    const { created, ended, ready, stop } = serve()
    await ready()
    expect(created).toEqual([{ dataDir: join(folder, 'default'), demo: undefined }])
    stop()
    await ended
  })

  it('leads to the program that already runs on the same data instead of starting a second one', async () => {
    const first = serve('--data', join(folder, 'data'))
    await first.ready()
    const second = serve('--data', join(folder, 'data'))
    expect(await second.ended).toBe(0)
    expect(second.lines.join()).toContain('程序已经在运行')
    expect(second.created).toEqual([])
    first.stop()
    await first.ended
  })

  it('is not held up by the start file of a program that crashed', async () => {
    const first = serve('--data', join(folder, 'data'))
    await first.ready()
    const left = readFileSync(startFile(), 'utf8')
    first.stop()
    await first.ended
    writeFileSync(startFile(), left)
    const second = serve('--data', join(folder, 'data'))
    await second.ready()
    expect(second.created).toHaveLength(1)
    second.stop()
    await second.ended
  })

  it('says so when the port is taken', async () => {
    const taken = createServer()
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
    const { port } = taken.address() as AddressInfo
    const { ended, lines } = serve('--data', join(folder, 'data'), '--port', String(port))
    expect(await ended).toBe(1)
    expect(lines.join()).toContain(`端口 ${port} 已被别的程序占用`)
    expect(core.closed).toBe(true)
    taken.close()
  })

  it.each([
    ['--what'],
    ['--port', 'x'],
    ['--port', '70000'],
    ['--people', '0'],
    ['--idle-minutes', '-1'],
    ['file'],
  ])('answers its usage and 2 for %s %s', async (...args) => {
    const { ended, lines } = serve(...args)
    expect(await ended).toBe(2)
    expect(lines).toEqual([serveUsage])
  })

  it('ends by itself after a quarter of an hour without a page, unless told otherwise', () => {
    expect(parseServeArgs([], '/data')).toMatchObject({ idleMs: 900_000, open: true, port: 0 })
    expect(parseServeArgs(['--idle-minutes', '0', '--no-open'], '/data')).toMatchObject({
      idleMs: 0,
      open: false,
    })
  })

  it('opens no browser where there is no desktop', async () => {
    expect(await openInBrowser('/tmp/open.html', 'linux', {})).toBe(false)
  })
})

describe('the usual data folder', () => {
  it('is where each system keeps the data of programs', () => {
    expect(defaultDataDir('linux', {}, '/home/a')).toBe(join('/home/a', '.local', 'share', 'labour-desk'))
    expect(defaultDataDir('linux', { XDG_DATA_HOME: '/x' }, '/home/a')).toBe(join('/x', 'labour-desk'))
    expect(defaultDataDir('darwin', {}, '/Users/a')).toBe(
      join('/Users/a', 'Library', 'Application Support', 'labour-desk'),
    )
    expect(defaultDataDir('win32', { LOCALAPPDATA: 'C:\\L' }, 'C:\\U')).toBe(join('C:\\L', 'labour-desk'))
  })
})
