import { checkDigit } from '../../../../src/shared/domain/id-number.ts'
import {
  checkLabourer,
  type LabourerForm,
  type RuleContext,
  ruleContext,
} from '../../../../src/shared/domain/labourer/rules.ts'
import type { Violation } from '../../../../src/shared/domain/violation.ts'
import { resources } from '../resources.ts'

/** In the work year 2025-10 to 2026-09, outside the months in which the year before may be reported. */
export const today = '2026-09-15'

const base = ruleContext({ today, ...resources }, { homeCounty: '433126000000' })
const contexts = new Map<string, RuleContext>([[today, base]])

/** The context of the rules, with the product's own dictionaries and parameters. */
export function contextOf(facts: Partial<RuleContext> = {}): RuleContext {
  const day = facts.today ?? today
  let context = contexts.get(day)
  if (!context) {
    context = ruleContext({ today: day, ...resources }, { homeCounty: '433126000000' })
    contexts.set(day, context)
  }
  return { ...context, ...facts }
}

/** A made-up number of the county for a day of birth. */
export function idNumberOf(birthDate: string, serial = '012'): string {
  const body = `433126${birthDate.replaceAll('-', '')}${serial}`
  return body + checkDigit(body)
}

const person: LabourerForm = {
  name: '石阿演',
  idNumber: idNumberOf('1990-03-07'),
  region: '433126104202',
  phone: '13800000000',
  ethnicity: '15',
  verification: 'verified',
  currentStatus: 'normal',
  labourAbility: 'ordinary',
  skillLevel: 'none',
  isPostSchoolYouth: false,
  education: '70',
  homeAddress: '演示村一组',
  noServices: true,
  labourerSignature: '石阿演',
  collectorName: '龙阿采',
  collectorPhone: '13900000000',
  paperOnFile: true,
  collectedOn: '2026-09-10',
  isDisabled: false,
  wantsTraining: false,
  hasReturned: false,
}

/** Somebody at work in a town of another province: complete and without a fault. */
export const workingForm: LabourerForm = {
  ...person,
  isWorking: true,
  workedMonths: 80,
  workIncome: 3_200_000,
  workMonths: ['2026-01', '2026-02', '2026-03', '2026-04', '2026-05', '2026-06', '2026-07', '2026-08'],
  flexibleDays: 0,
  workplaceRegion: '440306001000',
  employmentForm: 'unit',
  employerName: '演示电子厂',
  employedOn: '2020-03',
  monthlyWage: 400_000,
  industry: 'generalWorker',
  hasContract: true,
  hasSocialInsurance: false,
  assisted: false,
  ledReturnVenture: false,
}

/** Somebody at home who plans to leave: complete and without a fault. */
export const planningForm: LabourerForm = {
  ...person,
  isWorking: false,
  workedMonths: 0,
  workIncome: 0,
  notWorkingKind: 'becameUnemployed',
  becameUnemployedOn: '2025-08',
  plansToGoOut: true,
  intendedRegion: '440300000000',
  intendedJob: '普工',
  expectedWage: 450_000,
  plannedOutOn: '2026-10',
}

/** Somebody at home who stays. */
export const stayingForm: LabourerForm = {
  ...planningForm,
  plansToGoOut: false,
  noIntentionReason: 'familyCare',
  intendedRegion: null,
  intendedJob: null,
  expectedWage: null,
  plannedOutOn: null,
}

/** Somebody who came back from another county. */
export const returnedForm: LabourerForm = {
  ...stayingForm,
  hasReturned: true,
  returnReason: 'farming',
  returnedFromRegion: '440306001000',
  returnedOn: '2026-08-01',
}

export const forms = {
  working: workingForm,
  planning: planningForm,
  staying: stayingForm,
  returned: returnedForm,
}
export type FormName = keyof typeof forms

export function check(
  name: FormName,
  patch: LabourerForm = {},
  facts: Partial<RuleContext> = {},
): Violation[] {
  return checkLabourer({ ...forms[name], ...patch }, contextOf(facts))
}
