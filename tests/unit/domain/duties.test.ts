import { describe, expect, it } from 'vitest'
import {
  dueAfterPauses,
  dueDayAfterPauses,
  hoursLeft,
  steadyNow,
} from '../../../src/shared/domain/duty/clock.ts'
import {
  contractEnd,
  type DutyFacts,
  type DutyKind,
  dutiesOf,
  returnClockStart,
} from '../../../src/shared/domain/duty/duties.ts'
import { dutyParametersAt } from '../../../src/shared/domain/duty/parameters.ts'
import type { PostTerm } from '../../../src/shared/domain/duty/posts.ts'
import { resources } from './resources.ts'

const today = '2026-11-23'
const parameters = dutyParametersAt(resources.parameters, today)
const service = (kind: string, servedOn: string, personId = 1) => ({ personId, kind, servedOn })
const nobody: DutyFacts = {
  personId: 1,
  employmentState: 'unemployed',
  plansToGoOut: false,
  education: '70',
  graduatedOn: null,
  graduateStatus: null,
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
const term = (more: Partial<PostTerm> = {}): PostTerm => ({
  id: 1,
  postId: 1,
  startedOn: '2026-03-01',
  endsOn: '2027-02-28',
  exitedOn: null,
  insuredUntil: '2026-12-31',
  postName: '护林员',
  isTemporary: false,
  hasConsent: false,
  ...more,
})
const duty = (kind: DutyKind, facts: Partial<DutyFacts>, on = today, more = {}) =>
  dutiesOf({ ...nobody, ...facts }, on, { ...parameters, ...more }).find((one) => one.kind === kind)

describe('a graduate', () => {
  const graduate = { education: '30', graduatedOn: '2026-06' }
  it('is owed 1/3/1/1 within the year after graduation', () => {
    expect(duty('graduatePackage', graduate)).toMatchObject({
      fromOn: '2026-06-01',
      dueOn: '2027-06-30',
      open: true,
      missing: '职业指导还差1次；岗位推介还差3次；职业培训机会还差1次；就业见习机会还差1次',
    })
  })
  it('is owed 1/3/1 where the office says so', () => {
    const variant = { graduateTrainings: 0, graduateInternships: 0, graduateEither: 1 }
    const services = [service('internship', '2026-07-01')]
    expect(duty('graduatePackage', { ...graduate, services }, today, variant)?.missing).toBe(
      '职业指导还差1次；岗位推介还差3次',
    )
  })
  it('has one contact counted once a kind, and nothing before graduation', () => {
    const services = [
      service('jobReferral', '2026-07-01'),
      service('jobReferral', '2026-07-01'),
      service('jobPlacement', '2026-07-01'),
      service('jobReferral', '2026-05-31'),
      service('careerGuidance', '2026-06-01'),
    ]
    expect(duty('graduatePackage', { ...graduate, services })?.items.map(({ done }) => done)).toEqual([
      1, 2, 0, 0,
    ])
  })
  it.each([
    ['2024-11', true],
    ['2024-10', false],
    ['2026-12', false],
  ])('of %s is one today: %s', (graduatedOn, isOne) => {
    expect(duty('graduatePackage', { ...graduate, graduatedOn }) !== undefined).toBe(isOne)
  })
  it('has a deadline at the end of February in a leap year', () => {
    expect(duty('graduatePackage', { ...graduate, graduatedOn: '2027-02' }, '2027-03-01')?.dueOn).toBe(
      '2028-02-29',
    )
  })
  it('is not whoever left school earlier or works', () => {
    expect(duty('graduatePackage', { ...graduate, education: '60' })).toBeUndefined()
    expect(duty('graduatePackage', { ...graduate, employmentState: 'employed' })).toBeUndefined()
  })
})

describe('somebody who wants work', () => {
  it('is owed one service a year, whatever its kind; last year counts no more', () => {
    const open = (services: DutyFacts['services']) =>
      duty('willingPackage', { plansToGoOut: true, services })?.open
    expect(open([])).toBe(true)
    expect(open([service('other', '2026-01-01')])).toBe(false)
    expect(open([service('other', '2025-12-31')])).toBe(true)
    expect(duty('willingPackage', { plansToGoOut: true })?.dueOn).toBe('2026-12-31')
  })
})

describe('a household without work', () => {
  it('is due a month on, at the end of a shorter month', () => {
    expect(duty('zeroHousehold', { zeroSince: '2026-01-31' })?.dueOn).toBe('2026-02-28')
    expect(duty('zeroHousehold', { zeroSince: '2028-01-31' }, '2028-02-01')?.dueOn).toBe('2028-02-29')
  })
  it('counts the services of everybody in it and stays open until somebody works', () => {
    const householdServices = [1, 2, 3].map((personId) => service('jobReferral', '2026-11-20', personId))
    expect(duty('zeroHousehold', { zeroSince: '2026-11-01', householdServices })).toMatchObject({
      items: [{ done: 3, needed: 3 }],
      missing: '服务已足，尚无人就业',
      open: true,
    })
  })
})

it('a standing statement of a household ends what is owed, and says so', () => {
  expect(duty('zeroHousehold', { zeroSince: '2026-09-01', unwillingOn: '2026-10-02' })).toMatchObject({
    open: false,
    missing: '暂无就业意愿（2026-10-02声明）',
  })
})

describe('the 72 hours', () => {
  const entered = '2026-11-20T08:30:00.000Z'
  it('begin with the day of return, or with the entry on that day', () => {
    expect(returnClockStart('2026-11-18', entered)).toBe('2026-11-17T16:00:00.000Z')
    expect(returnClockStart('2026-11-20', entered)).toBe(entered)
    expect(returnClockStart('2026-11', entered)).toBe(entered)
    expect(returnClockStart(null, entered)).toBe(entered)
    // Entered before midnight in London is the next day in China.
    expect(returnClockStart('2026-11-20', '2026-11-19T16:30:00.000Z')).toBe('2026-11-19T16:30:00.000Z')
  })
  it('are for those only who want to go out again', () => {
    const back = { hasReturned: true, returnedOn: '2026-11-20', returnEnteredAt: entered }
    expect(duty('returnee', { ...back, plansToGoOut: true })).toMatchObject({
      dueAt: '2026-11-23T08:30:00.000Z',
      dueOn: '2026-11-23',
    })
    expect(duty('returnee', back)).toBeUndefined()
    expect(duty('returnee', { ...back, plansToGoOut: true, employmentState: 'employed' })).toBeUndefined()
  })
})

describe('a contract', () => {
  it.each([
    ['2025-03-15', 12, '2026-03-14'],
    ['2024-02-29', 12, '2025-02-28'],
    ['2024-02-29', 48, '2028-02-28'],
    ['2025-08-31', 6, '2026-02-28'],
    ['2025-03-01', 12, '2026-02-28'],
    ['2027-03-01', 12, '2028-02-29'],
    ['2025-03', 12, '2026-03-30'],
  ])('from %s for %i months ends on %s', (from, months, end) => {
    expect(contractEnd(from, months)).toBe(end)
  })
})

describe('a contract that has ended', () => {
  // Ended on 2026-06-14.
  const work = { employmentState: 'employed', employedOn: '2025-06-15', contractMonths: 12 }
  it.each([
    [null, true],
    ['2026-06-14', true],
    ['2026-06-15', false],
  ])('and was asked after on %s is owed: %s', (collectedOn, isOwed) => {
    expect(duty('contractEnd', { ...work, collectedOn }) !== undefined).toBe(isOwed)
  })
  it('is that of the post for whoever is on one', () => {
    const posts = [term()]
    expect(duty('contractEnd', { ...work, posts })).toBeUndefined()
    expect(duty('postContractEnd', { ...work, posts })?.dueOn).toBe('2027-02-28')
  })
})

describe('what ends on a public post', () => {
  const kinds = (posts: PostTerm[]) =>
    dutiesOf({ ...nobody, posts }, today, parameters).map(({ kind, dueOn, recordId }) => [
      kind,
      dueOn,
      recordId,
    ])

  it('is the contract and the insurance, each of the assignment, until there is an exit', () => {
    expect(kinds([term({ id: 7 })])).toEqual([
      ['postContractEnd', '2027-02-28', 7],
      ['postInsuranceEnd', '2026-12-31', 7],
    ])
    expect(kinds([term({ insuredUntil: null })])).toEqual([['postContractEnd', '2027-02-28', 1]])
    expect(kinds([term({ exitedOn: '2026-11-01' })])).toEqual([])
  })
  it('is over with a newer contract on the same post, and the earliest of several posts', () => {
    const newer = term({ id: 2, startedOn: '2027-03-01', endsOn: '2028-02-29', insuredUntil: '2028-02-29' })
    expect(kinds([term(), newer])).toEqual([
      ['postContractEnd', '2028-02-29', 2],
      ['postInsuranceEnd', '2028-02-29', 2],
    ])
    expect(kinds([term(), { ...newer, postId: 2 }]).map(([, , id]) => id)).toEqual([1, 1])
  })
  it.each([
    // Six months; with the county's consent twelve; over the ends of months and a leap February.
    ['2026-03-01', false, '2026-08-31'],
    ['2026-03-01', true, '2027-02-28'],
    ['2026-08-31', false, '2027-02-27'],
    ['2027-08-31', false, '2028-02-28'],
    ['2027-09-01', false, '2028-02-29'],
    ['2026-03-15', false, '2026-09-14'],
  ])('is a temporary post from %s, consent %s, on %s', (startedOn, hasConsent, end) => {
    const [found] = kinds([term({ startedOn, isTemporary: true, hasConsent })]).filter(
      ([kind]) => kind === 'temporaryPostEnd',
    )
    expect(found?.[1]).toBe(end)
  })
  it('counts earlier time on the same post against a temporary one', () => {
    const earlier = term({
      id: 2,
      startedOn: '2026-01-01',
      endsOn: '2026-02-10',
      exitedOn: '2026-02-10',
      isTemporary: true,
    })
    const now = term({ startedOn: '2026-03-01', isTemporary: true })
    const end = (posts: PostTerm[]) => kinds(posts).find(([kind]) => kind === 'temporaryPostEnd')?.[1]
    expect(end([earlier, now])).toBe('2026-07-21')
    expect(end([{ ...earlier, postId: 2 }, now])).toBe('2026-08-31')
  })
})

describe('clocks', () => {
  it('never give hours back when the PC is set back, and forget a wrong future', () => {
    expect(steadyNow('2026-11-23T02:00:00.000Z', '2026-11-23T05:00:00.000Z')).toBe('2026-11-23T05:00:00.000Z')
    expect(steadyNow('2026-11-23T06:00:00.000Z', '2026-11-23T05:00:00.000Z')).toBe('2026-11-23T06:00:00.000Z')
    expect(steadyNow('2026-11-23T06:00:00.000Z', null)).toBe('2026-11-23T06:00:00.000Z')
  })
  it('stand still while paused; a pause that ends before it began is none', () => {
    const pause = { from: '2026-11-20T00:00:00.000Z', until: '2026-11-20T10:00:00.000Z' }
    expect(dueAfterPauses('2026-11-23T08:00:00.000Z', [pause])).toBe('2026-11-23T18:00:00.000Z')
    const back = { from: pause.until, until: pause.from }
    expect(dueAfterPauses('2026-11-23T08:00:00.000Z', [back])).toBe('2026-11-23T08:00:00.000Z')
    const days = { from: '2028-02-28T02:00:00.000Z', until: '2028-03-01T02:00:00.000Z' }
    expect(dueDayAfterPauses('2028-03-05', [days, { ...days, until: null }])).toBe('2028-03-07')
  })
  it('count whole hours, downwards', () => {
    expect(hoursLeft('2026-11-23T08:30:00.000Z', '2026-11-23T08:00:00.000Z')).toBe(0)
    expect(hoursLeft('2026-11-23T08:30:00.000Z', '2026-11-23T08:31:00.000Z')).toBe(-1)
  })
})
