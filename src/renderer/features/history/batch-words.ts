import type { BatchView, UndoResult } from '../../../shared/contract/calls/exchange.ts'
import { formatCount } from '../../composables/format.ts'

export const kindLabels: Record<BatchView['kind'], string> = {
  import: '导入',
  bulk: '批量修改',
  undo: '撤销',
  demo: '演示数据',
  edit: '录入',
  receive: '接收报送',
  decide: '认定',
  erase: '依法删除',
}

/** Counts of rows are told of these; of the others, how many changes there were. */
export const hasRowCounts = (kind: BatchView['kind']): boolean => kind === 'import' || kind === 'receive'

/** A batch can be taken back once; the demo county is replaced, and what was lawfully deleted stays deleted. */
export const canUndo = (batch: BatchView): boolean =>
  batch.undoneBy === null && batch.kind !== 'demo' && batch.kind !== 'erase'

type Undoable = Pick<BatchView, 'kind' | 'counts' | 'changes'>

/** What undoing will do, with the count and the way back. */
export function undoWords({ kind, counts, changes }: Undoable): string {
  const parts =
    hasRowCounts(kind) && counts
      ? [
          counts.inserted > 0 ? `移除这次新增的 ${formatCount(counts.inserted)} 人（条）` : '',
          counts.updated > 0 ? `恢复 ${formatCount(counts.updated)} 人（条）修改前的内容` : '',
        ].filter(Boolean)
      : [`恢复这一批的 ${formatCount(changes)} 处改动`]
  return `将${parts.join('，')}。后来又改过的内容会保留，并在撤销后逐一列出。撤销也会记在“导入与修改记录”里，可以再撤销回来。`
}

/** What an undo did; what is nought is left out. */
export function undoneWords({ restored, removed }: Pick<UndoResult, 'restored' | 'removed'>): string {
  const parts = [
    restored > 0 ? `恢复 ${formatCount(restored)} 人（条）原来的内容` : '',
    removed > 0 ? `移除 ${formatCount(removed)} 条新增记录` : '',
  ].filter(Boolean)
  return parts.length > 0 ? `${parts.join('，')}。` : '没有需要恢复的内容。'
}
