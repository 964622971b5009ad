import { addDays, addMonths } from '../calendar.ts'
import { type Spell, totalDuration } from '../post/spells.ts'
import type { Duty } from './duties.ts'
import type { DutyParameters } from './parameters.ts'

/** A contract on a public post as the work list sees it; dates YYYY-MM-DD. */
export interface PostTerm extends Spell {
  /** Of the assignment. */
  readonly id: number
  readonly insuredUntil: string | null
  readonly postName: string
  readonly isTemporary: boolean
  /** The county has consented to an extension of the temporary post. */
  readonly hasConsent: boolean
}

type PostDutyKind = 'postContractEnd' | 'postInsuranceEnd' | 'temporaryPostEnd'

/** The last day of a temporary post: its months from the first day on, less what was spent on the same post before. */
export function temporaryEnd(term: Spell, earlier: readonly Spell[], months: number): string {
  const before = totalDuration(earlier)
  return addDays(addMonths(term.startedOn, months - before.months), -before.days - 1)
}

/**
 * What ends of the contracts that somebody is on (no exit, nothing newer on the same post): one task of
 * each kind at most, the earliest. It stays until the assignment says how it went on, however long that is:
 * somebody still stands on the post.
 */
export function postDuties(terms: readonly PostTerm[], parameters: DutyParameters): Duty[] {
  const running = terms.filter(
    (term) =>
      term.exitedOn === null &&
      !terms.some(({ postId, startedOn }) => postId === term.postId && startedOn > term.startedOn),
  )
  const earliest = new Map<PostDutyKind, Duty>()
  const add = (kind: PostDutyKind, term: PostTerm, dueOn: string, todo: string): void => {
    const before = earliest.get(kind)
    if (before && before.dueOn <= dueOn) return
    earliest.set(kind, {
      kind,
      fromOn: term.startedOn,
      dueOn,
      dueAt: null,
      items: [],
      missing: `${term.postName}：${todo}`,
      open: true,
      recordId: term.id,
    })
  }
  for (const term of running) {
    add('postContractEnd', term, term.endsOn, '请办理续签或退岗')
    if (term.insuredUntil !== null) add('postInsuranceEnd', term, term.insuredUntil, '请续保')
    if (!term.isTemporary) continue
    const earlier = terms.filter(
      ({ id, postId, startedOn }) => id !== term.id && postId === term.postId && startedOn < term.startedOn,
    )
    const months = term.hasConsent ? parameters.postExtendedMonths : parameters.postTemporaryMonths
    const todo = term.hasConsent ? '请办理退岗' : '请办理退岗，或报县级同意延期'
    add('temporaryPostEnd', term, temporaryEnd(term, earlier, months), `满${months}个月，${todo}`)
  }
  return [...earliest.values()]
}
