import { describe, expect, it } from 'vitest'
import { dueDayOf, monthCountedOn, monthsToClose } from '../../../src/shared/domain/confirmation/months.ts'
import { sampleSize, verdictOf, zOf } from '../../../src/shared/domain/confirmation/sampling.ts'

const usual = { confidence: 95, margin: 5, proportion: 50 }

describe('the size of a sample', () => {
  it('is that of the tables: 385 of a population without end, fewer of a finite one', () => {
    expect(sampleSize(100_000_000, usual)).toBe(385)
    expect(sampleSize(10_000, usual)).toBe(370)
    expect(sampleSize(1000, usual)).toBe(278)
    expect(sampleSize(100, usual)).toBe(80)
    expect(sampleSize(10_000, { confidence: 99, margin: 5, proportion: 50 })).toBe(623)
    expect(sampleSize(10_000, { confidence: 95, margin: 2, proportion: 10 })).toBe(796)
  })

  it('is everybody of a small batch, one of one, none of none, and grows with the batch', () => {
    expect([0, 1, 2, 5, 10].map((batch) => sampleSize(batch, usual))).toEqual([0, 1, 2, 5, 10])
    let before = 0
    for (let batch = 1; batch < 3000; batch++) {
      const size = sampleSize(batch, usual)
      expect(size).toBeGreaterThanOrEqual(before)
      expect(size).toBeLessThanOrEqual(batch)
      before = size
    }
  })

  it.each([
    [50, 0.67449],
    [90, 1.64485],
    [95, 1.95996],
    [99, 2.57583],
    [99.9, 3.29053],
  ])('takes z of %d percent from the normal distribution', (confidence, z) => {
    expect(zOf(confidence)).toBeCloseTo(z, 4)
  })
})

describe('what a sample comes to', () => {
  const limits = { acceptedPercent: 2, unreachablePercent: 20 }
  const passes = (right: number, wrong: number, missed: number) =>
    verdictOf({ true: right, false: wrong, unreachable: missed }, limits).passed

  it('passes up to the share that is accepted, of those who were reached', () => {
    expect(passes(98, 2, 0)).toBe(true)
    expect(passes(97, 3, 0)).toBe(false)
    expect(passes(98, 2, 25)).toBe(true)
    expect(passes(98, 2, 26)).toBe(false)
  })
  it('fails when nobody was reached, whatever may be missed', () => {
    expect(
      verdictOf({ true: 0, false: 0, unreachable: 3 }, { acceptedPercent: 2, unreachablePercent: 100 })
        .passed,
    ).toBe(false)
  })
  it('says both counts in words', () => {
    expect(verdictOf({ true: 97, false: 3, unreachable: 0 }, limits).words).toBe(
      '核实到 100 条，不属实 3 条（3.0%，允许不超过2%），联系不上 0 条（占样本0.0%，允许不超过20%）。差错超过规定',
    )
  })
})

describe('the month of a confirmation', () => {
  it('is this one up to the 20th and the next one after it', () => {
    expect(monthCountedOn('2026-11-20', 20)).toBe('2026-11')
    expect(monthCountedOn('2026-11-21', 20)).toBe('2026-12')
    expect(monthCountedOn('2026-12-31', 20)).toBe('2027-01')
    expect(dueDayOf('2026-02', 20)).toBe('2026-02-20')
  })
  it('is closed once its day has passed, with every month that is still open before it', () => {
    expect(monthsToClose('2026-11-20', 20, '2026-11')).toEqual([])
    expect(monthsToClose('2026-11-21', 20, '2026-11')).toEqual(['2026-11'])
    expect(monthsToClose('2026-11-21', 20, '2026-12')).toEqual([])
    expect(monthsToClose('2027-01-25', 20, '2026-11')).toEqual(['2026-11', '2026-12', '2027-01'])
  })
})
