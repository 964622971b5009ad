import { describe, expect, it } from 'vitest'
import type { AnyRecord } from '../../../../src/shared/domain/field.ts'
import { checkVacancy, withValidity } from '../../../../src/shared/domain/vacancy/rules.ts'
import { vacancy } from '../../../fixtures/vacancies.ts'
import { resources } from '../resources.ts'

const context = { today: '2026-11-23', minimumAge: 16, staleDays: 7, isTwin: false }
const codes = (values: AnyRecord, more: object = {}) =>
  checkVacancy(vacancy(values), { ...context, ...more }).map(({ code }) => code)

describe('the rules of a vacancy', () => {
  it.each([
    [{}, {}, []],
    [{ employerName: null }, {}, ['V01_employerName']],
    [{ trade: null, wageFrom: null }, {}, ['V01_trade', 'V01_wageFrom']],
    [{ wanted: null }, {}, ['V01_wanted']],
    [{ collectedOn: null }, {}, ['V01_collectedOn']],
    [{ region: null }, {}, ['V02_place']],
    [{ region: null, address: '某国某市' }, {}, []],
    [{ wageTo: 350_000 }, {}, []],
    [{ wageTo: 349_999 }, {}, ['V03_wage']],
    [{ wageTo: null }, {}, []],
    [{ ageFrom: 15 }, {}, ['V04_minimum_age']],
    [{ ageFrom: 16 }, {}, []],
    [{ ageFrom: 50, ageTo: 50 }, {}, []],
    [{ ageFrom: 51, ageTo: 50 }, {}, ['V04_age']],
    [{ ageFrom: null, ageTo: 15 }, {}, ['V04_age']],
    [{ wanted: 0 }, {}, ['V05_number']],
    [{ filledElsewhere: 2 }, {}, []],
    [{ filledElsewhere: 3 }, {}, ['V05_filled']],
    [{ collectedOn: '2026-11-23' }, {}, []],
    [{ collectedOn: '2026-11-24' }, {}, ['V06_future']],
    [{ validUntil: '2026-11-20' }, {}, []],
    [{ validUntil: '2026-11-19' }, {}, ['V06_until']],
    [{}, { isTwin: true }, ['V07_twin']],
    // A week: the seventh day is still in time, also over the end of a leap February.
    [{ collectedOn: '2026-11-16' }, {}, []],
    [{ collectedOn: '2026-11-15' }, {}, ['V08_stale']],
    [{ collectedOn: '2028-02-23' }, { today: '2028-03-01' }, []],
    [{ collectedOn: '2028-02-22' }, { today: '2028-03-01' }, ['V08_stale']],
  ])('%j %j breaks %j', (values, more, expected) => {
    expect(codes(values, more)).toEqual(expected)
  })
})

describe('the end of validity', () => {
  const end = (before: AnyRecord | null, patch: AnyRecord) =>
    withValidity(before, patch, resources.parameters).validUntil

  it.each([
    ['2026-11-20', '2027-01-19'],
    ['2027-12-31', '2028-02-29'],
    ['2026-12-31', '2027-03-01'],
  ])('of what was collected on %s is %s where nobody named one', (collectedOn, expected) => {
    expect(end(null, { collectedOn })).toBe(expected)
    expect(end(null, { collectedOn, validUntil: null })).toBe(expected)
  })

  it('moves on with the collection, unless somebody named it', () => {
    const usual = { collectedOn: '2026-11-20', validUntil: '2027-01-19' }
    expect(end(usual, { collectedOn: '2026-12-20' })).toBe('2027-02-18')
    expect(end({ ...usual, validUntil: '2026-12-31' }, { collectedOn: '2026-12-20' })).toBeUndefined()
    expect(end(usual, { collectedOn: '2026-12-20', validUntil: '2026-12-25' })).toBe('2026-12-25')
    expect(end({ ...usual, validUntil: '2026-12-31' }, { validUntil: null })).toBe('2027-01-19')
    expect(end(usual, { wanted: 3 })).toBeUndefined()
  })
})
