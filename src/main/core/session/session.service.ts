import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import type { SessionStatus } from '../../../shared/contract/calls/session.ts'
import { Refusal } from '../../../shared/contract/result.ts'
import { demoAccounts, demoPassphrase } from '../../../shared/domain/account/demo.ts'
import { callsOf } from '../access/access.ts'
import { namedScope } from '../access/account.service.ts'
import { createAccountStore } from '../access/account.store.ts'
import { succeedAdministrator } from '../access/succession.ts'
import type { App, Credentials } from '../app.ts'
import { businessDate, createDesk, type Handlers, type Unit } from '../context.ts'
import { migrate } from '../db/migrate.ts'
import { assertWrittenEncrypted, openDatabase } from '../db/open.ts'
import { addDemoAccounts } from '../demo/accounts.ts'
import { generateDemo } from '../demo/demo.service.ts'
import { ensureUnitKey } from '../exchange/own-key.ts'
import { markChecked } from '../person/recheck.service.ts'
import {
  createDatabaseKey,
  createRecoveryKey,
  createSlot,
  type KeyFile,
  normaliseRecoveryKey,
  readKeyFile,
  unwrapKey,
  usersOf,
  withPassphrase,
  writeKeyFile,
} from '../security/key-envelope.ts'
import { createCatalogueStore } from '../system/catalogue.store.ts'
import { version } from '../version.ts'
import { tryCounted } from './attempts.ts'
import { lockInstance } from './instance-lock.ts'

/** Tells the host that the database is open, so that the other lanes open it too; or that it is locked. */
export interface SessionSignals {
  opened: (credentials: Credentials) => void
  locked: () => void
}

