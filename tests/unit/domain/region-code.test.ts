import { expect, test } from 'vitest'
import {
  isUnder,
  reachesCity,
  reachesCounty,
  regionLevel,
  regionPrefix,
} from '../../../src/shared/domain/region-code.ts'

test.each([
  ['430000000000', 1],
  ['433100000000', 2],
  ['433126000000', 3],
  ['433126104000', 4],
  ['433126104202', 5],
  ['441900003000', 4],
  ['000000000000', null],
  ['433126', null],
  ['43312610420X', null],
])('the level of %s is %s', (code, level) => {
  expect(regionLevel(code)).toBe(level)
})

test('a region lies under itself and everything above it', () => {
  expect(isUnder('433126104202', '433126104000')).toBe(true)
  expect(isUnder('433126104202', '433126000000')).toBe(true)
  expect(isUnder('433126104202', '430000000000')).toBe(true)
  expect(isUnder('433126104202', '433126104202')).toBe(true)
  expect(isUnder('433126000000', '433126104000')).toBe(false)
  expect(isUnder('433127104202', '433126000000')).toBe(false)
  expect(isUnder('433126104202', '')).toBe(false)
})

test('the digits that name a region at a level', () => {
  expect(regionPrefix('433126104202', 3)).toBe('433126')
})

test('a city without counties stands for the county, other cities do not', () => {
  expect(reachesCounty('441900000000')).toBe(true)
  expect(reachesCounty('440300000000')).toBe(false)
  expect(reachesCounty('440306000000')).toBe(true)
  expect(reachesCounty('810000000000')).toBe(true)
})

test('a municipality is a city', () => {
  expect(reachesCity('310000000000')).toBe(true)
  expect(reachesCity('440000000000')).toBe(false)
  expect(reachesCity('440300000000')).toBe(true)
})
