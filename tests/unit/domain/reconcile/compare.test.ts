import { describe, expect, it } from 'vitest'
import type { FieldValue } from '../../../../src/shared/domain/field.ts'
import { parseFieldText } from '../../../../src/shared/domain/field-text.ts'
import { agrees, nameKey } from '../../../../src/shared/domain/reconcile/compare.ts'
import {
  compareField,
  type ReconcileLedger,
  whyNotComparable,
} from '../../../../src/shared/domain/reconcile/targets.ts'
import { fixtureLookups } from '../../../fixtures/lookups.ts'

const value = (ledger: ReconcileLedger, key: string, text: string): FieldValue => {
  const parsed = parseFieldText(compareField(ledger, key), { text }, fixtureLookups())
  if ('problem' in parsed) throw new Error(parsed.problem.message)
  return parsed.value
}
const same = (key: string, ours: string, theirs: string, ledger: ReconcileLedger = 'labourer') =>
  agrees(compareField(ledger, key), value(ledger, key, ours), value(ledger, key, theirs))

describe('what two offices write', () => {
  it.each([
    ['sex', '男', '1'],
    ['employedOn', '2020.3', '2020年3月'],
    ['employedOn', '2020年3月', '2020-03-15'],
    ['monthlyWage', '0.35万', '3,500元'],
    ['isWorking', '√', '是'],
    ['workMonths', '2026年1月、2月', '2026-02,2026-01'],
    ['phone', '138-0000-0001', '+86 13800000001'],
    ['employerName', '南屏建筑（演示）工程队', '南屏建筑(演示) 工程队'],
    ['name', '阿卜杜·热合曼', '阿卜杜热合曼'],
    ['idNumber', '43312619900101122341B1', '433126199001011223'],
  ])('%s: %s and %s are the same', (key, ours, theirs) => {
    expect(same(key, ours, theirs)).toBe(true)
  })

  it.each([
    ['sex', '男', '2'],
    ['employedOn', '2020年3月', '2020年4月'],
    ['employedOn', '2020-03-14', '2020-03-15'],
    ['phone', '13800000001', '13800000002'],
    ['employerName', '南屏建筑', '南屏建材'],
    ['idNumber', '433126199001011223', '433126199001011225'],
  ])('%s: %s and %s differ', (key, ours, theirs) => {
    expect(same(key, ours, theirs)).toBe(false)
  })

  it('takes a township for the village inside it, and no other', () => {
    const region = compareField('labourer', 'region')
    expect(agrees(region, '433126101219', '433126101000')).toBe(true)
    expect(agrees(region, '433126101219', '433126102000')).toBe(false)
    expect(agrees(region, '433126101219', '433126101218')).toBe(false)
  })

  it('says that a blank is no value of the other side', () => {
    expect(agrees(compareField('labourer', 'phone'), '13800000001', null)).toBe(false)
    expect(agrees(compareField('labourer', 'phone'), null, '')).toBe(true)
  })

  it('knows names without blanks and middle dots', () => {
    expect(nameKey('阿卜杜•热 合曼')).toBe(nameKey('阿卜杜·热合曼'))
  })
})

describe('columns that tell people apart', () => {
  it.each([
    ['labourer', ['idNumber'], true],
    ['labourer', ['name', 'phone'], true],
    ['labourer', ['name', 'region'], true],
    ['employment', ['name', 'birthDate'], true],
    ['household', ['headName', 'phone'], true],
    ['labourer', ['name'], false],
    ['labourer', ['name', 'education'], false],
    ['labourer', ['phone', 'region'], false],
    ['household', ['name', 'headName'], false],
  ] as const)('%s with %j', (ledger, keys, enough) => {
    expect(whyNotComparable(ledger, keys) === null).toBe(enough)
  })
})
