import { isAbsolute, resolve } from 'node:path'
import { answer, type Command, required, unlock } from './context.ts'

export const backupUsage = `  backup [--to 文件夹]                                 备份台账并打开核对；--to 再写一份到那里
  restore 文件夹                                       用一份备份替换台账，原来的另存`

const whole = (place: string): string => (isAbsolute(place) ? place : resolve(place))

export const backup: Command = async (context) => {
  const { values, call } = context
  await unlock(context)
  const made = await call('backup.make', { occasion: 'asked' })
  const carried = values.to === undefined ? null : await call('backup.carry', { place: whole(values.to) })
  return answer(context, { made, carried }, [
    `已备份到 ${made?.folder}：${made?.people} 人，${made?.households} 户`,
    ...(carried ? [`另一份在 ${carried.folder}`] : []),
  ])
}

export const restore: Command = async (context) => {
  const { positionals, call, secret } = context
  const folder = whole(required(positionals[0], '请指定备份所在的文件夹。'))
  const result = await call('backup.restore', {
    folder,
    secret: await secret('LABOUR_DESK_PASSPHRASE', '做这份备份时的口令，或恢复密钥'),
  })
  const { restored, aside } = result
  return answer(context, result, [
    `已恢复 ${restored.madeAt} 的备份：${restored.people} 人，${restored.households} 户`,
    ...(aside ? [`原来的数据在 ${aside}`] : []),
  ])
}
