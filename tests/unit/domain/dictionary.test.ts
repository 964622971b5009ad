import { expect, test } from 'vitest'
import {
  codeOf,
  type Dictionary,
  hasCode,
  itemOf,
  labelOf,
  validItems,
} from '../../../src/shared/domain/dictionary.ts'

const industries: Dictionary = {
  key: 'formIndustry',
  label: '所属产业行业',
  items: [
    { code: 'planting', label: '种植', group: '第一产业' },
    { code: 'skilledWorker', label: '技工', group: '第二产业' },
    { code: 'householdService', label: '家庭服务业', group: '第三产业', aliases: ['家政'] },
    { code: 'construction', label: '建筑/装修', group: '第三产业' },
    { code: 'other', label: '其他', group: '第三产业' },
  ],
}

const categories: Dictionary = {
  key: 'householdCategory',
  label: '户类型',
  items: [
    { code: 'lifted', label: '脱贫户', aliases: ['贫困户'], rank: 2 },
    { code: 'watch', label: '监测对象', validTo: '2025-12-31', rank: 1 },
    { code: 'watch2026', label: '防止返贫致贫对象', aliases: ['监测对象'], validFrom: '2026-01-01', rank: 1 },
    { code: '01', label: '汉族' },
  ],
}

test.each([
  ['种植', 'planting'],
  [' 种 植 ', 'planting'],
  ['□技工', 'skilledWorker'],
  ['家政', 'householdService'],
  ['householdService', 'householdService'],
  ['HOUSEHOLDSERVICE', 'householdService'],
  ['第三产业：家庭服务业', 'householdService'],
  ['第三产业:家政', 'householdService'],
  ['第三产业（家庭服务业）', 'householdService'],
  ['第三产业-其他', 'other'],
  ['建筑／装修', 'construction'],
])('the wording “%s” means %s', (text, code) => {
  expect(codeOf(industries, text)).toBe(code)
})

test('decision H: 建筑/装修 keeps its place in the form, also when a file puts it under the second sector', () => {
  expect(codeOf(industries, '第二产业：建筑/装修')).toBe('construction')
  expect(itemOf(industries, 'construction')?.group).toBe('第三产业')
})

test.each(['', '  ', '采矿', '第四产业：种植', '第三产业'])('“%s” means nothing', (text) => {
  expect(codeOf(industries, text)).toBeNull()
})

test('a code that lost its leading zero in a number cell is still found', () => {
  expect(codeOf(categories, '1')).toBe('01')
})

test('a wording that changed hands is read by its date', () => {
  expect(codeOf(categories, '监测对象', { asOf: '2024-06-01' })).toBe('watch')
  expect(codeOf(categories, '监测对象', { asOf: '2026-06-01' })).toBe('watch2026')
  expect(codeOf(categories, '监测对象')).toBe('watch')
})

test('only what is valid on the day is offered, by rank; past labels are never lost', () => {
  expect(validItems(categories, '2026-01-01').map((item) => item.code)).toEqual(['watch2026', 'lifted', '01'])
  expect(validItems(categories, '2025-12-31').map((item) => item.code)).toEqual(['watch', 'lifted', '01'])
  expect(labelOf(categories, 'watch')).toBe('监测对象')
  expect(labelOf(categories, 'unheardOf')).toBe('unheardOf')
  expect(hasCode(categories, 'unheardOf')).toBe(false)
})
