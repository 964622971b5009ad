import { detachAll } from '../attachment/owners.ts'
import type { Desk } from '../context.ts'
import type { Batch } from '../history/batch.store.ts'
import { type EpisodeTable, episodeTables } from './episode.store.ts'
import type { PersonRow } from './person.store.ts'

/** Takes a person out with their histories and scans; the household they headed has no head then. */
export function removePerson(desk: Desk, batch: Batch, person: PersonRow): void {
  for (const table of Object.keys(episodeTables) as EpisodeTable[]) {
    for (const row of desk.episodes.allOf(table, person.id)) {
      if (table === 'service_record') detachAll(desk, batch, table, row.id)
      desk.episodes.remove(table, row, batch)
    }
  }
  detachAll(desk, batch, 'person', person.id)
  const headed = desk.households.idByHead(person.id)
  const household = headed === undefined ? null : desk.households.get(headed)
  if (household) desk.households.update(household, { headPersonId: null }, batch)
  desk.people.remove(person, batch)
}
