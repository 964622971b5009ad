import type {
  ReconcileCounts,
  ReconcileKind,
  ReconcileRun,
} from '../../../../shared/contract/calls/reconcile.ts'
import { ledgers } from '../../../../shared/domain/ledgers.ts'
import { sideWords } from '../../../../shared/domain/reconcile/words.ts'
import type { IconName } from '../../../components/AppIcon.vue'
import type { CountTab } from '../../../components/CountTabs.vue'

/** The words of the comparison: one place, so that they stay the same from screen to screen. */
export interface KindWords {
  kind: ReconcileKind
  label: string
  icon: IconName
  tone: CountTab['tone']
  explanation: string
}

/** The tabs of a run, in order. */
export function kindsOf(run: ReconcileRun): KindWords[] {
  const words = sideWords(run.oursName !== null)
  return [
    {
      kind: 'open',
      label: '待认定',
      icon: 'info',
      tone: 'warn',
      explanation: '身份证号码对不上，但可能是同一人，由您认定；认定会记住，下次核对同一份名单不再问',
    },
    {
      kind: 'differs',
      label: '不一致',
      icon: 'edit',
      tone: 'accent',
      explanation: `两边都有，下列项目不同；左为${words.ours}，右为${words.theirs}`,
    },
    {
      kind: 'onlyOurs',
      label: words.onlyOurs,
      icon: 'person',
      tone: 'accent',
      explanation: `${words.theirs}的名单里没有`,
    },
    {
      kind: 'onlyTheirs',
      label: words.onlyTheirs,
      icon: 'import',
      tone: 'accent',
      explanation: `${words.ours}里没有`,
    },
    { kind: 'equal', label: '一致', icon: 'done', tone: 'done', explanation: '两边都有，所比的项目都相同' },
    {
      kind: 'unread',
      label: '未核对',
      icon: 'warn',
      tone: 'warn',
      explanation: '认不出是谁，或身份证号码与前面的行重复，没有参加核对',
    },
  ]
}

export const oursLabel = (run: ReconcileRun): string =>
  run.oursName === null ? ledgers[run.ledger].label : `“${run.oursName}”`

/** What was compared with what, when and by whom, and how the figures are to be understood. */
export function basisSentence(run: ReconcileRun): string {
  const { counts } = run
  const words = sideWords(run.oursName !== null)
  const number = (count: number) => count.toLocaleString('zh-CN')
  const waiting = counts.inQuestion > 0 ? `，其中 ${number(counts.inQuestion)} 条等待认定` : ''
  const blanks = run.blanksDiffer ? '空白也算不一致' : '空白的项目不比'
  return (
    `与${oursLabel(run)}核对，${run.asOf}，${run.actor}。口径：${run.basis}。` +
    `${words.ours} ${number(counts.ours)} 条${waiting}，${words.theirs} ${number(counts.theirs)} 条；${words.theirs}${blanks}。`
  )
}

/** Whether everything is settled and the same. */
export const isAllEqual = ({ open, differs, onlyOurs, onlyTheirs, unread }: ReconcileCounts): boolean =>
  open + differs + onlyOurs + onlyTheirs + unread === 0
