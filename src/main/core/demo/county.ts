import type { Employment } from '../../../shared/domain/employment/fields.ts'
import type { Household } from '../../../shared/domain/household/fields.ts'
import type { PersonInput } from '../../../shared/domain/labourer/fields.ts'
import type { FormState } from '../../../shared/domain/labourer/rules/confirmation.ts'
import type { Service } from '../../../shared/domain/service/fields.ts'
import type { Training } from '../../../shared/domain/training/fields.ts'
import { createDocuments, type Documents } from './documents.ts'
import { createFamily, type Relative, relation } from './families.ts'
import { addProblem, makeIncomplete } from './flaws.ts'
import { fillForm } from './labourer-form.ts'
import { placesFor, type Village } from './places.ts'
import { createRandom, type Random, weights } from './random.ts'
import { employmentsOf, servicesOf, trainingsOf } from './records.ts'
import type { FormSetting, LabourRole } from './setting.ts'
import { demoSites } from './sites.ts'

export type { Village }

/**
 * A county of people who do not exist, the same for the same seed: for `--demo`, tests and bench.
 * Village codes and places of work are real, so that regions resolve; names, numbers, employers and
 * everything else are made up. Households come one at a time, memory stays flat at any size.
 *
 *   for (const { household, members } of generateCounty({ people: 15_000, seed: 1, villages, today }))
 */
export interface DemoCounty {
  /** Everybody: labourers, children and old people. */
  people: number
  seed: number
  /** Villages of one county, from the national list. */
  villages: readonly Village[]
  /** YYYY-MM-DD. */
  today: string
}

export interface DemoMember {
  person: PersonInput
  isHead: boolean
  /** `none` for those who are no labourers. */
  state: FormState
  /** In order of time. One without an end is the work that the form shows. */
  employments: Employment[]
  trainings: Training[]
  services: Service[]
}

export interface DemoHousehold {
  /** Without what follows from its people. */
  household: Omit<
    Household,
    'zeroState' | 'zeroSince' | 'zeroDueOn' | 'zeroServices' | 'unwillingReason' | 'clearedOn'
  >
  members: DemoMember[]
}

const categories = weights([
  ['liftedHousehold', 52],
  ['unstableLifted', 5],
  ['marginalAtRisk', 5],
  ['suddenHardship', 2],
  ['lowIncome', 8],
  ['specialHardship', 1],
  ['general', 27],
] as const)

const states = weights([
  ['confirmed', 62],
  ['submitted', 23],
  ['draft', 15],
] as const satisfies readonly (readonly [FormState, number])[])

export function* generateCounty({ people, seed, villages, today }: DemoCounty): Generator<DemoHousehold> {
  if (villages.length === 0) throw new RangeError('a county needs at least one village')
  const random = createRandom(seed)
  const documents = createDocuments(random)
  const setting: FormSetting = { random, places: placesFor(villages), today }
  const households = new Map<string, number>()
  let left = people
  while (left > 0) {
    const village = random.pick(villages)
    const number = (households.get(village.code) ?? 0) + 1
    households.set(village.code, number)
    const family = createFamily(random, today).slice(0, left)
    left -= family.length
    yield createHousehold(setting, documents, village, number, family)
  }
}

function createHousehold(
  setting: FormSetting,
  documents: Documents,
  village: Village,
  number: number,
  family: readonly Relative[],
): DemoHousehold {
  const { random } = setting
  const address = `${village.name}${random.between(1, 9)}组${number}号`
  const category = random.weighted(categories)
  const members = family.map((relative) => createMember(setting, documents, village, address, relative))
  const head = members[0]?.person
  const isRelocated = random.chance(0.12)
  return {
    members,
    household: {
      householdCode: `${village.code}${String(number).padStart(4, '0')}`,
      recognisedYear: category === 'general' ? null : random.between(2014, 2020),
      region: village.code,
      address,
      phone: head?.phone ?? null,
      category,
      liftStatus:
        category === 'general'
          ? null
          : category === 'liftedHousehold'
            ? 'lifted'
            : random.pick(['lifted', 'lifted', 'lifted', 'newlyRecognised']),
      isRelocated,
      siteName: isRelocated ? random.pick(demoSites) : null,
      hasDisabled: members.some((member) => member.person.isDisabled === true),
      note: null,
      memberCount: members.length,
      labourCount: members.filter((member) => member.state !== 'none').length,
      employedCount: members.filter((member) => member.person.isWorking).length,
      updatedOn: null,
      headName: head?.name ?? null,
      headIdNumber: head?.idNumber ?? null,
    },
  }
}

