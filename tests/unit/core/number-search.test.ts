import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { randomNumbers } from '../../bench/support/measure.ts'
import { labourer, openOffice, type TestOffice } from '../../fixtures/office.ts'
import { allRows } from './files.ts'

interface Numbers {
  id: number
  idNumber: string
  phone: string
}

/** Of another make: issued until 1999, of a disabled person, a stand-in, a wrong month, fixed lines. */
const others: readonly [idNumber: string, phone: string][] = [
  ['433126650321124', '0743-4722345'],
  ['43312619701112123742', '07434722346'],
  ['999999000000000017', '4722347'],
  ['433126198013121238', '12345678901'],
]

let office: TestOffice
let everyone: Numbers[] = []
beforeAll(async () => {
  office = await openOffice({ demo: { people: 1500, seed: 31 } })
  for (const [idNumber, phone] of others)
    await office.ok('labourer.save', { values: labourer({ idNumber, phone }) })
  const rows = await allRows(office, { ledger: 'member' }, ['idNumber', 'phone'])
  everyone = rows.map(({ id, values }) => ({
    id,
    idNumber: String(values.idNumber ?? ''),
    phone: String(values.phone ?? ''),
  }))
}, 120_000)
afterAll(() => office.close())

/** Whoever has a number that begins or ends so; only when there is nobody, whoever has it in the middle. */
function byHand(piece: string): number[] {
  const holding = (holds: (text: string) => boolean) =>
    everyone.filter(({ idNumber, phone }) => holds(idNumber) || holds(phone))
  const ends = holding((text) => text.startsWith(piece) || text.endsWith(piece))
  if (ends.length > 0 || piece.length < 4) return ends.map(({ id }) => id)
  return holding((text) => text.replaceAll('-', '').includes(piece)).map(({ id }) => id)
}
const found = async (search: string): Promise<number[]> =>
  (await allRows(office, { ledger: 'member', search }, ['name'])).map(({ id }) => id)
const sorted = (ids: number[]) => ids.toSorted((one, other) => one - other)

describe('a piece of a number', () => {
  it('finds the same people as looking through all numbers does, from every place and of every length', async () => {
    const random = randomNumbers(3)
    const between = (low: number, high: number) => low + Math.floor(random() * (high - low + 1))
    for (let round = 0; round < 250; round++) {
      const person = everyone[between(0, everyone.length - 1)]
      const number = (round % 3 === 0 ? person?.phone : person?.idNumber)?.replaceAll('-', '') ?? ''
      if (number.length < 5) continue
      const from = between(0, number.length - 3)
      const piece = number.slice(from, from + between(3, number.length - from))
      expect(sorted(await found(piece)), piece).toEqual(sorted(byHand(piece)))
    }
  })

  it('finds numbers of another make as well', async () => {
    for (const [idNumber, phone] of others) {
      const { id = 0 } = everyone.find((person) => person.idNumber === idNumber) ?? {}
      const pieces = [
        idNumber,
        idNumber.slice(3, 11),
        idNumber.slice(-9, -2),
        phone.replace('-', '').slice(1, -1),
      ]
      for (const piece of pieces) {
        expect(byHand(piece), piece).toContain(id)
        expect(sorted(await found(piece)), piece).toEqual(sorted(byHand(piece)))
        const people = await office.ok('person.search', { text: piece, limit: 50 })
        expect(
          people.map((person) => person.id),
          piece,
        ).toContain(id)
      }
    }
  })

  it('finds nobody where nobody has it', async () => {
    expect(await found('77777777')).toEqual([])
    expect(await found('12X45')).toEqual([])
  })
})
