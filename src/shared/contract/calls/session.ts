import { z } from 'zod'
import type { Role } from '../../domain/account/roles.ts'
import { read, write } from '../call.ts'
import { noInput, regionCode } from '../schemas.ts'

export const passphrase = z.string('请输入口令').min(8, '口令至少8个字符').max(200, '口令不超过200个字符')

/** Name of an account, as it stands in the history. */
export const accountName = z
  .string('请填写姓名')
  .trim()
  .min(2, '请填写姓名（至少2个字）')
  .max(30, '姓名不超过30字')

export interface SessionStatus {
  /** `new`: no database yet; `locked`: waiting for the passphrase; `unusable`: see message. */
  state: 'new' | 'locked' | 'open' | 'unusable'
  message?: string
  unit?: { name: string; regionCode: string; regionName: string }
  user?: string
  /** Answered to an unlocking: wrong passphrases for this account since it was unlocked last; absent for none. */
  failedTries?: number
  /** Of who is logged in. */
  account?: {
    roles: Role[]
    /** Names of the calls that the account may make: what a screen need not offer is not among them. */
    calls: string[]
    /** Townships or villages; null: the whole office. */
    scope: { code: string; name: string }[] | null
    /** Who set the passphrase, which has to be changed before anything else; null once it is the account's own. */
    passphraseBy: string | null
  }
  /** Who can log in, while it is locked. */
  accounts?: string[]
  demo: boolean
  version: string
  today: string
}

export const sessionCalls = {
  'session.status': read<SessionStatus>()('open', noInput),
  'session.setup': write<{ recoveryKey: string }>()(
    'open',
    z.object({
      unitName: z.string('请填写单位名称').trim().min(2, '请填写单位名称').max(60, '单位名称不超过60字'),
      regionCode,
      userName: accountName,
      passphrase,
    }),
  ),
  'session.setupDemo': write<{ people: number; households: number; passphrase: string }>()(
    'open',
    z.object({
      people: z.int().min(10, '至少生成10人').max(1_000_000, '最多生成100万人'),
      seed: z.int().min(0).max(2_147_483_647).default(1),
      regionCode: regionCode.default('433126000000'),
      passphrase: passphrase.optional(),
    }),
  ),
  /** `user` may be left out while there is one account. */
  'session.unlock': write<SessionStatus>()(
    'open',
    z.object({ user: z.string().max(30).optional(), passphrase: z.string().max(200) }),
  ),
  /**
   * Gives an administrator a new passphrase: the one who set the office up unless `user` names another. A
   * name that is not there yet takes the place of `replaces`, whose account is closed: that administrator has left.
   */
  'session.recover': write<SessionStatus>()(
    'open',
    z.object({
      recoveryKey: z.string().max(200),
      newPassphrase: passphrase,
      user: accountName.optional(),
      replaces: z.string().max(30).optional(),
    }),
  ),
  /** Somebody is using a window: puts off the locking by time. */
  'session.touch': read<null>()('open', noInput, 'any'),
  'session.lock': write<SessionStatus>()('open', noInput),
  'session.changePassphrase': write<null>()(
    'own',
    z.object({ old: z.string().max(200), new: passphrase }),
    'any',
  ),
}
