import { type Parameters, parameterAt } from '../parameters.ts'

/** The dated thresholds of relocation sites, in the office's units. */
export const siteParameterKeys = [
  'siteHelpPeople',
  'siteFairPeople',
  'siteFairMonths',
  'siteStaffLeast',
  'siteStaffMost',
] as const
export type SiteParameters = Readonly<Record<(typeof siteParameterKeys)[number], number>>

/** The thresholds as they stand on a day. Throws when one is missing: the resources are incomplete. */
export const siteParametersAt = (parameters: Parameters, date: string): SiteParameters =>
  Object.fromEntries(
    siteParameterKeys.map((key) => [key, parameterAt(parameters, key, date)]),
  ) as SiteParameters
