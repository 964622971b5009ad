import { z } from 'zod'
import { read, write } from '../call.ts'
import { id, ledgerName } from '../schemas.ts'

/** Numbers of people in full: masked everywhere unless one of these two was called. */

/** What the rows of each ledger with numbers are. Without a ledger it is that of labourers. */
const recordsOf = {
  labourer: 'person',
  member: 'person',
  household: 'household',
  employment: 'employment',
  employmentEnd: 'employment',
  training: 'training',
  service: 'service_record',
  graduate: 'graduate',
  assignment: 'post_assignment',
  siteHousehold: 'site_household',
} as const

/** Calls that may answer in full, given a permit. */
export const fullCalls = {
  'ledger.page': '查看清单',
  'export.run': '导出清单',
  'profile.export': '按上报格式导出',
  'reconcile.export': '导出核对结果',
  'site.export': '导出安置点花名册',
} as const
export type FullCall = keyof typeof fullCalls

export interface Revealed {
  /** Values by field key, in full. */
  values: Record<string, string>
  /** How long they may stay on a screen. */
  seconds: number
}

/** Leave that was given to let numbers out in full. */
export interface PermitView {
  id: number
  /** Instant, ISO. */
  at: string
  actor: string
  /** What it was for, in words. */
  label: string
  reason: string
  witness: string | null
}

export const privacyCalls = {
  /** The masked numbers of one record in full, for a minute on the screen. A write, since it is recorded and counted. */
  'person.reveal': write<Revealed>()(
    'person.reveal',
    z.object({ ledger: ledgerName.default('labourer'), id }),
    { id: { by: 'ledger', kinds: recordsOf } },
  ),
  /**
   * Leave to export in full, for some minutes. `witness` is a second person of the office, with the
   * passphrase of their own account; asked for as soon as there is one.
   */
  'export.permit': write<{ permit: string; witness: string | null }>()(
    'ledger.export',
    z.object({
      call: z.enum(Object.keys(fullCalls) as [FullCall, ...FullCall[]], '这个功能不能导出完整号码'),
      reason: z
        .string('请填写导出完整号码的原因')
        .trim()
        .min(4, '请写明导出完整号码的原因（至少4个字）')
        .max(200, '原因不超过200字'),
      witness: z
        .object({
          user: z.string('请填写另一位人员的姓名').trim().min(1, '请填写另一位人员的姓名').max(60),
          passphrase: z.string('请另一位人员输入口令').max(200),
        })
        .optional(),
    }),
    'any',
  ),
  /** Newest first: who let numbers out in full, why, and before whom. */
  'export.permits': read<{ rows: PermitView[]; total: number }>()(
    'audit.read',
    z.object({
      offset: z.int().min(0).default(0),
      limit: z.int().min(1).max(200).default(20),
    }),
  ),
}
