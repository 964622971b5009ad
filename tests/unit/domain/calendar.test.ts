import { describe, expect, test } from 'vitest'
import {
  addDays,
  addMonths,
  chineseDate,
  compareLoose,
  daysBetween,
  firstDay,
  fullYearsBetween,
  isDate,
  isLooseDate,
  isMonth,
  lastDay,
  monthsBetween,
  monthsFrom,
  parseDate,
  parseLooseDate,
  parseMonth,
} from '../../../src/shared/domain/calendar.ts'

test.each([
  ['2020-02-29', true],
  ['2021-02-29', false],
  ['2100-02-29', false],
  ['2000-02-29', true],
  ['2020-04-31', false],
  ['2020-00-10', false],
  ['2020-1-1', false],
  ['2020/01/01', false],
  ['1899-12-31', false],
  ['20a0-01-01', false],
  ['', false],
])('%s is a date: %s', (text, expected) => {
  expect(isDate(text)).toBe(expected)
})

test('decision I: a loose date has a month and may have a day', () => {
  expect(isLooseDate('2020-03')).toBe(true)
  expect(isLooseDate('2020-03-15')).toBe(true)
  expect(isLooseDate('2020')).toBe(false)
  expect(isMonth('2020-13')).toBe(false)
  expect(isMonth('2020-03-15')).toBe(false)
})

test('a month and a day within it count as the same time', () => {
  expect(compareLoose('2020-03', '2020-03-15')).toBe(0)
  expect(compareLoose('2020-03-16', '2020-03-15')).toBeGreaterThan(0)
  expect(compareLoose('2020-02', '2020-03-01')).toBeLessThan(0)
  expect([firstDay('2020-02'), lastDay('2020-02'), lastDay('2020-02-10')]).toEqual([
    '2020-02-01',
    '2020-02-29',
    '2020-02-10',
  ])
})

test.each([
  ['2020-01-31', 1, '2020-02-29'],
  ['2021-01-31', 1, '2021-02-28'],
  ['2020-02-29', 12, '2021-02-28'],
  ['2020-03-31', -1, '2020-02-29'],
  ['2020-12-15', 1, '2021-01-15'],
  ['2020-01-15', -13, '2018-12-15'],
  ['2020-11', 2, '2021-01'],
  ['2020-01', -1, '2019-12'],
])('%s and %i months is %s', (date, months, expected) => {
  expect(addMonths(date, months)).toBe(expected)
})

test.each([
  ['2020-02-28', 1, '2020-02-29'],
  ['2020-02-28', 2, '2020-03-01'],
  ['2020-01-01', -1, '2019-12-31'],
  ['2019-01-01', 365, '2020-01-01'],
  ['2020-01-01', 366, '2021-01-01'],
  ['2020-03-01', -366, '2019-03-01'],
])('%s and %i days is %s', (date, days, expected) => {
  expect(addDays(date, days)).toBe(expected)
  expect(daysBetween(date, expected)).toBe(days)
})

test('every day of four years follows the one before it', () => {
  let date = '2019-12-30'
  for (let day = 0; day < 1500; day++) {
    const next = addDays(date, 1)
    expect(isDate(next)).toBe(true)
    expect(daysBetween('2019-12-30', next)).toBe(day + 1)
    date = next
  }
})

test.each([
  ['1990-03-07', '2006-03-06', 15],
  ['1990-03-07', '2006-03-07', 16],
  ['2004-02-29', '2020-02-28', 15],
  ['2004-02-29', '2020-02-29', 16],
  ['2004-02-29', '2021-02-27', 16],
  ['2004-02-29', '2021-02-28', 17],
  ['2020-05-01', '2020-04-30', -1],
])('born %s, somebody is on %s %i', (birth, on, years) => {
  expect(fullYearsBetween(birth, on)).toBe(years)
})

test('months between two dates count calendar months', () => {
  expect(monthsBetween('2020-01-31', '2020-02-01')).toBe(1)
  expect(monthsBetween('2021-06', '2026-06')).toBe(60)
  expect(monthsBetween('2020-03', '2019-12')).toBe(-3)
  expect(monthsFrom('2019-11', '2020-02')).toEqual(['2019-11', '2019-12', '2020-01', '2020-02'])
  expect(monthsFrom('2020-02', '2020-01')).toEqual([])
})

describe('what people type and files hold', () => {
  test.each([
    ['20200315', '2020-03-15'],
    ['2020-3-15', '2020-03-15'],
    ['2020/3/5', '2020-03-05'],
    ['2020.3', '2020-03'],
    ['2020.03.15', '2020-03-15'],
    ['2020年3月15日', '2020-03-15'],
    ['2020年03月15号', '2020-03-15'],
    ['2020年3月', '2020-03'],
    ['2020年 3 月', '2020-03'],
    ['202003', '2020-03'],
    ['２０２０年３月１５日', '2020-03-15'],
    ['2020-03-15 00:00:00', '2020-03-15'],
    ['2020-03-15T08:30:00.000Z', '2020-03-15'],
    [' 2020-03-15 ', '2020-03-15'],
  ])('%s is %s', (text, expected) => {
    expect(parseLooseDate(text)).toBe(expected)
  })

  test.each([
    '',
    '2020',
    '2020年',
    '20203',
    '2020-13',
    '2020-2-30',
    '3月15日',
    '15/3/2020',
    '43905',
    '至今',
    '2020-3-15-1',
  ])('“%s” is no date', (text) => {
    expect(parseLooseDate(text)).toBeNull()
  })

  test('where a day is needed a month alone is not enough, where a month is wanted the day is dropped', () => {
    expect(parseDate('2020年3月')).toBeNull()
    expect(parseDate('2020年3月5日')).toBe('2020-03-05')
    expect(parseMonth('2020年3月5日')).toBe('2020-03')
    expect(parseMonth('no')).toBeNull()
  })

  test('dates are shown as the office writes them', () => {
    expect(chineseDate('2020-03-05')).toBe('2020年3月5日')
    expect(chineseDate('2020-12')).toBe('2020年12月')
  })
})
