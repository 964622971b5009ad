import { type Parameters, parameterAt } from '../parameters.ts'

/** The dated thresholds of the follow-up of graduates. */
export const graduateParameterKeys = [
  'graduateGuidances',
  'graduateReferrals',
  'graduateTrainings',
  'graduateInternships',
  'graduateEither',
  'graduateIdleMonths',
  'graduateMinimumAge',
] as const
export type GraduateParameters = Readonly<Record<(typeof graduateParameterKeys)[number], number>>

/** The thresholds as they stand on a day. Throws when one is missing. */
export const graduateParametersAt = (parameters: Parameters, date: string): GraduateParameters =>
  Object.fromEntries(
    graduateParameterKeys.map((key) => [key, parameterAt(parameters, key, date)]),
  ) as GraduateParameters
