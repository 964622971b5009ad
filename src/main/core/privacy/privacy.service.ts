import { randomBytes } from 'node:crypto'
import { type FullCall, fullCalls } from '../../../shared/contract/calls/privacy.ts'
import { Refusal } from '../../../shared/contract/result.ts'
import { type LedgerName, ledgers } from '../../../shared/domain/ledgers.ts'
import { parameterAt } from '../../../shared/domain/parameters.ts'
import type { CallScope, Desk, Handlers } from '../context.ts'
import { readKeyFile, unwrapKey, usersOf } from '../security/key-envelope.ts'
import { tryCounted } from '../session/attempts.ts'
import { createPrivacyStore } from './privacy.store.ts'

/** Long enough to read a number aloud or type it over; then whoever passes by sees a masked one again. */
const revealSeconds = 60
/** A large export is written in less; a permit that was not used does not lie about for the next day. */
const permitMinutes = 10

const minutesBefore = (instant: string, minutes: number): string =>
  new Date(Date.parse(instant) - minutes * 60_000).toISOString()

/** Throws a Refusal unless the permit was given to this account, for this call, some minutes ago. */
export function requirePermit(desk: Desk, name: string, token: string): void {
  const permit = createPrivacyStore(desk.db).permit(token)
  const now = desk.now()
  const holds =
    permit?.call === name &&
    permit.actor === desk.user &&
    permit.at <= now &&
    permit.at >= minutesBefore(now, permitMinutes)
  if (!holds) throw new Refusal('forbidden', '导出完整号码的许可不存在或已过期，请重新填写原因后再导出。')
}

/** The second person, when the office has one. */
async function witnessOf({ app, desk }: CallScope, given: { user: string; passphrase: string } | undefined) {
  const keyFile = readKeyFile(app.files.keys)
  const others = usersOf(keyFile).filter((user) => user !== desk.user)
  const about = (sentence: string, field: string) =>
    new Refusal('refused', sentence, [{ path: `witness.${field}`, message: sentence }])
  if (!given) {
    if (others.length === 0) return null
    throw about('导出完整号码须另一位人员在场确认：请填写其姓名，并由其输入自己的口令。', 'user')
  }
  if (!others.includes(given.user))
    throw about('没有这个人的账户，或就是您自己，请填写另一位人员的姓名。', 'user')
  if (desk.accounts.get(given.user)?.passphraseBy)
    throw about(
      `“${given.user}”的口令是别人设置的，还没有换成自己的，不能作为在场的另一人。请其先登录更换口令。`,
      'user',
    )
  await tryCounted(app.attempts, given.user, {
    path: 'witness.passphrase',
    wrong: '这位人员的口令不对，没有导出。',
    check: () => unwrapKey(keyFile, 'passphrase', given.passphrase, given.user),
  })
  return given.user
}

/** Masked fields of one record, by ledger. */
function numbersOf(desk: Desk, ledger: LedgerName, id: number): Record<string, string> {
  const keys = ledgers[ledger].fields.filter(({ mask }) => mask).map(({ key }) => key)
  const values = keys.length > 0 ? desk.ledger.rowOf(ledger, id, keys)?.values : undefined
  if (!values) throw new Refusal('not_found', '找不到这条记录，可能已删除，请刷新后重试。')
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}

export const privacyHandlers = {
  'person.reveal': ({ ledger, id }, { desk }) => {
    const store = createPrivacyStore(desk.db)
    const now = desk.now()
    const limit = parameterAt(desk.catalogue().parameters, 'revealsPerHour', desk.today())
    if (store.revealsSince(desk.user, minutesBefore(now, 60)) >= limit) {
      throw new Refusal(
        'refused',
        `一小时内查看完整号码已达${limit}次的上限，请稍后再查。确有需要的，请系统管理员调整参数，或说明原因后导出完整号码。`,
      )
    }
    const values = numbersOf(desk, ledger, id)
    store.addReveal(now, desk.user, ledger, id)
    return { values, seconds: revealSeconds }
  },
  'export.permit': async ({ call, reason, witness: given }, scope) => {
    const { desk } = scope
    const witness = await witnessOf(scope, given)
    const permit = randomBytes(16).toString('hex')
    createPrivacyStore(desk.db).addPermit(permit, { at: desk.now(), actor: desk.user, call, reason, witness })
    // Names of accounts are staff; the reason, which may say anything, stays with the permit.
    desk.trail.note({ permits: call, witness: witness ?? 'none' })
    return { permit, witness }
  },
  'export.permits': ({ offset, limit }, { desk }) => {
    const { rows, total } = createPrivacyStore(desk.db).permits(offset, limit)
    return {
      rows: rows.map(({ call, ...permit }) => ({ ...permit, label: fullCalls[call as FullCall] ?? call })),
      total,
    }
  },
} satisfies Partial<Handlers>

/** Said under a table whose numbers are not in full. */
export const maskedNote = '号码已遮盖'
