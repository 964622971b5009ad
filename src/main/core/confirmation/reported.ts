import type { Filter } from '../../../shared/domain/filter.ts'
import { stateKeys } from '../../../shared/domain/labourer/fields.ts'
import type { Desk } from '../context.ts'
import type { ResolvedQuery } from '../ledger/lists.ts'
import { createConfirmationStore } from './confirmation.store.ts'

/** What is said of figures and lists that go upwards. */
const words = { only: '只含专班已确认的', all: '含未确认的' } as const

/** Whether the office counts and reports confirmed forms only (rule 44): a decision of an administrator. */
export const onlyConfirmed = (desk: Desk): boolean =>
  createConfirmationStore(desk.db).setting()?.onlyConfirmed === true

/** What a figure counts. */
export const countedInWords = (desk: Desk): string => (onlyConfirmed(desk) ? words.only : words.all)

/** A list that asks for a state of the form says in its own words what is in it. */
export const saysState = (filters: readonly Pick<Filter, 'field'>[]): boolean =>
  filters.some(({ field }) => stateKeys.has(field))

/** Puts behind a 口径 what is counted. */
export const withCounted = (
  basis: string,
  filters: readonly Pick<Filter, 'field'>[],
  counted: string,
): string => (saysState(filters) ? basis : `${basis}；${counted}`)

/** A list as it is counted and reported: of labourers the confirmed version, when the office says so. */
export function reported<Query extends Pick<ResolvedQuery, 'ledger' | 'basis' | 'filters'>>(
  desk: Desk,
  query: Query,
): Query & { confirmed: boolean } {
  if (query.ledger !== 'labourer') return { ...query, confirmed: false }
  const confirmed = onlyConfirmed(desk)
  return {
    ...query,
    confirmed,
    basis: confirmed ? `${query.basis}；${words.only}` : withCounted(query.basis, query.filters, words.all),
  }
}
