import type Database from 'better-sqlite3'
import { shortNames } from '../../../shared/domain/region-name.ts'
import { createRegionStore, type RegionChange } from './region.store.ts'
import { createRegionChanges } from './region-changes.ts'
import { createRegionResolver } from './region-resolve.ts'
import { createRegionSearch } from './region-search.ts'
import { createRegionTree } from './region-tree.ts'

export type { RegionChange } from './region.store.ts'
export { attachNationalRegions } from './region.store.ts'
export type { Region, RegionScope } from './region-tree.ts'

export interface DisplayOptions {
  /** The level to begin with, included; the province unless told. */
  from?: 'province' | 'county' | 'township' | 'village'
  /** Between the names; nothing unless told. */
  separator?: string
  /** 湘西土家族苗族自治州 as published, not 湘西州. */
  full?: boolean
}

const firstLevel = { province: 1, county: 3, township: 4, village: 5 } as const

/**
 * Regions of the whole country with the county's own changes, as one service over one connection.
 * The connection needs the national file attached (attachNationalRegions) and `region_change`.
 * `today` gives the business date (YYYY-MM-DD) that counts where a call names none.
 */
export const createRegionService = (db: Database.Database, options: { today: () => string }) => {
  const store = createRegionStore(db)
  const tree = createRegionTree(store, options.today)
  const resolver = createRegionResolver(store, tree)
  const search = createRegionSearch(store, tree, resolver)
  const changes = createRegionChanges(store, tree)
  const displayed = new Map<string, string>()
  let generation = -1

  /** 湖南省湘西州古丈县默戎镇牛角山村; the code itself when nobody knows it, so that nothing disappears. */
  const displayName = (code: string, display: DisplayOptions = {}): string => {
    const path = tree.pathOf(code)
    if (generation !== tree.generation()) {
      displayed.clear()
      generation = tree.generation()
    }
    const key = `${code}|${display.from ?? ''}|${display.separator ?? ''}|${display.full ? 1 : 0}`
    const known = displayed.get(key)
    if (known !== undefined) return known
    // A short path, such as a county alone asked for from the township down, still gives its last name.
    const from = Math.min(firstLevel[display.from ?? 'province'], path.at(-1)?.level ?? 1)
    const names = path
      .filter((region) => region.level >= from)
      .map((region) => (region.level === 2 && !display.full ? prefectureAsSpoken(region.name) : region.name))
    const name = names.join(display.separator ?? '') || code
    if (displayed.size > 100_000) displayed.clear()
    displayed.set(key, name)
    return name
  }

  return {
    get: tree.get,
    pathOf: tree.pathOf,
    displayName,
    children: tree.children,
    successorOf: tree.successorOf,
    isInside: tree.isInside,
    scopeOf: tree.scopeOf,
    search,
    resolve: resolver.resolve,
    ...changes,
    /** The latest changes entered, newest first. */
    changes: (limit = 100): RegionChange[] => store.latestChanges(limit),
    /** Every change of one region, in the order in which they took effect. */
    historyOf: (code: string): readonly RegionChange[] => {
      tree.refresh()
      return tree.changesOf(code)
    },
  }
}

export type RegionService = ReturnType<typeof createRegionService>

/** 湘西土家族苗族自治州 → 湘西州; other names stay. */
const prefectureAsSpoken = (name: string): string =>
  name.endsWith('自治州')
    ? (shortNames(name, 2).find((short) => short.endsWith('州') && !short.endsWith('自治州')) ?? name)
    : name
