import type { RegionLevel } from '../../../shared/domain/region-code.ts'
import { genericEndingAt, shortNames, spokenName } from '../../../shared/domain/region-name.ts'
import { stripInvisible, toHalfWidth } from '../../../shared/domain/text/normalise.ts'
import type { RegionStore } from './region.store.ts'
import { createRegionAliases } from './region-aliases.ts'
import { type Region, type RegionTree, rangeBelow } from './region-tree.ts'
import { type Alias, type Found, matchVillage, restPenalty } from './region-words.ts'

/** What the cells of one row say, each as it stands in the file. */
export interface RegionParts {
  province?: string | null
  city?: string | null
  county?: string | null
  township?: string | null
  village?: string | null
}

export type RegionResolution =
  | {
      kind: 'found'
      code: string
      level: RegionLevel
      /** What stood behind the last region: a group, a house number; '' mostly. */
      rest: string
    }
  /** Several regions answer to the text; the person decides. Nearest to `within` first, at most 20. */
  | { kind: 'ambiguous'; candidates: Region[] }
  /** No region answers; `nearest` is the deepest one that was understood. */
  | { kind: 'unknown'; nearest: Region | null }

export interface ResolveOptions {
  /** The region that the file is about; its villages need no path in front. */
  within?: string
  /** The level the column is about; of readings at other levels only the rest is taken. A village cell means 5. */
  level?: RegionLevel
}

/** A text being read, and every reading of it found so far. */
interface Search {
  text: string
  level: RegionLevel | undefined
  found: Found[]
  deepest: { code: string; position: number } | null
  steps: number
}

const boundary = '/'
const maximumSteps = 2000
const placeholders = ['自治区直辖县级行政区划', '省直辖县级行政区划', '市辖区']
/** `433126` → `433126000000`; null unless the text is 2, 4, 6, 9 or 12 digits. */
const padRegionCode = (text: string): string | null =>
  /^(?:\d{2}|\d{4}|\d{6}|\d{9}|\d{12})$/.test(text) ? text.padEnd(12, '0') : null

const prepare = (text: string): string =>
  toHalfWidth(stripInvisible(text))
    .replace(/[\s/\\|,，、>;；_~·.。-]+/g, boundary)
    .replace(/^\/?(?:中华人民共和国|中国)/, '')
    .replace(/^\/|\/$/g, '')

