import { copyFileSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readKeyFile, usersOf } from '../../../src/main/core/security/key-envelope.ts'
import {
  folder,
  labourer,
  openOffice,
  passphrase,
  office as set,
  type TestOffice,
} from '../../fixtures/office.ts'

const administrator = set.userName
const fresh = '青山不改绿水长流'
const own = '只有我知道的口令'
const isSentence = (message: string | undefined) => expect(message).toMatch(/[\u4e00-\u9fff].*。$/)

describe('accounts of an office', () => {
  let office: TestOffice
  beforeAll(async () => {
    office = await openOffice()
  })
  afterAll(() => office.close())
  const keys = () => join(office.dataDir, 'keys.json')

  it('begin with the one who set it up, who may do everything but audit', async () => {
    const status = await office.ok('session.status', {})
    expect(status.account).toMatchObject({ roles: ['administrator', 'entry', 'reviewer'], scope: null })
    expect(status.account?.calls).toEqual(
      expect.arrayContaining(['account.add', 'labourer.save', 'labourer.setState']),
    )
    expect(await office.ok('account.list', {})).toEqual([
      {
        name: administrator,
        roles: ['administrator', 'entry', 'reviewer'],
        scope: null,
        openedOn: '2026-11-23',
        openedBy: administrator,
        closedOn: null,
        closedBy: null,
        closedReason: null,
        hasPassphrase: true,
        passphraseBy: null,
      },
    ])
  })

  it('have a slot each; who is there is said while it is locked, and one is chosen', async () => {
    const added = await office.ok('account.add', {
      name: '田录入',
      roles: ['entry'],
      scope: ['433126101000'],
      passphrase: fresh,
    })
    expect(added).toMatchObject({
      roles: ['entry'],
      scope: [{ code: '433126101000', name: '古阳镇' }],
      openedBy: administrator,
      hasPassphrase: true,
    })
    await office.ok('session.lock', {})
    expect((await office.ok('session.status', {})).accounts).toEqual([administrator, '田录入'])
    const unsaid = await office.refused('session.unlock', { passphrase })
    expect(unsaid.details).toMatchObject([{ path: 'user' }])
    isSentence(unsaid.message)
    const other = await office.refused('session.unlock', { user: '田录入', passphrase })
    expect(other.details).toMatchObject([{ path: 'passphrase' }])
    const nobody = await office.refused('session.unlock', { user: '彭某某', passphrase })
    expect(nobody.details).toMatchObject([{ path: 'user' }])
    const opened = await office.ok('session.unlock', { user: '田录入', passphrase: fresh })
    expect(opened).toMatchObject({ state: 'open', user: '田录入', account: { roles: ['entry'] } })
  })

  it('do nothing before a passphrase that somebody else knows is their own', async () => {
    expect((await office.ok('session.status', {})).account?.passphraseBy).toBe(administrator)
    const failure = await office.refused('labourer.save', { values: labourer({ region: '433126101201' }) })
    expect(failure).toMatchObject({ code: 'forbidden' })
    expect(failure.message).toContain(`“${administrator}”设置的`)
    isSentence(failure.message)
    // The program looks after the ledger all the same.
    await office.ok('labourer.recheck', {})
    const same = await office.refused('session.changePassphrase', { old: fresh, new: fresh })
    expect(same.details).toMatchObject([{ path: 'new' }])
    await office.ok('session.changePassphrase', { old: fresh, new: own })
    expect((await office.ok('session.status', {})).account?.passphraseBy).toBeNull()
    expect(await office.refused('account.list', {})).toMatchObject({
      code: 'forbidden',
      message: '您的角色是录入员，不能管理账号。请由系统管理员办理。',
    })
  })

  it('are left before somebody else logs in', async () => {
    const failure = await office.refused('session.unlock', { user: administrator, passphrase })
    expect(failure).toMatchObject({ code: 'conflict' })
    isSentence(failure.message)
    expect(await office.ok('session.status', {})).toMatchObject({ user: '田录入' })
  })

  it('change their own passphrase and nobody else’s', async () => {
    const changed = '我自己的新口令一二三'
    expect(
      (await office.refused('session.changePassphrase', { old: passphrase, new: changed })).details,
    ).toEqual([expect.objectContaining({ path: 'old' })])
    await office.ok('session.changePassphrase', { old: own, new: changed })
    await office.ok('session.lock', {})
    await office.refused('session.unlock', { user: '田录入', passphrase: own })
    await office.ok('session.unlock', { user: '田录入', passphrase: changed })
    await office.ok('session.lock', {})
    await office.ok('session.unlock', { user: administrator, passphrase })
  })

  it('are given a new passphrase by an administrator; the former opens nothing any more', async () => {
    await office.ok('account.resetPassphrase', { name: '田录入', passphrase: fresh })
    await office.ok('session.lock', {})
    await office.refused('session.unlock', { user: '田录入', passphrase: '我自己的新口令一二三' })
    await office.ok('session.unlock', { user: '田录入', passphrase: fresh })
    expect((await office.ok('session.status', {})).account?.passphraseBy).toBe(administrator)
    await office.as(administrator)
  })

  it('get other roles and another scope, in force with the next call', async () => {
    const failure = await office.refused('account.save', {
      name: '田录入',
      roles: ['entry', 'auditor'],
      scope: null,
    })
    expect(failure).toMatchObject({ code: 'invalid_input', details: [{ path: 'roles' }] })
    for (const [scope, path] of [
      [[], 'scope'],
      [['433126000000'], 'scope'],
      [['433101001000'], 'scope'],
    ] as const) {
      const refused = await office.refused('account.save', {
        name: '田录入',
        roles: ['entry'],
        scope: [...scope],
      })
      expect(refused.details).toMatchObject([{ path }])
      isSentence(refused.message)
    }
    expect(
      await office.ok('account.save', { name: '田录入', roles: ['reviewer', 'entry'], scope: null }),
    ).toMatchObject({ roles: ['entry', 'reviewer'], scope: null })
    // Of oneself: the very next call is asked with the new roles, on every lane.
    await office.ok('account.add', { name: '梁管理', roles: ['administrator'], passphrase })
    await office.ok('account.save', { name: administrator, roles: ['administrator'], scope: null })
    expect((await office.refused('labourer.save', { values: labourer() })).code).toBe('forbidden')
    expect((await office.refused('export.run', { ledger: 'labourer' })).code).toBe('forbidden')
    expect((await office.ok('session.status', {})).account?.roles).toEqual(['administrator'])
    await office.ok('account.save', {
      name: administrator,
      roles: ['administrator', 'entry', 'reviewer'],
      scope: null,
    })
    await office.ok('labourer.save', { values: labourer() })
  })

  it('leave: the slot goes at once, the name stays in the history and is never given again', async () => {
    copyFileSync(keys(), `${keys()}.kept`)
    await office.ok('account.close', { name: '田录入', reason: '调离本单位' })
    expect(usersOf(readKeyFile(keys()))).not.toContain('田录入')
    expect((await office.ok('account.list', {})).at(-1)).toMatchObject({
      name: '田录入',
      closedOn: '2026-11-23',
      closedBy: administrator,
      closedReason: '调离本单位',
      hasPassphrase: false,
    })
    for (const call of [
      office.refused('account.add', { name: '田录入', roles: ['entry'], passphrase }),
      office.refused('account.save', { name: '田录入', roles: ['entry'], scope: null }),
      office.refused('account.resetPassphrase', { name: '田录入', passphrase }),
      office.refused('account.close', { name: '田录入', reason: '再次停用' }),
    ])
      isSentence((await call).message)
    await office.ok('session.lock', {})
    await office.refused('session.unlock', { user: '田录入', passphrase: fresh })
    // Not even with a key file from before, which does open the database.
    copyFileSync(`${keys()}.kept`, keys())
    const old = await office.refused('session.unlock', { user: '田录入', passphrase: fresh })
    expect(old).toMatchObject({ code: 'forbidden' })
    expect(old.message).toContain('已停用')
    expect(await office.ok('session.status', {})).toMatchObject({ state: 'locked' })
    await office.ok('session.unlock', { user: administrator, passphrase })
    expect(readFileSync(keys(), 'utf8')).toContain('田录入')
  })

  it('always hold an administrator, and nobody closes the account they are using', async () => {
    await office.ok('account.close', { name: '梁管理', reason: '调离本单位' })
    for (const failure of [
      await office.refused('account.close', { name: administrator, reason: '调离本单位' }),
      await office.refused('account.save', { name: administrator, roles: ['entry'], scope: null }),
    ]) {
      expect(failure).toMatchObject({ code: 'refused', details: [{ path: 'name' }] })
      isSentence(failure.message)
    }
    const failure = await office.refused('account.save', {
      name: administrator,
      roles: ['administrator'],
      scope: ['433126101000'],
    })
    expect(failure.details).toMatchObject([{ path: 'scope' }])
  })
})

