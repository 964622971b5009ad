import { Refusal } from '../../../shared/contract/result.ts'
import { likeness } from '../../../shared/domain/reconcile/likeness.ts'
import type { Desk } from '../context.ts'
import { createReconcileStore, type Difference, type KeptRow, type Written } from './reconcile.store.ts'
import { createDecisionStore } from './reconcile-decision.store.ts'
import { createComparer } from './reconcile-differences.ts'
import { createRunStore } from './reconcile-runs.store.ts'

/**
 * Decides whether two rows are the same person, and undoes it. A decision is remembered under what
 * identifies both rows, not under the run: the next run of the same list finds it again.
 */

/** What a row of a list is remembered by. */
const theirsKey = ({ idNumber, nameKey, phone, region, birthDate }: KeptRow): string =>
  [idNumber, nameKey, phone, region, birthDate].map((part) => part ?? '').join('|')
/** Ours has an ID number nearly always, and keeps it when the rest is mended. */
const oursKey = (row: KeptRow): string => (row.idNumber ? `#${row.idNumber}` : theirsKey(row))

const gone = () => new Refusal('conflict', '这一行已经由别处认定，请刷新后再看。')

/** @param byField how many rows differ in each field; kept up as pairs come and go */
export function createDecider(desk: Desk, run: number, byField: Record<string, number>) {
  const rows = createRunStore(desk.db)
  const decisions = createDecisionStore(desk.db)
  const store = createReconcileStore(desk.db)
  const view = rows.get(run)
  if (!view) throw new Refusal('not_found', '没有这次核对，可能已被删除，请刷新后重选。')
  const compare = createComparer(desk, view)
  const contentOf = (row: KeptRow) => JSON.parse(row.content ?? '[]') as Written[]

  const rowOf = (seq: number): KeptRow => {
    const row = rows.row(run, seq)
    if (!row) throw new Refusal('not_found', '核对结果里没有这一行，请刷新后重选。')
    return row
  }
  const countFields = (differences: readonly Difference[], change: 1 | -1) => {
    for (const { field } of differences) byField[field] = (byField[field] ?? 0) + change
  }

  function pair(theirs: number, ours: number) {
    const differences = compare(contentOf(rowOf(ours)), contentOf(rowOf(theirs)))
    countFields(differences, 1)
    const kind = differences.length > 0 ? 'differs' : 'equal'
    decisions.pair(run, theirs, ours, kind, differences.length > 0 ? JSON.stringify(differences) : null)
  }

  /** Everybody whom the pair was a question of is looked at again. */
  function settleAround(theirs: number, ours: number) {
    const oursAsked = decisions.oursAskedBy(run, theirs)
    const others = decisions.theirsAsking(run, ours)
    for (const seq of new Set([theirs, ...others])) decisions.settleTheirs(run, seq)
    for (const seq of new Set([ours, ...oursAsked])) decisions.settleOurs(run, seq)
  }

  return {
    pair,

    /** While a run is made: what was decided before about a row, and otherwise whether it is a question. */
    applyRemembered(row: KeptRow) {
      const known = new Map(decisions.recall(theirsKey(row)).map((one) => [one.ours, one]))
      for (const [key, { isSame, actor, at }] of known) {
        if (!isSame) continue
        const asked = rows.candidates(run, row.seq).find((candidate) => oursKey(candidate) === key)
        const seq =
          asked?.seq ?? (key.startsWith('#') ? store.freeOurs(null)(run, key.slice(1))[0]?.seq : undefined)
        if (seq === undefined) continue
        if (!asked) this.addQuestion(row, rowOf(seq))
        decisions.mark(run, row.seq, seq, { isSame: true, actor, at })
        pair(row.seq, seq)
        return
      }
      for (const candidate of known.size > 0 ? rows.candidates(run, row.seq) : []) {
        const decided = known.get(oursKey(candidate))
        if (decided) decisions.mark(run, row.seq, candidate.seq, { ...decided, isSame: false })
      }
      decisions.settleTheirs(run, row.seq)
    },

    addQuestion(theirs: KeptRow, ours: KeptRow) {
      const { points, reasons } = likeness(ours, theirs)
      const candidate = { ours: ours.seq, points, reasons: JSON.stringify(reasons), isClear: false }
      store.addCandidate(run, theirs.seq, candidate)
    },

    decide(theirs: number, ours: number, isSame: boolean, at: string) {
      const [row, other] = [rowOf(theirs), rowOf(ours)]
      if (row.side !== 'theirs' || row.partner !== null || other.partner !== null) throw gone()
      const decision = { isSame, actor: desk.user, at }
      if (!decisions.mark(run, theirs, ours, decision)) throw gone()
      decisions.remember(theirsKey(row), oursKey(other), isSame, desk.user, at)
      if (isSame) pair(theirs, ours)
      settleAround(theirs, ours)
    },

    /** None of those who are shown. */
    decideNone(theirs: number, at: string) {
      const open = rows.candidates(run, theirs).filter((candidate) => candidate.isSame === null)
      if (open.length === 0) throw gone()
      for (const { seq } of open) this.decide(theirs, seq, false, at)
    },

    undecide(theirs: number) {
      const row = rowOf(theirs)
      const ours = row.partner
      // Rows with the same ID number were matched without asking anybody.
      if (!decisions.reopen(run, theirs)) throw gone()
      decisions.forget(theirsKey(row))
      if (ours !== null) {
        countFields(JSON.parse(row.differences ?? '[]') as Difference[], -1)
        decisions.part(run, theirs, ours)
        settleAround(theirs, ours)
      }
      decisions.settleTheirs(run, theirs)
      for (const seq of decisions.oursAskedBy(run, theirs)) decisions.settleOurs(run, seq)
    },
  }
}
