import {
  currentStatus,
  employmentForm,
  exitReason,
  formIndustry,
  noIntentionReason,
  notWorkingKind,
  verification,
} from './codes.ts'
import type { LabourerForm } from './subject.ts'

/**
 * Which parts of the form apply to whom (decision S): "all fields filled in" holds only for the
 * fields that can apply. Shared by the rules and by the form on the screen.
 */

/** Temporarily or for good out of the labour force. */
export const isExited = (form: LabourerForm): boolean =>
  form.currentStatus === currentStatus.temporaryExit || form.currentStatus === currentStatus.permanentExit

/** Decision F: nobody can be asked, so blanks are no fault. The record stays 待补 or frozen. */
export const isExempt = (form: LabourerForm): boolean =>
  form.verification === verification.unreachable || (form.exitReason === exitReason.death && isExited(form))

/** Decision M: counted as working on the form, left out of the totals of 务工. */
export const isVenture = (form: LabourerForm): boolean => form.employmentForm === employmentForm.venture

/** Decision E: has never worked away, which the form does not cover; accepted and tagged 范围外. */
export const isOutOfScope = (form: LabourerForm): boolean =>
  form.isWorking === false && form.notWorkingKind === notWorkingKind.never

/**
 * Whether a section of the form (keys of `labourerLedger.sections`) applies. 已外出 and 暂未外出
 * exclude each other, and nothing of either is asked of somebody who has left the labour force.
 */
export function isSectionActive(section: string, form: LabourerForm): boolean {
  if (section === 'working') return form.isWorking === true && !isExited(form)
  if (section === 'notWorking') return form.isWorking === false && !isExited(form)
  return true
}

export type Condition = (form: LabourerForm) => boolean

const inWorking =
  (condition: Condition): Condition =>
  (form) =>
    isSectionActive('working', form) && condition(form)
const inNotWorking =
  (condition: Condition): Condition =>
  (form) =>
    isSectionActive('notWorking', form) && condition(form)

const working = inWorking(() => true)
const notWorking = inNotWorking(() => true)
const plansToGo = inNotWorking((form) => form.plansToGoOut === true)
const staysHome = inNotWorking((form) => form.plansToGoOut === false)
const returned: Condition = (form) => form.hasReturned === true
const wishesTraining: Condition = (form) => form.wantsTraining === true
const hadServices: Condition = (form) => form.noServices !== true

/** Fields that apply only under a condition; all others apply always. */
const conditions: Readonly<Partial<Record<string, Condition>>> = {
  exitReason: isExited,
  workplaceRegion: working,
  employmentForm: working,
  employmentFormNote: inWorking((form) => form.employmentForm === employmentForm.other),
  employerName: working,
  employedOn: working,
  monthlyWage: working,
  industry: working,
  industryNote: inWorking((form) => form.industry === formIndustry.other),
  hasContract: working,
  hasSocialInsurance: working,
  hasPension: working,
  hasMedical: working,
  assisted: working,
  assistedOn: inWorking((form) => form.assisted === true),
  ledReturnVenture: working,
  organisedTransfer: working,
  notWorkingKind: notWorking,
  becameUnemployedOn: inNotWorking((form) => form.notWorkingKind === notWorkingKind.becameUnemployed),
  plansToGoOut: notWorking,
  noIntentionReason: staysHome,
  noIntentionNote: inNotWorking(
    (form) => form.plansToGoOut === false && form.noIntentionReason === noIntentionReason.other,
  ),
  intendedRegion: plansToGo,
  plannedOutOn: plansToGo,
  intendedJob: plansToGo,
  expectedWage: plansToGo,
  returnReason: returned,
  returnedFromRegion: returned,
  returnedOn: returned,
  trainingWishKind: wishesTraining,
  trainingWishTrade: wishesTraining,
  trainingWishOn: wishesTraining,
  careerGuidanceCount: hadServices,
  placementCount: hadServices,
  ventureServiceCount: hadServices,
  trainingServiceCount: hadServices,
  otherServiceCount: hadServices,
}

const always: Condition = () => true

/** The condition under which a field applies. */
export const conditionOf = (key: string): Condition => conditions[key] ?? always

/** Whether a field applies to what the form says so far. */
export const isFieldActive = (key: string, form: LabourerForm): boolean => conditionOf(key)(form)
