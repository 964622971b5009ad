import type { ServiceFigures } from '../../../shared/contract/calls/system.ts'
import { seekingStatuses } from '../../../shared/domain/graduate/states.ts'
import type { Reach } from '../access/reach.store.ts'
import type { Db } from '../db/open.ts'

export type CodeSum = { code: string; count: number }
type CountKey = 'guidance' | 'referral' | 'training' | 'internship'

/** Sums behind the figures of services; each walks along one narrow index or a small table. */
export function createServiceFigureStore(db: Db, reach: Pick<Reach, 'and' | 'within'>) {
  const here = reach.and('region')
  // Graduates who look for work are few beside the people of a township.
  const home = reach.within('p.region')
  const graduates = home ? `graduate g CROSS JOIN person p ON p.id = g.person_id AND ${home}` : 'graduate g'
  const openPosts = (column: 'kind' | 'funding') =>
    db.prepare(
      `SELECT ifnull(${column}, '') AS code, count(*) AS count FROM public_post WHERE closed_on IS NULL${here} GROUP BY ${column}`,
    )
  const seeking = `g.status IN (${seekingStatuses.map((status) => `'${status}'`).join(', ')})`
  return {
    postsByKind: () => openPosts('kind').all() as CodeSum[],
    postsByFunding: () => openPosts('funding').all() as CodeSum[],
    sites: () =>
      db
        .prepare(
          `SELECT id, name, labour_households AS labourHouseholds, covered_households AS coveredHouseholds, coverage
           FROM site WHERE household_count > 0${here} ORDER BY name`,
        )
        .all() as ServiceFigures['sites'],
    /** How many look for work, and how many of them were offered so much of each kind. */
    graduatesWith: (needed: Record<CountKey | 'either', number>) =>
      db
        .prepare(
          `SELECT count(*) AS seeking, ifnull(sum(guidance_count >= @guidance), 0) AS guidance, ifnull(sum(referral_count >= @referral), 0) AS referral,
             ifnull(sum(training_count >= @training), 0) AS training, ifnull(sum(internship_count >= @internship), 0) AS internship,
             ifnull(sum(training_count + internship_count >= @either), 0) AS either
           FROM ${graduates} WHERE ${seeking}`,
        )
        .get(needed) as Record<CountKey | 'either' | 'seeking', number>,
  }
}
