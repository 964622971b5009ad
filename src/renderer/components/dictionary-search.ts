import { type Dictionary, type DictionaryItem, itemOf, validItems } from '../../shared/domain/dictionary.ts'
import { normaliseLabel } from '../../shared/domain/text/normalise.ts'

/**
 * Choosing from a dictionary by what a clerk types: a part of the wording, an older wording, the
 * code, or the initials of the pinyin (`jy` → 就业).
 */

export type InitialsOf = (text: string) => string

let initials: Promise<InitialsOf> | null = null

/** The pinyin initials of a text, `就业转失业` → `jyzsy`. The tables are big, so they load on first use. */
export function loadInitials(): Promise<InitialsOf> {
  initials ??= import('pinyin-pro').then(({ pinyin }) => {
    const known = new Map<string, string>()
    return (text) => {
      const found = known.get(text)
      if (found !== undefined) return found
      const letters = pinyin(text, { pattern: 'first', toneType: 'none', type: 'array' })
        .join('')
        .toLowerCase()
      known.set(text, letters)
      return letters
    }
  })
  return initials
}

/** How well an item answers a text: 0 best, null not at all. */
function rankOf(item: DictionaryItem, wanted: string, initialsOf: InitialsOf): number | null {
  const label = normaliseLabel(item.label)
  const code = item.code.toLowerCase()
  if (code === wanted || label === wanted) return 0
  if (label.startsWith(wanted)) return 1
  const letters = initialsOf(item.label).replace(/[^a-z0-9]/g, '')
  if (letters.startsWith(wanted)) return 2
  if (code.startsWith(wanted)) return 3
  if (label.includes(wanted) || item.aliases?.some((alias) => normaliseLabel(alias).includes(wanted)))
    return 4
  return letters.includes(wanted) ? 5 : null
}

/** The items on offer that answer a text, best first; all of them, in their order, for an empty text. */
export function searchItems(
  items: readonly DictionaryItem[],
  text: string,
  initialsOf: InitialsOf,
): DictionaryItem[] {
  const wanted = normaliseLabel(text)
  if (wanted === '') return [...items]
  return items
    .flatMap((item) => {
      const rank = rankOf(item, wanted, initialsOf)
      return rank === null ? [] : [{ item, rank }]
    })
    .sort((one, other) => one.rank - other.rank)
    .map(({ item }) => item)
}

/** What may be chosen today, and the value as it stands although it is no longer offered. */
export function itemsOnOffer(
  dictionary: Dictionary,
  today: string,
  codes: readonly string[],
): DictionaryItem[] {
  const offered = validItems(dictionary, today)
  const kept = codes.flatMap((code) => {
    const item = itemOf(dictionary, code)
    return item && !offered.includes(item) ? [item] : []
  })
  return [...offered, ...kept]
}
