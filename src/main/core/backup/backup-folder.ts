import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { type BackupFacts, type BackupView, backupOccasions } from '../../../shared/contract/calls/backup.ts'
import { Refusal } from '../../../shared/contract/result.ts'
import { keptBackups } from '../../../shared/domain/backup.ts'

/**
 * Backups as folders: `<place>/<id>/` holds the ledger, its key slots and `backup.json`, so that one
 * folder on a stick is all that another PC needs. A folder has its name only when it is whole.
 */
export const partsOf = (folder: string) => ({
  database: join(folder, 'ledger.db'),
  keys: join(folder, 'keys.json'),
  facts: join(folder, 'backup.json'),
})

const facts = z.object({
  id: z.string().regex(/^\d{8}-\d{6}$/),
  madeAt: z.string(),
  madeOn: z.string(),
  occasion: z.enum(backupOccasions),
  unit: z.object({ name: z.string(), regionCode: z.string() }),
  program: z.string(),
  schema: z.number(),
  people: z.number(),
  households: z.number(),
  services: z.number(),
  lastChange: z.number(),
  bytes: z.number(),
  audit: z.object({ sequence: z.number(), head: z.string() }).nullable().default(null),
})

/** What stands in `backup.json`; null for a folder that is no backup. */
function readFacts(folder: string): BackupFacts | null {
  try {
    return factsOfBackup(readFileSync(partsOf(folder).facts, 'utf8'))
  } catch {
    return null
  }
}

/** What a text says that stood in a `backup.json`; null when it is none. */
export function factsOfBackup(text: string): BackupFacts | null {
  try {
    return facts.parse(JSON.parse(text))
  } catch {
    return null
  }
}

/** The backup of a folder; null when it is none. */
export function backupIn(folder: string): BackupView | null {
  const found = readFacts(folder)
  const parts = partsOf(folder)
  return found && existsSync(parts.database) && existsSync(parts.keys) ? { ...found, folder } : null
}

/** The backups of a place, newest first; a place that is a backup itself is one. */
export function backupsIn(place: string): BackupView[] {
  const itself = backupIn(place)
  if (itself) return [itself]
  if (!existsSync(place)) return []
  return readdirSync(place, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .flatMap(({ name }) => backupIn(join(place, name)) ?? [])
    .toSorted((one, other) => (one.id < other.id ? 1 : -1))
}

/** Refuses before anything is written when there is not room for it, with a tenth to spare. */
export function requireRoom(place: string, bytes: number): void {
  const { bavail, bsize } = statfsSync(place)
  if (bavail * bsize > bytes * 1.1) return
  const megabytes = Math.ceil((bytes * 1.1) / 1e6)
  throw new Refusal('refused', `磁盘空间不足，备份需要约 ${megabytes} MB，没有备份。请腾出空间或换一个磁盘。`)
}

const sync = (file: string): void => {
  const descriptor = openSync(file, 'r+')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

export function copyToDisk(from: string, to: string): void {
  copyFileSync(from, to)
  sync(to)
}

/**
 * Makes the folder of a backup: `fill` puts ledger and keys there and answers the facts, which are
 * written last. Whatever throws leaves nothing behind.
 */
export function makeFolder(place: string, id: string, fill: (folder: string) => BackupFacts): BackupView {
  mkdirSync(place, { recursive: true, mode: 0o700 })
  const unfinished = join(place, `.${id}`)
  const folder = join(place, id)
  rmSync(unfinished, { recursive: true, force: true })
  try {
    mkdirSync(unfinished, { mode: 0o700 })
    const made = fill(unfinished)
    const { facts: file } = partsOf(unfinished)
    writeFileSync(file, JSON.stringify(made, null, 2))
    sync(file)
    rmSync(folder, { recursive: true, force: true })
    renameSync(unfinished, folder)
    return { ...made, folder }
  } catch (error) {
    // A stick that was pulled out cannot be tidied up either.
    try {
      rmSync(unfinished, { recursive: true, force: true })
    } catch {}
    throw error
  }
}

/** Removes the backups of this office that need not be kept any longer; those of others stay. */
export function prune(place: string, { unit }: Pick<BackupFacts, 'unit'>): void {
  const ours = backupsIn(place).filter(
    (one) => one.unit.name === unit.name && one.unit.regionCode === unit.regionCode,
  )
  const kept = keptBackups(ours)
  for (const { id, folder } of ours) if (!kept.has(id)) rmSync(folder, { recursive: true, force: true })
}

export const sizeOf = (file: string): number => (existsSync(file) ? statSync(file).size : 0)
