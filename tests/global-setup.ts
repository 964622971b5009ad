import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Plugin } from 'vite'

const at = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url))

/**
 * What a run of the tests makes once: the thread of the core as one file, which starts in less than
 * half the time of its three hundred sources, and a folder for offices that several tests begin from
 * (fixtures/ready-offices.ts). The suites over each transport and the killed processes run the sources.
 */
export default async function prepareRun(): Promise<(() => void) | undefined> {
  // Asked once for each project of the run.
  if (process.env.LABOUR_DESK_READY_OFFICES) return undefined
  const folder = mkdtempSync(join(tmpdir(), 'labour-desk-ready-'))
  process.env.LABOUR_DESK_READY_OFFICES = folder
  process.env.LABOUR_DESK_TEST_WORKER = await bundleWorker()
  return () => {
    rmSync(folder, { recursive: true, force: true })
    delete process.env.LABOUR_DESK_READY_OFFICES
  }
}

/**
 * Making it hard to guess a passphrase takes a fifth of a second each time, on purpose. Offices of these
 * tests are opened a thousand times and guessed by nobody; the program has no switch for it.
 */
const quickUnlocking: Plugin = {
  name: 'quick-unlocking',
  enforce: 'pre',
  transform(code, id) {
    if (!id.endsWith('/security/key-envelope.ts')) return null
    const cost = 'memoryKib: 64 * 1024, passes: 3, parallelism: 4'
    if (!code.includes(cost)) throw new Error('the cost of a passphrase stands elsewhere')
    return code.replace(cost, 'memoryKib: 8, passes: 1, parallelism: 1')
  },
}

/** Within the project, where native modules and the reader of old workbooks are found. */
async function bundleWorker(): Promise<string> {
  const outDir = at(`out/test-worker-${process.pid}`)
  process.on('exit', () => rmSync(outDir, { recursive: true, force: true }))
  await build({
    configFile: false,
    logLevel: 'error',
    root: at('.'),
    plugins: [quickUnlocking],
    ssr: { noExternal: true, external: ['better-sqlite3', 'xlsx'] },
    build: { ssr: at('src/main/core/worker.ts'), outDir, target: 'node24', minify: false },
  })
  return join(outDir, 'worker.js')
}
