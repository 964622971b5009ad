import { violationOf } from '../rule.ts'
import type { Violation } from '../violation.ts'
import { basicRules } from './rules/basic.ts'
import { isExempt } from './rules/conditions.ts'
import { notWorkingRules } from './rules/not-working.ts'
import {
  returnRules,
  serviceRules,
  signatureRules,
  trainingWishRules,
} from './rules/return-training-services.ts'
import type { LabourerRule, RuleGroup } from './rules/rule.ts'
import { type LabourerForm, type RuleContext, subjectOf } from './rules/subject.ts'
import { workYearRules } from './rules/work-year.ts'
import { workingRules } from './rules/working.ts'

export {
  isExempt,
  isFieldActive,
  isOutOfScope,
  isSectionActive,
} from './rules/conditions.ts'
export { checkConfirmation, isCounted } from './rules/confirmation.ts'
export { normaliseUnclearIntention } from './rules/not-working.ts'
export type { LabourerRule } from './rules/rule.ts'
export { type LabourerForm, type RuleContext, ruleContext } from './rules/subject.ts'
export { socialInsuranceOf } from './rules/working.ts'

const groups: readonly RuleGroup[] = [
  basicRules,
  workYearRules,
  workingRules,
  notWorkingRules,
  returnRules,
  trainingWishRules,
  serviceRules,
  signatureRules,
]

/**
 * The rules of the labourer form, in the order of its description. Form, save, import and confirm
 * call this one list. To add a rule, add an entry to the group it belongs to, with a code of its own.
 */
export const labourerRules: readonly LabourerRule[] = groups.flatMap((group) => group.rules)

/** Every rule that a form breaks, in the order of the form. Never throws on wrong values. */
export function checkLabourer(form: LabourerForm, context: RuleContext): Violation[] {
  const subject = subjectOf(form, context)
  const violations: Violation[] = []
  for (const group of groups) {
    if (!group.applies(form, subject)) continue
    for (const rule of group.rules) {
      if (rule.broken(form, subject)) violations.push(violationOf(rule, form, subject))
    }
  }
  return violations
}

const atConfirmation: ReadonlySet<string> = new Set([
  'L06_not_verified',
  ...signatureRules.rules.map(({ code }) => code),
])
const confirmationRules = labourerRules.filter(({ code }) => atConfirmation.has(code))

/** Whether a form of which the rules say nothing else also has what is asked at confirmation alone. */
export function isReadyForConfirmation(form: LabourerForm, context: RuleContext): boolean {
  const subject = subjectOf(form, { ...context, forConfirmation: true })
  return !confirmationRules.some((rule) => rule.broken(form, subject))
}

const demanding = labourerRules.filter((rule) => rule.requires !== undefined)
const signed = signatureRules.rules.map((rule) => rule.field)

/**
 * Keys of the fields that the form as it stands has to have, in its order. Signatures join them
 * for confirmation.
 */
export function requiredFields(form: LabourerForm, options?: { forConfirmation?: boolean }): string[] {
  const asked = isExempt(form)
    ? ['name', 'idNumber']
    : demanding.filter((rule) => rule.requires?.(form)).map((rule) => rule.field)
  return [...new Set(options?.forConfirmation ? [...asked, ...signed] : asked)]
}
