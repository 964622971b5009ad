import type { ConflictView } from '../../../shared/contract/calls/package.ts'
import type { AnyRecord, FieldValue } from '../../../shared/domain/field.ts'
import { fieldByKey } from '../../../shared/domain/field.ts'
import { type LedgerName, ledgers } from '../../../shared/domain/ledgers.ts'
import type { Desk, Handlers } from '../context.ts'
import type { Batch } from '../history/batch.store.ts'
import { appliers } from '../importing/import.service.ts'
import { regionNamesIn } from '../ledger/ledger.service.ts'
import { undonePackages } from './channel.ts'
import { type ConflictRow, createConflictStore, type NotCounted } from './conflict.store.ts'
import { allProfiles, profileByKey } from './profile-library.ts'
import { ofHousehold, sharedSheet } from './shared-record.ts'

/** Received packages and decisions that were undone. */
export function notCounted(desk: Desk): NotCounted {
  const undone = createConflictStore(desk.db)
    .undoneDecisions()
    .filter((id) => !desk.batches.isInForce(id))
  return { packages: JSON.stringify([...undonePackages(desk)]), batches: JSON.stringify(undone) }
}

const labelOf = (ledger: LedgerName, field: string): string => fieldByKey(ledgers[ledger], field).label

const fieldOf = (ledger: LedgerName, key: string) => ledgers[ledger].fields.find((field) => field.key === key)

const isPerson = (ledger: LedgerName) => ledger === 'labourer' || ledger === 'member'

/** What stands here now, which may have been changed since the conflict was met. */
function oursNow(desk: Desk, { ledger, key, field, ours }: ConflictRow): FieldValue {
  if (!isPerson(ledger)) return ours
  const person = desk.people.byIdNumber(key)
  if (!person) return ours
  return field in person ? (person[field] ?? null) : ours
}

const viewOf = (desk: Desk, conflict: ConflictRow): ConflictView => ({
  id: conflict.id,
  packageId: conflict.package,
  ledger: conflict.ledger,
  name: conflict.name,
  key: conflict.key,
  sender: conflict.peerName,
  oursFrom: conflict.oursFrom,
  profile: { key: conflict.profileKey, label: conflict.profileLabel },
  personId: desk.people.idByIdNumber(conflict.key.split('|')[0] ?? '') ?? null,
  field: conflict.field,
  label: labelOf(conflict.ledger, conflict.field),
  base: conflict.base ?? null,
  baseKnown: conflict.base !== undefined,
  ours: oursNow(desk, conflict),
  theirs: conflict.theirs,
})

/** The row of a package that a decision for the sender stands for: what identifies the record, and the decided fields. */
function decidedRow(desk: Desk, conflicts: readonly ConflictRow[]): AnyRecord {
  const [first] = conflicts
  if (!first) return {}
  const { profile } = profileByKey(desk, first.profileKey)
  const sheet = profile.sheets[first.sheet]
  const keys = sheet ? sharedSheet(sheet).keyFields : []
  const parts = first.key.split('|')
  const row: AnyRecord = Object.fromEntries(keys.map((key, index) => [key, parts[index] || null]))
  const named = first.ledger === 'household' ? 'headName' : 'name'
  return {
    ...row,
    [named]: first.name,
    ...Object.fromEntries(conflicts.map(({ field, theirs }) => [field, theirs])),
  }
}

/** Writes what was decided for the sender, record by record; answers those that a rule does not allow. */
function takeTheirs(
  desk: Desk,
  batch: Batch,
  conflicts: readonly ConflictRow[],
  refused: Map<number, string>,
): void {
  const byRecord = Map.groupBy(conflicts, ({ ledger, sheet, profileKey, key }) =>
    JSON.stringify([ledger, sheet, profileKey, key]),
  )
  const made = new Map<LedgerName, ReturnType<(typeof appliers)[LedgerName]>>()
  for (const group of byRecord.values()) {
    const [{ ledger }] = group as [ConflictRow, ...ConflictRow[]]
    // One applier for a whole ledger would refuse a record that stands in the lists of two senders.
    const applier =
      isPerson(ledger) || ledger === 'household'
        ? appliers[ledger](desk, options(group))
        : (made.get(ledger) ?? appliers[ledger](desk, options(group)))
    made.set(ledger, applier)
    const plan = applier.plan(decidedRow(desk, group), 1)
    if (plan.kind === 'blocked') {
      const reason = plan.violations.map(({ message }) => message).join('；')
      for (const { id } of group) refused.set(id, reason)
      continue
    }
    plan.apply?.(batch)
    applier.finish?.(batch)
  }
}

