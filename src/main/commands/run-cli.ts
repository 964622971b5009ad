import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { parseArgs } from 'node:util'
import type { Core } from '../../shared/contract/host.ts'
import type { CoreOptions } from '../core/host.ts'
import { defaultDataDir, resourcesDir } from '../paths.ts'
import { type ClientCall, typedCalls } from './client.ts'
import { commands, usage } from './commands.ts'
import { type CommandContext, exitCodes, UsageError } from './context.ts'

export interface CliHost {
  createCore: (options: CoreOptions) => Core
  env: NodeJS.ProcessEnv
  stdin: NodeJS.ReadStream
  out: (text: string) => void
  err: (text: string) => void
}

const options = {
  data: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
  unit: { type: 'string' },
  region: { type: 'string' },
  user: { type: 'string' },
  people: { type: 'string' },
  seed: { type: 'string' },
  as: { type: 'string' },
  list: { type: 'string' },
  against: { type: 'string' },
  earlier: { type: 'string' },
  on: { type: 'string' },
  search: { type: 'string' },
  limit: { type: 'string' },
  mode: { type: 'string' },
  profile: { type: 'string' },
  since: { type: 'string' },
  errors: { type: 'string' },
  'dry-run': { type: 'boolean', default: false },
  kind: { type: 'string' },
  root: { type: 'string', multiple: true },
  code: { type: 'string' },
  relation: { type: 'string' },
  years: { type: 'string' },
  days: { type: 'string' },
  reason: { type: 'string' },
  full: { type: 'boolean', default: false },
  witness: { type: 'string' },
  role: { type: 'string' },
  scope: { type: 'string' },
  from: { type: 'string' },
  note: { type: 'string' },
  to: { type: 'string' },
  changes: { type: 'boolean', default: false },
  reply: { type: 'string' },
  period: { type: 'string' },
  for: { type: 'string' },
  anchor: { type: 'string' },
  'with-root': { type: 'boolean', default: false },
  'allow-sha1': { type: 'boolean', default: false },
} as const
export type CliOptions = ReturnType<
  typeof parseArgs<{ options: typeof options; allowPositionals: true }>
>['values']

/**
 * The command line: the same core, one command a process. Answers 0 when done, 1 when the core
 * refused (its sentence on standard error), 2 when the command was not understood.
 */
export async function runCli(args: string[], host: CliHost): Promise<number> {
  const [name = '', ...rest] = args
  // The loopback shell has options of its own.
  if (name === 'serve') return (await import('./serve-command.ts')).serveCommand(rest, host)
  let parsed: { values: CliOptions; positionals: string[] }
  try {
    parsed = parseArgs({ args: rest, options, allowPositionals: true })
  } catch {
    host.err(`${usage}\n`)
    return exitCodes.usage
  }
  const command = commands[name]
  if (!command || parsed.values.help) {
    ;(command || name === 'help' || name === '' ? host.out : host.err)(`${usage}\n`)
    return command || name === 'help' ? exitCodes.ok : exitCodes.usage
  }
  const core = host.createCore({
    dataDir: parsed.values.data ?? defaultDataDir(),
    resourcesDir,
    readers: 'none',
  })
  const call: ClientCall = typedCalls(core)
  const context: CommandContext = {
    ...parsed,
    core,
    call,
    out: host.out,
    err: host.err,
    stdin: host.stdin,
    givenUser: host.env.LABOUR_DESK_USER,
    givenPassphrase: host.env.LABOUR_DESK_PASSPHRASE,
    passphrase: () => readPassphrase(host),
    newPassphrase: () => readNewPassphrase(host),
    secret: (variable, label) => readSecret(host, variable, label),
  }
  try {
    return await command(context)
  } catch (error) {
    if (error instanceof UsageError) {
      host.err(`${error.message}\n用 labour-desk help 查看用法。\n`)
      return exitCodes.usage
    }
    host.err(`${(error as Error).message}\n`)
    return exitCodes.refused
  } finally {
    await core.close()
  }
}

/** From the environment, else asked for; never taken from the command line, where others could read it. */
async function readSecret(host: CliHost, variable: string, label: string): Promise<string> {
  const given = host.env[variable]
  if (given !== undefined) return given
  if (!host.stdin.isTTY) throw new UsageError(`请在环境变量 ${variable} 中给出${label}。`)
  return ask(host, `${label}：`)
}

const readPassphrase = (host: CliHost) => readSecret(host, 'LABOUR_DESK_PASSPHRASE', '口令')

/** What is typed cannot be seen, so a slip would lock the office out of its new ledger. */
async function readNewPassphrase(host: CliHost): Promise<string> {
  const passphrase = await readPassphrase(host)
  if (host.env.LABOUR_DESK_PASSPHRASE === undefined && (await ask(host, '再输入一次口令：')) !== passphrase) {
    throw new Error('两次输入的口令不一样，没有建立台账，请重新运行。')
  }
  return passphrase
}

/** Asks at the terminal without showing what is typed. */
async function ask(host: CliHost, question: string): Promise<string> {
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() })
  const prompt = createInterface({ input: host.stdin, output: unseen, terminal: true })
  host.err(question)
  try {
    return await new Promise((resolve, reject) => {
      // Ctrl+C or the end of the input.
      prompt.once('close', () => reject(new Error('没有输入口令，已停止。')))
      prompt.question('').then(resolve, reject)
    })
  } finally {
    prompt.close()
    host.err('\n')
  }
}
