import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import type { FullCall } from '../../shared/contract/calls/privacy.ts'
import type { Core } from '../../shared/contract/host.ts'
import { type LedgerName, ledgers } from '../../shared/domain/ledgers.ts'
import type { ClientCall } from './client.ts'
import type { CliOptions } from './run-cli.ts'

/** What the commands share: how they were called, how they read and answer. */
export const exitCodes = { ok: 0, refused: 1, usage: 2 } as const

/** The command was not understood: its sentence is shown above the usage. */
export class UsageError extends Error {}

export interface CommandContext {
  values: CliOptions
  positionals: string[]
  core: Core
  call: ClientCall
  out: (text: string) => void
  err: (text: string) => void
  stdin: NodeJS.ReadStream
  /** From the environment, when it is there. */
  givenPassphrase: string | undefined
  givenUser: string | undefined
  passphrase: () => Promise<string>
  /** For a new ledger: typed blind, so asked for twice at a terminal. */
  newPassphrase: () => Promise<string>
  /** Another secret, from the environment variable or asked for under this label. */
  secret: (variable: string, label: string) => Promise<string>
}

export const ledgerOf = ({ values }: CommandContext): LedgerName => {
  if (values.as && Object.hasOwn(ledgers, values.as)) return values.as as LedgerName
  throw new UsageError(values.as ? `没有“${values.as}”这个台账。` : '请用 --as 指定台账。')
}

export const required = (value: string | undefined, sentence: string): string => {
  if (!value) throw new UsageError(sentence)
  return value
}

/** `what` is how the usage calls it: `--limit`, 导入编号. */
export const number = (value: string | undefined, fallback: number, what: string): number => {
  const parsed = value === undefined || value.trim() === '' ? fallback : Number(value)
  if (!Number.isSafeInteger(parsed) || parsed < 0) throw new UsageError(`${what}应为整数。`)
  return parsed
}

export const unlock = async ({ values, givenUser, call, passphrase, err }: CommandContext): Promise<void> => {
  const status = await call('session.status', {})
  if (status.state === 'new') throw new Error('这个文件夹里还没有台账，请先用 init 或 demo 建立。')
  const user = values.user ?? givenUser
  const { accounts = [] } = status
  if (user === undefined && accounts.length > 1)
    throw new UsageError(
      `这份台账有几个账号：${accounts.join('、')}。请用 --user 指定由谁登录，或写在环境变量 LABOUR_DESK_USER 中。`,
    )
  const { failedTries } = await call('session.unlock', {
    ...(user !== undefined && { user }),
    passphrase: await passphrase(),
  })
  if (failedTries) err(`提醒：上次解锁后有 ${failedTries} 次口令输错。\n`)
}

/** For `--full`: leave to answer with numbers in full. Without it they are masked, which is said. */
export const permitFor = async (context: CommandContext, name: FullCall): Promise<{ full?: string }> => {
  const { values, call, secret, err } = context
  if (!values.full) {
    err('提醒：身份证号码、电话和银行账号已遮盖；要完整号码，请加 --full --reason 原因。\n')
    return {}
  }
  const reason = required(values.reason, '要完整号码，请用 --reason 写明原因。')
  const user = values.witness
  const witness = user && {
    user,
    passphrase: await secret('LABOUR_DESK_WITNESS_PASSPHRASE', `${user}的口令`),
  }
  const { permit } = await call('export.permit', { call: name, reason, ...(witness && { witness }) })
  return { full: permit }
}

/** JSON when asked for, otherwise the lines a person reads. */
export const answer = ({ values, out }: CommandContext, data: object, lines: string[]): number => {
  out(values.json ? `${JSON.stringify(data)}\n` : `${lines.join('\n')}\n`)
  return exitCodes.ok
}

/** Whole or not at all: a half-written workbook must never be mistaken for a finished one. */
export const writeWhole = (path: string, bytes: Uint8Array): void => {
  const draft = `${path}.part`
  try {
    writeFileSync(draft, bytes)
    renameSync(draft, path)
  } catch {
    rmSync(draft, { force: true })
    throw new Error(`写不了文件“${path}”，请检查文件夹是否存在、磁盘是否已满、文件是否正在别的程序里打开。`)
  }
}

/** The key of a list that was named by its key or, as on the screen, by its label. */
export const listKey = async (
  { values, call }: CommandContext,
  ledger: LedgerName,
): Promise<string | undefined> => {
  const { list } = values
  if (list === undefined) return undefined
  const lists = await call('ledger.lists', { ledger })
  const found = lists.find(({ key }) => key === list) ?? lists.find(({ label }) => label === list)
  if (found) return found.key
  const known = lists.map(({ key, label }) => `${key} ${label}`).join('，')
  throw new Error(`${ledgers[ledger].label}没有“${list}”这个清单。可用的清单：${known}。`)
}

export const readInput = (path: string): { name: string; bytes: Uint8Array } => {
  try {
    return { name: basename(path), bytes: new Uint8Array(readFileSync(path)) }
  } catch {
    throw new Error(`读不到文件“${path}”，请核对文件名和所在的文件夹。`)
  }
}

export type Command = (context: CommandContext) => Promise<number>
