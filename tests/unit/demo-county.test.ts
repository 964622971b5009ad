import { describe, expect, test } from 'vitest'
import { type DemoMember, generateCounty } from '../../src/main/core/demo/county.ts'
import { employmentFields } from '../../src/shared/domain/employment/fields.ts'
import type { Field } from '../../src/shared/domain/field.ts'
import { partialRecordSchema, recordSchema } from '../../src/shared/domain/field-schema.ts'
import { householdFields } from '../../src/shared/domain/household/fields.ts'
import { labourerFields } from '../../src/shared/domain/labourer/fields.ts'
import { checkLabourer, ruleContext } from '../../src/shared/domain/labourer/rules.ts'
import { serviceFields } from '../../src/shared/domain/service/fields.ts'
import { trainingFields } from '../../src/shared/domain/training/fields.ts'
import { fixtureCountyCode, fixtureLookups, fixtureToday } from '../fixtures/lookups.ts'
import { resources } from './domain/resources.ts'

const lookups = fixtureLookups()
const { villages } = lookups
const county = (people: number, seed = 1, today = fixtureToday) => [
  ...generateCounty({ people, seed, villages, today }),
]
const households = county(6000)
const members = households.flatMap((household) => household.members)
const labourers = members.filter((member) => member.state !== 'none')
const working = labourers.filter((member) => member.person.isWorking)

const share = (part: readonly unknown[], whole: readonly unknown[]): number => part.length / whole.length
const ageOf = (member: DemoMember): number => 2026 - Number(member.person.idNumber?.slice(6, 10))

test('the same seed makes the same county, another seed another one', () => {
  expect(county(300, 5)).toEqual(county(300, 5))
  expect(county(300, 5)).not.toEqual(county(300, 6))
})

test('there are exactly as many people as asked for, each with a number of their own', () => {
  expect(members).toHaveLength(6000)
  expect(new Set(members.map((member) => member.person.idNumber)).size).toBeGreaterThan(5990)
  for (const people of [0, 1, 2, 17]) {
    expect(county(people).reduce((sum, household) => sum + household.members.length, 0)).toBe(people)
  }
})

test('every household has one head, first in the list', () => {
  for (const household of households) {
    expect(household.members.filter((member) => member.isHead)).toHaveLength(1)
    expect(household.members[0]?.isHead).toBe(true)
    expect(household.household.headIdNumber).toBe(household.members[0]?.person.idNumber)
  }
})

test('ages, work and places are spread as in a county of the west of Hunan', () => {
  expect(members.length / households.length).toBeGreaterThan(3.1)
  expect(members.length / households.length).toBeLessThan(3.7)
  expect(Math.max(...members.map(ageOf))).toBeLessThanOrEqual(91)
  expect(members.filter((member) => ageOf(member) < 5).length).toBeGreaterThan(50)
  const within = (value: number, low: number, high: number) => {
    expect(value).toBeGreaterThan(low)
    expect(value).toBeLessThan(high)
  }
  within(share(labourers, members), 0.5, 0.6)
  within(share(working, labourers), 0.6, 0.7)
  const away = working.filter((member) => !member.person.workplaceRegion?.startsWith('43'))
  within(share(away, working), 0.4, 0.52)
  within(
    share(
      labourers.filter((member) => member.person.hasReturned),
      labourers,
    ),
    0.02,
    0.06,
  )
  within(
    share(
      labourers.filter((member) => member.person.wantsTraining),
      labourers,
    ),
    0.1,
    0.2,
  )
})

