import type { AllowanceSheet } from '../../../shared/contract/calls/allowance.ts'
import { Refusal } from '../../../shared/contract/result.ts'
import { addMonths, chineseDate } from '../../../shared/domain/calendar.ts'
import { allowanceOf } from '../../../shared/domain/post/pay.ts'
import type { Desk, Handlers } from '../context.ts'
import { regionNamesIn } from '../ledger/ledger.service.ts'
import { bankWorkbook } from './allowance-workbook.ts'
import { daysSoFar, partOf, refuseFutureMonth, refusePaidMonth } from './attendance.service.ts'
import { requireRow } from './post.service.ts'

const whyMissing = {
  noAttendance: '没有登记考勤',
  doubled: '同一天在两个岗位上，请先办理退岗',
  later: '计算之后才登记，请重新计算',
} as const

export const allowanceBasis =
  '按考勤计算：按月计发的，补贴标准×出勤天数÷每月应出勤天数，四舍五入到分，不超过标准；按天计发的，每天标准×出勤天数；更正行为应发与已发的差额'

function sheetOf(desk: Desk, month: string): AllowanceSheet {
  const { allowances } = desk
  const known = allowances.sheet(month)
  const byFunding = allowances.sums(month)
  return {
    month,
    state: known?.state ?? 'none',
    calculatedAt: known?.calculatedAt ?? null,
    paidOn: known?.paidOn ?? null,
    paidBy: known?.paidBy ?? null,
    lines: byFunding.reduce((sum, { lines }) => sum + lines, 0),
    total: byFunding.reduce((sum, { amount }) => sum + amount, 0),
    byFunding,
    missing: known ? allowances.missing(month).map((one) => ({ ...one, why: whyMissing[one.why] })) : [],
    missingCount: known ? allowances.missingCount(month) : 0,
    withoutAccount: allowances.withoutAccount(month),
    sharedAccounts: allowances.sharedAccounts(month),
    basis: allowanceBasis,
  }
}

function calculate(desk: Desk, month: string): AllowanceSheet {
  refuseFutureMonth(desk, month)
  refusePaidMonth(desk, month)
  desk.allowances.calculate(month, desk.user, desk.now())
  return sheetOf(desk, month)
}

export const allowanceHandlers = {
  'allowance.months': (_input, { desk }) => desk.allowances.months(),
  'allowance.sheet': (input, { desk }) => sheetOf(desk, input.month),
  'allowance.lines': (input, { desk }) => {
    const { rows, total } = desk.allowances.lines(partOf(desk, input), input.limit, input.offset)
    const places = rows.map(({ region }) => ({ region }))
    return { rows, total, regionNames: regionNamesIn(desk, 'post', places) }
  },
  'allowance.calculate': (input, { desk }) => calculate(desk, input.month),
  'allowance.pay': (input, { desk }) => {
    if (input.paidOn > desk.today()) {
      throw new Refusal('invalid_input', '发放日期不能晚于今天，没有锁定。', [
        { path: 'paidOn', message: '发放日期不能晚于今天' },
      ])
    }
    // Attendance and accounts may have changed since the sheet was looked at.
    const { lines, total } = calculate(desk, input.month)
    if (lines === 0) throw new Refusal('refused', '这个月的发放表里没有人，不能确认发放。')
    if (lines !== input.lines || total !== input.total) {
      throw new Refusal(
        'conflict',
        `计算之后考勤或上岗记录有改动：现在是${lines}行、合计${total / 100}元，请核对后再确认发放。`,
      )
    }
    desk.allowances.pay(input.month, input.paidOn, desk.user, desk.now())
    return sheetOf(desk, input.month)
  },
  'allowance.correct': (input, { desk }) => {
    const { assignmentId, forMonth, present, reason } = input
    const assignment = requireRow(desk, 'post_assignment', assignmentId)
    if (!desk.posts.isPaid(forMonth)) {
      throw new Refusal('refused', `${chineseDate(forMonth)}还没有发放，请直接修改考勤后重新计算。`, [
        { path: 'forMonth', message: '这个月还没有发放' },
      ])
    }
    const possible = daysSoFar(desk, assignment, forMonth)
    if (present > (possible ?? 0) * 10) {
      throw new Refusal('refused', `这个人当月在岗${possible ?? 0}天，出勤不能多于这个天数，没有登记更正。`, [
        { path: 'present', message: `出勤不能多于${possible ?? 0}天` },
      ])
    }
    const post = requireRow(desk, 'public_post', assignment.postId as number)
    const terms = desk.allowances.termsOf(assignmentId, forMonth) ?? {
      payBasis: post.payBasis === 'day' ? ('day' as const) : ('month' as const),
      rate: Number(post.allowance),
      dueDays: Number(post.monthlyDays),
    }
    const amount = allowanceOf(terms, present) - desk.allowances.soFar(assignmentId, forMonth)
    if (amount === 0) throw new Refusal('refused', '改后的金额与已发的相同，不用更正。')
    const month = addMonths(desk.allowances.lastPaid() ?? forMonth, 1)
    desk.allowances.correct(
      { month, forMonth, assignmentId, presentDays: present, amount, reason },
      desk.user,
      desk.now(),
    )
    return { month, amount }
  },
  'allowance.export': async (input, { desk, progress }) => {
    const sheet = sheetOf(desk, input.month)
    if (sheet.lines === 0) throw new Refusal('refused', '这个月还没有计算发放表，请先计算。')
    progress('正在写出', 0, null)
    return bankWorkbook(desk, sheet)
  },
} satisfies Partial<Handlers>
