import { type Parameters, parameterAt } from '../parameters.ts'

/** The dated parameters of packages and clocks, in the office's units. */
export const dutyParameterKeys = [
  'graduateGuidances',
  'graduateReferrals',
  'graduateTrainings',
  'graduateInternships',
  'graduateEither',
  'graduateYears',
  'graduateServiceMonths',
  'willingServices',
  'zeroHouseholdServices',
  'zeroHouseholdMonths',
  'returneeHours',
  'dutySoonDays',
  'serviceYearFirstMonth',
  'postTemporaryMonths',
  'postExtendedMonths',
] as const
export type DutyParameterKey = (typeof dutyParameterKeys)[number]
export type DutyParameters = Readonly<Record<DutyParameterKey, number>>

/** The parameters as they stand on a day. Throws when one is missing. */
export const dutyParametersAt = (parameters: Parameters, date: string): DutyParameters =>
  Object.fromEntries(
    dutyParameterKeys.map((key) => [key, parameterAt(parameters, key, date)]),
  ) as DutyParameters
