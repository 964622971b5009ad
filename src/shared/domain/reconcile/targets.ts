import type { Field } from '../field.ts'
import { personFields } from '../labourer/fields.ts'
import { type LedgerName, ledgers } from '../ledgers.ts'

/** The ledgers that a list from another office can be compared with. */
export const reconcileLedgers = ['labourer', 'member', 'household', 'employment'] as const
export type ReconcileLedger = (typeof reconcileLedgers)[number]

export const isReconcileLedger = (name: LedgerName): name is ReconcileLedger =>
  (reconcileLedgers as readonly string[]).includes(name)

/** Derived fields that say something about our keeping of the ledger, so that no other list can have them. */
const ownBookkeeping = new Set([
  'formState',
  'qualifies',
  'employmentClear',
  'demandClear',
  'skillClear',
  'difficultyClear',
  'blockCount',
  'warnCount',
  'updatedOn',
])

/** Of the person behind a spell of work: by them a row without an ID number is recognised. */
const personKeys = new Set(['region', 'phone', 'sex', 'birthDate'])
const ofPerson: readonly Field[] = personFields.filter((field) => personKeys.has(field.key))

const fieldsOf = (ledger: ReconcileLedger): readonly Field[] => {
  const own: readonly Field[] = ledgers[ledger].fields
  const shown = own.filter((field) => !ownBookkeeping.has(field.key))
  return ledger === 'employment' ? [...shown, ...ofPerson] : shown
}
const compared: Record<ReconcileLedger, readonly Field[]> = {
  labourer: fieldsOf('labourer'),
  member: fieldsOf('member'),
  household: fieldsOf('household'),
  employment: fieldsOf('employment'),
}

/** Fields that a column of another office's list may be given: also those that the core derives, such as 性别. */
export const compareTargets = (ledger: ReconcileLedger): readonly Field[] => compared[ledger]

export function compareField(ledger: ReconcileLedger, key: string): Field {
  const field = compared[ledger].find((candidate) => candidate.key === key)
  if (!field) throw new Error(`no field ${key} to compare in ledger ${ledger}`)
  return field
}

/** Where a ledger keeps what tells people apart; a household is recognised by its head. */
export const identityKeys = (ledger: ReconcileLedger): { name: string; idNumber: string } =>
  ledger === 'household'
    ? { name: 'headName', idNumber: 'headIdNumber' }
    : { name: 'name', idNumber: 'idNumber' }

/** What a list without ID numbers needs beside the name: one of these. */
const besideName = ['phone', 'region', 'birthDate']

/** Why columns do not suffice for telling people apart, as a sentence; null when they do. */
export function whyNotComparable(ledger: ReconcileLedger, keys: readonly string[]): string | null {
  const { name, idNumber } = identityKeys(ledger)
  const label = (key: string) => `“${compareField(ledger, key).label}”`
  if (keys.includes(idNumber)) return null
  if (!keys.includes(name)) return `缺少${label(idNumber)}或${label(name)}这一列，没有它就认不出是谁。`
  if (besideName.some((key) => keys.includes(key))) return null
  const others = besideName.filter((key) => compared[ledger].some((field) => field.key === key)).map(label)
  return `没有${label(idNumber)}这一列时，除${label(name)}外至少还要有${others.join('、')}中的一列。`
}
