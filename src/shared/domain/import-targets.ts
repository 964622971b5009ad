import type { Field } from './field.ts'
import { type LedgerName, ledgers } from './ledgers.ts'

/** Columns without which a file is not taken for this ledger, beyond the fields that a row must have. */
const identifying: Partial<Record<LedgerName, readonly string[]>> = { member: ['headIdNumber'] }

/** Fields that a column of a workbook may be given: everything but what the core computes itself. */
export const importTargets = (ledger: LedgerName): readonly Field[] =>
  ledgers[ledger].fields.filter((field: Field) => !field.derived)

/** Keys of the fields that some column has to carry. */
export const requiredTargets = (ledger: LedgerName): string[] => [
  ...importTargets(ledger)
    .filter((field) => field.required)
    .map((field) => field.key),
  ...(identifying[ledger] ?? []),
]
