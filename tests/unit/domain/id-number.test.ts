import { expect, test } from 'vitest'
import {
  checkDigit,
  groupIdNumber,
  maskIdNumber,
  parseIdNumber,
  upgradeIdNumber,
} from '../../../src/shared/domain/id-number.ts'

const withCheck = (body: string): string => body + checkDigit(body)

test('the sample number of GB 11643 is read whole', () => {
  expect(parseIdNumber('11010519491231002X')).toEqual({
    kind: 'resident',
    birthDate: '1949-12-31',
    sex: '2',
    region: '110105',
    checksumRight: true,
  })
})

test.each([
  ['11010519491231002', 'X'],
  ['44052419800101001', '3'],
  ['34052419800101001', 'X'],
  ['51343319900101123', '1'],
])('the check character of %s is %s', (body, expected) => {
  expect(checkDigit(body)).toBe(expected)
})

test('all eleven check characters occur and each is accepted', () => {
  const seen = new Set<string>()
  for (let serial = 0; serial < 200; serial++) {
    const number = withCheck(`43312619900307${String(serial).padStart(3, '0')}`)
    seen.add(number.slice(-1))
    expect(parseIdNumber(number).checksumRight).toBe(true)
  }
  expect([...seen].sort().join('')).toBe('0123456789X')
})

test('any single wrong digit and any swap of neighbours is found by the check character', () => {
  const number = withCheck('43312619900307123')
  for (let at = 6; at < 17; at++) {
    const changed = `${number.slice(0, at)}${(Number(number[at]) + 1) % 10}${number.slice(at + 1)}`
    expect(checkDigit(changed)).not.toBe(number.slice(-1))
    if (at < 16 && number[at] !== number[at + 1]) {
      const swapped = `${number.slice(0, at)}${number[at + 1]}${number[at]}${number.slice(at + 2)}`
      expect(checkDigit(swapped)).not.toBe(number.slice(-1))
    }
  }
})

test.each([
  ['a leap day of a leap year', 'resident', '433126200002290016'],
  ['a leap day of a common year', 'invalid', '433126190002290016'],
  ['the 31st of April', 'invalid', '433126199004310016'],
  ['month 13', 'invalid', '433126199013010016'],
  ['day 0', 'invalid', '433126199001000016'],
  ['the eighteenth century', 'invalid', '433126179001010016'],
  ['a province that does not exist', 'invalid', '163126199001010016'],
  ['a residence permit for Taiwan', 'resident', '830000199001010016'],
  ['a letter inside', 'invalid', '43312619900101001A'],
  ['a small x', 'invalid', '11010519491231002x'],
  ['17 characters', 'invalid', '43312619900307123'],
  ['19 characters', 'invalid', '4331261990030712345'],
  ['nothing', 'invalid', ''],
])('a number with %s is %s', (_what, kind, number) => {
  expect(parseIdNumber(number).kind).toBe(kind)
})

test('an old number of 15 digits is upgraded, with its century and check character', () => {
  expect(upgradeIdNumber('110105491231002')).toBe('11010519491231002X')
  expect(parseIdNumber('110105491231002')).toMatchObject({ kind: 'old', birthDate: '1949-12-31', sex: '2' })
  expect(upgradeIdNumber('110105490231002')).toBeNull()
  expect(upgradeIdNumber('160105491231002')).toBeNull()
  expect(upgradeIdNumber('11010549123100X')).toBeNull()
  expect(upgradeIdNumber('11010519491231002X')).toBeNull()
})

test('a stand-in number beginning 999999 is kept, with its birth date where it has one', () => {
  expect(parseIdNumber('999999199003070012')).toMatchObject({
    kind: 'standIn',
    birthDate: '1990-03-07',
    sex: '1',
  })
  expect(parseIdNumber('999999000000000001')).toMatchObject({ kind: 'standIn', birthDate: null, sex: null })
})

test('a certificate of a disabled person of 20 characters, or 22 after a reissue, carries the ID number', () => {
  const number = withCheck('43312619900307123')
  expect(parseIdNumber(`${number}41`)).toMatchObject({
    kind: 'disability',
    birthDate: '1990-03-07',
    sex: '1',
  })
  expect(parseIdNumber(`${number}41B1`)).toMatchObject({ kind: 'disability', region: '433126' })
  expect(parseIdNumber(`${number}4`).kind).toBe('invalid')
  expect(parseIdNumber(`${number}49`).kind).toBe('invalid')
  expect(parseIdNumber(`${number}41XX`).kind).toBe('invalid')
})

test('a masked number shows the county and the last four characters', () => {
  expect(maskIdNumber('513433199001011234')).toBe('513433********1234')
  expect(maskIdNumber('110105491231002')).toBe('110105*****1002')
  expect(maskIdNumber('123456')).toBe('*****6')
  expect(maskIdNumber('')).toBe('')
})

test('a number is grouped for reading aloud', () => {
  expect(groupIdNumber('513433199001011234')).toBe('513433 19900101 1234')
  expect(groupIdNumber('51343319900101123441')).toBe('513433 19900101 1234 41')
  expect(groupIdNumber('110105491231002')).toBe('110105 491231 002')
  expect(groupIdNumber('12345678')).toBe('1234 5678')
})
