import { yearOf } from '../calendar.ts'
import { type IdNumberFacts, parseIdNumber } from '../id-number.ts'
import { isLandline, isMobile } from '../phone.ts'
import { regionLevel } from '../region-code.ts'
import { brokenRules, isBlank, type LooseRecord, type Rule } from '../rule.ts'
import type { Violation } from '../violation.ts'
import type { Household } from './fields.ts'

export interface HouseholdRuleContext {
  /** YYYY-MM-DD. */
  readonly today: string
  /** Registered at a site: then 安置点名称 follows from there, of whatever kind the site is. */
  readonly livesAtSite?: boolean
}

interface Facts extends HouseholdRuleContext {
  readonly headIdNumber: IdNumberFacts | null
}

type HouseholdForm = Partial<Household>
type HouseholdRule = Rule<HouseholdForm, Facts>

const lifted: readonly unknown[] = ['liftedHousehold', 'unstableLifted']
const notLifted: readonly unknown[] = ['notLifted', 'relapsed']

/** Rules of a household. Its members are persons and have rules of their own. */
export const householdRules: readonly HouseholdRule[] = [
  {
    code: 'H01_head_name',
    severity: 'blocks',
    field: 'headName',
    message: '请填写户主姓名（不得含空格）',
    broken: ({ headName }) => !headName || headName.length < 2 || /\s/.test(headName),
  },
  {
    code: 'H02_head_id_format',
    severity: 'blocks',
    field: 'headIdNumber',
    message: '户主身份证号码格式不正确',
    broken: (_household, { headIdNumber, today }) =>
      headIdNumber === null ||
      headIdNumber.kind === 'invalid' ||
      (headIdNumber.birthDate !== null && headIdNumber.birthDate > today),
  },
  {
    code: 'H02_head_id_checksum',
    severity: 'warns',
    field: 'headIdNumber',
    message: '户主身份证校验位不符，请核实',
    broken: (_household, { headIdNumber }) => headIdNumber !== null && !headIdNumber.checksumRight,
  },
  {
    code: 'H02_head_id_nonstandard',
    severity: 'warns',
    field: 'headIdNumber',
    message: '户主为非标准证件号码',
    broken: (_household, { headIdNumber }) =>
      headIdNumber !== null && !['resident', 'invalid'].includes(headIdNumber.kind),
  },
  {
    code: 'H03_phone',
    severity: 'blocks',
    field: 'phone',
    message: '户主手机号码应为11位',
    broken: ({ phone }) => !isBlank(phone) && !isMobile(phone ?? '') && !isLandline(phone ?? ''),
  },
  {
    code: 'H03_phone_missing',
    severity: 'warns',
    field: 'phone',
    message: '请填写户主电话',
    broken: ({ phone }) => isBlank(phone),
  },
  {
    code: 'H03_phone_landline',
    severity: 'warns',
    field: 'phone',
    message: '户主电话是固定电话，请尽量改填手机号码',
    broken: ({ phone }) => !!phone && !isMobile(phone) && isLandline(phone),
  },
  {
    code: 'H04_region',
    severity: 'blocks',
    field: 'region',
    message: '所属行政区须选择到村',
    broken: ({ region }) => regionLevel(region ?? '') !== 5,
  },
  {
    code: 'H05_address',
    severity: 'warns',
    field: 'address',
    message: '请填写详细住址',
    broken: ({ address }) => (address ?? '').trim().length < 2,
  },
  {
    code: 'H06_category',
    severity: 'warns',
    field: 'category',
    message: '请选择户类型',
    broken: ({ category }) => isBlank(category),
  },
  {
    code: 'H06_lift_status',
    severity: 'warns',
    field: 'liftStatus',
    message: '户类型为脱贫户，但脱贫状态是未脱贫或返贫，请核实',
    broken: ({ category, liftStatus }) => lifted.includes(category) && notLifted.includes(liftStatus),
  },
  {
    code: 'H06_lift_status_unneeded',
    severity: 'warns',
    field: 'liftStatus',
    message: '一般农户不应填写脱贫状态，请核实',
    broken: ({ category, liftStatus }) => category === 'general' && !isBlank(liftStatus),
  },
  {
    code: 'H07_site',
    severity: 'warns',
    field: 'siteName',
    message: '易地扶贫搬迁户请填写安置点名称',
    broken: ({ isRelocated, siteName }) => isRelocated === true && isBlank(siteName),
  },
  {
    code: 'H07_site_unneeded',
    severity: 'warns',
    field: 'siteName',
    message: '不是易地扶贫搬迁户，不应填写安置点名称',
    broken: ({ isRelocated, siteName }, { livesAtSite }) =>
      isRelocated === false && !isBlank(siteName) && !livesAtSite,
  },
  {
    code: 'H08_year',
    severity: 'blocks',
    field: 'recognisedYear',
    message: '认定年度不能晚于今年',
    broken: ({ recognisedYear }, { today }) => (recognisedYear ?? 0) > yearOf(today),
  },
]

/** Every rule that a household breaks. `headName` and `headIdNumber` are those of its head. */
export function checkHousehold(household: LooseRecord, context: HouseholdRuleContext): Violation[] {
  const form = household as HouseholdForm
  return brokenRules(householdRules, form, {
    ...context,
    headIdNumber: form.headIdNumber ? parseIdNumber(form.headIdNumber) : null,
  })
}
