import { checkDigit } from '../../../shared/domain/id-number.ts'
import type { PersonInput } from '../../../shared/domain/labourer/fields.ts'
import type { Random } from './random.ts'

/** What goes wrong in real ledgers, put in on purpose so that the lists of problems are not empty. */

type Flaw = (form: PersonInput, random: Random) => void

/** Each breaks a rule of the form; most block, some warn. */
const anybodysProblems: readonly Flaw[] = [
  (form) => {
    form.phone = form.phone?.slice(0, 10) ?? '1990'
  },
  (form) => {
    // Another check character than the right one.
    const digits = form.idNumber?.slice(0, 17) ?? ''
    form.idNumber = digits + (checkDigit(digits) === '1' ? '2' : '1')
  },
  (form) => {
    form.labourAbility = 'ordinary'
    form.skillLevel = 'intermediate'
  },
  (form) => {
    form.wantsTraining = true
    form.trainingWishKind = 'skill'
    form.trainingWishTrade = null
    form.trainingWishOn = null
  },
  (form) => {
    form.noServices = true
    form.otherServiceCount = 2
  },
  (form) => {
    form.region = `${form.region?.slice(0, 9)}000`
  },
  (form) => {
    form.hasReturned = true
    form.returnReason = null
    form.returnedFromRegion = null
  },
]

const workersProblems: readonly Flaw[] = [
  (form) => {
    form.workedMonths = Math.min(120, (form.workMonths?.length ?? 0) * 10 + 10)
    form.workMonths = form.workMonths?.slice(0, -1) ?? null
  },
  (form, random) => {
    form.monthlyWage = random.chance(0.5) ? 5_000_000 : 20_000
  },
  (form) => {
    form.workIncome = 0
  },
  (form) => {
    form.employmentForm = 'workshop'
    form.workplaceRegion = '440306022000'
  },
  (form) => {
    form.workplaceRegion = '440300000000'
  },
  (form) => {
    form.plansToGoOut = true
  },
  (form) => {
    form.workIncome = 120_000
    form.workedMonths = 10
  },
  (form) => {
    form.employmentForm = 'unit'
    form.hasContract = false
  },
]

export function addProblem(form: PersonInput, random: Random): void {
  const problems = form.isWorking ? [...anybodysProblems, ...workersProblems] : anybodysProblems
  random.pick(problems)(form, random)
}

const mayBeMissing: readonly (keyof PersonInput)[] = [
  'phone',
  'ethnicity',
  'education',
  'homeAddress',
  'labourAbility',
  'skillLevel',
  'workplaceRegion',
  'employerName',
  'monthlyWage',
  'industry',
  'workIncome',
  'plansToGoOut',
  'notWorkingKind',
  'noServices',
]

/** Takes one to four answers away, as on a form that is not finished. */
export function makeIncomplete(form: PersonInput, random: Random): void {
  const filled = mayBeMissing.filter((key) => form[key] != null)
  const missing = random.between(1, 4)
  for (let count = 0; count < missing; count++) form[random.pick(filled)] = null
  if (random.chance(0.4)) form.verification = 'unverified'
  if (random.chance(0.6)) {
    form.labourerSignature = null
    form.paperOnFile = false
  }
}
