import type { AccountView } from '../../../shared/contract/calls/account.ts'
import { Refusal } from '../../../shared/contract/result.ts'
import { accountProblem } from '../../../shared/domain/account/roles.ts'
import { businessDate, type CallScope, type Desk, type Handlers } from '../context.ts'
import {
  createSlot,
  type KeyFile,
  readKeyFile,
  usersOf,
  withPassphrase,
  writeKeyFile,
} from '../security/key-envelope.ts'
import type { Account, Doing, StoredAccount } from './account.store.ts'

/** Townships and villages with their names; null for the whole office. */
export const namedScope = (desk: Desk, scope: Account['scope']): AccountView['scope'] =>
  scope?.map((code) => ({ code, name: desk.regions.displayName(code, { from: 'township' }) })) ?? null

const viewOf = (desk: Desk, account: StoredAccount, users: readonly string[]): AccountView => ({
  ...account,
  roles: [...account.roles],
  scope: namedScope(desk, account.scope),
  hasPassphrase: users.includes(account.name),
})

const doing = ({ desk }: CallScope): Doing => {
  const at = desk.now()
  return { actor: desk.user, at, on: businessDate(at) }
}

const refuse = (path: string, message: string) => new Refusal('refused', `${message}。`, [{ path, message }])

/** What does not go together, and what lies elsewhere. */
function check(desk: Desk, { roles, scope }: Omit<Account, 'name'>): void {
  const problem = accountProblem(roles, scope)
  if (problem) throw new Refusal('invalid_input', `${problem.message}。`, [problem])
  for (const code of scope ?? []) {
    const level = desk.regions.get(code)?.level ?? 0
    if (level >= 4 && desk.regions.isInside(code, desk.unit.regionCode)) continue
    throw refuse('scope', `${desk.regions.displayName(code)}不是本单位管辖的乡镇或村，不能作为负责范围`)
  }
}

function requireOpen(desk: Desk, name: string): StoredAccount {
  const account = desk.accounts.get(name)
  if (!account) throw new Refusal('not_found', `没有“${name}”这个账号，请刷新后重试。`)
  if (account.closedOn !== null) throw refuse('name', `“${name}”的账号已经停用，不能再修改`)
  return account
}

/** Without an administrator nobody could add one. */
function keepAdministrator(desk: Desk, name: string, what: string): void {
  const others = desk.accounts
    .all()
    .filter((one) => one.closedOn === null && one.name !== name && one.roles.includes('administrator'))
  if (others.length === 0)
    throw refuse('name', `“${name}”是唯一的系统管理员，${what}。请先为另一个人设系统管理员`)
}

/** The key of the database is there while it is open: a slot is made for somebody without anybody's passphrase. */
async function giveSlot({ app }: CallScope, name: string, passphrase: string): Promise<KeyFile> {
  if (!app.credentials) throw new Refusal('locked', '台账已锁定，请先输入口令解锁。')
  const slot = await createSlot('passphrase', name, passphrase, app.credentials.key)
  return withPassphrase(readKeyFile(app.files.keys), name, slot)
}

/** The key file is the last that is written: a slot without its account opens nothing. */
function written(scope: CallScope, name: string, keyFile: KeyFile | null): AccountView {
  const { desk, app } = scope
  if (keyFile) writeKeyFile(app.files.keys, keyFile)
  desk.forget()
  return viewOf(
    desk,
    desk.accounts.get(name) as StoredAccount,
    usersOf(keyFile ?? readKeyFile(app.files.keys)),
  )
}

export const accountHandlers = {
  'account.list': (_input, { desk, app }) => {
    const users = usersOf(readKeyFile(app.files.keys))
    return desk.accounts.all().map((account) => viewOf(desk, account, users))
  },
  'account.add': async (input, scope) => {
    const { desk } = scope
    check(desk, input)
    const known = desk.accounts.get(input.name)
    if (known)
      throw new Refusal(
        'conflict',
        known.closedOn === null
          ? `已经有“${input.name}”这个账号，请换一个名字，同名的人请加以区分。`
          : `“${input.name}”是已停用的账号，名字留在修改记录里，不能再用。请换一个名字。`,
        [{ path: 'name', message: '名字已被使用' }],
      )
    const keyFile = await giveSlot(scope, input.name, input.passphrase)
    desk.accounts.insert(input, doing(scope))
    desk.accounts.setPassphrase(input.name, desk.user)
    return written(scope, input.name, keyFile)
  },
  'account.save': (input, scope) => {
    const { desk } = scope
    const account = requireOpen(desk, input.name)
    check(desk, input)
    if (account.roles.includes('administrator') && !input.roles.includes('administrator'))
      keepAdministrator(desk, input.name, '不能去掉这个角色')
    desk.accounts.update(input, doing(scope))
    return written(scope, input.name, null)
  },
  'account.close': (input, scope) => {
    const { desk, app } = scope
    requireOpen(desk, input.name)
    if (input.name === desk.user) throw refuse('name', '不能停用自己正在使用的账号，请由另一位系统管理员停用')
    keepAdministrator(desk, input.name, '不能停用')
    desk.accounts.close(input.name, input.reason, doing(scope))
    return written(scope, input.name, withPassphrase(readKeyFile(app.files.keys), input.name, null))
  },
  'account.resetPassphrase': async (input, scope) => {
    const { desk } = scope
    requireOpen(desk, input.name)
    const changed = await giveSlot(scope, input.name, input.passphrase)
    desk.accounts.setPassphrase(input.name, input.name === desk.user ? null : desk.user)
    scope.app.attempts.clear(input.name)
    return written(scope, input.name, changed)
  },
} satisfies Partial<Handlers>
