import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import {
  createTestCore,
  folder,
  labourer,
  office,
  openOffice,
  passphrase,
  resourcesDir,
} from '../../fixtures/office.ts'

const opened: { close: () => Promise<void> }[] = []
async function start(options: Parameters<typeof openOffice>[0] = {}) {
  const desk = await openOffice(options)
  opened.push(desk)
  return desk
}
type Desk = Awaited<ReturnType<typeof start>>
afterEach(async () => {
  for (const desk of opened.splice(0)) await desk.close()
})

const people = async (desk: Desk) =>
  (await desk.ok('ledger.page', { ledger: 'labourer', columns: ['name'] })).rows.map(
    ({ values }) => values.name,
  )
const add = (desk: Desk, name: string, idNumber: string) =>
  desk.ok('labourer.save', { values: { ...labourer(), name, idNumber } })
const flip = (file: string, at: number) => {
  const bytes = readFileSync(file)
  bytes[at] = (bytes[at] ?? 0) ^ 1
  writeFileSync(file, bytes)
}

describe('a backup', () => {
  it('holds what the ledger holds, is checked, and says so', async () => {
    const desk = await start({ demo: { people: 60, seed: 4 } })
    const made = await desk.ok('backup.make', {})
    expect(made).toMatchObject({ people: 60, occasion: 'asked', unit: { regionCode: '433126000000' } })
    expect(readdirSync(made?.folder ?? '').sort()).toEqual(['backup.json', 'keys.json', 'ledger.db'])
    const { own, second, failure } = await desk.ok('backup.state', {})
    expect(own).toEqual([made])
    expect({ second, failure }).toEqual({ second: null, failure: null })
  })

  it('has a name of its own, however soon it follows the one before', async () => {
    const desk = await start()
    const [one, other] = [await desk.ok('backup.make', {}), await desk.ok('backup.make', {})]
    expect(other?.id).not.toBe(one?.id)
    expect((await desk.ok('backup.state', {})).own[0]).toEqual(other)
  })

  it('carries no name, number or passphrase in plain text', async () => {
    const desk = await start()
    await add(desk, '石秀兰花', '433126198803120028')
    const made = await desk.ok('backup.make', {})
    for (const name of readdirSync(made?.folder ?? '')) {
      const bytes = readFileSync(join(made?.folder ?? '', name))
      for (const secret of ['石秀兰花', '433126198803120028', passphrase])
        expect(bytes.includes(secret), name).toBe(false)
    }
  })

  it('is made once a day by itself, and at the end only when something has changed', async () => {
    const desk = await start()
    expect(await desk.ok('backup.make', { occasion: 'daily' })).not.toBeNull()
    expect(await desk.ok('backup.make', { occasion: 'daily' })).toBeNull()
    expect(await desk.ok('backup.make', { occasion: 'close' })).toBeNull()
    await add(desk, '石大山', '433126198803120028')
    expect(await desk.ok('backup.make', { occasion: 'daily' })).toBeNull()
    expect(await desk.ok('backup.make', { occasion: 'close' })).toMatchObject({
      people: 1,
      occasion: 'close',
    })
  })

  it('is made by a window that opens, locks and closes, and by no single command', async () => {
    const dataDir = folder()
    await (await openOffice({ dataDir })).close()
    const backups = () => (existsSync(join(dataDir, 'backups')) ? readdirSync(join(dataDir, 'backups')) : [])
    expect(backups()).toEqual([])
    let second = 0
    const core = createTestCore({ dataDir, resourcesDir, backups: true })
    const call = (name: string, input: object = {}) => core.call({ id: `${++second}`, name, input })
    await call('session.unlock', { passphrase })
    // Behind it in the same lane, so it is there when this is answered.
    await call('preference.set', { key: 'seen', value: true })
    expect(backups()).toHaveLength(1)
    await core.close()
    expect(backups()).toHaveLength(1)
  })

  it('goes to a second disk too, is checked there, and comes once', async () => {
    const desk = await start({ demo: { people: 30, seed: 2 } })
    const stick = folder()
    await desk.ok('backup.setSecond', { place: stick })
    await desk.ok('backup.make', {})
    const carried = await desk.ok('backup.carry', {})
    expect(carried?.folder.startsWith(stick)).toBe(true)
    expect(await desk.ok('backup.carry', {})).toBeNull()
    expect((await desk.ok('backup.state', {})).second).toMatchObject({
      place: stick,
      problem: null,
      backups: [carried],
    })
  })

  it('says when the second disk is gone, remembers it for the start page, and forgets it when it is back', async () => {
    const desk = await start()
    const stick = folder()
    await desk.ok('backup.setSecond', { place: stick })
    await desk.ok('backup.make', {})
    rmSync(stick, { recursive: true })
    expect((await desk.refused('backup.carry', {})).message).toMatch(/找不到文件夹.*请插好U盘/)
    const { failure, second } = await desk.ok('backup.state', {})
    expect(failure?.message).toMatch(/找不到文件夹/)
    expect(second?.problem).toMatch(/找不到文件夹/)
    mkdirSync(stick)
    await desk.ok('backup.carry', {})
    expect((await desk.ok('backup.state', {})).failure).toBeNull()
  })

  it('refuses a place for the second copy that cannot keep it', async () => {
    const desk = await start()
    const refusal = async (place: string) => (await desk.refused('backup.setSecond', { place })).details?.[0]
    expect(await refusal('台账备份')).toMatchObject({ path: 'place', message: /完整的文件夹地址/ })
    expect(await refusal('/没有这个文件夹')).toMatchObject({ message: /找不到文件夹/ })
    expect(await refusal(desk.dataDir)).toMatchObject({ message: /数据文件夹里/ })
    expect(await refusal(join(desk.dataDir, 'backups', '..'))).toMatchObject({ message: /数据文件夹里/ })
  })

  it('removes what need not be kept of its own office, and nothing of another', async () => {
    const desk = await start()
    const made = await desk.ok('backup.make', {})
    const own = join(desk.dataDir, 'backups')
    const copy = (id: string, change: object) => {
      cpSync(made?.folder ?? '', join(own, id), { recursive: true })
      writeFileSync(join(own, id, 'backup.json'), JSON.stringify({ ...made, id, ...change }))
    }
    copy('20261122-080000', { madeOn: '2026-11-22' })
    copy('20261122-090000', { madeOn: '2026-11-22' })
    copy('20261122-070000', { madeOn: '2026-11-22', unit: { name: '别的单位', regionCode: '433125000000' } })
    await desk.ok('backup.make', {})
    expect(
      readdirSync(own)
        .filter((name) => name.startsWith('20261122'))
        .sort(),
    ).toEqual(['20261122-070000', '20261122-090000'])
  })
})