describe('the recovery key', () => {
  const original = folder()
  let recoveryKey = ''
  beforeAll(async () => {
    const first = await openOffice({ dataDir: original, setUp: false })
    recoveryKey = (await first.ok('session.setup', set)).recoveryKey
    await first.ok('account.add', { name: '田录入', roles: ['entry'], passphrase })
    await first.close()
  })
  afterAll(() => rmSync(original, { recursive: true, force: true }))
  const copied = async () => {
    const dataDir = folder()
    for (const name of ['ledger.db', 'keys.json']) copyFileSync(join(original, name), join(dataDir, name))
    return openOffice({ dataDir, setUp: false })
  }

  it('gives the administrator a new passphrase and leaves the others alone', async () => {
    const office = await copied()
    await office.ok('session.recover', { recoveryKey, newPassphrase: fresh })
    expect(await office.ok('session.status', {})).toMatchObject({ user: administrator })
    await office.ok('session.lock', {})
    await office.ok('session.unlock', { user: '田录入', passphrase })
    await office.close()
  })

  it('puts a new administrator in the place of one who left', async () => {
    const office = await copied()
    const opened = await office.ok('session.recover', { recoveryKey, newPassphrase: fresh, user: '向主任' })
    expect(opened).toMatchObject({
      user: '向主任',
      account: { roles: ['administrator', 'entry', 'reviewer'] },
    })
    const accounts = await office.ok('account.list', {})
    expect(accounts.find(({ name }) => name === administrator)).toMatchObject({
      closedBy: '向主任',
      closedReason: '由“向主任”用恢复密钥接替',
      hasPassphrase: false,
    })
    await office.ok('session.lock', {})
    expect((await office.ok('session.status', {})).accounts).toEqual(['田录入', '向主任'])
    await office.refused('session.unlock', { user: administrator, passphrase })
    // And again, without saying who: the administrator of today.
    await office.ok('session.recover', { recoveryKey, newPassphrase: passphrase })
    expect(await office.ok('session.status', {})).toMatchObject({ user: '向主任' })
    await office.close()
  })

  it('is for administrators alone, and says so', async () => {
    const office = await copied()
    for (const [asked, path] of [
      [{ user: '田录入' }, 'user'],
      [{ user: '向主任', replaces: '田录入' }, 'replaces'],
    ] as const) {
      const failure = await office.refused('session.recover', { recoveryKey, newPassphrase: fresh, ...asked })
      expect(failure).toMatchObject({ code: 'refused', details: [{ path }] })
      isSentence(failure.message)
    }
    expect(await office.ok('session.status', {})).toMatchObject({ state: 'locked' })
    await office.ok('session.unlock', { user: administrator, passphrase })
    expect((await office.refused('session.recover', { recoveryKey, newPassphrase: fresh })).code).toBe(
      'conflict',
    )
    await office.close()
  })
})
