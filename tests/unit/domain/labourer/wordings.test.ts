import { expect, test } from 'vitest'
import { labourerRules } from '../../../../src/shared/domain/labourer/rules.ts'
import { cases } from './cases.ts'
import { check } from './forms.ts'

/** What the source of the form has clerks told, by rule. */
const written: Record<number, string[]> = {
  1: ['请填写姓名（不得含空格）'],
  2: ['身份证号码格式不正确', '身份证校验位不符，请核实', '非标准证件号码', '该人员已存在'],
  3: ['户籍地须选择到村'],
  4: ['手机号码应为11位'],
  5: ['请选择民族'],
  6: ['未核实的表不能提交专班'],
  7: ['请选择退出原因'],
  8: ['已退出人员不能标记为务工'],
  9: ['该类人员无须采集'],
  10: ['未满16周岁不采集'],
  11: ['技能劳动力须填写技能等级', '普通劳动力技能等级应为无'],
  12: ['两后生须为初高中毕业5年内未升学'],
  13: ['请选择文化程度'],
  14: ['请填写毕业时间'],
  15: ['请填写家庭地址'],
  16: ['累计务工时间应在0–12个月'],
  17: ['有务工无收入', '有收入无务工时间'],
  18: ['请勾选具体务工月份', '不能勾选未来月份'],
  19: ['累计时间大于勾选月数'],
  20: ['灵活就业天数与务工月份矛盾'],
  21: ['低于采集标准，不计入统计'],
  22: ['务工状态与填写内容矛盾', '务工地点须填到县级'],
  23: ['请注明其他就业形式'],
  24: ['请填写就业单位名称'],
  25: ['就业时间早于16周岁'],
  26: ['请填写月平均工资'],
  27: ['请选择行业'],
  29: ['请选择是否缴纳社会保险'],
  30: ['请填写帮扶时间'],
  32: ['县外务工不应选公益岗位/车间'],
  34: ['请填写就业转失业日期'],
  35: ['请选择是否有外出计划'],
  36: ['请填写无外出意愿原因'],
  37: ['意向地、岗位、月薪须填写完整，否则改为否'],
  38: ['请填写返乡回流原因和返乡前务工地点'],
  39: ['不符合返乡回流定义'],
  40: ['请完整填写培训意愿'],
  41: ['请填写次数'],
  42: ['服务情况互斥/不能为空'],
  43: ['缺少签字'],
}

/** Rules, or parts of one, for which the source has no sentence. */
const unwritten = new Set([
  ...[
    'L02_id_old',
    'L04_phone_landline',
    'L04_phone_shared',
    'L06_verification',
    'L07_status',
    'L08_working',
  ],
  ...['L09_ability', 'L10_ability_age', 'L11_level', 'L12_post_school', 'L17_income', 'L22_township'],
  ...['L23_form', 'L25_employed_on', 'L26_wage_range', 'L28_contract', 'L28_flexible_contract'],
  ...['L28_unit_no_contract', 'L30_assisted', 'L30_led', 'L31_transfer', 'L32_post_income', 'L34_kind'],
  ...['L34_out_of_scope', 'L37_planned_past', 'L39_working', 'L41_guidance_records'],
])

/** Rules whose written sentence would mislead whoever reads it, and why. */
const otherwise: Record<string, string> = {
  L07_exit_reason_unneeded: 'would ask for the very reason that has to go',
  L14_graduated_future: 'a date is there; that it is in the future has to be said',
  L25_employed_future: 'a date in the future is not before the sixteenth birthday',
  L27_industry_note: 'an industry is chosen; its note is missing',
  L29_insurance_facts: 'an answer is there; it contradicts the two facts beside it',
  L30_assisted_future: 'a month is there; that it is in the future has to be said',
  L34_section: 'speaks of the section, as rule 22 does from the other side',
  L34_unemployed_future: 'a date is there; that it is in the future has to be said',
  L36_intention_unneeded: 'a reason is there; what stands beside it has to go',
  L36_reason_note: 'a reason is chosen; its note is missing',
  L40_wish: 'who has no wish must empty the three fields, not fill them',
}

const numberOf = new Map(labourerRules.map((rule) => [rule.code, rule.number]))
const found = cases.flatMap(({ form, patch, facts }) => check(form, patch, facts))

test('clerks are told what the source of the form says, word for word', () => {
  const said = new Set(found.map(({ code, message }) => `${numberOf.get(code)} ${message}`))
  for (const [number, sentences] of Object.entries(written))
    for (const sentence of sentences) expect(said).toContain(`${number} ${sentence}`)
})

test('other words stand only where nothing is written, or where it would mislead', () => {
  const isWritten = (code: string, message: string) =>
    written[numberOf.get(code) ?? 0]?.includes(message) === true
  const others = new Set(
    found.filter(({ code, message }) => !isWritten(code, message)).map(({ code }) => code),
  )
  expect([...others].sort()).toEqual([...unwritten, ...Object.keys(otherwise)].sort())
})
