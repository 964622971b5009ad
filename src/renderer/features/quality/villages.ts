import type { VillageQuality } from '../../../shared/contract/calls/system.ts'

export type ClearKey = 'employmentClear' | 'demandClear' | 'skillClear' | 'difficultyClear'
export type SortKey = keyof Omit<VillageQuality, 'code'>

/** The four 清, with what has to be filled in for each. */
export const clearKinds: readonly { key: ClearKey; label: string; hint: string }[] = [
  {
    key: 'employmentClear',
    label: '就业状态清',
    hint: '当前状态和是否务工已填；务工的，地点、形式、单位、时间、工资、行业、合同和社保齐全；未务工的，类型齐全。',
  },
  {
    key: 'demandClear',
    label: '就业需求清',
    hint: '未务工的，是否有外出计划及意向地、岗位、月薪或无意愿原因齐全；培训意愿已填。',
  },
  { key: 'skillClear', label: '技能水平清', hint: '劳动能力、技能等级、文化程度已填。' },
  {
    key: 'difficultyClear',
    label: '就业困难清',
    hint: '是否残疾人、就业困难类型（没有的也要填“无”）和户类型已填。',
  },
]

/** A new array in the wanted order; villages that are equal stand by their code. */
export function sortVillages(
  villages: readonly VillageQuality[],
  by: { key: SortKey; descending: boolean },
): VillageQuality[] {
  const sign = by.descending ? -1 : 1
  const compare = (one: VillageQuality, other: VillageQuality): number => {
    const left = one[by.key]
    const right = other[by.key]
    return typeof left === 'number' && typeof right === 'number'
      ? left - right
      : String(left).localeCompare(String(right), 'zh-CN')
  }
  return [...villages].sort((one, other) => sign * compare(one, other) || one.code.localeCompare(other.code))
}

/** Mean score weighted by people, so that a village of three does not count like one of three hundred. */
export function average(villages: readonly VillageQuality[]): number {
  const people = villages.reduce((sum, one) => sum + one.labourers, 0)
  if (people === 0) return 0
  return villages.reduce((sum, one) => sum + one.score * one.labourers, 0) / people
}
