import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import type { Rehearsal } from '../../../shared/contract/calls/backup.ts'

/**
 * What is known of backups on this PC: where the second copy goes, the last failure, the last
 * rehearsal. Beside the backups and not in the ledger: a path belongs to a PC, and a ledger that was
 * restored elsewhere must not look for the stick of another office.
 */
const memory = z.object({
  second: z.string().nullable().catch(null),
  failure: z.object({ at: z.string(), message: z.string() }).nullable().catch(null),
  rehearsal: z
    .custom<Rehearsal>((value) => typeof value === 'object')
    .nullable()
    .catch(null),
})
export type BackupMemory = z.output<typeof memory>

const nothing: BackupMemory = { second: null, failure: null, rehearsal: null }

export function readMemory(file: string): BackupMemory {
  try {
    return memory.parse({ ...nothing, ...(JSON.parse(readFileSync(file, 'utf8')) as object) })
  } catch {
    return nothing
  }
}

/** Replaces the file at once or not at all. */
export function remember(file: string, change: Partial<BackupMemory>): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  writeFileSync(`${file}.new`, JSON.stringify({ ...readMemory(file), ...change }, null, 2), { mode: 0o600 })
  renameSync(`${file}.new`, file)
}
