import { addDays } from '../../../shared/domain/calendar.ts'
import type { AnyRecord, Field } from '../../../shared/domain/field.ts'
import { householdFields } from '../../../shared/domain/household/fields.ts'
import type { CallScope, Desk } from '../context.ts'
import { createBulkLoad } from '../db/bulk-load.ts'
import type { Batch } from '../history/batch.store.ts'
import { createHouseholdWriter, type HouseholdWriter } from '../household/household.writer.ts'
import { createPersonWriter, type PersonWriter } from '../person/person.writer.ts'
import { type DemoHousehold, type DemoMember, generateCounty } from './county.ts'
import { planEmployerMonths } from './employer-months.ts'
import { writeGraduates } from './graduates.service.ts'
import { type DemoGraduatePerson, graduatesIn } from './graduates.ts'
import { placesFor } from './places.ts'
import { writePosts } from './posts.service.ts'
import type { DemoHolder } from './posts.ts'
import { createRandom } from './random.ts'
import { writeSites } from './sites.service.ts'
import { type DemoSettler, settlesAt } from './sites.ts'
import { writeVacancies } from './vacancies.service.ts'
import { type ClearedHousehold, clearedIn, writeZeroHouseholds } from './zero.service.ts'

const pick = (fields: readonly Field[], row: AnyRecord): AnyRecord =>
  Object.fromEntries(
    fields
      .filter((field) => !field.joined && !field.derived)
      .map((field) => [field.key, row[field.key] ?? null]),
  )

/** Villages of the county of the unit. */
function villagesOf(desk: Desk): { code: string; name: string }[] {
  const { regions, unit } = desk
  const county = `${unit.regionCode.slice(0, 6)}000000`
  return regions
    .children(county)
    .flatMap((township) => regions.children(township.code))
    .map(({ code, name }) => ({ code, name }))
}

/** Members who hold a public post: they work in the county and are on one by their form or weak in labour; few of all, so they are kept until the posts are made. */
const holdersIn = ({ members }: DemoHousehold): DemoHolder[] =>
  members.flatMap(({ person }) => {
    const { name, idNumber, region, isWorking, workplaceRegion } = person
    const isNear = isWorking === true && workplaceRegion?.slice(0, 6) === region?.slice(0, 6)
    const isFor = person.employmentForm === 'publicPost' || person.labourAbility === 'weakOrHalf'
    return isNear && isFor && name && idNumber && region ? [{ name, idNumber, region }] : []
  })

/** Fills an empty ledger with a made-up county, the same for the same seed. */
export function generateDemo(
  desk: Desk,
  people: number,
  seed: number,
  { progress }: Pick<CallScope, 'progress'>,
): { people: number; households: number } {
  const made = { people: 0, households: 0 }
  desk.db
    .transaction(() => {
      const batch = desk.openBatch('demo', `生成演示数据 ${people} 人`)
      const load = createBulkLoad(desk.db)
      load.expect(people)
      const households = createHouseholdWriter(desk)
      const writer = createPersonWriter(desk)
      const holders: DemoHolder[] = []
      const settlers: (DemoSettler & { to: string })[] = []
      const cleared: ClearedHousehold[] = []
      const graduates: DemoGraduatePerson[] = []
      const villages = villagesOf(desk)
      for (const family of generateCounty({ people, seed, villages, today: desk.today() })) {
        made.households++
        // Collected over the last weeks, so that lists of what is out of date are not empty.
        const collectedOn = addDays(desk.today(), -((made.households * 7) % 23))
        const written = writeFamily(desk, { ...batch, asOf: collectedOn }, households, writer, family)
        made.people += family.members.length
        cleared.push(...clearedIn(family, written, desk.today()))
        holders.push(...holdersIn(family))
        const to = settlesAt(family.household, made.households)
        if (to) settlers.push({ ...family.household, to })
        graduates.push(...graduatesIn(family.members))
        if (made.households % 200 === 0) progress('正在生成演示数据', made.people, people)
      }
      writePosts(desk, batch, holders)
      writeSites(desk, batch, settlers)
      writeGraduates(desk, batch, graduates)
      load.finish()
      writeZeroHouseholds(desk, batch, cleared)
      writeVacancies(desk, batch, { people, seed, villages })
      const employers = Math.min(40, Math.max(9, Math.floor(people / 500)))
      for (const month of planEmployerMonths(
        createRandom(seed),
        placesFor(villages),
        desk.today(),
        employers,
      ))
        desk.employerMonths.insert(month, batch)
      batch.close({
        rows: made.people,
        inserted: made.people,
        updated: 0,
        unchanged: 0,
        blocked: 0,
        warned: 0,
      })
      // Here and not at the door: what a killed start leaves is a county with its entry, or none.
      desk.trail.append({ action: 'session.setupDemo', subjects: [], detail: made })
    })
    .immediate()
  return made
}

function writeFamily(
  desk: Desk,
  batch: Batch,
  households: HouseholdWriter,
  writer: PersonWriter,
  family: DemoHousehold,
): number {
  const householdId = households.save(batch, null, pick(householdFields, family.household as AnyRecord)).id
  for (const member of family.members) {
    const { id } = writer.save(batch, null, { ...member.person, householdId } as AnyRecord, {
      formState: member.state,
    })
    writeEpisodes(desk, batch, id, member)
    if (member.isHead) {
      const made = desk.households.get(householdId)
      if (made) desk.households.update(made, { headPersonId: id }, batch)
    }
  }
  return householdId
}

/** Past work, courses and services; the work that the form shows was opened with it. */
function writeEpisodes(
  desk: Desk,
  batch: Batch,
  personId: number,
  { employments, trainings, services }: DemoMember,
) {
  const { episodes } = desk
  const open = episodes.openOf('employment', personId)
  for (const { name, idNumber, ...spell } of employments) {
    const ended = spell.endedOn !== null
    if (!ended && open) episodes.update('employment', open, spell, batch)
    else if (ended)
      episodes.insert(
        'employment',
        { ...spell, personId, isOpen: false, fromDate: spell.employedOn, toDate: spell.endedOn },
        batch,
      )
  }
  for (const { name, idNumber, ...course } of trainings) {
    episodes.insert(
      'training',
      { ...course, personId, isOpen: false, fromDate: course.startedOn, toDate: course.endedOn },
      batch,
    )
  }
  for (const { name, idNumber, ...service } of services)
    episodes.insert('service_record', { ...service, personId }, batch)
}
