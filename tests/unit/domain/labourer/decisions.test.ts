import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { codeOf, itemOf } from '../../../../src/shared/domain/dictionary.ts'
import { deriveLabourer } from '../../../../src/shared/domain/labourer/derive.ts'
import { labourerFields } from '../../../../src/shared/domain/labourer/fields.ts'
import {
  confirmationDate,
  monthsOf,
  serviceYearOf,
  workYearOf,
} from '../../../../src/shared/domain/labourer/periods.ts'
import {
  isExempt,
  isFieldActive,
  isOutOfScope,
  isSectionActive,
  type LabourerForm,
  normaliseUnclearIntention,
  requiredFields,
  socialInsuranceOf,
} from '../../../../src/shared/domain/labourer/rules.ts'
import { resources } from '../resources.ts'
import { check, contextOf, idNumberOf, planningForm, stayingForm, workingForm } from './forms.ts'

const context = contextOf()
const codes = (...found: Parameters<typeof check>): string[] => check(...found).map(({ code }) => code)
const dictionary = (key: string) => {
  const found = resources.dictionaries.find((candidate) => candidate.key === key)
  if (!found) throw new Error(`no dictionary ${key}`)
  return found
}

test('decision A: months of either year are stored; October to December count towards the next year', () => {
  const october: LabourerForm = { collectedOn: null, workedMonths: 20, workMonths: ['2026-10', '2026-11'] }
  expect(monthsOf(workYearOf('2026-10', context.parameters))[0]).toBe('2026-10')
  // In December both years may be meant; from January on only the new one.
  const lastYear: LabourerForm = {
    ...october,
    workedMonths: 120,
    workMonths: monthsOf(workYearOf('2026-09', context.parameters)),
  }
  expect(codes('working', october, { today: '2026-12-10' })).toContain('L21_below_basis')
  expect(codes('working', october, { today: '2026-12-10' })).not.toContain('L19_months_ticked')
  expect(codes('working', lastYear, { today: '2026-12-10' })).toEqual([])
  expect(codes('working', lastYear, { today: '2027-01-10' })).toEqual(['L19_months_ticked'])
})

test('decision A: a form is measured by the year in which it was collected, so no year change makes it wrong', () => {
  expect(codes('working', { collectedOn: '2026-09-10' }, { today: '2027-03-01' })).toEqual([])
})

test('decision B: months, services and difficulties are multi-choice, everything else is single', () => {
  const many = labourerFields
    .filter(({ kind }) => kind === 'months' || kind === 'codes')
    .map(({ key }) => key)
  expect(many).toEqual(['workMonths', 'difficulties'])
  expect(codes('working', { noServices: null, careerGuidanceCount: 1, placementCount: 3 })).toEqual([])
})

test('decision C: exactly the threshold is enough', () => {
  const threshold: LabourerForm = { workedMonths: 30, workIncome: 900_000 }
  expect(codes('working', threshold)).toEqual([])
  expect(deriveLabourer({ ...workingForm, ...threshold }, context).qualifies).toBe(true)
  expect(deriveLabourer({ ...workingForm, ...threshold, workIncome: 899_999 }, context).qualifies).toBe(false)
})

test('decision D: below the basis warns and never blocks', () => {
  expect(check('working', { workedMonths: 1, workIncome: 1 }).map(({ severity }) => severity)).toEqual([
    'warns',
  ])
})

test('decision E: who has never been away is accepted and tagged 范围外', () => {
  const never: LabourerForm = { notWorkingKind: 'never', becameUnemployedOn: null }
  expect(isOutOfScope({ ...stayingForm, ...never })).toBe(true)
  expect(check('staying', never)).toMatchObject([{ severity: 'warns', message: '范围外：从未外出就业过' }])
  expect(isOutOfScope(stayingForm)).toBe(false)
})

