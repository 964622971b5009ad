import { fullYearsBetween } from '../../calendar.ts'
import { type Dictionary, hasCode } from '../../dictionary.ts'
import { type IdNumberFacts, parseIdNumber } from '../../id-number.ts'
import { type Parameters, type RuleParameters, ruleParametersAt } from '../../parameters.ts'
import { isRegionCode } from '../../region-code.ts'
import type { PersonInput } from '../fields.ts'
import { isInPeriod, type Period, reportableWorkYears, workYearOf } from '../periods.ts'
import { isUnable } from './codes.ts'
import { isExempt, isExited } from './conditions.ts'

/** A person as the rules see it: any part of the form, empty fields null or absent. */
export type LabourerForm = PersonInput & {
  /** Kept on the household; absent when the caller has not read it, null when not known. */
  householdCategory?: string | null
}

/** What the rules need besides the form. Shared by many records: only the facts below the line differ. */
export interface RuleContext {
  /** YYYY-MM-DD. */
  today: string
  parameters: RuleParameters
  dictionaries: ReadonlyMap<string, Dictionary>
  /** Region code of the county that counts as home when the form names no region itself. */
  homeCounty: string | null
  /** Signatures and verification are asked for only on the way to confirmation. */
  forConfirmation: boolean
  // Facts that only the ledger knows, per record:
  idNumberTakenByOther: boolean
  /** Number of other households with the same telephone number. */
  phoneSharedWithHouseholds: number
  /** Counts of the service records of the service year by field key; null when not compared. */
  serviceCounts: Readonly<Record<string, number>> | null
}

/** A context from the resources, made once and used for many records; facts are neutral unless given. */
export function ruleContext(
  resources: { today: string; parameters: Parameters; dictionaries: Iterable<Dictionary> },
  facts?: Partial<Omit<RuleContext, 'today' | 'parameters' | 'dictionaries'>>,
): RuleContext {
  return {
    today: resources.today,
    parameters: ruleParametersAt(resources.parameters, resources.today),
    dictionaries: new Map([...resources.dictionaries].map((dictionary) => [dictionary.key, dictionary])),
    homeCounty: null,
    forConfirmation: false,
    idNumberTakenByOther: false,
    phoneSharedWithHouseholds: 0,
    serviceCounts: null,
    ...facts,
  }
}

/** What several rules need to know about one record, worked out once. */
export interface Subject {
  readonly context: RuleContext
  /** Null when no number is given. */
  readonly idNumber: IdNumberFacts | null
  readonly birthDate: string | null
  /** Full years today; null when the birth date is not known. */
  readonly age: number | null
  readonly exited: boolean
  /** Blanks are not held against it: decision F, and people who are not collected at all. */
  readonly exempt: boolean
  /** The day the form speaks of: when it was collected, today when that is not known. */
  readonly asOf: string
  /** First six digits of the home county. */
  readonly homeCounty: string | null
  /** Months ticked in all, and in the reported work year. */
  readonly ticked: number
  readonly tickedInYear: number
}

const notCollected = (form: LabourerForm, age: number | null, context: RuleContext): boolean =>
  isUnable(form.labourAbility) || (age !== null && age < context.parameters.minimumAge)

export function subjectOf(form: LabourerForm, context: RuleContext): Subject {
  const idNumber = form.idNumber ? parseIdNumber(form.idNumber) : null
  const born = idNumber?.birthDate ?? null
  const birthDate = born !== null && born <= context.today ? born : null
  const age = birthDate === null ? null : fullYearsBetween(birthDate, context.today)
  const asOf = form.collectedOn && form.collectedOn < context.today ? form.collectedOn : context.today
  const months = form.workMonths
  return {
    context,
    idNumber,
    birthDate,
    age,
    exited: isExited(form),
    exempt: isExempt(form) || notCollected(form, age, context),
    asOf,
    homeCounty: homeCountyOf(form, context),
    ticked: months ? months.length : 0,
    tickedInYear: months?.length ? mostTicked(months, asOf, context.parameters) : 0,
  }
}

/** First six digits of the county of the registered residence, else of the context's county. */
export function homeCountyOf(form: LabourerForm, context: Pick<RuleContext, 'homeCounty'>): string | null {
  const code = form.region && isRegionCode(form.region) ? form.region : context.homeCounty
  return code ? code.slice(0, 6) : null
}

/** While two work years may be reported, the one with more months ticked is taken to be meant. */
function mostTicked(months: readonly string[], asOf: string, parameters: RuleParameters): number {
  let most = 0
  for (const year of yearsOn(asOf, parameters).reportable) {
    let ticked = 0
    for (const month of months) if (isInPeriod(month, year)) ticked++
    if (ticked > most) most = ticked
  }
  return most
}

// Forms of one import are of few days: the same periods would be worked out again for each.
interface Years {
  reportable: readonly Period[]
  current: Period
}
const knownYears = new WeakMap<RuleParameters, Map<string, Years>>()
function yearsOn(date: string, parameters: RuleParameters): Years {
  let byDate = knownYears.get(parameters)
  if (!byDate) {
    byDate = new Map()
    knownYears.set(parameters, byDate)
  }
  let years = byDate.get(date)
  if (!years) {
    years = { reportable: reportableWorkYears(date, parameters), current: workYearOf(date, parameters) }
    byDate.set(date, years)
  }
  return years
}

/** Full years at the end of the work year of the form's day (decision P). */
export const ageAtPeriodEnd = ({ birthDate, asOf, context }: Subject): number | null =>
  birthDate === null ? null : fullYearsBetween(birthDate, yearsOn(asOf, context.parameters).current.to)

/** Whether a dictionary knows a code; true for dictionaries that are not loaded. */
export function isKnownCode(context: RuleContext, dictionary: string, code: string): boolean {
  const found = context.dictionaries.get(dictionary)
  return found === undefined || hasCode(found, code)
}
