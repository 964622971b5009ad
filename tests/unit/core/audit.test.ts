import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Anchor, knownAnchors } from '../../../src/main/core/audit/anchors.ts'
import { createAuditStore } from '../../../src/main/core/audit/audit.store.ts'
import { isLogged } from '../../../src/main/core/audit/facts.ts'
import { createRandom } from '../../../src/main/core/demo/random.ts'
import { contract } from '../../../src/shared/contract/index.ts'
import { auditWords, detailInWords } from '../../../src/shared/domain/audit/words.ts'
import { attempt, chainAnew, check, replaceRow, workFor } from '../../fixtures/audit.ts'
import { county, startUnit, type TestUnit } from '../../fixtures/exchange/units.ts'
import { folder, labourer, openOffice, passphrase } from '../../fixtures/office.ts'
import { idNumber } from '../../fixtures/units.ts'

const startDay = '2026-11-23T02:00:00.000Z'
const clock = { now: startDay }
/** Tries of each kind; every one has to be noticed. */
const tries = 100

describe('the words of the log', () => {
  it.each(Object.entries(contract).filter(([name, call]) => isLogged(name, call)))(
    'say what %s did',
    (name) => {
      expect(auditWords[name], `a word for ${name} in shared/domain/audit/words.ts`).toBeTruthy()
    },
  )
})

