// Whether the desktop window can be had here. Never `require('electron')`: in plain Node that starts
// an unbounded download.
import { existsSync, readFileSync } from 'node:fs'
import { at, node24, run, say } from './process.mjs'

const minutesAllowed = 5

/** The runtime's executable when it is unpacked completely and in the right version, else null. */
function installedElectron() {
  const folder = at('node_modules', 'electron')
  try {
    const { version } = JSON.parse(readFileSync(at('node_modules', 'electron', 'package.json'), 'utf8'))
    const unpacked = readFileSync(`${folder}/dist/version`, 'utf8').trim().replace(/^v/, '')
    const executable = `${folder}/dist/${readFileSync(`${folder}/path.txt`, 'utf8')}`
    return unpacked === version && existsSync(executable) ? executable : null
  } catch {
    return null
  }
}

/** Why a window cannot open on this machine whatever is installed, or null. */
function noWindowReason({ platform, env, uid }) {
  if (platform !== 'linux') return null
  if (!env.DISPLAY && !env.WAYLAND_DISPLAY) return '这里没有图形桌面'
  // As root the window would have to run without its sandbox; that is not offered.
  if (uid === 0) return '当前是 root 用户，桌面窗口不以 root 身份运行'
  return null
}

/**
 * The Electron executable, fetched when it is missing.
 *
 * @returns {Promise<{path: string} | {reason: string}>} the reason is a part of a sentence
 */
export async function findElectron() {
  const reason = noWindowReason({ platform: process.platform, env: process.env, uid: process.getuid?.() })
  if (reason) return { reason }
  const present = installedElectron()
  if (present) return { path: present }
  say(`正在下载桌面窗口的运行环境（约 120 MB，最多等 ${minutesAllowed} 分钟）……`)
  await run(node24(), [at('node_modules', 'electron', 'install.js')], {
    quiet: true,
    timeout: minutesAllowed * 60_000,
    env: { ELECTRON_GET_NO_PROGRESS: '1' },
  })
  const fetched = installedElectron()
  if (fetched) {
    // On macOS a changed executable would need a new signature, so there it stays as it came.
    if (process.platform !== 'darwin') await run(node24(), [at('src/tools/electron-fuses.ts'), fetched])
    return { path: fetched }
  }
  return { reason: '桌面窗口的运行环境没能下载（可设置环境变量 ELECTRON_MIRROR 换一个下载地址）' }
}
