import type { ChangeView } from '../../../shared/contract/calls/labourer.ts'
import type { Field } from '../../../shared/domain/field.ts'
import { type LedgerName, ledgers } from '../../../shared/domain/ledgers.ts'

const ledgerOf: Record<string, LedgerName> = {
  household: 'household',
  employment: 'employment',
  training: 'training',
}

/** The declared field behind a change; everything about a person stands on the labourer form. */
export const changedField = (change: ChangeView, key: string): Field | undefined =>
  ledgers[ledgerOf[change.entity] ?? 'labourer'].fields.find((field) => field.key === key)

/** What a person changed: what follows from it by computing is left out. */
export const shownFields = (change: ChangeView): ChangeView['fields'] =>
  change.fields.filter((field) => {
    if (changedField(change, field.key)?.derived) return false
    return change.action === 'update' || (field.before ?? null) !== null || (field.after ?? null) !== null
  })

/** Region codes that occur in changes, to be shown by name. */
export function regionCodesIn(changes: readonly ChangeView[]): string[] {
  const codes = new Set<string>()
  for (const change of changes) {
    for (const { key, before, after } of change.fields) {
      if (changedField(change, key)?.kind !== 'region') continue
      for (const code of [before, after]) if (typeof code === 'string') codes.add(code)
    }
  }
  return [...codes]
}
