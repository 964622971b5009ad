import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import {
  type Parameter,
  parameterAt,
  ruleParameterKeys,
  ruleParametersAt,
} from '../../../src/shared/domain/parameters.ts'
import { resources } from './resources.ts'

const threshold: Parameter = {
  key: 'outCountyIncome',
  label: '县外务工年收入',
  unit: '元',
  min: 0,
  max: 10_000_000,
  decimals: 2,
  source: '测试',
  values: [
    { value: 9000, validFrom: null, validTo: '2025-12-31' },
    { value: 12000, validFrom: '2026-01-01', validTo: null },
    { value: 13000, validFrom: '2026-07-01', validTo: '2026-07-31' },
  ],
}

test.each([
  ['2020-01-01', 9000],
  ['2025-12-31', 9000],
  ['2026-01-01', 12000],
  ['2026-07-15', 13000],
  ['2026-08-01', 12000],
])('on %s the threshold is %i', (date, value) => {
  expect(parameterAt([threshold], 'outCountyIncome', date)).toBe(value)
})

test('a parameter that is missing is an error of the resources, not a zero', () => {
  expect(() => parameterAt([threshold], 'inCountyIncome', '2026-01-01')).toThrow('inCountyIncome')
})

test('the product comes with every parameter of the rules, in fen and tenths of months', () => {
  const rules = ruleParametersAt(resources.parameters, '2026-11-23')
  expect(Object.keys(rules).sort()).toEqual([...ruleParameterKeys].sort())
  expect(rules).toMatchObject({
    minimumAge: 16,
    ordinaryMaximumAge: 60,
    inCountyMonths: 10,
    inCountyIncome: 300_000,
    outCountyMonths: 30,
    outCountyIncome: 900_000,
    wageFloor: 40_000,
    wageCeiling: 3_000_000,
    workYearFirstMonth: 10,
    serviceYearFirstMonth: 1,
    confirmationDay: 20,
    reminderDay: 15,
  })
})

test('every parameter of the product names its unit and its source', () => {
  const file = new URL('../../../resources/parameters.json', import.meta.url)
  expect(readFileSync(file, 'utf8')).not.toContain('TODO')
  for (const { key, label, unit, source, values } of resources.parameters) {
    expect(
      [key, label, source].every((text) => text.length > 0),
      key,
    ).toBe(true)
    expect(typeof unit, key).toBe('string')
    expect(values.length, key).toBeGreaterThan(0)
  }
})
