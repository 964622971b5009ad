import { yearOf } from '../../../shared/domain/calendar.ts'
import type { FormState } from '../../../shared/domain/labourer/rules/confirmation.ts'
import { type Service, serviceCountFields } from '../../../shared/domain/service/fields.ts'
import type { Desk } from '../context.ts'
import type { Batch } from '../history/batch.store.ts'
import { createPersonWriter } from '../person/person.writer.ts'

/** A service of the demo county beside those that a form was made with. */
export type DemoService = Pick<Service, 'servedOn'> &
  Partial<Service> & { kind: keyof typeof serviceCountFields; vacancyId?: number }

/** Writes services of the demo county; the form counts those of the running year. */
export function createServiceWriter(
  desk: Desk,
  batch: Batch,
): (personId: number, service: DemoService) => void {
  const writer = createPersonWriter(desk)
  return (personId, service) => {
    desk.episodes.insert('service_record', { ...service, personId, staff: service.staff ?? desk.user }, batch)
    const person = desk.people.get(personId)
    if (!person || yearOf(String(service.servedOn)) !== yearOf(desk.today())) return
    const count = serviceCountFields[service.kind]
    const counted = { [count]: Number(person[count] ?? 0) + 1, noServices: false }
    writer.save(batch, person, counted, { formState: person.formState as FormState })
  }
}
