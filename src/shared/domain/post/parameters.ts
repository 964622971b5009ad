import { type Parameters, parameterAt } from '../parameters.ts'

/** The thresholds of public posts, with the factor from the office's unit to the stored one. */
const scale = {
  /** Full years: younger than the first or as old as the second is held against somebody. */
  postMinimumAge: 1,
  postMaximumAge: 1,
  /** Months of a temporary post, and with the county's consent. */
  postTemporaryMonths: 1,
  postExtendedMonths: 1,
  /** Months of one contract, of all posts together, and how many placements. */
  postContractMonths: 1,
  postTotalMonths: 1,
  postPlacements: 1,
  /** Years before retirement from which on the total is open until retirement. */
  postNearRetirementYears: 1,
  /** Days of public notice, the first one not counted. */
  postNoticeDays: 1,
  /** Months within which the same post passing on inside a household is asked about. */
  postRotationMonths: 1,
  /** Months out of work from which on a graduate comes first, and graduate posts of a village. */
  graduateIdleMonths: 1,
  graduatePostsPerVillage: 1,
  /** Yuan a year (fen), the same threshold that the employment rules use. */
  publicPostYearIncome: 100,
} as const

export type PostParameters = Readonly<Record<keyof typeof scale, number>>
export const postParameterKeys = Object.keys(scale) as (keyof typeof scale)[]

/** The thresholds as they stand on a day. Throws when one has no value then: the resources are incomplete. */
export const postParametersAt = (parameters: Parameters, date: string): PostParameters =>
  Object.fromEntries(
    postParameterKeys.map((key) => [key, Math.round(parameterAt(parameters, key, date) * scale[key])]),
  ) as PostParameters
