import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { test as base, type Page } from '@playwright/test'

const serveFile = fileURLToPath(new URL('../../../out/main/serve.js', import.meta.url))
const startupMs = 60_000

/** A running browser shell: the built program with the real core on a folder of its own. */
export interface Desk {
  readonly dataDir: string
  readonly origin: string
  /** The address that was printed last; good for one opening. */
  url(): string
  /** Opens the app in a page and waits until it is there. */
  open(page: Page): Promise<void>
  /** Ends the program as Ctrl+C does and answers with its exit code. */
  stop(): Promise<number | null>
  /** Ends the program without warning, as a power cut does. */
  kill(): Promise<void>
}

/**
 * Starts the browser shell.
 *
 * @param args as of `serve`, for example `['--demo', '--people', '300']`; the data folder is added
 */
export async function startDesk(dataDir: string, args: string[] = []): Promise<Desk> {
  const child = spawn(
    process.execPath,
    [serveFile, '--data', dataDir, '--no-open', '--idle-minutes', '0', ...args],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  )
  let output = ''
  const urls = () => output.match(/http:\/\/127\.0\.0\.1:\d+\/#code=[\w-]+/g) ?? []
  const ready = Promise.withResolvers<void>()
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
      if (urls().length > 0) ready.resolve()
    })
  }
  const ended = endOf(child)
  const late = setTimeout(() => ready.reject(new Error(`the program did not start:\n${output}`)), startupMs)
  ended.then((code) => ready.reject(new Error(`the program ended with ${code}:\n${output}`)))
  try {
    await ready.promise
  } finally {
    clearTimeout(late)
  }
  const url = () => urls().at(-1) ?? ''
  return {
    dataDir,
    origin: new URL(url()).origin,
    url,
    async open(page) {
      await page.goto(url())
      // Not the page that stands there while it starts, or makes its county.
      await page.locator('#app > :not(.boot)').first().waitFor({ timeout: startupMs })
    },
    stop() {
      child.kill('SIGINT')
      return ended
    },
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

const endOf = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve) => child.on('close', (code) => resolve(code)))

/** An empty folder that is removed after the test. */
async function withFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'labour-desk-e2e-'))
  try {
    await use(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/**
 * Tests of the whole program in Chromium. `desk` is a fresh, empty installation for one test;
 * `county` a small generated county, made once per worker: tests share it and leave it as they found it.
 */
export const test = base.extend<{ desk: Desk }, { county: Desk }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures' names from the pattern.
  desk: async ({}, use) => {
    await withFolder(async (folder) => {
      const desk = await startDesk(folder)
      await use(desk)
      await desk.stop()
    })
  },
  county: [
    // biome-ignore lint/correctness/noEmptyPattern: as above.
    async ({}, use) => {
      await withFolder(async (folder) => {
        // Another seed than the workbooks of the fixtures: people of the same seed but of another day
        // of generation share ID numbers under other names.
        const desk = await startDesk(folder, ['--demo', '--people', '600', '--seed', '19'])
        await use(desk)
        await desk.stop()
      })
    },
    { scope: 'worker', timeout: 120_000 },
  ],
})

export { expect } from '@playwright/test'
