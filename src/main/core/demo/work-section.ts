import { addDays, monthOf } from '../../../shared/domain/calendar.ts'
import type { PersonInput } from '../../../shared/domain/labourer/fields.ts'
import type { Relative } from './families.ts'
import type { EmployerKind } from './places.ts'
import { type Random, weights } from './random.ts'
import { abilities, type FormSetting, hundreds, monthsWorked } from './setting.ts'

/** 已外出务工情况: where, as what, for how much. */

interface Industry {
  code: string
  employer: EmployerKind
  /** Yuan a month. */
  low: number
  high: number
}

const industries: Record<string, Industry> = {
  skilled: {
    code: 'skilledWorker',
    employer: 'factory',
    low: 4200,
    high: 8500,
  },
  general: {
    code: 'generalWorker',
    employer: 'factory',
    low: 3000,
    high: 5600,
  },
  building: {
    code: 'construction',
    employer: 'building',
    low: 3800,
    high: 8200,
  },
  service: {
    code: 'serviceStaff',
    employer: 'service',
    low: 2600,
    high: 4800,
  },
  household: {
    code: 'householdService',
    employer: 'service',
    low: 2800,
    high: 6000,
  },
  sanitation: {
    code: 'sanitationSecurity',
    employer: 'service',
    low: 1800,
    high: 3800,
  },
  planting: { code: 'planting', employer: 'farm', low: 1600, high: 3200 },
  breeding: { code: 'breeding', employer: 'farm', low: 1800, high: 3600 },
}
const awayIndustries = weights([
  ['general', 40],
  ['skilled', 18],
  ['building', 20],
  ['service', 14],
  ['household', 5],
  ['sanitation', 3],
] as const)
const homeIndustries = weights([
  ['planting', 18],
  ['breeding', 8],
  ['building', 20],
  ['service', 20],
  ['sanitation', 20],
  ['general', 14],
] as const)

const awayForms = weights([
  ['unit', 78],
  ['flexible', 17],
  ['venture', 5],
] as const)
const homeForms = weights([
  ['unit', 30],
  ['flexible', 24],
  ['cooperative', 12],
  ['workshop', 12],
  ['publicPost', 14],
  ['venture', 8],
] as const)

const ranges = weights([
  ['outside', 45],
  ['province', 25],
  ['county', 30],
] as const)

export function fillWork(form: PersonInput, setting: FormSetting, person: Relative): void {
  const { random, places, today } = setting
  const range = person.age > 60 ? 'county' : random.weighted(ranges)
  const isAway = range !== 'county'
  const workKind = random.weighted(isAway ? awayForms : homeForms)
  const industry = industries[industryOf(random, isAway, workKind, form.labourAbility)] ?? industries.general
  if (!industry) return
  const wage = hundreds(random, industry.low, industry.high)
  const months = monthsWorked(random, form.collectedOn ?? today, isAway ? 5 : 3)
  const begun = addDays(today, -random.between(20, Math.min(2200, Math.max(30, (person.age - 16) * 365 - 5))))
  const isUnit = workKind === 'unit'
  const hasPension = isUnit && random.chance(isAway ? 0.5 : 0.3)
  const assisted = !isUnit && workKind !== 'flexible' ? random.chance(0.7) : random.chance(0.15)
  Object.assign(form, {
    workplaceRegion: places.workplace(random, range),
    employmentForm: workKind,
    employerName:
      workKind === 'flexible' ? null : employerOf(setting, workKind, industry.employer, person.name),
    employedOn: random.chance(0.4) ? monthOf(begun) : begun,
    monthlyWage: workKind === 'publicPost' ? hundreds(random, 600, 1200) : wage,
    industry: workKind === 'publicPost' ? 'sanitationSecurity' : industry.code,
    hasContract: isUnit || workKind === 'publicPost' || (workKind === 'workshop' && random.chance(0.6)),
    hasSocialInsurance: hasPension,
    hasPension,
    hasMedical: hasPension,
    assisted,
    assistedOn: assisted ? monthOf(begun) : null,
    ledReturnVenture: workKind === 'workshop' && random.chance(0.2),
    organisedTransfer: isAway && random.chance(0.12) ? random.pick(['pointToPoint', 'jobFair']) : null,
    workMonths: months,
    workedMonths: months.length * 10 - (random.chance(0.15) ? 5 : 0),
    workIncome: 0,
    flexibleDays: workKind === 'flexible' ? Math.min(366, months.length * random.between(18, 26)) : 0,
    hasReturned: false,
  } satisfies PersonInput)
  const earned = Math.round(((form.monthlyWage ?? 0) * (form.workedMonths ?? 0)) / 10 / 10_000) * 10_000
  form.workIncome = Math.max(earned, isAway ? 1_000_000 : workKind === 'publicPost' ? 480_000 : 360_000)
}

function industryOf(
  random: Random,
  isAway: boolean,
  workKind: string,
  ability: string | null | undefined,
): string {
  if (ability === abilities.skilled) return 'skilled'
  if (workKind === 'cooperative') return random.chance(0.6) ? 'planting' : 'breeding'
  if (workKind === 'workshop') return 'general'
  return random.weighted(isAway ? awayIndustries : homeIndustries)
}

function employerOf(setting: FormSetting, workKind: string, kind: EmployerKind, name: string): string {
  if (workKind === 'venture') return `${name.slice(0, 1)}记（演示）商行`
  if (workKind === 'publicPost') return '村民委员会（演示）'
  return setting.places.employer(setting.random, workKind === 'workshop' ? 'factory' : kind)
}
