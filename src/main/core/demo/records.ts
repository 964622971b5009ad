import { addDays, addMonths, daysBetween, monthOf, yearOf } from '../../../shared/domain/calendar.ts'
import type { Employment } from '../../../shared/domain/employment/fields.ts'
import { type PersonInput, workFields } from '../../../shared/domain/labourer/fields.ts'
import { type Service, serviceCountFields } from '../../../shared/domain/service/fields.ts'
import type { Training } from '../../../shared/domain/training/fields.ts'
import type { FormSetting } from './setting.ts'

/** The dated history behind a form: spells of work, courses, services. */

type WorkKey = (typeof workFields)[number]['key']
const workKeys = workFields.map((field) => field.key)

const emptyWork = Object.fromEntries(workKeys.map((key) => [key, null])) as Pick<Employment, WorkKey>

const workOf = (form: PersonInput): Pick<Employment, WorkKey> =>
  Object.fromEntries(workKeys.map((key) => [key, form[key] ?? null])) as Pick<Employment, WorkKey>

function rangeOf(place: string | null, home: string): string | null {
  if (!place) return null
  if (place.slice(0, 2) !== home.slice(0, 2)) return 'outProvince'
  if (place.slice(0, 4) !== home.slice(0, 4)) return 'inProvince'
  if (place.slice(0, 6) !== home.slice(0, 6)) return 'inCity'
  return place.slice(0, 9) === home.slice(0, 9) ? 'inTownship' : 'inCounty'
}

const employerKinds: Record<string, string> = {
  unit: 'enterprise',
  flexible: 'selfEmployed',
  venture: 'selfEmployed',
  cooperative: 'farmEnterprise',
  workshop: 'enterprise',
  publicPost: 'villagePost',
}
const specialKinds: Record<string, string> = { workshop: 'communityFactory', publicPost: 'publicPost' }

const tradeKinds: Record<string, string> = {
  skilledWorker: 'technical',
  generalWorker: 'manufacturing',
  construction: 'construction',
  serviceStaff: 'service',
  householdService: 'housekeeping',
  sanitationSecurity: 'service',
  planting: 'planting',
  breeding: 'breeding',
}

function spell({ random }: FormSetting, form: PersonInput, home: string): Employment {
  const work = workOf(form)
  const kind = work.employmentForm ?? 'other'
  return {
    ...emptyWork,
    ...work,
    channel:
      kind === 'publicPost' || work.organisedTransfer
        ? 'organised'
        : random.pick(['relatives', 'self', 'relatives', 'organised']),
    range: rangeOf(work.workplaceRegion, home),
    type: kind === 'flexible' ? 'flexible' : kind === 'cooperative' ? 'farming' : 'transfer',
    farmIncome: random.chance(0.5) ? random.between(8, 60) * 10_000 : null,
    employerKind: employerKinds[kind] ?? null,
    trade: tradeKinds[work.industry ?? ''] ?? 'other',
    specialKind: specialKinds[kind] ?? null,
    endedOn: null,
    contractMonths: work.hasContract ? random.pick([12, 24, 36]) : 0,
    internshipSubsidy: null,
    jobSearchSubsidy: random.chance(0.05) ? 40_000 : null,
    travelSubsidy:
      work.organisedTransfer && random.chance(0.6) ? random.pick([30_000, 40_000, 60_000]) : null,
    workAddress: work.employerName ? `${work.employerName}（生产区）` : null,
    note: null,
    name: form.name ?? null,
    idNumber: form.idNumber ?? null,
  }
}

