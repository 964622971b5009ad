import { attachmentFields } from '../../../shared/domain/attachment/fields.ts'
import { columnsOf } from '../db/columns.ts'
import type { Db } from '../db/open.ts'
import { createTrackedTable, type TrackedRow } from '../db/tracked-table.ts'

/**
 * The only statements on `attachment` and `attachment_blob`. The content of a file is kept once under
 * its SHA-256 and stays while history refers to it, so that a removal can be undone; only core/erasure deletes it.
 */
export function createAttachmentStore(db: Db) {
  const table = createTrackedTable(db, {
    entity: 'attachment',
    columns: columnsOf(attachmentFields),
    links: { owner: 'text', ownerId: 'integer', personId: 'integer' },
    personOf: (_id, row) => (row.personId as number | null | undefined) ?? null,
  })
  const ofOwner = db
    .prepare(`SELECT ${table.selectList} FROM attachment WHERE owner = ? AND owner_id = ? ORDER BY id`)
    .raw()
  const count = db.prepare('SELECT count(*) FROM attachment WHERE owner = ? AND owner_id = ?').pluck()
  const keep = db.prepare(
    'INSERT INTO attachment_blob (digest, content) VALUES (?, ?) ON CONFLICT DO NOTHING',
  )
  const content = db.prepare('SELECT content FROM attachment_blob WHERE digest = ?').pluck()
  return {
    ...table,
    of: (owner: string, id: number): TrackedRow[] =>
      (ofOwner.all(owner, id) as never[]).map((raw) => table.toRow(raw)),
    count: (owner: string, id: number): number => Number(count.get(owner, id)),
    keep: (digest: string, bytes: Uint8Array): void => void keep.run(digest, bytes),
    content: (digest: string): Uint8Array => new Uint8Array(content.get(digest) as Buffer),
  }
}
export type AttachmentStore = ReturnType<typeof createAttachmentStore>
