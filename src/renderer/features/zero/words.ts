import type { ZeroHouseholdView } from '../../../shared/contract/calls/zero.ts'

/** `还剩 5 天`, `超期 3 天`, `今天到期`; nothing where nothing is due. */
export function daysWords({ daysLeft }: Pick<ZeroHouseholdView, 'daysLeft'>): string {
  if (daysLeft === null) return ''
  if (daysLeft === 0) return '今天到期'
  return daysLeft > 0 ? `还剩 ${daysLeft} 天` : `超期 ${-daysLeft} 天`
}
