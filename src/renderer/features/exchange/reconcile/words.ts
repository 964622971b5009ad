import type {
  ReconcileCounts,
  ReconcileKind,
  ReconcileRun,
} from '../../../../shared/contract/calls/reconcile.ts'
import { ledgers } from '../../../../shared/domain/ledgers.ts'
import { sideWords } from '../../../../shared/domain/reconcile/words.ts'
import type { IconName } from '../../../components/AppIcon.vue'

/** The words of the comparison: one place, so that they stay the same from screen to screen. */
export interface KindWords {
  kind: ReconcileKind
  label: string
  icon: IconName
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
      explanation: '身份证号码对不上，但可能是同一人，由您认定；认定会记住，下次核对同一份名单不再问',
    },
    {
      kind: 'differs',
      label: '不一致',
      icon: 'edit',
      explanation: `两边都有，下列项目不同；左为${words.ours}，右为${words.theirs}`,
    },
    { kind: 'onlyOurs', label: words.onlyOurs, icon: 'person', explanation: `${words.theirs}的名单里没有` },
    { kind: 'onlyTheirs', label: words.onlyTheirs, icon: 'import', explanation: `${words.ours}里没有` },
    { kind: 'equal', label: '一致', icon: 'done', explanation: '两边都有，所比的项目都相同' },
    {
      kind: 'unread',
      label: '未核对',
      icon: 'warn',
      explanation: '认不出是谁，或身份证号码与前面的行重复，没有参加核对',
    },
  ]
}

export const oursLabel = (run: ReconcileRun): string => run.oursName ?? ledgers[run.ledger].label

/** `一致 2,310，不一致 12，仅台账有 3` without what is nought. */
export function countsSentence(run: ReconcileRun): string {
  const { counts } = run
  const parts = kindsOf(run)
    .filter(({ kind }) => counts[kind] > 0)
    .map(({ kind, label }) => `${label} ${counts[kind].toLocaleString('zh-CN')}`)
  return parts.length > 0 ? parts.join('，') : '两边都没有记录'
}

/** Whether everything is settled and the same. */
export const isAllEqual = ({ open, differs, onlyOurs, onlyTheirs, unread }: ReconcileCounts): boolean =>
  open + differs + onlyOurs + onlyTheirs + unread === 0
