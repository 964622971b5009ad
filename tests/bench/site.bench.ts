/**
 * The figures of relocation sites among 500,000 people, against the sums they have to come to read bare:
 *
 *     node tests/bench/site.bench.ts
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { wholeOffice } from '../../src/main/core/access/reach.store.ts'
import { migrate } from '../../src/main/core/db/migrate.ts'
import { createLedgerStore } from '../../src/main/core/ledger/ledger.store.ts'
import { createSiteStore } from '../../src/main/core/sites/site.store.ts'
import type { Filter } from '../../src/shared/domain/filter.ts'
import type { LedgerName } from '../../src/shared/domain/ledgers.ts'
import { type BenchRow, median } from './support/measure.ts'

const households = 125_000
const perHousehold = 4
const sites = 20
/** One site of 12,000 people, the others of 2,000. */
const siteOf = 'iif(i <= 3000, 1, 2 + i % 19)'
const settled = 12_500

/** Made by the database itself; everybody has a form, every third household nobody in work. */
function fill(db: Database.Database): void {
  const numbers = (count: number) =>
    `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})`
  db.exec(`
    ${numbers(households)} INSERT INTO household (id, region) SELECT i, '43312610' || (1000 + i % 1000) FROM n;
    ${numbers(sites)} INSERT INTO site (id, name, kind) SELECT i, '第' || i || '安置点', 'relocation' FROM n;
    ${numbers(households * perHousehold)} INSERT INTO person (id, household_id, name, id_number, region, form_state, is_listed, employment_state,
        employment_clear, demand_clear, skill_clear, difficulty_clear, block_count, warn_count)
      SELECT i, 1 + (i - 1) / ${perHousehold}, '人' || i, 'N' || i, '43312610' || (1000 + i % 1000), 'confirmed', 1,
        iif((1 + (i - 1) / ${perHousehold}) % 3 = 0 OR i % 2 = 0, 'unemployed', 'employed'), 0, 0, 0, 0, 0, 0 FROM n;
    ${numbers(settled)} INSERT INTO site_household (site_id, household_id, building, unit, door, moved_in)
      SELECT ${siteOf}, i, 1 + i % 60, 1 + i % 3, i, '2019-05' FROM n;
    ${numbers(1_000_000)} INSERT INTO service_record (person_id, entered_seq, kind, served_on)
      SELECT 1 + i % ${households * perHousehold}, i, 'jobReferral', '2026-' || substr('0' || (1 + i % 11), -2) || '-10' FROM n;
  `)
}

/** The same sums without anything that is kept. */
const bare = `SELECT count(DISTINCT s.household_id) FROM site_household s JOIN person m ON m.household_id = s.household_id
  WHERE s.site_id = 1 AND s.moved_out IS NULL`

/** One bar each: 100 ms at the median, as the issue has it. */
export function run(say: (line: string) => void): BenchRow[] {
  const folder = mkdtempSync(join(tmpdir(), 'site-bench-'))
  try {
    say('安置点：500,000 人，其中 50,000 人住在 20 个安置点')
    const file = join(folder, 'sites.db')
    const db = new Database(file)
    db.pragma('journal_mode = WAL')
    db.pragma('foreign_keys = ON')
    migrate(db, file)
    db.transaction(() => fill(db))()
    const store = createSiteStore(db)
    const ledger = createLedgerStore(db, () => wholeOffice)
    const here: Filter = { field: 'siteName', op: 'is', value: '第1安置点' }
    const query = (name: LedgerName, filters: Filter[]) => ({
      ledger: name,
      filters,
      scopeOf: () => ({ from: '', to: '', also: [], except: [] }),
    })
    const uncovered: Filter[] = [
      { field: 'movedOut', op: 'empty' },
      { field: 'labourCount', op: 'atLeast', value: 1 },
      { field: 'employedCount', op: 'is', value: 0 },
    ]
    const month: Filter = { field: 'servedOn', op: 'atLeast', value: '2026-11-01' }
    const works: Record<string, () => number> = {
      各安置点的数字: () =>
        [...Array(sites).keys()].reduce((sum, id) => sum + store.countsOf(id + 1).labourHouseholds, 0),
      万人安置点逐栋: () => store.buildings(1).length,
      无人就业户一页: () => store.residents(1, null, true, 100, 500).length,
      全县无人就业户名单: () => ledger.count(query('siteHousehold', uncovered), undefined),
      无人就业户清单一页: () =>
        ledger.page(
          query('siteHousehold', [...uncovered, here]),
          undefined,
          ['headName', 'door'],
          undefined,
          50,
          0,
        )?.length ?? 0,
      万人安置点的劳动力: () => ledger.count(query('labourer', [here]), undefined),
      万人安置点本月服务: () => ledger.count(query('service', [here, month]), undefined),
    }
    const timed = (work: () => number): number => {
      const start = performance.now()
      if (work() === 0) throw new Error('nothing was counted')
      return performance.now() - start
    }
    const statement = db.prepare(bare).pluck()
    const rounds = <T>(work: () => T): T[] => Array.from({ length: 9 }, work)
    const floor = median(rounds(() => timed(() => Number(statement.get()))))
    const rows = Object.entries(works).map(([work, measure]): BenchRow => {
      const measured = median(rounds(() => timed(measure)))
      return {
        work,
        size: '500,000 人',
        measured,
        unit: 'ms',
        floor,
        ratio: measured / floor,
        barFor: 'measured',
        bar: 100,
        aim: 50,
        peakMB: null,
      }
    })
    db.close()
    return rows
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const rows = run((line) => process.stderr.write(`${line}\n`))
  process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`)
}
