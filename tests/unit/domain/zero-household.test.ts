import { describe, expect, it } from 'vitest'
import { dutyParametersAt } from '../../../src/shared/domain/duty/parameters.ts'
import { type EvidenceFacts, missingEvidence } from '../../../src/shared/domain/zero-household/evidence.ts'
import { imbalance, sumCounts } from '../../../src/shared/domain/zero-household/report.ts'
import {
  advance,
  type HouseholdNow,
  type ZeroSpell,
} from '../../../src/shared/domain/zero-household/spells.ts'
import { resources } from './resources.ts'

const today = '2026-11-23'
const zero: HouseholdNow = {
  isZero: true,
  isEmployed: false,
  workedUntil: '2026-10-05',
  lastWorkFrom: '2026-03-01',
  collectedOn: '2026-11-01',
  worksSince: null,
  unwillingOn: () => null,
  today,
}
const working = (worksSince: string | null, more: Partial<HouseholdNow> = {}): HouseholdNow => ({
  ...zero,
  isZero: false,
  isEmployed: true,
  worksSince,
  ...more,
})
const signed = (day: string): HouseholdNow => ({
  ...zero,
  unwillingOn: (since) => (day >= since ? day : null),
})
const short = (spells: readonly ZeroSpell[]) =>
  spells.map(({ state, from, to, begun, ended }) => [state, from, to, begun, ended].join(' '))
/** Goes through states of the ledger one after another; each is looked at twice, which must change nothing. */
const through = (...states: HouseholdNow[]) => {
  let spells: ZeroSpell[] = []
  for (const now of states) {
    spells = advance(spells, now)
    expect(advance(spells, now)).toEqual(spells)
  }
  return short(spells)
}

describe('the time of a household without work', () => {
  it('begins with the last end of work, or with the first form where nobody has worked', () => {
    expect(through(zero)).toEqual(['zero 2026-10-05  found '])
    const never = { ...zero, workedUntil: null, lastWorkFrom: null }
    expect(through(never)).toEqual(['zero 2026-11-01  found '])
    // Collected again: the deadline does not move.
    expect(through(never, { ...never, collectedOn: '2026-11-20' })).toEqual(['zero 2026-11-01  found '])
  })
  it('ends on the day on which somebody begins to work, at the earliest on the day it began', () => {
    expect(through(zero, working('2026-11-10'))).toEqual(['zero 2026-10-05 2026-11-10 found employed'])
    expect(through(zero, working('2026-09-01'))).toEqual(['zero 2026-10-05 2026-10-05 found employed'])
    expect(through(zero, working(null))).toEqual(['zero 2026-10-05 2026-11-23 found employed'])
    expect(through(working('2026-01-01'))).toEqual([])
  })
  it('begins anew when that work ends, on the same day too', () => {
    const again = (workedUntil: string) => ({ ...zero, workedUntil, lastWorkFrom: '2026-11-10' })
    expect(through(zero, working('2026-11-10'), again('2026-11-18'))).toEqual([
      'zero 2026-10-05 2026-11-10 found employed',
      'zero 2026-11-18  found ',
    ])
    expect(through(zero, again('2026-11-10'))).toEqual([
      'zero 2026-10-05 2026-11-10 found employed',
      'zero 2026-11-10  found ',
    ])
  })
  it('never ended when the work was a mistake', () => {
    expect(through(zero, working('2026-11-10'), zero)).toEqual(['zero 2026-10-05  found '])
  })
  it('follows a corrected end of work in both directions', () => {
    expect(through(zero, { ...zero, workedUntil: '2026-10-25' })).toEqual(['zero 2026-10-25  found '])
    expect(through(zero, { ...zero, workedUntil: '2026-09-30' })).toEqual(['zero 2026-09-30  found '])
  })
  it('ends without work when no labour is left', () => {
    expect(through(zero, { ...zero, isZero: false })).toEqual(['zero 2026-10-05 2026-11-23 found gone'])
  })
  it('is unwilling from the day of the signature, and open again when the statement no longer stands', () => {
    const declared = ['zero 2026-10-05 2026-11-02 found declared', 'unwilling 2026-11-02  declared ']
    expect(through(zero, signed('2026-11-02'))).toEqual(declared)
    expect(through(signed('2026-11-02'))).toEqual(declared)
    expect(through(signed('2026-11-02'), zero)).toEqual([
      declared[0],
      'unwilling 2026-11-02 2026-11-23 declared resumed',
      'zero 2026-11-23  resumed ',
    ])
    expect(through(signed('2026-11-02'), zero, signed('2026-11-02'))).toEqual(declared)
    expect(through(signed('2026-11-02'), working('2026-11-20'))).toEqual([
      declared[0],
      'unwilling 2026-11-02 2026-11-20 declared employed',
    ])
  })
  it('falls back to open when work ends on the very day of the statement', () => {
    const after = { ...signed('2026-11-02'), workedUntil: '2026-11-02', lastWorkFrom: '2026-11-01' }
    // Signed on the first day of the new time: three services of that day are asked for by the evidence.
    expect(
      through(signed('2026-11-02'), working('2026-11-01'), { ...after, unwillingOn: () => null }),
    ).toEqual([
      'zero 2026-10-05 2026-11-02 found declared',
      'unwilling 2026-11-02 2026-11-02 declared employed',
      'zero 2026-11-02  found ',
    ])
  })
  it('ends of February and of months are days like others', () => {
    const leap = { ...zero, workedUntil: '2028-02-29', collectedOn: null, today: '2028-03-31' }
    expect(through(leap, { ...working('2028-03-31'), today: '2028-03-31' })).toEqual([
      'zero 2028-02-29 2028-03-31 found employed',
    ])
  })
})

