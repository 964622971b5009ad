import { addDays, addMonths, monthOf } from '../calendar.ts'

/**
 * The monthly rhythm of confirmation (rule 44, decision Q): until the day of the month that the
 * parameter names, included, confirmations belong to the month; then it is closed and they belong to
 * the next one.
 */

export const dueDayOf = (month: string, confirmationDay: number): string =>
  addDays(`${month}-01`, confirmationDay - 1)

/** The month that a confirmation of that day belongs to. */
export const monthCountedOn = (today: string, confirmationDay: number): string =>
  today > dueDayOf(monthOf(today), confirmationDay) ? addMonths(monthOf(today), 1) : monthOf(today)

/**
 * Months to be closed on a day, oldest first: every one from the first that is still open whose day has
 * passed. Nobody can have confirmed anything while the program was not opened, so they all close alike.
 */
export function monthsToClose(today: string, confirmationDay: number, firstOpen: string): string[] {
  const current = monthCountedOn(today, confirmationDay)
  const months: string[] = []
  for (let month = firstOpen; month < current; month = addMonths(month, 1)) months.push(month)
  return months
}
