import { describe, expect, it } from 'vitest'
import { type DutyFacts, dutiesOf } from '../../../src/shared/domain/duty/duties.ts'
import { dutyParametersAt } from '../../../src/shared/domain/duty/parameters.ts'
import {
  countersOf,
  idleMonthsOf,
  isFollowUpDue,
  isPriority,
  missingOf,
} from '../../../src/shared/domain/graduate/derive.ts'
import { graduateParametersAt } from '../../../src/shared/domain/graduate/parameters.ts'
import {
  checkFollowUp,
  checkGraduate,
  checkStatus,
  checkStep,
} from '../../../src/shared/domain/graduate/rules.ts'
import { graduateStatuses, statusOfWork } from '../../../src/shared/domain/graduate/states.ts'
import { settledRate } from '../../../src/shared/domain/graduate/summary.ts'
import { resources } from './resources.ts'

const today = '2026-11-23'
const parameters = graduateParametersAt(resources.parameters, today)
const file = {
  school: '星河大学',
  schoolKind: 'university',
  degree: '20',
  graduatedOn: '2026-06',
  registeredOn: '2026-07-01',
}
const codesOf = (values: object, more: object = {}) =>
  checkGraduate(
    { ...file, ...values },
    { today, birthDate: '2004-02-29', minimumAge: parameters.graduateMinimumAge, ...more },
  ).map(({ code }) => code)

describe('the file of a graduate', () => {
  it.each([
    [{}, {}, []],
    [{ school: null, degree: null, graduatedOn: null }, {}, ['G01_school', 'G01_degree', 'G01_graduated']],
    [{ graduatedOn: '2026-13' }, {}, ['G01_graduated']],
    [{ degree: '60' }, {}, ['G02_degree']],
    [{ degree: '30' }, {}, []],
    [{ schoolKind: 'vocational' }, {}, ['G02_school_kind']],
    [{ schoolKind: 'technician', degree: '14' }, {}, ['G02_school_kind']],
    [{ schoolKind: 'vocational', degree: '30' }, {}, []],
    [{ schoolKind: null }, {}, []],
    [{ graduatedOn: '2026-11', registeredOn: null }, {}, []],
    [{ graduatedOn: '2026-12', registeredOn: null }, {}, ['G03_future']],
    // Seventeen on the last day of the month of graduation, and a day too late.
    [{}, { birthDate: '2009-06-30' }, []],
    [{}, { birthDate: '2009-07-01' }, ['G03_age']],
    [{}, { birthDate: null }, []],
    [{ registeredOn: '2026-06-01' }, {}, []],
    [{ registeredOn: '2026-05-31' }, {}, ['G04_registered_early']],
    [{ registeredOn: today }, {}, []],
    [{ registeredOn: '2026-11-24' }, {}, ['G04_registered_future']],
  ])('%j %j breaks %j', (values, more, expected) => {
    expect(codesOf(values, more)).toEqual(expected)
  })
})

describe('a status', () => {
  const facts = {
    today,
    graduatedOn: '2026-06',
    present: { status: 'registered', statusOn: '2026-07-01' },
    isTwin: false,
  }
  const codes = (status: object, more: object = {}) =>
    checkStatus({ status: 'employed', statusOn: '2026-10-08', ...status }, { ...facts, ...more }).map(
      ({ code }) => code,
    )
  it.each([
    [{}, {}, []],
    [{ status: null }, {}, ['G10_status']],
    [{ status: 'unregistered' }, {}, ['G10_status']],
    [{ statusOn: null }, {}, ['G11_day']],
    [{ statusOn: '2026-11' }, {}, []],
    [{ statusOn: today }, {}, []],
    [{ statusOn: '2026-11-24' }, {}, ['G11_future']],
    [{ statusOn: '2026-05-31' }, { present: null }, ['G11_before_graduation']],
    [{ statusOn: '2026-06' }, { present: null }, []],
    [{ statusOn: '2026-06-30' }, {}, ['G12_order']],
    [{ statusOn: '2026-07-01' }, {}, []],
    [{ status: 'registered' }, {}, ['G13_same']],
    [{}, { present: { status: 'employed', statusOn: '2026-07' } }, []],
    [{ status: 'study' }, {}, ['G14_where']],
    [{ status: 'army', whereTo: '县人武部' }, {}, []],
  ])('%j %j breaks %j', (status, more, expected) => {
    expect(codes(status, more)).toEqual(expected)
  })
  it('follows from a spell of work, but not from farming', () => {
    expect(statusOfWork({ type: 'transfer', employmentForm: 'unit' })).toBe('employed')
    expect(statusOfWork({ type: 'transfer', employmentForm: 'venture' })).toBe('venture')
    expect(statusOfWork({ type: 'flexible' })).toBe('flexible')
    expect(statusOfWork({ type: 'farming' })).toBeNull()
  })
  it('is one of those that rules and sums name', () => {
    const dictionary = resources.dictionaries.find(({ key }) => key === 'graduateStatus')
    expect(dictionary?.items.map(({ code }) => code).toSorted()).toEqual([...graduateStatuses].toSorted())
  })
})

