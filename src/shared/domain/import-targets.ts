import type { Field } from './field.ts'
import { type LedgerName, ledgers } from './ledgers.ts'
import { compareTargets, identityKeys, isReconcileLedger } from './reconcile/targets.ts'

/** What a table is read for: its rows go into a ledger, or are only compared with one. */
export type TablePurpose = 'import' | 'compare'

/** Columns without which a file is not taken for this ledger, beyond the fields that a row must have. */
const identifying: Partial<Record<LedgerName, readonly string[]>> = { member: ['headIdNumber'] }

/** Fields that a column of a workbook may be given: everything but what the core computes itself. */
export const importTargets = (ledger: LedgerName): readonly Field[] =>
  ledgers[ledger].fields.filter((field: Field) => !field.derived)

/** In an agreed layout people are found by their numbers alone; whoever is not there yet is refused row by row. */
const foundByNumber = new Set(['name', 'headName'])

/** Keys of the fields that some column has to carry; `agreed`: in the layout of an exchange profile. */
export const requiredTargets = (ledger: LedgerName, agreed = false): string[] =>
  [
    ...importTargets(ledger)
      .filter((field) => field.required)
      .map((field) => field.key),
    ...(agreed ? [] : (identifying[ledger] ?? [])),
  ].filter((key) => !(agreed && foundByNumber.has(key)))

/** Fields that a column may be given for a purpose. */
export const targetsFor = (ledger: LedgerName, purpose: TablePurpose): readonly Field[] =>
  purpose === 'compare' && isReconcileLedger(ledger) ? compareTargets(ledger) : importTargets(ledger)

/** Keys of the fields that a column has to carry for a purpose; a list to compare may be without ID numbers. */
export const requiredFor = (ledger: LedgerName, purpose: TablePurpose): string[] =>
  purpose === 'compare' && isReconcileLedger(ledger) ? [identityKeys(ledger).name] : requiredTargets(ledger)
