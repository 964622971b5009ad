import { expect, test } from 'vitest'
import { deriveLabourer, whatIsMissing } from '../../../../src/shared/domain/labourer/derive.ts'
import { derivedFields } from '../../../../src/shared/domain/labourer/fields.ts'
import type { LabourerForm } from '../../../../src/shared/domain/labourer/rules.ts'
import { resources } from '../resources.ts'
import { contextOf, idNumberOf, planningForm, returnedForm, stayingForm, workingForm } from './forms.ts'

const context = contextOf()
const known: LabourerForm = { isDisabled: false, difficulties: ['none'], householdCategory: 'lifted' }
const exit: LabourerForm = { currentStatus: 'temporaryExit', exitReason: 'study', isWorking: false }

test('sex and birth date come from the number', () => {
  expect(deriveLabourer({ idNumber: idNumberOf('1990-03-07', '012') }, context)).toMatchObject({
    sex: '2',
    birthDate: '1990-03-07',
  })
  expect(deriveLabourer({ idNumber: idNumberOf('1990-03-07', '013') }, context)).toMatchObject({ sex: '1' })
  expect(deriveLabourer({ idNumber: 'x' }, context)).toMatchObject({ sex: null, birthDate: null })
  expect(deriveLabourer({}, context)).toMatchObject({ sex: null, birthDate: null })
})

test.each([
  ['employed', workingForm],
  ['venture', { ...workingForm, employmentForm: 'venture' }],
  ['unemployed', stayingForm],
  ['exited', { ...stayingForm, ...exit }],
  ['exited', { ...workingForm, currentStatus: 'permanentExit' }],
  ['unknown', { ...stayingForm, isWorking: null }],
  ['unknown', {}],
] as [string, LabourerForm][])('%s is one of the states of employment', (state, form) => {
  expect(deriveLabourer(form, context).employmentState).toBe(state)
})

test('the derived codes are in their dictionaries', () => {
  const codes = (key: string) =>
    resources.dictionaries.find((one) => one.key === key)?.items.map(({ code }) => code)
  expect(codes('employmentState')).toEqual(['employed', 'venture', 'unemployed', 'exited', 'unknown'])
  expect(codes('workRange')).toEqual(['inCounty', 'outCounty', 'outProvince'])
  expect(codes('formState')).toEqual(['none', 'draft', 'submitted', 'confirmed'])
  expect(codes('sex')).toEqual(expect.arrayContaining(['1', '2']))
})

test('only derived fields of the ledger are derived', () => {
  const keys = derivedFields.map(({ key }) => key as string)
  expect(keys).toEqual(expect.arrayContaining(Object.keys(deriveLabourer({}, context))))
})

test('who is not working has no place of work and does not qualify', () => {
  expect(
    deriveLabourer({ ...returnedForm, workedMonths: 100, workIncome: 5_000_000 }, context),
  ).toMatchObject({
    workRange: null,
    qualifies: false,
  })
})

test('without a place of work, months or income nobody qualifies', () => {
  for (const patch of [
    { workplaceRegion: null },
    { workedMonths: null },
    { workIncome: null },
  ] as LabourerForm[]) {
    expect(deriveLabourer({ ...workingForm, ...patch }, context).qualifies).toBe(false)
  }
})

test('a complete form reaches all four 清', () => {
  for (const form of [workingForm, planningForm, stayingForm, returnedForm]) {
    expect(whatIsMissing({ ...form, ...known })).toEqual([])
    expect(deriveLabourer({ ...form, ...known }, context)).toMatchObject({
      employmentClear: true,
      demandClear: true,
      skillClear: true,
      difficultyClear: true,
    })
  }
})

test.each([
  ['employmentClear', { currentStatus: null }, ['currentStatus']],
  ['employmentClear', { monthlyWage: null }, ['monthlyWage']],
  ['employmentClear', { employmentForm: 'other' }, ['employmentFormNote']],
  ['demandClear', { wantsTraining: null }, ['wantsTraining']],
  ['demandClear', { wantsTraining: true }, ['trainingWishKind', 'trainingWishTrade', 'trainingWishOn']],
  ['skillClear', { skillLevel: null }, ['skillLevel']],
  ['skillClear', { labourAbility: null, education: null }, ['labourAbility', 'education']],
  ['difficultyClear', { isDisabled: null }, ['isDisabled']],
  ['difficultyClear', { difficulties: [] }, ['difficulties']],
  ['difficultyClear', { householdCategory: null }, ['householdCategory']],
] as [string, LabourerForm, string[]][])('%s of somebody working misses %j', (clear, patch, missing) => {
  const form = { ...workingForm, ...known, ...patch }
  expect(whatIsMissing(form)).toEqual(missing)
  const derived = deriveLabourer(form, context)
  const clears = [derived.employmentClear, derived.demandClear, derived.skillClear, derived.difficultyClear]
  expect(derived).toMatchObject({ [clear]: false })
  expect(clears.filter((value) => !value)).toHaveLength(1)
})

test.each([
  ['employmentClear', { notWorkingKind: null }, ['notWorkingKind']],
  ['employmentClear', { becameUnemployedOn: null }, ['becameUnemployedOn']],
  ['demandClear', { plansToGoOut: null }, ['plansToGoOut']],
  ['demandClear', { expectedWage: null }, ['expectedWage']],
  ['demandClear', { plansToGoOut: false }, ['noIntentionReason']],
] as [string, LabourerForm, string[]][])('%s of somebody not working misses %j', (clear, patch, missing) => {
  const form = { ...planningForm, ...known, ...patch }
  expect(whatIsMissing(form)).toEqual(missing)
  expect(deriveLabourer(form, context)).toMatchObject({ [clear]: false })
})

test('nobody asked: employment and demand are both open', () => {
  expect(whatIsMissing({ ...stayingForm, ...known, isWorking: null })).toEqual(['isWorking'])
  expect(deriveLabourer({ ...stayingForm, ...known, isWorking: null }, context)).toMatchObject({
    employmentClear: false,
    demandClear: false,
    skillClear: true,
  })
})

test('out of reach is not clear: no blank is a fault, but nothing is known either', () => {
  const form: LabourerForm = {
    name: '石阿演',
    idNumber: workingForm.idNumber ?? null,
    verification: 'unreachable',
  }
  expect(deriveLabourer(form, context)).toMatchObject({
    employmentClear: false,
    demandClear: false,
    skillClear: false,
  })
})

test('of an exit nothing is wished any more; of the dead nothing is missing', () => {
  expect(
    whatIsMissing({ ...known, ...exit, labourAbility: 'ordinary', skillLevel: 'none', education: '60' }),
  ).toEqual([])
  expect(whatIsMissing({ ...exit, exitReason: null })).toEqual(
    expect.arrayContaining(['exitReason', 'labourAbility', 'difficulties']),
  )
  expect(whatIsMissing({ currentStatus: 'permanentExit', exitReason: 'death' })).toEqual([])
})

test('a household category that was not read is not held to be missing', () => {
  const { householdCategory: _, ...read } = known
  expect(whatIsMissing({ ...workingForm, ...read })).toEqual([])
})
