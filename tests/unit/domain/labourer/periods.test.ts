import { expect, test } from 'vitest'
import {
  isInPeriod,
  monthBoxes,
  monthsOf,
  reportableWorkYears,
  serviceYearOf,
  workYearOf,
} from '../../../../src/shared/domain/labourer/periods.ts'
import { contextOf } from './forms.ts'

const { parameters } = contextOf()

test('the work year changes on the first of October', () => {
  expect(workYearOf('2026-09-30', parameters)).toEqual({
    from: '2025-10-01',
    to: '2026-09-30',
    firstMonth: '2025-10',
    lastMonth: '2026-09',
  })
  expect(workYearOf('2026-10-01', parameters).from).toBe('2026-10-01')
  expect(workYearOf('2026-12', parameters).lastMonth).toBe('2027-09')
})

test('the service year is the calendar year', () => {
  expect(serviceYearOf('2026-12-31', parameters)).toMatchObject({ from: '2026-01-01', to: '2026-12-31' })
  expect(serviceYearOf('2027-01-01', parameters).from).toBe('2027-01-01')
})

test('where a year begins is a parameter', () => {
  const other = { ...parameters, workYearFirstMonth: 3 }
  expect(workYearOf('2024-02-29', other)).toMatchObject({ from: '2023-03-01', to: '2024-02-29' })
})

test('a month counts to exactly one year', () => {
  const year = workYearOf('2026-09-15', parameters)
  expect(monthsOf(year)).toHaveLength(12)
  expect([monthsOf(year)[0], monthsOf(year)[11]]).toEqual(['2025-10', '2026-09'])
  expect(['2025-09', '2025-10', '2026-09', '2026-10'].map((month) => isInPeriod(month, year))).toEqual([
    false,
    true,
    true,
    false,
  ])
})

test.each([
  ['2026-09-30', ['2025-10']],
  ['2026-10-01', ['2025-10', '2026-10']],
  ['2026-12-31', ['2025-10', '2026-10']],
  ['2027-01-01', ['2026-10']],
])('a form of %s reports the years beginning %j', (date, years) => {
  expect(reportableWorkYears(date, parameters).map((year) => year.firstMonth)).toEqual(years)
})

test('the form of October 2020 offers the 15 boxes of the source, later ones 12', () => {
  const boxes = monthBoxes('2020-10-15', parameters)
  expect(boxes).toHaveLength(15)
  expect([boxes[0], boxes[14]]).toEqual(['2019-10', '2020-12'])
  expect(monthBoxes('2021-02-01', parameters)).toHaveLength(12)
})
