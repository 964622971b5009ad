import { defineFields, type Ledger, type RecordOf } from '../field.ts'

/** One service that somebody was given; the counts on the form are counted from these. */
export const serviceFields = defineFields([
  { key: 'kind', label: '服务项目', kind: 'code', dictionary: 'serviceKind', required: true, width: 14, headers: ['服务类型', '服务内容'] },
  { key: 'servedOn', label: '服务日期', kind: 'date', required: true, width: 12, headers: ['服务时间'] },
  { key: 'concerned', label: '涉及岗位或课程', kind: 'text', width: 24, maxLength: 100, headers: ['推介岗位', '岗位或课程'] },
  { key: 'response', label: '本人答复', kind: 'code', dictionary: 'serviceResponse', width: 12, headers: ['是否接受'] },
  { key: 'outcome', label: '服务结果', kind: 'text', width: 20, maxLength: 100 },
  { key: 'place', label: '地点或窗口', kind: 'text', width: 16, maxLength: 60, headers: ['服务地点', '服务窗口'] },
  { key: 'staff', label: '服务人员', kind: 'text', width: 12, maxLength: 30, headers: ['经办人'] },
  { key: 'signature', label: '签字方式', kind: 'code', dictionary: 'serviceSignature', width: 12 },
  { key: 'note', label: '备注', kind: 'note', width: 24, maxLength: 500 },
  { key: 'name', label: '劳动力姓名', kind: 'text', width: 12, joined: true, required: true, headers: ['姓名'] },
  { key: 'idNumber', label: '劳动力身份证号', kind: 'idNumber', width: 22, joined: true, required: true, mask: 'idNumber', headers: ['身份证号', '身份证号码', '证件号码'] },
  { key: 'siteName', label: '安置点', kind: 'text', width: 22, joined: true, derived: true },
])

export type Service = RecordOf<typeof serviceFields>

export const serviceLedger: Ledger = {
  name: 'service',
  label: '服务记录',
  fields: serviceFields,
  sortable: ['servedOn'],
  workbook: ['name', 'idNumber', 'kind', 'servedOn', 'concerned', 'response', 'outcome', 'place', 'staff', 'signature', 'note'],
}

/**
 * The count on the labourer form that each kind of service is counted in. The paper form has five
 * counts for eight kinds: an introduced vacancy is 职业介绍, what it has no box for is 其他.
 */
export const serviceCountFields = {
  careerGuidance: 'careerGuidanceCount',
  jobPlacement: 'placementCount',
  jobReferral: 'placementCount',
  ventureService: 'ventureServiceCount',
  vocationalTraining: 'trainingServiceCount',
  internship: 'otherServiceCount',
  policyAdvice: 'otherServiceCount',
  other: 'otherServiceCount',
} as const
