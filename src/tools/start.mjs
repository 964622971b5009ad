// npm start: sets up, then opens the app in its own window, or in the browser where there is none.
import { findElectron } from './electron-runtime.mjs'
import { at, main, node24, root, run, say } from './process.mjs'
import { setup } from './setup.mjs'

/** A window that cannot come up (no sandbox, missing system libraries) ends within seconds. */
const startupMs = 15_000

await main(async () => {
  const all = process.argv.slice(2)
  const args = all.filter((arg) => arg !== '--browser')
  await setup()
  if (args.length === all.length) {
    const electron = await findElectron()
    if (electron.path) {
      const started = Date.now()
      const { code } = await run(electron.path, [root, ...args])
      if (code === 0 || Date.now() - started > startupMs) return code
      say('桌面窗口没能启动（可能缺少系统组件），改为在浏览器中打开。')
    } else {
      say(`${electron.reason}，改为在浏览器中打开。`)
    }
  }
  return (await run(node24(), [at('out', 'main', 'serve.js'), ...args])).code
})
