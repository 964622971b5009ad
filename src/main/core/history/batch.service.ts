import type { BatchView, ImportCounts, UndoResult } from '../../../shared/contract/calls/exchange.ts'
import { Refusal } from '../../../shared/contract/result.ts'
import type { Desk, Handlers } from '../context.ts'
import type { BatchRow } from './batch.store.ts'
import { viewsOfChanges } from './change-view.ts'
import { undoBatch } from './undo.ts'

const viewOf = (row: BatchRow): BatchView => ({
  id: row.id,
  kind: row.kind,
  label: row.label,
  at: row.at,
  actor: row.actor,
  counts: row.counts ? (JSON.parse(row.counts) as ImportCounts) : null,
  changes: row.lastSeq - row.firstSeq + 1,
  undoneBy: row.undoneBy,
  hasErrorFile: row.errorName !== null,
})

function requireBatch(desk: Desk, id: number): BatchRow {
  const batch = desk.batches.get(id)
  if (!batch) throw new Refusal('not_found', '找不到这次导入或修改的记录，请刷新后重试。')
  return batch
}

export const batchHandlers = {
  'batch.page': (input, { desk }) => {
    const { rows, total } = desk.batches.page(input.offset, input.limit)
    return { rows: rows.map(viewOf), total }
  },
  'batch.changes': (input, { desk }) => {
    const batch = requireBatch(desk, input.id)
    const changes = desk.batches.changesOf(batch, input.offset, input.limit)
    return { rows: viewsOfChanges(desk, changes), total: batch.lastSeq - batch.firstSeq + 1 }
  },
  'batch.undo': (input, scope): UndoResult => {
    const batch = requireBatch(scope.desk, input.id)
    if (batch.undoneBy !== null) throw new Refusal('conflict', '这一批已经撤销过，不能再次撤销。')
    if (batch.kind === 'demo') throw new Refusal('refused', '演示数据不能撤销，如需清空请换一个数据文件夹。')
    if (batch.kind === 'erase') throw new Refusal('refused', '依法删除的内容已经不在台账里，不能撤销。')
    return undoBatch(scope, batch)
  },
  'import.errors': (input, { desk }) => {
    const file = desk.batches.errorFile(input.importId)
    if (!file) throw new Refusal('not_found', '这次导入没有被阻止的行，或记录已不存在。')
    return { name: file.name, bytes: new Uint8Array(file.bytes) }
  },
} satisfies Partial<Handlers>
