import { parseIdNumber } from '../id-number.ts'
import { isBlank } from '../rule.ts'
import { employmentForm, exitReason } from './rules/codes.ts'
import { isExited, isSectionActive } from './rules/conditions.ts'
import { qualification, type WorkRange, workRangeOf } from './rules/qualification.ts'

import { homeCountyOf, type LabourerForm, type RuleContext } from './rules/subject.ts'
import { labourerRules } from './rules.ts'

export type EmploymentState = 'employed' | 'venture' | 'unemployed' | 'exited' | 'unknown'

export interface LabourerDerivation {
  sex: '1' | '2' | null
  birthDate: string | null
  employmentState: EmploymentState
  workRange: WorkRange | null
  /** Counts as 外出务工: working, no own business, months and income reach the counting basis. */
  qualifies: boolean
  employmentClear: boolean
  demandClear: boolean
  skillClear: boolean
  difficultyClear: boolean
}

export type DeriveContext = Pick<RuleContext, 'homeCounty' | 'parameters'>

/** What the core computes from a form at every write (fields `derived` of the ledger). */
export function deriveLabourer(form: LabourerForm, context: DeriveContext): LabourerDerivation {
  const idNumber = form.idNumber ? parseIdNumber(form.idNumber) : null
  const homeCounty = homeCountyOf(form, context)
  const employmentState = employmentStateOf(form)
  return {
    sex: idNumber?.sex ?? null,
    birthDate: idNumber?.birthDate ?? null,
    employmentState,
    workRange: isSectionActive('working', form) ? workRangeOf(form.workplaceRegion, homeCounty) : null,
    qualifies:
      employmentState === 'employed' && qualification(form, homeCounty, context.parameters) === 'met',
    employmentClear: isClear('employment', form),
    demandClear: isClear('demand', form),
    skillClear: isClear('skill', form),
    difficultyClear: isClear('difficulty', form),
  }
}

function employmentStateOf(form: LabourerForm): EmploymentState {
  if (isExited(form)) return 'exited'
  if (form.isWorking == null) return 'unknown'
  if (form.isWorking === false) return 'unemployed'
  return form.employmentForm === employmentForm.venture ? 'venture' : 'employed'
}

/** The four 清 of the seed documents. */
export type ClearKey = 'employment' | 'demand' | 'skill' | 'difficulty'

/** Fields that belong to each 清 and are asked for by a rule under the rule's condition. */
const duties: Record<'employment' | 'demand' | 'skill', readonly string[]> = {
  // 就业状态清: present status and whether working is known, and of the section that follows from
  // it everything that it has to have (the work, or kind and date of being out of work).
  employment: [
    'currentStatus',
    'exitReason',
    'isWorking',
    'workplaceRegion',
    'employmentForm',
    'employmentFormNote',
    'employerName',
    'employedOn',
    'monthlyWage',
    'industry',
    'industryNote',
    'hasContract',
    'hasSocialInsurance',
    'assisted',
    'assistedOn',
    'ledReturnVenture',
    'notWorkingKind',
    'becameUnemployedOn',
  ],
  // 就业需求清: of somebody not working whether, where to, as what and for how much, or why not;
  // of everybody in the labour force whether training is wished, and which.
  demand: [
    'plansToGoOut',
    'noIntentionReason',
    'noIntentionNote',
    'intendedRegion',
    'intendedJob',
    'expectedWage',
    'trainingWishKind',
    'trainingWishTrade',
    'trainingWishOn',
  ],
  // 技能水平清: ability, skill level and education are known.
  skill: ['labourAbility', 'skillLevel', 'education'],
}

const demandsOf = (fields: readonly string[]) =>
  labourerRules.filter((rule) => rule.requires !== undefined && fields.includes(rule.field))
const demands = {
  employment: demandsOf(duties.employment),
  demand: demandsOf(duties.demand),
  skill: demandsOf(duties.skill),
}

/** Calls back with each field that keeps a 清 from being reached, until the answer is false. */
function eachMissing(clear: ClearKey, form: LabourerForm, goOn: (field: string) => boolean): boolean {
  // Of the dead nothing is left to be found out.
  if (form.exitReason === exitReason.death && isExited(form)) return true
  if (clear === 'difficulty') {
    // 就业困难清: disability, difficulties (an explicit 无 counts as known) and the household's category.
    return (
      (form.isDisabled != null || goOn('isDisabled')) &&
      (!!form.difficulties?.length || goOn('difficulties')) &&
      (form.householdCategory !== null || goOn('householdCategory'))
    )
  }
  for (const rule of demands[clear]) {
    if (isBlank(form[rule.field]) && rule.requires?.(form) && !goOn(rule.field)) return false
  }
  if (clear !== 'demand' || isExited(form)) return true
  return (
    (form.isWorking != null || goOn('isWorking')) && (form.wantsTraining != null || goOn('wantsTraining'))
  )
}

const stop = () => false

const isClear = (clear: ClearKey, form: LabourerForm): boolean => eachMissing(clear, form, stop)

/** Keys of the fields that keep any of the four 清 from being reached, each once, in the order of the 清. */
export function whatIsMissing(form: LabourerForm): string[] {
  const missing = new Set<string>()
  const add = (field: string): boolean => {
    missing.add(field)
    return true
  }
  for (const clear of ['employment', 'demand', 'skill', 'difficulty'] as const) eachMissing(clear, form, add)
  return [...missing]
}
