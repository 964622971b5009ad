import type { RegionLevel } from '../../../shared/domain/region-code.ts'
import { bareName, genericEndingAt, shortNames, spokenName } from '../../../shared/domain/region-name.ts'
import { stripInvisible, toHalfWidth } from '../../../shared/domain/text/normalise.ts'
import type { RegionStore } from './region.store.ts'
import { type Region, type RegionTree, rangeBelow } from './region-tree.ts'

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

/** One way of writing a region. `penalty` 0 for a name as it is, 1 for a short form. */
interface Alias {
  code: string
  level: RegionLevel
  penalty: number
  /** The name it is short for. */
  name: string
}

interface AliasMap {
  names: Map<string, Alias[]>
  longest: number
}

interface Found {
  code: string
  penalty: number
  rest: string
  /** It says 社区 where the list has 村, or the other way round: offered, not taken. */
  doubtful: boolean
}

/** One reading of a text in progress. */
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
/** A group or house number behind a village. */
const behindVillage =
  /^(.*?)((?:第?[0-9一二三四五六七八九十百]+(?:村民)?小?[组队社户]|[0-9]+(?:号|栋|幢|弄)|\().*)$/

/** `433126` → `433126000000`; null unless the text is 2, 4, 6, 9 or 12 digits. */
const padRegionCode = (text: string): string | null =>
  /^(?:\d{2}|\d{4}|\d{6}|\d{9}|\d{12})$/.test(text) ? text.padEnd(12, '0') : null

const prepare = (text: string): string =>
  toHalfWidth(stripInvisible(text))
    .replace(/[\s/\\|,，、>;；_~·.。-]+/g, boundary)
    .replace(/^\/?(?:中华人民共和国|中国)/, '')
    .replace(/^\/|\/$/g, '')

const addAlias = (map: AliasMap, published: string, alias: Alias): void => {
  const name = toHalfWidth(published)
  const known = map.names.get(name)
  if (!known) map.names.set(name, [alias])
  else if (!known.some((other) => other.code === alias.code)) known.push(alias)
  if (name.length > map.longest) map.longest = name.length
}

/** Reads regions out of what real files hold. Answers are cached by text, so a column of 100,000 rows costs little. */
export const createRegionResolver = (store: RegionStore, tree: RegionTree) => {
  let generation = -1
  let upper: AliasMap | undefined
  const townships = new Map<string, AliasMap>()
  const villages = new Map<string, VillageMap>()
  const answers = new Map<string, RegionResolution>()

  const refresh = (): void => {
    tree.refresh()
    if (generation === tree.generation()) return
    generation = tree.generation()
    upper = undefined
    townships.clear()
    villages.clear()
    answers.clear()
  }

  /** Every name that a region bore: the present one, and former ones at a small penalty. */
  const namesOf = (region: Region): { name: string; penalty: number }[] => {
    const former = [
      ...tree.changesOf(region.code).map((change) => change.name),
      ...publishedNames(region.code),
    ]
    return [
      { name: region.officialName, penalty: 0 },
      { name: region.name, penalty: 0 },
      ...former.map((name) => ({ name, penalty: 0.5 })),
    ]
  }

  const publishedNames = (code: string): string[] => {
    if (tree.changesOf(code).length === 0) return []
    const row = store.one(code)
    return row ? [row.name] : []
  }

  const addRegion = (map: AliasMap, region: Region): void => {
    for (const { name, penalty } of namesOf(region))
      addAlias(map, name, { code: region.code, level: region.level, penalty, name })
    for (const { name, penalty } of namesOf(region)) {
      for (const short of shortNames(name, region.level)) {
        addAlias(map, short, { code: region.code, level: region.level, penalty: penalty + 1, name })
      }
    }
  }

  const upperAliases = (): AliasMap => {
    if (upper) return upper
    upper = { names: new Map(), longest: 0 }
    for (const region of tree.upperRegions()) addRegion(upper, region)
    return upper
  }

  /** Living children, and those merged away, whose names old files still carry. */
  const childrenEverOf = (code: string): Region[] => {
    const ended = tree
      .changedCodes()
      .map((changed) => tree.get(changed))
      .filter((region): region is Region => Boolean(region?.mergedInto) && region?.parent === code)
    const movedAway = tree
      .changedCodes()
      .filter(
        (changed) =>
          tree.changesOf(changed).some((change) => change.parent === code) || naturalParent(changed) === code,
      )
      .map((changed) => tree.get(changed))
      .filter((region): region is Region => region !== undefined)
    return [
      ...new Map(
        [...ended, ...movedAway, ...tree.children(code)].map((region) => [region.code, region]),
      ).values(),
    ]
  }

  const naturalParent = (code: string): string =>
    (code.endsWith('000') ? code.slice(0, 6) : code.slice(0, 9)).padEnd(12, '0')

  const townshipAliases = (county: string): AliasMap => {
    const known = townships.get(county)
    if (known) return known
    const map: AliasMap = { names: new Map(), longest: 0 }
    for (const region of childrenEverOf(county)) addRegion(map, region)
    townships.set(county, map)
    return map
  }

  const villageMap = (place: Region): VillageMap => {
    const known = villages.get(place.code)
    if (known) return known
    // A file about the whole country would gather every village there is.
    if (villages.size > 1000) villages.clear()
    const regions =
      place.level === 4
        ? childrenEverOf(place.code)
        : [...childrenEverOf(place.code)].flatMap((township) => childrenEverOf(township.code))
    const map = createVillageMap(regions, namesOf)
    villages.set(place.code, map)
    return map
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
    const map = villageMap(place)
    for (const match of matchVillage(map, first)) {
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
      !place || place.level < 3 ? upperAliases() : place.level === 3 ? townshipAliases(place.code) : null
    if (map) {
      for (let length = Math.min(map.longest, text.length - position); length >= 2; length -= 1) {
        const aliases = map.names.get(text.slice(position, position + length))
        if (aliases) for (const alias of aliases) follow(search, place, alias, position + length, penalty)
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
      const name = [region.name, ...shortNames(region.name, region.level)]
        .filter((candidate) => search.text.startsWith(candidate, position))
        .sort((one, other) => other.length - one.length)[0]
      if (!name) continue
      const short = name !== region.name
      const ending = short ? genericEndingAt(search.text, position + name.length, region.level) : ''
      step(search, place, position + name.length + ending.length, penalty + 0.25)
    }
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

interface VillageMap {
  spoken: Map<string, Alias[]>
  bare: Map<string, Alias[]>
  longest: number
}

const createVillageMap = (
  regions: readonly Region[],
  namesOf: (region: Region) => { name: string; penalty: number }[],
): VillageMap => {
  const spoken: AliasMap = { names: new Map(), longest: 0 }
  const bare: AliasMap = { names: new Map(), longest: 0 }
  for (const region of regions) {
    if (region.level !== 5) continue
    for (const { name, penalty } of namesOf(region)) {
      const alias = { code: region.code, level: region.level, penalty, name: spokenName(name, 5) }
      addAlias(spoken, spokenName(name, 5), alias)
      addAlias(bare, bareName(name, 5), alias)
    }
  }
  return { spoken: spoken.names, bare: bare.names, longest: spoken.longest }
}

const matchVillage = (map: VillageMap, tail: string): Found[] => {
  const whole = matchName(map, tail, '')
  if (whole.length > 0) return whole
  const numbered = behindVillage.exec(tail)
  if (numbered?.[1]) {
    const found = matchName(map, numbered[1], numbered[2] ?? '')
    if (found.length > 0) return found
  }
  return matchBeginning(map, tail)
}

/** The text is a village's name, published, spoken, or without its ending or with another one. */
const matchName = (map: VillageMap, text: string, rest: string): Found[] => {
  const spoken = spokenName(text, 5)
  const exact = map.spoken.get(spoken)
  if (exact) return exact.map(({ code, penalty }) => ({ code, penalty, rest, doubtful: false }))
  const bare = bareName(spoken, 5)
  if (bare.length < 2) return []
  const found: Found[] = []
  for (const { code, penalty, name } of map.bare.get(bare) ?? []) {
    found.push({ code, penalty: penalty + 1, rest, doubtful: isOtherKind(spoken, name) })
  }
  return found
}

const isResidents = (name: string): boolean => /(?:社区|居委会)$/.test(name)
const isVillagers = (name: string): boolean => /(?:村|嘎查)$/.test(name)

/** One says that residents live there, the other villagers: two places of one township may differ in this alone. */
const isOtherKind = (one: string, other: string): boolean =>
  (isResidents(one) && isVillagers(other)) || (isVillagers(one) && isResidents(other))

/** Words that no region explains make a reading worse, a group or house number hardly. */
const restPenalty = (rest: string): number =>
  rest === '' ? 0 : /^[(第0-9一二三四五六七八九十百]/.test(rest) ? 0.25 : 2

/** A village's full name with an address or a hamlet behind it: 牛角山村夯吾苗寨. */
const matchBeginning = (map: VillageMap, text: string): Found[] => {
  for (let length = Math.min(map.longest, text.length - 1); length >= 3; length -= 1) {
    const name = text.slice(0, length)
    const aliases = /(?:村|社区|嘎查|居委会)$/.test(name) ? map.spoken.get(name) : undefined
    if (!aliases) continue
    const rest = text.slice(length).replace(/^(?:村?民委员会|村?委会|居民委员会|居委会)/, '')
    return aliases.map(({ code, penalty }) => ({ code, penalty: penalty + 1, rest, doubtful: false }))
  }
  return []
}
