import type { RegionLevel } from '../../../shared/domain/region-code.ts'
import { shortNames } from '../../../shared/domain/region-name.ts'
import { stripInvisible } from '../../../shared/domain/text/normalise.ts'
import type { RegionStore } from './region.store.ts'
import { createRegionReader, type RegionSearch } from './region-reading.ts'
import type { Region, RegionTree } from './region-tree.ts'
import { boundary, type Found, unifyName } from './region-words.ts'

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
  /**
   * The level the column wants. Readings at this level come before others; once it is reached, the
   * words behind may be an address (but never behind a township where a village is wanted).
   * A row with a village cell wants 5.
   */
  level?: RegionLevel
}

/** `433126` → `433126000000`; null unless the text is 2, 4, 6, 9 or 12 digits. */
const padRegionCode = (text: string): string | null =>
  /^(?:\d{2}|\d{4}|\d{6}|\d{9}|\d{12})$/.test(text) ? text.padEnd(12, '0') : null

const prepare = (text: string): string =>
  unifyName(stripInvisible(text))
    .replace(/^\/?(?:中华人民共和国|中国)/, '')
    .replace(/^\/|\/$/g, '')

/** Reads regions out of what real files hold. Answers are cached by text, so a column of 100,000 rows costs little. */
export const createRegionResolver = (store: RegionStore, tree: RegionTree) => {
  const { start, anywhere, forget } = createRegionReader(store, tree)
  let generation = -1
  const answers = new Map<string, RegionResolution>()

  const refresh = (): void => {
    tree.refresh()
    if (generation === tree.generation()) return
    generation = tree.generation()
    forget()
    answers.clear()
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

  const answer = (search: RegionSearch, within: Region | null): RegionResolution | null => {
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
    const searches: RegionSearch[] = []
    const attempt = (make: () => RegionSearch): RegionResolution | null => {
      const search = make()
      searches.push(search)
      return answer(search, within)
    }
    // The own county before the country; a file of one township also names its neighbours.
    const county =
      within && within.level > 3
        ? (tree.pathOf(within.code).find((region) => region.level === 3) ?? null)
        : null
    // A text that begins with the province or prefecture is a full path: 湖南省湘西州 is not its county.
    const isFullPath =
      within !== null &&
      tree
        .pathOf(within.code)
        .some(
          (region) =>
            region.level < 3 && shortNames(region.name, region.level).some((name) => text.startsWith(name)),
        )
    const found =
      (isFullPath ? attempt(() => start(text, null, options.level)) : null) ??
      (within && attempt(() => start(text, within, options.level))) ??
      (county && attempt(() => start(text, county, options.level))) ??
      attempt(() => start(text, null, options.level)) ??
      (within ? null : attempt(() => anywhere(text)))
    if (found) return found
    const deepest = searches
      .map((search) => search.deepest)
      .filter((reached) => reached !== null)
      .sort((one, other) => other.position - one.position)[0]
    const nearest = (deepest && tree.get(deepest.code)) ?? null
    if (!deepest || !nearest) return { kind: 'unknown', nearest }
    // 广东省深圳市宝安区某路8号 for a column that wants the county; nothing below Taiwan is in the list.
    const isEnough = options.level !== undefined && options.level < 5 && nearest.level >= options.level
    if (!isEnough && !/^(?:71|81|82)/.test(nearest.code)) return { kind: 'unknown', nearest }
    const rest = text.slice(deepest.position).replaceAll(boundary, ' ')
    return { kind: 'found', code: nearest.code, level: nearest.level, rest }
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
