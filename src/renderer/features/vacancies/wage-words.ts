import type { MatchedVacancy } from '../../../shared/contract/calls/vacancy.ts'
import { yuan } from '../../../shared/domain/field-text.ts'

/** `3500–5000`, or the one wage that is known. */
export function wageWords({ wageFrom, wageTo }: Pick<MatchedVacancy, 'wageFrom' | 'wageTo'>): string {
  if (wageFrom === null) return '面议'
  return wageTo === null || wageTo === wageFrom ? yuan(wageFrom) : `${yuan(wageFrom)}–${yuan(wageTo)}`
}
