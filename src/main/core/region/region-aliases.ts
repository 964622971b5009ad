import { shortNames } from '../../../shared/domain/region-name.ts'
import type { RegionStore } from './region.store.ts'
import type { Region, RegionTree } from './region-tree.ts'
import { type AliasMap, addAlias, type BorneName, createVillageMap, type VillageMap } from './region-words.ts'

/** A column of workplaces all over the country would otherwise gather every village there is. */
const mostPlaces = 500

/** The names by which the regions below a place are found, made as places are met and kept until a region changes. */
export const createRegionAliases = (store: RegionStore, tree: RegionTree) => {
  let upper: AliasMap | undefined
  const townships = new Map<string, AliasMap>()
  const villages = new Map<string, VillageMap>()

  /** Every name that a region bore: the present one, and former ones at a small penalty. */
  const namesOf = (region: Region): BorneName[] => {
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

  /** Living children, and those renamed, merged or moved away: old files still carry them here. */
  const childrenEverOf = (code: string): Region[] => {
    const found = new Map(tree.children(code).map((region) => [region.code, region]))
    for (const changed of tree.changedCodes()) {
      const wasHere =
        naturalParent(changed) === code || tree.changesOf(changed).some((change) => change.parent === code)
      const region = wasHere && !found.has(changed) ? tree.get(changed) : undefined
      if (region) found.set(changed, region)
    }
    return [...found.values()]
  }

  const townshipAliases = (county: string): AliasMap => {
    const known = townships.get(county)
    if (known) return known
    const map: AliasMap = { names: new Map(), longest: 0 }
    for (const region of childrenEverOf(county)) addRegion(map, region)
    if (townships.size >= mostPlaces) townships.clear()
    townships.set(county, map)
    return map
  }

  const villageMap = (place: Region): VillageMap => {
    const known = villages.get(place.code)
    if (known) return known
    if (villages.size >= mostPlaces) villages.clear()
    const regions =
      place.level === 4
        ? childrenEverOf(place.code)
        : childrenEverOf(place.code).flatMap((township) => childrenEverOf(township.code))
    const map = createVillageMap(regions, namesOf)
    villages.set(place.code, map)
    return map
  }

  return {
    /** Provinces, prefectures and counties together: a text may leave out what is between. */
    upperAliases,
    townshipAliases,
    /** The villages of a township, or of all townships of a county. */
    villageMap,
    forget: (): void => {
      upper = undefined
      townships.clear()
      villages.clear()
    },
  }
}

const naturalParent = (code: string): string =>
  (code.endsWith('000') ? code.slice(0, 6) : code.slice(0, 9)).padEnd(12, '0')
