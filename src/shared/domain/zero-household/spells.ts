/**
 * The times of a household without work, as the ledger has known them: what is written once stays
 * when forms are collected anew. A pure state machine over facts; whoever calls it keeps the spells.
 *
 *   found ─► zero ─┬─ somebody's work begins ─► employed
 *                  ├─ a valid statement ──────► unwilling ─┬─ it no longer stands ─► zero (resumed)
 *                  │                                       └─ work begins ─────────► employed
 *                  └─ no labour left, household dissolved ─► gone
 *
 * Whoever stops working after that is found anew, so a statement never outlives a job.
 */
export interface ZeroSpell {
  state: 'zero' | 'unwilling'
  /** Since when nobody works: the beginning of the case, which services and the deadline count from. */
  since: string
  from: string
  /** Null: goes on. On that day it was over already. */
  to: string | null
  begun: 'found' | 'resumed' | 'declared'
  ended: 'employed' | 'declared' | 'resumed' | 'gone' | null
}

/** What the ledger says of a household today. Days are YYYY-MM-DD. */
export interface HouseholdNow {
  /** It has labour, and nobody of it works. */
  isZero: boolean
  /** Last end of work that is known of its members. */
  workedUntil: string | null
  /** Beginning of the spell of work that ended last. */
  lastWorkFrom: string | null
  /** Day of the latest form: the beginning where nobody is known to have worked. */
  collectedOn: string | null
  /** Earliest beginning among those who work; null when nobody does, or nobody knows since when. */
  worksSince: string | null
  /** Somebody works. */
  isEmployed: boolean
  /** Day of the statement that stands; asked for only with the beginning of the case. */
  unwillingOn: (since: string) => string | null
  today: string
}

/** The later of two days. */
export const later = (one: string, other: string): string => (one > other ? one : other)

/** The last spell, when it goes on. */
export const openSpell = (spells: readonly ZeroSpell[]): ZeroSpell | null => {
  const last = spells.at(-1)
  return last?.to === null ? last : null
}

/** Since when nobody works: the last end of work, otherwise the first collection that the ledger remembers. */
function sinceOf(now: HouseholdNow, known: ZeroSpell | null): string {
  if (now.workedUntil !== null) return now.workedUntil
  const collected = now.collectedOn ?? now.today
  return known && known.since < collected ? known.since : collected
}

const closed = (spell: ZeroSpell, day: string, ended: ZeroSpell['ended']): ZeroSpell => ({
  ...spell,
  to: later(day, spell.from),
  ended,
})

/** The spells of a household brought up to today. The same facts give the same spells again. */
export function advance(spells: readonly ZeroSpell[], now: HouseholdNow): ZeroSpell[] {
  const next = [...spells]
  const last = next.at(-1)
  const end = (day: string, ended: ZeroSpell['ended']): void => {
    next.push(closed(next.pop() as ZeroSpell, day, ended))
  }
  if (!now.isZero) {
    if (last?.to !== null) return next
    if (now.isEmployed) end(now.worksSince ?? now.today, 'employed')
    else end(now.today, 'gone')
    return next
  }
  const since = sinceOf(now, openSpell(next))
  const begin = (from: string): void => {
    next.push({ state: 'zero', since, from, to: null, begun: 'found', ended: null })
  }
  if (!last) begin(since)
  else if (last.to !== null) {
    // The work that had ended it was a mistake and is gone: then it never ended.
    if (since < last.to) next.push({ ...(next.pop() as ZeroSpell), to: null, ended: null })
    else begin(since)
  } else if (now.lastWorkFrom !== null && since > last.since && now.lastWorkFrom >= last.since) {
    // Somebody worked in between; beginning and end were entered together.
    end(now.lastWorkFrom, 'employed')
    begin(later(since, next.at(-1)?.to ?? since))
  } else if (since !== last.since) {
    // The beginning was corrected.
    const floor = next.at(-2)?.to ?? since
    const from = last.begun === 'found' ? later(since, floor) : last.from
    next.push({ ...(next.pop() as ZeroSpell), since, from })
  }
  const current = next.at(-1) as ZeroSpell
  const unwillingOn = now.unwillingOn(current.since)
  if (unwillingOn !== null && current.begun === 'resumed' && unwillingOn <= current.from) {
    // What stands again never lapsed.
    next.pop()
    next.push({ ...(next.pop() as ZeroSpell), to: null, ended: null })
  } else if (unwillingOn !== null && current.state === 'zero') {
    end(unwillingOn, 'declared')
    const from = later(unwillingOn, current.from)
    next.push({ state: 'unwilling', since: current.since, from, to: null, begun: 'declared', ended: null })
  } else if (unwillingOn === null && current.state === 'unwilling') {
    end(now.today, 'resumed')
    const from = later(now.today, current.from)
    next.push({ state: 'zero', since: current.since, from, to: null, begun: 'resumed', ended: null })
  }
  return next
}
