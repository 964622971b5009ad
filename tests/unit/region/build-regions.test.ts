import { copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { attachNationalRegions } from '../../../src/main/core/region/region.service.ts'
import { buildRegions } from '../../../src/tools/build-regions.ts'
import { nationalFile, openEncrypted } from './national-file.ts'

describe('the national region file', () => {
  let folder: string
  let db: Database.Database
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'regions-build-'))
    db = new Database(nationalFile(), { readonly: true })
  })
  afterAll(() => {
    db.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const count = (condition: string): number =>
    db.prepare<[], number>(`SELECT count(*) FROM national_region WHERE ${condition}`).pluck().get() ?? -1

  it('holds the country from the province to the village', () => {
    expect(count('level = 1')).toBe(34)
    expect(count('level = 2')).toBe(330)
    expect(count('level = 3')).toBeGreaterThan(2970)
    expect(count('level = 4')).toBeGreaterThan(41_000)
    expect(count('level = 5')).toBeGreaterThan(620_000)
    expect(count(`length(code) <> 12 OR name = '' OR initials = ''`)).toBe(0)
  })

  it('holds no region without the one above it', () => {
    const orphans = db
      .prepare<[], number>(
        `SELECT count(*) FROM national_region AS region WHERE level > 1 AND NOT EXISTS (
           SELECT 1 FROM national_region AS parent WHERE parent.code = coalesce(region.parent,
             CASE region.level WHEN 5 THEN substr(region.code, 1, 9) || '000' ELSE substr(region.code, 1, 6) || '000000' END))`,
      )
      .pluck()
      .get()
    expect(orphans).toBe(0)
  })

  it('shows villages as people say them and keeps the published name', () => {
    const get = db.prepare<[string], { name: string; official: string }>(
      `SELECT name, coalesce(official_name, name || coalesce(official_ending, '')) AS official FROM national_region WHERE code = ?`,
    )
    expect(get.get('441900003001')).toEqual({ name: '岗贝社区', official: '岗贝社区居民委员会' })
    expect(count(`name LIKE '%村民委员会'`)).toBe(0)
  })

  it('is left alone when it is up to date', () => {
    const before = statSync(nationalFile()).mtimeMs
    expect(buildRegions(nationalFile())).toEqual({ built: false, count: 0 })
    expect(statSync(nationalFile()).mtimeMs).toBe(before)
  })

  it('takes no write lock when two ledgers write at once, and cannot be written itself', () => {
    const one = openEncrypted(join(folder, 'one.db'))
    const other = openEncrypted(join(folder, 'other.db'))
    one.exec('CREATE TABLE note(text TEXT)')
    one.exec('BEGIN IMMEDIATE')
    other.exec('BEGIN IMMEDIATE')
    other.exec('COMMIT')
    one.exec(`INSERT INTO note VALUES ('写')`)
    one.exec('COMMIT')
    expect(() => one.exec(`DELETE FROM national.national_region`)).toThrow(/readonly/)
    one.close()
    other.close()
  })

  it('is asked for in one sentence when it is missing or damaged, and no empty file is left behind', () => {
    const missing = join(folder, 'missing.sqlite')
    const damaged = join(folder, 'damaged.sqlite')
    copyFileSync(nationalFile(), damaged)
    writeFileSync(damaged, 'not a database')
    for (const file of [missing, damaged]) {
      const ledger = new Database(':memory:')
      expect(() => attachNationalRegions(ledger, file)).toThrow(
        '全国行政区划文件缺失或已损坏，请重新安装本程序。',
      )
      ledger.close()
    }
    expect(existsSync(missing)).toBe(false)
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([])
  })
})
