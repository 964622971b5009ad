import type { Violation } from '../../violation.ts'

/** States of a form: 未采集, 草稿 (待补), 已提交, 已确认. */
export type FormState = 'none' | 'draft' | 'submitted' | 'confirmed'

/** Only confirmed forms are exported to the upper level or counted (rule 44). */
export const isCounted = (state: FormState): boolean => state === 'confirmed'

/**
 * Rule 44: confirmation by the task force 专班 is a step of its own, by somebody else than who entered
 * the form or changed what it says. What the form itself says is `checkLabourer`'s, with `forConfirmation`.
 */
export function checkConfirmation(step: {
  state: FormState
  /** Names of those whose work is to be confirmed. */
  authors: Iterable<string>
  confirmedBy: string
}): Violation[] {
  const violation = (code: string, message: string): Violation => ({
    field: 'formState',
    code,
    severity: 'blocks',
    message,
  })
  if (step.state !== 'submitted') return [violation('L44_not_submitted', '只有已提交的采集表才能由专班确认')]
  if ([...step.authors].includes(step.confirmedBy)) {
    return [violation('L44_same_user', '这张表是您本人录入或修改的，请由专班其他人员确认')]
  }
  return []
}
