import { addDays, yearOf } from '../../../shared/domain/calendar.ts'
import { withValidity } from '../../../shared/domain/vacancy/rules.ts'
import type { Desk } from '../context.ts'
import type { Batch } from '../history/batch.store.ts'
import { peopleFor, titleOf } from '../vacancy/matching.service.ts'
import { placesFor, type Village } from './places.ts'
import { createRandom } from './random.ts'
import { createServiceWriter } from './service.writer.ts'
import { planVacancies } from './vacancies.ts'

const responses = ['accepted', 'hired', 'declined', 'considering', null] as const
/** Vacancies to which people were referred, and how many to each. */
const referredTo = 20
const perVacancy = 3

/** Vacancies of the demo county, and for the first of them the people who fit best referred, with what came of it. */
export function writeVacancies(
  desk: Desk,
  batch: Batch,
  { people, seed, villages }: { people: number; seed: number; villages: readonly Village[] },
): void {
  const today = desk.today()
  const { parameters } = desk.catalogue()
  const number = Math.max(10, Math.floor(people / 80))
  const planned = planVacancies(createRandom(seed), placesFor(villages), today, number)
  const ids = planned.map((vacancy) => desk.vacancies.insert(withValidity(null, vacancy, parameters), batch))
  const serve = createServiceWriter(desk, batch)
  for (const [index, id] of ids.slice(0, referredTo).entries()) {
    const vacancy = desk.vacancies.get(id)
    if (!vacancy) continue
    for (const [place, { id: personId }] of peopleFor(desk, vacancy, perVacancy).rows.entries()) {
      const servedOn = addDays(today, -((index + place) % 12))
      serve(personId, {
        vacancyId: id,
        kind: 'jobReferral',
        // The form counts the running year.
        servedOn: yearOf(servedOn) === yearOf(today) ? servedOn : today,
        concerned: titleOf(vacancy),
        response: responses[(index + place) % responses.length] ?? null,
        signature: 'self',
        place: '县就业服务窗口（演示）',
      })
    }
  }
}
