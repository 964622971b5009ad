import type { FormState } from '../../../shared/contract/calls/labourer.ts'
import type { FieldValue } from '../../../shared/domain/field.ts'
import type { Violation } from '../../../shared/domain/violation.ts'

export const blocks = (violations: readonly Violation[]): boolean =>
  violations.some((violation) => violation.severity === 'blocks')

/**
 * The state of a form after an edit: what was confirmed has to be confirmed anew, what now breaks a
 * rule falls back to a draft; a draft stays one until a person submits it.
 */
export function nextFormState(before: FieldValue | undefined, violations: readonly Violation[]): FormState {
  const state = (before ?? 'draft') as FormState
  if (state === 'none' || state === 'draft') return state
  return blocks(violations) ? 'draft' : 'submitted'
}
