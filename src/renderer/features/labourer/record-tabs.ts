export type RecordTab =
  | 'form'
  | 'household'
  | 'episodes'
  | 'graduate'
  | 'vacancies'
  | 'posts'
  | 'scans'
  | 'log'

/** What is known of a person, besides the form. */
export const recordTabs: readonly { key: RecordTab; label: string }[] = [
  { key: 'form', label: '采集表' },
  { key: 'household', label: '家庭' },
  { key: 'episodes', label: '就业、培训与服务' },
  { key: 'graduate', label: '毕业生服务' },
  { key: 'vacancies', label: '岗位推荐' },
  { key: 'posts', label: '公益性岗位' },
  { key: 'scans', label: '附件' },
  { key: 'log', label: '修改记录' },
]
