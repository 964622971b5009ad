import type { Field } from '../../../shared/domain/field.ts'
import { agrees } from '../../../shared/domain/reconcile/compare.ts'
import { compareField, type ReconcileLedger } from '../../../shared/domain/reconcile/targets.ts'
import { compactText } from '../../../shared/domain/text/normalise.ts'
import type { Desk } from '../context.ts'
import { fromStored, type Stored } from '../db/columns.ts'
import type { Difference, Written } from './reconcile.store.ts'

export interface Comparison {
  ledger: ReconcileLedger
  /** Keys of the compared fields, in the order of their columns. */
  fields: readonly string[]
  /** A blank of theirs counts as a difference; ours always does. */
  blanksDiffer: boolean
}

const isText = (written: Written): written is { text: string } =>
  typeof written === 'object' && written !== null

/** Compares two rows field by field; both sides in the order of `fields`. */
export function createComparer(desk: Desk, { ledger, fields, blanksDiffer }: Comparison) {
  const compared: Field[] = fields.map((key) => compareField(ledger, key))

  return (ours: readonly Written[], theirs: readonly Written[]): Difference[] => {
    const differences: Difference[] = []
    for (let index = 0; index < compared.length; index++) {
      const one = ours[index] ?? null
      const other = theirs[index] ?? null
      if (one === other) continue
      const field = compared[index] as Field
      const stored = isText(one) ? null : one
      if (isText(other)) {
        if (!isSameAsWritten(desk, field, isText(one) ? one.text : one, other.text)) {
          differences.push({ field: field.key, ours: stored, theirs: null, written: other.text })
        }
        continue
      }
      if (other === null && !blanksDiffer) continue
      if (!agrees(field, fromStored(field.kind, stored), fromStored(field.kind, other))) {
        differences.push({ field: field.key, ours: stored, theirs: other, written: null })
      }
    }
    return differences
  }
}

/** A place name that is ambiguous by itself agrees with a place of ours that has this name. */
function isSameAsWritten(desk: Desk, field: Field, ours: Stored, written: string): boolean {
  if (ours === null) return false
  if (field.kind !== 'region') return String(ours) === written
  return desk.regions.displayName(String(ours)).includes(compactText(written))
}
