import type { FieldValue } from './field.ts'
import type { Severity, Violation } from './violation.ts'

/**
 * A rule of a ledger: a pure function over a record and what else is known about it. Codes are
 * stable: exemptions and import reports are stored under them.
 */
export interface Rule<Form, Facts> {
  readonly code: string
  readonly severity: Severity
  readonly field: string
  /** The sentence a clerk reads, with figures of the record or the parameters where it has some. */
  readonly message: string | ((form: Form, facts: Facts) => string)
  /** Whether the record breaks the rule. A blank is broken by one rule only: the one that asks for it. */
  readonly broken: (form: Form, facts: Facts) => boolean
}

/** A record of which only the list of fields is known; fields may be absent. */
export type LooseRecord = Readonly<Partial<Record<string, FieldValue>>>

export const isBlank = (value: unknown): boolean => value == null || value === ''

export const violationOf = <Form, Facts>(
  { field, code, severity, message }: Rule<Form, Facts>,
  form: Form,
  facts: Facts,
): Violation => ({
  field,
  code,
  severity,
  message: typeof message === 'string' ? message : message(form, facts),
})

/** Every rule of a list that a record breaks, in the order of the list. */
export function brokenRules<Form, Facts>(
  rules: readonly Rule<Form, Facts>[],
  form: Form,
  facts: Facts,
): Violation[] {
  const violations: Violation[] = []
  for (const rule of rules) if (rule.broken(form, facts)) violations.push(violationOf(rule, form, facts))
  return violations
}
