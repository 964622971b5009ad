import type { AnyRecord } from '../../../shared/domain/field.ts'
import { checkStay, type StayFacts } from '../../../shared/domain/site/rules.ts'
import type { Violation } from '../../../shared/domain/violation.ts'
import type { Desk } from '../context.ts'
import type { Batch } from '../history/batch.store.ts'
import { createHouseholdWriter, fromStay, householdName } from '../household/household.writer.ts'
import type { SiteRow } from './site.store.ts'

/** `“云岭安置点”3栋2单元501`, as a clerk says where somebody lives. */
export const placeOf = ({
  siteName,
  building,
  unit,
  door,
}: {
  siteName: string
  building?: unknown
  unit?: unknown
  door?: unknown
}): string => {
  const part = (value: unknown, word: string) =>
    value ? (String(value).endsWith(word) ? String(value) : `${value}${word}`) : ''
  return `“${siteName}”${part(building, '栋')}${part(unit, '单元')}${part(door, '')}`
}

/**
 * The one way in which households come to a site, move inside it and leave it. What the household's own row says of its
 * site (安置点名称, 是否易地扶贫搬迁户) follows from the stay and is written with it, in the same batch.
 */
export function createStayWriter(desk: Desk) {
  const { sites, households } = desk
  const householdWriter = createHouseholdWriter(desk)

  function factsOf(row: AnyRecord, id: number | null, siteId: number, householdId: number): StayFacts {
    const text = (key: string) => (row[key] as string | null | undefined) || null
    const neighbour = sites
      .behindDoor(siteId, text('building'), text('unit'), text('door'))
      .find((one) => one.id !== id)
    return {
      today: desk.today(),
      others: sites
        .staysOf(householdId)
        .filter((stay) => stay.id !== id)
        .map((stay) => ({ movedIn: stay.movedIn, movedOut: stay.movedOut, place: placeOf(stay) })),
      doorTakenBy: neighbour ? householdName(desk, neighbour.householdId) : null,
      siteOpenedOn: (sites.get('site', siteId)?.openedOn as string | null | undefined) ?? null,
    }
  }

  /** Lets the household's own row say where it lives now; what it says without a stay is left alone. */
  function follow(batch: Batch, householdId: number): boolean {
    const household = households.get(householdId)
    if (!household || !fromStay(desk, householdId)) return false
    householdWriter.save(batch, household, {})
    return true
  }
  /** The same after a stay began or ended: who left a site says none. */
  function settle(batch: Batch, householdId: number): void {
    const household = households.get(householdId)
    if (!follow(batch, householdId) && household) householdWriter.save(batch, household, { siteName: null })
  }

  return {
    check: (row: AnyRecord, id: number | null, siteId: number, householdId: number): Violation[] =>
      checkStay(row, factsOf(row, id, siteId, householdId)),
    /** Writes a stay; a new one takes the household's village as the one it came from, unless another is given. */
    save(
      batch: Batch,
      before: SiteRow | null,
      patch: AnyRecord,
      { siteId, householdId }: { siteId: number; householdId: number },
    ): { id: number; changed: string[] } {
      if (before) {
        const changed = sites.update('site_household', before, patch, batch)
        if (changed.includes('movedOut')) settle(batch, householdId)
        return { id: before.id, changed }
      }
      const homeVillage = patch.homeVillage ?? households.get(householdId)?.region ?? null
      const id = sites.insert('site_household', { ...patch, homeVillage, siteId, householdId }, batch)
      if (!patch.movedOut) settle(batch, householdId)
      return { id, changed: Object.keys(patch) }
    },
    remove(batch: Batch, before: SiteRow): void {
      sites.remove('site_household', before, batch)
      if (!before.movedOut) settle(batch, before.householdId as number)
    },
    follow,
    /** After a site was renamed or became one of another kind. */
    settleSite(batch: Batch, siteId: number): void {
      for (const id of sites.openStayIds(siteId)) {
        const stay = sites.get('site_household', id)
        if (stay) follow(batch, stay.householdId as number)
      }
    },
  }
}