test('decision F: of those out of reach and the dead no blank is asked for, and the record can be kept', () => {
  const blank: LabourerForm = { name: '石阿演', idNumber: workingForm.idNumber ?? null }
  const unreachable: LabourerForm = { ...blank, verification: 'unreachable' }
  const dead: LabourerForm = { ...blank, currentStatus: 'permanentExit', exitReason: 'death' }
  expect([isExempt(unreachable), isExempt(dead), isExempt(workingForm)]).toEqual([true, true, false])
  const nothing = Object.fromEntries(Object.keys(workingForm).map((key) => [key, null])) as LabourerForm
  expect(codes('working', { ...nothing, ...unreachable })).toEqual([])
  expect(codes('working', { ...nothing, ...dead })).toEqual([])
  expect(requiredFields(unreachable)).toEqual(['name', 'idNumber'])
  // 待补: it never reaches the task force.
  expect(codes('working', { verification: 'unreachable' }, { forConfirmation: true })).toEqual([
    'L06_not_verified',
  ])
  // What is filled in has to be right all the same, and an exit of another kind is no excuse.
  expect(codes('working', { ...nothing, ...unreachable, phone: '123' })).toEqual(['L04_phone'])
  expect(isExempt({ currentStatus: 'permanentExit', exitReason: 'permanentIncapacity' })).toBe(false)
  expect(isExempt({ currentStatus: 'normal', exitReason: 'death' })).toBe(false)
})

test('decision F: the dead are not asked to sign', () => {
  const dead: LabourerForm = { currentStatus: 'permanentExit', exitReason: 'death', labourerSignature: null }
  expect(codes('staying', dead, { forConfirmation: true })).toEqual([])
})

test.each([
  ['433126103000', 'inCounty'],
  ['433127100000', 'outCounty'],
  ['430100000000', 'outCounty'],
  ['440306001000', 'outProvince'],
  ['440000000000', 'outProvince'],
  ['433100000000', null],
  ['430000000000', null],
  [null, null],
])('decision G: from a village of 433126, work in %s is %s', (workplaceRegion, range) => {
  expect(deriveLabourer({ ...workingForm, workplaceRegion }, context).workRange).toBe(range)
})

test('decision G: without a residence the county of the unit is home', () => {
  expect(
    deriveLabourer({ ...workingForm, region: null, workplaceRegion: '433126103000' }, context).workRange,
  ).toBe('inCounty')
})

test('decision H: 建筑/装修 keeps the value and place it has on the form', () => {
  const industries = dictionary('formIndustry')
  const code = codeOf(industries, '建筑/装修')
  expect(code).not.toBeNull()
  expect(itemOf(industries, code ?? '')).toMatchObject({ label: '建筑/装修', group: '第三产业' })
  expect(codes('working', { industry: code })).toEqual([])
})

test('decision I: the month of 就业时间 is needed, its day is optional', () => {
  expect(codes('working', { employedOn: '2020-03' })).toEqual([])
  expect(codes('working', { employedOn: '2020-03-15' })).toEqual([])
  expect(codes('working', { employedOn: '2020' })).toEqual(['L25_employed_on'])
})

test('decision J: the misprint 转业规模种养 is accepted as 专业规模种养', () => {
  const reasons = dictionary('noIntentionReason')
  const code = codeOf(reasons, '专业规模种养')
  expect(code).not.toBeNull()
  expect(codeOf(reasons, '转业规模种养')).toBe(code)
})

test('decision K: unclear plans become 否 with the reason 暂无法明确意向', () => {
  const unclear: LabourerForm = { ...planningForm, intendedJob: null }
  const normal = normaliseUnclearIntention(unclear)
  expect(normal).toMatchObject({
    plansToGoOut: false,
    noIntentionReason: 'other',
    noIntentionNote: '暂无法明确意向',
    intendedRegion: null,
    intendedJob: null,
    expectedWage: null,
    plannedOutOn: null,
  })
  expect(codes('planning', normal)).toEqual([])
  expect(normaliseUnclearIntention(planningForm)).toBe(planningForm)
  expect(normaliseUnclearIntention(workingForm)).toBe(workingForm)
  expect(normaliseUnclearIntention(stayingForm)).toBe(stayingForm)
})

test('decision L: service year and work year are two periods, both parameters', () => {
  expect(workYearOf('2026-11-01', context.parameters).from).toBe('2026-10-01')
  expect(serviceYearOf('2026-11-01', context.parameters).from).toBe('2026-01-01')
})

