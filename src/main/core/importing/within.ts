import { Refusal } from '../../../shared/contract/result.ts'
import { type LedgerName, ledgers } from '../../../shared/domain/ledgers.ts'
import { outside } from '../access/access.ts'
import type { Desk } from '../context.ts'
import { block, blocked, type RowPlan } from './plan.ts'

/** What scoped accounts bring in: rows about people, households and posts, each with its place. */
const placed: ReadonlySet<LedgerName> = new Set([
  ...(['labourer', 'member', 'household', 'employment', 'employmentEnd', 'training', 'service'] as const),
  ...(['graduate', 'siteHousehold', 'post', 'assignment'] as const),
])

/** Refuses a ledger that belongs to the whole office. */
export function requirePlaced({ reach }: Desk, ledger: LedgerName): void {
  if (reach.codes === null || placed.has(ledger)) return
  throw new Refusal(
    'forbidden',
    `${ledgers[ledger].label}属于整个单位，您的账号只负责${reach.words()}，不能导入。请由负责整个单位的同事导入。`,
  )
}

/**
 * A row that touches a record outside of what the account is responsible for is blocked by itself, and
 * nothing is said of the record that it met. The same is refused once more as it is written.
 */
export function keepWithin(desk: Desk, plan: RowPlan): RowPlan {
  if (desk.reach.codes === null) return plan
  const places = plan.places ?? placesOf(desk, plan)
  if (plan.kind === 'blocked' && places.length === 0) return plan
  const isWithin = places.length > 0 ? places.every((place) => holds(desk, place)) : plan.kind !== 'new'
  return isWithin ? plan : blocked(plan.name, [block('region', 'row.outside', outside(desk))])
}

const holds = (desk: Desk, place: unknown) => desk.reach.holds(typeof place === 'string' ? place : null)

/** Where the person is registered now, and where the row says so. */
function placesOf(desk: Desk, plan: RowPlan): unknown[] {
  const now = plan.personId === null ? [] : [desk.recordRegions.regionOf('person', plan.personId)]
  const said = plan.changes().filter(({ field }) => field === 'region')
  return [...now, ...said.map(({ after }) => after)]
}