/** First run, unlock, lock. The only calls that work while the database is closed; they run on the write lane. */
export function sessionHandlers(app: App, signals: SessionSignals) {
  let lock: { release: () => void } | null = null

  const status = (): SessionStatus => {
    const common = { version, today: businessDate(app.place.now()), demo: false }
    if (app.desk) {
      const { unit, user, account } = app.desk
      return {
        ...common,
        state: 'open',
        user,
        account: {
          roles: [...account.roles],
          calls: callsOf(app.desk),
          scope: namedScope(app.desk, account.scope),
          passphraseBy: account.passphraseBy,
        },
        demo: app.desk.catalogueStore.meta('demo') === 'true',
        unit: { ...unit, regionName: app.regions().displayName(unit.regionCode) },
      }
    }
    if (!existsSync(app.files.database)) return { ...common, state: 'new' }
    try {
      const keyFile = readKeyFile(app.files.keys)
      const { unit } = keyFile
      return {
        ...common,
        state: 'locked',
        accounts: usersOf(keyFile),
        unit: { ...unit, regionName: app.regions().displayName(unit.regionCode) },
      }
    } catch (error) {
      return { ...common, state: 'unusable', message: (error as Error).message }
    }
  }

  /** One program at a time in the folder; what fails leaves it to others. */
  async function alone<T>(work: () => T | Promise<T>): Promise<T> {
    lock ??= lockInstance(app.files.instance)
    try {
      return await work()
    } catch (error) {
      lock.release()
      lock = null
      throw error
    }
  }

  const open = async (credentials: Credentials): Promise<SessionStatus> => {
    await alone(async () => {
      const desk = app.open(credentials)
      // A ledger from before there were keys. Without one everything but signing works, and its page offers to make it.
      await ensureUnitKey(desk).catch(() => null)
    })
    signals.opened(credentials)
    return status()
  }

  /** Makes the files of a new office. The database appears under its name only when it is whole. */
  async function create(unit: Unit, user: string, passphrase: string, demo: boolean): Promise<string> {
    if (existsSync(app.files.database)) {
      throw new Refusal('conflict', '这里已经有一份台账，不能重新建立。请直接解锁，或换一个数据文件夹。')
    }
    mkdirSync(app.place.dataDir, { recursive: true, mode: 0o700 })
    lock ??= lockInstance(app.files.instance)
    const key = createDatabaseKey()
    const recoveryKey = createRecoveryKey()
    const keyFile: KeyFile = {
      format: 1,
      unit,
      slots: [
        await createSlot('passphrase', user, passphrase, key),
        await createSlot('recovery', user, normaliseRecoveryKey(recoveryKey), key),
      ],
    }
    const unfinished = `${app.files.database}.new`
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${unfinished}${suffix}`, { force: true })
    const db = openDatabase({ file: unfinished, key, regionsFile: app.files.regions, mode: 'create' })
    try {
      migrate(db, unfinished)
      const store = createCatalogueStore(db)
      store.setMeta('unit', JSON.stringify(unit))
      if (demo) store.setMeta('demo', 'true')
      await ensureUnitKey(createDesk(db, app.place, app.base, unit, { key, user }))
      db.pragma('wal_checkpoint(TRUNCATE)')
    } finally {
      db.close()
    }
    assertWrittenEncrypted(unfinished)
    // A key file without its database may belong to one that is being restored: kept aside.
    if (existsSync(app.files.keys))
      renameSync(app.files.keys, `${app.files.keys}.${Date.parse(app.place.now())}`)
    writeKeyFile(app.files.keys, keyFile)
    renameSync(unfinished, app.files.database)
    await open({ key, user })
    // Nobody is there yet, and whoever comes is looked at with the rules of today.
    if (app.desk) markChecked(app.desk)
    return recoveryKey
  }

  const requireKnownRegion = (code: string, level: number, sentence: string) => {
    const region = app.regions().get(code)
    if (!region || region.level > 4 || region.level < level) {
      throw new Refusal('invalid_input', sentence, [{ path: 'regionCode', message: sentence }])
    }
  }

  /** A secret that does not fit: said at its own field, unlike a file that cannot be opened. */
  const wrong = (path: string, sentence: string) =>
    new Refusal('refused', sentence, [{ path, message: sentence }])

  /** Another one logs in after the one before has locked: the lanes belong to one account. */
  const refuseWhileOpen = (user?: string) => {
    if (app.desk && user !== app.desk.user)
      throw new Refusal('conflict', `现在由“${app.desk.user}”登录，请先锁定再换人登录。`)
  }

  /** Who gets the new passphrase is decided in the ledger itself, before anybody is in. */
  function succeed(opened: Credentials, asked: { user?: string | undefined; replaces?: string | undefined }) {
    const { database, regions } = app.files
    const db = openDatabase({ file: database, key: opened.key, regionsFile: regions, mode: 'write' })
    try {
      migrate(db, database)
      const at = app.place.now()
      return db.transaction(() =>
        succeedAdministrator(
          createAccountStore(db),
          { holder: opened.user, ...asked },
          { at, on: businessDate(at) },
        ),
      )()
    } finally {
      db.close()
    }
  }

  const whoLogsIn = (keyFile: KeyFile, asked: string | undefined): string => {
    const users = usersOf(keyFile)
    const [only] = users
    if (asked === undefined && users.length > 1 && !app.desk)
      throw wrong('user', '这份台账有几个账号，请先选择由谁登录。')
    const user = asked ?? app.desk?.user ?? only ?? ''
    if (!users.includes(user)) throw wrong('user', `没有“${user}”这个账号，请从名单中选择。`)
    return user
  }

  const handlers = {
    'session.status': status,
    'session.setup': async (input) => {
      requireKnownRegion(input.regionCode, 1, '单位所在地须是省、市、县（区）或乡镇。')
      const unit = { name: input.unitName, regionCode: input.regionCode }
      return { recoveryKey: await create(unit, input.userName, input.passphrase, false) }
    },
    'session.setupDemo': async (input, scope) => {
      const passphrase = input.passphrase ?? demoPassphrase
      requireKnownRegion(input.regionCode, 3, '演示数据的所在地须选到县（区）。')
      const unit = { name: '云岭县就业服务中心（演示）', regionCode: input.regionCode }
      await create(unit, demoAccounts[0].name, passphrase, true)
      const made = generateDemo(scope.desk, input.people, input.seed, scope)
      await addDemoAccounts(scope, passphrase)
      return { ...made, passphrase }
    },
    'session.unlock': async (input) => {
      const keyFile = readKeyFile(app.files.keys)
      const user = whoLogsIn(keyFile, input.user)
      refuseWhileOpen(user)
      const { found, failed } = await tryCounted(app.attempts, user, {
        path: 'passphrase',
        wrong: '口令不对，请重新输入。忘记口令时可用恢复密钥解锁。',
        check: () => unwrapKey(keyFile, 'passphrase', input.passphrase, user),
      })
      const opened = await open(found)
      return failed > 0 ? { ...opened, failedTries: failed } : opened
    },
    'session.recover': async (input) => {
      const keyFile = readKeyFile(app.files.keys)
      const opened = await unwrapKey(keyFile, 'recovery', normaliseRecoveryKey(input.recoveryKey))
      if (!opened) throw wrong('recoveryKey', '恢复密钥不对，请对照抄写的纸张逐字核对后重新输入。')
      refuseWhileOpen()
      const { user, left } = await alone(() => succeed(opened, input))
      const fresh = await createSlot('passphrase', user, input.newPassphrase, opened.key)
      const without = left === null ? keyFile : withPassphrase(keyFile, left, null)
      const result = await open({ key: opened.key, user })
      writeKeyFile(app.files.keys, withPassphrase(without, user, fresh))
      app.attempts.clear(user)
      return result
    },
    // Only the host of the threads listens to it.
    'session.touch': () => null,
    'session.lock': () => {
      app.close()
      lock?.release()
      lock = null
      signals.locked()
      return status()
    },
    'session.changePassphrase': async (input, scope) => {
      const keyFile = readKeyFile(app.files.keys)
      const opened = await unwrapKey(keyFile, 'passphrase', input.old, scope.desk.user)
      if (!opened) throw wrong('old', '原口令不对，口令没有修改。')
      if (input.new === input.old) throw wrong('new', '新口令和原来的一样，请换一个只有您自己知道的。')
      const fresh = await createSlot('passphrase', opened.user, input.new, opened.key)
      scope.desk.accounts.setPassphrase(opened.user, null)
      writeKeyFile(app.files.keys, withPassphrase(keyFile, opened.user, fresh))
      scope.desk.forget()
      return null
    },
  } satisfies Partial<Handlers>
  return handlers
}
