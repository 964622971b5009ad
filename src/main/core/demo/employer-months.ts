import { addMonths, monthOf } from '../../../shared/domain/calendar.ts'
import type { EmployerMonth } from '../../../shared/domain/employer/fields.ts'
import type { EmployerKind, Places } from './places.ts'
import type { Random } from './random.ts'

type Reported = Omit<EmployerMonth, 'staffTotal' | 'lackTotal' | 'staffBefore' | 'fallPercent' | 'isLatest'>

const kinds: readonly [EmployerKind, Pick<Reported, 'industry' | 'tier'>][] = [
  ['factory', { industry: 'C', tier: 'second' }],
  ['building', { industry: 'E', tier: 'second' }],
  ['service', { industry: 'O', tier: 'third' }],
  ['farm', { industry: 'A', tier: 'first' }],
]
/** How often employers employ how many of last month's, in percent: most about as many, some far fewer. */
const shares = [100, 102, 98, 100, 95, 80, 105, 100] as const

/** Months of employers that do not exist, the same for the same chance: a third have not reported this month yet. */
export function planEmployerMonths(
  random: Random,
  places: Places,
  today: string,
  employers: number,
): Reported[] {
  const made = new Map<string, Reported[]>()
  for (let index = 0; index < employers; index++) {
    const [kind, of] = kinds[index % kinds.length] as (typeof kinds)[number]
    const employerName = places.employer(random, kind)
    const region = places.workplace(random, 'county')
    let ordinary = random.between(12, 180)
    const months: Reported[] = []
    for (const back of [3, 2, 1, 0]) {
      ordinary = Math.round((ordinary * (shares[(index + back) % shares.length] ?? 100)) / 100)
      if (back === 0 && index % 3 === 0) continue
      months.push({
        employerName,
        region,
        month: addMonths(monthOf(today), -back),
        managingStaff: Math.ceil(ordinary / 20),
        ordinaryStaff: ordinary,
        technicalStaff: Math.floor(ordinary / 12),
        skilledStaff: Math.floor(ordinary / 8),
        managingLack: 0,
        ordinaryLack: (index * 3 + back) % 9,
        technicalLack: (index + back) % 3,
        skilledLack: null,
        ...of,
        size: ordinary > 100 ? 'medium' : ordinary > 20 ? 'small' : 'micro',
        reviewState: back === 0 ? 'pending' : 'passed',
        note: null,
      })
    }
    // Two invented names may be the same: then the later one stands.
    made.set(employerName, months)
  }
  return [...made.values()].flat()
}
