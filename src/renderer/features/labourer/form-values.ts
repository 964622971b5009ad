import type { Failure } from '../../../shared/contract/result.ts'
import { type AnyRecord, type Field, sameValue } from '../../../shared/domain/field.ts'
import { labourerLedger } from '../../../shared/domain/labourer/fields.ts'
import {
  isFieldActive,
  isSectionActive,
  type LabourerForm,
  socialInsuranceOf,
} from '../../../shared/domain/labourer/rules.ts'
import { isMasked } from '../../../shared/domain/mask.ts'
import type { Violation } from '../../../shared/domain/violation.ts'
import { refusalsOf } from '../../components/field-input.ts'

/** The fields of the labourer form: everything that is typed, in the order of the paper. */
export const formFields: readonly Field[] = labourerLedger.fields.filter(
  (field) => field.section && !field.derived && !field.joined,
)

/** Every field, empty: a blank form. */
export const blankForm = (): AnyRecord => Object.fromEntries(formFields.map((field) => [field.key, null]))

/** The form's part of a record as it came from the core. */
export const formOf = (values: AnyRecord): AnyRecord =>
  Object.fromEntries(formFields.map((field) => [field.key, values[field.key] ?? null]))

/** Whether a field stands on the form as filled in so far. */
export const isShown = (field: Field, form: AnyRecord): boolean =>
  isSectionActive(field.section ?? '', form as LabourerForm) && isFieldActive(field.key, form as LabourerForm)

/**
 * What is saved: fields that do not apply are empty. On the screen they keep their content, so that
 * a slip on 是否务工 costs nothing.
 */
export const effectiveForm = (form: AnyRecord): AnyRecord =>
  Object.fromEntries(
    formFields.map((field) => [field.key, isShown(field, form) ? (form[field.key] ?? null) : null]),
  )

/** The fields in which two forms differ, with the values of the second. */
export function changesBetween(before: AnyRecord, after: AnyRecord): AnyRecord {
  return Object.fromEntries(
    formFields
      .filter((field) => !sameValue(before[field.key] ?? null, after[field.key] ?? null))
      .map((field) => [field.key, after[field.key] ?? null]),
  )
}

/** Answers that follow from others (decision O: insurance only when both schemes are paid). */
export function follow(form: AnyRecord, changed: string): AnyRecord {
  if (changed !== 'hasPension' && changed !== 'hasMedical') return {}
  const answer = socialInsuranceOf(form.hasPension as boolean | null, form.hasMedical as boolean | null)
  return answer === null ? {} : { hasSocialInsurance: answer }
}

/** Problems by section of the form, for the index at the side. */
export function problemsBySection(
  violations: readonly Violation[],
): Map<string, { blocks: number; warns: number }> {
  const counts = new Map<string, { blocks: number; warns: number }>()
  for (const violation of violations) {
    const section = formFields.find((field) => field.key === violation.field)?.section ?? 'basic'
    const count = counts.get(section) ?? { blocks: 0, warns: 0 }
    count[violation.severity] += 1
    counts.set(section, count)
  }
  return counts
}

/** What the core refused about fields of the form. */
export const refusedFields = (failure: Failure): Violation[] =>
  refusalsOf(failure).filter(({ field }) => formFields.some((one) => one.key === field))

/** Whether a new person can be kept as a draft: who it is must be known. */
export const canBeDraft = (form: AnyRecord): boolean =>
  String(form.name ?? '').length >= 2 &&
  (isMasked(form.idNumber) || /^\d{17}[\dX]$/.test(String(form.idNumber ?? '')))
