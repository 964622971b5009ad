import type { ListView } from '../../../shared/contract/calls/ledger.ts'
import { Refusal } from '../../../shared/contract/result.ts'
import type { Query } from '../../../shared/contract/schemas.ts'
import { addDays, addMonths, firstDay, monthOf } from '../../../shared/domain/calendar.ts'
import { labelOf } from '../../../shared/domain/dictionary.ts'
import type { FieldValue } from '../../../shared/domain/field.ts'
import { type Filter, filterOperators, type Sort, sortableRows } from '../../../shared/domain/filter.ts'
import { type LedgerName, ledgers } from '../../../shared/domain/ledgers.ts'
import { maskedValue, maskNumbersIn } from '../../../shared/domain/mask.ts'
import { builtInLists, type NamedList } from '../../../shared/domain/named-lists.ts'
import { parameterAt } from '../../../shared/domain/parameters.ts'
import type { Desk } from '../context.ts'
import { sources } from './ledger-source.store.ts'

interface SavedContent {
  filters: Filter[]
  basedOn?: string
  columns?: string[]
  sort?: Sort
}

/** Conditions of a built-in list as of today. */
function filtersOf(desk: Desk, { filters, staleBy, validBy, above, months }: NamedList): Filter[] {
  const today = desk.today()
  const dated: Filter[] = validBy ? [{ field: validBy, op: 'atLeast', value: today }] : []
  if (staleBy) {
    const { parameter, since } = staleBy
    const days = parameter ? parameterAt(desk.catalogue().parameters, parameter, today) : 0
    const value = since === 'month' ? firstDay(monthOf(today)) : addDays(today, -days)
    dated.push({ field: staleBy.field, op: 'below', value })
  }
  if (months) {
    const back = months.back ? parameterAt(desk.catalogue().parameters, months.back, today) : 0
    const now = monthOf(today)
    dated.push(
      { field: months.field, op: 'atLeast', value: addMonths(now, -back) },
      { field: months.field, op: 'atMost', value: addMonths(now, months.to) },
    )
  }
  if (above) {
    const value = parameterAt(desk.catalogue().parameters, above.parameter, today) + 1
    dated.push({ field: above.field, op: 'atLeast', value })
  }
  return [...filters, ...dated]
}

/** Built-in lists and those that people saved. */
export function allLists(desk: Desk, ledger?: LedgerName): ListView[] {
  const builtIn: ListView[] = builtInLists.map((list) => ({
    key: list.key,
    label: list.label,
    ledger: list.ledger,
    basis: list.basis,
    filters: filtersOf(desk, list),
    ...(list.columns && { columns: [...list.columns] }),
    saved: false,
  }))
  const saved: ListView[] = desk.ledger.savedLists().map((row) => {
    const content = JSON.parse(row.content) as SavedContent
    const base = builtIn.find((list) => list.key === content.basedOn)
    const filters = [...(base?.filters ?? []), ...content.filters]
    return {
      key: row.key,
      label: row.label,
      ledger: row.ledger as LedgerName,
      basis:
        [base?.basis, inWords(desk, row.ledger as LedgerName, content.filters)].filter(Boolean).join('；') ||
        '全部',
      filters,
      saved: true,
      ...(content.columns && { columns: content.columns }),
      ...(content.sort && { sort: content.sort }),
    }
  })
  return [...builtIn, ...saved].filter((list) => !ledger || list.ledger === ledger)
}

/** 口径 of a ledger as a whole: that of its list without conditions. */
const basisOfAll = (ledger: LedgerName): string | undefined =>
  builtInLists.find(
    (list) =>
      list.ledger === ledger &&
      list.filters.length === 0 &&
      !list.staleBy &&
      !list.validBy &&
      !list.above &&
      !list.months,
  )?.basis

export interface ResolvedQuery {
  ledger: LedgerName
  filters: Filter[]
  search: string | undefined
  /** 口径 in words: the list, the further conditions, the words searched for. */
  basis: string
  label: string
  sort?: Sort | undefined
  within?: Desk['reach']['within'] | undefined
  scopeOf: Desk['regions']['scopeOf']
}

