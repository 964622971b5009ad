import { expect, test } from 'vitest'
import { sameValue } from '../../../src/shared/domain/field.ts'

test('values are the same whatever the order of a list', () => {
  expect(sameValue(['a', 'b'], ['b', 'a'])).toBe(true)
  expect(sameValue(['2020-01'], ['2020-02'])).toBe(false)
  expect(sameValue(['a', 'b'], ['a'])).toBe(false)
})

test('nothing is nothing, however it is written; zero and 否 are something', () => {
  expect(sameValue([], null)).toBe(true)
  expect(sameValue('', undefined)).toBe(true)
  expect(sameValue(0, null)).toBe(false)
  expect(sameValue(false, null)).toBe(false)
  expect(sameValue('1', 1)).toBe(false)
})
