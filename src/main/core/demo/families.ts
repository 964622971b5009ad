import { addDays, addMonths } from '../../../shared/domain/calendar.ts'
import type { Kin } from './names.ts'
import { distantName, givenName, newKin } from './names.ts'
import { type Random, weights } from './random.ts'

/** Who lives together: about 3.4 people a household, one to three generations. */

/** Codes of GB/T 4761. */
export const relation = {
  head: '02',
  spouse: '10',
  son: '20',
  daughter: '30',
  sonsWife: '38',
  grandson: '41',
  granddaughter: '42',
  father: '51',
  mother: '52',
} as const
export type Relation = (typeof relation)[keyof typeof relation]

export interface Relative {
  name: string
  sex: '1' | '2'
  birthDate: string
  age: number
  ethnicity: string
  relation: Relation
}

const headAges = weights([
  [[24, 34], 17],
  [[35, 44], 32],
  [[45, 54], 20],
  [[55, 64], 14],
  [[65, 84], 17],
] as const)

const childCounts = weights([
  [0, 8],
  [1, 30],
  [2, 46],
  [3, 16],
] as const)

export function createFamily(random: Random, today: string): Relative[] {
  const [low, high] = random.weighted(headAges)
  const headAge = random.between(low, high)
  const kin = newKin(random)
  const headSex = random.chance(0.86) ? '1' : '2'
  const born = (age: number): string => addDays(addMonths(today, -12 * age), -random.between(0, 364))
  const person = (role: Relation, sex: '1' | '2', age: number, of: Kin): Relative => ({
    name: of.surname + givenName(random, sex, age),
    sex,
    birthDate: born(age),
    age,
    ethnicity: of.ethnicity,
    relation: role,
  })

  const family = [person(relation.head, headSex, headAge, kin)]
  if (random.chance(headAge > 70 ? 0.5 : 0.82)) {
    family.push(
      marriedIn(
        person(relation.spouse, headSex === '1' ? '2' : '1', headAge + random.between(-6, 3), newKin(random)),
        random,
      ),
    )
  }
  const children = family.length > 1 || random.chance(0.4) ? random.weighted(childCounts) : 0
  let oldest = headAge - random.between(23, 30)
  for (let index = 0; index < children && oldest >= 0; index++) {
    const sex = random.chance(0.53) ? '1' : '2'
    const age = oldest
    oldest -= random.between(2, 5)
    // Most daughters and many sons over 26 have a household of their own.
    if (age > 26 && random.chance(sex === '1' ? 0.4 : 0.8)) continue
    family.push(person(sex === '1' ? relation.son : relation.daughter, sex, age, kin))
    if (age >= 25 && sex === '1' && random.chance(0.4)) addYoungFamily(family, person, age, kin, random)
  }
  if (headAge < 60 && random.chance(0.45)) {
    family.push(
      marriedIn(
        person(relation.mother, '2', Math.min(90, headAge + random.between(20, 28)), newKin(random)),
        random,
      ),
    )
    if (random.chance(0.5)) {
      family.push(person(relation.father, '1', Math.min(90, headAge + random.between(22, 30)), kin))
    }
  }
  return family
}

type NewPerson = (role: Relation, sex: '1' | '2', age: number, of: Kin) => Relative

function addYoungFamily(family: Relative[], person: NewPerson, age: number, kin: Kin, random: Random): void {
  family.push(
    marriedIn(
      person(relation.sonsWife, '2', Math.max(22, age - random.between(0, 4)), newKin(random)),
      random,
    ),
  )
  if (random.chance(0.7)) {
    const sex = random.chance(0.53) ? '1' : '2'
    const role = sex === '1' ? relation.grandson : relation.granddaughter
    family.push(person(role, sex, Math.max(0, age - random.between(23, 28)), kin))
  }
}

function marriedIn(relative: Relative, random: Random): Relative {
  return random.chance(0.006) ? { ...relative, ...distantName(random, relative.sex) } : relative
}
