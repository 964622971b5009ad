import { describe, expect, it, test } from 'vitest'
import { checkJobFair } from '../../../../src/shared/domain/job-fair/rules.ts'
import { scaleOf, siteDuties } from '../../../../src/shared/domain/site/duties.ts'
import { staffIn } from '../../../../src/shared/domain/site/fields.ts'
import { type SiteParameters, siteParametersAt } from '../../../../src/shared/domain/site/parameters.ts'
import {
  checkSite,
  checkStation,
  checkStay,
  type Stay,
  staysOverlap,
} from '../../../../src/shared/domain/site/rules.ts'
import type { Violation } from '../../../../src/shared/domain/violation.ts'
import { jobFair, site, station } from '../../../fixtures/sites.ts'
import { resources } from '../resources.ts'

const today = '2026-11-23'
const parameters: SiteParameters = siteParametersAt(resources.parameters, today)
const codes = (violations: readonly Violation[]) => violations.map(({ code }) => code)

test('the thresholds delivered are those of the documents', () => {
  expect(parameters).toEqual({
    siteHelpPeople: 800,
    siteFairPeople: 10_000,
    siteFairMonths: 12,
    siteStaffLeast: 1,
    siteStaffMost: 2,
  })
})

describe('a site', () => {
  const check = (values = {}, isTaken = false) => codes(checkSite(site(values), { today, isTaken }))
  it.each([
    [{}, []],
    [{ name: null }, ['A01Name']],
    [{ kind: null }, ['A02Kind']],
    [{ region: '433126000000' }, ['A03Region']],
    [{ region: '433126101219' }, []],
    [{ openedOn: '2026-11' }, []],
    [{ openedOn: '2026-12' }, ['A04Future']],
    [{ plannedHouseholds: 200, plannedPeople: 200 }, []],
    [{ plannedHouseholds: 200, plannedPeople: 199 }, ['A05Scale']],
    [{ plannedHouseholds: 200, plannedPeople: null }, []],
  ])('%j breaks %j', (values, broken) => expect(check(values)).toEqual(broken))
  it('has a name of its own', () => expect(check({}, true)).toEqual(['A01Taken']))
})

describe('two stays', () => {
  const stay = (movedIn: string | null, movedOut: string | null): Stay => ({ movedIn, movedOut })
  it.each<[Stay, Stay, boolean]>([
    [stay('2020-01', '2020-05'), stay('2020-05', null), false],
    [stay('2020-01', '2020-06'), stay('2020-05', null), true],
    [stay('2020-01', null), stay('2019-01', '2020-01'), false],
    [stay('2020-01', null), stay('2021-01', null), true],
    [stay(null, '2020-05'), stay('2020-05', '2021-01'), false],
    [stay(null, null), stay('2001-01', '2001-02'), true],
    [stay('2019-12', '2020-01'), stay('2020-01', '2020-02'), false],
  ])('%j and %j overlap: %s', (one, other, answer) => {
    expect(staysOverlap(one, other)).toBe(answer)
    expect(staysOverlap(other, one)).toBe(answer)
  })
})

describe('a stay', () => {
  const door = { building: '3', unit: '2', door: '501', movedIn: '2020-05' }
  const none = { today, others: [], doorTakenBy: null, siteOpenedOn: '2018-06' }
  const check = (values = {}, facts = {}) => codes(checkStay({ ...door, ...values }, { ...none, ...facts }))
  const there = (movedIn: string | null, movedOut: string | null) => ({
    others: [{ movedIn, movedOut, place: '“甲安置点”' }],
  })
  it.each([
    [{}, {}, []],
    [{}, there('2019-01', null), ['B01Elsewhere']],
    // Only a closed stay may be entered beside one that goes on, and only before it.
    [{ movedOut: '2021-01' }, there('2021-01', null), []],
    [{ movedOut: '2021-02' }, there('2021-01', null), ['B02Overlap']],
    [{}, there('2019-01', '2020-05'), []],
    [{}, there('2019-01', '2020-06'), ['B02Overlap']],
    [{}, { doorTakenBy: '石大山户' }, ['B03Door']],
    [{ movedOut: '2021-01' }, { doorTakenBy: '石大山户' }, []],
    [{ movedOut: '2020-05' }, {}, []],
    [{ movedOut: '2020-04' }, {}, ['B04Order']],
    [{ movedIn: '2026-11' }, {}, []],
    [{ movedIn: '2026-12' }, {}, ['B05InFuture']],
    [{ movedOut: '2026-12' }, {}, ['B05OutFuture']],
    [{ movedIn: null }, {}, ['B06MovedIn']],
    [{ movedIn: '2018-05' }, {}, ['B06BeforeSite']],
    [{ movedIn: '2018-06' }, {}, []],
    [{ door: null }, {}, ['B07Door']],
    [{ door: null, movedOut: '2021-01' }, {}, []],
    [{ leaveReason: '进城' }, {}, ['B08Reason']],
  ])('%j with %j breaks %j', (values, facts, broken) => expect(check(values, facts)).toEqual(broken))
  it('says where the household lives', () => {
    expect(checkStay(door, { ...none, ...there('2019-01', null) })[0]?.message).toContain('“甲安置点”')
  })
})

