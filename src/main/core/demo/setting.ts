import { monthOf, monthsFrom, yearOf } from '../../../shared/domain/calendar.ts'
import type { Places } from './places.ts'
import type { Random } from './random.ts'

/** What the parts of the generator share while they fill in one form. */
export interface FormSetting {
  random: Random
  places: Places
  today: string
}

export type LabourRole = 'student' | 'working' | 'notWorking'

export const abilities = { ordinary: 'ordinary', skilled: 'skilled', weakOrHalf: 'weakOrHalf' } as const

/** An amount of yuan in fen, in steps of a hundred yuan. */
export const hundreds = (random: Random, low: number, high: number): number =>
  random.between(Math.ceil(low / 100), Math.floor(high / 100)) * 10_000

/**
 * The months that a form of that day reports: the work year from October to September, in October
 * to December the one that has just ended.
 */
function reportedMonths(collectedOn: string): string[] {
  const year = yearOf(collectedOn) - 1
  const month = Number(collectedOn.slice(5, 7))
  return monthsFrom(`${year}-10`, month >= 10 ? `${year + 1}-09` : monthOf(collectedOn))
}

/** A run of those months, with a gap now and then. */
export function monthsWorked(random: Random, collectedOn: string, least: number): string[] {
  const all = reportedMonths(collectedOn)
  const start = random.between(0, Math.max(0, Math.min(4, all.length - least)))
  const gap = random.chance(0.25) ? random.between(start, all.length - 1) : -1
  const worked = all.filter((_month, index) => index >= start && index !== gap)
  return worked.length >= least ? worked : all
}