/** Reads regions out of what real files hold. Answers are cached by text, so a column of 100,000 rows costs little. */
export const createRegionResolver = (store: RegionStore, tree: RegionTree) => {
  const aliases = createRegionAliases(store, tree)
  const repeatedNames = new Map<string, string[]>()
  let generation = -1
  const answers = new Map<string, RegionResolution>()

  const refresh = (): void => {
    tree.refresh()
    if (generation === tree.generation()) return
    generation = tree.generation()
    aliases.forget()
    repeatedNames.clear()
    answers.clear()
  }

  /** Notes an answer, as the living successor of what the text names. */
  const note = (search: Search, found: Found): void => {
    search.found.push({ ...found, code: tree.successorOf(found.code) ?? found.code })
  }

  const readVillage = (search: Search, place: Region, position: number, penalty: number): void => {
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

  const step = (search: Search, place: Region | null, from: number, penalty: number): void => {
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

    const known = search.found.length
    const map =
      !place || place.level < 3
        ? aliases.upperAliases()
        : place.level === 3
          ? aliases.townshipAliases(place.code)
          : null
    if (map) {
      for (let length = Math.min(map.longest, text.length - position); length >= 2; length -= 1) {
        const named = map.names.get(text.slice(position, position + length))
        if (named) for (const alias of named) follow(search, place, alias, position + length, penalty)
      }
    }
    if (place?.level === 4) readVillage(search, place, position, penalty)
    // Without the township in between only where no township explains the words, or a village is asked for.
    if (place?.level === 3 && (search.found.length === known || search.level === 5)) {
      readVillage(search, place, position, penalty + 1)
    }
  }

  const follow = (
    search: Search,
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
  const repeatedName = (search: Search, place: Region, position: number, penalty: number): void => {
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

  const start = (text: string, place: Region | null, level?: RegionLevel): Search => {
    const search: Search = { text, level, found: [], deepest: null, steps: 0 }
    step(search, place, 0, 0)
    return search
  }

  /** No region above was named: townships and villages of that name anywhere in the country. */
  const anywhere = (text: string): Search => {
    const search: Search = { text, level: undefined, found: [], deepest: null, steps: 0 }
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

  const byCode = (text: string): RegionResolution | null => {
    const digits = /^(\d{12}|\d{9}|\d{6}|\d{4}|\d{2})(?!\d)/.exec(text)?.[1]
    const padded = digits === undefined ? null : padRegionCode(digits)
    if (digits === undefined || padded === null) return null
    const rest = text.slice(digits.length).replaceAll(boundary, ' ').trim()
    // 12 digits are a code whatever follows them; fewer may be a house number.
    if (rest !== '' && digits.length < 12) return null
    // 110100 市辖区 is not in the list: what it stands for is the municipality.
    const code =
      tree.successorOf(padded) ??
      (padded.endsWith('00000000') ? tree.successorOf(padRegionCode(padded.slice(0, 2)) ?? '') : null)
    const region = code === null ? undefined : tree.get(code)
    return region
      ? { kind: 'found', code: region.code, level: region.level, rest: '' }
      : { kind: 'unknown', nearest: null }
  }

  const answer = (search: Search, within: Region | null): RegionResolution | null => {
    const wanted = search.found.filter((found) => tree.get(found.code)?.level === search.level)
    const readings = wanted.length > 0 ? wanted : search.found
    const best = Math.min(...readings.map((found) => found.penalty))
    const codes = new Map<string, Found>()
    for (const found of readings) {
      if (found.penalty === best && !codes.has(found.code)) codes.set(found.code, found)
    }
    const regions = [...codes.keys()]
      .map((code) => tree.get(code))
      .filter((region): region is Region => Boolean(region))
    // 湖南长沙 is the city, though a county in it is called the same.
    const only = regions.find((region) => regions.every((other) => tree.isInside(other.code, region.code)))
    const chosen = only && codes.get(only.code)
    if (only && chosen && !chosen.doubtful)
      return { kind: 'found', code: only.code, level: only.level, rest: chosen.rest }
    if (regions.length === 0) return null
    const shared = (region: Region): number => sharedDigits(region.code, within?.code ?? '')
    regions.sort((one, other) => shared(other) - shared(one) || (one.code < other.code ? -1 : 1))
    return { kind: 'ambiguous', candidates: regions.slice(0, 20) }
  }

  const read = (text: string, options: ResolveOptions): RegionResolution => {
    const coded = byCode(text)
    if (coded) return coded
    const within = (options.within === undefined ? undefined : tree.get(options.within)) ?? null
    const searches: Search[] = []
    const attempt = (make: () => Search): RegionResolution | null => {
      const search = make()
      searches.push(search)
      return answer(search, within)
    }
    // The own county before the country; a file of one township also names its neighbours.
    const county =
      within && within.level > 3
        ? (tree.pathOf(within.code).find((region) => region.level === 3) ?? null)
        : null
    const found =
      (within && attempt(() => start(text, within, options.level))) ??
      (county && attempt(() => start(text, county, options.level))) ??
      attempt(() => start(text, null, options.level)) ??
      (within ? null : attempt(() => anywhere(text)))
    if (found) return found
    const deepest = searches
      .map((search) => search.deepest)
      .filter((reached) => reached !== null)
      .sort((one, other) => other.position - one.position)[0]
    return { kind: 'unknown', nearest: (deepest && tree.get(deepest.code)) ?? null }
  }

  /** The region that a text or the cells of a row name; see RegionResolution. Never throws. */
  const resolve = (input: string | RegionParts, given: ResolveOptions = {}): RegionResolution => {
    refresh()
    const options: ResolveOptions =
      typeof input !== 'string' && input.village ? { level: 5, ...given } : given
    const joined =
      typeof input === 'string'
        ? input
        : [input.province, input.city, input.county, input.township, input.village]
            .filter(Boolean)
            .join(boundary)
    const key = `${options.within ?? ''}|${options.level ?? ''}|${joined}`
    const known = answers.get(key)
    if (known) return known
    const text = prepare(joined)
    const resolution: RegionResolution =
      text === '' ? { kind: 'unknown', nearest: null } : read(text, options)
    if (answers.size > 200_000) answers.clear()
    answers.set(key, resolution)
    return resolution
  }

  /** For the search box: the longest path at the head of a text, and the fragment behind it. */
  const splitPath = (input: string): { under: string; rest: string } | null => {
    refresh()
    const text = prepare(input)
    const { deepest } = start(text, null)
    if (!deepest) return null
    const rest = text.slice(deepest.position).replaceAll(boundary, '')
    return rest === '' ? null : { under: deepest.code, rest }
  }

  return { resolve, splitPath }
}

export type RegionResolver = ReturnType<typeof createRegionResolver>

const sharedDigits = (one: string, other: string): number => {
  let count = 0
  while (count < other.length && one[count] === other[count]) count += 1
  return count
}