describe('a station', () => {
  const check = (values = {}) => checkStation(station(values), { today, parameters, isTaken: false })
  it.each([
    [null, ['C05Few']],
    ['石干事', []],
    ['石干事、龙干事', []],
    ['石干事，龙干事 彭干事', ['C05Many']],
  ])('with the staff %j breaks %j, and only warns', (staffNames, broken) => {
    const found = check({ staffNames })
    expect(codes(found)).toEqual(broken)
    expect(found.filter(({ severity }) => severity === 'blocks')).toEqual([])
  })
  it('serves no more poor labourers than labourers, and was not opened tomorrow', () => {
    expect(codes(check({ servedLabourers: 10, servedPoor: 11 }))).toEqual(['C04Served'])
    expect(codes(check({ openedOn: today }))).toEqual([])
    expect(codes(check({ openedOn: '2026-11-24' }))).toEqual(['C03Future'])
  })
  it('counts names however they are put apart', () => {
    expect(staffIn(' 石干事、龙干事，彭干事;向干事 ')).toHaveLength(4)
    expect(staffIn(null)).toEqual([])
  })
})

describe('a job fair', () => {
  const check = (values = {}) => codes(checkJobFair(jobFair(values), { today, isTaken: false }))
  const blank = {
    attended: null,
    poorAttended: null,
    intents: null,
    poorIntents: null,
    employed: null,
    poorEmployed: null,
  }
  it.each([
    [{}, []],
    [{ heldOn: null }, ['D01Day']],
    [{ region: null }, ['D02Region']],
    [{ heldOn: '2026-11-24' }, ['D03NotHeld']],
    [{ heldOn: '2026-11-24', ...blank }, []],
    [{ heldOn: today }, []],
    [{ poorJobs: 301 }, ['D04Jobs']],
    [{ poorJobs: 300 }, []],
    [{ intents: 120, poorIntents: 40 }, []],
    [{ intents: 121 }, ['D05Intents']],
    [{ employed: 121 }, ['D05Employed']],
    [{ poorAttended: 121 }, ['D04Attended']],
    [{ poorEmployed: 51 }, ['D04Employed']],
    [{ poorIntents: 30, poorAttended: 29, poorEmployed: 29 }, ['D05PoorIntents']],
    [{ attended: null, intents: 5000 }, []],
  ])('%j breaks %j', (values, broken) => expect(check(values)).toEqual(broken))
})

describe('what a site is held to', () => {
  it.each([
    [0, false, false],
    [800, false, false],
    [801, true, false],
    [10_000, true, false],
    [10_001, true, true],
  ])('with %i people', (people, needsHelp, needsFair) =>
    expect(scaleOf(people, parameters)).toEqual({ needsHelp, needsFair }),
  )
  const facts = { scalePeople: 12_000, lastFairOn: null, stations: 1, staff: 1 }
  it.each<[Partial<typeof facts> | { lastFairOn: string }, [string, string][]]>([
    [{}, [['fair', today]]],
    [{ scalePeople: 10_000 }, []],
    // The last day of February counts to the end of February.
    [{ lastFairOn: '2024-02-29' }, [['fair', '2025-02-28']]],
    [{ lastFairOn: '2025-11-23' }, [['fair', today]]],
    [{ scalePeople: 1, stations: 0, staff: 0 }, [['station', today]]],
    [{ scalePeople: 1, staff: 0 }, [['staff', today]]],
    [{ scalePeople: 0, stations: 0, staff: 0 }, []],
  ])('%j owes %j', (values, owed) => {
    const duties = siteDuties({ ...facts, ...values }, today, parameters)
    expect(duties.map(({ kind, dueOn }) => [kind, dueOn])).toEqual(owed)
  })
})