describe('an office at work', () => {
  let unit: TestUnit
  let anchor: Anchor
  /** The ledger as it was at several moments, oldest first. */
  const snapshots: string[] = []
  const made: string[] = []

  const snapshot = () => {
    const to = folder()
    made.push(to)
    unit.desk().db.pragma('wal_checkpoint(TRUNCATE)')
    for (const name of ['ledger.db', 'keys.json']) cpSync(join(unit.dataDir, name), join(to, name))
    snapshots.push(to)
  }

  beforeAll(async () => {
    unit = await startUnit(clock, county)
    snapshot()
    const save = (number: number) =>
      unit.ok('labourer.save', {
        values: labourer({ idNumber: idNumber(500 + number), name: '田野' }) as never,
      })
    for (let number = 0; number < 8; number++) {
      await save(number)
      snapshot()
    }
    await workFor(unit)
    await unit.ok('backup.make', {})
    const head = unit.desk().trail.head()
    if (!head) throw new Error('no log')
    anchor = { ...head, at: clock.now, where: '测试' }
  })
  afterAll(() => {
    unit.close()
    for (const each of made) rmSync(each, { recursive: true, force: true })
  })

  const store = () => createAuditStore(unit.desk().db)
  const length = () => anchor.sequence
  const row = (seq: number) => {
    const found = store().get(seq)
    if (!found) throw new Error(`no entry ${seq}`)
    return found
  }

  it('has one entry for each write, and its chain and anchors fit', async () => {
    const found = check(unit.desk(), [anchor, ...knownAnchors(unit.app, unit.desk())])
    expect(found.message).toContain('操作日志完整')
    expect(found).toMatchObject({ whole: true, brokenAt: null, entries: length() })
    expect(found.anchors).toBeGreaterThanOrEqual(3)
    const { changes } = store().extent()
    expect(found.changes).toBe(changes)
    const { rows } = await unit.ok('audit.page', { limit: 200 })
    // Every piece of a detail begins with a word of the office.
    for (const [key, value] of rows.flatMap(({ detail }) => Object.entries(detail)))
      expect(detailInWords({ [key]: value })).toMatch(/^[\u4e00-\u9fff]/)
    const permit = { call: 'export.run', permits: 'export.run', witness: '田干事' }
    expect(detailInWords(permit)).toBe('准许 导出清单，第二人 田干事')
    expect(detailInWords({ ledger: 'labourer', list: 'all' })).toBe('台账 劳动力台账，清单 全部劳动力')
    expect(rows.map(({ action }) => action)).toContain('export.run')
    expect(rows.filter(({ action }) => action === 'import.run')).toMatchObject([
      { detail: { rows: 50 }, actor: county.userName, label: '导入表格' },
    ])
  })

  it('refuses to change or delete an entry', () => {
    const { db } = unit.desk()
    expect(() => db.exec(`UPDATE audit_log SET actor = 'x' WHERE seq = 2`)).toThrow('only added to')
    expect(() => db.exec('DELETE FROM audit_log WHERE seq = 2')).toThrow('only added to')
  })

  /** Plays a kind of tampering so many times, at places that the seed gives; answers what was noticed. */
  const play = (seed: number, tamper: (random: ReturnType<typeof createRandom>) => Anchor[]) => {
    const random = createRandom(seed)
    let noticed = 0
    for (let round = 0; round < tries; round++) {
      const found = attempt(unit.desk(), () => check(unit.desk(), tamper(random)))
      expect(found.message, `round ${round}`).toMatch(
        found.whole ? /。$/ : /^操作日志从第 \d+ 条起不符：.+。$/,
      )
      if (!found.whole) noticed++
    }
    expect(check(unit.desk(), [anchor]).whole).toBe(true)
    return noticed
  }

  it('notices an edited entry, whichever part of it', () => {
    const parts = ['at', 'actor', 'action', 'subjects', 'detail', 'digest', 'previous', 'hash'] as const
    expect(
      play(1, (random) => {
        const old = row(random.between(1, length()))
        const part = random.pick(parts)
        const edited =
          part === 'at'
            ? '2020-01-01T00:00:00.000Z'
            : '0'.repeat(64).replace('0', random.pick(['1', '2', '3']))
        replaceRow(unit.desk().db, { ...old, [part]: edited })
        return []
      }),
    ).toBe(tries)
  })

  it('notices a deleted entry', () => {
    expect(
      play(2, (random) => {
        unit
          .desk()
          .db.prepare('DELETE FROM audit_log WHERE seq = ?')
          .run(random.between(1, length() - 1))
        return []
      }),
    ).toBe(tries)
  })

  it('notices an inserted entry', () => {
    expect(
      play(3, (random) => {
        const { db } = unit.desk()
        const at = random.between(2, length())
        const copy = row(random.between(1, length()))
        db.prepare('UPDATE audit_log SET seq = -seq - 1 WHERE seq >= ?').run(at)
        db.exec('UPDATE audit_log SET seq = -seq WHERE seq < 0')
        store().insert({ ...copy, seq: at }, [])
        return []
      }),
    ).toBe(tries)
  })

  it('notices entries in another order', () => {
    expect(
      play(4, (random) => {
        const one = random.between(1, length() - 1)
        const other = random.between(one + 1, length())
        const [first, second] = [row(one), row(other)]
        replaceRow(unit.desk().db, { ...first, seq: other })
        replaceRow(unit.desk().db, { ...second, seq: one })
        return []
      }),
    ).toBe(tries)
  })

  it('notices a log that was cut off, even together with the history', () => {
    expect(
      play(5, (random) => {
        const { db } = unit.desk()
        const kept = random.between(1, length() - 1)
        db.prepare('DELETE FROM audit_log WHERE seq > ?').run(kept)
        if (random.between(0, 1) === 1) {
          const last = db.prepare('SELECT ifnull(max(last_change), 0) FROM audit_log').pluck().get() as number
          db.pragma('defer_foreign_keys = ON')
          db.prepare(
            'UPDATE batch SET undone_by = NULL WHERE undone_by IN (SELECT id FROM batch WHERE first_seq > ?)',
          ).run(last)
          db.prepare('DELETE FROM change WHERE seq > ?').run(last)
          db.prepare('DELETE FROM batch WHERE first_seq > ?').run(last)
        }
        return [anchor]
      }),
    ).toBe(tries)
  })

  it('notices a log that was rewritten from some entry on, with every hash made anew', () => {
    expect(
      play(6, (random) => {
        const from = random.between(1, length())
        replaceRow(unit.desk().db, { ...row(from), actor: '别人' })
        chainAnew(unit.desk().db, from)
        return [anchor]
      }),
    ).toBe(tries)
  })

  it('notices history that was changed behind it', () => {
    expect(
      play(7, (random) => {
        const { db } = unit.desk()
        const last = store().extent().changes
        const ways: (() => void)[] = [
          () =>
            db
              .prepare('UPDATE change SET entity_id = entity_id + 1 WHERE seq = ?')
              .run(random.between(1, last)),
          () => db.prepare('DELETE FROM change WHERE seq = ?').run(random.between(1, last)),
          () =>
            db
              .prepare(
                `UPDATE change SET after = json_set(after, '$.phone', '13900000000') WHERE seq =
                   (SELECT seq FROM change WHERE after IS NOT NULL ORDER BY seq LIMIT 1 OFFSET ?)`,
              )
              .run(random.between(0, 7)),
          () => db.prepare(`UPDATE batch SET label = label || '。' WHERE id = ?`).run(random.between(1, 12)),
          // Blanked as a lawful deletion would, but there is none.
          () =>
            db
              .prepare(
                `UPDATE change SET sealed = 'x', salt = NULL, before = NULL, after = NULL WHERE seq =
                   (SELECT seq FROM change WHERE after IS NOT NULL ORDER BY seq LIMIT 1 OFFSET ?)`,
              )
              .run(random.between(0, 7)),
        ]
        random.pick(ways)()
        return []
      }),
    ).toBe(tries)
  })

  it('notices an older database file in the place of a newer one', async () => {
    const random = createRandom(8)
    const opened = await Promise.all(
      snapshots.map(async (from) => {
        const older = await startUnit(clock, null, from)
        await older.ok('session.unlock', { passphrase })
        return older
      }),
    )
    let noticed = 0
    for (let round = 0; round < tries; round++) {
      const older = random.pick(opened)
      const newer = random.between((older.desk().trail.head()?.sequence ?? 0) + 1, length())
      const found = check(older.desk(), [{ ...anchor, sequence: newer, head: row(newer).hash }])
      if (!found.whole && found.message.includes('日志')) noticed++
    }
    for (const older of opened) older.app.close()
    expect(noticed).toBe(tries)
  })

  it('says nobody’s name, ID number or telephone', () => {
    const { db } = unit.desk()
    const text = JSON.stringify([
      db.prepare('SELECT actor, action, subjects, detail FROM audit_log').all(),
      db.prepare('SELECT * FROM audit_subject').all(),
    ])
    expect(text).not.toMatch(/\d{11}/)
    expect(text).not.toContain('田野')
    expect(text).not.toContain(passphrase)
    const names = db.prepare('SELECT name FROM person').pluck().all() as string[]
    for (const name of names) expect(text).not.toContain(name)
  })

  it('is found by person, also through an import, by time, who and what', async () => {
    const [found] = await unit.ok('person.search', { text: idNumber(0) })
    const about = await unit.ok('audit.page', { subject: { kind: 'person', id: String(found?.id) } })
    expect(about.rows.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['labourer.save', 'ledger.bulkApply']),
    )
    expect(about.total).toBe(about.rows.length)
    expect((await unit.ok('audit.page', { action: 'batch.undo' })).rows).toHaveLength(1)
    expect((await unit.ok('audit.page', { actor: '没有此人' })).total).toBe(0)
    expect((await unit.ok('audit.page', { from: '2026-11-24' })).total).toBe(0)
    expect((await unit.ok('audit.page', { from: '2026-11-23', to: '2026-11-23' })).total).toBeGreaterThan(20)
  })
})

