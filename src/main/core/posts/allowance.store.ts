import type { AllowanceLine, AttendanceRow } from '../../../shared/contract/calls/allowance.ts'
import type { ReceivedAllowance } from '../../../shared/contract/calls/post.ts'
import { allowanceOf, daysOfMonth } from '../../../shared/domain/post/pay.ts'
import type { Reach } from '../access/reach.store.ts'
import type { Db } from '../db/open.ts'
import { inRegion } from '../ledger/ledger-condition.store.ts'
import type { Sql } from '../ledger/list-types.ts'
import type { RegionScope } from '../region/region.service.ts'

/** Which people of a month: of a region, or of one post. */
export interface MonthPart {
  month: string
  scope: RegionScope | null
  reach: Pick<Reach, 'and'>
  postId?: number | undefined
}

export interface Correction {
  month: string
  forMonth: string
  assignmentId: number
  presentDays: number
  amount: number
  reason: string
}

/** Everybody who is on a post on some day of a month, with what was entered. */
const onPost = `FROM post_assignment a
  JOIN public_post p ON p.id = a.post_id JOIN person s ON s.id = a.person_id
  LEFT JOIN post_attendance t ON t.assignment_id = a.id AND t.month = @month
  WHERE a.started_on <= @to AND a.ends_on >= @from AND (a.exited_on IS NULL OR a.exited_on >= @from)`
/** The same person is on another post on a day of the month that both cover: nothing is paid before that is settled. */
const doubled = `EXISTS (SELECT 1 FROM post_assignment o WHERE o.person_id = a.person_id AND o.id <> a.id
  AND o.started_on <= min(ifnull(a.exited_on, a.ends_on), @to)
  AND min(ifnull(o.exited_on, o.ends_on), @to) >= max(a.started_on, @from))`
const lineColumns = `id, assignment_id AS assignmentId, for_month AS forMonth, kind, name, id_number AS idNumber,
  post_code AS postCode, post_name AS postName, region, funding, bank_name AS bankName, bank_card AS bankCard,
  pay_basis AS payBasis, rate, due_days AS dueDays, present_days AS presentDays, amount, reason`
const terms = `s.name, s.id_number, p.post_code, p.name, p.region, p.funding, a.bank_name, a.bank_card`
const termColumns = `name, id_number, post_code, post_name, region, funding, bank_name, bank_card`

