/**
 * The allowance sheet of a month for 20,000 people on posts, against the same lines inserted by bare SQL:
 *
 *     node tests/bench/post.bench.ts
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { migrate } from '../../src/main/core/db/migrate.ts'
import { createAllowanceStore } from '../../src/main/core/posts/allowance.store.ts'
import { type BenchRow, median } from './support/measure.ts'

const people = 20_000
const month = '2026-10'

/** People, posts with ten places each, contracts and a month of attendance, made by the database itself. */
function fill(db: Database.Database): void {
  const numbers = (count: number) =>
    `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})`
  db.exec(`
    ${numbers(people)} INSERT INTO person (id, name, id_number, form_state, employment_clear, demand_clear, skill_clear, difficulty_clear, block_count, warn_count)
      SELECT i, '人' || i, 'N' || i, 'none', 0, 0, 0, 0, 0, 0 FROM n;
    ${numbers(people / 10)} INSERT INTO public_post (id, post_code, name, region, quota, funding, pay_basis, allowance, monthly_days)
      SELECT i, 'G' || i, '岗位', '43312610' || (1000 + i % 1000), 10, 'photovoltaic', iif(i % 9 = 0, 'day', 'month'), 50000 + i, 22 FROM n;
    ${numbers(people)} INSERT INTO post_assignment (id, post_id, person_id, started_on, ends_on, bank_card)
      SELECT i, 1 + (i - 1) / 10, i, '2026-03-01', '2027-02-28', '6217' || i FROM n;
    ${numbers(people)} INSERT INTO post_attendance (assignment_id, person_id, month, present_days)
      SELECT i, i, '${month}', 150 + i % 71 FROM n;
  `)
}

const bare = `INSERT INTO allowance_line (month, for_month, kind, assignment_id, person_id, name, id_number, post_code,
    post_name, region, funding, bank_name, bank_card, pay_basis, rate, due_days, present_days, amount, actor, at)
  SELECT '${month}', '${month}', 'regular', a.id, a.person_id, s.name, s.id_number, p.post_code, p.name, p.region,
    p.funding, a.bank_name, a.bank_card, p.pay_basis, p.allowance, p.monthly_days, t.present_days,
    p.allowance * t.present_days / (p.monthly_days * 10), '', ''
  FROM post_assignment a JOIN public_post p ON p.id = a.post_id JOIN person s ON s.id = a.person_id
  JOIN post_attendance t ON t.assignment_id = a.id AND t.month = '${month}'`

/** One bar: two seconds, as the issue has it. */
export function run(say: (line: string) => void): BenchRow[] {
  const folder = mkdtempSync(join(tmpdir(), 'post-bench-'))
  try {
    say('补贴发放表：20,000 人')
    const file = join(folder, 'posts.db')
    const db = new Database(file)
    db.pragma('journal_mode = WAL')
    db.pragma('foreign_keys = ON')
    migrate(db, file)
    fill(db)
    const store = createAllowanceStore(db)
    const timed = (work: () => void): number => {
      const start = performance.now()
      db.transaction(work)()
      return (performance.now() - start) / 1000
    }
    const product: number[] = []
    const floor: number[] = []
    for (let round = 0; round < 5; round++) {
      product.push(timed(() => store.calculate(month, '', '')))
      const made = store.sums(month).reduce((sum, { lines }) => sum + lines, 0)
      if (made !== people) throw new Error(`${made} lines instead of ${people}`)
      db.exec('DELETE FROM allowance_line')
      floor.push(timed(() => db.exec(bare)))
    }
    db.close()
    const measured = median(product)
    const least = median(floor)
    const size = `${people.toLocaleString('en')} 人`
    const row = {
      work: '计算补贴发放表',
      size,
      measured,
      unit: 's',
      floor: least,
      ratio: measured / least,
    } as const
    return [{ ...row, barFor: 'measured', bar: 2, aim: 1, peakMB: null }]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const rows = run((line) => process.stderr.write(`${line}\n`))
  process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`)
}
