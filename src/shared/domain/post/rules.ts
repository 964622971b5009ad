import { isBlank, type LooseRecord, type Rule, violationOf } from '../rule.ts'
import type { AssignmentFacts, AssignmentForm, AssignmentViolation, ExemptedBy } from './facts.ts'
import { contractRules } from './rules/contract.ts'
import { holderRules } from './rules/holder.ts'
import { postRules } from './rules/post.ts'
import type { AssignmentRule } from './rules/rule.ts'

/**
 * The rules of an assignment. What nobody may exempt blocks; the rest is let pass by whom the rule names, with a reason.
 * Codes are those of the dictionary `postProblem`, by which lists filter. To add one, add it there too.
 */
export const assignmentRules: readonly AssignmentRule[] = [...holderRules, ...postRules, ...contractRules]

const exemptions = new Map<string, ExemptedBy>(
  assignmentRules.map(({ code, exemptedBy }) => [code, exemptedBy]),
)
export const exemptedBy = (code: string): ExemptedBy => exemptions.get(code) ?? 'nobody'

/** Every rule that an assignment breaks. Without a first and a last day only what asks for them is said. */
export function checkAssignment(assignment: LooseRecord, facts: AssignmentFacts): AssignmentViolation[] {
  const form = assignment as AssignmentForm
  const isDated = !isBlank(form.startedOn) && !isBlank(form.endsOn)
  return assignmentRules
    .filter((rule) => (isDated || rule.always) && rule.broken(form, facts))
    .map((rule) => ({
      ...violationOf(rule as Rule<AssignmentForm, AssignmentFacts>, form, facts),
      exemptedBy: rule.exemptedBy,
    }))
}
