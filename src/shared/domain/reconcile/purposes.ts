import type { ReconcileLedger } from './targets.ts'

/** Comparisons that the seed documents ask for, by the name an office has for them. */
export interface ReconcilePurpose {
  key: string
  label: string
  /** Ledger and named list that stand on our side; null: the earlier of two lists stands there. */
  against: { ledger: ReconcileLedger; list: string } | null
}

export const reconcilePurposes: readonly ReconcilePurpose[] = [
  { key: 'poverty', label: '扶贫（乡村振兴）部门人口名单', against: { ledger: 'member', list: 'members' } },
  {
    key: 'households',
    label: '扶贫（乡村振兴）部门农户名单',
    against: { ledger: 'household', list: 'households' },
  },
  {
    key: 'inflowEmployed',
    label: '输入地就业人员名单（社保、用工备案）',
    against: { ledger: 'employment', list: 'current-employments' },
  },
  {
    key: 'inflowUnemployed',
    label: '输入地失业人员名单',
    against: { ledger: 'labourer', list: 'unemployed' },
  },
  { key: 'outflowEmployed', label: '输出地就业人员名单', against: { ledger: 'labourer', list: 'employed' } },
  {
    key: 'outflowWilling',
    label: '输出地有意愿外出务工人员名单',
    against: { ledger: 'labourer', list: 'willing-out' },
  },
  { key: 'years', label: '今年与去年名单比对', against: null },
]
