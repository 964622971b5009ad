import type { RouteLocationRaw } from 'vue-router'
import type { ReconcilePerson, ReconcileRun } from '../../../../shared/contract/calls/reconcile.ts'
import type { Field, FieldValue } from '../../../../shared/domain/field.ts'
import { agrees } from '../../../../shared/domain/reconcile/compare.ts'
import { compareTargets, identityKeys } from '../../../../shared/domain/reconcile/targets.ts'

/** What a table of a run shows of people: identity first, then whatever else the list brought along. */

const identityOrder = ['name', 'idNumber', 'sex', 'birthDate', 'region', 'phone'] as const
type IdentityKey = (typeof identityOrder)[number]

/** A field of the ledger with the place where a row keeps it. */
export interface Shown {
  field: Field
  identity: IdentityKey | null
}

export function shownFields(run: ReconcileRun): Shown[] {
  const keys = identityKeys(run.ledger)
  const keyOf = (one: IdentityKey) => (one === 'name' || one === 'idNumber' ? keys[one] : one)
  const targets = new Map(compareTargets(run.ledger).map((field) => [field.key, field]))
  const identity = identityOrder.flatMap((one): Shown[] => {
    const field = targets.get(keyOf(one))
    return field ? [{ field, identity: one }] : []
  })
  const taken = new Set(identity.map(({ field }) => field.key))
  const others = run.fields.flatMap((key): Shown[] => {
    const field = targets.get(key)
    return field && !taken.has(key) ? [{ field, identity: null }] : []
  })
  return [...identity, ...others]
}

export const shownValue = (person: ReconcilePerson, { field, identity }: Shown): FieldValue =>
  person.values[field.key] ?? (identity ? person[identity] : null)

/** Whether both rows have a value, and whether it is the same. */
export function verdict(
  one: ReconcilePerson,
  other: ReconcilePerson,
  shown: Shown,
): 'same' | 'differs' | 'open' {
  if (other.unreadable[shown.field.key] || one.unreadable[shown.field.key]) return 'differs'
  const [ours, theirs] = [shownValue(one, shown), shownValue(other, shown)]
  if (ours === null || theirs === null) return 'open'
  return agrees(shown.field, ours, theirs) ? 'same' : 'differs'
}

/** The record behind a row; null where the ledger has none. */
export function recordLink(run: ReconcileRun, person: ReconcilePerson | null): RouteLocationRaw | null {
  if (!person) return null
  if (run.ledger === 'household' && run.oursName === null && person.recordId !== null) {
    return `/households/${person.recordId}`
  }
  return person.personId === null ? null : `/labourers/${person.personId}`
}
