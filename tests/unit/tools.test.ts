import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { root } from './source-files.ts'

const folder = mkdtempSync(join(tmpdir(), 'tools-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The environment without a desktop. */
const { DISPLAY: _x, WAYLAND_DISPLAY: _wayland, ...headless } = process.env

describe.runIf(process.platform === 'linux')('npm start', () => {
  it('without a desktop says why and opens the browser shell; the demo asks nothing', async () => {
    const child = spawn(
      process.execPath,
      [join(root, 'src/tools/start.mjs'), '--demo', '--people', '40', '--no-open'],
      { env: headless, stdio: ['ignore', 'pipe', 'pipe'] },
    )
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => {
        output += chunk
      })
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
    const address = /http:\/\/127\.0\.0\.1:\d+\/#code=[\w-]+/
    try {
      await expect.poll(() => output, { timeout: 200_000 }).toMatch(address)
    } finally {
      // As a console does on Ctrl+C, but to the tool alone: it hands it on.
      child.kill('SIGTERM')
    }
    expect(await ended).toBe(0)
    const lines = output.split('\n')
    expect(lines).toContain('这里没有图形桌面，改为在浏览器中打开。')
    expect(output.indexOf('没有图形桌面')).toBeLessThan(output.search(address))
    expect(output).not.toMatch(/Error|error/)
  }, 240_000)
})

describe('the browser for the tests', () => {
  const ensure = `import('./src/tools/chromium.mjs').then((tools) => tools.ensureChromium()).then(
    (path) => console.log(path),
    (error) => { console.log(error.constructor.name, error.message); process.exitCode = 1 })`
  const look = (env: NodeJS.ProcessEnv) =>
    spawnSync(process.execPath, ['--eval', ensure], { cwd: root, env, encoding: 'utf8', timeout: 200_000 })

  it('is a plain sentence where there is none and none can be had', () => {
    const { status, stdout } = look({
      // No program to be found, nothing to install with, nowhere to put what could be downloaded.
      PATH: folder,
      HOME: folder,
      PLAYWRIGHT_BROWSERS_PATH: '/dev/null/browsers',
    })
    expect(status).toBe(1)
    expect(stdout.trim().split('\n').at(-1)).toMatch(
      /^PlainError 浏览器测试需要 Chromium.*CHROMIUM_PATH.*。$/,
    )
  }, 240_000)

  it('that was named and does not work is said, not replaced', () => {
    const { status, stdout } = look({ ...process.env, CHROMIUM_PATH: join(folder, 'no-browser') })
    expect(status).toBe(1)
    expect(stdout).toContain('CHROMIUM_PATH')
  })
})
