import type { SampleState } from '../../../shared/contract/calls/confirmation.ts'

export const sampleStates: Record<SampleState, string> = {
  open: '正在抽查',
  confirmed: '已整批确认',
  failed: '不合格，已退回',
  cancelled: '已取消',
}

/** What the office counts, as the pages of the task force say it. */
export const settingWords = {
  only: '已开启“只统计和上报已确认的”：工作台和质量数字、导出、上报格式和报送包只含专班已确认的内容；已确认的表改过以后，在重新确认之前仍按原来确认的内容统计和上报。清单和采集表照常显示现在的内容。',
  all: '没有开启“只统计和上报已确认的”：数字、导出和报送包按台账现状，含未确认的。',
} as const
