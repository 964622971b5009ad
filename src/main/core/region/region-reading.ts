import type { RegionLevel } from '../../../shared/domain/region-code.ts'
import { genericEndingAt, shortNames, spokenName } from '../../../shared/domain/region-name.ts'
import type { RegionStore } from './region.store.ts'
import { createRegionAliases } from './region-aliases.ts'
import { type Region, type RegionTree, rangeBelow } from './region-tree.ts'
import { type Alias, type AliasMap, boundary, type Found, matchVillage, restPenalty } from './region-words.ts'

/** A text being read, and every reading of it found so far. */
export interface RegionSearch {
  text: string
  level: RegionLevel | undefined
  /** Whether a village may follow its county directly. */
  skipsTownship: boolean
  found: Found[]
  deepest: { code: string; position: number } | null
  steps: number
}

const maximumSteps = 2000
const placeholders = ['自治区直辖县级行政区划', '省直辖县级行政区划', '市辖区']
/**
 * Reads a prepared text (unifyName) from left to right, from a place downwards, following every
 * region that may be named next; levels may be left out, named twice or called by a short form.
 */
export const createRegionReader = (store: RegionStore, tree: RegionTree) => {
  const aliases = createRegionAliases(store, tree)
  const repeatedNames = new Map<string, string[]>()

  /** Notes an answer, as the living successor of what the text names. */
  const note = (search: RegionSearch, found: Found): void => {
    search.found.push({ ...found, code: tree.successorOf(found.code) ?? found.code })
  }

  const readVillage = (search: RegionSearch, place: Region, position: number, penalty: number): void => {
    const tail = search.text.slice(position)
    const cut = tail.indexOf(boundary)
    const first = cut < 0 ? tail : tail.slice(0, cut)
    const others = cut < 0 ? '' : tail.slice(cut + 1).replaceAll(boundary, ' ')
    for (const match of matchVillage(aliases.villageMap(place), first)) {
      const rest = [match.rest, others].filter(Boolean).join(' ')
      note(search, { ...match, penalty: penalty + match.penalty + restPenalty(rest), rest })
    }
  }

  const skipBoundaries = (text: string, position: number): number => {
    let at = position
    while (text[at] === boundary) at += 1
    return at
  }

  const step = (search: RegionSearch, place: Region | null, from: number, penalty: number): void => {
    search.steps += 1
    if (search.steps > maximumSteps) return
    const { text } = search
    const position = skipBoundaries(text, from)
    if (place && position > (search.deepest?.position ?? 0)) search.deepest = { code: place.code, position }
    if (position >= text.length) {
      if (place) note(search, { code: place.code, penalty, rest: '', doubtful: false })
      return
    }
    for (const skipped of placeholders) {
      if (text.startsWith(skipped, position)) step(search, place, position + skipped.length, penalty)
    }
    // 重庆市 / 县 / 云阳县: the 县 in the middle is the statistical placeholder.
    if (place?.level === 1 && text[position] === '县') step(search, place, position + 1, penalty)
    if (place) repeatedName(search, place, position, penalty)

    const map =
      !place || place.level < 3
        ? aliases.upperAliases()
        : place.level === 3
          ? aliases.townshipAliases(place.code)
          : null
    if (map) followLongest(search, place, map, position, penalty)
    if (place?.level === 4) readVillage(search, place, position, penalty)
    if (place?.level === 3 && search.skipsTownship) readVillage(search, place, position, penalty + 1)
  }

  /** Every region named at this place of the text; by its longest name only, or 古丈 would leave a 县 over. */
  const followLongest = (
    search: RegionSearch,
    place: Region | null,
    map: AliasMap,
    position: number,
    penalty: number,
  ): void => {
    const followed = new Set<string>()
    for (let length = Math.min(map.longest, search.text.length - position); length >= 2; length -= 1) {
      for (const alias of map.names.get(search.text.slice(position, position + length)) ?? []) {
        if (followed.has(alias.code)) continue
        followed.add(alias.code)
        follow(search, place, alias, position + length, penalty)
      }
    }
  }

  const follow = (
    search: RegionSearch,
    place: Region | null,
    alias: Alias,
    position: number,
    penalty: number,
  ): void => {
    if (place && place.level < 3 && (alias.level <= place.level || !isBelow(alias.code, place))) return
    const region = tree.get(tree.successorOf(alias.code) ?? alias.code)
    if (!region) return
    const total = penalty + alias.penalty
    if (alias.penalty > 0) {
      // 默戎乡 for what is a 镇 now: the short name fits, the other word behind it is passed over.
      const ending = genericEndingAt(search.text, position, alias.level)
      if (ending) step(search, region, position + ending.length, total + 0.5)
    }
    step(search, region, position, total)
  }

  const isBelow = (code: string, place: Region): boolean => {
    const range = rangeBelow(place.code, place.level)
    return code >= range.from && code <= range.to
  }

  /** 湖南省 in one cell and 湖南省古丈县 in the next: the place itself, or one above it, named again. */
  const repeatedName = (search: RegionSearch, place: Region, position: number, penalty: number): void => {
    for (const region of tree.pathOf(place.code)) {
      if (region.level > 3) continue
      const name = waysToWrite(region).find((candidate) => search.text.startsWith(candidate, position))
      if (!name) continue
      const short = name !== region.name
      const ending = short ? genericEndingAt(search.text, position + name.length, region.level) : ''
      step(search, place, position + name.length + ending.length, penalty + 0.25)
    }
  }

  /** Longest first. */
  const waysToWrite = (region: Region): string[] => {
    const known = repeatedNames.get(region.code)
    if (known) return known
    const names = [region.name, ...shortNames(region.name, region.level)].sort(
      (one, other) => other.length - one.length,
    )
    repeatedNames.set(region.code, names)
    return names
  }

  const begin = (text: string, level?: RegionLevel): RegionSearch => ({
    text,
    level,
    skipsTownship: false,
    found: [],
    deepest: null,
    steps: 0,
  })

  const start = (text: string, place: Region | null, level?: RegionLevel): RegionSearch => {
    const search = begin(text, level)
    step(search, place, 0, 0)
    const isEnough =
      level === 5 ? search.found.some(({ code }) => tree.get(code)?.level === 5) : search.found.length > 0
    if (isEnough) return search
    // All villages of a county are only read where its townships do not explain the text.
    search.skipsTownship = true
    step(search, place, 0, 0)
    return search
  }

  /** No region above was named: townships and villages of that name anywhere in the country. */
  const anywhere = (text: string): RegionSearch => {
    const search = begin(text)
    for (let length = Math.min(12, text.length); length >= 2; length -= 1) {
      for (const row of store.byExactName(4, text.slice(0, length), 20)) {
        const township = tree.get(row.code)
        if (township) step(search, township, length, 0)
      }
    }
    if (search.found.length === 0 && !text.includes(boundary)) {
      for (const row of store.byExactName(5, spokenName(text, 5), 21))
        note(search, { code: row.code, penalty: 0, rest: '', doubtful: false })
      for (const code of tree.changedCodes()) {
        const region = tree.get(code)
        if (region?.level === 5 && region.name === spokenName(text, 5))
          note(search, { code, penalty: 0, rest: '', doubtful: false })
      }
    }
    return search
  }

  return {
    /** Every reading of the text below a place, or in the country. `level` is the one asked for. */
    start,
    anywhere,
    forget: (): void => {
      aliases.forget()
      repeatedNames.clear()
    },
  }
}
