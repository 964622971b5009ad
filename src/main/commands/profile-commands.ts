import { ledgers } from '../../shared/domain/ledgers.ts'
import {
  answer,
  type Command,
  type CommandContext,
  permitFor,
  UsageError,
  unlock,
  writeWhole,
} from './context.ts'

export const profiles: Command = async (context) => {
  await unlock(context)
  const known = await context.call('profile.list', {})
  return answer(context, { profiles: known }, [
    ...known.flatMap(({ key, label, own, version, sheets }) => [
      `${key}\t${label}${own ? `（本单位建立，第 ${version} 版）` : ''}`,
      ...sheets.map((sheet) => `\t${sheet.name}\t${ledgers[sheet.ledger].label}\t口径：${sheet.basis}`),
    ]),
  ])
}

/** By key or by name, whole. */
export const exportProfile = async (
  context: CommandContext,
  path: string,
  wanted: string,
): Promise<number> => {
  const { values, call } = context
  const { since } = values
  if (since !== undefined && !/^(\d{4}-\d{2}-\d{2}|\d+)$/.test(since))
    throw new UsageError('--since 应为日期（如 2020-03-15）或修改序号。')
  await unlock(context)
  const known = await call('profile.list', {})
  const profile = known.find(({ key, label }) => key === wanted || label === wanted)
  if (!profile) throw new Error(`没有叫“${wanted}”的上报格式，可用 labour-desk profiles 查看。`)
  const result = await call('profile.export', {
    key: profile.key,
    list: values.list,
    ...(await permitFor(context, 'profile.export')),
    ...(since !== undefined && { since: since.includes('-') ? since : Number(since) }),
  })
  writeWhole(path, result.bytes)
  const sheets = profile.sheets.map(({ name }, index) => ({ name, rows: result.rows[index] ?? 0 }))
  return answer(
    context,
    {
      file: path,
      profile: profile.key,
      version: profile.version,
      sheets,
      basis: result.basis,
      sequence: result.sequence,
    },
    [
      `已按“${profile.label}”写出 ${sheets.map(({ name, rows }) => `${name} ${rows} 行`).join('，')} 到 ${path}。口径：${result.basis}`,
      `下次只报有变化的，用 --since ${result.sequence}`,
    ],
  )
}
