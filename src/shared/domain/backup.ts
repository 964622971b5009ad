import { addDays } from './calendar.ts'

/** Which backups are kept: the newest of each of the last days, weeks and months that have one. */
export const retention = { days: 7, weeks: 4, months: 12 } as const

/** In words, for screens and documents. */
export const retentionBasis = `保留最近 ${retention.days} 天、${retention.weeks} 周、${retention.months} 个月各最后一份`

/** Monday of the week of a day. */
const mondayOf = (day: string): string => {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  return addDays(day, -((weekday + 6) % 7))
}

const periods: readonly { of: (day: string) => string; count: number }[] = [
  { of: (day) => day, count: retention.days },
  { of: mondayOf, count: retention.weeks },
  { of: (day) => day.slice(0, 7), count: retention.months },
]

/**
 * The ids to keep. `madeOn` is the business date of a backup, `id` sorts by time. Periods are those
 * that have a backup, so a PC that was off for a month does not lose what it has; the newest one is
 * always among them.
 */
export function keptBackups(backups: readonly { id: string; madeOn: string }[]): Set<string> {
  const newestFirst = backups.toSorted((one, other) => (one.id < other.id ? 1 : -1))
  const kept = new Set<string>()
  for (const { of, count } of periods) {
    const met = new Set<string>()
    for (const { id, madeOn } of newestFirst) {
      const period = of(madeOn)
      if (met.has(period)) continue
      if (met.size === count) break
      met.add(period)
      kept.add(id)
    }
  }
  return kept
}
