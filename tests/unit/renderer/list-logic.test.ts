import { describe, expect, test } from 'vitest'
import { displayValue, shownMasked } from '../../../src/renderer/components/display.ts'
import { filterValueField, filterWords } from '../../../src/renderer/components/filter-words.ts'
import { columnsOf, moved } from '../../../src/renderer/components/ledger-columns.ts'
import { placeName } from '../../../src/renderer/components/region-names.ts'
import { readAddress, writeAddress } from '../../../src/renderer/features/records/list-address.ts'
import {
  anchoredAt,
  extended,
  nothingSelected,
  pageToggled,
  toggled,
} from '../../../src/renderer/features/records/selection.ts'
import { fieldByKey } from '../../../src/shared/domain/field.ts'
import { canSort, sortableRows } from '../../../src/shared/domain/filter.ts'
import { labourerLedger } from '../../../src/shared/domain/labourer/fields.ts'
import { productLookups } from './lookups.ts'

const field = (key: string) => fieldByKey(labourerLedger, key)
const lookups = productLookups()

describe('the address of a list', () => {
  test('brings list, filters, search, sort, page and open row back as they were', () => {
    const address = {
      list: 'employed',
      search: '张三',
      filters: [
        { field: 'monthlyWage', op: 'atLeast' as const, value: 400000 },
        { field: 'phone', op: 'empty' as const },
      ],
      sort: { field: 'monthlyWage', descending: true },
      page: 3,
      open: 17,
    }
    expect(readAddress(writeAddress(address), labourerLedger)).toEqual(address)
  })

  test('leaves out what is at its default', () => {
    expect(writeAddress({ list: null, search: '', filters: [], sort: null, page: 1, open: null })).toEqual({})
  })

  test.each([
    ['damaged text', '[{"field":'],
    ['not a list', '{"field":"phone"}'],
    ['an unknown field', '[{"field":"salary","op":"is","value":1}]'],
    ['an operator that does not fit', '[{"field":"phone","op":"under","value":"1"}]'],
    ['a condition without its value', '[{"field":"name","op":"contains"}]'],
    ['an empty set', '[{"field":"education","op":"in","value":[]}]'],
  ])('shows the whole list for %s', (_what, filters) => {
    expect(readAddress({ filters }, labourerLedger).filters).toEqual([])
  })

  test('takes no page below the first and no sort by a field that is not there', () => {
    expect(readAddress({ page: '-2', sort: 'salary' }, labourerLedger)).toMatchObject({ page: 1, sort: null })
  })
})

test('a list can be sorted by the declared fields, and by any while it is counted and short', () => {
  expect(canSort(labourerLedger, 'monthlyWage', null)).toBe(true)
  expect(canSort(labourerLedger, 'education', null)).toBe(false)
  expect(canSort(labourerLedger, 'education', sortableRows)).toBe(true)
  expect(canSort(labourerLedger, 'education', sortableRows + 1)).toBe(false)
})

describe('choosing rows', () => {
  const page = [11, 12, 13, 14, 15]

  test('Ctrl adds and takes away single rows', () => {
    const both = toggled(toggled(nothingSelected, 11), 14)
    expect([...both.ids]).toEqual([11, 14])
    expect([...toggled(both, 11).ids]).toEqual([14])
  })

  test('Shift reaches from the last chosen row, up or down, and keeps its beginning', () => {
    const down = extended(toggled(nothingSelected, 12), 14, page)
    expect([...down.ids]).toEqual([12, 13, 14])
    expect([...extended(down, 13, page).ids]).toEqual([12, 13])
    expect([...extended(down, 11, page).ids].sort()).toEqual([11, 12])
  })

  test('a click begins a range without choosing its row, and rows chosen elsewhere stay', () => {
    const clicked = anchoredAt(toggled(nothingSelected, 15), 12)
    expect([...clicked.ids]).toEqual([15])
    expect([...extended(clicked, 13, page).ids].sort()).toEqual([12, 13, 15])
  })

  test('with the keyboard Shift begins where the cursor was', () => {
    expect([...extended(nothingSelected, 13, page, 12).ids]).toEqual([12, 13])
  })

  test('Shift without a beginning on this page takes the one row', () => {
    expect([...extended(toggled(nothingSelected, 99), 12, page).ids]).toEqual([99, 12])
  })

  test('the box in the header takes the page, a second time gives it back, other pages stay', () => {
    const elsewhere = toggled(nothingSelected, 99)
    const all = pageToggled(elsewhere, page)
    expect(all.ids.size).toBe(6)
    expect([...pageToggled(all, page).ids]).toEqual([99])
  })
})

