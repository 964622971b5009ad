import { createHash } from 'node:crypto'
import { Refusal } from '../../../shared/contract/result.ts'
import { type AttachmentOwner, attachmentOwners } from '../../../shared/domain/attachment/fields.ts'
import type { AnyRecord } from '../../../shared/domain/field.ts'
import type { Desk } from '../context.ts'
import type { Batch } from '../history/batch.store.ts'
import { kindOfContent } from './content.ts'

/** The record behind each kind of owner, and whose history an attachment of it belongs to. */
const owners: Record<AttachmentOwner, { get: (desk: Desk, id: number) => AnyRecord | null; person: string }> =
  {
    service_record: { get: (desk, id) => desk.episodes.get('service_record', id), person: 'personId' },
    unwilling_statement: { get: (desk, id) => desk.statements.get(id), person: 'personId' },
    household: { get: (desk, id) => desk.households.get(id), person: 'headPersonId' },
    person: { get: (desk, id) => desk.people.get(id), person: 'id' },
    post_assignment: { get: (desk, id) => desk.posts.get('post_assignment', id), person: 'personId' },
  }

/** Whose history attachments of a record belong to; refuses a record that is not there. */
export function personBehind(desk: Desk, owner: AttachmentOwner, id: number): number | null {
  const row = owners[owner].get(desk, id)
  if (!row) throw new Refusal('not_found', `找不到这条${attachmentOwners[owner]}，可能已删除，请刷新后重试。`)
  return (row[owners[owner].person] as number | null | undefined) ?? null
}

/** The name alone, without folders and unseen characters: it is proposed again when the file is saved. */
const nameOf = (name: string): string =>
  name
    .replace(/^.*[\\/]/, '')
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .trim() || '附件'

/** Checks a file by its content and keeps it with a record, all within the batch. */
export function attach(
  desk: Desk,
  batch: Batch,
  to: { owner: AttachmentOwner; ownerId: number; caption: string | null },
  file: { name: string; bytes: Uint8Array },
): number {
  const fileKind = kindOfContent(file.bytes)
  const personId = personBehind(desk, to.owner, to.ownerId)
  const digest = createHash('sha256').update(file.bytes).digest('hex')
  if (desk.attachments.of(to.owner, to.ownerId).some((other) => other.digest === digest)) {
    const message = '同一个文件已经附在这里，没有再存一份。'
    throw new Refusal('conflict', message, [{ path: 'file', message }])
  }
  desk.attachments.keep(digest, file.bytes)
  const row = { ...to, personId, fileName: nameOf(file.name), fileKind, size: file.bytes.length, digest }
  return desk.attachments.insert(row, batch).id
}

/** Takes the attachments of a record out with it; undoing the batch brings both back. */
export function detachAll(desk: Desk, batch: Batch, owner: AttachmentOwner, id: number): void {
  for (const row of desk.attachments.of(owner, id)) desk.attachments.remove(row.id, row, batch)
}
