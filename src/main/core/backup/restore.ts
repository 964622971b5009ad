import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { BackupView } from '../../../shared/contract/calls/backup.ts'
import { Refusal } from '../../../shared/contract/result.ts'
import type { App, Credentials } from '../app.ts'
import { createAuditStore } from '../audit/audit.store.ts'
import type { AuditHead } from '../audit/chain.ts'
import { createTrail } from '../audit/trail.ts'
import { schemaVersion } from '../db/migrations/index.ts'
import { createBatchStore } from '../history/batch.store.ts'
import { normaliseRecoveryKey, readKeyFile, unwrapKey } from '../security/key-envelope.ts'
import { bringTogether, hasAuditLog } from './backup.store.ts'
import { copyToDisk, partsOf, requireRoom } from './backup-folder.ts'
import { check, openCopy } from './make-backup.ts'

/** The key of a backup, for who has the passphrase or the recovery key of that time. */
export async function openSlots(keysFile: string, secret: string) {
  const slots = readKeyFile(keysFile)
  const opened =
    (await unwrapKey(slots, 'passphrase', secret)) ??
    (await unwrapKey(slots, 'recovery', normaliseRecoveryKey(secret)))
  if (!opened) {
    const sentence = '打不开这份备份：口令或恢复密钥不对。请用做这份备份时的口令，或当时抄写的恢复密钥。'
    throw new Refusal('refused', sentence, [{ path: 'secret', message: sentence }])
  }
  return opened
}

/** Everything that belongs to the ledger in the data folder. */
const belonging = ({ database, keys }: App['files']) => [database, `${database}-wal`, `${database}-shm`, keys]

/**
 * Puts a backup in the place of the ledger. It is copied and checked beside the ledger first; only
 * then the present files are moved aside and the new ones take their names. Whatever fails before
 * leaves everything as it was. Answers where the former files lie; null when there were none.
 *
 * @throws Refusal for a wrong secret, a damaged backup, one of a newer program, or a full disk
 */
export async function restore(app: App, backup: BackupView, secret: string): Promise<string | null> {
  const from = partsOf(backup.folder)
  const opened = await openSlots(from.keys, secret)
  const { database, keys } = app.files
  const arriving = { database: `${database}.arriving`, keys: `${keys}.arriving` }
  try {
    requireRoom(app.place.dataDir, backup.bytes)
    // Copied before it is opened: a ledger on a write-protected stick cannot be.
    copyToDisk(from.database, arriving.database)
    copyToDisk(from.keys, arriving.keys)
    const { schema } = check(app, arriving.database, opened)
    if (schema > schemaVersion)
      throw new Refusal(
        'refused',
        '这份备份由更新版本的程序做成，本程序版本较旧，没有恢复。请先升级程序。现有数据未被改动。',
      )
    enterRestore(app, arriving.database, opened, backup)
    const aside = moveAside(app)
    // The key slots first: a ledger without them could not be opened, slots without a ledger do no harm.
    renameSync(arriving.keys, keys)
    renameSync(arriving.database, database)
    return aside
  } finally {
    for (const file of Object.values(arriving)) rmSync(file, { force: true })
  }
}

/**
 * The restored ledger says itself that it was restored, and how far the log went that is now put aside: otherwise
 * verifying it would take the older file for one that somebody slipped in.
 */
function enterRestore(app: App, arriving: string, opened: Credentials, backup: BackupView): void {
  const aside = headOf(app, app.files.database, opened)
  const db = openCopy(app, arriving, opened, 'write')
  try {
    if (!hasAuditLog(db)) return
    const { now } = app.place
    createTrail(db, { batches: createBatchStore(db), actor: opened.user, now }).record({
      action: 'backup.restore',
      subjects: [],
      detail: { restoredFrom: backup.id, ...(aside && { asideSequence: aside.sequence }) },
    })
    bringTogether(db)
  } finally {
    db.close()
  }
}

/** How far the log of the present ledger goes; null when there is none or the key does not fit. */
function headOf(app: App, file: string, opened: Credentials): AuditHead | null {
  if (!existsSync(file)) return null
  // Only to look at it makes files beside it, which do not belong to what is put aside.
  const besides = [`${file}-wal`, `${file}-shm`].filter((beside) => !existsSync(beside))
  try {
    const db = openCopy(app, file, opened, 'read')
    try {
      return hasAuditLog(db) ? createAuditStore(db).newest() : null
    } finally {
      db.close()
    }
  } catch {
    return null
  } finally {
    for (const beside of besides) rmSync(beside, { force: true })
  }
}

function moveAside(app: App): string | null {
  const present = belonging(app.files).filter((file) => existsSync(file))
  if (present.length === 0) return null
  const stamp = app.place.now().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-')
  const aside = join(app.place.dataDir, `replaced-${stamp}`)
  mkdirSync(aside, { recursive: true, mode: 0o700 })
  for (const file of present) renameSync(file, join(aside, file.slice(app.place.dataDir.length + 1)))
  return aside
}
