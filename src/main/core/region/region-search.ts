import type { RegionLevel } from '../../../shared/domain/region-code.ts'
import { bareName, shortNames } from '../../../shared/domain/region-name.ts'
import { compactText } from '../../../shared/domain/text/normalise.ts'
import type { NationalRow, RegionStore } from './region.store.ts'
import type { RegionResolver } from './region-resolve.ts'
import { type Region, type RegionTree, rangeBelow } from './region-tree.ts'

export interface RegionSearchOptions {
  /** Only inside this region. */
  under?: string
  /** Regions here come before equally good ones elsewhere; the unit's own county. */
  near?: string
  level?: RegionLevel
  /** 20 unless told. */
  limit?: number
}

/** How well a region answers; smaller is better. */
const exact = 0
const beginning = 1
const within = 2

const levels: readonly RegionLevel[] = [1, 2, 3, 4, 5]

/**
 * Search by name fragment, by path and fragment (古丈县 牛角山), by pinyin initials (gzx, njs) and by
 * leading digits of the code. Exact answers first, then beginnings, then fragments, each with those
 * in the own county first, then the higher level. Some tenths of a millisecond on the whole country.
 */
export const createRegionSearch = (store: RegionStore, tree: RegionTree, resolver: RegionResolver) => {
  const nameMatch = (region: Region, text: string): number => {
    if (region.name === text || region.officialName === text || bareName(region.name, region.level) === text)
      return exact
    // 湘西 for 湘西土家族苗族自治州.
    if (region.level < 5 && region.name.length > 5 && shortNames(region.name, region.level).includes(text))
      return exact
    if (region.name.startsWith(text)) return beginning
    return region.name.includes(text) || region.officialName.includes(text) ? within : Number.NaN
  }
  const initialsMatch = (region: Region, text: string): number => {
    // njs for 牛角山村: the generic word at the end counts as typed.
    if (region.initials === text || region.initials.slice(0, -1) === text) return exact
    return region.initials.startsWith(text) ? beginning : Number.NaN
  }
  const codeMatch = (region: Region, text: string): number => {
    if (!region.code.startsWith(text)) return Number.NaN
    return region.code.slice(text.length).replaceAll('0', '') === '' ? exact : beginning
  }

  const search = (input: string, options: RegionSearchOptions = {}): Region[] => {
    tree.refresh()
    const text = compactText(input).toLowerCase()
    if (text === '') return []
    if (/^\d+$/.test(text)) return collect(text, codeMatch, options, (need) => byCode(text, need))
    if (/^[a-z0-9]+$/.test(text)) {
      return collect(text, initialsMatch, options, (need) =>
        byPrefix(need, (level, range) => store.byInitials(level, text, need.limit, range)),
      )
    }
    const found = collect(text, nameMatch, options, (need) => byName(text, need))
    return found.length > 0 ? found : byPath(input, options)
  }

  /** 湘西州 and 古丈县默戎镇 name regions without being part of one name; 古丈县牛角 looks for 牛角 in the county. */
  const byPath = (input: string, options: RegionSearchOptions): Region[] => {
    const named = resolver.resolve(input, options.under === undefined ? {} : { within: options.under })
    if (named.kind !== 'unknown') {
      const regions = named.kind === 'found' ? [tree.get(named.code)] : named.candidates
      return regions.filter(
        (region): region is Region =>
          region !== undefined &&
          (options.level === undefined || region.level === options.level) &&
          (options.under === undefined || tree.isInside(region.code, options.under)),
      )
    }
    const split = resolver.splitPath(input)
    if (!split || (options.under && !tree.isInside(split.under, options.under))) return []
    return search(split.rest, { ...options, under: split.under })
  }

  interface Need {
    wanted: readonly RegionLevel[]
    scope: Region | undefined
    limit: number
  }
  type Range = { from: string; to: string } | undefined

  const rangeOf = (scope: Region | undefined): Range => scope && rangeBelow(scope.code, scope.level)

  const byPrefix = (need: Need, read: (level: RegionLevel, range: Range) => NationalRow[]): NationalRow[] =>
    need.wanted.flatMap((level) => read(level, rangeOf(need.scope)))

  const byName = (text: string, need: Need): NationalRow[] => {
    const first = byPrefix(need, (level, range) => store.byName(level, text, need.limit, range))
    return [...first, ...store.byFragment(text, need.limit * 4, rangeOf(need.scope))]
  }

  const byCode = (text: string, need: Need): NationalRow[] => {
    const range = { from: text.padEnd(12, '0').slice(0, 12), to: text.padEnd(12, '9').slice(0, 12) }
    const one = store.one(range.from)
    const level: RegionLevel = text.length < 6 ? 3 : text.length < 9 ? 4 : 5
    return [...(one ? [one] : []), ...store.inRange(range, level).slice(0, need.limit * 4)]
  }

  const collect = (
    text: string,
    match: (region: Region, text: string) => number,
    options: RegionSearchOptions,
    read: (need: Need) => NationalRow[],
  ): Region[] => {
    const limit = options.limit ?? 20
    const scope = options.under === undefined ? undefined : tree.get(options.under)
    if (options.under !== undefined && !scope) return []
    const codes = new Set<string>(tree.changedCodes())
    // A county is small: everything in it is looked at, so its regions are never crowded out.
    for (const place of [options.under, options.near]) {
      for (const code of insideCounty(place, text)) codes.add(code)
    }
    const wanted = options.level === undefined ? levels : [options.level]
    if (!scope || scope.level < 3)
      for (const row of read({ wanted, scope, limit: limit + 1 })) codes.add(row.code)

    const ranked: { region: Region; score: number; near: number }[] = []
    for (const code of codes) {
      const region = tree.get(code)
      if (!region || region.mergedInto || (options.level !== undefined && region.level !== options.level))
        continue
      const quality = match(region, text)
      if (Number.isNaN(quality)) continue
      if (scope && (code === scope.code || !tree.isInside(code, scope.code))) continue
      const near = options.near !== undefined && tree.isInside(code, options.near) ? 0 : 1
      ranked.push({ region, score: quality + near, near })
    }
    ranked.sort(
      (one, other) =>
        one.score - other.score ||
        one.near - other.near ||
        one.region.level - other.region.level ||
        (one.region.code < other.region.code ? -1 : 1),
    )
    return ranked.slice(0, limit).map(({ region }) => region)
  }

  const insideCounty = (place: string | undefined, text: string): string[] => {
    const region = place === undefined ? undefined : tree.get(place)
    if (!region || region.level < 3) return []
    const moved = tree
      .changedCodes()
      .filter((code) => code.endsWith('000') && tree.isInside(code, region.code))
    const ranges = [rangeBelow(region.code, region.level), ...moved.map((code) => rangeBelow(code, 4))]
    const rows = ranges.flatMap((range) =>
      /^[a-z0-9]+$/.test(text)
        ? store.rangeByInitials(range, text, 500)
        : store.rangeByText(range, text, 500),
    )
    return rows.map((row) => row.code)
  }

  return search
}
