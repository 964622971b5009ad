import type { GraduateSummary, GraduateYear } from '../../../shared/contract/calls/graduate.ts'
import { countersOf } from '../../../shared/domain/graduate/derive.ts'
import { settledStatuses } from '../../../shared/domain/graduate/states.ts'
import { graduateSummaryBasis, settledRate, summaryColumns } from '../../../shared/domain/graduate/summary.ts'
import type { Desk } from '../context.ts'
import { type ColumnSpec, writeWorkbookBytes } from '../workbook/index.ts'
import type { YearSums } from './graduate.store.ts'

const nothing = { guidance: 0, referral: 0, training: 0, internship: 0 }

const yearOf = (sums: YearSums, codes: readonly string[]): GraduateYear => {
  const { year, total, registered, open, served } = sums
  const settled = Object.fromEntries(settledStatuses.map((status) => [status, sums[status]])) as Pick<
    GraduateYear,
    (typeof settledStatuses)[number]
  >
  const met = Object.fromEntries(codes.map((code) => [code, sums[code as keyof YearSums] as number]))
  return { year, total, registered, open, served, ...settled, rate: settledRate(total, open), met }
}

/** All years together. */
function sumOf(years: readonly GraduateYear[], codes: readonly string[]): GraduateYear {
  const add = (of: (year: GraduateYear) => number) => years.reduce((sum, year) => sum + of(year), 0)
  const settled = Object.fromEntries(
    settledStatuses.map((status) => [status, add((year) => year[status])]),
  ) as Pick<GraduateYear, (typeof settledStatuses)[number]>
  const [total, open] = [add((year) => year.total), add((year) => year.open)]
  return {
    year: null,
    total,
    open,
    registered: add(({ registered }) => registered),
    served: add(({ served }) => served),
    ...settled,
    rate: settledRate(total, open),
    met: Object.fromEntries(codes.map((code) => [code, add(({ met }) => met[code] ?? 0)])),
  }
}

export function summaryOf(desk: Desk, region: string | undefined): GraduateSummary {
  const { today, parameters } = desk.graduates.terms()
  const counters = countersOf(nothing, parameters).filter(({ needed }) => needed > 0)
  const codes = counters.map(({ code }) => code)
  const scope = region === undefined ? null : desk.regions.scopeOf(region)
  const years = desk.graduates.summary(counters, scope, desk.reach).map((sums) => yearOf(sums, codes))
  const where = region === undefined ? '' : `户籍地在${desk.regions.displayName(region)}之内；`
  return {
    asOf: today,
    basis: desk.reach.basis(`${where}${graduateSummaryBasis(counters)}`),
    years,
    sum: sumOf(years, codes),
    items: counters.map(({ code, label, needed }) => ({ code, label, needed })),
  }
}

/** The summary as a workbook to be handed in, with its 口径 below the table. */
export async function summaryWorkbook(
  desk: Desk,
  region: string | undefined,
): Promise<{ name: string; bytes: Uint8Array }> {
  const summary = summaryOf(desk, region)
  const columns = summaryColumns(summary.items)
  const specs: ColumnSpec[] = columns.map(({ label, kind }) => ({
    header: label,
    width: kind === 'text' ? 14 : 12,
    kind: kind === 'rate' ? 'decimal2' : kind === 'count' ? 'integer' : 'text',
  }))
  const title = `${desk.unit.name}高校毕业生就业情况汇总`
  const rows = [...summary.years, summary.sum].map((year) => columns.map(({ of }) => of(year)))
  const bytes = await writeWorkbookBytes({
    properties: { title, creator: desk.unit.name, created: new Date(desk.now()) },
    sheets: [
      {
        name: '毕业生汇总',
        title: [title],
        columns: specs,
        rows,
        footer: [
          `口径：${summary.basis}；截至${summary.asOf}`,
          '制表：　　　　　　审核：　　　　　　负责人：　　　　　　',
        ],
        page: { paper: 'A4', landscape: true },
      },
    ],
  })
  return { name: `高校毕业生汇总-${summary.asOf.replaceAll('-', '')}.xlsx`, bytes }
}
