import type { Input } from '../../../shared/contract/index.ts'

/** What came of a referral; null: nothing was answered yet. */
export interface ReferralAnswer {
  response: Input<'vacancy.answer'>['response'] | null
  outcome: string
}

/** The values of a service that a referral records. */
export const valuesOf = ({ response, outcome }: ReferralAnswer): Record<string, string> => ({
  ...(response ? { response } : {}),
  ...(outcome ? { outcome } : {}),
})
