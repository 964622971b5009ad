import type { AccountView } from '../../shared/contract/calls/account.ts'
import { type Role, roleKeys, roles, rolesInWords } from '../../shared/domain/account/roles.ts'
import { answer, type Command, type CommandContext, required, UsageError, unlock } from './context.ts'

export const accountUsage = `  account list                                         账号：角色、负责范围、是否停用
  account add 姓名 --role 角色,… [--scope 区划代码,…]   新账号（口令取自 LABOUR_DESK_NEW_PASSPHRASE）
  account close 姓名 --reason 原因                     停用离岗人员的账号
  passphrase                                           更换自己的口令（新口令取自 LABOUR_DESK_NEW_PASSPHRASE）`

const line = ({ name, roles: held, scope, closedOn }: AccountView): string =>
  [
    name,
    rolesInWords(held),
    scope?.map((place) => place.name).join('、') ?? '整个单位',
    closedOn ? `${closedOn}停用` : '在用',
  ].join('\t')

/** Roles by their key or as on the screen. */
function rolesOf(text: string): Role[] {
  return text.split(/[,，、]/).map((word) => {
    const found = roleKeys.find((role) => role === word.trim() || roles[role].label === word.trim())
    if (found) return found
    const known = roleKeys.map((role) => `${role} ${roles[role].label}`).join('，')
    throw new UsageError(`没有“${word}”这个角色。可用的角色：${known}。`)
  })
}

const list: Command = async (context) => {
  await unlock(context)
  const accounts = await context.call('account.list', {})
  return answer(context, { accounts }, accounts.map(line))
}

const add: Command = async (context) => {
  const { values, positionals, call, secret } = context
  const name = required(positionals[1], '请写明新账号的姓名。')
  const held = rolesOf(required(values.role, '请用 --role 指定角色。'))
  const scope = values.scope?.split(/[,，、]/).map((code) => code.trim().padEnd(12, '0')) ?? null
  await unlock(context)
  const passphrase = await secret('LABOUR_DESK_NEW_PASSPHRASE', `“${name}”的口令`)
  const account = await call('account.add', { name, roles: held, scope, passphrase })
  return answer(context, account, [line(account)])
}

const close: Command = async (context) => {
  const { values, positionals, call } = context
  const name = required(positionals[1], '请写明要停用的账号。')
  const reason = required(values.reason, '请用 --reason 写明原因。')
  await unlock(context)
  const account = await call('account.close', { name, reason })
  return answer(context, account, [line(account)])
}

/** One's own; typed blind, so asked for twice at a terminal. */
export const passphrase: Command = async (context) => {
  const { call, secret } = context
  const old = await context.passphrase()
  await unlock({ ...context, passphrase: async () => old })
  const fresh = await secret('LABOUR_DESK_NEW_PASSPHRASE', '新口令')
  if ((await secret('LABOUR_DESK_NEW_PASSPHRASE', '再输入一次新口令')) !== fresh)
    throw new Error('两次输入的新口令不一样，口令没有修改，请重新运行。')
  await call('session.changePassphrase', { old, new: fresh })
  return answer(context, { changed: true }, ['口令已更换，下次登录请用新口令。'])
}

/** Who works with the ledger. */
export const account = (context: CommandContext): Promise<number> => {
  const [what] = context.positionals
  const known: Record<string, Command> = { list, add, close }
  const command = what === undefined ? undefined : known[what]
  if (!command) throw new UsageError('请写明 account list、account add 或 account close。')
  return command(context)
}
