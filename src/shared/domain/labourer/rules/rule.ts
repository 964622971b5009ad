import { isBlank, type Rule } from '../../rule.ts'
import type { Severity } from '../../violation.ts'
import type { PersonInput } from '../fields.ts'
import { type Condition, conditionOf } from './conditions.ts'
import { isKnownCode, type LabourerForm, type Subject } from './subject.ts'

/**
 * One rule of the form. `number` is its place in the list of 44 rules of the form's description;
 * several entries share a number where a rule has several messages.
 */
export interface LabourerRule extends Rule<LabourerForm, Subject> {
  readonly number: number
  readonly field: keyof PersonInput
  /** For rules that ask for a field: whether the form as it stands has to have it. */
  readonly requires?: Condition
}

/** Rules that can only be broken together: skipped as one when what they are about does not apply. */
export interface RuleGroup {
  readonly applies: (form: LabourerForm, subject: Subject) => boolean
  readonly rules: readonly LabourerRule[]
}

type Message = LabourerRule['message']
type Broken = LabourerRule['broken']

const ruleOf =
  (severity: Severity) =>
  (
    number: number,
    code: string,
    field: keyof PersonInput,
    message: Message,
    broken: Broken,
  ): LabourerRule => ({
    number,
    code,
    severity,
    field,
    message,
    broken,
  })

/** E: the form cannot be confirmed. */
export const blocks = ruleOf('blocks')
/** W: a named user may exempt it with a reason. */
export const warns = ruleOf('warns')

interface Duty {
  /** When the field has to be filled; default: whenever it applies. */
  when?: Condition
  /** What else than a blank counts as not filled in; asked of a value only, and where the field applies. */
  wrong?: Broken
}

/** E for a field that has to be filled in. People of whom nothing can be asked are let off blanks. */
export function demands(
  number: number,
  code: string,
  field: keyof PersonInput,
  message: Message,
  duty: Duty = {},
): LabourerRule {
  const { wrong } = duty
  const isActive = conditionOf(field)
  const requires = duty.when ?? isActive
  return {
    ...blocks(number, code, field, message, (form, subject) => {
      if (isBlank(form[field])) return !subject.exempt && requires(form)
      return wrong !== undefined && isActive(form) && wrong(form, subject)
    }),
    requires,
  }
}

/** The same for a field with a dictionary: a code that the dictionary does not know is no answer. */
export const demandsChoice = (
  number: number,
  code: string,
  field: keyof PersonInput,
  dictionary: string,
  message: Message,
  when?: Duty['when'],
): LabourerRule =>
  demands(number, code, field, message, {
    ...(when ? { when } : {}),
    wrong: (form, subject) => !isKnownCode(subject.context, dictionary, form[field] as string),
  })
