import type { AnyRecord, FieldValue } from '../../../shared/domain/field.ts'
import { ledgers } from '../../../shared/domain/ledgers.ts'
import { equalValues, isBlank, type MergedRecord, mergeRecord } from '../../../shared/domain/merge.ts'
import type { Desk } from '../context.ts'
import type { ApplyOptions } from '../importing/plan.ts'
import type { PackageStore, Peer } from './package.store.ts'
import { createPastStates } from './past-state.store.ts'
import { ofHousehold, type SharedSheet } from './shared-record.ts'

/**
 * The three-way merge as an import's applier meets it: between what a row says and what it plans to
 * write. The applier has found the record that is here; what is to stay as it is gets taken out of
 * the row, so one walk over the file is enough.
 *
 *   const merge = createRowMerge(desk, { … })
 *   const applier = applierOf(ledger)(desk, { ...options, settle: merge.settle })
 *   merge.begin(entry); const plan = applier.plan(values, row); const outcome = merge.outcome()
 */
export interface MergeSetting {
  store: PackageStore
  shared: SharedSheet
  options: ApplyOptions
  peer: Peer
  profileKey: string
  /** 0-based sheet of the profile. */
  sheet: number
  /** The last change that a package to this peer has carried: no version above it can have been seen. */
  lastSent: number
  /** JSON list of received packages that do not count. */
  except: string
  /** What a person decided for conflicts of a field from now on. */
  choices: ReadonlyMap<string, 'ours' | 'theirs'>
}

export interface RowOutcome extends MergedRecord {
  /** The key under which both sides know the record. */
  key: string
}

const isOfHousehold = new Set<string>(ofHousehold)

const householdField = (values: AnyRecord): string | null =>
  'headIdNumber' in values ? 'headIdNumber' : 'householdCode' in values ? 'householdCode' : null

export function createRowMerge(desk: Desk, setting: MergeSetting) {
  const { shared, options, store } = setting
  const past = createPastStates(desk.db)
  const guarded = new Set<string>(options.guarded ?? [])
  for (const field of ledgers[shared.ledger].fields) if (field.guarded) guarded.add(field.key)
  const clears = new Set(options.blankClears)
  const isPerson = shared.entity === 'person'
  let seen: number | null = null
  let outcome: RowOutcome | null = null

  /** Head's ID number, or code, of the household that a person lives in. */
  function householdOf({ householdId }: AnyRecord, field: string): FieldValue {
    if (typeof householdId !== 'number') return null
    return field === 'householdCode'
      ? (desk.households.get(householdId)?.householdCode ?? null)
      : desk.households.headIdNumber(householdId)
  }

  /** What both sides last knew of the record; null when nothing. */
  function baseOf(
    before: AnyRecord & { id: number },
    key: string,
    household: string | null,
  ): AnyRecord | null {
    const { sheet, profileKey: profile, peer, except } = setting
    const taken = store.lastTaken({ key, sheet, profile, peer, except })
    const stated = seen !== null && seen <= setting.lastSent ? seen : null
    const fromUs = stated !== null && (taken === null || stated > taken.ourSeq)
    const at = fromUs ? stated : taken?.ourSeq
    if (at === undefined || at === null) return null
    const personId = isPerson ? before.id : ((before.personId as number | undefined) ?? null)
    const state = past.stateAt(shared.entity, before, personId, at)
    if (!state) return null
    if (household) state[household] = householdOf(state, household)
    return fromUs ? state : Object.assign(state, taken?.differs)
  }

  function settle(before: AnyRecord | null, values: AnyRecord): AnyRecord {
    if (before === null) {
      outcome = { key: shared.key(values), taken: {}, conflicts: [], kept: [], guarded: [], differs: {} }
      return values
    }
    const here = before as AnyRecord & { id: number }
    const key = shared.key({ ...picked(values, shared.keyFields), ...filled(here, shared.keyFields) })
    const household = isPerson ? householdField(values) : null
    // Only what differs: records have a hundred fields, and nearly all of them are the same on both sides.
    const ours: AnyRecord = {}
    const theirs: AnyRecord = {}
    for (const field in values) {
      const mine = field === household ? householdOf(here, field) : (here[field] ?? null)
      const their = values[field] ?? null
      if (mine === their || (field !== household && !shared.merged(field)) || equalValues(mine, their))
        continue
      ours[field] = mine
      theirs[field] = their
    }
    const merged = mergeRecord(ours, theirs, () => baseOf(here, key, household), {
      blankClears: (field) => clears.has(field),
      guarded: (field) => guarded.has(field),
      same: (field, one, other) => options.sayTheSame?.(field, one, other) ?? false,
      choice: (field) => setting.choices.get(field),
    })
    outcome = { key, ...merged }
    // A household is left or moved to as a whole.
    const staysHome = household !== null && (household in merged.differs || !(household in theirs))
    // A blank that keeps says nothing to the applier either.
    const stays = Object.keys(merged.differs).some((field) => !isBlank(values[field]) || clears.has(field))
    if (!stays && !staysHome) return values
    const settled: AnyRecord = {}
    for (const field in values)
      if (!(field in merged.differs) && !(staysHome && isOfHousehold.has(field)))
        settled[field] = values[field] ?? null
    return settled
  }

  return {
    settle,
    /** Before the plan of a row: the version of ours that its sender has seen. */
    begin(base: number | null): void {
      seen = base
      outcome = null
    },
    /** After the plan: what the merge did; null when the row never came to a record. */
    outcome: (): RowOutcome | null => outcome,
  }
}

const picked = (record: AnyRecord, keys: readonly string[]): AnyRecord =>
  Object.fromEntries(keys.map((key) => [key, record[key] ?? null]))

/** The fields that are filled here. */
const filled = (record: AnyRecord, keys: readonly string[]): AnyRecord =>
  Object.fromEntries(keys.filter((key) => !isBlank(record[key])).map((key) => [key, record[key] ?? null]))
