import { expect, it } from 'vitest'
import { createFirstRows } from '../../src/main/core/importing/first-rows.ts'
import { checkDigit } from '../../src/shared/domain/id-number.ts'
import { idNumber } from '../fixtures/units.ts'

it('an ID number is known again by the row in which it stood first, however many there are', () => {
  const rows = createFirstRows()
  const numbers = Array.from({ length: 20_000 }, (_, count) => idNumber(count))
  expect(new Set(numbers).size).toBe(numbers.length)
  for (const [count, number] of numbers.entries()) expect(rows.see(number, count + 2)).toBeUndefined()
  for (const [count, number] of numbers.entries()) expect(rows.see(number, 1_000_000)).toBe(count + 2)
})

const sound = (digits: string) => digits + checkDigit(digits)

it.each([
  ['another century', sound('43312618991231999'), sound('43312619991231999')],
  ['another day', sound('43312619991230999'), sound('43312619991231999')],
  ['the largest number', sound('99999921991231999'), sound('99999921991231998')],
  ['the smallest number', sound('00000018000000000'), sound('00000018000000001')],
  ['a check digit that is right from one that is wrong', sound('43312619900101122'), '433126199001011220'],
  ['fifteen digits', '433126900101121', '433126900101122'],
  ['letters', 'H12345678', 'H12345679'],
  ['two check digits that are wrong', '433126199001011225', '433126199001011226'],
  ['a small x', '11010519491231002X', '11010519491231002x'],
  ['nothing', '', ' '],
])('%s is told apart from its like', (_what, one, other) => {
  const rows = createFirstRows()
  expect(rows.see(one, 3)).toBeUndefined()
  expect(rows.see(other, 4)).toBeUndefined()
  expect([rows.see(one, 9), rows.see(other, 9)]).toEqual([3, 4])
})
