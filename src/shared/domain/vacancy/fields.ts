import { defineFields, type Ledger, type RecordOf } from '../field.ts'

/** A vacancy 岗位信息 of an employer, as it was collected last. Wages are fen a month. */
export const vacancyFields = defineFields([
  { key: 'employerName', label: '用人单位', kind: 'text', section: 'vacancy', required: true, width: 26, maxLength: 100, headers: ['企业名称', '招聘单位', '单位名称'] },
  { key: 'employerKind', label: '单位性质', kind: 'code', dictionary: 'employerKind', section: 'vacancy', width: 18, headers: ['用人单位性质'] },
  { key: 'title', label: '招聘岗位', kind: 'text', section: 'vacancy', required: true, width: 14, maxLength: 50, headers: ['岗位名称', '招聘工种'] },
  { key: 'trade', label: '岗位工种', kind: 'code', dictionary: 'tradeKind', section: 'vacancy', required: true, width: 14, headers: ['工种', '工种类别'] },
  { key: 'region', label: '工作地点', kind: 'region', section: 'vacancy', width: 26, headers: ['工作所在地', '岗位所在地'] },
  { key: 'address', label: '详细地址', kind: 'text', section: 'vacancy', width: 24, maxLength: 100, headers: ['工作地址'], hint: '境外等没有行政区划的，只填这里' },
  { key: 'wageFrom', label: '最低月薪', kind: 'money', section: 'vacancy', required: true, width: 10, min: 1, max: 100_000_000, headers: ['月薪', '薪资待遇', '最低工资'] },
  { key: 'wageTo', label: '最高月薪', kind: 'money', section: 'vacancy', width: 10, min: 1, max: 100_000_000, headers: ['最高工资'] },
  { key: 'wanted', label: '招聘人数', kind: 'integer', section: 'vacancy', required: true, width: 10, min: 1, max: 99_999, headers: ['需求人数', '拟招人数'] },
  { key: 'filledElsewhere', label: '其他渠道已招', kind: 'integer', section: 'vacancy', width: 12, min: 0, max: 99_999, headers: ['已招人数'], hint: '不含本单位推介上岗的' },
  { key: 'education', label: '最低文化程度', kind: 'code', dictionary: 'education', section: 'asked', width: 14, headers: ['学历要求', '文化程度要求'] },
  { key: 'ageFrom', label: '最低年龄', kind: 'integer', section: 'asked', width: 10, min: 16, max: 99, headers: ['年龄下限'] },
  { key: 'ageTo', label: '最高年龄', kind: 'integer', section: 'asked', width: 10, min: 16, max: 99, headers: ['年龄上限'] },
  { key: 'ability', label: '劳动能力要求', kind: 'code', dictionary: 'abilityAsked', section: 'asked', width: 16 },
  { key: 'collectedOn', label: '采集日期', kind: 'date', section: 'collected', required: true, width: 12, headers: ['更新日期'] },
  { key: 'validUntil', label: '有效期至', kind: 'date', section: 'collected', width: 12, headers: ['招聘截止日期', '截止日期'], hint: '不填的按采集日期加规定天数' },
  { key: 'contactName', label: '联系人', kind: 'text', section: 'collected', width: 12, maxLength: 30 },
  { key: 'contactPhone', label: '联系电话', kind: 'phone', section: 'collected', width: 15 },
  { key: 'note', label: '备注', kind: 'note', section: 'collected', width: 24, maxLength: 500 },
  { key: 'hiredCount', label: '推介上岗人数', kind: 'integer', width: 12, derived: true },
  { key: 'openPlaces', label: '尚缺人数', kind: 'integer', width: 10, derived: true },
])
export type Vacancy = RecordOf<typeof vacancyFields>

export const vacancyLedger: Ledger = {
  name: 'vacancy',
  label: '岗位信息',
  fields: vacancyFields,
  sortable: ['collectedOn', 'region'],
  sections: [
    { key: 'vacancy', label: '岗位' },
    { key: 'asked', label: '条件' },
    { key: 'collected', label: '采集' },
  ],
  workbook: vacancyFields.filter((field) => !('derived' in field)).map((field) => field.key),
}
