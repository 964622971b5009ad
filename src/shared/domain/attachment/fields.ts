import { defineFields } from '../field.ts'

/**
 * A scan or photograph kept inside the encrypted ledger, with the record it belongs to. Owners are
 * called by the name of their table; a further ledger is an entry here and in `core/attachment/owners.ts`.
 */
export const attachmentOwners = {
  service_record: '服务记录',
  unwilling_statement: '暂无就业意愿声明',
  household: '农户',
  person: '人员',
  post_assignment: '上岗记录',
} as const
export type AttachmentOwner = keyof typeof attachmentOwners
export const attachmentOwnerKeys = Object.keys(attachmentOwners) as [AttachmentOwner, ...AttachmentOwner[]]

export const attachmentFields = defineFields([
  { key: 'caption', label: '附件说明', kind: 'text', width: 24, maxLength: 60 },
  { key: 'fileName', label: '文件名', kind: 'text', width: 24, maxLength: 255 },
  { key: 'fileKind', label: '文件类型', kind: 'text', width: 8 },
  { key: 'size', label: '字节数', kind: 'integer', width: 10 },
  { key: 'digest', label: '校验值', kind: 'text', width: 20 },
])

/** What a file is, found in its content and never in its name. */
export type AttachmentKind = 'jpg' | 'png' | 'pdf'

/** The names under which a person picks them. */
export const attachmentNames = '.jpg,.jpeg,.png,.pdf'

/**
 * Bytes of one attachment at the most. A page that a telephone took has 2 to 4 MB; beyond that the
 * ledger, which is copied for every backup, would become mostly pictures.
 */
export const attachmentLimit = 5 * 1024 * 1024

/** `30.0 MB`, `120 KB`. */
export const sizeWords = (bytes: number): string => (bytes >= 1024 * 1024 ? `${(bytes / 1024 / 1024).toFixed(1)} MB` : `${Math.max(1, Math.round(bytes / 1024))} KB`)

/** One sentence on a file of that size, before anything else of it is looked at; null when it may be taken. */
export function sizeProblem(size: number): string | null {
  if (size === 0) return '这个文件是空的，没有保存。请重新扫描或拍照后再选。'
  if (size <= attachmentLimit) return null
  return `这个文件有 ${sizeWords(size)}，超过每个 ${sizeWords(attachmentLimit)} 的限制，没有保存。请调低扫描分辨率或重新拍照后再选。`
}
