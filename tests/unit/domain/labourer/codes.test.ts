import { expect, test } from 'vitest'
import { hasCode, labelOf } from '../../../../src/shared/domain/dictionary.ts'
import * as codes from '../../../../src/shared/domain/labourer/rules/codes.ts'
import { resources } from '../resources.ts'

const { exitReasonsOf, schoolEducation, ...byDictionary } = codes
const dictionary = (key: string) => {
  const found = resources.dictionaries.find((candidate) => candidate.key === key)
  if (!found) throw new Error(`no dictionary ${key}`)
  return found
}

test.each(Object.entries(byDictionary))(
  'the codes of %s that rules name are in its dictionary',
  (key, named) => {
    for (const code of Object.values(named)) expect(hasCode(dictionary(key), code), code).toBe(true)
  },
)

test('reasons of exit belong to the exit that their dictionary lists them under', () => {
  const statuses = dictionary('currentStatus')
  for (const [exit, reasons] of Object.entries(exitReasonsOf)) {
    const listed = dictionary('exitReason').items.filter(({ group }) => group === labelOf(statuses, exit))
    expect(listed.map(({ code }) => code)).toEqual(reasons)
  }
})

test('a 两后生 comes from 初中 or 高中', () => {
  expect(schoolEducation.map((code) => labelOf(dictionary('education'), code))).toEqual(['初中', '高中'])
})
