import { defineFields, type Ledger, type RecordOf } from '../field.ts'

/** A training course that a person attended. */
export const trainingFields = defineFields([
  { key: 'kind', label: '培训类型', kind: 'code', dictionary: 'trainingKind', required: true, width: 20 },
  { key: 'trade', label: '培训工种', kind: 'text', required: true, width: 16, maxLength: 50 },
  { key: 'provider', label: '培训单位名称', kind: 'text', required: true, width: 26, maxLength: 100, headers: ['培训单位', '培训机构'] },
  { key: 'address', label: '培训地址', kind: 'text', width: 26, maxLength: 100 },
  { key: 'startedOn', label: '培训起始日期', kind: 'looseDate', required: true, width: 14, headers: ['开始日期', '培训开始日期'] },
  { key: 'endedOn', label: '培训终止日期', kind: 'looseDate', width: 14, headers: ['结束日期', '培训结束日期'] },
  { key: 'days', label: '实际培训天数', kind: 'integer', width: 12, min: 0, max: 1000 },
  { key: 'suShan', label: '苏陕协作', kind: 'yesNo', width: 10 },
  { key: 'allowance', label: '享受生活和交通补贴', kind: 'money', width: 14, min: 0, headers: ['享受生活和交通补贴元'] },
  { key: 'note', label: '备注', kind: 'note', width: 24, maxLength: 500 },
  { key: 'name', label: '劳动力姓名', kind: 'text', width: 12, joined: true, required: true, headers: ['姓名'] },
  { key: 'idNumber', label: '劳动力身份证号', kind: 'idNumber', width: 22, joined: true, required: true, mask: 'idNumber', headers: ['身份证号', '身份证号码', '证件号码'] },
])

export type Training = RecordOf<typeof trainingFields>

export const trainingLedger: Ledger = {
  name: 'training',
  label: '培训记录',
  fields: trainingFields,
  sortable: ['startedOn'],
  workbook: ['name', 'idNumber', 'kind', 'trade', 'provider', 'address', 'startedOn', 'endedOn', 'days', 'suShan', 'allowance', 'note'],
}
