import { readdirSync, readFileSync } from 'node:fs'
import type { Dictionary } from '../../../src/shared/domain/dictionary.ts'
import type { Parameters } from '../../../src/shared/domain/parameters.ts'

const folder = new URL('../../../resources/', import.meta.url)
const read = (path: string): unknown => JSON.parse(readFileSync(new URL(path, folder), 'utf8'))

const parameters = read('parameters.json') as Parameters | { parameters: Parameters }

/** The dictionaries and parameters that the product comes with: rules are tested against real data. */
export const resources = {
  parameters: 'parameters' in parameters ? parameters.parameters : parameters,
  dictionaries: readdirSync(new URL('dictionaries/', folder))
    .filter((name) => name.endsWith('.json'))
    .map((name) => read(`dictionaries/${name}`) as Dictionary),
}
