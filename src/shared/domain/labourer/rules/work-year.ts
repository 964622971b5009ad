import { isMonth, monthOf } from '../../calendar.ts'
import { isVenture } from './conditions.ts'
import { qualification } from './qualification.ts'
import { blocks, demands, type RuleGroup, warns } from './rule.ts'
import type { LabourerForm } from './subject.ts'

const always = () => true

const hasWorked = (form: LabourerForm): boolean => (form.workedMonths ?? 0) > 0

/** Rules 16–21: months, days and income of the work year, and the counting basis. */
export const workYearRules: RuleGroup = {
  applies: always,
  rules: [
    demands(
      16,
      'L16_months',
      'workedMonths',
      (_form, { context }) => `累计务工时间应在0–${context.parameters.maximumWorkedMonths / 10}个月`,
      {
        when: always,
        wrong: ({ workedMonths }, { context }) => {
          const tenths = workedMonths ?? 0
          return !Number.isInteger(tenths) || tenths < 0 || tenths > context.parameters.maximumWorkedMonths
        },
      },
    ),
    demands(17, 'L17_income', 'workIncome', '请填写年度务工收入（元，不小于0）', {
      when: always,
      wrong: ({ workIncome }) => !Number.isInteger(workIncome) || (workIncome ?? 0) < 0,
    }),
    warns(
      17,
      'L17_no_income',
      'workIncome',
      '有务工无收入',
      (form) => form.isWorking === true && form.workIncome === 0,
    ),
    blocks(
      17,
      'L17_no_months',
      'workedMonths',
      '有收入无务工时间',
      (form) => (form.workIncome ?? 0) > 0 && form.workedMonths === 0,
    ),
    {
      ...blocks(
        18,
        'L18_months_ticked',
        'workMonths',
        '请勾选具体务工月份',
        (form, { ticked, exempt }) =>
          (ticked === 0 && hasWorked(form) && !exempt) ||
          (form.workMonths?.some((month) => !isMonth(month)) ?? false),
      ),
      requires: hasWorked,
    },
    blocks(18, 'L18_future_month', 'workMonths', '不能勾选未来月份', (form, { context }) => {
      const thisMonth = monthOf(context.today)
      return form.workMonths?.some((month) => month > thisMonth) ?? false
    }),
    blocks(
      19,
      'L19_months_ticked',
      'workedMonths',
      '累计时间大于勾选月数',
      (form, { ticked, tickedInYear }) => ticked > 0 && (form.workedMonths ?? 0) > tickedInYear * 10,
    ),
    blocks(
      20,
      'L20_flexible_days',
      'flexibleDays',
      '灵活就业天数与务工月份矛盾',
      (form, { ticked, context }) => {
        const days = form.flexibleDays
        if (days == null) return false
        if (!Number.isInteger(days) || days < 0 || days > context.parameters.maximumFlexibleDays) return true
        return days > ticked * 31
      },
    ),
    warns(21, 'L21_below_basis', 'workedMonths', '低于采集标准，不计入统计', (form, subject) => {
      // Own businesses are left out of the totals anyway (decision M); the exited are not asked.
      if (subject.exited || isVenture(form) || form.workedMonths == null || form.workIncome == null)
        return false
      if (form.isWorking !== true && !hasWorked(form)) return false
      return qualification(form, subject.homeCounty, subject.context.parameters) === 'below'
    }),
  ],
}
