import type {
  ReconcileCandidate,
  ReconcileDecision,
  ReconcileDifference,
  ReconcileEntry,
  ReconcileKind,
  ReconcilePerson,
  ReconcileRun,
} from '../../../shared/contract/calls/reconcile.ts'
import type { Reason } from '../../../shared/domain/reconcile/likeness.ts'
import { compareField } from '../../../shared/domain/reconcile/targets.ts'
import { fromStored } from '../db/columns.ts'
import type { Difference, KeptRow, Written } from './reconcile.store.ts'
import type { RunStore, ShownCandidate, ShownRow } from './reconcile-runs.store.ts'

/** Kept rows as a page shows them: values by field, pairs with both sides, decisions with who made them. */
export function createEntryView(store: RunStore, run: ReconcileRun) {
  const fields = run.fields.map((key) => compareField(run.ledger, key))

  function personOf(row: KeptRow): ReconcilePerson {
    const values: ReconcilePerson['values'] = {}
    const unreadable: ReconcilePerson['unreadable'] = {}
    const written = JSON.parse(row.content ?? '[]') as Written[]
    for (const [index, field] of written.length > 0 ? fields.entries() : []) {
      const one = written[index] ?? null
      if (typeof one === 'object' && one !== null) unreadable[field.key] = one.text
      else values[field.key] = fromStored(field.kind, one)
    }
    const { seq, place, recordId, name, idNumber, region, phone, birthDate, sex } = row
    const personId = row.personId !== null && store.isPerson(row.personId) ? row.personId : null
    return {
      seq,
      place,
      recordId,
      personId,
      name,
      idNumber,
      region,
      phone,
      birthDate,
      sex,
      values,
      unreadable,
    }
  }

  const decisionOf = ({ isSame, actor, at }: ShownRow | ShownCandidate): ReconcileDecision | null =>
    isSame === null ? null : { same: isSame === 1, actor: actor ?? '', at: at ?? '' }

  const candidatesOf = (theirs: number): ReconcileCandidate[] =>
    store.candidates(run.id, theirs).map((row) => ({
      ...personOf(row),
      points: row.points,
      reasons: JSON.parse(row.reasons) as Reason[],
      decision: decisionOf(row),
    }))

  const differencesOf = (row: KeptRow): ReconcileDifference[] =>
    (JSON.parse(row.differences ?? '[]') as Difference[]).map(({ field, ours, theirs, written }) => {
      const { kind } = compareField(run.ledger, field)
      return { field, ours: fromStored(kind, ours), theirs: fromStored(kind, theirs), written }
    })

  return (row: ShownRow): ReconcileEntry => {
    const partner = row.partner === null ? null : store.row(run.id, row.partner)
    const person = personOf(row)
    return {
      side: row.side,
      kind: row.kind as ReconcileKind,
      person,
      partner: partner && personOf(partner),
      differences: differencesOf(row),
      reason: row.reason,
      elsewhere: run.oursName === null && row.kind === 'onlyTheirs' && person.personId !== null,
      decision: decisionOf(row),
      candidates: row.kind === 'open' ? candidatesOf(row.seq) : [],
    }
  }
}
