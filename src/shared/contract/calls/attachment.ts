import { z } from 'zod'
import { type AttachmentKind, attachmentOwnerKeys } from '../../domain/attachment/fields.ts'
import { read, write } from '../call.ts'
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

export const attachmentCalls = {
  'attachment.list': read<AttachmentView[]>()('ledger.read', owned),
  'attachment.add': write<{ id: number }>()(
    'ledger.edit',
    owned.extend({ caption: z.string().trim().max(60, '附件说明不超过60字').default(''), file }),
  ),
  'attachment.file': read<{ name: string; kind: AttachmentKind; bytes: Uint8Array }>()(
    'ledger.read',
    z.object({ id }),
  ),
  'attachment.remove': write<null>()('ledger.edit', z.object({ id, reason })),
}
