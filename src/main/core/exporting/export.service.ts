import { existsSync } from 'node:fs'
import { toCell } from '../../../shared/domain/field-text.ts'
import { ledgers } from '../../../shared/domain/ledgers.ts'
import { maskedValue } from '../../../shared/domain/mask.ts'
import { reported } from '../confirmation/reported.ts'
import { businessDate, type CallScope, type Desk, type Handlers } from '../context.ts'
import { lookupsOf } from '../importing/row-values.ts'
import { type ResolvedQuery, requireSort, resolveQuery, tooLongToSort } from '../ledger/lists.ts'
import { maskedNote } from '../privacy/privacy.service.ts'
import { type CellValue, writeWorkbookBytes } from '../workbook/index.ts'
import { columnSpec, type LaidOutColumn, layoutOf } from './layout.ts'

/** More columns than this do not fit A4 across, even landscape. */
const a4Columns = 12

function* cellRows(
  scope: CallScope,
  query: ResolvedQuery,
  layout: LaidOutColumn[],
  sort: ResolvedQuery['sort'],
  done: { rows: number },
  { total, masked }: { total: number; masked: boolean },
): Iterable<CellValue[]> {
  const { desk } = scope
  const lookups = lookupsOf(desk, desk.unit.regionCode)
  const keys = layout.map(({ field }) => field.key)
  for (const row of desk.ledger.all(query, query.search, keys, sort)) {
    yield layout.map(({ field }) => {
      const value = row.values[field.key] ?? null
      // A masked date is no date any more: it stands as the text it is.
      return masked && field.mask
        ? (maskedValue(field, value) as string | null)
        : toCell(field, value, lookups)
    })
    if (++done.rows % 1000 === 0) {
      scope.progress('正在写出', done.rows, total)
      scope.checkCancelled()
    }
  }
}

const fileDate = (desk: Desk) => desk.today().replaceAll('-', '')

export const exportHandlers = {
  'export.run': async (input, scope) => {
    const { desk } = scope
    const query = reported(desk, resolveQuery(desk, input))
    const layout = layoutOf(input.ledger, input.columns)
    requireSort(input.ledger, input.sort)
    const canSort = (by: typeof query.sort) => desk.ledger.canSort(query, query.search, by)
    if (!canSort(input.sort)) throw tooLongToSort(input.ledger, input.sort)
    const sort = input.sort ?? (canSort(query.sort) ? query.sort : undefined)
    const total = desk.ledger.count(query, query.search)
    const masked = input.full === undefined && layout.some(({ field }) => field.mask)
    const done = { rows: 0 }
    const isList = input.list !== undefined && query.label !== ledgers[input.ledger].label
    const title = `${desk.unit.name}${isList ? query.label : ledgers[input.ledger].label}`
    const bytes = await writeWorkbookBytes({
      properties: { title, creator: desk.unit.name, created: new Date(scope.app.place.now()) },
      compressionLevel: 3,
      sheets: [
        {
          name: query.label.slice(0, 31),
          title: [title],
          columns: layout.map((column) => columnSpec(column, desk.catalogue(), desk.today())),
          rows: cellRows(scope, query, layout, sort, done, { total, masked }),
          footer: [
            `口径：${query.basis}${masked ? `　${maskedNote}` : ''}`,
            `统计日期：${desk.today()}　共 ${total} 条　制表单位：${desk.unit.name}`,
          ],
          freeze: true,
          freezeColumns: Math.min(2, layout.length),
          autoFilter: true,
          page: { paper: layout.length > a4Columns ? 'A3' : 'A4', landscape: true },
        },
      ],
    })
    return { name: `${query.label}-${fileDate(desk)}.xlsx`, bytes, rows: done.rows, basis: query.basis }
  },
  'export.template': async (input, scope) => {
    const { app } = scope
    // A ledger that is only locked has dictionaries of its own, which are not left out in silence.
    const desk = existsSync(app.files.database) ? scope.desk : null
    const catalogue = desk?.catalogue() ?? app.base
    const today = businessDate(app.place.now())
    const ledger = ledgers[input.ledger]
    const columns = layoutOf(input.ledger).filter(({ field }) => !field.derived)
    const bytes = await writeWorkbookBytes({
      properties: {
        title: `${ledger.label}导入模板`,
        creator: desk?.unit.name ?? '县域就业台账',
        created: new Date(app.place.now()),
      },
      sheets: [
        {
          name: ledger.label,
          columns: columns.map((column) => columnSpec(column, catalogue, today)),
          rows: [],
          freeze: true,
          page: { paper: 'A3', landscape: true },
        },
      ],
    })
    return { name: `${ledger.label}导入模板.xlsx`, bytes }
  },
} satisfies Partial<Handlers>
