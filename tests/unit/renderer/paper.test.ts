import { describe, expect, test } from 'vitest'
import { paginate } from '../../../src/renderer/features/print/paginate.ts'
import { villageColumns } from '../../../src/renderer/features/print/village-columns.ts'

describe('rows on pages', () => {
  test('fill a page and begin the next one, none is cut or lost', () => {
    expect(paginate([10, 10, 10, 10, 10], 25)).toEqual([
      { from: 0, to: 2 },
      { from: 2, to: 4 },
      { from: 4, to: 5 },
    ])
  })
  test('a row that just fits stays', () => {
    expect(paginate([10, 15], 25)).toEqual([{ from: 0, to: 2 }])
  })
  test('a row higher than the page has one of its own', () => {
    expect(paginate([10, 40, 10], 25)).toEqual([
      { from: 0, to: 1 },
      { from: 1, to: 2 },
      { from: 2, to: 3 },
    ])
  })
  test('a village without people is one page all the same', () => {
    expect(paginate([], 25)).toEqual([{ from: 0, to: 0 }])
  })
})

test('the columns of the village ledger are as wide as an A3 page between its margins', () => {
  const width = villageColumns.reduce((sum, column) => sum + column.width, 10)
  expect(width).toBeLessThanOrEqual(400)
  expect(width).toBeGreaterThan(380)
})
