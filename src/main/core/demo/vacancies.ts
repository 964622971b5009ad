import { addDays } from '../../../shared/domain/calendar.ts'
import type { Vacancy } from '../../../shared/domain/vacancy/fields.ts'
import type { EmployerKind, Places } from './places.ts'
import type { Random } from './random.ts'
import { hundreds } from './setting.ts'

type Offered = Omit<Vacancy, 'hiredCount' | 'openPlaces'>

interface Offer extends Pick<Offered, 'title' | 'trade' | 'ability' | 'ageTo' | 'education'> {
  employer: EmployerKind
  /** Yuan a month. */
  low: number
  high: number
  /** Most that are wanted at once. */
  most: number
}

const offers: readonly Offer[] = [
  {
    title: '普工',
    trade: 'manufacturing',
    employer: 'factory',
    low: 3800,
    high: 5600,
    most: 30,
    ability: 'ordinary',
    ageTo: 45,
    education: null,
  },
  {
    title: '缝纫工',
    trade: 'processing',
    employer: 'factory',
    low: 3500,
    high: 6000,
    most: 20,
    ability: 'ordinary',
    ageTo: 50,
    education: null,
  },
  {
    title: '服务员',
    trade: 'catering',
    employer: 'service',
    low: 2800,
    high: 4200,
    most: 6,
    ability: 'ordinary',
    ageTo: 45,
    education: null,
  },
  {
    title: '保安',
    trade: 'service',
    employer: 'service',
    low: 2600,
    high: 3800,
    most: 4,
    ability: 'ordinary',
    ageTo: 55,
    education: '70',
  },
  {
    title: '电焊工',
    trade: 'technical',
    employer: 'building',
    low: 5500,
    high: 8500,
    most: 5,
    ability: 'skilled',
    ageTo: 50,
    education: null,
  },
  {
    title: '保洁员',
    trade: 'service',
    employer: 'service',
    low: 2000,
    high: 2800,
    most: 5,
    ability: 'any',
    ageTo: 60,
    education: null,
  },
  {
    title: '家政服务员',
    trade: 'housekeeping',
    employer: 'service',
    low: 3500,
    high: 6500,
    most: 10,
    ability: 'ordinary',
    ageTo: 55,
    education: null,
  },
  {
    title: '建筑小工',
    trade: 'construction',
    employer: 'building',
    low: 4200,
    high: 6600,
    most: 12,
    ability: 'ordinary',
    ageTo: 55,
    education: null,
  },
  {
    title: '茶叶加工员',
    trade: 'planting',
    employer: 'farm',
    low: 2200,
    high: 3200,
    most: 8,
    ability: 'any',
    ageTo: null,
    education: null,
  },
  {
    title: '直播助理',
    trade: 'ecommerce',
    employer: 'service',
    low: 3000,
    high: 5000,
    most: 2,
    ability: null,
    ageTo: 35,
    education: '30',
  },
]
const employerKinds: Record<EmployerKind, string> = {
  factory: 'enterprise',
  building: 'enterprise',
  service: 'selfEmployed',
  farm: 'farmEnterprise',
}
const ranges = ['county', 'county', 'province', 'outside'] as const

/** Vacancies of employers that do not exist, the same for the same chance: some not asked after for long, some over. */
export function planVacancies(random: Random, places: Places, today: string, number: number): Offered[] {
  const made = new Map<string, Offered>()
  for (let index = 0; index < number; index++) {
    const { employer, low, high, most, ...offer } = offers[index % offers.length] as Offer
    const wageFrom = hundreds(random, low, Math.round((low + high) / 2))
    const wanted = random.between(1, most)
    const collectedOn = addDays(today, -random.between(0, 45))
    const vacancy: Offered = {
      ...offer,
      employerName: places.employer(random, employer),
      employerKind: employerKinds[employer],
      region: places.workplace(random, random.pick(ranges)),
      address: null,
      wageFrom,
      wageTo: random.chance(0.8) ? wageFrom + random.between(2, 15) * 10_000 : null,
      wanted,
      filledElsewhere: random.chance(0.1) ? wanted : random.chance(0.3) ? Math.floor(wanted / 2) : null,
      ageFrom: 18,
      collectedOn,
      validUntil: random.chance(0.1) ? addDays(collectedOn, 10) : null,
      contactName: '招聘专员（演示）',
      contactPhone: `1990000${String(index % 10_000).padStart(4, '0')}`,
      note: null,
    }
    made.set([vacancy.employerName, vacancy.title, vacancy.region].join(), vacancy)
  }
  return [...made.values()]
}
