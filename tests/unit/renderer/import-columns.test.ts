import { describe, expect, it } from 'vitest'
import { assignField, columnsOf, sortColumns } from '../../../src/renderer/features/import/columns.ts'
import { countsSentence, timeLeft } from '../../../src/renderer/features/import/words.ts'
import { average, sortVillages } from '../../../src/renderer/features/quality/villages.ts'
import type { SheetFinding } from '../../../src/shared/contract/calls/exchange.ts'
import type { VillageQuality } from '../../../src/shared/contract/calls/system.ts'

const column = (index: number, header: string, field: string | null, samples = ['x']) => ({
  index,
  header,
  field,
  samples,
})
const finding: SheetFinding = {
  index: 0,
  name: 'Sheet1',
  hidden: false,
  headerRow: 1,
  rows: 3,
  moreRows: false,
  firstRows: [],
  columns: [
    column(0, '序号', null),
    column(1, '姓名', 'name'),
    column(2, '性别', null),
    column(3, '合同情况', null),
    column(4, '身份证号', 'idNumber'),
    column(5, '空列', null, []),
  ],
  ledger: 'labourer',
  missing: [],
  problem: null,
  layout: '',
  profile: null,
}

describe('columns of an import', () => {
  it('puts what nobody knows first and what the system has by itself last', () => {
    const order = sortColumns(finding, columnsOf(finding), 'labourer')
    expect(order.map(({ column: { header }, state }) => `${header} ${state}`)).toEqual([
      '合同情况 open',
      '姓名 taken',
      '身份证号 taken',
      '序号 needless',
      '性别 needless',
      '空列 needless',
    ])
  })

  it('takes a field away from the column that had it, regions excepted', () => {
    expect(assignField({ 1: 'name', 4: 'idNumber' }, 3, 'name', false)).toEqual({ 3: 'name', 4: 'idNumber' })
    expect(assignField({ 1: 'region' }, 2, 'region', true)).toEqual({ 1: 'region', 2: 'region' })
    expect(assignField({ 1: 'name', 4: 'idNumber' }, 1, null, false)).toEqual({ 4: 'idNumber' })
  })
})

describe('words of an import', () => {
  it('names only the counts that are not nought', () => {
    const counts = { rows: 5, inserted: 3, updated: 0, unchanged: 1, blocked: 1, warned: 2 }
    expect(countsSentence(counts)).toBe('新增 3 行，不变 1 行，阻止 1 行')
    expect(countsSentence({ ...counts, inserted: 0, unchanged: 0, blocked: 0 })).toBe('没有可以写入的行')
  })

  it('says the time left no more exactly than it is known', () => {
    expect([2, 23, 61, Number.POSITIVE_INFINITY].map(timeLeft)).toEqual([
      '马上完成',
      '约剩 25 秒',
      '约剩 2 分钟',
      '',
    ])
  })
})

describe('scores of villages', () => {
  const village = (name: string, labourers: number, score: number): VillageQuality => ({
    code: name,
    name,
    labourers,
    score,
    employmentClear: 0,
    demandClear: 0,
    skillClear: 0,
    difficultyClear: 0,
    withProblems: 0,
  })
  const villages = [village('甲', 100, 90), village('乙', 300, 50), village('丙', 0, 0)]

  it('orders by any figure, both ways', () => {
    const names = (descending: boolean) =>
      sortVillages(villages, { key: 'score', descending }).map(({ name }) => name)
    expect(names(false)).toEqual(['丙', '乙', '甲'])
    expect(names(true)).toEqual(['甲', '乙', '丙'])
  })

  it('weighs the mean by people', () => {
    expect(average(villages)).toBe(60)
    expect(average([])).toBe(0)
  })
})
