import { defineFields, type Ledger, type RecordOf } from '../field.ts'

/**
 * What an employer under watch 用工监测 reports for a month: how many it employs and lacks, by kind of work.
 * Totals and the comparison with the month before are computed, never typed.
 */
export const employerMonthFields = defineFields([
  { key: 'employerName', label: '企业名称', kind: 'text', section: 'employer', required: true, width: 28, minLength: 2, maxLength: 100, headers: ['单位名称', '用人单位'] },
  { key: 'region', label: '注册地区', kind: 'region', section: 'employer', width: 26, headers: ['注册地', '所在地区'] },
  { key: 'month', label: '填报年月', kind: 'month', section: 'report', required: true, width: 12, headers: ['填报月份', '监测月份'] },
  { key: 'managingStaff', label: '管理用工数量', kind: 'integer', section: 'staff', width: 12, min: 0, max: 999_999, headers: ['管理人员用工数量', '管理岗用工数量'] },
  { key: 'ordinaryStaff', label: '普通用工数量', kind: 'integer', section: 'staff', width: 12, min: 0, max: 999_999, headers: ['普通人员用工数量', '普工用工数量'] },
  { key: 'technicalStaff', label: '技术用工数量', kind: 'integer', section: 'staff', width: 12, min: 0, max: 999_999, headers: ['技术人员用工数量', '技术岗用工数量'] },
  { key: 'skilledStaff', label: '技能用工数量', kind: 'integer', section: 'staff', width: 12, min: 0, max: 999_999, headers: ['技能人员用工数量', '技能岗用工数量'] },
  { key: 'managingLack', label: '管理缺工数量', kind: 'integer', section: 'lack', width: 12, min: 0, max: 999_999, headers: ['管理人员缺工数量', '管理岗缺工数量'] },
  { key: 'ordinaryLack', label: '普通缺工数量', kind: 'integer', section: 'lack', width: 12, min: 0, max: 999_999, headers: ['普通人员缺工数量', '普工缺工数量'] },
  { key: 'technicalLack', label: '技术缺工数量', kind: 'integer', section: 'lack', width: 12, min: 0, max: 999_999, headers: ['技术人员缺工数量', '技术岗缺工数量'] },
  { key: 'skilledLack', label: '技能缺工数量', kind: 'integer', section: 'lack', width: 12, min: 0, max: 999_999, headers: ['技能人员缺工数量', '技能岗缺工数量'] },
  { key: 'staffTotal', label: '用工总数', kind: 'integer', width: 10, derived: true },
  { key: 'lackTotal', label: '缺工总数', kind: 'integer', width: 10, derived: true },
  { key: 'industry', label: '行业', kind: 'code', dictionary: 'industrySector', section: 'employer', width: 20, headers: ['所属行业', '行业门类'] },
  { key: 'tier', label: '产业', kind: 'code', dictionary: 'industryTier', section: 'employer', width: 12, headers: ['所属产业', '产业类型'] },
  { key: 'size', label: '企业规模', kind: 'code', dictionary: 'employerSize', section: 'employer', width: 12, headers: ['单位规模'] },
  { key: 'reviewState', label: '审核状态', kind: 'code', dictionary: 'reviewState', section: 'report', width: 12 },
  { key: 'note', label: '备注', kind: 'note', section: 'report', width: 24, maxLength: 500, hint: '用工明显减少的，写明原因' },
  { key: 'staffBefore', label: '上月用工总数', kind: 'integer', width: 12, derived: true, joined: true },
  { key: 'fallPercent', label: '比上月减少百分比', kind: 'integer', width: 16, derived: true, joined: true },
  { key: 'isLatest', label: '最近一期', kind: 'yesNo', width: 10, derived: true, joined: true },
])
export type EmployerMonth = RecordOf<typeof employerMonthFields>

export const staffKeys = ['managingStaff', 'ordinaryStaff', 'technicalStaff', 'skilledStaff'] as const
export const lackKeys = ['managingLack', 'ordinaryLack', 'technicalLack', 'skilledLack'] as const

/** Sum of the counts that are filled in, people. */
export const totalOf = (row: Readonly<Record<string, unknown>>, keys: typeof staffKeys | typeof lackKeys): number => keys.reduce((sum, key) => sum + Number(row[key] ?? 0), 0)

/**
 * By how many percent of the month before fewer are employed, rounded up, so that "more than 10" is "at
 * least 11" and a list and a rule never differ. Null: nothing to compare with, or no fewer.
 */
export const fallPercent = (before: number | null, now: number): number | null => (before === null || now >= before ? null : Math.ceil(((before - now) * 100) / before))

export const employerMonthLedger: Ledger = {
  name: 'employerMonth',
  label: '用工监测',
  fields: employerMonthFields,
  sortable: ['month', 'employerName', 'region'],
  sections: [
    { key: 'report', label: '填报' },
    { key: 'employer', label: '企业' },
    { key: 'staff', label: '用工数量' },
    { key: 'lack', label: '缺工数量' },
  ],
  workbook: employerMonthFields.filter((field) => !('joined' in field)).map((field) => field.key),
}
