import type { BackupFacts, BackupOccasion, BackupState } from '../../../shared/contract/calls/backup.ts'
import { daysBetween } from '../../../shared/domain/calendar.ts'
import { formatCount, formatTime } from '../../composables/format.ts'

export const occasionWords: Record<BackupOccasion, string> = {
  daily: '每天自动',
  close: '锁定或关闭时',
  asked: '手动',
}

/** `12,034 人，4,100 户，8,812 条服务` */
export const contentsInWords = ({
  people,
  households,
  services,
}: Pick<BackupFacts, 'people' | 'households' | 'services'>): string =>
  `${formatCount(people)} 人，${formatCount(households)} 户，${formatCount(services)} 条服务`

export const sizeInWords = (bytes: number): string =>
  bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} KB` : `${formatCount(Math.round(bytes / 1e6))} MB`

/** After so many days without a second copy or a rehearsal the start page says so. */
const patience = { second: 7, rehearsal: 90 } as const

/** What the start page says about backups; nothing while all is well. */
export function backupNotices(
  { own, second, failure, rehearsal }: BackupState,
  today: string,
): { level: 'warn' | 'block'; text: string }[] {
  const notices: { level: 'warn' | 'block'; text: string }[] = []
  if (failure)
    notices.push({ level: 'block', text: `${formatTime(failure.at)} 的备份没有做成：${failure.message}` })
  if (rehearsal?.problem) notices.push({ level: 'block', text: `恢复演练没有通过：${rehearsal.problem}` })
  if (own.length === 0) return notices
  const age = (madeOn: string | undefined) =>
    madeOn === undefined ? Number.POSITIVE_INFINITY : daysBetween(madeOn, today)
  if (second === null)
    notices.push({
      level: 'warn',
      text: '备份只在这台电脑上，硬盘损坏会一起丢失。请设置U盘或另一块磁盘作第二份备份。',
    })
  else if (age(second.backups[0]?.madeOn) > patience.second)
    notices.push({
      level: 'warn',
      text: `第二份备份已超过 ${patience.second} 天没有更新，请插上U盘或移动硬盘。`,
    })
  if (age(rehearsal?.at.slice(0, 10)) > patience.rehearsal)
    notices.push({
      level: 'warn',
      text: rehearsal
        ? `上次恢复演练在 ${formatTime(rehearsal.at)}，已超过 ${patience.rehearsal} 天。`
        : '还没有做过恢复演练，不能确定备份能用。',
    })
  return notices
}
