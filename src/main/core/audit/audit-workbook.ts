import type { AuditCondition } from '../../../shared/contract/calls/audit.ts'
import { actionWord, auditSubjects, detailInWords } from '../../../shared/domain/audit/words.ts'
import type { CallScope } from '../context.ts'
import { type CellValue, type ColumnSpec, writeWorkbookBytes } from '../workbook/index.ts'
import { createAuditStore } from './audit.store.ts'
import { entryView, inInstants } from './entry-view.ts'

const text = (header: string, width: number): ColumnSpec => ({ header, width, kind: 'text' })

/** China's time, as a person reads it. */
const clock = (instant: string): string =>
  new Date(new Date(instant).getTime() + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')

/** Which entries stand in the workbook, in words. */
function basisOf({ from, to, actor, action, subject }: AuditCondition): string {
  const parts = [
    from || to ? `${from ?? '开始'} 至 ${to ?? '现在'}` : '全部时间',
    actor === undefined ? '全部经办人' : `经办人 ${actor}`,
    action === undefined ? '全部操作' : actionWord(action),
    ...(subject ? [`${auditSubjects[subject.kind]} ${subject.id} 号`] : []),
  ]
  return `${parts.join('，')}；按发生的先后；时间为北京时间`
}

/** The log as a finished workbook. Numbers and hashes are those of the chain, so that a line can be found again. */
export async function auditWorkbook(scope: CallScope, condition: AuditCondition) {
  const { desk } = scope
  const store = createAuditStore(desk.db)
  const basis = basisOf(condition)
  const total = store.newest()?.sequence ?? 0
  let rows = 0
  function* lines(): Iterable<CellValue[]> {
    for (const row of store.every(inInstants(condition))) {
      const { seq, at, actor, label, subjects, detail, changes, hash } = entryView(row)
      const about = subjects.map(({ kind, id }) => `${auditSubjects[kind]} ${id}`).join('、')
      yield [seq, clock(at), actor, label, about, detailInWords(detail), changes, hash]
      if (++rows % 500 === 0) {
        scope.progress('正在写出', rows, total)
        scope.checkCancelled()
      }
    }
  }
  const name = '操作日志'
  const bytes = await writeWorkbookBytes({
    properties: { title: name, creator: desk.unit.name, created: new Date(desk.now()) },
    sheets: [
      {
        name,
        title: [`${desk.unit.name}${name}`],
        columns: [
          { header: '序号', width: 8, kind: 'integer' },
          text('时间', 20),
          text('经办人', 12),
          text('操作', 26),
          text('对象', 30),
          text('说明', 40),
          { header: '改动处数', width: 10, kind: 'integer' },
          text('校验值', 68),
        ],
        rows: lines(),
        footer: [`口径：${basis}`],
        freeze: true,
        autoFilter: true,
        page: { paper: 'A4', landscape: true },
      },
    ],
  })
  return { name: `${name}-${desk.today().replaceAll('-', '')}.xlsx`, bytes, rows, basis }
}
