import { z } from 'zod'
import {
  type AttachmentKind,
  type AttachmentOwner,
  attachmentOwnerKeys,
} from '../../domain/attachment/fields.ts'
import { type RecordKind, read, write } from '../call.ts'
import { file, id, reason } from '../schemas.ts'

export interface AttachmentView {
  id: number
  caption: string | null
  fileName: string
  kind: AttachmentKind
  /** Bytes. */
  size: number
}

const owned = z.object({ owner: z.enum(attachmentOwnerKeys, '这里不能加附件'), ownerId: id })

/** Owners are called as their tables are. */
const ownerKinds: Record<AttachmentOwner, RecordKind> = {
  service_record: 'service_record',
  unwilling_statement: 'unwilling_statement',
  household: 'household',
  person: 'person',
  post_assignment: 'post_assignment',
}

export const attachmentCalls = {
  'attachment.list': read<AttachmentView[]>()('ledger.read', owned, {
    ownerId: { by: 'owner', kinds: ownerKinds },
  }),
  'attachment.add': write<{ id: number }>()(
    'ledger.edit',
    owned.extend({ caption: z.string().trim().max(60, '附件说明不超过60字').default(''), file }),
    { ownerId: { by: 'owner', kinds: ownerKinds } },
  ),
  'attachment.file': read<{ name: string; kind: AttachmentKind; bytes: Uint8Array }>()(
    'ledger.read',
    z.object({ id }),
    { id: 'attachment' },
  ),
  'attachment.remove': write<null>()('ledger.edit', z.object({ id, reason }), { id: 'attachment' }),
}
