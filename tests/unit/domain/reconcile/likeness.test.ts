import { describe, expect, it } from 'vitest'
import { checkDigit } from '../../../../src/shared/domain/id-number.ts'
import {
  charactersApart,
  type Identity,
  inWords,
  isClear,
  likeness,
  worthAsking,
} from '../../../../src/shared/domain/reconcile/likeness.ts'

const number = (body: string) => body + checkDigit(body)
const ours: Identity = {
  name: '石小花',
  idNumber: number('43312619900101122'),
  region: '433126101219',
  phone: '19900001111',
  birthDate: '1990-01-01',
  sex: '2',
}
const nothing: Identity = {
  name: null,
  idNumber: null,
  region: null,
  phone: null,
  birthDate: null,
  sex: null,
}
const theirs = (given: Partial<Identity>): Identity => ({ ...nothing, ...given })
const points = (given: Partial<Identity>) => likeness(ours, theirs(given)).points
const asked = (given: Partial<Identity>) => points(given) >= worthAsking

describe('who is asked about', () => {
  it.each<[string, Partial<Identity>]>([
    ['name and telephone', { name: '石小花', phone: '19900001111' }],
    ['name and village', { name: '石小花', region: '433126101219' }],
    ['name and birthday', { name: '石小花', birthDate: '1990-01-01' }],
    [
      'one character of the name, telephone and village',
      { name: '石晓花', phone: '199-0000-1111', region: '433126101219' },
    ],
    [
      'another name, but nearly the number, birthday, telephone and village',
      {
        name: '石大花',
        idNumber: `${ours.idNumber?.slice(0, 17)}${ours.idNumber?.[17] === '1' ? '2' : '1'}`,
        birthDate: '1990-01-01',
        phone: '19900001111',
        region: '433126101219',
      },
    ],
    [
      'all but a number that is somebody else’s',
      {
        name: '石小花',
        phone: '19900001111',
        region: '433126101219',
        idNumber: number('43312619850505044'),
      },
    ],
  ])('%s', (_what, given) => {
    expect(asked(given)).toBe(true)
  })

  it.each<[string, Partial<Identity>]>([
    ['the name alone', { name: '石小花' }],
    ['the name in the same township', { name: '石小花', region: '433126101218' }],
    ['the telephone of the family', { name: '石大山', phone: '19900001111', region: '433126101219' }],
    [
      'a namesake of the village with a number of their own',
      { name: '石小花', region: '433126101219', idNumber: number('43312619751212066') },
    ],
    [
      'a twin: two sound numbers are two people',
      {
        name: '石小草',
        idNumber: number('43312619900101124'),
        birthDate: '1990-01-01',
        region: '433126101219',
      },
    ],
  ])('not: %s', (_what, given) => {
    expect(asked(given)).toBe(false)
  })

  it('says the reasons in words, those against at the end', () => {
    const found = likeness(ours, theirs({ name: '石小花', phone: '19900001111', sex: '1' }))
    expect(inWords(found.reasons)).toBe('姓名相同，电话相同；但性别不同')
    expect(isClear(found)).toBe(false)
    const clear = likeness(ours, theirs({ name: '石小花', phone: '19900001111', region: '433126101219' }))
    expect(clear.points).toBe(85)
    expect(isClear(clear)).toBe(true)
  })

  it('never goes beyond 0 and 100', () => {
    expect(points({ ...ours })).toBe(100)
    expect(points({ name: '王二', sex: '1' })).toBe(0)
    expect(likeness(nothing, nothing)).toEqual({ points: 0, reasons: [] })
  })

  it('does not hold against somebody what a wrong number says', () => {
    const wrong = '433126199912311239'
    const { reasons } = likeness(ours, theirs({ name: '石小花', phone: '19900001111', idNumber: wrong }))
    expect(reasons.every((reason) => reason.points >= 0)).toBe(true)
  })
})

describe('characters apart', () => {
  it.each([
    ['石小花', '石晓花', 1],
    ['石小花', '石花', 1],
    ['石花', '石小花', 1],
    ['石小花', '石小花', 0],
    ['彭𬱖', '彭颋', 1],
    ['石小花', '王大山', null],
    ['石', '石小花', null],
    ['石小花', '小花石', null],
  ] as const)('%s and %s', (one, other, expected) => {
    expect(charactersApart(one, other, 1)).toBe(expected)
  })
})