const options = (conflicts: readonly ConflictRow[]) => ({
  mode: 'update' as const,
  blankClears: conflicts
    .filter(({ theirs, field }) => theirs === null && !(ofHousehold as readonly string[]).includes(field))
    .map(({ field }) => field),
})

export const conflictHandlers = {
  'conflict.groups': (_input, { desk }) => {
    const store = createConflictStore(desk.db)
    const choices = store.allChoices()
    return store.groups(notCounted(desk)).map(({ profileKey, profileLabel, ledger, field, count }) => ({
      profile: { key: profileKey, label: profileLabel },
      ...{ field, label: labelOf(ledger, field), count },
      choice: choices.find((one) => one.profileKey === profileKey && one.field === field)?.choice ?? null,
    }))
  },
  'conflict.choices': (_input, { desk }) =>
    createConflictStore(desk.db)
      .allChoices()
      .flatMap(({ profileKey, field, choice }) => {
        const known = allProfiles(desk).find(({ profile }) => profile.key === profileKey)?.profile
        const ledger = known?.sheets.find((sheet) => fieldOf(sheet.ledger, field))?.ledger
        if (!known || !ledger) return []
        const profile = { key: profileKey, label: known.label }
        return [{ profile, field, label: labelOf(ledger, field), choice }]
      }),
  'conflict.list': ({ profile, field, limit, offset }, { desk }) => {
    const store = createConflictStore(desk.db)
    const except = notCounted(desk)
    const rows = store.page(except, { profile, field }, limit, offset).map((row) => viewOf(desk, row))
    const total = store
      .groups(except)
      .filter(
        (group) =>
          (profile ?? group.profileKey) === group.profileKey && (field ?? group.field) === group.field,
      )
      .reduce((sum, { count }) => sum + count, 0)
    const byLedger = Map.groupBy(rows, ({ ledger }) => ledger)
    const names = [...byLedger].map(([ledger, views]) =>
      regionNamesIn(
        desk,
        ledger,
        views.flatMap((view) =>
          [view.base, view.ours, view.theirs].map((value) => ({ [view.field]: value })),
        ),
      ),
    )
    return { rows, total, regionNames: Object.assign({}, ...names) as Record<string, string> }
  },
  'conflict.decide': ({ which, choice, remember }, { desk }) => {
    const store = createConflictStore(desk.db)
    const except = notCounted(desk)
    const chosen = 'ids' in which ? store.byIds(except, which.ids) : store.page(except, which, -1, 0)
    const labels = [...new Set(chosen.map(({ ledger, field }) => labelOf(ledger, field)))]
    const batch = desk.openBatch(
      'decide',
      `认定${labels.slice(0, 3).join('、')}${labels.length > 3 ? '等' : ''}：${choice === 'ours' ? '保留本单位的' : '采用对方的'}`,
    )
    const refused = new Map<number, string>()
    if (choice === 'theirs') takeTheirs(desk, batch, chosen, refused)
    const decided = chosen.filter(({ id }) => !refused.has(id))
    for (const { id } of decided) store.decide(id, choice, batch.id)
    if (remember) {
      for (const { profileKey, field } of chosen)
        store.remember(profileKey, field, choice, desk.user, desk.now())
    }
    const batchId = batch.close({
      ...{ rows: chosen.length, inserted: 0, warned: 0, blocked: refused.size },
      updated: choice === 'theirs' ? decided.length : 0,
      unchanged: choice === 'ours' ? decided.length : 0,
    })
    return {
      batchId,
      decided: decided.length,
      refused: chosen
        .filter(({ id }) => refused.has(id))
        .map(({ id, name }) => ({ name, reason: refused.get(id) ?? '' })),
    }
  },
  'conflict.forget': ({ profile, field }, { desk }) => {
    createConflictStore(desk.db).forget(profile, field)
    return null
  },
} satisfies Partial<Handlers>
