import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { migrate } from '../../src/main/core/db/migrate.ts'
import { type Db, openDatabase } from '../../src/main/core/db/open.ts'
import { readKeyFile, unwrapKey } from '../../src/main/core/security/key-envelope.ts'
import { demoPassphrase } from '../../src/shared/domain/account/demo.ts'
import { county, recordsOf } from '../fixtures/messy/county-rows.ts'
import { folder, openOffice, passphrase, resourcesDir } from '../fixtures/office.ts'
import { recordsFile } from '../unit/core/files.ts'

/** The closed ledger of an office, opened beside the program to look at its tables. */
async function openLedger(dataDir: string, secret: string): Promise<Db> {
  const unwrapped = await unwrapKey(readKeyFile(join(dataDir, 'keys.json')), 'passphrase', secret)
  return openDatabase({
    file: join(dataDir, 'ledger.db'),
    key: unwrapped?.key ?? '',
    regionsFile: join(resourcesDir, 'generated/regions.sqlite'),
    mode: 'read',
  })
}

const schemaOf = (db: Db) =>
  db
    .prepare("SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name")
    .all()

/** Each kept sum, and what the rows themselves come to. */
function sumsOf(db: Db) {
  const tallies = (table: string) =>
    db.prepare(`SELECT * FROM ${table} WHERE people > 0 ORDER BY 1, 2, 3, 4`).raw().all()
  const households = 'member_count, labour_count, employed_count'
  const offered = 'guidance_count, referral_count, training_count, internship_count'
  const graduates = (table: string) =>
    db.prepare(`SELECT id, ${offered} FROM ${table} ORDER BY 1`).raw().all()
  return {
    kept: {
      tallies: tallies('village_tally'),
      confirmed: tallies('confirmed_tally'),
      flow: db
        .prepare('SELECT * FROM employment_flow WHERE started > 0 OR ended > 0 ORDER BY 1, 2')
        .raw()
        .all(),
      households: db
        .prepare(`SELECT id, ${households} FROM household WHERE member_count > 0 ORDER BY 1`)
        .raw()
        .all(),
      graduates: graduates('graduate'),
    },
    now: {
      tallies: tallies('village_tally_now'),
      confirmed: tallies('confirmed_tally_now'),
      flow: db.prepare('SELECT * FROM employment_flow_now ORDER BY 1, 2').raw().all(),
      households: db
        .prepare(`SELECT household_id, ${households} FROM household_counts_now ORDER BY 1`)
        .raw()
        .all(),
      graduates: graduates('graduate_counts_now'),
    },
  }
}

function expectSound(db: Db) {
  const fresh = new Database(':memory:')
  migrate(fresh, ':memory:')
  expect(schemaOf(db)).toEqual(schemaOf(fresh))
  fresh.close()
  const { kept, now } = sumsOf(db)
  expect(kept.tallies.length).toBeGreaterThan(20)
  expect(kept).toEqual(now)
  expect(db.pragma('integrity_check')).toEqual([{ integrity_check: 'ok' }])
  expect(db.pragma('foreign_key_check')).toEqual([])
}

describe('sums, indexes and triggers', () => {
  it.each([
    ['row by row in a small county', 300],
    ['once at the end in a large one', 2600],
  ])('are those of the rows, kept %s', async (_how, people) => {
    const dataDir = folder()
    const office = await openOffice({ dataDir, demo: { people, seed: 3 } })
    // A later edit is summed up as well: everything is kept row by row again.
    const edit = { ledger: 'labourer' as const, field: 'isWorking', value: false, reason: '统一更正' }
    const target = { query: { ledger: 'labourer' as const, list: 'employed' } }
    expect((await office.ok('ledger.bulkApply', { ...edit, target })).changed).toBeGreaterThan(20)
    // Who moves takes along what is summed up by village.
    const { rows } = await office.full('ledger.page', { ledger: 'labourer', columns: ['region'], limit: 1 })
    const moving = { ledger: 'labourer' as const, field: 'region', value: String(rows[0]?.values.region) }
    const all = { query: { ledger: 'labourer' as const } }
    const moved = await office.ok('ledger.bulkApply', { ...moving, reason: '并村', target: all })
    expect(moved.changed).toBeGreaterThan(20)
    await office.close()
    const db = await openLedger(dataDir, demoPassphrase)
    expectSound(db)
    db.close()
  })

  it('are those of the rows after a large import was stopped on its way, and after it went through', async () => {
    const dataDir = folder()
    const office = await openOffice({ dataDir })
    const file = recordsFile('三千人.xlsx', 'labourer', recordsOf('labourer', county(5200)))
    const stop = office.core.onEvent((event) => {
      if (event.kind === 'progress' && event.done > 1000) office.core.cancel(event.callId)
    })
    const stopped = await office.core.call({
      id: 'stopped',
      name: 'import.run',
      input: { file, ledger: 'labourer' },
    })
    expect(stopped.ok).toBe(false)
    stop()
    expect((await office.ok('ledger.count', { ledger: 'labourer' })).total).toBe(0)
    await office.ok('import.run', { file, ledger: 'labourer' })
    await office.close()
    const db = await openLedger(dataDir, passphrase)
    expectSound(db)
    db.close()
  })
})
