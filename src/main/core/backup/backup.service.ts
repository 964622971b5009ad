import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { isAbsolute, join, relative } from 'node:path'
import type { BackupState, BackupView, Rehearsal } from '../../../shared/contract/calls/backup.ts'
import { Refusal } from '../../../shared/contract/result.ts'
import { retentionBasis } from '../../../shared/domain/backup.ts'
import type { App } from '../app.ts'
import { keepAnchor } from '../audit/anchors.ts'
import type { Handlers } from '../context.ts'
import { lockInstance } from '../session/instance-lock.ts'
import { version } from '../version.ts'
import { backupIn, backupsIn, copyToDisk, partsOf } from './backup-folder.ts'
import { readMemory, remember } from './backup-memory.ts'
import { backupFiles, carry, check, makeBackup, placeMissing } from './make-backup.ts'
import { restore } from './restore.ts'

const placeProblem = (place: string): string | null =>
  existsSync(place) ? null : placeMissing(place).message

function stateOf(app: App): BackupState {
  const { own, memory } = backupFiles(app)
  const { second, failure, rehearsal } = readMemory(memory)
  return {
    own: backupsIn(own),
    second:
      second === null ? null : { place: second, backups: backupsIn(second), problem: placeProblem(second) },
    failure,
    rehearsal,
    retention: retentionBasis,
  }
}

/** Notes a failure for the start page, and forgets it after the next success; the caller hears of it too. */
function noted<T>(app: App, work: () => T): T {
  const { memory } = backupFiles(app)
  try {
    const value = work()
    if (readMemory(memory).failure) remember(memory, { failure: null })
    return value
  } catch (error) {
    const message =
      error instanceof Refusal ? error.message : '备份没有做成，请检查磁盘是否可写、空间是否足够。'
    try {
      remember(memory, { failure: { at: app.place.now(), message } })
    } catch {
      // Nowhere to write it down: the caller still hears of it.
    }
    throw error instanceof Refusal ? error : new Refusal('refused', message)
  }
}

/** A folder for the second copy: there, writable, and not inside the folder of the data itself. */
function requirePlace(app: App, place: string): void {
  const at = (sentence: string) => new Refusal('refused', sentence, [{ path: 'place', message: sentence }])
  if (!isAbsolute(place)) throw at('请填写完整的文件夹地址，例如 E:\\台账备份。')
  if (!existsSync(place) || !statSync(place).isDirectory()) throw at(placeMissing(place).message)
  const inside = relative(app.place.dataDir, place)
  if (!inside.startsWith('..') && !isAbsolute(inside))
    throw at('这个文件夹就在台账的数据文件夹里，磁盘损坏时会一起丢失，请另选U盘或另一块磁盘。')
  const trial = join(place, `.trial-${process.pid}`)
  try {
    writeFileSync(trial, '')
    rmSync(trial)
  } catch {
    throw at(`“${place}”不能写入，请检查它是否只读，或另选一个文件夹。`)
  }
}

/** Opens the newest backup as a restore would do it, in a folder of its own. */
function rehearse(app: App, lastChange: number): Rehearsal {
  const { own } = backupFiles(app)
  const [newest] = backupsIn(own)
  const { credentials } = app
  if (!newest || !credentials) throw new Refusal('not_found', '还没有备份，请先点“立即备份”。')
  const report = {
    ...{ at: app.place.now(), backup: newest.id, madeAt: newest.madeAt },
    ...{ people: newest.people, households: newest.households, services: newest.services },
    changesSince: Math.max(0, lastChange - newest.lastChange),
  }
  const folder = mkdtempSync(join(own, '.rehearsal-'))
  try {
    copyToDisk(partsOf(newest.folder).database, partsOf(folder).database)
    const found = check(app, partsOf(folder).database, credentials)
    const isSame =
      found.people === newest.people &&
      found.households === newest.households &&
      found.lastChange === newest.lastChange
    return {
      ...report,
      problem: isSame ? null : '备份里的人数、户数与备份时的记录不一致，请立即另做一份备份。',
    }
  } catch (error) {
    return {
      ...report,
      problem: error instanceof Refusal ? error.message : '备份打不开，请立即另做一份备份。',
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export const backupHandlers = {
  'backup.state': (_input, { app }) => stateOf(app),
  'backup.make': ({ occasion }, { app, desk }): BackupView | null => {
    // A county that only shows the program needs none unless it is asked for.
    if (occasion !== 'asked' && desk.catalogueStore.meta('demo') === 'true') return null
    const made = noted(app, () => makeBackup(app, desk, occasion, version))
    if (made) keepAnchor(app, desk)
    return made
  },
  'backup.carry': ({ place }, { app }) => {
    const { own, memory } = backupFiles(app)
    if (place !== undefined) requirePlace(app, place)
    const second = place ?? readMemory(memory).second
    const [newest] = backupsIn(own)
    const { credentials } = app
    if (second === null || !newest || !credentials) return null
    return noted(app, () => carry(app, newest, second, credentials))
  },
  'backup.setSecond': ({ place }, { app }) => {
    if (place !== null) requirePlace(app, place)
    remember(backupFiles(app).memory, { second: place, failure: null })
    return null
  },
  'backup.rehearse': (_input, { app, desk }) => {
    const report = rehearse(app, desk.duties.lastSeq())
    remember(backupFiles(app).memory, { rehearsal: report })
    return report
  },
  'backup.look': ({ place }, { app }) => {
    if (place === undefined) return backupsIn(backupFiles(app).own)
    if (!existsSync(place)) {
      const { message } = placeMissing(place)
      throw new Refusal('not_found', message, [{ path: 'place', message }])
    }
    return backupsIn(place)
  },
  'backup.restore': async ({ folder, secret }, { app }) => {
    if (app.desk) throw new Refusal('conflict', '台账正打开着，请先锁定台账，再从备份恢复。')
    const backup = backupIn(folder)
    if (!backup) throw new Refusal('not_found', '这个文件夹里没有备份，请重新选择。')
    const lock = lockInstance(app.files.instance)
    try {
      const aside = await restore(app, backup, secret)
      const { folder: _, ...restored } = backup
      return { restored, aside }
    } finally {
      lock.release()
    }
  },
} satisfies Partial<Handlers>
