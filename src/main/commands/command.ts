/** What every command is made of: its context, its answer, its files. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import type { Core } from '../../shared/contract/host.ts'
import type { ClientCall } from './client.ts'
import type { CliOptions } from './run-cli.ts'

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
  passphrase: () => Promise<string>
  /** Another secret, from the environment variable or asked for under this label. */
  secret: (variable: string, label: string) => Promise<string>
}

export const required = (value: string | undefined, sentence: string): string => {
  if (!value) throw new UsageError(sentence)
  return value
}

export const number = (value: string | undefined, fallback: number, name: string): number => {
  const parsed = value === undefined ? fallback : Number(value)
  if (!Number.isSafeInteger(parsed) || parsed < 0) throw new UsageError(`--${name} 应为整数。`)
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
  writeFileSync(`${path}.part`, bytes)
  renameSync(`${path}.part`, path)
}

export const readInput = (path: string): { name: string; bytes: Uint8Array } => {
  try {
    return { name: basename(path), bytes: new Uint8Array(readFileSync(path)) }
  } catch {
    throw new Error(`读不到文件“${path}”，请核对文件名和所在的文件夹。`)
  }
}

export type Command = (context: CommandContext) => Promise<number>
