import { normaliseLabel } from './text/normalise.ts'

/**
 * Dictionaries are dated data (`resources/dictionaries`, edited by an administrator). A value that
 * is no longer offered keeps its label: records of the past are never left without one.
 */
export interface DictionaryItem {
  readonly code: string
  readonly label: string
  /** Other wordings met in files. */
  readonly aliases?: readonly string[]
  /** Heading under which the form lists it: `第三产业`. */
  readonly group?: string
  /** YYYY-MM-DD, first and last day on which it is offered; open when missing. */
  readonly validFrom?: string | null
  readonly validTo?: string | null
  /** Position in lists and order of magnitude; the order of the file when missing. */
  readonly rank?: number
}

export interface Dictionary {
  readonly key: string
  readonly label: string
  /** Form, template or standard that it comes from. */
  readonly source?: string
  readonly items: readonly DictionaryItem[]
}

interface Index {
  readonly items: ReadonlyMap<string, DictionaryItem>
  /** By normalised label and alias; several where a wording was given to two codes over the years. */
  readonly wordings: ReadonlyMap<string, readonly DictionaryItem[]>
  readonly groups: ReadonlySet<string>
}

const indexes = new WeakMap<Dictionary, Index>()

/** Maps of a dictionary, made once: dictionaries are replaced when edited, never changed in place. */
function indexOf(dictionary: Dictionary): Index {
  const known = indexes.get(dictionary)
  if (known) return known
  const wordings = new Map<string, DictionaryItem[]>()
  const add = (wording: string, item: DictionaryItem) => {
    const same = wordings.get(wording)
    if (!same) wordings.set(wording, [item])
    else if (!same.includes(item)) same.push(item)
  }
  for (const item of dictionary.items) add(normaliseLabel(item.label), item)
  for (const item of dictionary.items)
    for (const alias of item.aliases ?? []) add(normaliseLabel(alias), item)
  const index: Index = {
    items: new Map(dictionary.items.map((item) => [item.code, item])),
    wordings,
    groups: new Set(dictionary.items.flatMap((item) => (item.group ? [normaliseLabel(item.group)] : []))),
  }
  indexes.set(dictionary, index)
  return index
}

/** The item of a code, whether or not still offered. */
export const itemOf = (dictionary: Dictionary, code: string): DictionaryItem | undefined =>
  indexOf(dictionary).items.get(code)

/** Every code of a dictionary, past ones included. */
export const hasCode = (dictionary: Dictionary, code: string): boolean => indexOf(dictionary).items.has(code)

/** The label of a code; the code itself when the dictionary does not know it, so that nothing disappears. */
export const labelOf = (dictionary: Dictionary, code: string): string =>
  indexOf(dictionary).items.get(code)?.label ?? code

/** Whether an item is offered on a day. */
export const isValidItem = (item: DictionaryItem, asOf: string): boolean =>
  (!item.validFrom || item.validFrom <= asOf) && (!item.validTo || asOf <= item.validTo)

/** What may be chosen on a day, by rank. */
export function validItems(dictionary: Dictionary, asOf: string): DictionaryItem[] {
  const items = dictionary.items.filter((item) => isValidItem(item, asOf))
  // The sort is stable: items without a rank keep the order of the file, behind those with one.
  return items.sort((one, other) => (one.rank ?? 1e9) - (other.rank ?? 1e9))
}

/** Boxes and ticks that copied forms carry before the wording. */
const boxes = /[□☐☑☒■√✓✔]/g

/**
 * The code that a wording means, or null. Takes the code itself, the label and its aliases
 * with stray spaces or in full width, and grouped wordings as `第三产业：家庭服务业` or
 * `暂时退出（上学）`. Where a wording belongs to several codes the one valid on `asOf` wins.
 */
export function codeOf(
  dictionary: Dictionary,
  text: string,
  options?: { asOf?: string | undefined },
): string | null {
  const index = indexOf(dictionary)
  const plain = text.trim()
  if (index.items.has(plain)) return plain
  const wording = normaliseLabel(plain.replace(boxes, ''))
  if (wording === '') return null
  const found = choose(index.wordings.get(wording), options?.asOf)
  if (found) return found.code
  for (const { code } of index.items.values()) {
    // A code typed in capitals, or kept as a number without its leading zero: 1 for 01 汉族.
    if (code.toLowerCase() === wording || (code === `0${wording}` && /^\d+$/.test(wording))) return code
  }
  return codeOfGrouped(index, wording, options?.asOf)
}

function choose(items: readonly DictionaryItem[] | undefined, asOf: string | undefined) {
  if (!items) return undefined
  return (asOf === undefined ? undefined : items.find((item) => isValidItem(item, asOf))) ?? items[0]
}

/** `group:label`, `group-label`, `group/label` and `group(label)`, where the group is one of the dictionary's. */
function codeOfGrouped(index: Index, wording: string, asOf: string | undefined): string | null {
  for (const group of index.groups) {
    if (!wording.startsWith(group)) continue
    const rest = wording
      .slice(group.length)
      .replace(/^[:\-/>·]+/, '')
      .replace(/^\((.*)\)$/, '$1')
    const items = index.wordings.get(rest)
    // The same label may stand under two headings (其他): the one named wins.
    const named = items?.filter((item) => item.group && normaliseLabel(item.group) === group)
    const found = choose(named?.length ? named : items, asOf)
    if (found) return found.code
  }
  return null
}
