import { type RegionLevel, regionPrefix } from '../../../shared/domain/region-code.ts'
import type { CodeRange, NationalRow, RegionChange, RegionStore } from './region.store.ts'

/** A region as it stands on a day. */
export interface Region {
  code: string
  level: RegionLevel
  parent: string | null
  /** As people say and lists show it: 牛角山村. */
  name: string
  /** As published: 牛角山村民委员会. */
  officialName: string
  initials: string
  /** First and last day (exclusive) of this state; null is open. */
  validFrom: string | null
  validTo: string | null
  /** Set once it was merged: where its people belong now. */
  mergedInto: string | null
  /** Added or changed here, not as in the national list. */
  local: boolean
}

/** What a filter has to ask for so that moved and merged villages are counted where they belong. */
export interface RegionScope extends CodeRange {
  /** Codes outside the range that belong to it. */
  also: string[]
  /** Codes inside the range that no longer belong to it. */
  except: string[]
}

/** Another connection may write; nobody notices a list that is this many milliseconds late. */
const freshFor = 20

const fromNational = (row: NationalRow): Region => ({
  code: row.code,
  level: row.level,
  parent: row.level < 4 ? row.parent : regionPrefix(row.code, row.level === 5 ? 4 : 3).padEnd(12, '0'),
  name: row.name,
  officialName: row.officialName ?? row.name + (row.officialEnding ?? ''),
  initials: row.initials,
  validFrom: row.validFrom,
  validTo: row.validTo,
  mergedInto: null,
  local: false,
})

const fromChange = (change: RegionChange, validFrom: string | null, validTo: string | null): Region => ({
  code: change.code,
  level: change.level,
  parent: change.parent,
  name: change.name,
  officialName: change.officialName,
  initials: change.initials,
  validFrom,
  validTo,
  mergedInto: change.mergedInto,
  local: true,
})

/** The range of codes that stand below a region by their digits. */
export const rangeBelow = (code: string, level: RegionLevel): CodeRange => {
  const prefix = regionPrefix(code, level)
  return { from: prefix.padEnd(12, '0'), to: prefix.padEnd(12, '9') }
}

/**
 * The national list with the county's changes over it. Changes are few and held in memory; the
 * national file is read as needed. `today` is the business date that counts where none is given.
 */