const neighbours = ['433101', '433122', '433127', '430721'] as const

function createMember(
  setting: FormSetting,
  documents: Documents,
  village: Village,
  homeAddress: string,
  relative: Relative,
): DemoMember {
  const { random, places } = setting
  const born = random.chance(0.06) ? random.pick(neighbours) : places.county
  const person = {
    ...relative,
    idNumber: documents.idNumber(relative.birthDate, relative.sex, born),
    phone: documents.phone(),
    region: village.code,
    homeAddress,
  }
  const isHead = relative.relation === relation.head
  const role = roleOf(random, relative.age)
  if (typeof role !== 'string') {
    return {
      person: dependant(person, role.ability, random),
      isHead,
      state: 'none',
      employments: [],
      trainings: [],
      services: [],
    }
  }
  const form = fillForm(setting, person, role)
  const services = servicesOf(setting, form)
  const employments = employmentsOf(setting, form, village.code)
  const trainings = trainingsOf(setting, form)
  fillMemberColumns(form, role, trainings)
  const fate = random.next()
  if (fate < 0.06) addProblem(form, random)
  else if (fate < 0.16) makeIncomplete(form, random)
  const state = fate < 0.16 ? 'draft' : random.weighted(states)
  return { person: form, isHead, state, employments, trainings, services }
}

/** About 55 of 100 people are labourers, 65 of 100 labourers have work. */
function roleOf(random: Random, age: number): LabourRole | { ability: 'none' | 'lost' } {
  const none = { ability: 'none' } as const
  if (age < 16 || age > 68) return none
  if (age < 23 && random.chance(age < 18 ? 0.92 : age < 20 ? 0.65 : 0.35))
    return random.chance(0.3) ? 'student' : none
  if (random.chance(0.07)) return { ability: 'lost' }
  if (age > 60 && random.chance(0.62)) return none
  return age > 16 && random.chance(age > 60 ? 0.4 : 0.69) ? 'working' : 'notWorking'
}

function dependant(
  person: Relative & { idNumber: string; region: string; phone: string; homeAddress: string },
  ability: 'none' | 'lost',
  random: Random,
): PersonInput {
  const { age } = person
  return {
    name: person.name,
    idNumber: person.idNumber,
    region: person.region,
    phone: age >= 18 && age < 80 ? person.phone : null,
    ethnicity: person.ethnicity,
    relationToHead: person.relation,
    labourAbility: ability,
    education:
      age < 12 ? null : age < 15 ? '80' : age < 30 ? '70' : age < 60 ? '80' : random.pick(['80', '90']),
    homeAddress: person.homeAddress,
    isDisabled: ability === 'lost' && random.chance(0.7),
    schoolStatus: age >= 12 && age < 19 ? 'middle' : null,
    ventureStatus: ability === 'lost' ? 'none' : null,
  }
}

/** The columns that only the household-member workbook has, in keeping with the form. */
function fillMemberColumns(form: PersonInput, role: LabourRole, trainings: readonly Training[]): void {
  form.ventureStatus =
    role === 'working'
      ? form.employmentForm === 'venture'
        ? 'venture'
        : form.employmentForm === 'cooperative'
          ? 'farming'
          : 'transfer'
      : 'none'
  form.jobWish = role === 'working' || form.plansToGoOut ? 'transfer' : 'none'
  form.trainingStatus = trainings[0]?.kind ?? 'none'
  form.trainingIntent = form.wantsTraining ? (form.trainingWishKind ?? null) : 'none'
  form.schoolStatus = role === 'student' ? 'vocational' : null
  form.difficulties = form.isDisabled ? ['disabled'] : ['none']
}
