import type { Row } from '../../../shared/contract/calls/ledger.ts'
import type { Query } from '../../../shared/contract/schemas.ts'
import type { Filter } from '../../../shared/domain/filter.ts'
import { fieldsNeeded, type ProfileSheet } from '../../../shared/domain/profile.ts'
import { countedInWords, reported, saysState } from '../confirmation/reported.ts'
import type { Desk } from '../context.ts'
import { allLists, resolveQuery } from '../ledger/lists.ts'
import { changedRowsSql, lastSequence, sequenceBefore } from './changed-rows.store.ts'

/** Which of a profile's rows: further narrowed by a list, filters, or what changed since. */
export interface RowChoice {
  /** Key of a named list; applies to sheets of its ledger only. */
  list?: string | undefined
  filters?: Query['filters']
  /** A sequence number of the change history, or a business day: only rows that changed after it. */
  since?: number | string | undefined
  /** The present, whatever the office counts. */
  version?: 'present'
}

export interface ProfileRows {
  total: number
  /** 口径 in words. */
  basis: string
  /** In the order of the sheet, one by one; values by field key as stored. */
  rows: Iterable<Row>
}

/**
 * The rows of one sheet: what the profile says, narrowed by the choice.
 *
 * @throws Refusal for an unknown list or field
 */
export function profileRows(desk: Desk, sheet: ProfileSheet, choice: RowChoice = {}): ProfileRows {
  const { ledger, rows, sort } = sheet
  // A list narrows the sheets of its own ledger; a further sheet of the workbook stays whole.
  const listed = allLists(desk).find(({ key }) => key === choice.list)
  const list = listed && listed.ledger !== ledger ? undefined : choice.list
  const resolved = resolveQuery(desk, { ledger, list, filters: choice.filters })
  const query = reported(desk, resolved)
  const confirmed = query.confirmed && choice.version !== 'present'
  const since =
    choice.since === undefined
      ? undefined
      : typeof choice.since === 'number'
        ? choice.since
        : sequenceBefore(desk.db, choice.since)
  const narrowed = {
    ...query,
    filters: [...(rows.filters as Filter[]), ...query.filters],
    // What was confirmed since is new to the receiver, however long ago it was entered.
    rows: since === undefined ? null : changedRowsSql(sheet, since, confirmed ? ['formState'] : []),
    confirmed,
  }
  const own = list || choice.filters?.length ? resolved.basis : ''
  const counted = ledger === 'labourer' && !saysState(narrowed.filters) ? countedInWords(desk) : ''
  const said = [rows.basis, own, counted, sinceInWords(desk, choice.since)].filter(Boolean).join('；')
  // The words of a list already say it.
  const basis = own ? said : desk.reach.basis(said)
  return {
    total: desk.ledger.count(narrowed, undefined),
    basis,
    rows: {
      [Symbol.iterator]: () =>
        desk.ledger
          .all(narrowed, undefined, fieldsNeeded(sheet.columns, ledger), sort ?? query.sort)
          [Symbol.iterator](),
    },
  }
}

function sinceInWords(desk: Desk, since: RowChoice['since']): string {
  if (since === undefined) return ''
  return typeof since === 'string'
    ? `${since} 起有变化的`
    : `第 ${since} 号修改以后有变化的（至第 ${lastSequence(desk.db)} 号）`
}
