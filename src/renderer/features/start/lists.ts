import { builtInLists } from '../../../shared/domain/named-lists.ts'

/** Keys of the lists that count households, not people. */
export const householdLists: ReadonlySet<string> = new Set(
  builtInLists.filter((list) => list.ledger === 'household').map((list) => list.key),
)
