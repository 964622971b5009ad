import { addDays, daysBetween } from '../calendar.ts'

/** A time during which a clock stood still; `until` null: it still does. Instants, ISO. */
export interface Pause {
  from: string
  until: string | null
}

const time = (instant: string): number => new Date(instant).getTime()
const chinaDay = (instant: string): string =>
  new Date(time(instant) + 8 * 3_600_000).toISOString().slice(0, 10)

/**
 * The instant that clocks go by: that of the PC, but never before the last entry. A clock that was
 * set back therefore stops the count, it never gives hours back; and since the last entry counts,
 * not the latest one, a clock that was wrongly ahead is forgotten with the first entry after it was
 * put right.
 */
export const steadyNow = (now: string, lastEntry: string | null): string =>
  lastEntry !== null && lastEntry > now ? lastEntry : now

/** Milliseconds of the pauses that have ended; one that ends before it begins (a clock set back) is none. */
const stoodStill = (pauses: readonly Pause[]): number =>
  pauses.reduce(
    (sum, { from, until }) => sum + (until === null ? 0 : Math.max(0, time(until) - time(from))),
    0,
  )

/** The end of a clock counted in hours, moved on by its ended pauses. */
export const dueAfterPauses = (dueAt: string, pauses: readonly Pause[]): string =>
  new Date(time(dueAt) + stoodStill(pauses)).toISOString()

/** The same of a clock counted in days: whole days from the day on which it stopped to that on which it went on. */
export const dueDayAfterPauses = (dueOn: string, pauses: readonly Pause[]): string =>
  pauses.reduce(
    (due, { from, until }) =>
      until === null ? due : addDays(due, Math.max(0, daysBetween(chinaDay(from), chinaDay(until)))),
    dueOn,
  )

/** Whole hours left, rounded down; negative when overdue. */
export const hoursLeft = (dueAt: string, now: string): number =>
  Math.floor((time(dueAt) - time(now)) / 3_600_000)
