import { addDays, addMonths, daysBetween } from '../calendar.ts'

/** The latest and the earliest of some days. */
export const latest = (...days: string[]): string => days.sort().at(-1) ?? ''
export const earliest = (...days: string[]): string => days.sort()[0] ?? ''

/** A time on a post, dates YYYY-MM-DD; the last day is the exit, else the end of the contract. */
export interface Spell {
  readonly postId: number
  readonly startedOn: string
  readonly endsOn: string
  readonly exitedOn: string | null
}

/** The last day on the post: the exit, else the end of the contract. */
export const lastDayOf = ({ endsOn, exitedOn }: Pick<Spell, 'endsOn' | 'exitedOn'>): string =>
  exitedOn ?? endsOn

export const overlaps = (one: Spell, other: Spell): boolean =>
  one.startedOn <= lastDayOf(other) && other.startedOn <= lastDayOf(one)

/** Most spells that run on one and the same day of a spell. */
export function mostAtOnce(spells: readonly Spell[], during: Spell): number {
  const meeting = spells.filter((spell) => overlaps(spell, during))
  const days = meeting.map(({ startedOn }) => latest(startedOn, during.startedOn))
  return Math.max(
    0,
    ...days.map((day) => meeting.filter((one) => one.startedOn <= day && day <= lastDayOf(one)).length),
  )
}

/** Whole months and the days left over from a first to a last day, both counted. */
export function durationOf(from: string, to: string): { months: number; days: number } {
  const behind = addDays(to, 1)
  let months = 0
  while (addMonths(from, months + 1) <= behind) months++
  return { months, days: Math.max(0, daysBetween(addMonths(from, months), behind)) }
}

/** All spells together; thirty days left over make a month. */
export function totalDuration(spells: readonly Spell[]): { months: number; days: number } {
  const parts = spells.map((spell) => durationOf(spell.startedOn, lastDayOf(spell)))
  const days = parts.reduce((sum, part) => sum + part.days, 0)
  return {
    months: parts.reduce((sum, part) => sum + part.months, 0) + Math.floor(days / 30),
    days: days % 30,
  }
}

export const isLongerThan = (duration: { months: number; days: number }, months: number): boolean =>
  duration.months > months || (duration.months === months && duration.days > 0)

/** How often somebody was placed: a contract that goes on with the same post within a month is no new placement. */
export function placementsOf(spells: readonly Spell[]): number {
  const sorted = [...spells].sort((one, other) => (one.startedOn < other.startedOn ? -1 : 1))
  return sorted.filter(
    (spell) =>
      !sorted.some(
        (before) =>
          before !== spell &&
          before.postId === spell.postId &&
          before.startedOn < spell.startedOn &&
          spell.startedOn <= addMonths(lastDayOf(before), 1),
      ),
  ).length
}