describe('a rehearsal', () => {
  it('opens the newest backup as a restore would, and counts what came since', async () => {
    const desk = await start()
    expect((await desk.refused('backup.rehearse', {})).message).toMatch(/还没有备份/)
    await desk.ok('backup.make', {})
    await add(desk, '石大山', '433126198803120028')
    const report = await desk.ok('backup.rehearse', {})
    expect(report).toMatchObject({ problem: null, people: 0 })
    expect(report.changesSince).toBeGreaterThan(0)
    expect((await desk.ok('backup.state', {})).rehearsal).toEqual(report)
  })

  it('finds a backup that was damaged meanwhile', async () => {
    const desk = await start({ demo: { people: 30, seed: 2 } })
    const made = await desk.ok('backup.make', {})
    flip(join(made?.folder ?? '', 'ledger.db'), 40_000)
    expect((await desk.ok('backup.rehearse', {})).problem).toMatch(/损坏/)
    expect(readdirSync(join(desk.dataDir, 'backups')).filter((name) => name.startsWith('.'))).toEqual([])
  })
})

describe('restoring', () => {
  /** An office with one backup of one person, and another person entered since, locked. */
  async function twoStates() {
    const desk = await start()
    await add(desk, '石大山', '433126198803120028')
    const backup = await desk.ok('backup.make', {})
    await add(desk, '龙小溪', '433126199001010015')
    await desk.ok('session.lock', {})
    return { desk, backup: backup?.folder ?? '' }
  }

  it('shows what there is while the ledger is locked, puts it in its place and keeps the former one aside', async () => {
    const { desk, backup } = await twoStates()
    expect(await desk.ok('backup.look', {})).toMatchObject([{ folder: backup, people: 1 }])
    const { restored, aside } = await desk.ok('backup.restore', { folder: backup, secret: passphrase })
    expect(restored).toMatchObject({ people: 1 })
    expect(readdirSync(aside ?? '').sort()).toEqual(['keys.json', 'ledger.db'])
    await desk.ok('session.unlock', { passphrase })
    expect(await people(desk)).toEqual(['石大山'])
  })

  it('is taken back with what was kept aside', async () => {
    const { desk, backup } = await twoStates()
    const { aside } = await desk.ok('backup.restore', { folder: backup, secret: passphrase })
    for (const name of ['ledger.db', 'keys.json']) cpSync(join(aside ?? '', name), join(desk.dataDir, name))
    await desk.ok('session.unlock', { passphrase })
    expect((await people(desk)).sort()).toEqual(['石大山', '龙小溪'])
  })

  it('works on another PC with the recovery key alone, from a stick that cannot be written to', async () => {
    const first = await start({ setUp: false })
    const { recoveryKey } = await first.ok('session.setup', office)
    await add(first, '石大山', '433126198803120028')
    const stick = folder()
    await first.ok('backup.make', {})
    const carried = await first.ok('backup.carry', { place: stick })
    for (const name of readdirSync(carried?.folder ?? '')) chmodSync(join(carried?.folder ?? '', name), 0o400)
    const other = await start({ setUp: false })
    const [found] = await other.ok('backup.look', { place: stick })
    expect(found).toMatchObject({ people: 1, unit: { name: office.unitName } })
    const { aside } = await other.ok('backup.restore', { folder: found?.folder ?? '', secret: recoveryKey })
    expect(aside).toBeNull()
    expect(await other.ok('session.status', {})).toMatchObject({ state: 'locked' })
    await other.ok('session.recover', { recoveryKey, newPassphrase: '另一台电脑的口令' })
    expect(await people(other)).toEqual(['石大山'])
  })

  it.each([
    ['a wrong passphrase', 'wrong', () => {}, /口令或恢复密钥不对/],
    ['a flipped bit', passphrase, (backup: string) => flip(join(backup, 'ledger.db'), 50_000), /损坏/],
    [
      'a truncated file',
      passphrase,
      (backup: string) => truncateSync(join(backup, 'ledger.db'), 8192),
      /损坏/,
    ],
    [
      'no key file',
      passphrase,
      (backup: string) => writeFileSync(join(backup, 'keys.json'), '{'),
      /密钥文件已损坏/,
    ],
    ['no backup at all', passphrase, (backup: string) => rmSync(join(backup, 'ledger.db')), /没有备份/],
  ])('refuses %s and leaves the ledger as it was', async (_what, secret, spoil, sentence) => {
    const { desk, backup } = await twoStates()
    spoil(backup)
    expect((await desk.refused('backup.restore', { folder: backup, secret })).message).toMatch(sentence)
    expect(readdirSync(desk.dataDir).filter((name) => /arriving|replaced/.test(name))).toEqual([])
    await desk.ok('session.unlock', { passphrase })
    expect(await people(desk)).toHaveLength(2)
  })

  it('is refused while the ledger is open, here or in another window', async () => {
    const { desk, backup } = await twoStates()
    const again = await start({ dataDir: desk.dataDir, setUp: false })
    await again.ok('session.unlock', { passphrase })
    expect((await again.refused('backup.restore', { folder: backup, secret: passphrase })).message).toMatch(
      /先锁定台账/,
    )
    expect((await desk.refused('backup.restore', { folder: backup, secret: passphrase })).message).toMatch(
      /另一个窗口或程序/,
    )
  })
})
