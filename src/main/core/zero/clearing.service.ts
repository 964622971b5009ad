import type { ClearingCase, ClearingPlace, ClearingReport } from '../../../shared/contract/calls/zero.ts'
import { Refusal } from '../../../shared/contract/result.ts'
import { lastDay, monthOf } from '../../../shared/domain/calendar.ts'
import { clearingBasis, clearingFigures, sumCounts } from '../../../shared/domain/zero-household/report.ts'
import type { Desk, Handlers } from '../context.ts'
import { nearName } from '../ledger/ledger.service.ts'
import { createClearingStore, type Period } from './clearing.store.ts'
import { clearingWorkbook } from './clearing-workbook.ts'

/** The days of a month as far as they have come; refuses one that lies ahead. */
function periodOf(desk: Desk, month: string): Period {
  const today = desk.today()
  if (month > monthOf(today)) {
    throw new Refusal('invalid_input', '还没有到这个月，请选择本月或以前的月份。', [
      { path: 'month', message: '还没有到这个月' },
    ])
  }
  return { first: `${month}-01`, last: monthOf(today) === month ? today : lastDay(month) }
}

/** Villages summed up to where they belong today: townships, in a city its counties, in a province its cities. */
export function reportOf(desk: Desk, month: string): ClearingReport {
  const period = periodOf(desk, month)
  const level = Math.min((desk.regions.get(desk.unit.regionCode)?.level ?? 3) + 1, 4)
  const groups = new Map<string, { name: string; villages: ClearingPlace[] }>()
  for (const { code, ...counts } of createClearingStore(desk.db, desk.reach).counts(period)) {
    const above = code ? desk.regions.pathOf(code).find((region) => region.level >= level) : undefined
    const group = above?.code ?? code
    const known = groups.get(group) ?? {
      name: above?.name ?? (code ? desk.regions.displayName(code) : '未填地址'),
      villages: [],
    }
    const isVillage = desk.regions.get(code)?.level === 5
    known.villages.push({
      code,
      name: isVillage ? (desk.regions.get(code)?.name ?? '') : '（未填到村）',
      counts,
    })
    groups.set(group, known)
  }
  const places = [...groups]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([code, { name, villages }]) => ({
      code,
      name,
      counts: sumCounts(villages.map(({ counts }) => counts)),
      villages,
    }))
  return {
    month,
    to: period.last,
    places,
    total: sumCounts(places.map(({ counts }) => counts)),
    basis: desk.reach.basis(clearingBasis),
  }
}

export const clearingHandlers = {
  'zero.report': (input, { desk }) => reportOf(desk, input.month),
  'zero.cases': (input, { desk }) => {
    const place = input.exact
      ? { exactly: input.region ?? null }
      : input.region === undefined
        ? null
        : { under: desk.regions.scopeOf(input.region) }
    const { rows, total } = createClearingStore(desk.db, desk.reach).page(
      input.figure,
      periodOf(desk, input.month),
      place,
      input.limit,
      input.offset,
    )
    return {
      total,
      rows: rows.map(
        ({ region, ...row }): ClearingCase => ({
          ...row,
          village: region ? nearName(desk, region) : '',
        }),
      ),
    }
  },
  'zero.export': async (input, { desk }) => {
    const report = reportOf(desk, input.month)
    const store = createClearingStore(desk.db, desk.reach)
    const period = periodOf(desk, input.month)
    const cases = (['end', 'employed', 'declared', 'unwilling', 'gone'] as const).flatMap((figure) =>
      store.page(figure, period, null, -1, 0).rows.map(({ region, ...row }) => ({
        ...row,
        village: region ? nearName(desk, region) : '',
        what: clearingFigures[figure].label,
      })),
    )
    const bytes = await clearingWorkbook(desk, report, cases)
    return { name: `零就业户清零月报-${input.month}.xlsx`, bytes, rows: cases.length }
  },
} satisfies Partial<Handlers>