/** The present spell (without an end) and for some one before it. */
export function employmentsOf(setting: FormSetting, form: PersonInput, home: string): Employment[] {
  const { random, today } = setting
  if (!form.isWorking) return []
  const present = spell(setting, form, home)
  const begun = form.employedOn
  if (!begun || begun < addMonths(today, -30) || !random.chance(0.35)) return [present]
  const endedOn = addDays(begun.length === 7 ? `${begun}-01` : begun, -random.between(5, 60))
  const startedOn = addMonths(monthOf(endedOn), -random.between(3, 14))
  const before: Employment = {
    ...present,
    employmentForm: 'flexible',
    employmentFormNote: null,
    employerName: null,
    employerKind: 'selfEmployed',
    specialKind: null,
    type: 'flexible',
    channel: 'self',
    workplaceRegion: present.workplaceRegion,
    employedOn: startedOn,
    endedOn,
    monthlyWage: Math.max(160_000, (present.monthlyWage ?? 0) - 30_000),
    hasContract: false,
    hasSocialInsurance: false,
    hasPension: false,
    hasMedical: false,
    assisted: false,
    assistedOn: null,
    organisedTransfer: null,
    contractMonths: 0,
    jobSearchSubsidy: null,
    travelSubsidy: null,
    workAddress: null,
  }
  const isOldEnough = Number(startedOn.slice(0, 4)) - Number(form.idNumber?.slice(6, 10)) > 17
  return isOldEnough ? [before, present] : [present]
}

const providers = ['启航职业培训学校（演示）', '青禾技工学校（演示）', '职业技能培训中心（演示）'] as const
const courses = [
  ['skill', '电工'],
  ['skill', '家政服务'],
  ['skill', '中式烹调'],
  ['upgrade', '缝纫'],
  ['farm', '茶叶栽培与加工'],
  ['farm', '生猪养殖'],
  ['venture', '创业意识'],
] as const

export function trainingsOf({ random, today }: FormSetting, form: PersonInput): Training[] {
  if (form.currentStatus !== 'normal' || !random.chance(0.12)) return []
  const [kind, trade] = random.pick(courses)
  const startedOn = addDays(today, -random.between(40, 900))
  const days = random.between(5, 30)
  return [
    {
      kind,
      trade,
      provider: random.pick(providers),
      address: '县城实训基地（演示）',
      startedOn,
      endedOn: addDays(startedOn, days + Math.floor(days / 5) * 2),
      days,
      suShan: false,
      allowance: random.chance(0.5) ? days * 2_000 : null,
      note: null,
      name: form.name ?? null,
      idNumber: form.idNumber ?? null,
    },
  ]
}

const serviceKinds = [
  'careerGuidance',
  'jobReferral',
  'jobPlacement',
  'vocationalTraining',
  'ventureService',
  'other',
] as const
const vacancies = ['启航电子厂普工（演示）', '青禾酒店服务员（演示）', '云岭茶厂包装工（演示）'] as const
const windows = ['镇就业服务窗口（演示）', '村服务点（演示）', '安置点服务站（演示）'] as const

/** Services of the running service year, and their counts (or 未享受) on the form. */
export function servicesOf({ random, today }: FormSetting, form: PersonInput): Service[] {
  const services: Service[] = []
  const firstDay = `${yearOf(today)}-01-01`
  const daysSoFar = daysBetween(firstDay, today)
  if (form.currentStatus === 'normal' && random.chance(0.42)) {
    const count = random.pick([1, 1, 1, 2, 2, 3])
    for (let index = 0; index < count; index++) {
      const kind = random.pick(serviceKinds)
      const servedOn = addDays(firstDay, random.between(0, daysSoFar))
      // One contact counts once a kind, so the made-up office does not write it down twice.
      if (services.some((service) => service.kind === kind && service.servedOn === servedOn)) continue
      const isReferral = kind === 'jobReferral' || kind === 'jobPlacement'
      services.push({
        kind,
        servedOn,
        concerned: isReferral
          ? random.pick(vacancies)
          : kind === 'vocationalTraining'
            ? '家政服务培训班（演示）'
            : null,
        response: isReferral ? random.pick(['accepted', 'declined', 'considering', 'declined']) : null,
        signature: isReferral ? 'self' : null,
        place: random.pick(windows),
        siteName: null,
        staff: form.collectorName ?? null,
        outcome: null,
        note: null,
        name: form.name ?? null,
        idNumber: form.idNumber ?? null,
      })
      form[serviceCountFields[kind]] = (form[serviceCountFields[kind]] ?? 0) + 1
    }
  }
  form.noServices = services.length === 0
  return services
}
