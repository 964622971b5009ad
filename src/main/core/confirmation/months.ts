import type { MonthClosing, MonthsView } from '../../../shared/contract/calls/confirmation.ts'
import { Refusal } from '../../../shared/contract/result.ts'
import { addMonths } from '../../../shared/domain/calendar.ts'
import { dueDayOf, monthCountedOn, monthsToClose } from '../../../shared/domain/confirmation/months.ts'
import { parameterAt } from '../../../shared/domain/parameters.ts'
import { wholeOffice } from '../access/reach.store.ts'
import type { Desk } from '../context.ts'
import { type ClosingRow, createMonthStore } from './month.store.ts'

const dayOf = (desk: Desk, at = desk.today()): number =>
  parameterAt(desk.catalogue().parameters, 'confirmationDay', at)

/** The last closing of each month, newest month first. */
const lastClosings = (rows: readonly ClosingRow[]): ClosingRow[] =>
  rows.filter((row, index) => rows[index - 1]?.month !== row.month)

/** Opened again today by an administrator, and not closed since: it takes confirmations until the day ends. */
const openAgain = (desk: Desk, rows: readonly ClosingRow[]): ClosingRow | undefined =>
  lastClosings(rows).find(({ reopenedDay }) => reopenedDay === desk.today())

/** The first month that has figures: that in which this program met the first confirmation. */
const firstMonthKey = 'firstConfirmedMonth'
function firstOpenMonth(desk: Desk, last: ClosingRow | undefined): string {
  if (last) return addMonths(last.month, 1)
  const known = desk.catalogueStore.meta(firstMonthKey)
  if (known !== undefined) return known
  const month = monthCountedOn(desk.today(), dayOf(desk))
  // Of the whole office, whoever of it is the first to look.
  if (createMonthStore(desk.db, wholeOffice).figuresNow().people > 0)
    desk.catalogueStore.setMeta(firstMonthKey, month)
  return month
}

/**
 * Closes what is due: months whose day has passed, and those that were opened again on an earlier day.
 * Within the caller's transaction; answers the months.
 */
export function closeDueMonths(desk: Desk): string[] {
  const store = createMonthStore(desk.db, desk.reach)
  const rows = store.closings()
  const today = desk.today()
  const again = lastClosings(rows).filter(({ reopenedDay }) => reopenedDay !== null && reopenedDay < today)
  const due = [
    ...again.map(({ month }) => month).reverse(),
    ...monthsToClose(today, dayOf(desk), firstOpenMonth(desk, rows[0])),
  ]
  for (const month of due) store.close(month, dueDayOf(month, dayOf(desk)), today, desk.now(), desk.user)
  return due
}

/** The month that a confirmation of today belongs to. */
export function countedMonth(desk: Desk): string {
  const again = openAgain(desk, createMonthStore(desk.db, desk.reach).closings())
  return again?.month ?? monthCountedOn(desk.today(), dayOf(desk))
}

export const countedUntil = (desk: Desk): string => {
  const again = openAgain(desk, createMonthStore(desk.db, desk.reach).closings())
  return again ? desk.today() : dueDayOf(countedMonth(desk), dayOf(desk))
}

export function monthsView(desk: Desk): MonthsView {
  const store = createMonthStore(desk.db, desk.reach)
  const rows = store.closings()
  const closingOf = (row: ClosingRow): MonthClosing => ({
    ...{ id: row.id, closedOn: row.closedOn, at: row.at, by: row.by },
    figures: store.figuresOf(row.id),
    reopened:
      row.reason === null ? null : { reason: row.reason, at: row.reopenedAt ?? '', by: row.reopenedBy ?? '' },
  })
  return {
    current: {
      month: countedMonth(desk),
      dueOn: countedUntil(desk),
      figures: store.figuresNow(),
      isReopened: openAgain(desk, rows) !== undefined,
    },
    months: [...Map.groupBy(rows, ({ month }) => month)].map(([month, closings]) => ({
      month,
      dueOn: closings[0]?.dueOn ?? '',
      closings: closings.map(closingOf),
    })),
  }
}

/** Opens the month that was closed last for the rest of the day. @throws Refusal when it is another, or open already */
export function reopenMonth(desk: Desk, closing: number, reason: string): MonthsView {
  const store = createMonthStore(desk.db, desk.reach)
  const [last] = store.closings()
  if (last?.id !== closing)
    throw new Refusal('refused', '只能重开最近锁定的那个月；更早的月份已经有后面的月份接着，不再改动。')
  if (last.reopenedDay !== null) throw new Refusal('conflict', '这个月今天已经重开，今天结束时自动锁定。')
  store.reopen(closing, reason, desk.now(), desk.today(), desk.user)
  return monthsView(desk)
}
