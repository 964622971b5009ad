import { expect, test } from 'vitest'
import { addMonths, monthOf, monthsFrom } from '../../../../src/shared/domain/calendar.ts'
import { validItems } from '../../../../src/shared/domain/dictionary.ts'
import { labourerFields } from '../../../../src/shared/domain/labourer/fields.ts'
import {
  checkLabourer,
  isFieldActive,
  type LabourerForm,
  requiredFields,
} from '../../../../src/shared/domain/labourer/rules.ts'
import { resources } from '../resources.ts'
import { contextOf, idNumberOf, today } from './forms.ts'

/** mulberry32: the same people in every run. */
function randomOf(seed: number) {
  let state = seed
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (count: number): number => Math.floor(next() * count)
  return {
    below,
    chance: (share: number): boolean => next() < share,
    pick: <T>(items: readonly T[]): T => items[below(items.length)] as T,
  }
}
type Random = ReturnType<typeof randomOf>

const codesOf = new Map(
  resources.dictionaries.map((dictionary) => [
    dictionary.key,
    validItems(dictionary, today).map(({ code }) => code),
  ]),
)
const code = (random: Random, dictionary: string, without: readonly string[] = []): string =>
  random.pick((codesOf.get(dictionary) ?? []).filter((candidate) => !without.includes(candidate)))

const places = { inCounty: '433126103000', outCounty: '433127100000', outProvince: '441900003000' } as const

/** A form as a careful collector fills it in, of any shape that the rules allow. */
function validForm(random: Random): LabourerForm {
  const age = 17 + random.below(60)
  const birthDate = `${2026 - age}-0${1 + random.below(9)}-${10 + random.below(18)}`
  const labourAbility =
    age > 59 ? random.pick(['weakOrHalf', 'skilled']) : random.pick(['ordinary', 'skilled', 'weakOrHalf'])
  const isPostSchoolYouth = random.chance(0.2)
  const form: LabourerForm = {
    name: random.pick(['石阿演', '田·演示', '向演']),
    idNumber: idNumberOf(birthDate, String(random.below(1000)).padStart(3, '0')),
    region: '433126104202',
    phone: `1${3 + random.below(7)}${String(random.below(1e9)).padStart(9, '0')}`,
    ethnicity: code(random, 'ethnicity'),
    verification: 'verified',
    currentStatus: 'normal',
    labourAbility,
    skillLevel: labourAbility === 'skilled' ? code(random, 'skillLevel', ['none']) : 'none',
    isPostSchoolYouth,
    education: isPostSchoolYouth ? random.pick(['60', '70']) : code(random, 'education'),
    graduatedOn: isPostSchoolYouth ? addMonths(monthOf(today), -random.below(61)) : null,
    homeAddress: '演示村一组',
    collectedOn: random.chance(0.8) ? '2026-09-01' : null,
    labourerSignature: '已签',
    collectorName: '演示采集员',
    collectorPhone: '13900000000',
    paperOnFile: true,
  }
  if (random.chance(0.3)) form.noServices = true
  else
    form[
      random.pick([
        'careerGuidanceCount',
        'placementCount',
        'trainingServiceCount',
        'otherServiceCount',
      ] as const)
    ] = 1 + random.below(5)
  form.wantsTraining = random.chance(0.3)
  if (form.wantsTraining) {
    form.trainingWishKind = code(random, 'trainingWishKind')
    form.trainingWishTrade = '电工'
    form.trainingWishOn = '2026-12'
  }
  if (random.chance(0.1)) fillExit(form, random)
  else if (random.chance(0.6)) fillWork(form, random)
  else fillPlans(form, random)
  return form
}

function fillExit(form: LabourerForm, random: Random): void {
  form.currentStatus = random.pick(['temporaryExit', 'permanentExit'])
  form.exitReason = random.pick(
    form.currentStatus === 'temporaryExit'
      ? ['study', 'army', 'prison', 'temporaryIncapacity']
      : ['death', 'permanentIncapacity'],
  )
  Object.assign(form, {
    isWorking: false,
    workedMonths: 0,
    workIncome: 0,
    workMonths: null,
  } satisfies LabourerForm)
}

