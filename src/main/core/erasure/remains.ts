import { existsSync, readdirSync } from 'node:fs'
import { retention, retentionBasis } from '../../../shared/domain/backup.ts'
import { addMonths, chineseDate } from '../../../shared/domain/calendar.ts'
import type { App } from '../app.ts'
import { backupsIn } from '../backup/backup-folder.ts'
import { readMemory } from '../backup/backup-memory.ts'
import { backupFiles } from '../backup/make-backup.ts'
import type { Desk } from '../context.ts'
import type { ErasureStore, Identity } from './erasure.store.ts'

/** Backups of a place, with the days between which they were made. */
function backupsAt(place: string, where: string, today: string): string[] {
  const days = backupsIn(place).map(({ madeOn }) => madeOn)
  const [newest, oldest] = [days[0], days.at(-1)]
  if (!newest || !oldest) return []
  const span = oldest === newest ? chineseDate(newest) : `${chineseDate(oldest)}至${chineseDate(newest)}`
  const until = chineseDate(addMonths(today.slice(0, 7), retention.months))
  return [
    `${where}的 ${days.length} 份备份（${span}）里还有此人：${retentionBasis}，较旧的逐步清除，最后一份预计到${until}；需要提前清除的，请另做一份新备份后人工删除这些备份`,
  ]
}

/**
 * What an erasure cannot reach or must leave, in sentences for the person who decides and for the proof:
 * nothing in them says who the person is.
 */
export function remainsOf(app: App, desk: Desk, store: ErasureStore, identity: Identity): string[] {
  const { own, memory } = backupFiles(app)
  const { second } = readMemory(memory)
  const today = desk.today()
  const inFolder = existsSync(app.place.dataDir) ? readdirSync(app.place.dataDir) : []
  const copies = inFolder.filter(
    (name) => name.startsWith('ledger.db.before-') || name.startsWith('replaced-'),
  )
  const receivers = identity.idNumber ? store.receivers(identity.idNumber) : []
  return [
    ...backupsAt(own, '本机', today),
    ...(second === null ? [] : backupsAt(second, '第二处', today)),
    ...(copies.length > 0
      ? [`数据文件夹里升级或恢复以前的副本里还有此人，请核对后人工删除：${copies.join('、')}`]
      : []),
    ...receivers.map(
      ({ name, numbers }) =>
        `曾报送给${name}（第 ${numbers.replaceAll(',', '、')} 号包），请书面通知对方一并删除`,
    ),
    '以前导出、打印的文件不在台账里，须另行收回或销毁',
    '别人的记录里如有提到其姓名的文字，不会自动改动；身份证号码在任何文字里都已删去',
    '操作日志按规定保存，其中只有记录编号，没有姓名、身份证号码和电话',
  ]
}
