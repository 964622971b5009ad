import type { ReceivedCounts, ReceivedKind, RowResult } from '../../../shared/contract/calls/package.ts'
import { Refusal } from '../../../shared/contract/result.ts'
import { fieldByKey } from '../../../shared/domain/field.ts'
import { ledgers } from '../../../shared/domain/ledgers.ts'
import type { Violation } from '../../../shared/domain/violation.ts'
import type { CallScope } from '../context.ts'
import { appliers } from '../importing/import.service.ts'
import { noChanges, type RowPlan } from '../importing/plan.ts'
import { newestOut, undonePackages } from './channel.ts'
import { createConflictStore } from './conflict.store.ts'
import type { Incoming } from './incoming.ts'
import { createRowMerge, type RowOutcome } from './merge-apply.ts'
import { createPackageStore } from './package.store.ts'
import { readProfileRows } from './profile-reader.ts'
import { nameOf, type SharedSheet, sharedSheet } from './shared-record.ts'

/** One row of a package, planned and merged but not yet written. */
export interface ReceivedPlan {
  sheet: number
  row: number
  key: string
  name: string
  /** The sender's version, and ours that it has seen. */
  version: number
  base: number | null
  kind: ReceivedKind
  result: RowResult
  plan: RowPlan
  outcome: RowOutcome | null
  shared: SharedSheet
}

export interface ReceivedWalk {
  counts: ReceivedCounts
  violations: Record<string, number>
  /** Asked of each applier after the last row, as in an import. */
  finish: ((batch: Parameters<NonNullable<RowPlan['apply']>>[0]) => void)[]
}

export const noCounts = (): ReceivedCounts => ({
  ...{ rows: 0, new: 0, changed: 0, merged: 0, conflict: 0, unchanged: 0, blocked: 0, warned: 0 },
})

/**
 * Goes through every row of a package once: read by the profile, met with the record that is here,
 * merged, planned by the import's applier. `take` shows it or writes it.
 *
 * @throws Refusal when rows and envelope do not tell the same rows
 */
export async function walkPackage(
  scope: CallScope,
  incoming: Incoming,
  phase: string,
  take: (row: ReceivedPlan) => void,
): Promise<ReceivedWalk> {
  const { desk } = scope
  const { envelope, known, workbook } = incoming
  if (!known) throw new TypeError('a receipt has no rows of its own')
  const { profile } = known
  const store = createPackageStore(desk.db)
  const peer = { code: envelope.sender.code, name: envelope.sender.name }
  const common = {
    store,
    peer,
    profileKey: profile.key,
    lastSent: Math.max(
      newestOut(store, peer, profile.key, false)?.ourSeq ?? 0,
      newestOut(store, peer, profile.key, true)?.ourSeq ?? 0,
    ),
    except: JSON.stringify([...undonePackages(desk, store)]),
    choices: createConflictStore(desk.db).choices(profile.key),
  }
  const walk: ReceivedWalk = { counts: noCounts(), violations: {}, finish: [] }
  const total = envelope.sheets.reduce((sum, { rows }) => sum + rows.length, 0)
  if (envelope.sheets.length !== profile.sheets.length) throw differentRows(profile.label)
  for (const [index, sheet] of profile.sheets.entries()) {
    const stated = new Map((envelope.sheets[index]?.rows ?? []).map((one) => [one.row, one]))
    const read = await readProfileRows(desk, workbook, profile, index, { mode: 'both', blankClears: [] })
    const shared = sharedSheet(sheet)
    const merge = createRowMerge(desk, { ...common, shared, options: read.options, sheet: index })
    const applier = appliers[sheet.ledger](desk, { ...read.options, settle: merge.settle })
    let rows = 0
    for await (const { row, values, problems, notes } of read.rows) {
      const one = stated.get(row)
      if (!one) throw differentRows(sheet.name)
      merge.begin(one.base)
      const plan: RowPlan =
        problems.length > 0 ? blockedBy(nameOf(values), problems) : applier.plan(values, row)
      const outcome = plan.kind === 'blocked' ? null : merge.outcome()
      plan.violations = [...notes, ...plan.violations, ...guardedNotes(sheet.ledger, outcome)]
      const kind = kindOf(plan, outcome)
      take({
        ...{ sheet: index, row, version: one.version, base: one.base, kind, plan, outcome, shared },
        key: outcome?.key ?? shared.key(values),
        name: plan.name || nameOf(values),
        result: resultOf(kind, outcome),
      })
      count(walk, kind, plan)
      if (++rows % 500 === 0) {
        scope.progress(phase, walk.counts.rows, total)
        scope.checkCancelled()
      }
    }
    if (rows !== stated.size) throw differentRows(sheet.name)
    if (applier.finish) walk.finish.push(applier.finish)
  }
  return walk
}

const differentRows = (sheet: string) =>
  new Refusal(
    'refused',
    `工作表“${sheet}”的行与报送信息里登记的行对不上，没有写入任何内容。请对方重新生成这个包。`,
  )

const blockedBy = (name: string, violations: Violation[]): RowPlan => ({
  ...{ kind: 'blocked', name, personId: null, changes: noChanges, violations, apply: null },
})

function guardedNotes(ledger: SharedSheet['ledger'], outcome: RowOutcome | null): Violation[] {
  return (outcome?.guarded ?? []).map((field) => ({
    field,
    code: 'row.guarded',
    severity: 'warns',
    message: `${fieldByKey(ledgers[ledger], field).label}与台账不同，报送包不能修改这一项，已保留台账的内容`,
  }))
}

function kindOf(plan: RowPlan, outcome: RowOutcome | null): ReceivedKind {
  if (plan.kind === 'blocked' || plan.kind === 'new') return plan.kind
  if (outcome && outcome.conflicts.length > 0) return 'conflict'
  if (outcome && outcome.kept.length > 0 && plan.kind === 'changed') return 'merged'
  return plan.kind
}

/** What the sender is told: whether its row stands here as it was sent. */
function resultOf(kind: ReceivedKind, outcome: RowOutcome | null): RowResult {
  if (kind === 'blocked') return 'refused'
  if (kind === 'conflict') return 'conflict'
  return outcome && outcome.kept.length + outcome.guarded.length > 0 ? 'changed' : 'accepted'
}

function count({ counts, violations }: ReceivedWalk, kind: ReceivedKind, plan: RowPlan): void {
  counts.rows++
  counts[kind]++
  if (kind !== 'blocked' && plan.violations.length > 0) counts.warned++
  for (const { code } of plan.violations) violations[code] = (violations[code] ?? 0) + 1
}
