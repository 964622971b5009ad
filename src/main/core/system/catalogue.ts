import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Dictionary, DictionaryItem } from '../../../shared/domain/dictionary.ts'
import type { Parameter } from '../../../shared/domain/parameters.ts'
import type { CatalogueOverrides } from './catalogue.store.ts'

/** Dictionaries and parameters as they hold here: those of the product with what this office changed. */
export interface Catalogue {
  dictionaries: ReadonlyMap<string, Dictionary>
  parameters: readonly Parameter[]
}

/** The product's own data from `resources/`. */
export function loadCatalogue(resourcesDir: string): Catalogue {
  const folder = join(resourcesDir, 'dictionaries')
  const dictionaries = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Dictionary)
  const parameters = JSON.parse(readFileSync(join(resourcesDir, 'parameters.json'), 'utf8')) as
    | Parameter[]
    | { parameters: Parameter[] }
  return {
    dictionaries: new Map(dictionaries.map((dictionary) => [dictionary.key, dictionary])),
    parameters: Array.isArray(parameters) ? parameters : parameters.parameters,
  }
}

/** Lays the office's changes over the product's data: items by code, parameter values by first day. */
export function overlayCatalogue(base: Catalogue, changes: CatalogueOverrides): Catalogue {
  const dictionaries = new Map(base.dictionaries)
  for (const { dictionary, item } of changes.items) {
    const former = dictionaries.get(dictionary)
    if (former) dictionaries.set(dictionary, { ...former, items: withItem(former.items, item) })
  }
  const parameters = base.parameters.map((parameter) => {
    const own = changes.values.filter((value) => value.key === parameter.key)
    return own.length === 0
      ? parameter
      : {
          ...parameter,
          values: [
            ...parameter.values,
            ...own.map(({ value, validFrom }) => ({ value, validFrom, validTo: null })),
          ],
        }
  })
  return { dictionaries, parameters }
}

function withItem(items: readonly DictionaryItem[], item: DictionaryItem): DictionaryItem[] {
  const known = items.findIndex((candidate) => candidate.code === item.code)
  if (known < 0) return [...items, item]
  return items.map((candidate, index) => (index === known ? { ...candidate, ...item } : candidate))
}
