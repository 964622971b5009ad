import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { cipher } from '../../../src/main/core/db/open.ts'
import { regionChangeTableSql } from '../../../src/main/core/db/region-change-table.ts'
import {
  attachNationalRegions,
  createRegionService,
  type RegionService,
} from '../../../src/main/core/region/region.service.ts'
import { buildRegions, defaultRegionsFile } from '../../../src/tools/build-regions.ts'

/** 古丈县, the county of the seed documents. */
export const county = '433126000000'
export const morong = '433126104000'
export const village = '433126104202'

/** The real national file, built when missing; some ten seconds the first time. */
export const nationalFile = (): string => {
  buildRegions()
  return defaultRegionsFile()
}

export interface Desk {
  db: Database.Database
  regions: RegionService
  /** Moves the business date. */
  setToday: (date: string) => void
  close: () => void
}

/** An encrypted ledger of its own in a temporary folder, with the national file beside it. */
export const openDesk = (today = '2026-06-01'): Desk => {
  const folder = mkdtempSync(join(tmpdir(), 'regions-'))
  const db = openEncrypted(join(folder, 'ledger.db'))
  db.exec(regionChangeTableSql)
  let day = today
  const regions = createRegionService(db, { today: () => day })
  return {
    db,
    regions,
    setToday: (date) => {
      day = date
    },
    close: () => {
      db.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export const openEncrypted = (file: string): Database.Database => {
  const db = new Database(file)
  db.pragma(`cipher = '${cipher}'`)
  db.pragma(`key = 'a passphrase of the test'`)
  db.pragma('journal_mode = WAL')
  attachNationalRegions(db, nationalFile())
  return db
}

export const context = (validFrom: string) => ({
  validFrom,
  actor: '王管理',
  enteredAt: '2026-06-01T08:00:00Z',
})
