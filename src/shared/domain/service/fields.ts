import { defineFields } from '../field.ts'

/** One service that somebody was given; the counts on the form are counted from these. */
export const serviceFields = defineFields([
  { key: 'kind', label: '服务项目', kind: 'code', dictionary: 'serviceKind', required: true, width: 12 },
  { key: 'servedOn', label: '服务日期', kind: 'date', required: true, width: 12 },
  { key: 'place', label: '地点或窗口', kind: 'text', width: 16, maxLength: 60 },
  { key: 'staff', label: '服务人员', kind: 'text', width: 12, maxLength: 30 },
  { key: 'outcome', label: '服务结果', kind: 'text', width: 20, maxLength: 100 },
  { key: 'note', label: '备注', kind: 'note', width: 24, maxLength: 500 },
])

/** The count on the labourer form that each kind of service is counted in. */
export const serviceCountFields = {
  careerGuidance: 'careerGuidanceCount',
  jobPlacement: 'placementCount',
  ventureService: 'ventureServiceCount',
  vocationalTraining: 'trainingServiceCount',
  other: 'otherServiceCount',
} as const
