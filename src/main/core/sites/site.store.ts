import type { ResidentView, SiteState } from '../../../shared/contract/calls/site.ts'
import type { AnyRecord, Field, FieldKind } from '../../../shared/domain/field.ts'
import { jobFairFields } from '../../../shared/domain/job-fair/fields.ts'
import { siteFields, siteHouseholdFields, stationFields } from '../../../shared/domain/site/fields.ts'
import type { Stay } from '../../../shared/domain/site/rules.ts'
import { columnsOf } from '../db/columns.ts'
import type { Db } from '../db/open.ts'
import { createTrackedTable, type TrackedRow } from '../db/tracked-table.ts'
import type { Batch, Entity, SiteEntity } from '../history/batch.store.ts'

/** The tables of relocation sites with a history. */
export const siteTables = {
  site: { fields: siteFields, links: {} },
  site_household: { fields: siteHouseholdFields, links: { siteId: 'integer', householdId: 'integer' } },
  site_station: { fields: stationFields, links: { siteId: 'integer' } },
  job_fair: { fields: jobFairFields, links: { siteId: 'integer' } },
} as const satisfies Record<SiteEntity, { fields: readonly Field[]; links: Record<string, FieldKind> }>

export const isOfSites = (entity: Entity): entity is SiteEntity => entity in siteTables

/** Kept by triggers; the number of staff follows from their names and is written with them. */
const isCounted = (field: Field): boolean => field.derived === true && field.key !== 'staffCount'

export type SiteRow = TrackedRow

/** A stay of a household with the name of its site. */
export type NamedStay = Stay & {
  id: number
  siteId: number
  siteName: string
  building: string | null
  unit: string | null
  door: string | null
}

/** Who lives behind a door, with who of them works and who could. */
export interface Resident extends Omit<ResidentView, 'working' | 'idle'> {
  /** JSON of the labourers: [id, name, works, employer]. */
  labourers: string
}

/** The labourers of a household, of the same condition as its count. */
const labourers = `(SELECT json_group_array(json_array(m.id, m.name, m.employment_state IN ('employed', 'venture'), m.employer_name))
  FROM person m INDEXED BY person_by_household
  WHERE m.household_id = s.household_id AND m.is_listed AND m.employment_state IS NOT 'exited')`
const resident = `SELECT s.id, s.household_id AS householdId, h.head_person_id AS headPersonId, hp.name AS headName, h.phone,
  s.home_village AS homeVillage, s.building, s.unit, s.door, s.moved_in AS movedIn, s.member_count AS memberCount,
  s.labour_count AS labourCount, s.employed_count AS employedCount, ${labourers} AS labourers
  FROM site_household s JOIN household h ON h.id = s.household_id LEFT JOIN person hp ON hp.id = h.head_person_id`
/** Doors in the order of their numbers: 2 before 10. */
const byDoor = 'ORDER BY length(s.building), s.building, length(s.unit), s.unit, length(s.door), s.door, s.id'
const uncovered = 's.labour_count >= 1 AND s.employed_count = 0'

