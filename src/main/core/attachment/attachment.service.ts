import { Refusal } from '../../../shared/contract/result.ts'
import { type AttachmentKind, attachmentOwners } from '../../../shared/domain/attachment/fields.ts'
import type { Desk, Handlers } from '../context.ts'
import type { TrackedRow } from '../db/tracked-table.ts'
import { attach, personBehind } from './owners.ts'

function requireAttachment(desk: Desk, id: number): TrackedRow {
  const row = desk.attachments.get(id)
  if (!row) throw new Refusal('not_found', '找不到这个附件，可能已移除，请刷新后重试。')
  return row
}

export const attachmentHandlers = {
  'attachment.list': (input, { desk }) => {
    personBehind(desk, input.owner, input.ownerId)
    return desk.attachments.of(input.owner, input.ownerId).map((row) => ({
      id: row.id,
      caption: row.caption as string | null,
      fileName: String(row.fileName),
      kind: row.fileKind as AttachmentKind,
      size: Number(row.size),
    }))
  },
  'attachment.add': (input, { desk }) => {
    const { owner, ownerId, caption } = input
    const batch = desk.openBatch('edit', `${attachmentOwners[owner]}加附件`)
    const id = attach(desk, batch, { owner, ownerId, caption: caption || null }, input.file)
    batch.close()
    return { id }
  },
  'attachment.file': (input, { desk }) => {
    const row = requireAttachment(desk, input.id)
    return {
      name: String(row.fileName),
      kind: row.fileKind as AttachmentKind,
      bytes: desk.attachments.content(String(row.digest)),
    }
  },
  'attachment.remove': (input, { desk }) => {
    const row = requireAttachment(desk, input.id)
    const batch = desk.openBatch('edit', '移除附件', { reason: input.reason })
    desk.attachments.remove(row.id, row, batch)
    batch.close()
    return null
  },
} satisfies Partial<Handlers>
