import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Core } from '../../shared/contract/host.ts'
import { openInBrowser } from './browser.ts'
import { startLoopback } from './server.ts'
import { findRunning, removeStartFile, writeStartFile } from './start-file.ts'

export interface ServeSettings {
  /** Where the county's data lie; null: a folder of its own that is removed at the end (demo only). */
  dataDir: string | null
  demo: { people: number; seed: number } | undefined
  port: number
  open: boolean
  idleMs: number
  /** Lock after so many milliseconds without use, sooner than the office has set; null: as it has. */
  lockMs: number | null
}

export interface ServeHost {
  createCore(options: { dataDir: string; demo?: { people: number; seed: number }; autoLock?: number }): Core
  rendererDir: string
  defaultDataDir: string
  out(line: string): void
  err(line: string): void
  /** Calls back when the person or the system asks the program to end. */
  onStop(listener: () => void): void
}

export const serveUsage =
  '用法：serve [--data 目录] [--demo] [--people 人数] [--seed 种子] [--port 端口] [--no-open] [--idle-minutes 分钟] [--lock-seconds 秒]'

/** The settings of a command line, or null when it cannot be understood. */
export function parseServeArgs(args: string[], defaultDataDir: string): ServeSettings | null {
  try {
    const { values } = parseArgs({
      args,
      options: {
        data: { type: 'string' },
        demo: { type: 'boolean', default: false },
        people: { type: 'string', default: '15000' },
        seed: { type: 'string', default: '1' },
        port: { type: 'string', default: '0' },
        'no-open': { type: 'boolean', default: false },
        'idle-minutes': { type: 'string', default: '15' },
        'lock-seconds': { type: 'string' },
      },
    })
    const numbers = [values.people, values.seed, values.port, values['idle-minutes']].map(Number)
    const [people = 0, seed = 0, port = 0, idleMinutes = 0] = numbers
    if (!numbers.every((value) => Number.isInteger(value) && value >= 0) || port > 65_535 || people < 1) {
      return null
    }
    const lockSeconds = values['lock-seconds'] === undefined ? null : Number(values['lock-seconds'])
    // Sooner than an office may set, never later.
    if (lockSeconds !== null && !(lockSeconds >= 1 && lockSeconds <= 300)) return null
    return {
      dataDir: values.data ?? (values.demo ? null : defaultDataDir),
      demo: values.demo ? { people, seed } : undefined,
      port,
      open: !values['no-open'],
      idleMs: idleMinutes * 60_000,
      lockMs: lockSeconds && lockSeconds * 1000,
    }
  } catch {
    return null
  }
}

/**
 * Runs the browser shell until somebody ends it: starts the core, serves the pages, opens the
 * browser or prints the address.
 *
 * @returns the exit code: 0 ended as asked, 1 could not start, 2 not understood
 */
export async function runServe(args: string[], host: ServeHost): Promise<number> {
  const settings = parseServeArgs(args, host.defaultDataDir)
  if (!settings) {
    host.err(serveUsage)
    return 2
  }
  const running = settings.dataDir === null ? null : await findRunning(settings.dataDir)
  if (running) {
    const opened = settings.open && (await openInBrowser(running))
    host.out(
      opened ? '程序已经在运行，已在浏览器中打开。' : `程序已经在运行，请用浏览器打开这个文件：${running}`,
    )
    return 0
  }
  const dataDir = settings.dataDir ?? (await mkdtemp(join(tmpdir(), 'labour-desk-demo-')))
  try {
    return await serveUntilStopped(dataDir, settings, host)
  } finally {
    if (settings.dataDir === null) await rm(dataDir, { recursive: true, force: true })
  }
}

async function serveUntilStopped(dataDir: string, settings: ServeSettings, host: ServeHost): Promise<number> {
  const stopped = Promise.withResolvers<string>()
  host.onStop(() => stopped.resolve('正在退出……'))
  const core = host.createCore({
    dataDir,
    demo: settings.demo,
    ...(settings.lockMs !== null && { autoLock: settings.lockMs }),
  })
  try {
    const server = await startLoopback({
      core,
      rendererDir: host.rendererDir,
      port: settings.port,
      idleMs: settings.idleMs,
      onIdle: () => stopped.resolve('已有一段时间没有页面打开，程序自动退出。'),
      onCodeUsed: () => {
        offerEntry(true).catch((error: Error) => host.err(`没能写出启动文件：${error.message}`))
      },
    })
    // A code is good once; a new way in is always ready, for the clerk who closed the page by mistake.
    const offerEntry = async (again: boolean): Promise<string> => {
      const file = await writeStartFile(dataDir, server.issueUrl())
      host.out(
        again
          ? '如需再次打开，请用下面的地址（只能用一次）：'
          : '请在本机浏览器打开下面的地址（只能用一次）：',
      )
      host.out(`  ${server.issueUrl()}`)
      return file
    }
    try {
      host.out('县域就业台账已启动，按 Ctrl+C 退出。')
      const file = await offerEntry(false)
      if (settings.open && (await openInBrowser(file))) host.out('已在浏览器中打开。')
      host.out(await stopped.promise)
    } finally {
      await server.close()
      await removeStartFile(dataDir)
    }
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code
    host.err(
      reason === 'EADDRINUSE'
        ? `端口 ${settings.port} 已被别的程序占用，请换一个端口。`
        : `程序没能启动：${(error as Error).message}`,
    )
    return 1
  } finally {
    await core.close()
  }
  return 0
}
