import type { RuleParameters } from '../../parameters.ts'
import { reachesCounty, regionLevel } from '../../region-code.ts'
import type { LabourerForm } from './subject.ts'

export type WorkRange = 'inCounty' | 'outCounty' | 'outProvince'

/**
 * 县内 / 县外省内 / 省外, computed from the two regions and never typed (decision G).
 * @param place region code of the place of work
 * @param homeCounty first six digits of the home county
 * @returns null when a region is missing or too coarse to tell
 */
export function workRangeOf(place: string | null | undefined, homeCounty: string | null): WorkRange | null {
  if (!place || !homeCounty || regionLevel(place) === null) return null
  if (place.slice(0, 2) !== homeCounty.slice(0, 2)) return 'outProvince'
  // A city other than the home's is outside the county, whichever of its counties is meant.
  if (!reachesCounty(place)) {
    return regionLevel(place) === 2 && place.slice(0, 4) !== homeCounty.slice(0, 4) ? 'outCounty' : null
  }
  return place.slice(0, 6) === homeCounty ? 'inCounty' : 'outCounty'
}

/**
 * The counting basis 采集标准: months and income of the year against the thresholds of the place,
 * inside the county or outside it. "Not less than" holds, not "more than" (decision C).
 * The place is that of the present work, of somebody back home that of the work before; when
 * neither is known the lower thresholds decide, but only over what is below even those.
 */
export function qualification(
  form: LabourerForm,
  homeCounty: string | null,
  parameters: RuleParameters,
): 'met' | 'below' | 'unknown' {
  if (form.workedMonths == null || form.workIncome == null) return 'unknown'
  const range = workRangeOf(
    form.isWorking === true ? form.workplaceRegion : form.returnedFromRegion,
    homeCounty,
  )
  const isAway = range !== null && range !== 'inCounty'
  const months = isAway ? parameters.outCountyMonths : parameters.inCountyMonths
  const income = isAway ? parameters.outCountyIncome : parameters.inCountyIncome
  if (form.workedMonths < months || form.workIncome < income) return 'below'
  return range === null ? 'unknown' : 'met'
}
