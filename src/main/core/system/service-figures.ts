import type { ServiceFigures } from '../../../shared/contract/calls/system.ts'
import { labelOf } from '../../../shared/domain/dictionary.ts'
import { countersOf } from '../../../shared/domain/graduate/derive.ts'
import { graduateParametersAt } from '../../../shared/domain/graduate/parameters.ts'
import { builtInLists } from '../../../shared/domain/named-lists.ts'
import type { Desk } from '../context.ts'
import type { DutyDays } from '../duty/duty.store.ts'
import { daysOf, dutyTime } from '../duty/projection.ts'
import { createFigureStore } from './figure.store.ts'
import { type CodeSum, createServiceFigureStore } from './service-figure.store.ts'
import { createSubdivisions } from './subdivisions.ts'

const nothing = { overdue: 0, today: 0, soon: 0, later: 0, paused: 0, willing: 0, willingMissing: 0 }

/** Tasks and wishes of the villages, summed up to townships (in a city's ledger to counties). */
function placesOf(desk: Desk, days: DutyDays): ServiceFigures['places'] {
  const { placeOf } = createSubdivisions(desk)
  const places = new Map<string, ServiceFigures['places'][number]>()
  const at = (village: string) => {
    const { code, name } = placeOf(village)
    const found = places.get(code) ?? { code, name, ...nothing }
    places.set(code, found)
    return found
  }
  for (const { region, ...counts } of desk.duties.countsByVillage(days, desk.reach)) {
    const place = at(region ?? '')
    for (const key of Object.keys(counts) as (keyof typeof counts)[]) place[key] += counts[key]
  }
  for (const { code, willing } of createFigureStore(desk.db, desk.reach).byVillageAndState())
    at(code).willing += willing
  return [...places.values()].sort((one, other) => (one.code < other.code ? -1 : 1))
}

/** What is promised to graduates who look for work: how many have it, and the list of those who lack it. */
function graduatesOf(desk: Desk, today: string): ServiceFigures['graduates'] {
  const store = createServiceFigureStore(desk.db, desk.reach)
  const counters = countersOf(
    { guidance: 0, referral: 0, training: 0, internship: 0 },
    graduateParametersAt(desk.catalogue().parameters, today),
  )
  const needed = Object.fromEntries(counters.map((counter) => [counter.code, counter.needed]))
  const met = store.graduatesWith({
    ...{ guidance: 0, referral: 0, training: 0, internship: 0, either: 0 },
    ...needed,
  })
  const { seeking } = met
  return {
    seeking,
    items: counters
      .filter((counter) => counter.needed > 0)
      .map(({ code, label, needed: least }) => {
        const list = `graduates-without-${code}`
        const has = met[code as keyof typeof met]
        return {
          ...{ code, label, needed: least, met: has, missing: seeking - has },
          list: builtInLists.some(({ key }) => key === list) ? list : null,
        }
      }),
  }
}

export function serviceFigures(desk: Desk): ServiceFigures {
  const store = createServiceFigureStore(desk.db, desk.reach)
  const time = dutyTime(desk)
  const { dictionaries } = desk.catalogue()
  const named = (dictionary: string, rows: readonly CodeSum[]) =>
    rows.map(({ code, count }) => {
      const found = dictionaries.get(dictionary)
      return { code, count, label: code && found ? labelOf(found, code) : '未填' }
    })
  return {
    asOf: time.today,
    soonDays: time.parameters.dutySoonDays,
    places: placesOf(desk, daysOf(time)),
    postsByKind: named('postKind', store.postsByKind()),
    postsByFunding: named('postFunding', store.postsByFunding()),
    sites: store.sites(),
    graduates: graduatesOf(desk, time.today),
  }
}
