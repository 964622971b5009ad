import { z } from 'zod'
import { isMonth } from '../../domain/calendar.ts'
import { job, read, write } from '../call.ts'
import { businessDate, id, noInput, reason, regionCode } from '../schemas.ts'

export interface AttendanceRow {
  assignmentId: number
  name: string
  postCode: string
  postName: string
  region: string | null
  /** Days of the month on the post, and days due for the whole month. */
  from: string
  to: string
  possibleDays: number
  dueDays: number
  /** Tenths of days; null: nothing entered. */
  present: number | null
  assessment: string | null
  note: string | null
}

export interface AttendancePage {
  rows: AttendanceRow[]
  total: number
  /** People of the whole selection with attendance entered. */
  entered: number
  isPaid: boolean
  regionNames: Record<string, string>
  basis: string
}

export interface AllowanceLine {
  id: number
  assignmentId: number
  forMonth: string
  kind: 'regular' | 'correction'
  name: string
  idNumber: string | null
  postCode: string
  postName: string
  region: string | null
  funding: string | null
  bankName: string | null
  bankCard: string | null
  payBasis: string
  /** Fen; days in tenths. */
  rate: number
  dueDays: number
  presentDays: number
  amount: number
  reason: string | null
}

export interface AllowanceSheet {
  month: string
  /** `none`: never calculated. */
  state: 'none' | 'open' | 'paid'
  calculatedAt: string | null
  paidOn: string | null
  paidBy: string | null
  /** Of the whole month, in fen. */
  lines: number
  total: number
  byFunding: { funding: string | null; lines: number; amount: number }[]
  /** Who is on a post in the month and has no line, with the reason; at most 200. */
  missing: { assignmentId: number; name: string; postName: string; why: string }[]
  missingCount: number
  withoutAccount: number
  /** Accounts that several people share. */
  sharedAccounts: number
  basis: string
}

const month = z
  .string('请选择月份')
  .refine((text) => text.length === 7 && isMonth(text), '月份应写成如 2026-03 的年月')
const tenths = z
  .int('出勤天数应为数字，最多一位小数')
  .min(0, '出勤天数不能小于0')
  .max(310, '出勤天数不能超过31天')
const place = { month, region: regionCode.optional() }
const page = { offset: z.int().min(0).default(0), limit: z.int().min(1).max(500).default(100) }

export const allowanceCalls = {
  'attendance.month': read<AttendancePage>()(
    'ledger.read',
    z.object({ ...place, postId: id.optional(), ...page }),
    'query',
  ),
  'attendance.save': write<{ saved: number }>()(
    'ledger.edit',
    z.object({
      month,
      entries: z
        .array(
          z.object({
            assignmentId: id,
            present: tenths.nullable(),
            assessment: z.enum(['excellent', 'qualified', 'unqualified']).nullable(),
            note: z.string().trim().max(100, '备注不超过100字').nullable().optional(),
          }),
        )
        .min(1, '没有可以保存的考勤')
        .max(500),
    }),
    { 'entries.assignmentId': 'post_assignment' },
  ),
  'allowance.months': read<{ month: string; state: 'open' | 'paid'; lines: number; total: number }[]>()(
    'ledger.read',
    noInput,
  ),
  'allowance.sheet': read<AllowanceSheet>()('ledger.read', z.object({ month })),
  'allowance.lines': read<{ rows: AllowanceLine[]; total: number; regionNames: Record<string, string> }>()(
    'ledger.read',
    z.object({ ...place, ...page }),
    'query',
  ),
  'allowance.calculate': write<AllowanceSheet>()('ledger.edit', z.object({ month })),
  /** Locks the month. Lines and total are what the person saw: when they are no longer so, nothing is written. */
  'allowance.pay': write<AllowanceSheet>()(
    'ledger.confirm',
    z.object({ month, paidOn: businessDate, lines: z.int().min(0), total: z.int() }),
  ),
  /** Right days of a month that was paid; the difference becomes a line of the first month that is not. */
  'allowance.correct': write<{ month: string; amount: number }>()(
    'ledger.edit',
    z.object({ assignmentId: id, forMonth: month, present: tenths, reason }),
    { assignmentId: 'post_assignment' },
  ),
  'allowance.export': job<{ name: string; bytes: Uint8Array; rows: number }>()(
    'ledger.export',
    z.object({ month }),
  ),
}