describe('the log over all lanes', () => {
  it('has exports, verifications and the sessions, each before its answer', async () => {
    const office = await openOffice()
    await office.ok('labourer.save', { values: labourer() })
    const { bytes } = await office.ok('export.run', { ledger: 'labourer' })
    expect(bytes.length).toBeGreaterThan(1000)
    expect(await office.ok('audit.verify', {})).toMatchObject({ whole: true })
    const { rows, verified } = await office.ok('audit.page', {})
    expect(rows.map(({ action }) => action)).toEqual([
      ...['audit.verify', 'export.run', 'labourer.save', 'session.unlock', 'session.lock'].slice(0, 4),
      ...rows.slice(4).map(({ action }) => action),
    ])
    expect(verified).toMatchObject({ whole: true, brokenAt: null })
    const workbook = await office.ok('audit.export', {})
    expect(workbook.rows).toBe(rows.length)
    await office.close()
  })

  it('has who may do what, and tries that the role does not allow', async () => {
    const unit = await startUnit(clock, county)
    const auditor = {
      name: '审计小吴',
      roles: ['auditor' as const],
      scope: null,
      passphrase: '清水河边的老槐树',
    }
    await unit.ok('account.add', auditor)
    await unit.ok('session.lock', {})
    await unit.ok('session.unlock', { user: auditor.name, passphrase: auditor.passphrase })
    await unit.ok('session.changePassphrase', { old: auditor.passphrase, new: '只有我知道的口令' })
    expect((await unit.refused('labourer.save', { values: labourer() })).code).toBe('forbidden')
    expect((await unit.refused('person.erase', { id: 1 } as never)).code).toBe('forbidden')
    expect(await unit.ok('audit.verify', {})).toMatchObject({ whole: true })
    const { rows } = await unit.ok('audit.page', {})
    expect(rows.slice(0, 7).map(({ action, actor, detail }) => [action, actor, detail])).toEqual([
      ['audit.verify', auditor.name, { whole: true, entries: rows.length - 1 }],
      ['person.erase', auditor.name, { forbidden: true }],
      ['labourer.save', auditor.name, { forbidden: true }],
      ['session.changePassphrase', auditor.name, {}],
      ['session.unlock', auditor.name, {}],
      ['session.lock', county.userName, {}],
      ['account.add', county.userName, { account: auditor.name, roles: 'auditor' }],
    ])
    expect(JSON.stringify(rows)).not.toContain(auditor.passphrase)
    unit.close()
  })

  it('begins in a demo county with what made it', async () => {
    const office = await openOffice({ demo: { people: 30, seed: 9 } })
    expect(await office.ok('audit.verify', {})).toMatchObject({ whole: true })
    const { rows } = await office.ok('audit.page', { action: 'session.setupDemo' })
    expect(rows).toMatchObject([{ detail: { people: 30 } }])
    await office.close()
  })

  it('takes a backup for an anchor, knows a restore, and notices a file that was put back behind it', async () => {
    const dataDir = folder()
    let office = await openOffice({ dataDir })
    await office.ok('labourer.save', { values: labourer() })
    const older = await office.ok('backup.make', {})
    const kept = join(dataDir, 'kept')
    mkdirSync(kept)
    // The clock stands still: the next backup takes the folder of this one.
    const oldFolder = join(dataDir, 'old-backup')
    cpSync(older?.folder ?? '', oldFolder, { recursive: true })
    await office.ok('session.lock', {})
    for (const name of ['ledger.db', 'keys.json']) cpSync(join(dataDir, name), join(kept, name))
    await office.ok('session.unlock', { passphrase })
    await office.ok('labourer.save', { values: labourer({ name: '龙小山', idNumber: idNumber(3) }) as never })
    const newer = await office.ok('backup.make', {})
    const file = (folderOf: string | undefined) => ({
      name: 'backup.json',
      bytes: new Uint8Array(readFileSync(join(folderOf ?? '', 'backup.json'))),
    })
    const anchor = file(newer?.folder)
    expect(await office.ok('audit.verify', { anchor })).toMatchObject({ whole: true })
    await office.ok('session.lock', {})
    await office.ok('backup.restore', { folder: oldFolder, secret: passphrase })
    await office.ok('session.unlock', { passphrase })
    const restored = await office.ok('audit.verify', { anchor })
    expect(restored).toMatchObject({ whole: true })
    expect(restored.setAside).toBeGreaterThan(0)
    expect((await office.ok('audit.page', { action: 'backup.restore' })).rows).toHaveLength(1)
    await office.close()
    // The same older state, but put back by hand.
    for (const name of ['ledger.db-wal', 'ledger.db-shm']) rmSync(join(dataDir, name), { force: true })
    for (const name of ['ledger.db', 'keys.json']) cpSync(join(kept, name), join(dataDir, name))
    expect(existsSync(join(dataDir, 'ledger.db'))).toBe(true)
    office = await openOffice({ dataDir, setUp: false })
    await office.ok('session.unlock', { passphrase })
    const found = await office.ok('audit.verify', {})
    expect(found.whole).toBe(false)
    expect(found.message).toContain('台账被换成了旧的文件')
    await office.close()
    rmSync(dataDir, { recursive: true, force: true })
  })
})
