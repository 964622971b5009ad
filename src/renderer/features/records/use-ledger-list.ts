import { computed, ref, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import type { ListView } from '../../../shared/contract/calls/ledger.ts'
import type { Query } from '../../../shared/contract/schemas.ts'
import type { Field, Ledger } from '../../../shared/domain/field.ts'
import { canSort } from '../../../shared/domain/filter.ts'
import { type LedgerName, ledgerNames } from '../../../shared/domain/ledgers.ts'
import { builtInLists } from '../../../shared/domain/named-lists.ts'
import { columnsOf } from '../../components/ledger-columns.ts'
import { rememberRegions } from '../../components/region-names.ts'
import { notifyWarning } from '../../composables/notify.ts'
import { useRead } from '../../composables/use-call.ts'
import { usePreferences } from '../../stores/preferences.ts'
import { type ListAddress, readAddress, rowsPerPage, writeAddress } from './list-address.ts'
import { anchoredAt, extended, nothingSelected, pageToggled, type Selection, toggled } from './selection.ts'

/** Fields that the page needs whether or not they are shown: who a row is. */
const alwaysRead: Record<string, readonly string[]> = {
  household: ['headName'],
  employment: ['name', 'idNumber'],
  training: ['name', 'idNumber'],
  service: ['name', 'idNumber'],
  siteHousehold: ['headName'],
  vacancy: ['title'],
  employerMonth: ['employerName'],
}

/**
 * Everything behind a list of one ledger. What it shows stands in the address of the page
 * (list-address.ts); rows and total are asked for separately, so that a slow count never holds up
 * the rows; columns are remembered per ledger.
 */
export function useLedgerList(ledger: Ledger) {
  const name = ledger.name as LedgerName
  const route = useRoute()
  const router = useRouter()
  const preferences = usePreferences()

  // Where a household without work stands follows from its people, and is brought up to date with the work list.
  const written = name === 'household' ? [...ledgerNames, 'duty'] : ledgerNames
  const address = computed(() => readAddress(route.query, ledger))
  /** Changes what is shown; anything but turning pages or opening a row begins at page 1. */
  function go(change: Partial<ListAddress>, options: { replace?: boolean } = {}): void {
    const query = writeAddress({ ...address.value, page: 1, ...change })
    void (options.replace ? router.replace({ query }) : router.push({ query }))
  }

  const lists = useRead('ledger.lists', () => ({ ledger: name }), { ledgers: ledgerNames })
  const firstList = builtInLists.find((list) => list.ledger === name)?.key
  const listKey = computed(() => address.value.list ?? firstList)
  const list = computed<ListView | null>(
    () => lists.data.value?.find((candidate) => candidate.key === listKey.value) ?? null,
  )

  // A saved list that brings its own columns keeps them apart from those of the ledger.
  const columnsKey = computed(() =>
    list.value?.columns ? `columns.${name}.${list.value.key}` : `columns.${name}`,
  )
  const columns = computed(() => {
    const remembered = preferences.get<string[]>(columnsKey.value, [])
    return columnsOf(ledger, remembered.length > 0 ? remembered : list.value?.columns)
  })
  const chooseColumns = (keys: string[]): Promise<void> => preferences.set(columnsKey.value, keys)

  const query = computed<Query>(() => ({
    ledger: name,
    ...(listKey.value ? { list: listKey.value } : {}),
    ...(address.value.filters.length > 0 ? { filters: address.value.filters } : {}),
    ...(address.value.search ? { search: address.value.search } : {}),
  }))
  /** Null until it is counted. */
  const total = ref<number | null>(null)

  // The order that a list was saved with gives way when the list has grown too long for it.
  const sort = computed(() => {
    const own = list.value?.sort
    return address.value.sort ?? (own && canSort(ledger, own.field, total.value) ? own : null)
  })
  /** Once ascending, twice descending, a third time back to the list's own order. */
  function sortBy(field: string): void {
    const now = address.value.sort
    if (now?.field !== field) go({ sort: { field } })
    else go({ sort: now.descending ? null : { field, descending: true } })
  }

  const offset = computed(() => (address.value.page - 1) * rowsPerPage)
  const page = useRead(
    'ledger.page',
    () => ({
      ...query.value,
      columns: [...new Set([...columns.value.map((field) => field.key), ...(alwaysRead[name] ?? ['name'])])],
      ...(sort.value ? { sort: sort.value } : {}),
      offset: offset.value,
      limit: rowsPerPage,
    }),
    { ledgers: written },
  )
  watch(page.data, (answer) => {
    if (answer) rememberRegions(answer.regionNames)
  })
  // Asked for after the rows, which it must not hold up.
  const count = useRead('ledger.count', () => query.value, { ledgers: written })
  watch(count.data, (answer) => {
    total.value = answer?.total ?? null
  })
  // The conditions were taken away that had made the list short enough for its order.
  watch(page.error, (failure) => {
    if (!address.value.sort || !failure?.details?.some(({ path }) => path === 'sort.field')) return
    notifyWarning(failure.message)
    go({ sort: null }, { replace: true })
  })
  const pages = computed(() =>
    total.value === null ? null : Math.max(1, Math.ceil(total.value / rowsPerPage)),
  )

  // Rows were taken away, or the address is of another day: to the last page that there is.
  watch([pages, () => address.value.page], ([last, page]) => {
    if (last !== null && page > last) go({ page: last }, { replace: true })
  })

  const rows = computed(() => page.data.value?.rows ?? [])
  const pageIds = computed(() => rows.value.map((row) => row.id))
  const selection = ref<Selection>(nothingSelected)
  /** Not only the ticked rows: everything that the list finds, on all pages. */
  const everything = ref(false)
  watch(
    () => JSON.stringify(query.value),
    () => clearSelection(),
  )
  function clearSelection(): void {
    selection.value = nothingSelected
    everything.value = false
  }
  function select(next: Selection): void {
    selection.value = next
    everything.value = false
  }

  return {
    name,
    address,
    go,
    lists,
    list,
    listKey,
    columns,
    chooseColumns,
    sort,
    sortBy,
    isSortable: (field: Field): boolean => canSort(ledger, field.key, total.value),
    query,
    offset,
    page,
    rows,
    count,
    total,
    pages,
    selection,
    everything,
    clearSelection,
    anchor: (id: number): void => {
      selection.value = anchoredAt(selection.value, id)
    },
    toggle: (id: number) => select(toggled(selection.value, id)),
    extend: (id: number, start?: number) => select(extended(selection.value, id, pageIds.value, start)),
    togglePage: () => select(pageToggled(selection.value, pageIds.value)),
  }
}

export type LedgerList = ReturnType<typeof useLedgerList>
