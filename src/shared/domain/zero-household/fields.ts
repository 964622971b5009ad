import { defineFields } from '../field.ts'

/** What a household without work signs when nobody in it wants work for the time being: the only thing that is typed. */
export const statementFields = defineFields([
  { key: 'reason', label: '主要原因', kind: 'code', dictionary: 'noIntentionReason', required: true, width: 16 },
  { key: 'reasonNote', label: '原因说明', kind: 'text', width: 24, maxLength: 100 },
  { key: 'signedOn', label: '签字日期', kind: 'date', required: true, width: 12 },
  { key: 'signature', label: '签字方式', kind: 'code', dictionary: 'serviceSignature', required: true, width: 12 },
  { key: 'signedBy', label: '签字人', kind: 'text', required: true, width: 12, maxLength: 30 },
])

/** Where a household without work stands; a dictionary of the same name has the words. */
export type ZeroState = 'open' | 'helping' | 'unwilling' | 'employed'
