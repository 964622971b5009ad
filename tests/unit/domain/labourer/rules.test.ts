import { describe, expect, test } from 'vitest'
import { confirmationDate } from '../../../../src/shared/domain/labourer/periods.ts'
import {
  checkConfirmation,
  checkLabourer,
  isCounted,
  labourerRules,
} from '../../../../src/shared/domain/labourer/rules.ts'
import { cases } from './cases.ts'
import { check, contextOf, type FormName, forms } from './forms.ts'

const numbers = [...new Set(cases.map(({ rule }) => rule))]
const numberOf = new Map(labourerRules.map((rule) => [rule.code, rule.number]))

describe.each(numbers)('rule %i', (number) => {
  test.each(cases.filter(({ rule }) => rule === number))(
    '$title: $expected.2',
    ({ form, patch, facts, expected }) => {
      const found = check(form, patch, facts).filter(({ code }) => numberOf.get(code) === number)
      expect(found.map(({ severity, field, message }) => [severity, field, message])).toEqual(
        expected ? [expected] : [],
      )
    },
  )
})

describe('rule 44', () => {
  const { parameters } = contextOf()

  test('only confirmed forms are counted or exported', () => {
    expect((['none', 'draft', 'submitted', 'confirmed'] as const).filter(isCounted)).toEqual(['confirmed'])
  })

  test('the task force confirms what somebody else has submitted', () => {
    expect(checkConfirmation({ state: 'submitted', authors: ['甲', '丙'], confirmedBy: '乙' })).toEqual([])
    expect(checkConfirmation({ state: 'submitted', authors: ['丙', '甲'], confirmedBy: '甲' })).toMatchObject(
      [{ code: 'L44_same_user', severity: 'blocks' }],
    )
    expect(checkConfirmation({ state: 'draft', authors: [], confirmedBy: '乙' })).toMatchObject([
      { code: 'L44_not_submitted', message: '只有已提交的采集表才能由专班确认' },
    ])
  })

  test.each([
    ['2026-09-14', 'quiet'],
    ['2026-09-15', 'remind'],
    ['2026-09-20', 'remind'],
    ['2026-09-21', 'overdue'],
  ])('due on the 20th: %s is %s', (day, state) => {
    expect(confirmationDate(day, parameters)).toEqual({
      dueOn: '2026-09-20',
      remindFrom: '2026-09-15',
      state,
    })
  })
})

test('every rule from 1 to 44 has its cases', () => {
  expect([...numbers, 44]).toEqual(Array.from({ length: 44 }, (_rule, index) => index + 1))
})

test('every rule of the list is broken by at least one case', () => {
  const broken = new Set(
    cases.flatMap(({ form, patch, facts }) => check(form, patch, facts).map(({ code }) => code)),
  )
  expect(
    labourerRules.filter(({ code }) => !broken.has(code) && !code.startsWith('L41_')).map(({ code }) => code),
  ).toEqual([])
})

test('codes are unique and begin with the number of their rule', () => {
  expect(numberOf.size).toBe(labourerRules.length)
  for (const { code, number } of labourerRules) {
    expect(code).toMatch(new RegExp(`^L${String(number).padStart(2, '0')}_[a-z_]+$`))
  }
})

test.each(Object.keys(forms) as FormName[])(
  'the complete form “%s” breaks no rule, also at confirmation',
  (name) => {
    expect(check(name, {}, { forConfirmation: true, serviceCounts: {} })).toEqual([])
  },
)

test('each field of an empty form is asked for once, and nothing else is said', () => {
  const violations = checkLabourer({}, contextOf())
  expect(violations.every(({ severity }) => severity === 'blocks')).toBe(true)
  expect(violations.map(({ field }) => field)).toEqual([...new Set(violations.map(({ field }) => field))])
  expect(violations.map(({ field }) => field)).toEqual([
    'name',
    'idNumber',
    'region',
    'phone',
    'ethnicity',
    'verification',
    'currentStatus',
    'isWorking',
    'labourAbility',
    'skillLevel',
    'isPostSchoolYouth',
    'education',
    'homeAddress',
    'workedMonths',
    'workIncome',
    'noServices',
  ])
})

test('who is not collected at all is told only that', () => {
  expect(
    checkLabourer({ name: '石小演', idNumber: '433126201503070015' }, contextOf()).map(({ code }) => code),
  ).toEqual(expect.arrayContaining(['L10_under_age']))
  const lost = checkLabourer(
    { name: '石阿演', idNumber: forms.working.idNumber ?? null, labourAbility: 'lost' },
    contextOf(),
  )
  expect(lost.map(({ code }) => code)).toEqual(['L09_not_collected'])
})

test('values that make no sense are named, never thrown at', () => {
  const odd = {
    name: '',
    idNumber: '💥',
    region: 'x',
    phone: '',
    employedOn: '?',
    workMonths: [''],
    graduatedOn: '',
    plannedOutOn: 'x',
  }
  for (const name of Object.keys(forms) as FormName[]) {
    expect(check(name, odd, { forConfirmation: true }).length).toBeGreaterThan(3)
  }
})

test('messages are one plain sentence for the clerk', () => {
  for (const { code, message } of cases.flatMap(({ form, patch, facts }) => check(form, patch, facts))) {
    expect(message, code).toMatch(/^[^!！]{4,40}$/)
    expect(message, code).not.toMatch(/undefined|NaN|null|L\d\d_/)
  }
})
