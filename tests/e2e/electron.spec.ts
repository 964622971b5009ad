import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { _electron, type ElectronApplication, expect, type Page, test } from '@playwright/test'
import type { DeskBridge } from '../../src/shared/contract/bridge.ts'

type DeskWindow = Window & { labourDesk?: DeskBridge }

const root = fileURLToPath(new URL('../../', import.meta.url))

/** Where the Electron runtime is, or why the window cannot be opened here. */
function electronHere(): { path: string } | { reason: string } {
  const folder = join(root, 'node_modules', 'electron')
  const pathFile = join(folder, 'path.txt')
  const path = existsSync(pathFile) ? join(folder, 'dist', readFileSync(pathFile, 'utf8')) : ''
  if (!existsSync(path) || !path) return { reason: '本机没有 Electron 运行环境，没有测试真正的桌面窗口' }
  if (process.platform === 'linux') {
    if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY)
      return { reason: '没有图形桌面，没有测试真正的桌面窗口' }
    if (process.getuid?.() === 0) return { reason: '以 root 身份不打开桌面窗口，没有测试真正的桌面窗口' }
  }
  return { path }
}

const electron = electronHere()

test.describe('the real Electron window', () => {
  test.skip('reason' in electron, 'reason' in electron ? electron.reason : '')

  let folder: string
  let app: ElectronApplication
  let page: Page

  test.beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'labour-desk-window-'))
    app = await _electron.launch({
      executablePath: 'path' in electron ? electron.path : '',
      args: [root, '--data', folder, '--demo', '--people', '200'],
    })
    page = await app.firstWindow()
    await page.locator('#app > *').first().waitFor()
  })
  test.afterEach(async () => {
    await app.close()
    await rm(folder, { recursive: true, force: true })
  })

  test('shows the app from its own scheme, sandboxed and isolated', async () => {
    expect(page.url()).toMatch(/^app:\/\/labour-desk\//)
    expect(await page.evaluate(() => typeof (window as DeskWindow).labourDesk)).toBe('object')
    expect(
      await page.evaluate(() => ['require', 'process', 'module'].filter((name) => name in window)),
    ).toEqual([])
  })

  test('opens no window and leaves its page for no address', async () => {
    expect(await page.evaluate(() => window.open('https://evil.test/'))).toBeNull()
    await page.evaluate(() => {
      location.href = 'https://evil.test/'
    })
    expect(page.url()).toMatch(/^app:\/\/labour-desk\//)
    expect(app.windows()).toHaveLength(1)
  })

  test('prints the page to a PDF', async () => {
    const head = await page.evaluate(async () => {
      const pdf = await (window as DeskWindow).labourDesk?.printToPdf({ landscape: false, paper: 'A4' })
      return new TextDecoder().decode(pdf?.subarray(0, 5))
    })
    expect(head).toBe('%PDF-')
  })
})