/** Ledgers of the whole office are not narrowed, so their 口径 says nothing of a part. */
const placed = (desk: Desk, ledger: LedgerName, basis: string): string =>
  sources[ledger].home === null ? basis : desk.reach.basis(basis)

/** Turns what a call asked for into conditions; refuses unknown lists and fields. */
export function resolveQuery(desk: Desk, query: Query): ResolvedQuery {
  // Fields computed while rows are read go by it, and then it is too late to read it anew.
  desk.catalogue()
  const list =
    query.list === undefined
      ? undefined
      : allLists(desk, query.ledger).find((candidate) => candidate.key === query.list)
  if (query.list !== undefined && !list)
    throw new Refusal('not_found', '没有这个清单，可能已被删除，请刷新后重选。')
  const further = (query.filters ?? []) as Filter[]
  for (const filter of further) {
    if (!ledgers[query.ledger].fields.some((field) => field.key === filter.field)) {
      throw new Refusal('invalid_input', '筛选条件里有台账中没有的项目，请清除筛选后重试。', [
        { path: 'filters', message: `没有“${filter.field}”这一项` },
      ])
    }
  }
  const basis = [
    list?.basis ?? basisOfAll(query.ledger),
    inWords(desk, query.ledger, further),
    query.search?.trim() ? `搜索“${maskNumbersIn(query.search.trim())}”` : '',
  ]
  return {
    ledger: query.ledger,
    filters: [...(list?.filters ?? []), ...further],
    search: query.search,
    basis: placed(desk, query.ledger, basis.filter(Boolean).join('；')),
    label: list?.label ?? ledgers[query.ledger].label,
    sort: list?.sort,
    ...(desk.reach.codes && { within: desk.reach.within }),
    scopeOf: (code) => desk.regions.scopeOf(code),
  }
}

/** Refuses a field that the ledger does not have. */
export function requireSort(ledger: LedgerName, sort: Sort | undefined): void {
  if (sort === undefined || ledgers[ledger].fields.some((field) => field.key === sort.field)) return
  throw new Refusal('invalid_input', `${ledgers[ledger].label}里没有“${sort.field}”这一项，不能按它排序。`, [
    { path: 'sort.field', message: `没有“${sort.field}”这一项` },
  ])
}

/** The refusal to sort a long list by a field for which no order is kept. */
export function tooLongToSort(ledger: LedgerName, sort: Sort | undefined): Refusal {
  const label = ledgers[ledger].fields.find((field) => field.key === sort?.field)?.label ?? ''
  const limit = sortableRows.toLocaleString('en')
  return new Refusal('invalid_input', `清单超过 ${limit} 行，不能按“${label}”排序，请先筛选。`, [
    { path: 'sort.field', message: `${limit} 行以内才能按“${label}”排序` },
  ])
}

/** Conditions as a person would say them: 务工范围 属于 省外、县外省内. */
export function inWords(desk: Desk, ledger: LedgerName, filters: readonly Filter[]): string {
  return filters
    .map((filter) => {
      const field = ledgers[ledger].fields.find((candidate) => candidate.key === filter.field)
      if (!field) return ''
      const word = (value: FieldValue | undefined): string => {
        if (value === null || value === undefined) return ''
        if (typeof value === 'boolean') return value ? '是' : '否'
        if (Array.isArray(value)) return value.map(word).join('、')
        if (field.kind === 'money') return `${Number(value) / 100}元`
        if (field.kind === 'tenths') return `${Number(value) / 10}`
        if (field.kind === 'region') return desk.regions.displayName(String(value))
        const dictionary = field.dictionary ? desk.catalogue().dictionaries.get(field.dictionary) : undefined
        return dictionary ? labelOf(dictionary, String(value)) : String(maskedValue(field, value))
      }
      if (filter.op === 'under') return `${field.label}在${word(filter.value)}之内`
      return `${field.label}${filterOperators[filter.op]}${filter.op === 'empty' || filter.op === 'notEmpty' ? '' : word(filter.value)}`
    })
    .filter(Boolean)
    .join('，')
}
