import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Dictionary } from '../../../../src/shared/domain/dictionary.ts'
import type { AnyRecord } from '../../../../src/shared/domain/field.ts'
import type { AssignmentFacts } from '../../../../src/shared/domain/post/facts.ts'
import { checkOpening } from '../../../../src/shared/domain/post/opening.ts'
import { postParameterKeys, postParametersAt } from '../../../../src/shared/domain/post/parameters.ts'
import { assignmentRules, checkAssignment } from '../../../../src/shared/domain/post/rules.ts'
import { postContract, publicPost } from '../../../fixtures/posts.ts'

const resource = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../../../resources/${name}`, import.meta.url), 'utf8'))
const parameters = postParametersAt(resource('parameters.json'), '2026-09-01')

const facts = (over: Partial<AssignmentFacts> = {}): AssignmentFacts => ({
  today: '2026-11-23',
  parameters,
  post: { id: 1, ...publicPost() },
  holder: {
    birthDate: '1975-05-05',
    sex: '1',
    labourAbility: 'weakOrHalf',
    isDisabled: null,
    difficulties: [],
    householdCategory: 'general',
    education: '70',
    graduatedOn: null,
    becameUnemployedOn: null,
    idleSince: null,
    isWorking: false,
    workRange: null,
  },
  others: [],
  onPost: [],
  relatives: [],
  graduatesInVillage: [],
  householdEmployed: 1,
  notice: { from: '2026-08-10', to: '2026-08-20' },
  ...over,
})
const holder = (over: Partial<AssignmentFacts['holder']>) => ({ holder: { ...facts().holder, ...over } })
const post = (over: AnyRecord) => ({ post: { id: 1, ...publicPost(over) } })
const codes = (values: AnyRecord = {}, over: Partial<AssignmentFacts> = {}) =>
  checkAssignment(postContract(values), facts(over)).map(({ code }) => code)
const spell = (startedOn: string, endsOn: string, exitedOn: string | null = null, postId = 1) => ({
  postId,
  startedOn,
  endsOn,
  exitedOn,
})

it('a sound assignment breaks nothing', () => expect(codes()).toEqual([]))

it('every rule has a code of its own, and an item by which lists filter', () => {
  const known = (resource('dictionaries/postProblem.json') as Dictionary).items.map(({ code }) => code)
  expect(assignmentRules.map(({ code }) => code).toSorted()).toEqual(known.toSorted())
})

it('what nobody may exempt blocks, the rest warns', () => {
  for (const { code, severity, exemptedBy } of assignmentRules)
    expect(severity === 'blocks', code).toBe(exemptedBy === 'nobody')
})

it('thresholds have a value on any day', () => {
  for (const date of ['1990-01-01', '2026-02-28', '2199-12-31'])
    for (const key of postParameterKeys)
      expect(postParametersAt(resource('parameters.json'), date)[key]).toBeGreaterThanOrEqual(0)
})

describe('age', () => {
  it.each([
    ['2010-09-02', true],
    ['2010-09-01', false],
  ])('born %s, too young on 2026-09-01: %s', (birthDate, young) => {
    expect(codes({}, holder({ birthDate })).includes('P02TooYoung')).toBe(young)
  })
  it.each([
    ['1956-11-24', false],
    ['1956-11-23', true],
    // Born on a leap day: the birthday of other years is the 28th.
    ['1956-02-29', true],
  ])('born %s, too old on 2026-11-23: %s', (birthDate, old) => {
    expect(codes({}, holder({ birthDate })).includes('P03TooOld')).toBe(old)
  })
  it('is asked on the day of the exit for those who left', () => {
    const left = { exitedOn: '2026-10-31', exitReason: 'age' }
    expect(codes(left, holder({ birthDate: '1956-11-01' }))).not.toContain('P03TooOld')
    expect(codes(left, holder({ birthDate: '1956-10-31' }))).toContain('P03TooOld')
  })
  it('that the number does not tell blocks', () => {
    expect(codes({}, holder({ birthDate: null }))).toContain('P01NoAge')
  })
})

describe('whom posts are for', () => {
  const ordinary = holder({ labourAbility: 'ordinary' })
  it('an ordinary labourer of no group is not eligible for a regular post', () => {
    expect(codes({}, ordinary)).toEqual(['P05NotEligible'])
    expect(codes({ endsOn: '2027-02-28' }, { ...ordinary, ...post({ term: 'temporary' }) })).toEqual([])
  })
  it.each([
    holder({ labourAbility: 'ordinary', householdCategory: 'liftedHousehold' }),
    holder({ labourAbility: 'ordinary', isDisabled: true }),
    holder({ labourAbility: 'ordinary', difficulties: ['lowIncome'] }),
    { ...ordinary, householdEmployed: 0 },
  ])('a group makes eligible (%#)', (over) => expect(codes({}, over)).toEqual([]))
  it('difficulty “none” is no group', () => {
    expect(codes({}, holder({ labourAbility: 'ordinary', difficulties: ['none'] }))).toEqual([
      'P05NotEligible',
    ])
  })
  it('who has no ability to work cannot be on a post', () => {
    expect(codes({}, holder({ labourAbility: 'lost' }))).toContain('P04Unable')
  })
  it('who works outside the county holds no post; inside it is fine', () => {
    expect(codes({}, holder({ isWorking: true, workRange: 'outProvince' }))).toEqual(['P06WorksOutside'])
    expect(codes({}, holder({ isWorking: true, workRange: 'inCounty' }))).toEqual([])
  })
})

describe('posts of one person', () => {
  it('a day in common is 一人多岗', () => {
    expect(codes({}, { others: [spell('2026-01-01', '2026-09-01', null, 2)] })).toContain('P07TwoPosts')
    expect(codes({}, { others: [spell('2026-01-01', '2026-08-31', null, 2)] })).not.toContain('P07TwoPosts')
  })
  it('36 months in all are the end, but for those near retirement at the first', () => {
    const before = [spell('2024-09-01', '2025-08-31'), spell('2025-09-01', '2026-08-31')]
    expect(codes({}, { others: before })).toEqual([])
    const more = [spell('2024-08-31', '2024-08-31'), ...before]
    expect(codes({}, { others: more })).toEqual(['P08TotalMonths'])
    // Born in May 1967: retires at 61 and a half, in 2028-12 — less than five years after 2024-08.
    expect(codes({}, { others: more, ...holder({ birthDate: '1967-05-05' }) })).toEqual([])
  })
  it('a third placement is one too many', () => {
    const two = [spell('2024-01-01', '2024-03-31', null, 2), spell('2025-01-01', '2025-03-31', null, 3)]
    expect(codes({}, { others: two })).toEqual(['P09Placements'])
    expect(codes({}, { others: two.slice(1) })).toEqual([])
  })
})

describe('the post', () => {
  it('has so many places at a time', () => {
    expect(codes({}, { onPost: [spell('2026-01-01', '2026-12-31')] })).toEqual(['P20OverQuota'])
    expect(codes({}, { onPost: [spell('2026-01-01', '2026-12-31', '2026-08-31')] })).toEqual([])
  })
  it('is there only between opening and closing', () => {
    expect(codes({}, post({ openedOn: '2026-09-02' }))).toEqual(['P21NotOpened'])
    expect(codes({}, post({ closedOn: '2027-08-30' }))).toEqual(['P22Closed'])
    expect(codes({}, post({ closedOn: '2027-08-31' }))).toEqual([])
  })
  it('brings 4000 yuan a year', () => {
    expect(codes({}, post({ allowance: 33_333 }))).toEqual(['P23LowAllowance'])
    expect(codes({}, post({ allowance: 33_334 }))).toEqual([])
    expect(codes({}, post({ payBasis: 'day', allowance: 1_500 }))).toEqual(['P23LowAllowance'])
  })
  it('does not go round inside a household', () => {
    const relatives = [{ ...spell('2024-09-01', '2025-08-31'), name: '石大山' }]
    expect(codes({ startedOn: '2026-08-30', endsOn: '2027-08-29' }, { relatives })).toEqual(['P25Rotation'])
    expect(codes({ startedOn: '2026-08-31', endsOn: '2027-08-30' }, { relatives })).toEqual([])
  })
  it('asks for kinship to be declared, and then with whom', () => {
    expect(codes({ hasOfficialKin: null })).toEqual(['P26KinUnsaid'])
    expect(codes({ hasOfficialKin: true })).toEqual(['P26Kin', 'P26KinNote'])
    expect(codes({ hasOfficialKin: true, kinNote: '村主任之弟' })).toEqual(['P26Kin'])
  })
  it('is given after the notice', () => {
    expect(codes({}, { notice: null })).toEqual(['P27NoNotice'])
    expect(codes({}, { notice: { from: '2026-08-25', to: '2026-09-01' } })).toEqual(['P28NoticeRunning'])
    expect(codes({}, { notice: { from: '2026-08-25', to: '2026-08-31' } })).toEqual([])
  })
})

describe('a graduate post', () => {
  const graduate = {
    ...post({ isGraduatePost: true }),
    ...holder({ labourAbility: 'ordinary', education: '20', graduatedOn: '2026-03' }),
  }
  it('is for graduates, those first who are out of work for six months', () => {
    expect(codes({}, graduate)).toEqual([])
    expect(codes({}, { ...graduate, ...holder({ education: '60' }) })).toEqual(['P10NoGraduate'])
    expect(codes({}, { ...graduate, ...holder({ education: '20', graduatedOn: '2026-04' }) })).toEqual([
      'P11GraduateIdle',
    ])
  })
  it('is out of work since the month that the file of the graduate says, whatever the form does', () => {
    const idle = (idleSince: string) =>
      codes({}, { ...graduate, holder: { ...graduate.holder, becameUnemployedOn: '2020-01', idleSince } })
    expect(idle('2026-03')).toEqual([])
    expect(idle('2026-04')).toEqual(['P11GraduateIdle'])
  })
  it('is one in a village', () => {
    expect(
      codes({}, { ...graduate, graduatesInVillage: [spell('2026-01-01', '2026-12-31', null, 5)] }),
    ).toEqual(['P24GraduatePerVillage'])
  })
})

describe('contract, insurance and exit', () => {
  it('a contract runs a year at most', () => {
    expect(codes({ endsOn: '2027-09-01', insuredUntil: '2027-09-01' })).toEqual(['P42Contract'])
    const leap = {
      startedOn: '2024-02-29',
      insuredUntil: '2025-02-28',
      exitedOn: '2024-10-01',
      exitReason: 'age',
    }
    expect(codes({ ...leap, endsOn: '2025-02-27' })).not.toContain('P42Contract')
    expect(codes({ ...leap, endsOn: '2025-02-28' })).toContain('P42Contract')
  })
  it('a temporary post runs six months, twelve with consent', () => {
    const temporary = post({ term: 'temporary' })
    const until = (endsOn: string, consent: boolean | null = null) =>
      codes({ endsOn, extensionConsent: consent }, temporary)
    expect(until('2027-02-28')).toEqual([])
    expect(until('2027-03-01')).toEqual(['P43Temporary'])
    expect(until('2027-08-31', true)).toEqual([])
    const before = { ...temporary, others: [spell('2026-08-31', '2026-08-31')] }
    expect(codes({ endsOn: '2027-08-31', extensionConsent: true }, before)).toEqual(['P44TemporaryLonger'])
  })
  it('insurance covers the contract', () => {
    expect(codes({ insuredUntil: null })).toEqual(['P46NoInsurance'])
    expect(codes({ insuredUntil: '2027-08-30' })).toEqual(['P47InsuranceShort'])
  })
  it('a contract that is over is told', () => {
    const over = { startedOn: '2025-11-24', endsOn: '2026-11-22', insuredUntil: '2026-11-22' }
    expect(codes(over)).toContain('P45ContractOver')
    expect(codes({ ...over, endsOn: '2026-11-23', insuredUntil: '2026-11-23' })).not.toContain(
      'P45ContractOver',
    )
  })
  it('an exit has a reason and a day that has come', () => {
    const exit = (values: AnyRecord) => codes({ exitedOn: '2026-10-31', exitReason: 'ownWish', ...values })
    expect(exit({})).toEqual([])
    expect(exit({ exitReason: null })).toEqual(['P48ExitReason'])
    expect(exit({ exitedOn: null })).toEqual(['P48ExitDate'])
    expect(exit({ exitedOn: '2026-08-31' })).toEqual(['P49ExitBeforeStart'])
    expect(exit({ exitedOn: '2026-11-24' })).toContain('P49ExitFuture')
  })
  it('without days only what asks for them is said', () => {
    expect(codes({ startedOn: null, endsOn: null })).toEqual(['P40Start', 'P40End'])
  })
})

describe('a round of recruiting', () => {
  const round = { places: 1, neededOn: '2026-10-01', needReason: '保洁', openedOn: '2026-10-05' }
  const check = (values: AnyRecord, chosen = 1) =>
    checkOpening({ ...round, ...values }, { today: '2026-11-23', noticeDays: 5, chosen }).map(
      ({ code }) => code,
    )
  it('goes step by step', () => {
    expect(check({})).toEqual([])
    expect(check({ openedOn: '2026-09-30' })).toEqual(['O03Opened'])
    expect(check({ noticeFrom: '2026-10-04', noticeTo: '2026-10-12' })).toEqual(['O04NotOpened'])
    expect(check({ noticeFrom: '2026-10-10', noticeTo: '2026-10-15' }, 0)).toEqual(['O04NobodyChosen'])
    expect(check({}, 2)).toEqual(['O05TooMany'])
  })
  it('is on notice for five days, the first not counted, over the end of a month too', () => {
    expect(check({ noticeFrom: '2026-10-10', noticeTo: '2026-10-14' })).toEqual(['O06TooShort'])
    expect(check({ noticeFrom: '2026-10-10', noticeTo: '2026-10-15' })).toEqual([])
    const spring = { neededOn: '2024-02-01', openedOn: '2024-02-02' }
    expect(check({ ...spring, noticeFrom: '2024-02-26', noticeTo: '2024-03-01' })).toEqual(['O06TooShort'])
    expect(check({ ...spring, noticeFrom: '2024-02-26', noticeTo: '2024-03-02' })).toEqual([])
  })
})
