import { packageKinds, receivedKinds, rowResults } from '../../shared/contract/calls/package.ts'
import type { Output } from '../../shared/contract/index.ts'
import { answer, type Command, readInput, required, unlock, writeWhole } from './context.ts'

export const packageUsage = `  package 文件.xlsx --to 单位 --profile 名称 [--changes|--reply 包编号] [--period 统计期] [--list 清单]
                                                       生成带签名的报送包；--changes 只报对方收到后有变化的
  receive 文件 [--dry-run]                             接收报送包或回执；--dry-run 只核对，不写入
  receipt 文件.xlsx --for 包编号                       为收到的包出具回执`

/** A profile by its key or its name. */
async function profileKey(call: Parameters<Command>[0]['call'], wanted: string): Promise<string> {
  const known = await call('profile.list', {})
  const found = known.find(({ key, label }) => key === wanted || label === wanted)
  if (!found) throw new Error(`没有叫“${wanted}”的上报格式，可用 labour-desk profiles 查看。`)
  return found.key
}

/** A received package by its number in the list or by its own id. */
async function receivedBy(call: Parameters<Command>[0]['call'], wanted: string): Promise<number> {
  const list = await call('package.list', {})
  const found = list.find(
    ({ direction, kind, undone, packageId, id }) =>
      direction === 'in' && kind !== 'receipt' && !undone && (packageId === wanted || String(id) === wanted),
  )
  if (!found) throw new Error('本单位没有接收过这个报送包，请核对包编号。')
  return found.id
}

export const makePackage: Command = async (context) => {
  const path = required(context.positionals[0], '请指定要写出的文件。')
  const { values, call } = context
  const to = required(values.to, '请用 --to 指定接收单位的名称或代码。')
  const wanted = required(values.profile, '请用 --profile 指定上报格式。')
  await unlock(context)
  const profile = await profileKey(call, wanted)
  const kind = values.reply !== undefined ? 'reply' : values.changes ? 'changes' : 'full'
  const made = await call('package.make', {
    ...{ to, profile, kind, list: values.list, period: values.period ?? '' },
    ...(values.reply !== undefined && { answers: await receivedBy(call, values.reply) }),
  })
  writeWhole(path, made.bytes)
  const { id, rows, sequence, removed, warnings } = made
  return answer(context, { file: path, id, kind, rows, sequence, removed, warnings }, [
    `已写出第 ${sequence} 号${packageKinds[kind]}包：${rows} 行${removed > 0 ? `，移出 ${removed} 条` : ''}，文件 ${path}`,
    ...warnings.map((warning) => `提醒：${warning}`),
  ])
}

const coverLines = ({
  sender,
  kind,
  sequence,
  profile,
  period,
  basis,
  warnings,
}: Output<'package.preview'>['incoming']) => [
  `${sender.name}（${sender.code}） 第 ${sequence} 号${packageKinds[kind]} ${profile.label}${period ? ` ${period}` : ''}`,
  `口径：${basis}`,
  ...warnings.map((warning) => `提醒：${warning}`),
]

const countLine = (counts: Output<'package.preview'>['counts']): string =>
  `共 ${counts.rows} 行：${Object.entries(receivedKinds)
    .map(([kind, label]) => `${label} ${counts[kind as keyof typeof receivedKinds]}`)
    .join('，')}`

const receiptLine = ({ sequence, results }: NonNullable<Output<'package.preview'>['receipt']>): string =>
  `对第 ${sequence} 号包的答复：${Object.entries(rowResults)
    .map(([result, label]) => `${label} ${results[result as keyof typeof rowResults]}`)
    .join('，')}`

export const receive: Command = async (context) => {
  const file = readInput(required(context.positionals[0], '请指定要接收的文件。'))
  const { values, call } = context
  await unlock(context)
  if (values['dry-run']) {
    const { incoming, counts, violations, receipt, shown } = await call('package.preview', { file })
    return answer(context, { id: null, incoming, counts, violations, receipt, shown }, [
      ...coverLines(incoming),
      receipt ? receiptLine(receipt) : countLine(counts),
      ...incoming.removed.map(({ name, key }) => `对方已移出：${name} ${key}`),
      '只核对，没有写入。',
    ])
  }
  const result = await call('package.receive', { file })
  if (result.receipt) return answer(context, result, [receiptLine(result.receipt)])
  return answer(context, result, [
    `${countLine(result.counts)}。编号 ${result.id}，可用 undo ${result.batchId} 撤销`,
    ...(result.counts.conflict > 0 ? ['有双方都改过的项目，请在“待认定”页面认定。'] : []),
  ])
}

export const makeReceipt: Command = async (context) => {
  const path = required(context.positionals[0], '请指定要写出的文件。')
  const wanted = required(context.values.for, '请用 --for 指定收到的包编号。')
  await unlock(context)
  const found = await receivedBy(context.call, wanted)
  const made = await context.call('package.receipt', { package: found })
  writeWhole(path, made.bytes)
  return answer(context, { file: path, id: made.id, rows: made.rows, sequence: made.sequence }, [
    `已写出回执：${made.rows} 行，文件 ${path}`,
  ])
}
