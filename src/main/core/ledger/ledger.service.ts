import { randomBytes } from 'node:crypto'
import type { ListView, Page } from '../../../shared/contract/calls/ledger.ts'
import { Refusal } from '../../../shared/contract/result.ts'
import type { FieldValue } from '../../../shared/domain/field.ts'
import type { Sort } from '../../../shared/domain/filter.ts'
import { type LedgerName, ledgers } from '../../../shared/domain/ledgers.ts'
import { onlyConfirmed, withCounted } from '../confirmation/reported.ts'
import type { Desk, Handlers } from '../context.ts'
import type { LedgerQuery } from './list-types.ts'
import { allLists, type ResolvedQuery, requireSort, resolveQuery, tooLongToSort } from './lists.ts'

/** Names of the region codes that stand in some values, for showing them. */
export function regionNamesIn(
  desk: Desk,
  ledger: LedgerName,
  records: Iterable<Record<string, FieldValue>>,
): Record<string, string> {
  const keys = ledgers[ledger].fields.filter((field) => field.kind === 'region').map((field) => field.key)
  const names: Record<string, string> = {}
  for (const record of records) {
    for (const key of keys) {
      const code = record[key]
      if (typeof code === 'string' && !(code in names)) names[code] = nearName(desk, code)
    }
  }
  return names
}

/** Inside the own county from the township on, elsewhere from the province on. */
export const nearName = (desk: Desk, code: string): string =>
  code.slice(0, 6) === desk.unit.regionCode.slice(0, 6)
    ? desk.regions.displayName(code, { from: 'township' })
    : desk.regions.displayName(code)

function requireFields(ledger: LedgerName, keys: Iterable<string>) {
  const known = new Set(ledgers[ledger].fields.map((field) => field.key))
  for (const key of keys) {
    if (!known.has(key)) {
      throw new Refusal('invalid_input', `${ledgers[ledger].label}里没有“${key}”这一项，请刷新后重试。`, [
        { path: 'columns', message: `没有“${key}”这一项` },
      ])
    }
  }
}

/** What stands on the screen is the present: said with how many of it are not confirmed, where the sums know it. */
function countedOf(desk: Desk, query: ResolvedQuery, total: number): { basis: string; reported?: number } {
  if (query.ledger !== 'labourer') return { basis: query.basis }
  if (!onlyConfirmed(desk)) return { basis: withCounted(query.basis, query.filters, '含未确认的') }
  const search = query.search?.trim()
  const known = (more: Partial<LedgerQuery>) =>
    search ? null : desk.ledger.knownTotal({ ...query, ...more })
  const isConfirmed = { field: 'formState', op: 'in' as const, value: ['confirmed'] }
  const confirmed = known({ filters: [...query.filters, isConfirmed] })
  const reported = known({ confirmed: true })
  const words =
    confirmed === null ? '按台账现状，含未确认的' : `按台账现状，其中未确认 ${total - confirmed} 人`
  return { basis: withCounted(query.basis, query.filters, words), ...(reported !== null && { reported }) }
}

export const ledgerHandlers = {
  'ledger.page': (input, { desk }): Page => {
    const query = resolveQuery(desk, input)
    requireFields(input.ledger, input.columns)
    requireSort(input.ledger, input.sort)
    const pageBy = (sort: Sort | undefined) =>
      desk.ledger.page(query, query.search, input.columns, sort, input.limit, input.offset)
    // The order that a list was saved with gives way when the list has grown too long for it.
    const rows = pageBy(input.sort ?? query.sort) ?? (input.sort ? null : pageBy(undefined))
    if (!rows) throw tooLongToSort(input.ledger, input.sort)
    return {
      rows,
      regionNames: regionNamesIn(
        desk,
        input.ledger,
        rows.map((row) => row.values),
      ),
    }
  },
  'ledger.count': (input, { desk }) => {
    const query = resolveQuery(desk, input)
    const total = desk.ledger.count(query, query.search)
    return { total, ...countedOf(desk, query, total) }
  },
  'ledger.lists': (input, { desk }) => allLists(desk, input.ledger),
  'ledger.saveList': (input, { desk, app }): ListView => {
    requireFields(input.ledger, [...input.filters.map((filter) => filter.field), ...(input.columns ?? [])])
    requireSort(input.ledger, input.sort)
    if (allLists(desk, input.ledger).some((list) => list.label === input.label)) {
      throw new Refusal('conflict', `已经有叫“${input.label}”的清单，请换一个名字。`, [
        { path: 'label', message: '名称已被使用' },
      ])
    }
    const key = `saved-${randomBytes(6).toString('hex')}`
    const content = { filters: input.filters, basedOn: input.list, columns: input.columns, sort: input.sort }
    desk.ledger.saveList(key, input.ledger, input.label, JSON.stringify(content), desk.user, app.place.now())
    const saved = allLists(desk, input.ledger).find((list) => list.key === key)
    if (!saved) throw new Error('saved list not found')
    return saved
  },
  'ledger.removeList': (input, { desk }) => {
    if (!desk.ledger.removeList(input.key))
      throw new Refusal('not_found', '这个清单不是自己保存的，或已经删除。')
    return null
  },
  'person.search': (input, { desk }) =>
    desk.ledger.searchPeople(input.text, input.limit).map(({ region, ...person }) => ({
      ...person,
      village: region ? nearName(desk, region) : '',
    })),
} satisfies Partial<Handlers>
