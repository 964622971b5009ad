import { createHash } from 'node:crypto'
import {
  copyFileSync,
  existsSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { schemaVersion } from '../../../src/main/core/db/migrations/index.ts'
import { cipher } from '../../../src/main/core/db/open.ts'
import { readKeyFile, unwrapKey } from '../../../src/main/core/security/key-envelope.ts'
import { folder, labourer, office, openOffice, passphrase } from '../../fixtures/office.ts'
import { filesIn, holdsText } from './files.ts'

const planted = { name: '欧阳踏雪寻梅', idNumber: '433126199001011223', phone: '19912345678' }
const isSentence = (message: string | undefined) => expect(message).toMatch(/[\u4e00-\u9fff].*。$/)
const hashOf = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex')

/** A folder with an office in it, and one person; nobody has it open. */
const original = folder()
let recoveryKey = ''
const made: string[] = [original]

beforeAll(async () => {
  const first = await openOffice({ dataDir: original, setUp: false })
  recoveryKey = (await first.ok('session.setup', office)).recoveryKey
  await first.ok('labourer.save', { values: labourer(planted) })
  await first.close()
})
afterAll(() => {
  for (const dataDir of made) rmSync(dataDir, { recursive: true, force: true })
})

/** A copy of the office to be ill-treated. */
function copy(): string {
  const dataDir = folder()
  made.push(dataDir)
  for (const name of ['ledger.db', 'keys.json']) copyFileSync(join(original, name), join(dataDir, name))
  return dataDir
}
const opened = (dataDir: string) => openOffice({ dataDir, setUp: false })

describe('setting up a ledger', () => {
  it.each([
    ['a province', '430000000000'],
    ['a city', '433100000000'],
    ['a township', '433126104000'],
  ])('takes the office of %s', async (_level, regionCode) => {
    const dataDir = folder()
    made.push(dataDir)
    const desk = await opened(dataDir)
    await desk.ok('session.setup', { ...office, regionCode })
    expect(await desk.ok('session.status', {})).toMatchObject({ state: 'open', unit: { regionCode } })
    expect((await desk.ok('key.own', {})).unit.code).toBe(regionCode)
    await desk.close()
  })

  it.each([
    ['a province its cities', '430000000000', ['433100000000 湘西土家族苗族自治州']],
    ['a city its counties', '433100000000', ['433101000000 吉首市', '433126000000 古丈县']],
    ['a county its townships', '433126000000', ['433101002000 峒河街道', '433126101000 古阳镇']],
  ])('sums up for %s', async (_level, regionCode, places) => {
    const dataDir = folder()
    made.push(dataDir)
    const desk = await opened(dataDir)
    await desk.ok('session.setup', { ...office, regionCode })
    const jishou = await desk.ok('region.children', { code: '433101000000' })
    const elsewhere = await desk.ok('region.children', { code: jishou[0]?.code ?? '' })
    await desk.ok('labourer.save', { values: labourer() })
    await desk.ok('labourer.save', {
      values: labourer({ ...planted, idNumber: '433126199001011127', region: elsewhere[0]?.code }),
    })
    const { bySubdivision } = await desk.ok('figure.start', {})
    expect(bySubdivision.map(({ labourers }) => labourers)).toEqual(places.map(() => 2 / places.length))
    expect(bySubdivision.map(({ code, name }) => `${code} ${name}`)).toEqual(places)
    await desk.close()
  })

  it.each([
    ['a village', '433126104202'],
    ['a place that does not exist', '999900000000'],
  ])('does not take %s and writes nothing', async (_level, regionCode) => {
    const dataDir = folder()
    made.push(dataDir)
    const desk = await opened(dataDir)
    const failure = await desk.refused('session.setup', { ...office, regionCode })
    expect(failure).toMatchObject({ code: 'invalid_input', details: [{ path: 'regionCode' }] })
    isSentence(failure.message)
    expect(await desk.ok('session.status', {})).toMatchObject({ state: 'new' })
    await desk.close()
  })
})

describe('opening the ledger', () => {
  it('asks for the passphrase, says when it is wrong, and opens with the right one', async () => {
    const desk = await opened(copy())
    expect(await desk.ok('session.status', {})).toMatchObject({
      state: 'locked',
      unit: { name: office.unitName },
    })
    const wrong = await desk.refused('session.unlock', { passphrase: '不对的口令不对' })
    expect(wrong).toMatchObject({ code: 'refused', details: [{ path: 'passphrase' }] })
    isSentence(wrong.message)
    expect(await desk.ok('session.unlock', { passphrase })).toMatchObject({ state: 'open' })
    expect(await desk.ok('person.search', { text: '踏雪' })).toHaveLength(1)
    await desk.close()
  })

  it('gives a new passphrase for the recovery key; the old one no longer opens', async () => {
    const desk = await opened(copy())
    const fresh = '新的口令更加长久'
    isSentence(
      (await desk.refused('session.recover', { recoveryKey: 'AAAAA-BBBBB', newPassphrase: fresh })).message,
    )
    const typed = recoveryKey.toLowerCase().replaceAll('-', ' ')
    expect(await desk.ok('session.recover', { recoveryKey: typed, newPassphrase: fresh })).toMatchObject({
      state: 'open',
    })
    await desk.ok('session.lock', {})
    await desk.refused('session.unlock', { passphrase })
    expect(await desk.ok('session.unlock', { passphrase: fresh })).toMatchObject({ state: 'open' })
    await desk.close()
  })

  it('changes the passphrase for who knows the old one, and the recovery key stays good', async () => {
    const desk = await opened(copy())
    const fresh = '第二个口令也很长'
    await desk.ok('session.unlock', { passphrase })
    const wrong = await desk.refused('session.changePassphrase', { old: '不是它不是它', new: fresh })
    expect(wrong.details?.[0]?.path).toBe('old')
    await desk.ok('session.changePassphrase', { old: passphrase, new: fresh })
    await desk.ok('session.lock', {})
    await desk.refused('session.unlock', { passphrase })
    await desk.ok('session.unlock', { passphrase: fresh })
    await desk.ok('session.lock', {})
    await desk.ok('session.recover', { recoveryKey, newPassphrase: passphrase })
    await desk.close()
  })

  it('answers nothing about people while locked', async () => {
    const desk = await opened(copy())
    expect((await desk.refused('person.search', { text: '踏雪' })).code).toBe('locked')
    await desk.ok('session.unlock', { passphrase })
    await desk.ok('session.lock', {})
    expect((await desk.refused('person.search', { text: '踏雪' })).code).toBe('locked')
    expect((await desk.refused('export.run', { ledger: 'labourer' })).code).toBe('locked')
    await desk.close()
  })

  it('is whole in its data file once it is locked, though the program goes on', async () => {
    const dataDir = copy()
    const desk = await opened(dataDir)
    await desk.ok('session.unlock', { passphrase })
    const second = { name: '司徒听雨观澜', idNumber: '433126199101011228' }
    await desk.ok('labourer.save', { values: labourer(second) })
    expect(await desk.ok('person.search', { text: '听雨' })).toHaveLength(1)
    expect(existsSync(join(dataDir, 'ledger.db-wal'))).toBe(true)
    await desk.ok('session.lock', {})
    expect(filesIn(dataDir).filter((path) => /-(wal|shm)$/.test(path))).toEqual([])
    // What a person copies to a stick now has everything in it.
    const stick = folder()
    made.push(stick)
    for (const name of ['ledger.db', 'keys.json']) copyFileSync(join(dataDir, name), join(stick, name))
    const elsewhere = await opened(stick)
    await elsewhere.ok('session.unlock', { passphrase })
    expect(await elsewhere.ok('person.search', { text: '听雨' })).toHaveLength(1)
    await Promise.all([desk.close(), elsewhere.close()])
  })

  it('locks at once, and long work is cancelled, not waited for', async () => {
    const desk = await openOffice({ demo: { people: 4200, seed: 23 }, readers: 'ready' })
    const exporting = desk.raw('export.run', { ledger: 'member' })
    const locked = await desk.ok('session.lock', {})
    expect(locked.state).toBe('locked')
    expect(await exporting).toMatchObject({ ok: false, error: { code: 'cancelled' } })
    expect((await desk.refused('person.search', { text: '石' })).code).toBe('locked')
    expect(filesIn(desk.dataDir).filter((path) => /-(wal|shm)$/.test(path))).toEqual([])
    await desk.close()
  })

  it('refuses a second program on the same folder, until the first has locked', async () => {
    const dataDir = copy()
    const first = await opened(dataDir)
    const second = await opened(dataDir)
    await first.ok('session.unlock', { passphrase })
    const refused = await second.refused('session.unlock', { passphrase })
    expect(refused.code).toBe('busy')
    isSentence(refused.message)
    await first.ok('session.lock', {})
    expect(await second.ok('session.unlock', { passphrase })).toMatchObject({ state: 'open' })
    expect((await first.refused('session.unlock', { passphrase })).code).toBe('busy')
    await Promise.all([first.close(), second.close()])
  })
})

describe('files that are not as they should be', () => {
  const harm: Record<string, (dataDir: string) => void> = {
    'a key file that is gone': (dataDir) => rmSync(join(dataDir, 'keys.json')),
    'a key file that is damaged': (dataDir) => writeFileSync(join(dataDir, 'keys.json'), '{"format":1,'),
    'a key file without slots': (dataDir) => writeFileSync(join(dataDir, 'keys.json'), '{"format":1}'),
    'a database cut off in the middle': (dataDir) =>
      truncateSync(join(dataDir, 'ledger.db'), Math.floor(statSync(join(dataDir, 'ledger.db')).size / 2)),
    'a database cut off at the front': (dataDir) => truncateSync(join(dataDir, 'ledger.db'), 100),
    'an empty database': (dataDir) => truncateSync(join(dataDir, 'ledger.db'), 0),
    'a first page with a flipped byte': (dataDir) => {
      const bytes = readFileSync(join(dataDir, 'ledger.db'))
      bytes[300] = (bytes[300] ?? 0) ^ 1
      writeFileSync(join(dataDir, 'ledger.db'), bytes)
    },
    'a plain SQLite file in its place': (dataDir) => {
      rmSync(join(dataDir, 'ledger.db'))
      const plain = new Database(join(dataDir, 'ledger.db'))
      plain.exec('CREATE TABLE person (name TEXT)')
      plain.close()
    },
  }

  it.each(Object.entries(harm))('%s: a sentence, nothing changed', async (_what, ruin) => {
    const dataDir = copy()
    ruin(dataDir)
    const before = hashOf(join(dataDir, 'ledger.db'))
    const desk = await opened(dataDir)
    const refused = await desk.refused('session.unlock', { passphrase })
    expect(refused.code).toBe('refused')
    isSentence(refused.message)
    await desk.refused('session.setup', office)
    await desk.close()
    expect(hashOf(join(dataDir, 'ledger.db'))).toBe(before)
  })

  it('flipped bytes anywhere are found, never read as if they were right', async () => {
    const dataDir = copy()
    const path = join(dataDir, 'ledger.db')
    const bytes = readFileSync(path)
    for (let page = 4096; page < bytes.length; page += 4096)
      bytes[page + 700] = (bytes[page + 700] ?? 0) ^ 0x10
    writeFileSync(path, bytes)
    const desk = await opened(dataDir)
    const refused = await desk.refused('session.unlock', { passphrase })
    expect(refused.code).toBe('refused')
    expect(refused.message).toContain('损坏')
    await desk.close()
  })

  it('a file of a newer program is refused untouched', async () => {
    const dataDir = copy()
    const path = join(dataDir, 'ledger.db')
    const key = (await unwrapKey(readKeyFile(join(dataDir, 'keys.json')), 'passphrase', passphrase))?.key
    const db = new Database(path)
    db.pragma(`cipher = '${cipher}'`)
    db.pragma(`key = "x'${key}'"`)
    expect(db.pragma('user_version', { simple: true })).toBe(schemaVersion)
    db.pragma(`user_version = ${schemaVersion + 10}`)
    db.pragma('wal_checkpoint(TRUNCATE)')
    db.close()
    const before = hashOf(path)
    const desk = await opened(dataDir)
    const refused = await desk.refused('session.unlock', { passphrase })
    expect(refused.message).toContain('更新版本的程序')
    isSentence(refused.message)
    await desk.close()
    expect(hashOf(path)).toBe(before)
    expect(filesIn(dataDir).some((file) => file.includes('.before-'))).toBe(false)
  })

  it('an office that exists is never set up over', async () => {
    const dataDir = copy()
    const desk = await opened(dataDir)
    expect((await desk.refused('session.setup', office)).code).toBe('conflict')
    expect((await desk.refused('session.setupDemo', { people: 20 })).code).toBe('conflict')
    await desk.ok('session.unlock', { passphrase })
    await desk.close()
  })
})

describe('what lies on the disk', () => {
  it('names nobody in plain text, in no file, while open and after closing', async () => {
    const dataDir = copy()
    const desk = await opened(dataDir)
    await desk.ok('session.unlock', { passphrase })
    const second = { name: '司徒听雨观澜', idNumber: '433126199101011228', phone: '19987654321' }
    const { id } = await desk.ok('labourer.save', { values: labourer(second) })
    await desk.ok('ledger.bulkApply', {
      ledger: 'labourer',
      target: { ids: [id] },
      field: 'note',
      value: '暗号甲乙丙丁',
      reason: '试一试',
    })
    const secrets = [...Object.values(planted), ...Object.values(second), '暗号甲乙丙丁', passphrase]
    const look = () => {
      for (const path of filesIn(dataDir)) {
        for (const secret of secrets) expect(holdsText(path, secret), `${secret} in ${path}`).toBe(false)
      }
    }
    expect(existsSync(join(dataDir, 'ledger.db-wal'))).toBe(true)
    look()
    await desk.close()
    look()
    expect(readFileSync(join(dataDir, 'ledger.db')).subarray(0, 15).toString('latin1')).not.toBe(
      'SQLite format 3',
    )
    expect(statSync(join(dataDir, 'keys.json')).mode & 0o077).toBe(0)
  })
})
