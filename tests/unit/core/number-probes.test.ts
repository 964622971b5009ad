import { describe, expect, it } from 'vitest'
import { idNumberProbes, phoneProbes, reverse } from '../../../src/main/core/ledger/number-probes.ts'
import { checkDigit } from '../../../src/shared/domain/id-number.ts'
import { randomNumbers } from '../../bench/support/measure.ts'

const random = randomNumbers(7)
const between = (low: number, high: number) => low + Math.floor(random() * (high - low + 1))
const padded = (number: number, length: number) => String(number).padStart(length, '0')
const regions = ['433126', '433101', '510000', '999999']

const idNumber = (): string => {
  const birth = `${between(1900, 2099)}${padded(between(1, 12), 2)}${padded(between(1, 31), 2)}`
  const body = `${regions[between(0, regions.length - 1)]}${birth}${padded(between(0, 999), 3)}`
  return body + checkDigit(body)
}
const phone = (): string => `1${between(3, 9)}${padded(between(0, 999_999_999), 9)}`

const startsWithOne = (text: string, beginnings: readonly string[]) =>
  beginnings.some((beginning) => text.startsWith(beginning))
const idFound = (number: string, { head, birthPart, backwards }: ReturnType<typeof idNumberProbes>) =>
  startsWithOne(number, head) ||
  startsWithOne(number.slice(6), birthPart) ||
  startsWithOne(reverse(number), backwards)

describe('probes for a piece of a number', () => {
  const ids = Array.from({ length: 400 }, idNumber)
  const phones = Array.from({ length: 400 }, phone)

  it('find exactly the ID numbers that hold it, wherever it stands', () => {
    for (const number of ids.slice(0, 60)) {
      for (let from = 0; from <= 14; from++) {
        const piece = number.slice(from, from + between(4, 18 - from))
        const probes = idNumberProbes(piece, regions)
        expect(
          ids.filter((one) => idFound(one, probes)),
          piece,
        ).toEqual(ids.filter((one) => one.includes(piece)))
      }
    }
  })

  it('find exactly the mobile numbers that hold it', () => {
    for (const number of phones.slice(0, 60)) {
      for (let from = 0; from <= 7; from++) {
        const piece = number.slice(from, from + between(4, 11 - from))
        const { head, backwards } = phoneProbes(piece)
        expect(
          phones.filter((one) => startsWithOne(one, head) || startsWithOne(reverse(one), backwards)),
          piece,
        ).toEqual(phones.filter((one) => one.includes(piece)))
      }
    }
  })

  it('stay few, whatever the piece', () => {
    for (let round = 0; round < 300; round++) {
      const piece = padded(between(0, 9999), 4)
      const id = idNumberProbes(piece, regions)
      const mobile = phoneProbes(piece)
      expect(id.head.length + id.birthPart.length + id.backwards.length, piece).toBeLessThan(900)
      expect(mobile.head.length + mobile.backwards.length, piece).toBeLessThan(900)
    }
  })

  it('are none for what no number can hold', () => {
    expect(idNumberProbes('12X4', regions)).toEqual({ head: [], birthPart: [], backwards: [] })
    expect(phoneProbes('1234X')).toEqual({ head: [], backwards: [] })
  })
})
