import { addMonths, monthOf, monthsBetween } from '../calendar.ts'

/** 《国务院关于渐进式延迟法定退休年龄的办法》, in force from 2025-01: the age before, one month more per so many months, at most. */
const reform = '2025-01'
const groups = {
  male: { years: 60, step: 4, most: 36 },
  female: { years: 50, step: 2, most: 60 },
} as const

/**
 * The month (YYYY-MM) in which somebody reaches the statutory retirement age. Women by the age of workers (50), which is
 * that of people without a post of office.
 */
export function retirementMonth(birthDate: string, sex: 'male' | 'female'): string {
  const { years, step, most } = groups[sex]
  const before = addMonths(monthOf(birthDate), years * 12)
  const since = monthsBetween(reform, before)
  return since < 0 ? before : addMonths(before, Math.min(most, Math.floor(since / step) + 1))
}
