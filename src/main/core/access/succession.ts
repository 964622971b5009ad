import { Refusal } from '../../../shared/contract/result.ts'
import { firstRoles } from '../../../shared/domain/account/roles.ts'
import type { AccountStore, Doing } from './account.store.ts'

/** Whoever holds the recovery key says who gets the new passphrase. */
export interface Succession {
  /** The one who set the office up. */
  holder: string
  user?: string | undefined
  replaces?: string | undefined
}

const refuse = (path: 'user' | 'replaces', message: string) =>
  new Refusal('refused', message, [{ path, message }])

/**
 * An administrator gets in with the recovery key: one who is there already, or a new one in the place
 * of one who left, whose account is closed with the reason. To be called in a transaction.
 *
 * @returns who logs in now, and whose passphrase opens nothing any more
 */
export function succeedAdministrator(
  accounts: AccountStore,
  { holder, user, replaces }: Succession,
  doing: Omit<Doing, 'actor'>,
): { user: string; left: string | null } {
  accounts.ensureFirst(holder, doing)
  const administrators = accounts
    .all()
    .filter(({ closedOn, roles }) => closedOn === null && roles.includes('administrator'))
  const isAdministrator = (name: string) => administrators.some((one) => one.name === name)
  const usual = isAdministrator(holder) ? holder : administrators[0]?.name
  const name = user ?? usual ?? holder
  const known = accounts.get(name)
  if (known) {
    if (known.closedOn !== null)
      throw refuse('user', `“${name}”的账号已停用，名字不再使用。请填写别的姓名，可以加以区分。`)
    if (!isAdministrator(name))
      throw refuse(
        'user',
        `“${name}”不是系统管理员。恢复密钥只给系统管理员换口令，其他人的口令由系统管理员重设。`,
      )
    accounts.setPassphrase(name, null)
    return { user: name, left: null }
  }
  const left = replaces ?? usual ?? null
  if (left !== null && !isAdministrator(left))
    throw refuse('replaces', `“${left}”不是现在的系统管理员，不能由“${name}”接替。请核对姓名。`)
  const roles = (left !== null && accounts.get(left)?.roles) || firstRoles
  accounts.insert({ name, roles, scope: null }, { ...doing, actor: name })
  if (left !== null) accounts.close(left, `由“${name}”用恢复密钥接替`, { ...doing, actor: name })
  return { user: name, left }
}