/** The only statements on the tables of sites, stations, households at them and job fairs. */
export function createSiteStore(db: Db) {
  const tables = Object.fromEntries(
    Object.entries(siteTables).map(([entity, { fields, links }]) => [
      entity,
      createTrackedTable(db, {
        entity: entity as SiteEntity,
        columns: columnsOf(fields.filter((field) => !isCounted(field))),
        links,
        personOf: () => null,
        hasVersion: true,
      }),
    ]),
  ) as Record<SiteEntity, ReturnType<typeof createTrackedTable>>

  const rowsOf = (entity: SiteEntity, where: string) => {
    const statement = db.prepare(`SELECT ${tables[entity].selectList} FROM ${entity} WHERE ${where}`).raw()
    return (...values: (string | number)[]): SiteRow[] =>
      (statement.all(...values) as never[]).map((raw) => tables[entity].toRow(raw))
  }
  const siteByName = db.prepare('SELECT id FROM site WHERE name = ?').pluck()
  const stationByName = db.prepare('SELECT id FROM site_station WHERE name = ?').pluck()
  const fairByName = db.prepare('SELECT id FROM job_fair WHERE name = ? AND held_on = ?').pluck()
  const counts = db.prepare(
    `SELECT scale_people AS scalePeople, household_count AS householdCount, member_count AS memberCount,
       labour_count AS labourCount, employed_count AS employedCount, labour_households AS labourHouseholds,
       covered_households AS coveredHouseholds, coverage FROM site WHERE id = ?`,
  )
  const staysOf = db.prepare(
    `SELECT s.id, s.site_id AS siteId, st.name AS siteName, s.building, s.unit, s.door, s.moved_in AS movedIn,
       s.moved_out AS movedOut FROM site_household s JOIN site st ON st.id = s.site_id
     WHERE s.household_id = ? ORDER BY s.moved_out IS NOT NULL, s.moved_in DESC, s.id DESC`,
  )
  const stayCounts = db.prepare(
    'SELECT member_count AS memberCount, labour_count AS labourCount, employed_count AS employedCount FROM site_household WHERE id = ?',
  )
  const behindDoor = db.prepare(
    `SELECT s.id, s.household_id AS householdId FROM site_household s INDEXED BY site_household_by_door
     WHERE s.site_id = ? AND s.building IS ? AND s.unit IS ? AND s.door = ? AND s.moved_out IS NULL`,
  )
  const openIds = db
    .prepare('SELECT id FROM site_household WHERE site_id = ? AND moved_out IS NULL ORDER BY id')
    .pluck()
  const everyStay = rowsOf('site_household', 'household_id = ? ORDER BY id')
  const stationsOf = rowsOf('site_station', 'site_id = ? ORDER BY name')
  const fairsOf = rowsOf('job_fair', 'site_id = ? ORDER BY held_on DESC, id DESC LIMIT 50')
  const buildings = db.prepare(
    `SELECT s.building, count(*) AS households, sum(s.member_count) AS members, sum(s.labour_count >= 1) AS labourHouseholds,
       sum(s.labour_count >= 1 AND s.employed_count >= 1) AS coveredHouseholds
     FROM site_household s WHERE s.site_id = ? AND s.moved_out IS NULL
     GROUP BY s.building ORDER BY s.building IS NULL, length(s.building), s.building`,
  )
  const residents = db.prepare(
    `${resident} WHERE s.site_id = @site AND s.moved_out IS NULL AND (@building IS NULL OR ifnull(s.building, '') = @building)
     ${byDoor} LIMIT @limit OFFSET @offset`,
  )
  const without = db.prepare(
    `${resident} WHERE s.site_id = @site AND s.moved_out IS NULL AND ${uncovered}
       AND (@building IS NULL OR ifnull(s.building, '') = @building) ${byDoor} LIMIT @limit OFFSET @offset`,
  )
  const declared = db.prepare('SELECT count(*) FROM household WHERE site_name = ?').pluck()
  const references: Partial<Record<SiteEntity, ReturnType<Db['prepare']>>> = {
    site: db
      .prepare(
        `SELECT (SELECT count(*) FROM site_household WHERE site_id = @id) + (SELECT count(*) FROM site_station WHERE site_id = @id)
           + (SELECT count(*) FROM job_fair WHERE site_id = @id)`,
      )
      .pluck(),
  }
  const holdsHousehold = db.prepare('SELECT 1 FROM site_household WHERE household_id = ? LIMIT 1').pluck()
  const dutyFacts = db.prepare(
    `SELECT st.id, st.name, st.region, st.scale_people AS scalePeople,
       (SELECT max(f.held_on) FROM job_fair f WHERE f.site_id = st.id AND f.held_on <= ?) AS lastFairOn,
       (SELECT count(*) FROM site_station w WHERE w.site_id = st.id) AS stations,
       (SELECT ifnull(sum(w.staff_count), 0) FROM site_station w WHERE w.site_id = st.id) AS staff
     FROM site st WHERE st.scale_people > 0 ORDER BY st.region, st.name`,
  )

  return {
    get: (entity: SiteEntity, id: number): SiteRow | null => tables[entity].get(id),
    insert: (entity: SiteEntity, row: AnyRecord, batch: Batch): number =>
      tables[entity].insert(row, batch).id,
    restore: (entity: SiteEntity, id: number, row: AnyRecord, batch: Batch): void =>
      tables[entity].restore(id, row, batch),
    /** Writes what differs; answers the recorded keys that changed. */
    update: (entity: SiteEntity, before: SiteRow, patch: AnyRecord, batch: Batch): string[] =>
      tables[entity].update(before.id, before, patch, batch),
    remove: (entity: SiteEntity, before: SiteRow, batch: Batch): void =>
      tables[entity].remove(before.id, before, batch),
    siteIdByName: (name: string) => siteByName.get(name) as number | undefined,
    stationIdByName: (name: string) => stationByName.get(name) as number | undefined,
    fairIdByName: (name: string, heldOn: string) => fairByName.get(name, heldOn) as number | undefined,
    countsOf: (id: number) => counts.get(id) as SiteCounts,
    /** Every stay of a household, the present one first. */
    staysOf: (householdId: number) => staysOf.all(householdId) as NamedStay[],
    stayRowsOf: (householdId: number) => everyStay(householdId),
    stayCounts: (id: number) =>
      stayCounts.get(id) as Pick<Resident, 'memberCount' | 'labourCount' | 'employedCount'>,
    /** Who lives behind a door now; null where no number is given. */
    behindDoor: (siteId: number, building: string | null, unit: string | null, door: string | null) =>
      door === null
        ? []
        : (behindDoor.all(siteId, building, unit, door) as { id: number; householdId: number }[]),
    openStayIds: (siteId: number) => openIds.all(siteId) as number[],
    stationsOf,
    fairsOf,
    buildings: (siteId: number) => buildings.all(siteId) as SiteState['buildings'],
    /** Who lives there by door, or only those with labour of whom nobody works; `building` '' is the blank one. */
    residents: (site: number, building: string | null, isUncovered: boolean, limit: number, offset: number) =>
      (isUncovered ? without : residents).all({ site, building, limit, offset }) as Resident[],
    /** Households whose own row names the site. */
    declaredFor: (name: string) => Number(declared.get(name)),
    /** Sites that people live at or are to live at, with what their duties depend on. */
    dutyFacts: (today: string) =>
      dutyFacts.all(today) as {
        id: number
        name: string
        region: string | null
        scalePeople: number
        lastFairOn: string | null
        stations: number
        staff: number
      }[],
    isReferenced: (entity: SiteEntity, id: number): boolean =>
      Number(references[entity]?.get({ id }) ?? 0) > 0,
    holdsHousehold: (householdId: number): boolean => holdsHousehold.get(householdId) === 1,
  }
}
export type SiteStore = ReturnType<typeof createSiteStore>

export interface SiteCounts {
  scalePeople: number
  householdCount: number
  memberCount: number
  labourCount: number
  employedCount: number
  labourHouseholds: number
  coveredHouseholds: number
  /** Whole percent, rounded down; null where no household has labour. */
  coverage: number | null
}
