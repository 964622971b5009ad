import { addMonths, compareLoose, isLooseDate, isMonth, monthOf } from '../../calendar.ts'
import { yuan } from '../../field-text.ts'
import { reachesCounty, regionLevel } from '../../region-code.ts'
import { isBlank } from '../../rule.ts'
import { intentionFields } from '../fields.ts'
import { employmentForm } from './codes.ts'
import { isSectionActive } from './conditions.ts'
import { blocks, demands, demandsChoice, type RuleGroup, warns } from './rule.ts'
import type { LabourerForm } from './subject.ts'

const formIs = (form: LabourerForm, code: string): boolean => form.employmentForm === code

const intentionKeys = intentionFields.map((field) => field.key)

/** Both facts, one answer: 是 only when both are paid (decision O). Null while either is unknown and none is no. */
export function socialInsuranceOf(
  hasPension: boolean | null | undefined,
  hasMedical: boolean | null | undefined,
): boolean | null {
  if (hasPension === false || hasMedical === false) return false
  return hasPension && hasMedical ? true : null
}

/** Rules 22–33: the work of somebody who is away or works at home. */
export const workingRules: RuleGroup = {
  applies: (form) => isSectionActive('working', form),
  rules: [
    blocks(22, 'L22_section', 'isWorking', '务工状态与填写内容矛盾', (form) =>
      intentionKeys.some((key) => !isBlank(form[key])),
    ),
    demands(22, 'L22_county', 'workplaceRegion', '务工地点须填到县级', {
      wrong: (form) => !reachesCounty(form.workplaceRegion ?? ''),
    }),
    warns(22, 'L22_township', 'workplaceRegion', '务工地点未填到乡镇（街道），请补充', (form) => {
      const place = form.workplaceRegion
      return !!place && reachesCounty(place) && (regionLevel(place) ?? 0) < 4
    }),
    demandsChoice(23, 'L23_form', 'employmentForm', 'employmentForm', '请选择就业形式'),
    demands(23, 'L23_form_note', 'employmentFormNote', '请注明其他就业形式'),
    demands(24, 'L24_employer', 'employerName', '请填写就业单位名称', {
      when: (form) => isSectionActive('working', form) && form.employmentForm !== employmentForm.flexible,
    }),
    demands(25, 'L25_employed_on', 'employedOn', '请填写就业时间', {
      wrong: (form) => !isLooseDate(form.employedOn ?? ''),
    }),
    blocks(
      25,
      'L25_employed_future',
      'employedOn',
      '就业时间不能晚于今天',
      (form, { context }) => !!form.employedOn && compareLoose(form.employedOn, context.today) > 0,
    ),
    blocks(
      25,
      'L25_employed_young',
      'employedOn',
      (_form, { context }) => `就业时间早于${context.parameters.minimumAge}周岁`,
      (form, { birthDate, context }) =>
        !!form.employedOn &&
        birthDate !== null &&
        compareLoose(form.employedOn, addMonths(birthDate, context.parameters.minimumAge * 12)) < 0,
    ),
    demands(26, 'L26_wage', 'monthlyWage', '请填写月平均工资', {
      wrong: (form) => !((form.monthlyWage ?? 0) > 0),
    }),
    warns(
      26,
      'L26_wage_range',
      'monthlyWage',
      (_form, { context: { parameters } }) =>
        `月平均工资不在${yuan(parameters.wageFloor)}–${yuan(parameters.wageCeiling)}元之间，请核实`,
      (form, { context: { parameters } }) => {
        const wage = form.monthlyWage ?? 0
        return wage > 0 && (wage < parameters.wageFloor || wage > parameters.wageCeiling)
      },
    ),
    demandsChoice(27, 'L27_industry', 'industry', 'formIndustry', '请选择行业'),
    demands(27, 'L27_industry_note', 'industryNote', '请选择行业，选“其他”须注明'),
    demands(28, 'L28_contract', 'hasContract', '请选择是否签订劳动合同'),
    warns(
      28,
      'L28_flexible_contract',
      'hasContract',
      '灵活就业一般不签订劳动合同，请核实',
      (form) => form.hasContract === true && formIs(form, employmentForm.flexible),
    ),
    warns(
      28,
      'L28_unit_no_contract',
      'hasContract',
      '单位就业一般应签订劳动合同，请核实',
      (form) => form.hasContract === false && formIs(form, employmentForm.unit),
    ),
    demands(29, 'L29_insurance', 'hasSocialInsurance', '请选择是否缴纳社会保险'),
    blocks(
      29,
      'L29_insurance_facts',
      'hasSocialInsurance',
      '请选择是否缴纳社会保险：城镇职工养老和医疗都缴纳才填“是”',
      (form) => {
        if (form.hasSocialInsurance == null) return false
        const facts = socialInsuranceOf(form.hasPension, form.hasMedical)
        return facts !== null && facts !== form.hasSocialInsurance
      },
    ),
    demands(30, 'L30_assisted', 'assisted', '请选择是否经帮扶实现就业'),
    demands(30, 'L30_assisted_on', 'assistedOn', '请填写帮扶时间', {
      wrong: (form) => !isMonth(form.assistedOn ?? ''),
    }),
    blocks(
      30,
      'L30_assisted_future',
      'assistedOn',
      '请填写帮扶时间，不能晚于本月',
      (form, { context }) =>
        form.assisted === true && !!form.assistedOn && form.assistedOn > monthOf(context.today),
    ),
    demands(30, 'L30_led', 'ledReturnVenture', '请选择是否返乡创业带动'),
    demandsChoice(
      31,
      'L31_transfer',
      'organisedTransfer',
      'organisedTransfer',
      '请重新选择有组织劳务输出',
      () => false,
    ),
    blocks(
      32,
      'L32_post_away',
      'employmentForm',
      '县外务工不应选公益岗位/车间',
      (form, { homeCounty }) =>
        (formIs(form, employmentForm.publicPost) || formIs(form, employmentForm.workshop)) &&
        homeCounty !== null &&
        reachesCounty(form.workplaceRegion ?? '') &&
        form.workplaceRegion?.slice(0, 6) !== homeCounty,
    ),
    warns(
      32,
      'L32_post_income',
      'workIncome',
      (_form, { context }) => `公益岗位年收入低于${yuan(context.parameters.publicPostYearIncome)}元，请核实`,
      (form, { context }) => {
        // No income at all is rule 17's; here it would be said twice.
        const income = form.workIncome ?? 0
        return (
          formIs(form, employmentForm.publicPost) &&
          income > 0 &&
          income < context.parameters.publicPostYearIncome
        )
      },
    ),
    // Rule 33: 自主创业 is kept and nothing is said against it; deriveLabourer leaves it out of 务工.
  ],
}
