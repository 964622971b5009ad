import { join } from 'node:path'
import Database from 'better-sqlite3'
import { Refusal } from '../../shared/contract/result.ts'
import { createAccountStore } from './access/account.store.ts'
import { businessDate, createDesk, type Desk, type Lane, type Place, type Unit } from './context.ts'
import { migrate } from './db/migrate.ts'
import { type Db, openDatabase } from './db/open.ts'
import { regionChangeTableSql } from './db/region-change-table.ts'
import { attachNationalRegions, createRegionService, type RegionService } from './region/region.service.ts'
import { type Attempts, createAttempts } from './session/attempts.ts'
import { createCatalogueStore } from './system/catalogue.store.ts'
import { type Catalogue, loadCatalogue } from './system/catalogue.ts'

/** What opens the database; travels between the lanes in memory only. */
export interface Credentials {
  key: string
  user: string
}

/** What each lane keeps of the file in memory. */
const cacheMegabytes: Record<Lane, number> = {
  // At 500,000 people the two indexes that carry what lists are filtered by have 46 MB each, and must not
  // drive each other out.
  read: 112,
  // The indexes that 300,000 new rows are looked up in while they are written: with half of it they did.
  write: 56,
  // Long work goes through the file in its order and comes back to little.
  job: 24,
}

/** One lane of the core: the files it works on and, once unlocked, the open database. */
export interface App {
  readonly place: Place
  readonly lane: Lane
  readonly files: { database: string; keys: string; instance: string; regions: string }
  /** Wrong passphrases; asked on the writing lane only. */
  readonly attempts: Attempts
  /** The product's own dictionaries and parameters, known before any database is open. */
  readonly base: Catalogue
  readonly desk: Desk | null
  /** What opened it; null while it is locked. */
  readonly credentials: Credentials | null
  /** Regions of the country, also while locked. */
  regions: () => RegionService
  open: (credentials: Credentials) => Desk
  close: () => void
}

export function createApp(place: Place, lane: Lane): App {
  const files = {
    database: join(place.dataDir, 'ledger.db'),
    keys: join(place.dataDir, 'keys.json'),
    instance: join(place.dataDir, 'instance.lock'),
    regions: join(place.resourcesDir, 'generated', 'regions.sqlite'),
  }
  const base = loadCatalogue(place.resourcesDir)
  let desk: Desk | null = null
  let credentials: Credentials | null = null
  let bare: { db: Db; regions: RegionService } | null = null

  const bareRegions = () => {
    if (!bare) {
      const db = new Database(':memory:')
      db.exec(regionChangeTableSql)
      attachNationalRegions(db, files.regions)
      bare = { db, regions: createRegionService(db, { today: () => businessDate(place.now()) }) }
    }
    return bare.regions
  }

  return {
    place,
    lane,
    files,
    base,
    attempts: createAttempts(join(place.dataDir, 'attempts.json')),
    get desk() {
      return desk
    },
    get credentials() {
      return credentials
    },
    regions: () => desk?.regions ?? bareRegions(),
    open({ key, user }) {
      desk?.db.close()
      desk = null
      const db = openDatabase({
        file: files.database,
        key,
        regionsFile: files.regions,
        mode: lane === 'write' ? 'write' : 'read',
        cacheMegabytes: cacheMegabytes[lane],
      })
      try {
        if (lane === 'write') {
          migrate(db, files.database)
          const at = place.now()
          createAccountStore(db).ensureFirst(user, { at, on: businessDate(at) })
        }
        requireAccount(db, user)
        desk = createDesk(db, place, base, readUnit(db), { key, user })
        // From the first opening on; a reading lane finds what the writing one began.
        if (lane === 'write') desk.trail.begin()
        credentials = { key, user }
      } catch (error) {
        db.close()
        throw error
      }
      return desk
    },
    close() {
      if (lane === 'write' && desk) bringLogHome(desk.db)
      desk?.db.close()
      desk = null
      credentials = null
      bare?.db.close()
      bare = null
    },
  }
}

/** Whoever left does not get in, even with a key file from before. */
function requireAccount(db: Db, user: string): void {
  const account = createAccountStore(db).get(user)
  if (account && account.closedOn === null) return
  const sentence = account
    ? `“${user}”的账号已停用，不能登录。请由系统管理员办理。`
    : `台账里没有“${user}”这个账号，不能登录。请由系统管理员办理。`
  throw new Refusal('forbidden', sentence, [{ path: 'user', message: sentence }])
}

/**
 * Writes the log into the data file and empties it. Left alone it would stay, since the other lanes are still open; and a
 * log laid over a data file that was damaged or replaced meanwhile would change that file.
 */
function bringLogHome(db: Db): void {
  // A list or an export that is just being read keeps it: then it stays, which is no loss.
  db.pragma('busy_timeout = 200')
  db.pragma('wal_checkpoint(TRUNCATE)')
}

export function readUnit(db: Db): Unit {
  const stored = createCatalogueStore(db).meta('unit')
  if (!stored) throw new Error('unit missing in database')
  return JSON.parse(stored) as Unit
}
