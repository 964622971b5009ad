import type { RegionLevel } from '../../../shared/domain/region-code.ts'
import { bareName, spokenName } from '../../../shared/domain/region-name.ts'
import { toHalfWidth } from '../../../shared/domain/text/normalise.ts'
import type { Region } from './region-tree.ts'

/** One way of writing a region. `penalty` 0 for a name as it is, 1 for a short form. */
export interface Alias {
  code: string
  level: RegionLevel
  penalty: number
  /** The name it is short for. */
  name: string
}

export interface AliasMap {
  names: Map<string, Alias[]>
  longest: number
}

/** One reading of a text. */
export interface Found {
  code: string
  penalty: number
  rest: string
  /** It says 社区 where the list has 村, or the other way round: offered, not taken. */
  doubtful: boolean
}

/** A name that a region bears, or bore at a small penalty. */
export interface BorneName {
  name: string
  penalty: number
}

/** A group or house number behind a village. */
const behindVillage =
  /^(.*?)((?:第?[0-9一二三四五六七八九十百]+(?:村民)?小?[组队社户]|[0-9]+(?:号|栋|幢|弄)|\().*)$/

/** What stands between two names, whatever sign the file uses. */
export const boundary = '/'

/** Names and texts in one form: half-width, and one boundary for any run of blanks, strokes and stops. */
export const unifyName = (text: string): string =>
  toHalfWidth(text).replace(/[\s/\\|,，、>;；_~·.。-]+/g, boundary)

export const addAlias = (map: AliasMap, published: string, alias: Alias): void => {
  const name = unifyName(published)
  const known = map.names.get(name)
  if (!known) map.names.set(name, [alias])
  else if (!known.some((other) => other.code === alias.code)) known.push(alias)
  if (name.length > map.longest) map.longest = name.length
}

/** The villages of a place by spoken name and by that name without its ending. */
export interface VillageMap {
  spoken: Map<string, Alias[]>
  bare: Map<string, Alias[]>
  longest: number
}

export const createVillageMap = (
  regions: readonly Region[],
  namesOf: (region: Region) => BorneName[],
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

/** Villages whose name the text is, or begins with; the name as written before its short forms. */
export const matchVillage = (map: VillageMap, tail: string): Found[] => {
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
export const restPenalty = (rest: string): number =>
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
