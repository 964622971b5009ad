import type { BatchView, ImportCounts, UndoResult } from '../../../shared/contract/calls/exchange.ts'
import { Refusal } from '../../../shared/contract/result.ts'
import type { Desk, Handlers } from '../context.ts'
import type { BatchRow, StoredChange } from './batch.store.ts'
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

/** Of a part of the office only what somebody did themselves: a batch may lie in several villages. */
const onlyOwn = ({ reach, user }: Desk): string | null => (reach.codes === null ? null : user)

function requireBatch(desk: Desk, id: number): BatchRow {
  const batch = desk.batches.get(id)
  const own = onlyOwn(desk)
  if (!batch || (own !== null && batch.actor !== own))
    throw new Refusal('not_found', '找不到这次导入或修改的记录，请刷新后重试。')
  return batch
}

/** What one did to somebody who has moved away since is no longer shown; of what was removed the person says where it was. */
function isWithin({ reach, recordRegions }: Desk, { entity, entityId, personId }: StoredChange): boolean {
  if (reach.codes === null) return true
  const own = recordRegions.regionOf(entity, entityId)
  const region = own === undefined && personId !== null ? recordRegions.regionOf('person', personId) : own
  return region === undefined || reach.holds(region)
}

export const batchHandlers = {
  'batch.page': (input, { desk }) => {
    const { rows, total } = desk.batches.page(input.offset, input.limit, onlyOwn(desk))
    return { rows: rows.map(viewOf), total }
  },
  'batch.changes': (input, { desk }) => {
    const batch = requireBatch(desk, input.id)
    const changes = desk.batches
      .changesOf(batch, input.offset, input.limit)
      .filter((change) => isWithin(desk, change))
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
    requireBatch(desk, input.importId)
    const file = desk.batches.errorFile(input.importId)
    if (!file) throw new Refusal('not_found', '这次导入没有被阻止的行，或记录已不存在。')
    return { name: file.name, bytes: new Uint8Array(file.bytes) }
  },
} satisfies Partial<Handlers>
