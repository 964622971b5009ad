import { z } from 'zod'
import { type Role, roleKeys } from '../../domain/account/roles.ts'
import { read, write } from '../call.ts'
import { noInput, reason, regionCode } from '../schemas.ts'
import { accountName, passphrase } from './session.ts'

export interface AccountView {
  name: string
  roles: Role[]
  /** Townships or villages; null: the whole office. */
  scope: { code: string; name: string }[] | null
  openedOn: string
  openedBy: string
  /** Null: in use. */
  closedOn: string | null
  closedBy: string | null
  closedReason: string | null
  /** Whether it has a passphrase; one that is in use and has none is given one by an administrator. */
  hasPassphrase: boolean
  /** Who set it; null once it is the account's own. */
  passphraseBy: string | null
}

const roles = z
  .array(z.enum(roleKeys, '没有这个角色'), '请选择角色')
  .max(4, '角色不超过4个')
  .transform((held) => roleKeys.filter((role) => held.includes(role)))
const scope = z
  .array(regionCode, '请选择负责的范围')
  .max(50, '负责的乡镇和村不超过50个')
  .nullable()
  .transform((codes) => codes && [...new Set(codes)].sort())

export const accountCalls = {
  'account.list': read<AccountView[]>()('account.edit', noInput),
  'account.add': write<AccountView>()(
    'account.edit',
    z.object({ name: accountName, roles, scope: scope.default(null), passphrase }),
  ),
  /** Roles and scope; in force from the next call on. A name never changes: it stands in the history. */
  'account.save': write<AccountView>()('account.edit', z.object({ name: accountName, roles, scope })),
  /** Somebody leaves: the passphrase opens nothing from then on, the name stays in the history. */
  'account.close': write<AccountView>()('account.edit', z.object({ name: accountName, reason })),
  'account.resetPassphrase': write<AccountView>()(
    'account.edit',
    z.object({ name: accountName, passphrase }),
  ),
}