/** The only statements on attendance by the month, on sheets of allowance and their lines. */
export function createAllowanceStore(db: Db) {
  // The one rule of pay, so that a month is one statement and no list of everybody.
  db.function('allowance_fen', { deterministic: true }, (basis, rate, due, present) =>
    allowanceOf(
      { payBasis: basis === 'day' ? 'day' : 'month', rate: Number(rate), dueDays: Number(due) },
      Number(present),
    ),
  )
  const bounds = (month: string) => ({ month, ...daysOfMonth(month) })
  /** The part's further condition, its values by name. */
  function narrowed(
    { scope, reach, postId }: MonthPart,
    column: string,
  ): Sql & { named: Record<string, string | number> } {
    const region = scope ? inRegion(column, scope) : { text: 'true', values: [] }
    const named: Record<string, string | number> = {}
    let index = 0
    const text = region.text.replace(/\?/g, () => {
      named[`r${index}`] = String(region.values[index])
      return `@r${index++}`
    })
    if (postId !== undefined) named.post = postId
    const own = `(${text})${reach.and(column)}`
    return { text: postId === undefined ? own : `${own} AND a.post_id = @post`, values: [], named }
  }

  const ofPerson = db.prepare(
    `SELECT l.assignment_id AS assignmentId, l.month, l.for_month AS forMonth, l.kind, l.present_days AS presentDays,
       l.amount, l.reason, s.state = 'paid' AS isPaid
     FROM allowance_line l INDEXED BY allowance_line_by_person JOIN allowance_sheet s ON s.month = l.month
     WHERE l.person_id = ? ORDER BY l.month DESC, l.for_month DESC, l.id DESC LIMIT 200`,
  )
  const ensure = db.prepare(
    "INSERT INTO allowance_sheet (month, state) VALUES (?, 'open') ON CONFLICT DO NOTHING",
  )
  const clear = db.prepare("DELETE FROM allowance_line WHERE month = ? AND kind = 'regular'")
  const fill = db.prepare(
    `INSERT INTO allowance_line (month, for_month, kind, assignment_id, person_id, ${termColumns},
       pay_basis, rate, due_days, present_days, amount, actor, at)
     SELECT @month, @month, 'regular', a.id, a.person_id, ${terms},
       p.pay_basis, p.allowance, p.monthly_days, t.present_days,
       CAST(allowance_fen(p.pay_basis, p.allowance, p.monthly_days, t.present_days) AS INTEGER), @actor, @at
     ${onPost} AND t.present_days IS NOT NULL AND NOT ${doubled}`,
  )
  const calculated = db.prepare(
    'UPDATE allowance_sheet SET calculated_at = ?, calculated_by = ? WHERE month = ?',
  )
  const pay = db.prepare(
    "UPDATE allowance_sheet SET state = 'paid', paid_on = ?, paid_at = ?, paid_by = ? WHERE month = ?",
  )
  const sheet = db.prepare(
    `SELECT month, state, calculated_at AS calculatedAt, paid_on AS paidOn, paid_by AS paidBy FROM allowance_sheet WHERE month = ?`,
  )
  const sums = db.prepare(
    `SELECT funding, count(*) AS lines, sum(amount) AS amount FROM allowance_line WHERE month = ? GROUP BY funding ORDER BY funding`,
  )
  const without = `${onPost} AND NOT EXISTS (SELECT 1 FROM allowance_line l
    WHERE l.assignment_id = a.id AND l.for_month = @month AND l.kind = 'regular')`
  const missing = db.prepare(
    `SELECT a.id AS assignmentId, s.name, p.name AS postName,
       CASE WHEN ${doubled} THEN 'doubled' WHEN t.present_days IS NULL THEN 'noAttendance' ELSE 'later' END AS why
     ${without} ORDER BY p.region, p.post_code, a.id LIMIT 200`,
  )
  const missingCount = db.prepare(`SELECT count(*) ${without}`).pluck()
  const withoutAccount = db
    .prepare('SELECT count(DISTINCT person_id) FROM allowance_line WHERE month = ? AND bank_card IS NULL')
    .pluck()
  const sharedAccounts = db
    .prepare(
      `SELECT count(*) FROM (SELECT 1 FROM allowance_line WHERE month = ? AND bank_card IS NOT NULL
         GROUP BY bank_card HAVING count(DISTINCT person_id) > 1)`,
    )
    .pluck()
  const latest = db.prepare(
    `SELECT pay_basis AS payBasis, rate, due_days AS dueDays FROM allowance_line WHERE assignment_id = ? AND for_month = ?
       ORDER BY id LIMIT 1`,
  )
  const soFar = db
    .prepare('SELECT ifnull(sum(amount), 0) FROM allowance_line WHERE assignment_id = ? AND for_month = ?')
    .pluck()
  const correct = db.prepare(
    `INSERT INTO allowance_line (month, for_month, kind, assignment_id, person_id, ${termColumns},
       pay_basis, rate, due_days, present_days, amount, reason, actor, at)
     SELECT @month, @forMonth, 'correction', a.id, a.person_id, ${terms}, ifnull(@payBasis, p.pay_basis),
       ifnull(@rate, p.allowance), ifnull(@dueDays, p.monthly_days), @presentDays, @amount, @reason, @actor, @at
     FROM post_assignment a JOIN public_post p ON p.id = a.post_id JOIN person s ON s.id = a.person_id
     WHERE a.id = @assignmentId`,
  )
  const byPerson = db.prepare(
    `SELECT name, id_number AS idNumber, bank_name AS bankName, bank_card AS bankCard, sum(amount) AS amount
     FROM allowance_line WHERE month = ? GROUP BY person_id, bank_card ORDER BY min(region), min(post_code), person_id`,
  )
  const lastPaid = db.prepare("SELECT max(month) FROM allowance_sheet WHERE state = 'paid'").pluck()
  const months = db.prepare(
    `SELECT s.month, s.state, count(l.id) AS lines, ifnull(sum(l.amount), 0) AS total
     FROM allowance_sheet s LEFT JOIN allowance_line l ON l.month = s.month GROUP BY s.month ORDER BY s.month DESC`,
  )

  return {
    /** What was calculated for somebody, the latest first, at most 200 lines. */
    linesOf: (personId: number): ReceivedAllowance[] =>
      (ofPerson.all(personId) as (Omit<ReceivedAllowance, 'isPaid'> & { isPaid: 0 | 1 })[]).map((line) => ({
        ...line,
        isPaid: line.isPaid === 1,
      })),
    attendance(part: MonthPart, limit: number, offset: number): AttendanceRow[] {
      const { text, named } = narrowed(part, 'p.region')
      return db
        .prepare(
          `SELECT a.id AS assignmentId, s.name, p.post_code AS postCode, p.name AS postName, p.region,
             max(a.started_on, @from) AS "from", min(ifnull(a.exited_on, a.ends_on), @to) AS "to",
             p.monthly_days AS dueDays, t.present_days AS present, t.assessment, t.note
           ${onPost} AND ${text} ORDER BY p.region, p.post_code, a.started_on, a.id LIMIT @limit OFFSET @offset`,
        )
        .all({ ...bounds(part.month), ...named, limit, offset }) as AttendanceRow[]
    },
    attendanceCounts(part: MonthPart): { total: number; entered: number } {
      const { text, named } = narrowed(part, 'p.region')
      return db
        .prepare(`SELECT count(*) AS total, count(t.present_days) AS entered ${onPost} AND ${text}`)
        .get({ ...bounds(part.month), ...named }) as { total: number; entered: number }
    },
    /** Computes the regular lines of a month anew; corrections stay. */
    calculate(month: string, actor: string, at: string): void {
      ensure.run(month)
      clear.run(month)
      fill.run({ ...bounds(month), actor, at })
      calculated.run(at, actor, month)
    },
    pay: (month: string, paidOn: string, actor: string, at: string) => void pay.run(paidOn, at, actor, month),
    sheet: (month: string) =>
      sheet.get(month) as
        | {
            month: string
            state: 'open' | 'paid'
            calculatedAt: string | null
            paidOn: string | null
            paidBy: string | null
          }
        | undefined,
    sums: (month: string) => sums.all(month) as { funding: string | null; lines: number; amount: number }[],
    missing: (month: string) =>
      missing.all(bounds(month)) as {
        assignmentId: number
        name: string
        postName: string
        why: 'doubled' | 'noAttendance' | 'later'
      }[],
    missingCount: (month: string) => Number(missingCount.get(bounds(month))),
    withoutAccount: (month: string) => Number(withoutAccount.get(month)),
    sharedAccounts: (month: string) => Number(sharedAccounts.get(month)),
    lines(part: MonthPart, limit: number, offset: number): { rows: AllowanceLine[]; total: number } {
      const { text, named } = narrowed(part, 'region')
      const where = `FROM allowance_line WHERE month = @month AND ${text}`
      return {
        rows: db
          .prepare(
            `SELECT ${lineColumns} ${where} ORDER BY region, post_code, id LIMIT @limit OFFSET @offset`,
          )
          .all({ month: part.month, ...named, limit, offset }) as AllowanceLine[],
        total: Number(
          db
            .prepare(`SELECT count(*) ${where}`)
            .pluck()
            .get({ month: part.month, ...named }),
        ),
      }
    },
    /** How somebody was paid for a month; undefined when not at all. */
    termsOf: (assignmentId: number, month: string) =>
      latest.get(assignmentId, month) as
        | { payBasis: 'month' | 'day'; rate: number; dueDays: number }
        | undefined,
    /** Fen of all lines for a month so far. */
    soFar: (assignmentId: number, month: string) => Number(soFar.get(assignmentId, month)),
    correct(line: Correction, actor: string, at: string): void {
      ensure.run(line.month)
      const known = latest.get(line.assignmentId, line.forMonth) as Record<string, unknown> | undefined
      correct.run({ payBasis: null, rate: null, dueDays: null, ...known, ...line, actor, at })
    },
    lastPaid: () => (lastPaid.get() as string | null) ?? null,
    /** One payment for each person and account, in the order of the sheet. */
    byPerson: (month: string) =>
      byPerson.iterate(month) as Iterable<{
        name: string
        idNumber: string | null
        bankName: string | null
        bankCard: string | null
        amount: number
      }>,
    months: () => months.all() as { month: string; state: 'open' | 'paid'; lines: number; total: number }[],
  }
}
export type AllowanceStore = ReturnType<typeof createAllowanceStore>
