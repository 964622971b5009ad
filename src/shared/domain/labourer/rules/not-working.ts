import { compareLoose, isLooseDate, isMonth, monthOf } from '../../calendar.ts'
import { reachesCity } from '../../region-code.ts'
import { isBlank } from '../../rule.ts'
import { workFields } from '../fields.ts'
import { noIntentionReason } from './codes.ts'
import { isFieldActive, isOutOfScope, isSectionActive } from './conditions.ts'
import { blocks, demands, demandsChoice, type RuleGroup, warns } from './rule.ts'
import type { LabourerForm } from './subject.ts'

const isActive = (form: LabourerForm): boolean => isSectionActive('notWorking', form)
const workKeys = workFields.map((field) => field.key)
const intentionKeys = ['intendedRegion', 'plannedOutOn', 'intendedJob', 'expectedWage'] as const
const incomplete = '意向地、岗位、月薪须填写完整，否则改为否'

/** Rules 34–37: the plans of somebody who is not working. */
export const notWorkingRules: RuleGroup = {
  // Also of the exited, who may not have anything under 已外出 either.
  applies: (form) => form.isWorking === false,
  rules: [
    blocks(34, 'L34_section', 'isWorking', '务工状态与填写内容矛盾', (form) =>
      workKeys.some((key) => !isBlank(form[key])),
    ),
    demandsChoice(34, 'L34_kind', 'notWorkingKind', 'notWorkingKind', '请选择未外出务工类型'),
    warns(
      34,
      'L34_out_of_scope',
      'notWorkingKind',
      '范围外：从未外出就业过',
      (form) => isOutOfScope(form) && isActive(form),
    ),
    demands(34, 'L34_unemployed_on', 'becameUnemployedOn', '请填写就业转失业日期', {
      wrong: (form) => !isLooseDate(form.becameUnemployedOn ?? ''),
    }),
    blocks(
      34,
      'L34_unemployed_future',
      'becameUnemployedOn',
      '请填写就业转失业日期，不能晚于今天',
      (form, { context }) =>
        isFieldActive('becameUnemployedOn', form) &&
        !!form.becameUnemployedOn &&
        compareLoose(form.becameUnemployedOn, context.today) > 0,
    ),
    demands(35, 'L35_plans', 'plansToGoOut', '请选择是否有外出计划'),
    demandsChoice(36, 'L36_reason', 'noIntentionReason', 'noIntentionReason', '请填写无外出意愿原因'),
    demands(36, 'L36_reason_note', 'noIntentionNote', '请填写无外出意愿原因，选“其他”须说明'),
    blocks(
      36,
      'L36_intention_unneeded',
      'plansToGoOut',
      '无外出计划时，意向地、岗位、月薪和计划外出时间应为空',
      (form) =>
        isActive(form) && form.plansToGoOut === false && intentionKeys.some((key) => !isBlank(form[key])),
    ),
    demands(37, 'L37_region', 'intendedRegion', incomplete, {
      wrong: (form) => !reachesCity(form.intendedRegion ?? ''),
    }),
    demands(37, 'L37_job', 'intendedJob', incomplete),
    demands(37, 'L37_wage', 'expectedWage', incomplete, {
      wrong: (form) => !((form.expectedWage ?? 0) > 0),
    }),
    blocks(
      37,
      'L37_planned_past',
      'plannedOutOn',
      '计划外出时间不能早于采集当月',
      (form, { asOf }) =>
        isFieldActive('plannedOutOn', form) &&
        !!form.plannedOutOn &&
        (!isMonth(form.plannedOutOn) || form.plannedOutOn < monthOf(asOf)),
    ),
  ],
}

/**
 * Decision K: who cannot say clearly where, as what and for how much is set to 否 until the next
 * round, with the reason 其他: 暂无法明确意向. Returns the same object when nothing is to be changed.
 */
export function normaliseUnclearIntention<Form extends LabourerForm>(form: Form): Form {
  if (!isActive(form) || form.plansToGoOut !== true) return form
  const isComplete =
    reachesCity(form.intendedRegion ?? '') && !isBlank(form.intendedJob) && (form.expectedWage ?? 0) > 0
  if (isComplete) return form
  return {
    ...form,
    plansToGoOut: false,
    noIntentionReason: noIntentionReason.other,
    noIntentionNote: '暂无法明确意向',
    intendedRegion: null,
    plannedOutOn: null,
    intendedJob: null,
    expectedWage: null,
  }
}
