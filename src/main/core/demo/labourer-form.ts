import { addDays, addMonths, monthOf, monthsFrom, yearOf } from '../../../shared/domain/calendar.ts'
import type { PersonInput } from '../../../shared/domain/labourer/fields.ts'
import type { Relative } from './families.ts'
import type { EmployerKind, Places } from './places.ts'
import { type Random, weights } from './random.ts'

/** Fills the labourer form of one person the way a careful collector would: without a broken rule. */

export interface FormSetting {
  random: Random
  places: Places
  today: string
}

export type LabourRole = 'student' | 'working' | 'notWorking'

const abilities = { ordinary: 'ordinary', skilled: 'skilled', weakOrHalf: 'weakOrHalf' } as const

const skillLevels = weights([
  ['junior', 60],
  ['intermediate', 26],
  ['senior', 9],
  ['technician', 4],
  ['seniorTechnician', 1],
])

interface Industry {
  code: string
  employer: EmployerKind
  /** Yuan a month. */
  low: number
  high: number
  trades: readonly string[]
}

const industries: Record<string, Industry> = {
  skilled: {
    code: 'skilledWorker',
    employer: 'factory',
    low: 4200,
    high: 8500,
    trades: ['焊工', '电工', '数控操作工', '模具工'],
  },
  general: {
    code: 'generalWorker',
    employer: 'factory',
    low: 3000,
    high: 5600,
    trades: ['普工', '包装工', '缝纫工', '质检员'],
  },
  building: {
    code: 'construction',
    employer: 'building',
    low: 3800,
    high: 8200,
    trades: ['木工', '瓦工', '钢筋工', '油漆工'],
  },
  service: {
    code: 'serviceStaff',
    employer: 'service',
    low: 2600,
    high: 4800,
    trades: ['服务员', '收银员', '导购员'],
  },
  household: {
    code: 'householdService',
    employer: 'service',
    low: 2800,
    high: 6000,
    trades: ['保姆', '护工', '月嫂'],
  },
  sanitation: {
    code: 'sanitationSecurity',
    employer: 'service',
    low: 1800,
    high: 3800,
    trades: ['保洁员', '保安', '环卫工'],
  },
  planting: { code: 'planting', employer: 'farm', low: 1600, high: 3200, trades: ['茶叶采摘', '果树管护'] },
  breeding: { code: 'breeding', employer: 'farm', low: 1800, high: 3600, trades: ['养猪', '养鸡'] },
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

const collectors = ['演示采集员甲', '演示采集员乙', '演示采集员丙', '演示采集员丁'] as const

const educations = (age: number) =>
  age > 55
    ? weights([
        ['90', 14],
        ['80', 52],
        ['70', 30],
        ['60', 4],
      ])
    : age > 35
      ? weights([
          ['80', 20],
          ['70', 58],
          ['60', 14],
          ['41', 4],
          ['30', 4],
        ])
      : weights([
          ['70', 34],
          ['60', 22],
          ['41', 14],
          ['30', 18],
          ['20', 12],
        ])
const educationByAge = [20, 40, 60].map(educations)

/** An amount of yuan in fen, in steps of a hundred yuan. */
const hundreds = (random: Random, low: number, high: number): number =>
  random.between(Math.ceil(low / 100), Math.floor(high / 100)) * 10_000

export function fillForm(
  setting: FormSetting,
  person: Relative & { idNumber: string; region: string; homeAddress: string; phone: string },
  role: LabourRole,
): PersonInput {
  const { random, today } = setting
  const collectedOn = addDays(today, -random.between(0, 60))
  const ability =
    person.age > 58
      ? abilities.weakOrHalf
      : random.chance(0.05)
        ? abilities.weakOrHalf
        : random.chance(0.13)
          ? abilities.skilled
          : abilities.ordinary
  const education = random.weighted(
    educationByAge[person.age > 55 ? 2 : person.age > 35 ? 1 : 0] ?? educations(30),
  )
  const isPostSchoolYouth =
    role !== 'student' && person.age <= 21 && (education === '70' || education === '60') && random.chance(0.7)
  const form: PersonInput = {
    name: person.name,
    idNumber: person.idNumber,
    region: person.region,
    phone: person.phone,
    ethnicity: person.ethnicity,
    relationToHead: person.relation,
    verification: 'verified',
    currentStatus: role === 'student' ? 'temporaryExit' : 'normal',
    exitReason: role === 'student' ? 'study' : null,
    isWorking: role === 'working',
    labourAbility: role === 'student' ? abilities.ordinary : ability,
    skillLevel: role !== 'student' && ability === abilities.skilled ? random.weighted(skillLevels) : 'none',
    isPostSchoolYouth,
    education: role === 'student' ? '60' : education,
    graduatedOn: isPostSchoolYouth ? addMonths(monthOf(today), -random.between(2, 40)) : null,
    homeAddress: person.homeAddress,
    isDisabled: ability === abilities.weakOrHalf && random.chance(0.3),
    labourerSignature: person.name,
    collectorName: random.pick(collectors),
    collectorPhone: `19900000${String(random.between(0, 199)).padStart(3, '0')}`,
    paperOnFile: true,
    collectedOn,
  }
  if (role === 'working') fillWork(form, setting, person)
  else fillNoWork(form, setting, person, role)
  fillTrainingWish(form, setting, role)
  return form
}

function fillWork(form: PersonInput, setting: FormSetting, person: Relative): void {
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

/**
 * The months that a form of that day reports: the work year from October to September, in October
 * to December the one that has just ended.
 */
function reportedMonths(collectedOn: string): string[] {
  const year = yearOf(collectedOn) - 1
  const month = Number(collectedOn.slice(5, 7))
  return monthsFrom(`${year}-10`, month >= 10 ? `${year + 1}-09` : monthOf(collectedOn))
}

/** A run of those months, with a gap now and then. */
function monthsWorked(random: Random, collectedOn: string, least: number): string[] {
  const all = reportedMonths(collectedOn)
  const start = random.between(0, Math.max(0, Math.min(4, all.length - least)))
  const gap = random.chance(0.25) ? random.between(start, all.length - 1) : -1
  const worked = all.filter((_month, index) => index >= start && index !== gap)
  return worked.length >= least ? worked : all
}

const stayingReasons = weights([
  ['largeScaleFarming', 8],
  ['farming', 26],
  ['familyCare', 36],
  ['poorHealth', 14],
  ['lowMotivation', 10],
  ['other', 6],
] as const)
const jobs = ['普工', '缝纫工', '服务员', '保安', '电焊工', '保洁员', '家政', '建筑小工'] as const

function fillNoWork(form: PersonInput, setting: FormSetting, person: Relative, role: LabourRole): void {
  const { random, places, today } = setting
  const hasReturned = role === 'notWorking' && random.chance(0.09)
  const months =
    hasReturned || (role === 'notWorking' && random.chance(0.2))
      ? monthsWorked(random, form.collectedOn ?? today, 3).slice(0, random.between(4, 9))
      : []
  Object.assign(form, {
    workedMonths: months.length * 10,
    workIncome: months.length * hundreds(random, 3000, 4500),
    workMonths: months.length > 0 ? months : null,
    flexibleDays: 0,
    hasReturned,
  } satisfies PersonInput)
  if (hasReturned) {
    form.returnReason = random.pick(['farming', 'illness', 'personal', 'personal', 'disaster'])
    form.returnedFromRegion = places.workplace(random, random.chance(0.7) ? 'outside' : 'province')
    form.returnedOn = addDays(today, -random.between(1, 80))
  }
  if (role === 'student') return
  const hasWorkedBefore = months.length > 0 || person.age > 28 || random.chance(0.4)
  form.notWorkingKind = hasWorkedBefore ? 'becameUnemployed' : 'never'
  form.becameUnemployedOn = hasWorkedBefore
    ? (form.returnedOn ?? monthOf(addDays(today, -random.between(40, 700))))
    : null
  form.plansToGoOut = person.age <= 58 && random.chance(0.42)
  if (form.plansToGoOut) {
    form.intendedRegion = places.intended(random)
    form.intendedJob = random.pick(jobs)
    form.expectedWage = hundreds(random, 3000, 6500)
    form.plannedOutOn = random.chance(0.7) ? addMonths(monthOf(today), random.between(0, 4)) : null
  } else {
    form.noIntentionReason = random.weighted(stayingReasons)
    form.noIntentionNote = form.noIntentionReason === 'other' ? '暂无法明确意向' : null
  }
}

const wishTrades = [
  '电工',
  '焊工',
  '家政服务',
  '中式烹调',
  '茶叶加工',
  '养老护理',
  '电子商务',
  '挖掘机驾驶',
] as const

function fillTrainingWish(form: PersonInput, { random, today }: FormSetting, role: LabourRole): void {
  form.wantsTraining = role !== 'student' && random.chance(0.15)
  if (!form.wantsTraining) return
  form.trainingWishKind = random.chance(0.85) ? 'skill' : 'venture'
  form.trainingWishTrade = random.pick(wishTrades)
  form.trainingWishOn = addMonths(monthOf(today), random.between(1, 8))
}
