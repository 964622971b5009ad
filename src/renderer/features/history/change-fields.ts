import type { ChangeView } from '../../../shared/contract/calls/labourer.ts'
import { attachmentFields } from '../../../shared/domain/attachment/fields.ts'
import { employmentFields } from '../../../shared/domain/employment/fields.ts'
import type { Field } from '../../../shared/domain/field.ts'
import { householdFields } from '../../../shared/domain/household/fields.ts'
import { labourerFields, stateKeys } from '../../../shared/domain/labourer/fields.ts'
import { serviceFields } from '../../../shared/domain/service/fields.ts'
import { trainingFields } from '../../../shared/domain/training/fields.ts'
import { statementFields } from '../../../shared/domain/zero-household/fields.ts'

/** Fields of the tables with a history of their own; everything else stands on the labourer form. */
const fieldsOf: Readonly<Record<string, readonly Field[]>> = {
  household: householdFields,
  employment: employmentFields,
  training: trainingFields,
  service_record: serviceFields,
  unwilling_statement: statementFields,
  attachment: attachmentFields,
}

/** The declared field behind a change; undefined for links and marks that are no field. */
export const changedField = (change: ChangeView, key: string): Field | undefined =>
  (fieldsOf[change.entity] ?? labourerFields).find((field) => field.key === key)

/** What a person changed: what only follows from it by computing is left out, but for the state of a form. */
export const shownFields = (change: ChangeView): ChangeView['fields'] =>
  change.fields.filter((field) => {
    if (!stateKeys.has(field.key) && changedField(change, field.key)?.derived) return false
    return change.action === 'update' || (field.before ?? null) !== null || (field.after ?? null) !== null
  })

/** Changes with something to say: one of computed fields alone says nothing. */
export const shownChanges = (changes: readonly ChangeView[]): ChangeView[] =>
  changes.filter((change) => change.action !== 'update' || shownFields(change).length > 0)
