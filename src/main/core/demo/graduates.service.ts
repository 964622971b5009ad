import type { Desk } from '../context.ts'
import { createGraduateWriter } from '../graduates/graduate.writer.ts'
import { writeStatus } from '../graduates/status.writer.ts'
import type { Batch } from '../history/batch.store.ts'
import { type DemoGraduatePerson, planGraduates } from './graduates.ts'
import { createServiceWriter } from './service.writer.ts'

/** Writes the files of the demo county's graduates, with statuses, follow-ups, services and plans. */
export function writeGraduates(desk: Desk, batch: Batch, people: readonly DemoGraduatePerson[]): void {
  const writer = createGraduateWriter(desk)
  const serve = createServiceWriter(desk, batch)
  for (const { idNumber, file, statuses, followUps, steps, services } of planGraduates(
    people,
    desk.today(),
  )) {
    const personId = desk.people.idByIdNumber(idNumber)
    if (personId === undefined) continue
    const person = desk.people.get(personId)
    if (person && person.graduatedOn !== file.graduatedOn)
      writer.people.save(batch, person, { graduatedOn: file.graduatedOn })
    // The first status comes with the day of registration.
    writer.save(batch, personId, file, null)
    for (const status of statuses.slice(1)) writeStatus(desk, batch, personId, status)
    for (const followUp of followUps)
      desk.episodes.insert('graduate_follow_up', { ...followUp, personId }, batch)
    for (const service of services) serve(personId, service)
    for (const step of steps) desk.episodes.insert('graduate_plan_step', { ...step, personId }, batch)
  }
}
