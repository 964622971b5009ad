import { spawn } from 'node:child_process'

/**
 * Opens a local file in the person's browser. The file rather than an address with a code, because
 * the arguments of a program are readable by every user of the machine.
 *
 * @returns false where there is no desktop or no browser
 */
export function openInBrowser(
  file: string,
  platform: NodeJS.Platform = process.platform,
  env: NodeJS.ProcessEnv = process.env,
): Promise<boolean> {
  if (platform === 'win32') return starts('rundll32', ['url.dll,FileProtocolHandler', file])
  if (platform === 'darwin') return starts('open', [file])
  if (!env.DISPLAY && !env.WAYLAND_DISPLAY) return Promise.resolve(false)
  return starts('xdg-open', [file])
}

/** True when the program ended well or is still running after a few seconds. */
function starts(command: string, args: string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'ignore', detached: true })
    child.unref()
    const settled = setTimeout(() => resolve(true), 4_000)
    const answer = (opened: boolean) => {
      clearTimeout(settled)
      resolve(opened)
    }
    child.on('error', () => answer(false))
    child.on('exit', (code) => answer(code === 0))
  })
}