describe('the evidence of 暂无就业意愿', () => {
  const service = (servedOn: string, personId = 1, kind = 'jobReferral') => ({ personId, kind, servedOn })
  const facts: EvidenceFacts = {
    since: '2026-10-05',
    services: [service('2026-10-05'), service('2026-10-20'), service('2026-11-20')],
    hasFile: true,
    willing: [],
    today,
    parameters: dutyParametersAt(resources.parameters, today),
  }
  const statement = { reason: 'familyCare', signedOn: '2026-11-20', signature: 'family', signedBy: '石大山' }
  const codes = (patch: object, more: Partial<EvidenceFacts> = {}) =>
    missingEvidence({ ...statement, ...patch }, { ...facts, ...more }).map(({ code }) => code)

  it('is whole with three services up to the day of signing, the first and last day included', () => {
    expect(codes({})).toEqual([])
  })
  it.each<[string, object, Partial<EvidenceFacts>, string[]]>([
    ['signed a day before the third service', { signedOn: '2026-11-19' }, {}, ['Z05Services']],
    [
      'the third service of the same day and kind counts once',
      {},
      { services: [service('2026-10-05'), service('2026-10-20'), service('2026-10-20')] },
      ['Z05Services'],
    ],
    [
      'of the same day but another kind or member it counts',
      {},
      { services: [service('2026-10-20'), service('2026-10-20', 2), service('2026-10-20', 1, 'internship')] },
      [],
    ],
    ['a service before the beginning does not count', {}, { since: '2026-10-06' }, ['Z05Services']],
    ['no file', {}, { hasFile: false }, ['Z10File']],
    ['no reason', { reason: null }, {}, ['Z06Reason']],
    ['another reason without words', { reason: 'other' }, {}, ['Z07Note']],
    ['another reason with words', { reason: 'other', reasonNote: '待产' }, {}, []],
    ['no kind of signature', { signature: null }, {}, ['Z08Signature']],
    ['nobody signed', { signedBy: ' ' }, {}, ['Z09SignedBy']],
    ['no day', { signedOn: null }, {}, ['Z02Day']],
    ['no real day', { signedOn: '2026-02-29' }, {}, ['Z02Day']],
    ['tomorrow', { signedOn: '2026-11-24' }, {}, ['Z03Future']],
    ['before the beginning', { signedOn: '2026-10-04' }, {}, ['Z04Before']],
    ['somebody wants to go out', {}, { willing: ['石小花'] }, ['Z11Willing']],
    ['somebody works', {}, { since: null }, ['Z01NotZero']],
    [
      'nothing at all',
      { reason: null, signedOn: null, signature: null, signedBy: null },
      { hasFile: false },
      ['Z02Day', 'Z06Reason', 'Z08Signature', 'Z09SignedBy', 'Z10File'],
    ],
  ])('%s', (_title, patch, more, expected) => {
    expect(codes(patch, more)).toEqual(expected)
  })
  it('asks for as many services as the parameter of the day says', () => {
    const parameters = { ...facts.parameters, zeroHouseholdServices: 4 }
    expect(missingEvidence(statement, { ...facts, parameters })[0]?.message).toContain('还差1次（至少4次')
    expect(
      codes({}, { parameters: { ...facts.parameters, zeroHouseholdServices: 0 }, services: [] }),
    ).toEqual([])
  })
})

it('sums of places balance when each of them does', () => {
  const one = {
    begin: 5,
    found: 2,
    resumed: 1,
    employed: 3,
    declared: 1,
    gone: 1,
    end: 3,
    overdue: 1,
    unwilling: 1,
  }
  expect(imbalance(one)).toBe(0)
  expect(imbalance(sumCounts([one, one]))).toBe(0)
  expect(imbalance({ ...one, end: 4 })).toBe(-1)
})
