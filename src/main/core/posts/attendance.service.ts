import type { AttendancePage } from '../../../shared/contract/calls/allowance.ts'
import { type FieldError, Refusal } from '../../../shared/contract/result.ts'
import { chineseDate, daysBetween, monthOf } from '../../../shared/domain/calendar.ts'
import { spanInMonth } from '../../../shared/domain/post/pay.ts'
import type { Desk, Handlers } from '../context.ts'
import { regionNamesIn } from '../ledger/ledger.service.ts'
import type { MonthPart } from './allowance.store.ts'
import type { PostRow } from './post.store.ts'

export const partOf = (
  desk: Desk,
  input: { month: string; region?: string | undefined; postId?: number | undefined },
): MonthPart => ({
  month: input.month,
  scope: input.region === undefined ? null : desk.regions.scopeOf(input.region),
  reach: desk.reach,
  postId: input.postId,
})

export function refuseFutureMonth(desk: Desk, month: string): void {
  if (month <= monthOf(desk.today())) return
  throw new Refusal('refused', `${chineseDate(month)}还没有到，不能登记考勤或计算补贴。`, [
    { path: 'month', message: '月份还没有到' },
  ])
}

/** Refuses whatever would change a month that was paid. */
export function refusePaidMonth(desk: Desk, month: string): void {
  if (!desk.posts.isPaid(month)) return
  throw new Refusal(
    'refused',
    `${chineseDate(month)}的补贴已经发放，考勤和发放表已锁定；有差错请在补贴发放页登记更正，差额列入下一个月。`,
    [{ path: 'month', message: '这个月已经发放' }],
  )
}

/** The days of a month up to today on which somebody is on a post; null when there is none. */
export function daysSoFar(desk: Desk, assignment: PostRow, month: string): number | null {
  const span = spanInMonth(assignment as never, month)
  const today = desk.today()
  if (!span || span.from > today) return null
  return span.to <= today ? span.days : daysBetween(span.from, today) + 1
}

export const attendanceHandlers = {
  'attendance.month': (input, { desk }): AttendancePage => {
    const part = partOf(desk, input)
    const rows = desk.allowances.attendance(part, input.limit, input.offset).map((row) => ({
      ...row,
      possibleDays: daysBetween(row.from, row.to) + 1,
    }))
    return {
      rows,
      ...desk.allowances.attendanceCounts(part),
      isPaid: desk.posts.isPaid(input.month),
      regionNames: regionNamesIn(
        desk,
        'post',
        rows.map(({ region }) => ({ region })),
      ),
      basis: desk.reach.basis('本月有一天以上在合同期内、没有退岗的上岗记录'),
    }
  },
  'attendance.save': (input, { desk }) => {
    refuseFutureMonth(desk, input.month)
    refusePaidMonth(desk, input.month)
    const problems: FieldError[] = []
    const found = input.entries.map((entry, index) => {
      const assignment = desk.posts.get('post_assignment', entry.assignmentId)
      const possible = assignment && daysSoFar(desk, assignment, input.month)
      const person = assignment && desk.people.get(assignment.personId as number)
      const say = (message: string) =>
        problems.push({ path: `entries.${index}.present`, message: `${person?.name ?? ''}${message}` })
      if (!assignment) say('的上岗记录已经不在，请刷新')
      else if (possible === null) say('这个月不在岗，不能登记考勤')
      else if ((entry.present ?? 0) > Number(possible) * 10)
        say(`到今天为止本月在岗${possible}天，出勤不能多于这个天数`)
      return { entry, assignment }
    })
    if (problems.length > 0)
      throw new Refusal('refused', `${problems[0]?.message}，整页都没有保存。`, problems)
    const batch = desk.openBatch('edit', `登记${chineseDate(input.month)}考勤`)
    for (const { entry, assignment } of found) {
      if (!assignment) continue
      const before = desk.posts.attendanceOf(assignment.id, input.month)
      const values = {
        presentDays: entry.present,
        assessment: entry.assessment,
        note: entry.note || null,
      }
      if (before) desk.posts.update('post_attendance', before, values, batch)
      else if (Object.values(values).some((value) => value !== null)) {
        const links = {
          assignmentId: assignment.id,
          personId: assignment.personId ?? null,
          month: input.month,
        }
        desk.posts.insert('post_attendance', { ...values, ...links }, batch)
      }
    }
    batch.close()
    return { saved: input.entries.length }
  },
} satisfies Partial<Handlers>
