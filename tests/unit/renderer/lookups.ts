import { readFileSync } from 'node:fs'
import type { Dictionary } from '../../../src/shared/domain/dictionary.ts'
import type { FieldLookups } from '../../../src/shared/domain/field-text.ts'

const folder = new URL('../../../resources/dictionaries/', import.meta.url)

/** The product's own dictionary. */
export const productDictionary = (key: string): Dictionary =>
  JSON.parse(readFileSync(new URL(`${key}.json`, folder), 'utf8'))

/** What screens look texts up in, from the product's own dictionaries and one township. */
export const productLookups = (): FieldLookups => ({
  dictionary: productDictionary,
  resolveRegion: () => ({ unknown: true }),
  regionName: (code) => (code === '433126101000' ? '古阳镇' : code),
  today: '2026-11-23',
})
