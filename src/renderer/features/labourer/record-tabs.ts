export type RecordTab = 'form' | 'household' | 'episodes' | 'graduate' | 'log'

/** What is known of a person, besides the form. */
export const recordTabs: readonly { key: RecordTab; label: string }[] = [
  { key: 'form', label: '采集表' },
  { key: 'household', label: '家庭' },
  { key: 'episodes', label: '就业、培训与服务' },
  { key: 'graduate', label: '毕业生服务' },
  { key: 'log', label: '修改记录' },
]
