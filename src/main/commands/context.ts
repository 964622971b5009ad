import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import type { Core } from '../../shared/contract/host.ts'
import { type LedgerName, ledgerNames, ledgers } from '../../shared/domain/ledgers.ts'
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
  passphrase: () => Promise<string>
  /** For a new ledger: typed blind, so asked for twice at a terminal. */
  newPassphrase: () => Promise<string>
}

export const usage = `县域就业台账 labour-desk

  init --unit 名称 --region 行政区划代码 --user 姓名   建立新台账，打印恢复密钥
  demo [--people 人数] [--seed 种子]                   生成演示县
  import 文件 --as 台账 [--dry-run] [--mode add|update|both] [--region 代码] [--errors 文件.xlsx]
  undo 导入编号                                        撤销一次导入或批量修改
  export 文件.xlsx --as 台账 [--list 清单]             导出一个清单
  template 文件.xlsx --as 台账                         空白导入模板
  list --as 台账 [--list 清单] [--search 文字] [--limit 行数]
  stats                                                工作台数字
  serve [--port 端口] [--no-open]                      用浏览器打开
  call 功能名                                          从标准输入读 JSON（每行一个），逐个调用

共用：--data 目录（默认为本机用户的数据目录）  --json（结果用 JSON 输出）
台账：${ledgerNames.map((name) => `${name} ${ledgers[name].label}`).join('，')}
口令取自环境变量 LABOUR_DESK_PASSPHRASE，没有时在终端询问。`

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

export const unlock = async ({ call, passphrase }: CommandContext): Promise<void> => {
  const status = await call('session.status', {})
  if (status.state === 'new') throw new Error('这个文件夹里还没有台账，请先用 init 或 demo 建立。')
  await call('session.unlock', { passphrase: await passphrase() })
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
