import type { BatchView } from '../../../shared/contract/calls/exchange.ts'
import { formatCount } from '../../composables/format.ts'

export const kindLabels: Record<BatchView['kind'], string> = {
  import: '导入',
  bulk: '批量修改',
  undo: '撤销',
  demo: '演示数据',
  edit: '录入',
  receive: '接收报送',
  decide: '认定',
}

/** A batch can be taken back once; the demo county is replaced, not undone. */
export const canUndo = (batch: BatchView): boolean => batch.undoneBy === null && batch.kind !== 'demo'

/** What undoing will do, with the count and the way back. */
export function undoWords(batch: BatchView): string {
  const what =
    (batch.kind === 'import' || batch.kind === 'receive') && batch.counts
      ? `将移除这次新增的 ${formatCount(batch.counts.inserted)} 人（条），恢复 ${formatCount(batch.counts.updated)} 人（条）修改前的内容。`
      : `将恢复这一批的 ${formatCount(batch.changes)} 处改动。`
  return `${what}后来又改过的内容会保留，并在撤销后逐一列出。撤销也会记在这里，可以再撤销回来。`
}
