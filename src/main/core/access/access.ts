import type { Call, RecordKind, Subject } from '../../../shared/contract/call.ts'
import { contract } from '../../../shared/contract/index.ts'
import { Refusal } from '../../../shared/contract/result.ts'
import {
  ofEverybody,
  permissionLabels,
  permissionsOf,
  roles,
  rolesInWords,
  rolesThatMay,
} from '../../../shared/domain/account/roles.ts'
import type { Desk } from '../context.ts'
import type { Entity } from '../history/batch.store.ts'

/** What of a desk says who is at it. */
type Checked = Pick<Desk, 'account' | 'reach' | 'recordRegions'>

/**
 * Why the account may not make this call at all, as a sentence; null when it may. With `requireRecords`
 * the one place where roles and scopes are asked. What lists and figures show is narrowed by
 * `desk.reach`, what is written is looked at by `guardOf` as it is written.
 */
export function refusalToRole(
  { account, reach }: Checked,
  call: Pick<Call<never, unknown>, 'permission' | 'reach'>,
): string | null {
  const { permission } = call
  if (permission === 'open') return null
  if (account.passphraseBy !== null && !ofEverybody.includes(permission))
    return `您的口令是“${account.passphraseBy}”设置的，还不是只有您自己知道的口令。请先更换口令，再继续办理。`
  if (!permissionsOf(account.roles).has(permission)) {
    const others = rolesThatMay(permission).map((role) => roles[role].label)
    return `您的角色是${rolesInWords(account.roles)}，不能${permissionLabels[permission]}。请由${others.join('或')}办理。`
  }
  if (reach.codes === null || call.reach !== 'office') return null
  return `这项功能面向整个单位，您的账号只负责${reach.words()}，不能使用。请由负责整个单位的同事办理。`
}

/** Names of the calls that the account may make. */
export const callsOf = (desk: Checked): string[] =>
  Object.entries(contract)
    .filter(([, call]) => refusalToRole(desk, call) === null)
    .map(([name]) => name)

/**
 * Whether the records that the input names lie within what the account is responsible for.
 *
 * @throws Refusal `forbidden`
 */
export function requireRecords(
  desk: Checked,
  { permission, reach }: Pick<Call<never, unknown>, 'permission' | 'reach'>,
  input: unknown,
): void {
  if (permission === 'open' || typeof reach === 'string' || desk.reach.codes === null) return
  for (const [place, subject] of Object.entries(reach)) {
    const kind = kindOf(subject, input)
    for (const id of at(input, place)) if (typeof id === 'number' && kind) requireWithin(desk, kind, id)
  }
}

/** Everything that stands at a place of the input, in lists too. */
const at = (input: unknown, place: string): unknown[] =>
  place
    .split('.')
    .reduce<unknown[]>(
      (values, key) =>
        values.flatMap((value) =>
          value !== null && typeof value === 'object' ? ((value as Record<string, unknown>)[key] ?? []) : [],
        ),
      [input],
    )

const kindOf = (subject: Subject, input: unknown): RecordKind | undefined =>
  typeof subject === 'string' ? subject : subject.kinds[String(at(input, subject.by)[0])]

/** Refuses a record outside of what the account is responsible for; one that is not there is for the handler to say. */
export function requireWithin(desk: Checked, kind: RecordKind, id: number): void {
  const region = desk.recordRegions.regionOf(kind, id)
  if (region === undefined || desk.reach.holds(region)) return
  throw new Refusal(
    'forbidden',
    `这条记录不在您负责的范围（${desk.reach.words()}）内，不能查看或修改。请由负责那里的同事办理。`,
  )
}

export const outside = (desk: Pick<Desk, 'reach'>): string =>
  `户籍地或所在地不在您负责的范围（${desk.reach.words()}）内。请核对村（社区），或请负责那里的同事办理`

/**
 * Looks at a row as it is written: asked before a change and after it, so that nothing is taken out of
 * the scope or moved into it. Undefined for the whole office, which costs nothing.
 */
export function guardOf(desk: Checked): ((entity: Entity, id: number) => void) | undefined {
  if (desk.reach.codes === null) return undefined
  return (entity, id) => {
    if (!desk.reach.holds(desk.recordRegions.regionOf(entity, id)))
      throw new Refusal('forbidden', `${outside(desk)}，没有保存。`)
  }
}
