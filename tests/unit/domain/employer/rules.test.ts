import { describe, expect, it } from 'vitest'
import { fallPercent, lackKeys, staffKeys, totalOf } from '../../../../src/shared/domain/employer/fields.ts'
import { checkEmployerMonth } from '../../../../src/shared/domain/employer/rules.ts'
import type { AnyRecord } from '../../../../src/shared/domain/field.ts'
import { employerMonth } from '../../../fixtures/employer-months.ts'

const facts = { today: '2026-11-26', isTwin: false, staffBefore: null, fallLimit: 10 }
const check = (values: AnyRecord, more: object = {}) =>
  checkEmployerMonth(employerMonth(values), { ...facts, ...more })
const noStaff = { managingStaff: null, ordinaryStaff: null, technicalStaff: null, skilledStaff: null }

describe('the rules of a month of an employer', () => {
  it.each([
    [{}, {}, []],
    [{ employerName: null }, {}, ['E01_employer']],
    [{ month: null }, {}, ['E01_month']],
    [noStaff, {}, ['E01_staff']],
    [{ ...noStaff, skilledStaff: 0 }, {}, []],
    // The running month may be reported from its first day to its last, the next one not yet.
    [{ month: '2026-11' }, { today: '2026-11-01' }, []],
    [{ month: '2026-11' }, { today: '2026-10-31' }, ['E02_future']],
    [{ month: '2026-12' }, { today: '2026-11-30' }, ['E02_future']],
    [{ month: '2027-01' }, { today: '2026-12-31' }, ['E02_future']],
    [{ month: '2026-12' }, { today: '2027-01-01' }, []],
    [{}, { isTwin: true }, ['E03_twin']],
    // 100 now: a tenth fewer than 111 is 99.9, so 111 has not fallen by more than 10, 112 has.
    [{}, { staffBefore: 90 }, []],
    [{}, { staffBefore: 100 }, []],
    [{}, { staffBefore: 111 }, []],
    [{}, { staffBefore: 112 }, ['E04_fall']],
    [{}, { staffBefore: 125, fallLimit: 20 }, []],
    [{}, { staffBefore: 126, fallLimit: 20 }, ['E04_fall']],
    [{}, { staffBefore: 101, fallLimit: 0 }, ['E04_fall']],
    [{ ...noStaff, ordinaryStaff: 0 }, { staffBefore: 1 }, ['E04_fall']],
    [{ ...noStaff, ordinaryStaff: 0 }, { staffBefore: 0 }, []],
    [noStaff, { staffBefore: 100 }, ['E01_staff']],
  ])('%j %j: %j', (values, more, codes) => {
    expect(check(values, more).map(({ code }) => code)).toEqual(codes)
  })

  it('say the numbers of a fall, and only warn', () => {
    expect(check({}, { staffBefore: 125 })).toEqual([
      {
        field: 'managingStaff',
        code: 'E04_fall',
        severity: 'warns',
        message: '用工总数由上月的125人降到100人，减少25人，降幅超过10%，请核实并在备注写明原因',
      },
    ])
  })
})

it('totals are sums of what is filled in', () => {
  expect(totalOf(employerMonth(), staffKeys)).toBe(100)
  expect(totalOf(employerMonth(), lackKeys)).toBe(6)
  expect(totalOf({}, lackKeys)).toBe(0)
})

it.each([
  [null, 10, null],
  [10, 10, null],
  [10, 11, null],
  [0, 0, null],
  [1000, 999, 1],
  [1000, 900, 10],
  [1000, 899, 11],
  [7, 0, 100],
])('from %j to %j people fewer by %j percent, rounded up', (before, now, percent) => {
  expect(fallPercent(before, now)).toBe(percent)
})
