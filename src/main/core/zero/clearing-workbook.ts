import type { ClearingCase, ClearingReport } from '../../../shared/contract/calls/zero.ts'
import { chineseDate, lastDay } from '../../../shared/domain/calendar.ts'
import { clearingFigureKeys, clearingFigures } from '../../../shared/domain/zero-household/report.ts'
import type { Desk } from '../context.ts'
import { type CellValue, type ColumnSpec, writeWorkbookBytes } from '../workbook/index.ts'

const text = (header: string, width: number): ColumnSpec => ({ header, width, kind: 'text' })
const date = (header: string): ColumnSpec => ({ header, width: 12, kind: 'date' })

/** The monthly report by township and village, and on a second sheet the households behind it. */
export function clearingWorkbook(
  desk: Desk,
  report: ClearingReport,
  cases: readonly (ClearingCase & { what: string })[],
): Promise<Uint8Array> {
  const figures = (counts: ClearingReport['total']): CellValue[] =>
    clearingFigureKeys.map((key) => counts[key])
  const until = report.to === lastDay(report.month) ? '' : `（截至${chineseDate(report.to)}）`
  const title = `${desk.unit.name}${chineseDate(report.month)}零就业户清零月报${until}`
  const page = { paper: 'A4', landscape: true } as const
  function* rows(): Iterable<CellValue[]> {
    for (const { name, counts, villages } of report.places) {
      yield [name, '小计', ...figures(counts)]
      for (const village of villages) yield [name, village.name, ...figures(village.counts)]
    }
    yield ['合计', '', ...figures(report.total)]
  }
  return writeWorkbookBytes({
    properties: { title, creator: desk.unit.name, created: new Date(desk.now()) },
    sheets: [
      {
        name: '清零月报',
        title: [title],
        columns: [
          text('乡镇', 16),
          text('村（社区）', 18),
          ...clearingFigureKeys.map(
            (key): ColumnSpec => ({
              header: clearingFigures[key].label,
              width: 12,
              kind: 'integer',
            }),
          ),
        ],
        rows: rows(),
        footer: [
          `口径：${report.basis}`,
          ...clearingFigureKeys.map((key) => `${clearingFigures[key].label}：${clearingFigures[key].basis}`),
          '制表：　　　　　　审核：　　　　　　负责人：　　　　　　',
        ],
        freezeColumns: 2,
        page,
      },
      {
        name: '名单',
        title: [`${title}：名单`],
        columns: [
          text('列入', 16),
          text('户主', 12),
          text('村（社区）', 26),
          date('零就业起始日'),
          date('清零期限'),
          date('状态起'),
          date('状态止'),
        ],
        rows: cases.map((row): CellValue[] => [
          row.what,
          row.headName,
          row.village,
          row.since,
          row.dueOn,
          row.from,
          row.to,
        ]),
        footer: [`口径：${report.basis}`],
        page,
      },
    ],
  })
}
