import { addDays, addMonths, monthOf } from '../../../shared/domain/calendar.ts'
import type { PersonInput } from '../../../shared/domain/labourer/fields.ts'
import type { Relative } from './families.ts'
import { weights } from './random.ts'
import { type FormSetting, hundreds, type LabourRole, monthsWorked } from './setting.ts'

/** 暂未外出务工情况, 返乡回流 and 培训意愿. */

const stayingReasons = weights([
  ['largeScaleFarming', 8],
  ['farming', 26],
  ['familyCare', 36],
  ['poorHealth', 14],
  ['lowMotivation', 10],
  ['other', 6],
] as const)
const jobs = ['普工', '缝纫工', '服务员', '保安', '电焊工', '保洁员', '家政', '建筑小工'] as const

export function fillNoWork(
  form: PersonInput,
  setting: FormSetting,
  person: Relative,
  role: LabourRole,
): void {
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

export function fillTrainingWish(form: PersonInput, { random, today }: FormSetting, role: LabourRole): void {
  form.wantsTraining = role !== 'student' && random.chance(0.15)
  if (!form.wantsTraining) return
  form.trainingWishKind = random.chance(0.85) ? 'skill' : 'venture'
  form.trainingWishTrade = random.pick(wishTrades)
  form.trainingWishOn = addMonths(monthOf(today), random.between(1, 8))
}