describe('every value', () => {
  const codesOf = (fields: readonly Field[], record: object): string[] =>
    fields.flatMap((field) => {
      const value = (record as Record<string, unknown>)[field.key]
      if (!field.dictionary || value == null) return []
      const known = new Set(lookups.dictionary(field.dictionary).items.map((item) => item.code))
      return [value]
        .flat()
        .filter((code) => !known.has(String(code)))
        .map((code) => `${field.key} ${code}`)
    })
  const regionsOf = (fields: readonly Field[], record: object): string[] =>
    fields.flatMap((field) => {
      const value = (record as Record<string, unknown>)[field.key]
      return field.kind === 'region' && value != null && lookups.regionPath(String(value)).length === 0
        ? [`${field.key} ${value}`]
        : []
    })

  test('fits its field, its dictionary and the national list of regions', () => {
    const tables: [readonly Field[], boolean, object[]][] = [
      // Where a household without work stands follows from its people, and is not generated.
      [
        householdFields.filter((field: Field) => !(field.derived && field.joined)),
        true,
        households.map(({ household }) => household),
      ],
      [labourerFields, false, members.map(({ person }) => person)],
      [employmentFields, true, members.flatMap(({ employments }) => employments)],
      [trainingFields, true, members.flatMap(({ trainings }) => trainings)],
      [serviceFields, true, members.flatMap(({ services }) => services)],
    ]
    for (const [fields, whole, records] of tables) {
      expect(records.length).toBeGreaterThan(200)
      const schema = whole ? recordSchema(fields) : partialRecordSchema(fields)
      for (const record of records) {
        expect(schema.safeParse(record).error?.issues[0]).toBeUndefined()
        expect(codesOf(fields, record)).toEqual([])
        expect(regionsOf(fields, record)).toEqual([])
      }
    }
  })
})

describe('the rules of the form', () => {
  const violationsOf = (today: string, of: readonly DemoMember[]) => {
    const context = ruleContext(
      { ...resources, today },
      { homeCounty: fixtureCountyCode, forConfirmation: true },
    )
    return of.map((member) => checkLabourer(member.person, context))
  }
  test.each([fixtureToday, '2026-01-01', '2026-03-01', '2026-10-01', '2028-02-29', '2020-10-15'])(
    'block nothing that was submitted or confirmed on %s',
    (today) => {
      const ready = county(1500, 3, today)
        .flatMap((household) => household.members)
        .filter((member) => member.state === 'submitted' || member.state === 'confirmed')
      const blocked = violationsOf(today, ready)
        .flat()
        .filter((violation) => violation.severity === 'blocks')
      expect(blocked).toEqual([])
    },
  )
  test('find something in enough drafts for the lists of problems', () => {
    const found = violationsOf(fixtureToday, labourers)
    const blocked = found.filter((list) => list.some((violation) => violation.severity === 'blocks'))
    expect(share(blocked, labourers)).toBeGreaterThan(0.1)
    expect(share(blocked, labourers)).toBeLessThan(0.2)
    expect(new Set(found.flat().map((violation) => violation.code)).size).toBeGreaterThan(25)
  })
  test('agree with the services that are on record', () => {
    for (const { person, services } of labourers) {
      if (person.otherServiceCount === 2 && person.noServices) continue
      const guidance = services.filter((service) => service.kind === 'careerGuidance').length
      expect(person.careerGuidanceCount ?? 0).toBe(guidance)
    }
  })
})

test('the spell of work without an end is the one on the form', () => {
  for (const { person, employments } of working) {
    const open = employments.filter((employment) => employment.endedOn === null)
    expect(open).toHaveLength(1)
    expect(open[0]?.employedOn ?? null).toBe(person.employedOn ?? null)
    for (const ended of employments.slice(0, -1))
      expect((ended.endedOn ?? '') < String(person.employedOn)).toBe(true)
  }
})

test('nobody can be mistaken for a living person: numbers in 1990…, employers marked as made up', () => {
  for (const { person } of members) {
    if (person.phone && person.phone.length === 11) expect(person.phone).toMatch(/^1990\d{7}$/)
    if (person.employerName) expect(person.employerName).toContain('（演示）')
  }
})

test('a county needs a village', () => {
  expect(() => [...generateCounty({ people: 1, seed: 1, villages: [], today: fixtureToday })]).toThrow(
    RangeError,
  )
})
