import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { isReadable, isWhole } from '../../../src/main/core/backup/backup.store.ts'
import { migrate } from '../../../src/main/core/db/migrate.ts'
import type { Migration } from '../../../src/main/core/db/migrations/index.ts'
import { cipher, openDatabase } from '../../../src/main/core/db/open.ts'
import { resourcesDir } from '../../fixtures/office.ts'

const key = 'ab'.repeat(32)
const regionsFile = join(resourcesDir, 'generated', 'regions.sqlite')
const folder = mkdtempSync(join(tmpdir(), 'migrate-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const first: Migration = {
  version: 10,
  name: 'first',
  sql: "CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT) STRICT; INSERT INTO note (text) VALUES ('旧的一条');",
}
const second: Migration = {
  version: 20,
  name: 'second',
  sql: "ALTER TABLE note ADD COLUMN kind TEXT; UPDATE note SET kind = 'old'; CREATE INDEX note_by_kind ON note (kind);",
}
const broken: Migration = {
  version: 30,
  name: 'broken',
  sql: "UPDATE note SET kind = 'new'; INSERT INTO nothing VALUES (1);",
}

let file = ''
let last = 0
const open = (path = file, mode: 'create' | 'write' = 'write') =>
  openDatabase({ file: path, key, regionsFile, mode })
const within = <T>(path: string, work: (db: ReturnType<typeof open>) => T): T => {
  const db = open(path)
  try {
    return work(db)
  } finally {
    db.close()
  }
}
const versionOf = (db: ReturnType<typeof open>) => db.pragma('user_version', { simple: true })
const kinds = (db: ReturnType<typeof open>) => db.prepare('SELECT kind FROM note').pluck().all()

/** A ledger as the first release left it. */
beforeEach(() => {
  file = join(folder, `ledger-${++last}.db`)
  const db = open(file, 'create')
  migrate(db, file, [first])
  db.close()
})

describe('a ledger of a former release', () => {
  it('is brought up to date, step by step, after a copy that opens as it was', () => {
    within(file, (db) => {
      migrate(db, file, [first, second])
      expect(versionOf(db)).toBe(20)
      expect(kinds(db)).toEqual(['old'])
    })
    const copy = `${file}.before-10`
    within(copy, (db) => {
      expect(versionOf(db)).toBe(10)
      expect(db.prepare('SELECT text FROM note').pluck().all()).toEqual(['旧的一条'])
      expect(() => kinds(db)).toThrow()
    })
  })

  it('stops at the first step that fails, as the step before left it', () => {
    within(file, (db) => {
      expect(() => migrate(db, file, [first, second, broken])).toThrow('nothing')
      expect(versionOf(db)).toBe(20)
      expect(kinds(db)).toEqual(['old'])
    })
    within(file, (db) => expect(kinds(db)).toEqual(['old']))
    expect(existsSync(`${file}.before-10`)).toBe(true)
  })

  it('is copied once, and a copy that was cut off is not taken for one', () => {
    within(file, (db) => migrate(db, file, [first, second]))
    const kept = readFileSync(`${file}.before-10`)
    expect(existsSync(`${file}.before-10.new`)).toBe(false)
    within(file, (db) => migrate(db, file, [first, second]))
    expect(readFileSync(`${file}.before-10`).equals(kept)).toBe(true)
  })

  it('of a newer program is refused, untouched', () => {
    within(file, (db) => migrate(db, file, [first, second]))
    const before = readFileSync(file)
    within(file, (db) => expect(() => migrate(db, file, [first])).toThrow('更新版本'))
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  it.each([0, 1, 2, 3])('killed at statement %i of a migration is the old one, whole', (at) => {
    const source = (name: string) => new URL(`../../../src/main/core/db/${name}`, import.meta.url).href
    const statements = second.sql.split(';').filter((text) => text.trim() !== '')
    const sql = [...statements.slice(0, at), 'SELECT die()', ...statements.slice(at)].join(';')
    const script = `
      const { openDatabase } = await import(${JSON.stringify(source('open.ts'))})
      const { migrate } = await import(${JSON.stringify(source('migrate.ts'))})
      const file = ${JSON.stringify(file)}
      const db = openDatabase({ file, key: '${key}', regionsFile: ${JSON.stringify(regionsFile)}, mode: 'write' })
      db.function('die', () => process.kill(process.pid, 'SIGKILL'))
      migrate(db, file, [${JSON.stringify(first)}, { version: 20, name: 'second', sql: ${JSON.stringify(sql)} }])`
    const { signal, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
      encoding: 'utf8',
    })
    expect(signal, stderr).toBe('SIGKILL')
    within(file, (db) => {
      expect(versionOf(db)).toBe(10)
      expect(() => kinds(db)).toThrow()
      migrate(db, file, [first, second])
      expect(kinds(db)).toEqual(['old'])
    })
  })
})

describe('an open ledger', () => {
  it('keeps what a power cut would take, holds its links, and leaves nothing readable behind', () => {
    within(file, (db) => {
      const value = (name: string) => db.pragma(name, { simple: true })
      expect(value('cipher')).toBe(cipher)
      expect(value('journal_mode')).toBe('wal')
      // 2 is FULL: with less, an acknowledged commit can be lost.
      expect(value('synchronous')).toBe(2)
      expect(value('foreign_keys')).toBe(1)
      // 2 is memory: temporary files would be plain.
      expect(value('temp_store')).toBe(2)
      expect(value('secure_delete')).toBe(1)
    })
  })
  it('refuses a key that would silently become a passphrase', () => {
    for (const wrong of ['', key.slice(2), `${key}ab`, key.toUpperCase(), `${key.slice(0, 62)}xy`])
      expect(() => openDatabase({ file, key: wrong, regionsFile, mode: 'write' })).toThrow('64')
  })
  it('opens with its own key only', () => {
    const before = readFileSync(file)
    expect(() => openDatabase({ file, key: 'cd'.repeat(32), regionsFile, mode: 'write' })).toThrow('损坏')
    expect(readFileSync(file).equals(before)).toBe(true)
  })
  it('finds a flipped bit on any of its pages', () => {
    within(file, (db) => {
      const insert = db.prepare('INSERT INTO note (text) VALUES (?)')
      for (let row = 0; row < 400; row++) insert.run(`第 ${row} 条`.repeat(20))
    })
    expect([within(file, isWhole), within(file, isReadable)]).toEqual([true, true])
    const bytes = readFileSync(file)
    const pages = bytes.length / 4096
    expect(pages).toBeGreaterThan(10)
    const damaged = join(folder, 'damaged.db')
    for (let page = 0; page < pages; page++) {
      const flipped = Buffer.from(bytes)
      const at = page * 4096 + 200 + ((page * 997) % 3000)
      flipped[at] = (flipped[at] ?? 0) ^ (1 << (page % 8))
      writeFileSync(damaged, flipped)
      const read = () => within(damaged, (db) => db.prepare('SELECT sum(length(text)) FROM note').get())
      for (const check of [isWhole, isReadable]) {
        let isSound = false
        try {
          read()
          isSound = within(damaged, check)
        } catch {
          // Found while reading.
        }
        expect(isSound, `page ${page + 1} of ${pages}`).toBe(false)
      }
    }
  })
})
