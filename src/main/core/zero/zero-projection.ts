import { addMonths, firstDay, lastDay } from '../../../shared/domain/calendar.ts'
import { dueDayAfterPauses } from '../../../shared/domain/duty/clock.ts'
import type { Violation } from '../../../shared/domain/violation.ts'
import { helpGiven, missingEvidence } from '../../../shared/domain/zero-household/evidence.ts'
import { advance, type HouseholdNow, openSpell } from '../../../shared/domain/zero-household/spells.ts'
import { businessDate, type Desk } from '../context.ts'
import type { TrackedRow } from '../db/tracked-table.ts'
import type { DutyTime } from '../duty/projection.ts'
import type { StoredSpell, ZeroRow } from './zero.store.ts'

const day = (loose: string | null, of: (loose: string) => string): string | null =>
  loose === null ? null : of(loose)

/** What a statement that is kept lacks today. */
export function statementMissing(
  desk: Desk,
  statement: TrackedRow,
  since: string | null,
  { today, parameters }: DutyTime,
): Violation[] {
  const householdId = statement.householdId as number
  return missingEvidence(statement, {
    since,
    services: desk.duties.servicesOfHousehold(householdId),
    hasFile: desk.attachments.count('unwilling_statement', statement.id) > 0,
    willing: desk.zero.willing(householdId),
    today,
    parameters,
  })
}

/** The statement of a household that stands, for a time without work that began on that day. */
function standingStatement(
  desk: Desk,
  householdId: number,
  since: string,
  time: DutyTime,
): TrackedRow | null {
  for (const id of desk.statements.idsOf(householdId)) {
    const statement = desk.statements.get(id)
    if (statement && statementMissing(desk, statement, since, time).length === 0) return statement
  }
  return null
}

/** A month on from the beginning, moved by the pauses of its clock. */
function dueDay(desk: Desk, standsFor: number | null, since: string, { parameters }: DutyTime): string {
  const dueOn = addMonths(since, parameters.zeroHouseholdMonths)
  if (standsFor === null) return dueOn
  const pauses = desk.duties
    .pauses(standsFor, 'zeroHousehold')
    .filter(({ from }) => businessDate(from) >= since)
  return dueDayAfterPauses(dueOn, pauses)
}

export interface ZeroLook {
  spells: StoredSpell[]
  /** Null: not to be listed. */
  row: ZeroRow | null
  region: string | null
}

/** How a household stands today, and since when; nothing is written. */
export function lookAt(desk: Desk, id: number, time: DutyTime): ZeroLook {
  const { today, parameters } = time
  const known = desk.zero.spells(id)
  const facts = desk.zero.facts(id)
  let standing: TrackedRow | null = null
  const now: HouseholdNow = {
    isZero: facts !== undefined && facts.labour >= 1 && facts.employed === 0,
    isEmployed: (facts?.employed ?? 0) > 0,
    workedUntil: day(facts?.workedUntil ?? null, lastDay),
    lastWorkFrom: day(facts?.lastWorkFrom ?? null, firstDay),
    collectedOn: facts?.collectedOn ?? null,
    worksSince: day(facts?.worksSince ?? null, firstDay),
    unwillingOn(since) {
      standing = standingStatement(desk, id, since, time)
      return standing === null ? null : String(standing.signedOn)
    },
    today,
  }
  const dueOf = (since: string) => dueDay(desk, facts?.standsFor ?? null, since, time)
  const spells = advance(known, now).map((spell): StoredSpell => {
    const kept = (spell as Partial<StoredSpell>).dueOn
    return { ...spell, dueOn: spell.to !== null && kept ? kept : dueOf(spell.since) }
  })
  // A household that was dissolved stays in the months of the place where it was.
  const region = facts ? facts.region : desk.zero.regionOf(id)
  const open = openSpell(spells) as StoredSpell | null
  const last = spells.at(-1)
  const statement = standing as TrackedRow | null
  if (open) {
    const { done } = helpGiven(desk.duties.servicesOfHousehold(id), open.since, today, parameters)
    const isUnwilling = open.state === 'unwilling'
    const row: ZeroRow = {
      id,
      state: isUnwilling ? 'unwilling' : done > 0 ? 'helping' : 'open',
      since: open.since,
      dueOn: isUnwilling ? null : open.dueOn,
      services: done,
      reason: isUnwilling ? ((statement?.reason as string | undefined) ?? null) : null,
      clearedOn: null,
    }
    return { spells, row, region }
  }
  if (last?.ended !== 'employed') return { spells, row: null, region }
  const { done } = helpGiven(desk.duties.servicesOfHousehold(id), last.since, last.to ?? today, parameters)
  const row: ZeroRow = {
    id,
    state: 'employed',
    since: last.since,
    dueOn: null,
    services: done,
    reason: null,
    clearedOn: last.to,
  }
  return { spells, row, region }
}

/** Writes anew how a household stands. */
export function projectHousehold(desk: Desk, id: number, time: DutyTime): void {
  const { spells, row, region } = lookAt(desk, id, time)
  // Most households have never been without work: nothing of them is kept.
  if (spells.length > 0) desk.zero.replace(id, region, spells, row)
}
