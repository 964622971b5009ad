import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { BackupFacts, BackupOccasion, BackupView } from '../../../shared/contract/calls/backup.ts'
import { Refusal } from '../../../shared/contract/result.ts'
import type { App, Credentials } from '../app.ts'
import { businessDate, type Desk } from '../context.ts'
import { type Db, openDatabase } from '../db/open.ts'
import { readKeyFile } from '../security/key-envelope.ts'
import { bringTogether, type Contents, contentsOf, isReadable, isWhole } from './backup.store.ts'
import { backupsIn, copyToDisk, makeFolder, partsOf, prune, requireRoom, sizeOf } from './backup-folder.ts'

/** Where backups lie on this PC. */
export const backupFiles = (app: App) => ({
  own: join(app.place.dataDir, 'backups'),
  memory: join(app.place.dataDir, 'backups', 'backups.json'),
})

/** Opens a copy of a ledger; what it needs beside the key is this program's. */
export const openCopy = (
  app: App,
  file: string,
  { key }: Pick<Credentials, 'key'>,
  mode: 'read' | 'write',
): Db => openDatabase({ file, key, regionsFile: app.files.regions, mode, cacheMegabytes: 8 })

/** Reads a copy from end to end; throws a Refusal when it is not whole. */
export function check(
  app: App,
  file: string,
  credentials: Pick<Credentials, 'key'>,
  isSound: (db: Db) => boolean = isWhole,
): Contents {
  const db = openCopy(app, file, credentials, 'read')
  try {
    if (!isSound(db)) throw damagedCopy()
    return contentsOf(db)
  } finally {
    db.close()
  }
}
const damagedCopy = () =>
  new Refusal('refused', '这份备份已经损坏，不能用来恢复。请换另一份备份，并检查存放它的磁盘或U盘。')

const idOf = (time: number): string =>
  new Date(time + 8 * 3_600_000).toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-')

/** Two of the same second would replace each other: the later one takes the next second that is free. */
function freeId(place: string, instant: string): string {
  let time = Date.parse(instant)
  while (existsSync(join(place, idOf(time)))) time += 1000
  return idOf(time)
}

/**
 * Nothing to do: the ledger holds what the newest backup holds. What is set up beside it (parameters,
 * keys) leaves no change of its own, so a new day gets its backup in any case.
 */
function isDue(newest: BackupView | undefined, occasion: BackupOccasion, desk: Desk, today: string): boolean {
  if (occasion === 'asked' || !newest) return true
  if (occasion === 'daily') return newest.madeOn !== today
  return newest.lastChange !== desk.duties.lastSeq()
}

/**
 * A copy of the open ledger, checked by opening it. Runs on the writing lane inside its transaction:
 * nobody else writes, so data file and log belong together, and copying them takes a third of the
 * time of VACUUM INTO. Null when there is no need for one.
 *
 * @throws Refusal when there is no room, or the copy turns out not to be whole
 */
export function makeBackup(
  app: App,
  desk: Desk,
  occasion: BackupOccasion,
  program: string,
): BackupView | null {
  const { own } = backupFiles(app)
  const { credentials } = app
  if (!credentials) throw new Refusal('locked', '台账已锁定，请先输入口令解锁。')
  const now = app.place.now()
  const madeOn = businessDate(now)
  if (!isDue(backupsIn(own)[0], occasion, desk, madeOn)) return null
  const { database, keys } = app.files
  const id = freeId(own, now)
  const made = makeFolder(own, id, (folder) => {
    requireRoom(folder, sizeOf(database) + sizeOf(`${database}-wal`))
    const parts = partsOf(folder)
    copyToDisk(database, parts.database)
    if (existsSync(`${database}-wal`)) copyToDisk(`${database}-wal`, `${parts.database}-wal`)
    // Slots that are not readable would be found when they are needed.
    readKeyFile(keys)
    copyToDisk(keys, parts.keys)
    const copy = openCopy(app, parts.database, credentials, 'write')
    try {
      bringTogether(copy)
    } finally {
      copy.close()
    }
    const contents = check(app, parts.database, credentials, isReadable)
    const facts: BackupFacts = {
      ...{ id, madeAt: now, madeOn, occasion, unit: desk.unit, program },
      ...contents,
      bytes: sizeOf(parts.database),
      audit: desk.trail.head(),
    }
    return facts
  })
  prune(own, made)
  return made
}

/**
 * Brings a backup to another disk or stick and checks it there. Null when it is there already.
 *
 * @throws Refusal when the place cannot be written to, or the copy turns out not to be whole
 */
export function carry(
  app: App,
  backup: BackupView,
  place: string,
  credentials: Pick<Credentials, 'key'>,
): BackupView | null {
  if (!existsSync(place)) throw placeMissing(place)
  if (backupsIn(place).some(({ id }) => id === backup.id)) return null
  const { folder: from, ...facts } = backup
  try {
    const made = makeFolder(place, backup.id, (folder) => {
      requireRoom(folder, backup.bytes)
      const [source, target] = [partsOf(from), partsOf(folder)]
      copyToDisk(source.database, target.database)
      copyToDisk(source.keys, target.keys)
      check(app, target.database, credentials)
      return facts
    })
    prune(place, made)
    return made
  } catch (error) {
    if (error instanceof Refusal) throw error
    throw new Refusal(
      'refused',
      `备份没有写到“${place}”：磁盘不能写入或中途被拔出。本机的备份不受影响，请插好后再试。`,
    )
  }
}

export const placeMissing = (place: string) =>
  new Refusal('refused', `找不到文件夹“${place}”，请插好U盘或移动硬盘，或改填另一个文件夹。`)