function fillWork(form: LabourerForm, random: Random): void {
  const employmentForm = code(random, 'employmentForm')
  const isLocal = employmentForm === 'publicPost' || employmentForm === 'workshop'
  const range = isLocal ? 'inCounty' : random.pick(['inCounty', 'outCounty', 'outProvince'] as const)
  const months = monthsFrom('2025-10', '2026-09').slice(random.below(8))
  const industry = code(random, 'formIndustry')
  const hasSocialInsurance = random.chance(0.5)
  const assisted = random.chance(0.3)
  Object.assign(form, {
    isWorking: true,
    workMonths: months,
    workedMonths: Math.max(30, months.length * 10 - random.below(10)),
    workIncome: 900_000 + random.below(5_000_000),
    flexibleDays: random.chance(0.5) ? random.below(Math.min(366, months.length * 31) + 1) : null,
    workplaceRegion: places[range],
    employmentForm,
    employmentFormNote: employmentForm === 'other' ? '船员' : null,
    employerName: employmentForm === 'flexible' ? null : '演示厂',
    employedOn: random.pick(['2026-08', '2026-09-14', '2026-09']),
    monthlyWage: 40_000 + random.below(2_960_001),
    industry,
    industryNote: industry === 'other' ? '快递' : null,
    hasContract: employmentForm === 'unit',
    hasSocialInsurance,
    hasPension: random.chance(0.5) ? hasSocialInsurance : null,
    hasMedical: hasSocialInsurance ? true : random.pick([null, false]),
    assisted,
    assistedOn: assisted ? '2026-09' : null,
    ledReturnVenture: random.chance(0.1),
    organisedTransfer: random.chance(0.3) ? code(random, 'organisedTransfer') : null,
    hasReturned: random.pick([null, false]),
  } satisfies LabourerForm)
}

function fillPlans(form: LabourerForm, random: Random): void {
  const plansToGoOut = random.chance(0.5)
  const reason = code(random, 'noIntentionReason')
  const hasReturned = random.chance(0.3)
  Object.assign(form, {
    isWorking: false,
    workedMonths: hasReturned ? 40 : 0,
    workIncome: hasReturned ? 1_000_000 : 0,
    workMonths: hasReturned ? ['2026-01', '2026-02', '2026-03', '2026-04'] : null,
    notWorkingKind: 'becameUnemployed',
    becameUnemployedOn: random.pick(['2026-09-15', '2026-05', '2010-01-31']),
    plansToGoOut,
    noIntentionReason: plansToGoOut ? null : reason,
    noIntentionNote: !plansToGoOut && reason === 'other' ? '暂无法明确意向' : null,
    intendedRegion: plansToGoOut ? random.pick(['440300000000', '310000000000', '441900003000']) : null,
    intendedJob: plansToGoOut ? '普工' : null,
    expectedWage: plansToGoOut ? 1 + random.below(1_000_000) : null,
    plannedOutOn: plansToGoOut && random.chance(0.5) ? '2026-09' : null,
    hasReturned,
    returnReason: hasReturned ? code(random, 'returnReason') : null,
    returnedFromRegion: hasReturned ? random.pick(Object.values(places)) : null,
  } satisfies LabourerForm)
}

const random = randomOf(20_260_915)
const people = Array.from({ length: 2000 }, () => validForm(random))
const context = contextOf({ forConfirmation: true })

test('2,000 generated valid forms break no rule', () => {
  for (const form of people) expect(checkLabourer(form, context), JSON.stringify(form)).toEqual([])
})

test('a field is required exactly when leaving it blank blocks it', () => {
  for (const form of people.slice(0, 150)) {
    const required = requiredFields(form, { forConfirmation: true })
    for (const { key } of labourerFields) {
      const blank = { ...form, [key]: null }
      // What a blank makes of other fields (no exit reason without an exit) is theirs.
      const isBlocked = checkLabourer(blank, context).some(
        ({ field, severity }) => field === key && severity === 'blocks',
      )
      const isRequired = requiredFields(blank, { forConfirmation: true }).includes(key)
      expect([key, isBlocked], JSON.stringify(form)).toEqual([key, isRequired])
      if (required.includes(key)) expect(isFieldActive(key, form), key).toBe(true)
    }
  }
})

test('checking changes neither the form nor the context', () => {
  for (const form of people.slice(0, 50)) {
    const frozen = Object.freeze({
      ...form,
      workMonths: form.workMonths ? Object.freeze([...form.workMonths]) : null,
    })
    expect(() => checkLabourer(frozen as LabourerForm, Object.freeze(context))).not.toThrow()
  }
})