describe('columns', () => {
  test('remembered ones that no longer exist are passed over', () => {
    expect(columnsOf(labourerLedger, ['name', 'gone', 'phone', 'name']).map((one) => one.key)).toEqual([
      'name',
      'phone',
    ])
  })
  test('nothing remembered gives the usual ones', () => {
    expect(columnsOf(labourerLedger, []).map((one) => one.key)).toContain('idNumber')
  })
  test('a column moves and stops at the edge', () => {
    expect(moved(['a', 'b', 'c'], 0, 2)).toEqual(['b', 'c', 'a'])
    expect(moved(['a', 'b', 'c'], 1, 9)).toEqual(['a', 'c', 'b'])
  })
})

describe('values in a list', () => {
  test('numbers are masked in the middle, and short ones nearly whole', () => {
    expect(shownMasked('idNumber', '513433199001011234')).toBe('513433 ******** 1234')
    expect(shownMasked('phone', '13812345678')).toBe('138****5678')
    expect(shownMasked('phone', '12345')).toBe('***45')
  })
  test('ID numbers are grouped once revealed, money has separators', () => {
    expect(displayValue(field('idNumber'), '513433199001011234', lookups)).toBe('513433 19900101 1234')
    expect(displayValue(field('workIncome'), 2000050, lookups)).toBe('20,000.5')
    expect(displayValue(field('workIncome'), null, lookups)).toBe('')
  })
})

describe('a filter in words', () => {
  test.each([
    [{ field: 'monthlyWage', op: 'atLeast', value: 400000 }, '月平均工资 不小于 4000元'],
    [{ field: 'phone', op: 'empty' }, '联系电话未填'],
    [
      { field: 'labourAbility', op: 'in', value: ['ordinary', 'skilled'] },
      '劳动能力 属于 普通劳动力、技能劳动力',
    ],
    [{ field: 'isWorking', op: 'is', value: false }, '是否务工 等于 否'],
    [{ field: 'region', op: 'under', value: '433126101000' }, '户籍地在 古阳镇 之内'],
  ] as const)('%j', (filter, words) => {
    expect(filterWords(field(filter.field), filter as never, lookups)).toBe(words)
  })
  test('属于 takes several codes, one month stands for a set of months', () => {
    expect(filterValueField(field('education'), 'in').kind).toBe('codes')
    expect(filterValueField(field('workMonths'), 'contains').kind).toBe('month')
  })
})

describe('the name of a place', () => {
  const village = { code: '433126101202', level: 5, path: '湖南省 湘西州 古丈县 古阳镇 古丈坪社区' }
  test('inside the home county begins with the township', () => {
    expect(placeName(village, '433126000000')).toBe('古阳镇古丈坪社区')
    expect(placeName(village, '433126000000', false)).toBe('古阳镇')
  })
  test('elsewhere begins with the province', () => {
    expect(placeName(village, '510100000000')).toBe('湖南省湘西州古丈县古阳镇古丈坪社区')
    expect(
      placeName({ code: '310115104000', level: 4, path: '上海市 浦东新区 川沙新镇' }, '433126000000'),
    ).toBe('上海市浦东新区川沙新镇')
  })
})
