import {
  type Counter,
  countersOf,
  idleMonthsOf,
  isFollowUpDue,
  isPriority,
  missingOf,
} from '../../../shared/domain/graduate/derive.ts'
import type { GraduateParameters } from '../../../shared/domain/graduate/parameters.ts'
import { settledStatuses } from '../../../shared/domain/graduate/states.ts'
import type { Reach } from '../access/reach.store.ts'
import type { Db } from '../db/open.ts'
import { inRegion } from '../ledger/ledger-condition.store.ts'
import type { RegionScope } from '../region/region.service.ts'

/** The day and the thresholds that what is computed depends on. */
export interface GraduateTerms {
  today: string
  parameters: GraduateParameters
}

/** What the database keeps of a file out of statuses, services and follow-ups. */
export interface KeptState {
  status: string
  idleSince: string | null
  lastFollowedOn: string | null
  guidance: number
  referral: number
  training: number
  internship: number
}

/** Sums of one year of graduation. */
export type YearSums = {
  year: string
  total: number
  registered: number
  open: number
  served: number
} & Record<(typeof settledStatuses)[number], number> &
  Record<'guidance' | 'referral' | 'training' | 'internship' | 'either', number>

const counts = 'guidance_count, referral_count, training_count, internship_count'

/**
 * What is asked of graduates beside the ledger. The rules of what is missing and due are given to SQLite as functions, so
 * that lists, sums and the screen ask the one declaration in shared/domain/graduate.
 */
export function createGraduateStore(db: Db, termsOf: (known?: 'known') => GraduateTerms) {
  const terms = () => termsOf('known')
  const flag = (yes: boolean): 0 | 1 => (yes ? 1 : 0)
  const numbers = (guidance: unknown, referral: unknown, training: unknown, internship: unknown) => ({
    guidance: Number(guidance),
    referral: Number(referral),
    training: Number(training),
    internship: Number(internship),
  })
  const month = (text: unknown): string | null => (typeof text === 'string' ? text : null)
  db.function('graduate_missing', (one, two, three, four) => {
    const missing = missingOf(numbers(one, two, three, four), terms().parameters)
    return missing.length > 0 ? missing.join(',') : null
  })
  db.function('graduate_idle_months', (since) => idleMonthsOf(month(since), terms().today))
  db.function('graduate_is_priority', (status, since) =>
    flag(isPriority(status, month(since), terms().today, terms().parameters)),
  )
  db.function('graduate_follow_up_due', (status, last) =>
    flag(isFollowUpDue(status, month(last), terms().today)),
  )
  const byPerson = db.prepare(
    `SELECT status, idle_since AS idleSince, last_followed_on AS lastFollowedOn, guidance_count AS guidance,
       referral_count AS referral, training_count AS training, internship_count AS internship
     FROM graduate WHERE person_id = ?`,
  )
  const settled = settledStatuses.map((status) => `sum(status = '${status}') AS ${status}`).join(', ')
  const sums = (where: string) =>
    `SELECT substr(g.graduated_on, 1, 4) AS year, count(*) AS total, sum(g.registered_on IS NOT NULL) AS registered,
       ${settled}, sum(g.status NOT IN (${settledStatuses.map((status) => `'${status}'`).join(', ')})) AS open,
       sum(g.guidance_count >= @guidance) AS guidance, sum(g.referral_count >= @referral) AS referral,
       sum(g.training_count >= @training) AS training, sum(g.internship_count >= @internship) AS internship,
       sum(g.training_count + g.internship_count >= @either) AS either,
       sum(graduate_missing(${counts}) IS NULL) AS served
     FROM graduate g ${where} GROUP BY year ORDER BY year DESC`

  return {
    hasFile: (personId: number): boolean => byPerson.get(personId) !== undefined,
    stateOf: (personId: number) => byPerson.get(personId) as KeptState | undefined,
    /** Month since when a graduate is without work; null for everybody else. */
    idleSince: (personId: number): string | null =>
      (byPerson.get(personId) as KeptState | undefined)?.idleSince ?? null,
    terms: () => termsOf(),
    /** Files by year of graduation, the latest first. `met`: how often each service has to be offered. */
    summary(
      counters: readonly Counter[],
      scope: RegionScope | null,
      reach: Pick<Reach, 'within'>,
    ): YearSums[] {
      const least = { guidance: 0, referral: 0, training: 0, internship: 0, either: 0 }
      const needed = { ...least, ...Object.fromEntries(counters.map(({ code, needed }) => [code, needed])) }
      const inside = scope && inRegion('p.region', scope)
      const parts = [inside?.text, reach.within('p.region')].filter(Boolean)
      const where = parts.length > 0 ? `JOIN person p ON p.id = g.person_id WHERE ${parts.join(' AND ')}` : ''
      const statement = db.prepare(sums(where))
      return statement.all(needed, ...(inside?.values ?? [])) as YearSums[]
    },
    counters: (state: KeptState): Counter[] => countersOf(state, termsOf().parameters),
  }
}
export type GraduateStore = ReturnType<typeof createGraduateStore>
