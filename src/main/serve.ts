import { createCore } from './core/host.ts'
import { runServe } from './loopback/run-serve.ts'
import { defaultDataDir, rendererDir, resourcesDir } from './paths.ts'

process.exitCode = await runServe(process.argv.slice(2), {
  createCore: (options) => createCore({ autoLock: 'parameter', ...options, resourcesDir, backups: true }),
  rendererDir,
  defaultDataDir: defaultDataDir(),
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`${line}\n`),
  onStop(listener) {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, listener)
  },
})
