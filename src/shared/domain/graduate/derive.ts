import { lastDay, monthOf, monthsBetween } from '../calendar.ts'
import { servicePackages } from '../duty/packages.ts'
import type { GraduateParameters } from './parameters.ts'
import { isSeeking } from './states.ts'

/** How often each service was offered since graduation; a contact is a day and a kind. */
export interface ServiceCounts {
  readonly guidance: number
  readonly referral: number
  readonly training: number
  readonly internship: number
}

/** A promise of 1/3/1/1 as the file shows it: how often, of how many, counted from which kinds of service. */
export interface Counter {
  /** Code of the dictionary `graduateItem`. */
  readonly code: string
  readonly label: string
  readonly kinds: readonly string[]
  readonly done: number
  readonly needed: number
}

const codes = {
  graduateGuidances: 'guidance',
  graduateReferrals: 'referral',
  graduateTrainings: 'training',
  graduateInternships: 'internship',
  graduateEither: 'either',
} as const

/** The counters in the order of the package; the four are always there, 培训或见习 only where it is promised. */
export const countersOf = (counts: ServiceCounts, parameters: GraduateParameters): Counter[] =>
  servicePackages.graduatePackage.items
    .map(({ label, kinds, least }) => {
      const code = codes[least]
      const done = code === 'either' ? counts.training + counts.internship : counts[code]
      return { code, label, kinds, done, needed: parameters[least] }
    })
    .filter(({ code, needed }) => code !== 'either' || needed > 0)

/** What is still missing, as codes of the dictionary `graduateItem`. */
export const missingOf = (counts: ServiceCounts, parameters: GraduateParameters): string[] =>
  countersOf(counts, parameters)
    .filter(({ done, needed }) => done < needed)
    .map(({ code }) => code)

/** Full calendar months since the month in which somebody was last without work; the month itself is none. */
export const idleMonthsOf = (idleSince: string | null, today: string): number | null =>
  idleSince === null ? null : Math.max(0, monthsBetween(idleSince, monthOf(today)))

/** Whoever looks for work and has been without for so many months comes first for a graduate post. */
export const isPriority = (
  status: unknown,
  idleSince: string | null,
  today: string,
  { graduateIdleMonths }: GraduateParameters,
): boolean => isSeeking(status) && (idleMonthsOf(idleSince, today) ?? -1) >= graduateIdleMonths

/** Registered, without a place, and not asked this month. */
export const isFollowUpDue = (status: unknown, lastFollowedOn: string | null, today: string): boolean =>
  status === 'registered' && (lastFollowedOn === null || monthOf(lastFollowedOn) < monthOf(today))

/** The day by which this month's follow-up has to be made. */
export const followUpDueOn = (today: string): string => lastDay(monthOf(today))