test('decision M: 自主创业 keeps 是, is not told off, and is left out of the totals', () => {
  const venture: LabourerForm = { employmentForm: 'venture' }
  expect(codes('working', venture)).toEqual([])
  expect(deriveLabourer({ ...workingForm, ...venture }, context)).toMatchObject({
    employmentState: 'venture',
    qualifies: false,
  })
})

test('decision N: an exit keeps the last ability; records of 丧失劳动力 are refused', () => {
  const exit: LabourerForm = { currentStatus: 'permanentExit', exitReason: 'permanentIncapacity' }
  expect(codes('staying', exit)).toEqual([])
  expect(codes('staying', { labourAbility: 'lost' })).toEqual(['L09_not_collected'])
})

test('decision O: pension and medical are two facts, 是 only when both', () => {
  expect(socialInsuranceOf(true, true)).toBe(true)
  expect(socialInsuranceOf(true, false)).toBe(false)
  expect(socialInsuranceOf(false, null)).toBe(false)
  expect(socialInsuranceOf(true, null)).toBeNull()
  expect(codes('working', { hasSocialInsurance: true, hasPension: true, hasMedical: false })).toEqual([
    'L29_insurance_facts',
  ])
})

test('decision P: age is full years at the end of the work year, 普通 up to and including 60', () => {
  // 60 on the last day of the year 2025-10-01 to 2026-09-30, and 61 on it.
  expect(codes('working', { idNumber: idNumberOf('1965-10-01') })).toEqual([])
  expect(codes('working', { idNumber: idNumberOf('1965-09-30') })).toEqual(['L10_ability_age'])
  expect(codes('working', { idNumber: idNumberOf('1966-09-30') })).toEqual([])
})

test('decision Q: confirming and entering are both due on the 20th; reminders begin on the 15th', () => {
  expect(confirmationDate('2026-02-15', context.parameters)).toEqual({
    dueOn: '2026-02-20',
    remindFrom: '2026-02-15',
    state: 'remind',
  })
})

test('decision R: collected and qualified are told apart, so that they can stand beside the target', () => {
  const collected = [workingForm, { ...workingForm, workIncome: 1 }, stayingForm]
  expect(collected.map((form) => deriveLabourer(form, context).qualifies)).toEqual([true, false, false])
})

test('decision S: what cannot apply is neither shown nor asked for', () => {
  expect([isSectionActive('working', workingForm), isSectionActive('notWorking', workingForm)]).toEqual([
    true,
    false,
  ])
  expect([isSectionActive('working', stayingForm), isSectionActive('notWorking', stayingForm)]).toEqual([
    false,
    true,
  ])
  expect(isSectionActive('working', {})).toBe(false)
  expect(isSectionActive('basic', {})).toBe(true)
  expect(isFieldActive('employmentFormNote', workingForm)).toBe(false)
  expect(isFieldActive('employmentFormNote', { ...workingForm, employmentForm: 'other' })).toBe(true)
  expect(isFieldActive('noIntentionReason', planningForm)).toBe(false)
  expect(isFieldActive('intendedRegion', stayingForm)).toBe(false)
  expect(isFieldActive('name', {})).toBe(true)
})

test('decision S: who has left the labour force is not asked about plans', () => {
  const student: LabourerForm = {
    currentStatus: 'temporaryExit',
    exitReason: 'study',
    notWorkingKind: null,
    becameUnemployedOn: null,
    plansToGoOut: null,
    noIntentionReason: null,
  }
  expect(codes('staying', student)).toEqual([])
  expect(isSectionActive('notWorking', { ...stayingForm, ...student })).toBe(false)
})

test('every decision from A to S is tested here by name', () => {
  const named = new Set(decisionTitles())
  expect([...named].sort()).toEqual([...'ABCDEFGHIJKLMNOPQRS'])
})

function decisionTitles(): string[] {
  const source = readFileSync(new URL(import.meta.url), 'utf8')
  return [...source.matchAll(/^(?:test|\]\))\('?.*?'?decision ([A-S]):/gm)].map((match) => match[1] ?? '')
}
