import { isLooseDate } from '../../calendar.ts'
import { isLandline, isMobile } from '../../phone.ts'
import { regionLevel, regionPrefix } from '../../region-code.ts'
import { isBlank } from '../../rule.ts'
import type { PersonInput } from '../fields.ts'
import { isExempt } from './conditions.ts'
import { blocks, demands, demandsChoice, type LabourerRule, type RuleGroup, warns } from './rule.ts'
import type { LabourerForm } from './subject.ts'

const returnMessage = '请填写返乡回流原因和返乡前务工地点'
const reachesTownship = (code: string | null | undefined): boolean => (regionLevel(code ?? '') ?? 0) >= 4

/** Rules 38–39: back home after losing work. */
export const returnRules: RuleGroup = {
  applies: (form) => form.hasReturned === true,
  rules: [
    demandsChoice(38, 'L38_reason', 'returnReason', 'returnReason', returnMessage),
    demands(38, 'L38_place', 'returnedFromRegion', returnMessage, {
      wrong: (form) => !reachesTownship(form.returnedFromRegion),
    }),
    blocks(39, 'L39_definition', 'returnedFromRegion', '不符合返乡回流定义', (form) => {
      // Another county, or another township of the own county: not the own township.
      const { returnedFromRegion: place, region } = form
      if (!place || !region || !reachesTownship(place)) return false
      return reachesTownship(region) && regionPrefix(place, 4) === regionPrefix(region, 4)
    }),
    warns(
      39,
      'L39_working',
      'hasReturned',
      '已返乡回流又标记为务工，请核实',
      (form) => form.isWorking === true,
    ),
  ],
}

const wishMessage = '请完整填写培训意愿'
const wishKeys = ['trainingWishKind', 'trainingWishTrade', 'trainingWishOn'] as const
const hasWish = (form: LabourerForm): boolean => wishKeys.some((key) => !isBlank(form[key]))

/** Rule 40: an answer is optional; whoever wishes says what and when. */
export const trainingWishRules: RuleGroup = {
  applies: (form) => form.wantsTraining === true || hasWish(form),
  rules: [
    {
      ...blocks(
        40,
        'L40_wish',
        'wantsTraining',
        (form) =>
          form.wantsTraining === false ? '请完整填写培训意愿，无意愿时类别、工种、日期应为空' : wishMessage,
        (form) => form.wantsTraining !== true,
      ),
      requires: (form) => form.wantsTraining !== false && hasWish(form),
    },
    demandsChoice(40, 'L40_kind', 'trainingWishKind', 'trainingWishKind', wishMessage),
    demands(40, 'L40_trade', 'trainingWishTrade', wishMessage),
    demands(40, 'L40_date', 'trainingWishOn', wishMessage, {
      wrong: (form) => !isLooseDate(form.trainingWishOn ?? ''),
    }),
  ],
}

export const serviceCountKeys = [
  'careerGuidanceCount',
  'placementCount',
  'ventureServiceCount',
  'trainingServiceCount',
  'otherServiceCount',
] as const
type ServiceCountKey = (typeof serviceCountKeys)[number]

const serviceCodes: Record<ServiceCountKey, string> = {
  careerGuidanceCount: 'guidance',
  placementCount: 'placement',
  ventureServiceCount: 'venture',
  trainingServiceCount: 'training',
  otherServiceCount: 'other',
}

/** A service is ticked when it has a count, be it an impossible one; 0 beside 未享受过 only repeats it. */
const isTicked = (form: LabourerForm, key: ServiceCountKey): boolean => {
  const count = form[key]
  return count != null && !(count === 0 && form.noServices === true)
}

const serviceRulesOf = (key: ServiceCountKey): LabourerRule[] => [
  blocks(41, `L41_${serviceCodes[key]}_count`, key, '请填写次数', (form) => {
    const count = form[key] ?? 0
    return isTicked(form, key) && (!Number.isInteger(count) || count < 1)
  }),
  warns(
    41,
    `L41_${serviceCodes[key]}_records`,
    key,
    (_form, { context }) => `与服务记录中的${context.serviceCounts?.[key] ?? 0}次不一致，请核实`,
    (form, { context }) =>
      context.serviceCounts !== null &&
      (form[key] ?? 0) > 0 &&
      form[key] !== (context.serviceCounts[key] ?? 0),
  ),
]

/** Rules 41–42: what help somebody had this year. */
export const serviceRules: RuleGroup = {
  // Nearly everybody has had none and says so: nothing to look at.
  applies: (form) => form.noServices !== true || serviceCountKeys.some((key) => form[key] != null),
  rules: [
    ...serviceCountKeys.flatMap(serviceRulesOf),
    {
      ...blocks(42, 'L42_services', 'noServices', '服务情况互斥/不能为空', (form, { exempt }) => {
        const isAnyTicked = serviceCountKeys.some((key) => isTicked(form, key))
        return form.noServices === true ? isAnyTicked : !isAnyTicked && !exempt
      }),
      requires: (form) => !serviceCountKeys.some((key) => form[key] != null),
    },
  ],
}

const missing = '缺少签字'

const signature = (
  code: string,
  field: keyof PersonInput,
  isGiven: (form: LabourerForm) => boolean,
): LabourerRule => blocks(43, code, field, missing, (form) => !isGiven(form))

/** Rule 43: at confirmation the form is signed, and the signed paper is on file. */
export const signatureRules: RuleGroup = {
  applies: (_form, { context }) => context.forConfirmation,
  rules: [
    // The dead and those out of reach cannot sign (decision F).
    signature(
      'L43_labourer',
      'labourerSignature',
      (form) => isExempt(form) || !isBlank(form.labourerSignature),
    ),
    signature('L43_collector', 'collectorName', (form) => !isBlank(form.collectorName)),
    signature(
      'L43_collector_phone',
      'collectorPhone',
      ({ collectorPhone }) => isMobile(collectorPhone ?? '') || isLandline(collectorPhone ?? ''),
    ),
    signature('L43_paper', 'paperOnFile', (form) => form.paperOnFile === true),
  ],
}
