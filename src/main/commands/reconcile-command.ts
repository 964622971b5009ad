import { type LedgerName, ledgers } from '../../shared/domain/ledgers.ts'
import { isReconcileLedger, reconcileLedgers } from '../../shared/domain/reconcile/targets.ts'
import { sideWords } from '../../shared/domain/reconcile/words.ts'
import {
  answer,
  type Command,
  permitFor,
  readInput,
  required,
  UsageError,
  unlock,
  writeWhole,
} from './context.ts'

/** `reconcile FILE --against LEDGER OUT.xlsx`: compares, keeps the run, writes its workbook. */
export const reconcile: Command = async (context) => {
  const { values, positionals, call } = context
  const file = readInput(required(positionals[0], '请指定对方的名单。'))
  const path = required(positionals[1], '请指定要写出结果的文件。')
  const ledger = required(values.against, '请用 --against 指定台账。') as LedgerName
  if (!Object.hasOwn(ledgers, ledger) || !isReconcileLedger(ledger)) {
    const known = reconcileLedgers.map((name) => `${name} ${ledgers[name].label}`).join('，')
    throw new UsageError(`“${ledger}”不能用来核对，可用：${known}。`)
  }
  if ([values.earlier, values.list, values.on].filter(Boolean).length > 1)
    throw new UsageError('--list、--on 和 --earlier 只能用一个。')
  const earlier = values.earlier ? readInput(values.earlier) : null
  await unlock(context)
  const run = await call('reconcile.run', {
    file,
    ledger,
    against: earlier
      ? { kind: 'file', file: earlier }
      : values.on
        ? { kind: 'workOn', day: values.on }
        : { kind: 'ledger', list: await listKey(context, ledger) },
  })
  const full = await permitFor(context, 'reconcile.export')
  writeWhole(path, (await call('reconcile.export', { id: run.id, ...full })).bytes)
  const { counts } = run
  const words = sideWords(earlier !== null)
  return answer(context, { runId: run.id, file: path, basis: run.basis, ...counts }, [
    `已与“${run.basis}”核对，结果在 ${path}`,
    `一致 ${counts.equal}，不一致 ${counts.differs}，${words.onlyOurs} ${counts.onlyOurs}，${words.onlyTheirs} ${counts.onlyTheirs}，待认定 ${counts.open}，未核对 ${counts.unread}`,
  ])
}

/** A named list by its key or by the name it has on screen. */
async function listKey(
  { values, call }: Parameters<Command>[0],
  ledger: LedgerName,
): Promise<string | undefined> {
  if (!values.list) return undefined
  const lists = await call('ledger.lists', { ledger })
  return lists.find(({ key, label }) => key === values.list || label === values.list)?.key ?? values.list
}
