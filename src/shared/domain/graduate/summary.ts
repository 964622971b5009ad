import type { Filter } from '../filter.ts'
import { settledStatuses } from './states.ts'

/** The summary by year of graduation: its columns, the list behind each figure and the 口径, for screen, workbook and paper. */

interface Item {
  readonly code: string
  readonly label: string
  readonly needed: number
}
type Year = {
  readonly year: string | null
  readonly total: number
  readonly registered: number
  readonly open: number
  readonly rate: number | null
  readonly served: number
  readonly met: Readonly<Record<string, number>>
} & Readonly<Record<(typeof settledStatuses)[number], number>>

export interface SummaryColumn {
  readonly key: string
  readonly label: string
  readonly kind: 'text' | 'count' | 'rate'
  readonly of: (year: Year) => string | number | null
  /** Conditions on the ledger that the people counted fulfil; null where the figure is no number of people. */
  readonly filters: readonly Filter[] | null
}

const settledLabels = {
  employed: '单位就业',
  study: '升学',
  army: '参军',
  venture: '自主创业',
  flexible: '灵活就业',
} as const
const countFields: Readonly<Record<string, string>> = {
  guidance: 'guidanceCount',
  referral: 'referralCount',
  training: 'trainingCount',
  internship: 'internshipCount',
}

/** Share of those who have a place, in percent with one decimal; null where there is nobody. */
export const settledRate = (total: number, open: number): number | null =>
  total === 0 ? null : Math.round(((total - open) / total) * 1000) / 10

/** The columns in order. 培训或见习 has no field of its own, so that figure opens no list. */
export const summaryColumns = (items: readonly Item[]): SummaryColumn[] => [
  {
    key: 'year',
    label: '毕业年度',
    kind: 'text',
    of: ({ year }) => (year === null ? '合计' : `${year}年`),
    filters: null,
  },
  { key: 'total', label: '毕业生', kind: 'count', of: ({ total }) => total, filters: [] },
  {
    key: 'registered',
    label: '实名登记',
    kind: 'count',
    of: ({ registered }) => registered,
    filters: [{ field: 'registeredOn', op: 'notEmpty' }],
  },
  ...settledStatuses.map(
    (status): SummaryColumn => ({
      key: status,
      label: settledLabels[status],
      kind: 'count',
      of: (year) => year[status],
      filters: [{ field: 'status', op: 'in', value: [status] }],
    }),
  ),
  {
    key: 'open',
    label: '未就业',
    kind: 'count',
    of: ({ open }) => open,
    filters: [{ field: 'status', op: 'in', value: ['unregistered', 'registered', 'notSeeking'] }],
  },
  { key: 'rate', label: '去向落实率(%)', kind: 'rate', of: ({ rate }) => rate, filters: null },
  ...items.map(({ code, label, needed }): SummaryColumn => {
    const field = countFields[code]
    return {
      key: code,
      label: `${label}满${needed}次`,
      kind: 'count',
      of: ({ met }) => met[code] ?? 0,
      filters: field ? [{ field, op: 'atLeast', value: needed }] : null,
    }
  }),
  {
    key: 'served',
    label: '服务全部完成',
    kind: 'count',
    of: ({ served }) => served,
    filters: [{ field: 'missing', op: 'empty' }],
  },
]

/** The condition that a file belongs to a year of graduation; none for all years together. */
export const ofYear = (year: string | null): Filter[] =>
  year === null
    ? []
    : [
        { field: 'graduatedOn', op: 'atLeast', value: `${year}-01` },
        { field: 'graduatedOn', op: 'atMost', value: `${year}-12` },
      ]

export const graduateSummaryBasis = (items: readonly Item[]): string =>
  `已建毕业生档案的人员，按毕业时间所在的自然年；实名登记为填写了登记日期的；去向落实率为（单位就业、升学、参军、自主创业、灵活就业）占毕业生的比例，未就业含未登记、离校未就业和暂不就业；服务从毕业当月起计（${items.map(({ label, needed }) => `${label}${needed}次`).join('、')}），同一人同一天同一项只算一次，未接受的也算已提供，已落实去向的也计入`
