import type { Rule } from '../../rule.ts'
import type { AssignmentFacts, AssignmentForm, ExemptedBy } from '../facts.ts'
import type { Spell } from '../spells.ts'

export interface AssignmentRule extends Rule<AssignmentForm, AssignmentFacts> {
  readonly exemptedBy: ExemptedBy
  /** Also asked while first or last day are missing. */
  readonly always?: boolean
}

/** A rule with who may let it pass: nobody means that it blocks. */
export const rule = (
  code: string,
  field: string,
  exemptedBy: ExemptedBy,
  message: AssignmentRule['message'],
  broken: AssignmentRule['broken'],
): AssignmentRule => ({
  code,
  field,
  exemptedBy,
  severity: exemptedBy === 'nobody' ? 'blocks' : 'warns',
  message,
  broken,
})

/** The assignment itself as a time on its post. */
export const spellOf = (form: AssignmentForm, facts: AssignmentFacts): Spell => ({
  postId: facts.post.id,
  startedOn: form.startedOn ?? '',
  endsOn: form.endsOn ?? '',
  exitedOn: form.exitedOn ?? null,
})

export const isOpen = (form: AssignmentForm): boolean => !form.exitedOn
