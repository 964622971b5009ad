import type { RouteLocationRaw } from 'vue-router'
import type { Filter } from '../../shared/domain/filter.ts'
import type { LedgerName } from '../../shared/domain/ledgers.ts'
import { builtInLists } from '../../shared/domain/named-lists.ts'

const pathOf: Record<LedgerName, string> = {
  labourer: '/labourers',
  household: '/households',
  member: '/members',
  employment: '/employments',
  employmentEnd: '/employments',
  training: '/trainings',
  service: '/services',
  graduate: '/graduates',
  post: '/posts',
  assignment: '/assignments',
  site: '/sites',
  siteHousehold: '/site-households',
  station: '/stations',
  jobFair: '/job-fairs',
  vacancy: '/vacancies',
  employerMonth: '/employer-months',
}

/**
 * The address of a ledger's list with a named list, filters or words set: what a figure opens.
 * Lists read it with `readAddress` (features/records/list-address.ts).
 */
export function listLink(
  ledger: LedgerName,
  address: { list?: string | undefined; filters?: Filter[]; search?: string } = {},
): RouteLocationRaw {
  const query: Record<string, string> = {}
  if (address.list) query.list = address.list
  if (address.filters?.length) query.filters = JSON.stringify(address.filters)
  if (address.search) query.search = address.search
  return { path: pathOf[ledger], query }
}

/** The address of a built-in list, wherever its ledger is shown. */
export function namedListLink(key: string): RouteLocationRaw {
  const list = builtInLists.find((candidate) => candidate.key === key)
  return listLink(list?.ledger ?? 'labourer', { list: key })
}
