import { describe, expect, test } from 'vitest'
import { fromStored, toStored } from '../../src/main/core/db/columns.ts'
import { createRandom } from '../../src/main/core/demo/random.ts'
import type { Field, FieldValue, Ledger } from '../../src/shared/domain/field.ts'
import { fieldSchema } from '../../src/shared/domain/field-schema.ts'
import {
  createColumnParser,
  formatFieldValue,
  parseFieldText,
  toCell,
} from '../../src/shared/domain/field-text.ts'
import { ledgers } from '../../src/shared/domain/ledgers.ts'
import { fixtureLookups } from '../fixtures/lookups.ts'

const lookups = fixtureLookups()
const random = createRandom(42)

const pad = (value: number): string => String(value).padStart(2, '0')
const anyMonth = (): string => `${random.between(1950, 2030)}-${pad(random.between(1, 12))}`
const anyDay = (): string => `${anyMonth()}-${pad(random.between(1, 28))}`
const someOf = <T>(items: readonly T[]): T[] =>
  Array.from({ length: random.between(1, 4) }, () => random.pick(items))
const anyText = (field: Field): string => {
  const text = someOf(['张三', '𠮷田', '=1+1', 'A b', '（演示）', '3组12号', '·木呷', '<b>', ','])
  return [...text.join('')]
    .slice(0, field.maxLength ?? 60)
    .join('')
    .trim()
}

/** Any value that a field may hold. */
function anyValue(field: Field): FieldValue {
  const { min = 0, max = 1_000_000_000 } = field
  switch (field.kind) {
    case 'text':
    case 'note':
      return anyText(field)
    case 'idNumber':
      return `433126${random.between(1930, 2010)}${pad(random.between(1, 12))}${pad(random.between(1, 28))}${random.between(100, 999)}${random.pick([...'0123456789X'])}`
    case 'phone':
      return `1${random.between(3, 9)}${random.between(100_000_000, 999_999_999)}`
    case 'bankCard':
      return `6217${random.between(100_000, 999_999)}${random.between(100_000, 999_999)}${random.between(100, 999)}`
    case 'region':
      return random.pick([
        ...lookups.villages.map((village) => village.code),
        '440306022000',
        '441900103000',
        '310000000000',
        '433126000000',
        '430100000000',
      ])
    case 'code':
      return random.pick(lookups.dictionary(field.dictionary ?? '').items).code
    case 'codes':
      return [
        ...new Set(someOf(lookups.dictionary(field.dictionary ?? '').items.map((item) => item.code))),
      ].sort()
    case 'date':
      return anyDay()
    case 'month':
      return anyMonth()
    case 'looseDate':
      return random.chance(0.5) ? anyMonth() : anyDay()
    case 'months':
      return [...new Set(someOf([anyMonth(), anyMonth(), anyMonth(), '2020-01', '2020-10']))].sort()
    case 'yesNo':
      return random.chance(0.5)
    case 'money':
    case 'tenths':
    case 'integer':
      return random.between(min, max)
  }
}

const readBack = (parsed: ReturnType<typeof parseFieldText>): unknown =>
  'problem' in parsed ? parsed.problem.message : parsed.value

describe.each(Object.values(ledgers) as Ledger[])('every field of $label', ({ fields }) => {
  test.each(fields.map((field) => [field.label, field] as const))(
    '%s reads back what it writes',
    (_label, field) => {
      const column = createColumnParser(field, lookups)
      for (let round = 0; round < 60; round++) {
        const value = anyValue(field)
        const text = formatFieldValue(field, value, lookups)
        expect(readBack(parseFieldText(field, { text }, lookups)), text).toEqual(value)
        expect(readBack(column({ text })), text).toEqual(value)
        const cell = toCell(field, value, lookups)
        const kind = typeof cell === 'number' ? 'number' : 'text'
        expect(readBack(parseFieldText(field, { text: String(cell), kind }, lookups)), String(cell)).toEqual(
          value,
        )
        expect(fromStored(field.kind, toStored(field.kind, value))).toEqual(value)
        expect(fieldSchema(field).safeParse(value).error?.message).toBeUndefined()
      }
      expect(parseFieldText(field, { text: formatFieldValue(field, null, lookups) }, lookups)).toEqual({
        value: null,
      })
      expect(fromStored(field.kind, toStored(field.kind, null))).toBeNull()
    },
  )
})

test('every label of every dictionary leads back to its code', () => {
  for (const ledger of Object.values(ledgers) as Ledger[]) {
    for (const field of ledger.fields) {
      if (!field.dictionary) continue
      for (const { code } of lookups.dictionary(field.dictionary).items) {
        const value = field.kind === 'codes' ? [code] : code
        const text = formatFieldValue(field, value, lookups)
        expect(readBack(parseFieldText(field, { text }, lookups)), `${field.label} ${text}`).toEqual(value)
      }
    }
  }
})
