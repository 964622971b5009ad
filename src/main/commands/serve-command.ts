import { runServe } from '../loopback/run-serve.ts'
import { defaultDataDir, rendererDir, resourcesDir } from '../paths.ts'
import type { CliHost } from './run-cli.ts'

/** `labour-desk serve`: the loopback shell, see loopback/run-serve.ts. */
export const serveCommand = (args: string[], host: CliHost): Promise<number> =>
  runServe(args, {
    createCore: (options) =>
      host.createCore({ autoLock: 'parameter', ...options, resourcesDir, backups: true }),
    rendererDir,
    defaultDataDir: defaultDataDir(),
    out: (line) => host.out(`${line}\n`),
    err: (line) => host.err(`${line}\n`),
    onStop(listener) {
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, listener)
    },
  })
