import { defineFields, type Ledger, type RecordOf } from '../field.ts'

/** A job fair 招聘会 with its results: the columns of the Shaanxi ledger system, and the site it was held for. */
export const jobFairFields = defineFields([
  { key: 'name', label: '招聘会名称', kind: 'text', section: 'fair', required: true, width: 28, minLength: 2, maxLength: 80, headers: ['名称'] },
  { key: 'heldOn', label: '开始日期', kind: 'date', section: 'fair', required: true, width: 12, headers: ['举办日期', '举办时间'] },
  { key: 'region', label: '所属行政区', kind: 'region', section: 'fair', required: true, width: 30, regionLevel: 5, headers: ['所属区域'] },
  { key: 'partner', label: '合办单位', kind: 'text', section: 'fair', width: 24, maxLength: 100 },
  { key: 'suShan', label: '苏陕协作', kind: 'yesNo', section: 'fair', width: 10 },
  { key: 'place', label: '举办地点', kind: 'text', section: 'fair', width: 26, maxLength: 100 },
  { key: 'jobs', label: '提供就业岗位', kind: 'integer', section: 'results', width: 12, min: 0, max: 1_000_000, headers: ['提供岗位数'] },
  { key: 'poorJobs', label: '贫困劳动力岗位', kind: 'integer', section: 'results', width: 14, min: 0, max: 1_000_000 },
  { key: 'attended', label: '参会人数', kind: 'integer', section: 'results', width: 10, min: 0, max: 1_000_000 },
  { key: 'poorAttended', label: '贫困劳动力参会人数', kind: 'integer', section: 'results', width: 14, min: 0, max: 1_000_000 },
  { key: 'intents', label: '签订意向协议人数', kind: 'integer', section: 'results', width: 14, min: 0, max: 1_000_000 },
  { key: 'poorIntents', label: '贫困劳动力签订意向人数', kind: 'integer', section: 'results', width: 16, min: 0, max: 1_000_000 },
  { key: 'employed', label: '1个月内就业人数', kind: 'integer', section: 'results', width: 14, min: 0, max: 1_000_000 },
  { key: 'poorEmployed', label: '贫困劳动力就业人数', kind: 'integer', section: 'results', width: 14, min: 0, max: 1_000_000 },
  { key: 'note', label: '备注', kind: 'note', section: 'results', width: 24, maxLength: 500 },
  { key: 'siteName', label: '安置点名称', kind: 'text', width: 26, joined: true, headers: ['安置点', '专场安置点'] },
])
export type JobFair = RecordOf<typeof jobFairFields>

export const jobFairLedger: Ledger = {
  name: 'jobFair',
  label: '招聘会',
  fields: jobFairFields,
  sortable: ['heldOn'],
  sections: [
    { key: 'fair', label: '招聘会' },
    { key: 'results', label: '结果' },
  ],
}
