/**
 * The monthly report 零就业户清零月报. Every figure is a condition on the spells without work
 * (spells.ts); the numbers of a place balance because every spell enters and leaves the stock once:
 *
 *   begin + found + resumed − employed − declared − gone = end
 */
export const clearingFigures = {
  begin: { label: '月初待清零', basis: '月初前一日终了时仍是零就业户，且没有有效的暂无就业意愿声明' },
  found: { label: '本月新增', basis: '本月起无人就业：最近一人的就业在本月结束，没有就业过的从采集之日起' },
  resumed: { label: '恢复帮扶', basis: '本月起声明不再有效（情况变化、材料撤回），重新列入待清零' },
  employed: { label: '已就业', basis: '本月有人就业（就业起始日），从待清零中消去' },
  declared: { label: '暂无就业意愿', basis: '本月签字的声明材料齐全：规定次数的服务、主要原因、签字、附件' },
  gone: { label: '其他减少', basis: '本月户内不再有劳动力，或并户、销户' },
  end: {
    label: '月末待清零',
    basis: '月末（本月为今天）终了时仍待清零，等于月初加新增、恢复，减已就业、暂无就业意愿、其他减少',
  },
  overdue: { label: '其中超期', basis: '月末待清零中已过清零期限的' },
  unwilling: { label: '月末暂无就业意愿', basis: '月末有效声明仍在的户，不在待清零内' },
} as const
export type ClearingFigure = keyof typeof clearingFigures
export const clearingFigureKeys = Object.keys(clearingFigures) as [ClearingFigure, ...ClearingFigure[]]
export type ClearingCounts = Record<ClearingFigure, number>

export const clearingBasis =
  '一户一算，按台账现有记录和就业的起止日期统计，补录以前的就业会改变以前月份的数；自主创业视为已就业；一户一个月内几次进出的逐次计入'

/** Nought, or by how much the numbers of a place fail to balance. */
export const imbalance = (counts: ClearingCounts): number =>
  counts.begin + counts.found + counts.resumed - counts.employed - counts.declared - counts.gone - counts.end

/** Sum of several places. */
export function sumCounts(rows: readonly ClearingCounts[]): ClearingCounts {
  const sum = Object.fromEntries(clearingFigureKeys.map((key) => [key, 0])) as ClearingCounts
  for (const row of rows) for (const key of clearingFigureKeys) sum[key] += row[key]
  return sum
}