export const createRegionTree = (store: RegionStore, today: () => string) => {
  let changesOf = new Map<string, RegionChange[]>()
  let seq = -1
  let checkedAt = Number.NEGATIVE_INFINITY
  let unsettled = false
  let generation = 0
  let day = ''
  let upper: Region[] | undefined
  const current = new Map<string, Region | undefined>()
  const pathCache = new Map<string, readonly Region[]>()

  const load = (): void => {
    changesOf = new Map()
    for (const change of store.changes()) {
      const known = changesOf.get(change.code)
      if (known) known.push(change)
      else changesOf.set(change.code, [change])
    }
    forget()
  }

  const forget = (): void => {
    generation += 1
    current.clear()
    pathCache.clear()
  }

  /**
   * Reads the changes again when another connection altered them. `written` is for the writer
   * itself: until its transaction is over nobody knows whether the change stays.
   */
  const refresh = (after?: 'written'): void => {
    const now = performance.now()
    const settles = unsettled && !store.inTransaction()
    if (!after && !unsettled && now - checkedAt < freshFor) return
    checkedAt = now
    unsettled = after === 'written' || (unsettled && !settles)
    const last = store.lastSeq()
    const date = today()
    if (after || settles || last !== seq) load()
    else if (date !== day) forget()
    seq = last
    day = date
  }

  const stateOf = (code: string, asOf: string): Region | undefined => {
    const changes = changesOf.get(code)
    if (!changes) {
      const row = store.one(code)
      return row && fromNational(row)
    }
    const later = changes.findIndex((change) => change.validFrom > asOf)
    const count = later < 0 ? changes.length : later
    const following = changes[count]
    if (count === 0) {
      const row = store.one(code)
      return row && { ...fromNational(row), validTo: following?.validFrom ?? null }
    }
    const change = changes[count - 1] as RegionChange
    if (change.kind !== 'merge') return fromChange(change, change.validFrom, following?.validFrom ?? null)
    const before = changes[count - 2]
    return fromChange(change, before?.validFrom ?? null, change.validFrom)
  }

  /** The state of a region on a day; undefined when there is no such code, or not yet. */
  const get = (code: string, asOf?: string): Region | undefined => {
    refresh()
    return at(code, asOf)
  }

  const at = (code: string, asOf?: string): Region | undefined => {
    if (asOf !== undefined && asOf !== day) return stateOf(code, asOf)
    if (current.has(code)) return current.get(code)
    const region = stateOf(code, day)
    // A whole country looked through would be 665,000 of them.
    if (current.size > 50_000) current.clear()
    current.set(code, region)
    return region
  }

  /** Where the people of a code belong on a day: the code itself, or what it was merged into. Null when unknown. */
  const successorOf = (code: string, asOf?: string): string | null => {
    let region = get(code, asOf)
    // As many steps as there are changes: a merge into itself is refused when written.
    for (let steps = changesOf.size; region?.mergedInto && steps > 0; steps -= 1) {
      region = at(region.mergedInto, asOf)
    }
    return region?.code ?? null
  }

  /** The living parent, after merges of townships. */
  const parentOf = (region: Region, asOf?: string): string | null =>
    region.parent === null ? null : (successorOf(region.parent, asOf) ?? region.parent)

  const upperRegions = (): readonly Region[] => {
    upper ??= store.upper().map(fromNational)
    return upper
  }

  /** The code and all codes merged into it up to a day. */
  const mergedTogether = (code: string, asOf?: string): string[] => [
    code,
    ...[...changesOf.keys()].filter((other) => other !== code && successorOf(other, asOf) === code),
  ]

  const nationalChildren = (region: Region): Region[] => {
    if (region.level < 3) return upperRegions().filter((candidate) => candidate.parent === region.code)
    const level: RegionLevel = region.level === 3 ? 4 : 5
    return store.inRange(rangeBelow(region.code, region.level), level).map(fromNational)
  }

  /** Living regions directly below a code, by code; of the country for null. */
  const children = (code: string | null, asOf?: string): Region[] => {
    refresh()
    if (code === null) return upperRegions().filter((region) => region.level === 1)
    const parent = at(code, asOf)
    if (!parent || parent.level === 5) return []
    const found = new Map<string, Region>()
    for (const source of mergedTogether(code, asOf)) {
      const region = at(source, asOf)
      for (const child of region ? nationalChildren(region) : []) found.set(child.code, child)
    }
    for (const changed of changesOf.keys()) {
      const region = at(changed, asOf)
      if (region && !region.mergedInto && parentOf(region, asOf) === code) found.set(changed, region)
      else found.delete(changed)
    }
    return [...found.values()].sort((one, other) => (one.code < other.code ? -1 : 1))
  }

  /** From the province down to the region itself; after a merge, of its successor. Empty when unknown. Cached. */
  const pathOf = (code: string, asOf?: string): readonly Region[] => {
    refresh()
    const isCurrent = asOf === undefined || asOf === day
    const known = isCurrent ? pathCache.get(code) : undefined
    if (known) return known
    const path: Region[] = []
    let next = successorOf(code, asOf)
    while (next !== null && path.length < 5) {
      const region = at(next, asOf)
      if (!region) break
      path.unshift(region)
      next = parentOf(region, asOf)
    }
    if (isCurrent) {
      if (pathCache.size > 50_000) pathCache.clear()
      pathCache.set(code, path)
    }
    return path
  }

  const isInside = (code: string, ancestor: string, asOf?: string): boolean =>
    pathOf(code, asOf).some((region) => region.code === ancestor)

  /** How to filter a column of codes for everything that belongs to a region on a day. */
  const scopeOf = (code: string, asOf?: string): RegionScope => {
    const region = get(code, asOf)
    const range = rangeBelow(code, region?.level ?? 5)
    const also: string[] = []
    const except: string[] = []
    const consider = (changed: string): void => {
      const inRange = changed >= range.from && changed <= range.to
      const belongs = isInside(changed, code, asOf)
      if (belongs && !inRange) also.push(changed)
      if (!belongs && inRange) except.push(changed)
    }
    for (const changed of changesOf.keys()) {
      consider(changed)
      // The villages of a township that moved or was merged go with it.
      const now = at(changed, asOf)
      if (now?.level === 4)
        for (const village of nationalChildren(now)) if (!changesOf.has(village.code)) consider(village.code)
    }
    return { ...range, also, except }
  }

  return {
    get,
    successorOf,
    parentOf,
    children,
    pathOf,
    isInside,
    scopeOf,
    upperRegions,
    refresh,
    /** Every code with changes, for looking through what the national file does not know. */
    changedCodes: (): string[] => [...changesOf.keys()],
    changesOf: (code: string): readonly RegionChange[] => changesOf.get(code) ?? [],
    /** Rises whenever something cached about regions may have become wrong. */
    generation: (): number => generation,
    today: (): string => day,
  }
}

export type RegionTree = ReturnType<typeof createRegionTree>
