// Finds a Chromium for the browser tests, or installs one.
import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'
import { canUseApt, installWithApt } from './apt.mjs'
import { at, node24, PlainError, run, say } from './process.mjs'

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge']

function* usualPlaces() {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const name of names) yield join(folder, process.platform === 'win32' ? `${name}.exe` : name)
  }
  if (process.platform === 'darwin') {
    for (const base of ['/Applications', join(homedir(), 'Applications')]) {
      for (const app of ['Chromium', 'Google Chrome', 'Microsoft Edge']) {
        yield join(base, `${app}.app`, 'Contents', 'MacOS', app)
      }
    }
  }
  if (process.platform === 'win32') {
    for (const base of [
      process.env.PROGRAMFILES,
      process.env['PROGRAMFILES(X86)'],
      process.env.LOCALAPPDATA,
    ]) {
      if (!base) continue
      yield join(base, 'Google', 'Chrome', 'Application', 'chrome.exe')
      yield join(base, 'Chromium', 'Application', 'chrome.exe')
      yield join(base, 'Microsoft', 'Edge', 'Application', 'msedge.exe')
    }
  }
}

/** Some distributions ship a `chromium-browser` that only says to install something else. */
async function works(path) {
  if (!existsSync(path)) return false
  // On Windows and macOS `--version` may open a window instead of answering.
  if (process.platform !== 'linux') return true
  return (await run(path, ['--version'], { quiet: true, timeout: 30_000 })).code === 0
}

async function findChromium() {
  const named = process.env.CHROMIUM_PATH
  if (named) {
    if (await works(named)) return named
    throw new PlainError(`环境变量 CHROMIUM_PATH 指向的浏览器不能用：${named}`)
  }
  for (const path of usualPlaces()) if (await works(path)) return path
  const { chromium } = await import('playwright')
  const own = chromium.executablePath()
  return existsSync(own) ? own : null
}

async function ensureChineseFont() {
  if (!canUseApt()) return
  const { code, output } = await run('fc-list', [':lang=zh', 'family'], { quiet: true })
  if (code === 0 && output.trim() !== '') return
  const { code: failed } = await installWithApt(['fonts-noto-cjk', 'fontconfig'])
  if (failed) say('没能安装中文字体，截图里的汉字可能显示为方框，测试照常进行。')
}

/** The path of a usable Chromium; installs one where there is none. Throws a PlainError otherwise. */
export async function ensureChromium() {
  await ensureChineseFont()
  const found = await findChromium()
  if (found) return found
  if (canUseApt()) {
    await installWithApt(['chromium'])
    const installed = await findChromium()
    if (installed) return installed
  }
  say('正在下载测试用的浏览器……')
  const tool = at('node_modules', 'playwright', 'cli.js')
  await run(node24(), [tool, 'install', 'chromium'], { quiet: true, timeout: 600_000 })
  const downloaded = await findChromium()
  if (downloaded) return downloaded
  throw new PlainError(
    '浏览器测试需要 Chromium，但本机没有，也没能自动安装。请先安装 Chromium 或 Chrome，或用环境变量 CHROMIUM_PATH 指明它的位置，再重新运行 npm test。',
  )
}