describe('follow-ups and steps', () => {
  const facts = { today, graduatedOn: '2026-06', present: null, isTwin: false }
  it.each([
    [{ followedOn: today, found: 'seeking' }, false, []],
    [{ followedOn: '2026-11-24', found: 'seeking' }, false, ['G20_future']],
    [{ followedOn: '2026-06-01', found: 'seeking' }, false, []],
    [{ followedOn: '2026-05-31', found: 'seeking' }, false, ['G20_before_graduation']],
    [{ followedOn: '2026-02-30', found: null }, false, ['G20_day', 'G21_found']],
    [{ followedOn: today, found: 'seeking' }, true, ['G22_twin']],
  ])('%j breaks (twin: %j) %j', (followUp, isTwin, expected) => {
    expect(checkFollowUp(followUp, { ...facts, isTwin }).map(({ code }) => code)).toEqual(expected)
  })
  it.each([
    [{ step: '上门', dueOn: '2026-12-31' }, []],
    [{ step: '', dueOn: null }, ['G30_step', 'G31_due']],
    [{ step: '上门', dueOn: '2026-05-31' }, ['G31_before_graduation']],
    [{ step: '上门', dueOn: '2026-12-31', doneOn: '2026-11-24' }, ['G32_done_future']],
    [{ step: '上门', dueOn: '2026-12-31', doneOn: '2026-05-31' }, ['G32_done_early']],
  ])('%j breaks %j', (step, expected) => {
    expect(checkStep(step, facts).map(({ code }) => code)).toEqual(expected)
  })
})

describe('what follows', () => {
  it('counts 1/3/1/1, and 1/3/1 where the office says so', () => {
    const counts = { guidance: 1, referral: 2, training: 0, internship: 1 }
    expect(missingOf(counts, parameters)).toEqual(['referral', 'training'])
    const variant = { ...parameters, graduateTrainings: 0, graduateInternships: 0, graduateEither: 1 }
    expect(missingOf(counts, variant)).toEqual(['referral'])
    expect(countersOf(counts, variant).map(({ code, done, needed }) => [code, done, needed])).toEqual([
      ['guidance', 1, 1],
      ['referral', 2, 3],
      ['training', 0, 0],
      ['internship', 1, 0],
      ['either', 1, 1],
    ])
    expect(countersOf(counts, parameters).map(({ code }) => code)).not.toContain('either')
  })
  it.each([
    ['2026-05', 6, true],
    ['2026-06', 5, false],
    ['2026-11', 0, false],
  ])('without work since %s is %i months, first for a post: %j', (since, months, first) => {
    expect(idleMonthsOf(since, today)).toBe(months)
    expect(isPriority('registered', since, today, parameters)).toBe(first)
    expect(isPriority('notSeeking', since, today, parameters)).toBe(false)
    expect(isPriority('employed', null, today, parameters)).toBe(false)
  })
  it('is a follow-up each month, from its first day to its last', () => {
    expect(isFollowUpDue('registered', null, today)).toBe(true)
    expect(isFollowUpDue('registered', '2026-10-31', '2026-11-01')).toBe(true)
    expect(isFollowUpDue('registered', '2026-11-01', '2026-11-30')).toBe(false)
    expect(isFollowUpDue('registered', '2026-11-30', '2026-12-01')).toBe(true)
    for (const status of ['unregistered', 'employed', 'study', 'notSeeking', null])
      expect(isFollowUpDue(status, null, today), String(status)).toBe(false)
  })
  it('is a share of those who have a place', () => {
    expect(settledRate(3, 1)).toBe(66.7)
    expect(settledRate(4, 0)).toBe(100)
    expect(settledRate(0, 0)).toBeNull()
  })
})

describe('what is owed', () => {
  const facts: DutyFacts = {
    personId: 1,
    employmentState: null,
    plansToGoOut: false,
    education: '20',
    graduatedOn: '2026-06',
    graduateStatus: 'registered',
    lastFollowedOn: null,
    hasReturned: false,
    returnedOn: null,
    returnEnteredAt: null,
    employedOn: null,
    contractMonths: null,
    collectedOn: null,
    posts: [],
    zeroSince: null,
    unwillingOn: null,
    services: [],
    householdServices: [],
  }
  const owed = (more: Partial<DutyFacts>, on = today) =>
    dutiesOf({ ...facts, ...more }, on, dutyParametersAt(resources.parameters, on))
      .filter(({ open }) => open)
      .map(({ kind, dueOn }) => [kind, dueOn])
  it('to whoever is registered: the services and a follow-up a month', () => {
    expect(owed({})).toEqual([
      ['graduatePackage', '2027-06-30'],
      ['graduateFollowUp', '2026-11-30'],
    ])
    expect(owed({ lastFollowedOn: '2026-11-01' })).toEqual([['graduatePackage', '2027-06-30']])
    expect(owed({ lastFollowedOn: '2026-11-30' }, '2027-02-01').at(-1)).toEqual([
      'graduateFollowUp',
      '2027-02-28',
    ])
  })
  it('is nothing to whoever has a place, or works by the form', () => {
    expect(owed({ graduateStatus: 'study' })).toEqual([])
    expect(owed({ graduateStatus: 'notSeeking' })).toEqual([])
    expect(owed({ graduateStatus: 'unregistered' })).toEqual([['graduatePackage', '2027-06-30']])
    expect(owed({ employmentState: 'employed' })).toEqual([['graduateFollowUp', '2026-11-30']])
  })
})
