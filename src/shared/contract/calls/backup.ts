import { z } from 'zod'
import { job, read, write } from '../call.ts'
import { noInput } from '../schemas.ts'

/** Why a backup was made. */
export const backupOccasions = ['daily', 'close', 'asked'] as const
export type BackupOccasion = (typeof backupOccasions)[number]

/** What is in a backup, as written beside it when it was made and checked. */
export interface BackupFacts {
  /** `20261126-152301`, China's time: sorts by time and names its folder. */
  id: string
  /** Instant, ISO. */
  madeAt: string
  /** Business date. */
  madeOn: string
  occasion: BackupOccasion
  unit: { name: string; regionCode: string }
  /** Version of the program and of the schema. */
  program: string
  schema: number
  people: number
  households: number
  services: number
  /** Number of the latest change in it. */
  lastChange: number
  bytes: number
  /** Head of the audit log in it: an anchor. Null in backups from before there was one. */
  audit: { sequence: number; head: string } | null
}

export interface BackupView extends BackupFacts {
  /** The folder of this backup. */
  folder: string
}

export interface Rehearsal {
  at: string
  backup: string
  madeAt: string
  /** Null: it would restore; otherwise what is wrong, in a sentence. */
  problem: string | null
  people: number
  households: number
  services: number
  /** Changes entered since that backup. */
  changesSince: number
}

export interface BackupState {
  /** Newest first. */
  own: BackupView[]
  /** The second disk or stick; null when none is set. */
  second: { place: string; backups: BackupView[]; problem: string | null } | null
  /** What went wrong the last time, with the instant; null after the next success. */
  failure: { at: string; message: string } | null
  rehearsal: Rehearsal | null
  /** 口径 of what is kept. */
  retention: string
}

const folder = z.string('请填写文件夹').trim().min(1, '请填写文件夹').max(500, '文件夹的地址不超过500字')
const secret = z.string('请输入口令或恢复密钥').min(1, '请输入口令或恢复密钥').max(200)

export const backupCalls = {
  'backup.state': read<BackupState>()('system.read', noInput, 'any'),
  /** Copies the ledger as it stands and checks the copy. `daily` and `close` do nothing when there is no need. */
  'backup.make': write<BackupView | null>()(
    'upkeep',
    z.object({ occasion: z.enum(backupOccasions, '没有这种备份').default('asked') }),
    'any',
  ),
  /** Brings the newest backup to the second disk or stick, or to `place` this once; null when there is none or it is there already. */
  'backup.carry': job<BackupView | null>()('upkeep', z.object({ place: folder.optional() }), 'any'),
  'backup.setSecond': job<null>()('system.edit', z.object({ place: folder.nullable() })),
  /** Opens the newest backup as a restore would, and keeps the report. */
  'backup.rehearse': job<Rehearsal>()('system.read', noInput, 'any'),
  /** The backups in a folder, or in this program's own; also while nothing is open. */
  'backup.look': read<BackupView[]>()('open', z.object({ place: folder.optional() })),
  /** Puts a backup in the place of the ledger, which is kept aside. Only while the ledger is closed. */
  'backup.restore': write<{ restored: BackupFacts; aside: string | null }>()(
    'open',
    z.object({ folder, secret }),
  ),
}
