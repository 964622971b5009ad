import { describe, expect, it } from 'vitest'
import {
  allowanceOf,
  daysOfMonth,
  spanInMonth,
  yearlyAllowance,
} from '../../../../src/shared/domain/post/pay.ts'
import { retirementMonth } from '../../../../src/shared/domain/post/retirement.ts'
import {
  durationOf,
  isLongerThan,
  mostAtOnce,
  overlaps,
  placementsOf,
  totalDuration,
} from '../../../../src/shared/domain/post/spells.ts'

const spell = (startedOn: string, endsOn: string, exitedOn: string | null = null, postId = 1) => ({
  postId,
  startedOn,
  endsOn,
  exitedOn,
})

describe('the allowance of a month in whole fen', () => {
  const monthly = { payBasis: 'month', rate: 60_000, dueDays: 22 } as const
  it.each([
    [0, 0],
    [10, 2727],
    [5, 1364],
    [110, 30_000],
    [215, 58_636],
    [220, 60_000],
    // Days beyond those due add nothing.
    [300, 60_000],
  ])('by the month, %i tenths of days come to %i fen', (present, fen) => {
    expect(allowanceOf(monthly, present)).toBe(fen)
  })
  it('is rounded half up, once', () => {
    expect(allowanceOf({ payBasis: 'month', rate: 1, dueDays: 2 }, 10)).toBe(1)
    expect(allowanceOf({ payBasis: 'month', rate: 1, dueDays: 3 }, 10)).toBe(0)
    expect(allowanceOf({ payBasis: 'day', rate: 3_333, dueDays: 22 }, 5)).toBe(1667)
  })
  it('by the day counts every day', () => {
    expect(allowanceOf({ payBasis: 'day', rate: 3_500, dueDays: 22 }, 255)).toBe(89_250)
  })
  it('of all parts of a month never comes to more than the rate, whatever the days due', () => {
    for (let dueDays = 1; dueDays <= 31; dueDays++) {
      for (let present = 0; present <= 310; present += 5) {
        const fen = allowanceOf({ payBasis: 'month', rate: 50_001, dueDays }, present)
        expect(Number.isInteger(fen)).toBe(true)
        expect(fen).toBeLessThanOrEqual(50_001)
        expect(
          Math.abs(fen - (50_001 * Math.min(present, dueDays * 10)) / (dueDays * 10)),
        ).toBeLessThanOrEqual(0.5)
      }
    }
  })
  it('of a year is twelve months, or so many days', () => {
    expect(yearlyAllowance(monthly)).toBe(720_000)
    expect(yearlyAllowance({ payBasis: 'day', rate: 1_500, dueDays: 22 })).toBe(396_000)
  })
})

describe('months', () => {
  it('end on their last day, leap years too', () => {
    expect(daysOfMonth('2024-02')).toEqual({ from: '2024-02-01', to: '2024-02-29' })
    expect(daysOfMonth('2025-02').to).toBe('2025-02-28')
    expect(daysOfMonth('2026-12').to).toBe('2026-12-31')
  })
  it('show the days of a spell in them', () => {
    expect(spanInMonth(spell('2026-02-27', '2026-03-02'), '2026-02')).toEqual({
      from: '2026-02-27',
      to: '2026-02-28',
      days: 2,
    })
    expect(spanInMonth(spell('2026-01-01', '2026-12-31', '2026-03-01'), '2026-03')?.days).toBe(1)
    expect(spanInMonth(spell('2026-01-01', '2026-12-31', '2026-02-28'), '2026-03')).toBeNull()
    expect(spanInMonth(spell('2026-04-01', '2026-12-31'), '2026-03')).toBeNull()
  })
})

describe('how long', () => {
  it.each([
    ['2026-01-01', '2026-06-30', 6, 0],
    ['2026-01-01', '2026-07-01', 6, 1],
    ['2025-08-31', '2026-02-27', 6, 0],
    ['2023-08-31', '2024-02-28', 6, 0],
    ['2024-02-29', '2025-02-27', 12, 0],
    ['2026-03-05', '2026-03-05', 0, 1],
  ])('%s to %s is %i months and %i days', (from, to, months, days) => {
    expect(durationOf(from, to)).toEqual({ months, days })
  })
  it('several spells are together, and a day more is more', () => {
    const three = [
      spell('2023-01-01', '2023-12-31'),
      spell('2024-01-01', '2024-12-31'),
      spell('2025-01-01', '2025-12-31'),
    ]
    expect(isLongerThan(totalDuration(three), 36)).toBe(false)
    expect(isLongerThan(totalDuration([...three, spell('2026-01-01', '2026-01-01')]), 36)).toBe(true)
  })
})

it('spells meet on a common day only; the exit counts before the contract’s end', () => {
  expect(overlaps(spell('2026-01-01', '2026-06-30'), spell('2026-06-30', '2026-12-31'))).toBe(true)
  expect(overlaps(spell('2026-01-01', '2026-06-30'), spell('2026-07-01', '2026-12-31'))).toBe(false)
  expect(overlaps(spell('2026-01-01', '2026-12-31', '2026-05-31'), spell('2026-06-01', '2026-12-31'))).toBe(
    false,
  )
})

it('places are taken by how many are there on one day, not by how many came and went', () => {
  const others = [spell('2026-01-01', '2026-03-31'), spell('2026-04-01', '2026-06-30')]
  expect(mostAtOnce(others, spell('2026-01-01', '2026-12-31'))).toBe(1)
  expect(mostAtOnce([...others, spell('2026-03-31', '2026-04-01')], spell('2026-01-01', '2026-12-31'))).toBe(
    2,
  )
  expect(mostAtOnce(others, spell('2026-07-01', '2026-12-31'))).toBe(0)
})

it('a contract that goes on with the same post is no new placement, one on another post is', () => {
  const first = spell('2024-01-01', '2024-12-31')
  expect(placementsOf([first, spell('2025-01-01', '2025-12-31')])).toBe(1)
  expect(placementsOf([first, spell('2025-03-01', '2025-12-31')])).toBe(2)
  expect(placementsOf([first, spell('2025-01-01', '2025-12-31', null, 2)])).toBe(2)
})

describe('retirement by the law of 2024', () => {
  it.each([
    ['1964-12-15', 'male', '2024-12'],
    ['1965-01-01', 'male', '2025-02'],
    ['1965-04-30', 'male', '2025-05'],
    ['1965-05-01', 'male', '2025-07'],
    ['1976-09-01', 'male', '2039-09'],
    ['1980-01-01', 'male', '2043-01'],
    ['1974-12-31', 'female', '2024-12'],
    ['1975-01-01', 'female', '2025-02'],
    ['1975-03-01', 'female', '2025-05'],
    ['1984-11-01', 'female', '2039-11'],
    ['1990-06-01', 'female', '2045-06'],
  ] as const)('born %s, %s: %s', (birth, sex, month) => {
    expect(retirementMonth(birth, sex)).toBe(month)
  })
})
