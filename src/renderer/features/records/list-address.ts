import type { FieldValue, Ledger } from '../../../shared/domain/field.ts'
import { type Filter, type FilterOperator, operatorsOf, type Sort } from '../../../shared/domain/filter.ts'

/**
 * What a list shows, as it stands in the address of the page. Every figure elsewhere can thereby
 * open its list (`/labourers?list=employed&filters=[…]`), and the Back key brings a list back as
 * it was. Filters are a JSON array of `{field, op, value}`; sort is `wage` or `-wage`.
 */
export interface ListAddress {
  list: string | null
  search: string
  filters: Filter[]
  sort: Sort | null
  /** 1-based. */
  page: number
  /** Row whose record stands open at the side. */
  open: number | null
}

export const rowsPerPage = 50

const text = (value: unknown): string => {
  const first = Array.isArray(value) ? value[0] : value
  return typeof first === 'string' ? first.trim() : ''
}

const positive = (value: unknown): number | null => {
  const number = Number(text(value))
  return Number.isInteger(number) && number > 0 ? number : null
}

const isFieldValue = (value: unknown): value is FieldValue | undefined =>
  value === undefined ||
  value === null ||
  ['string', 'number', 'boolean'].includes(typeof value) ||
  (Array.isArray(value) && value.every((item) => typeof item === 'string'))

/** Whether a condition has all it needs; half-written ones never reach the core. */
export function isCompleteFilter(filter: Filter): boolean {
  if (filter.op === 'empty' || filter.op === 'notEmpty') return true
  const { value } = filter
  if (value === undefined || value === null || value === '') return false
  return !Array.isArray(value) || value.length > 0
}

function readFilters(raw: string, ledger: Ledger): Filter[] {
  if (raw === '') return []
  let parsed: unknown
  try {
    parsed = JSON.parse(raw)
  } catch {
    // A damaged address shows the whole list rather than an error page.
    return []
  }
  if (!Array.isArray(parsed)) return []
  return parsed.flatMap((item: unknown): Filter[] => {
    if (typeof item !== 'object' || item === null) return []
    const { field: key, op, value } = item as Record<string, unknown>
    const field = ledger.fields.find((candidate) => candidate.key === key)
    if (!field || !isFieldValue(value)) return []
    if (!operatorsOf(field.kind).includes(op as FilterOperator)) return []
    const filter: Filter = { field: field.key, op: op as FilterOperator, value }
    return isCompleteFilter(filter) ? [filter] : []
  })
}

function readSort(raw: string, ledger: Ledger): Sort | null {
  const descending = raw.startsWith('-')
  const key = descending ? raw.slice(1) : raw
  return ledger.fields.some((field) => field.key === key) ? { field: key, descending } : null
}

/** Reads an address; whatever is not understood is left out. */
export function readAddress(query: Record<string, unknown>, ledger: Ledger): ListAddress {
  return {
    list: text(query.list) || null,
    search: text(query.search).slice(0, 100),
    filters: readFilters(text(query.filters), ledger).slice(0, 30),
    sort: readSort(text(query.sort), ledger),
    page: positive(query.page) ?? 1,
    open: positive(query.open),
  }
}

/** The address of a list, without what is at its default. */
export function writeAddress(address: Partial<ListAddress>): Record<string, string> {
  const query: Record<string, string> = {}
  if (address.list) query.list = address.list
  if (address.search) query.search = address.search
  if (address.filters?.length) query.filters = JSON.stringify(address.filters)
  if (address.sort) query.sort = `${address.sort.descending ? '-' : ''}${address.sort.field}`
  if (address.page && address.page > 1) query.page = String(address.page)
  if (address.open) query.open = String(address.open)
  return query
}
