import type { DutyRow, DutyWhen } from '../../shared/contract/calls/duty.ts'
import { dutyKinds } from '../../shared/domain/duty/duties.ts'
import { answer, type Command, number, unlock } from './context.ts'

const whens: readonly DutyWhen[] = ['overdue', 'today', 'soon']
const words: Record<string, string> = { overdue: '超期', today: '今天到期', soon: '即将到期' }
const pageRows = 500

/** `due [--limit N] [--json]`: the work list, what is overdue, due today and soon, the most urgent first. */
export const due: Command = async (context) => {
  const { values, call } = context
  const limit = number(values.limit, 100, '--limit ') || 100
  await unlock(context)
  await call('duty.refresh', {})
  const counts = await call('duty.counts', {})
  const tasks: (DutyRow & { when: DutyWhen })[] = []
  for (const when of whens) {
    while (tasks.length < limit) {
      const offset = tasks.filter((task) => task.when === when).length
      const asked = Math.min(pageRows, limit - tasks.length)
      const { rows } = await call('duty.page', { when, offset, limit: asked })
      tasks.push(...rows.map((row) => ({ when, ...row })))
      if (rows.length < asked) break
    }
  }
  return answer(context, { ...counts, tasks }, [
    `待办任务，截至 ${counts.asOf}`,
    ...counts.kinds.map(
      (kind) =>
        `${kind.label}\t超期 ${kind.overdue}\t今天 ${kind.today}\t${counts.soonDays}天内 ${kind.soon}\t以后 ${kind.later}\t暂停 ${kind.paused}\t口径：${kind.basis}`,
    ),
    ...counts.sites.map(
      (duty) => `${duty.label}\t${duty.name}\t${duty.dueOn}\t${duty.missing}\t口径：${duty.basis}`,
    ),
    ...counts.lists.map((list) => `${list.label}\t${list.total} ${list.unit}\t口径：${list.basis}`),
    ...tasks.map((task) =>
      [words[task.when], dutyKinds[task.kind].label, task.name, task.village, task.dueOn, task.missing].join(
        '\t',
      ),
    ),
  ])
}
