import type { AnyRecord } from '../field.ts'

/**
 * The statuses that rules and sums name, held against the dictionary `graduateStatus` by a test.
 * `unregistered` is what a file without a history shows; nobody chooses it.
 */
export const openStatuses = ['unregistered', 'registered', 'notSeeking'] as const
export const settledStatuses = ['employed', 'study', 'army', 'venture', 'flexible'] as const
export const graduateStatuses = [...openStatuses, ...settledStatuses] as const
export type GraduateStatusCode = (typeof graduateStatuses)[number]

/** At work, so that the end of a spell of work ends it. */
const working: readonly unknown[] = ['employed', 'venture', 'flexible']
/** Somebody who is looked after: without a place and not said to want none. */
export const seekingStatuses = ['unregistered', 'registered'] as const satisfies readonly GraduateStatusCode[]

export const isSettled = (status: unknown): boolean =>
  (settledStatuses as readonly unknown[]).includes(status)
export const isAtWork = (status: unknown): boolean => working.includes(status)
export const isSeeking = (status: unknown): boolean =>
  (seekingStatuses as readonly unknown[]).includes(status)
/** Further study and army: nobody is there without a school or a place. */
export const needsPlace = (status: unknown): boolean => status === 'study' || status === 'army'

/** The status that a spell of work stands for; null for farm work on one's own land, which is none. */
export function statusOfWork(spell: AnyRecord): GraduateStatusCode | null {
  if (spell.type === 'farming') return null
  if (spell.employmentForm === 'venture') return 'venture'
  return spell.employmentForm === 'flexible' || spell.type === 'flexible' ? 'flexible' : 'employed'
}
