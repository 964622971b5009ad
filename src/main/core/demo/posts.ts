import { addDays, addMonths, monthOf } from '../../../shared/domain/calendar.ts'
import type { Assignment, Post } from '../../../shared/domain/post/fields.ts'

/** Somebody of the county who holds a public post. */
export interface DemoHolder {
  name: string
  idNumber: string
  /** Village. */
  region: string
}

type ContractRecord = Omit<Assignment, 'postName' | 'region' | 'term' | 'funding' | 'problems' | 'siteName'>

const kinds = [
  ['cleaning', '村庄保洁员'],
  ['forest', '护林员'],
  ['road', '护路员'],
  ['water', '河道管护员'],
  ['facility', '公共设施管护员'],
  ['care', '照料护理员'],
] as const
const fundings = ['employmentFund', 'photovoltaic', 'linkFund', 'collective'] as const
const perPost = 3

/**
 * Posts for those who hold one, village by village and as many as are needed, and a contract for each: the same for the
 * same people. Some are left without insurance, account or declaration, as in real rosters.
 */
export function planPosts(
  holders: readonly DemoHolder[],
  today: string,
): { posts: Post[]; contracts: ContractRecord[] } {
  const posts: Post[] = []
  const contracts: ContractRecord[] = []
  const villages = [...Map.groupBy(holders, ({ region }) => region)].sort(([one], [other]) =>
    one < other ? -1 : 1,
  )
  for (const [region, people] of villages) {
    for (let from = 0; from < people.length; from += perPost) {
      const post = postOf(region, from / perPost, posts.length, today)
      posts.push(post)
      for (const holder of people.slice(from, from + perPost))
        contracts.push(contractOf(holder, post, contracts.length, today))
    }
  }
  return { posts, contracts }
}

function postOf(region: string, number: number, index: number, today: string): Post {
  const [kind, name] = kinds[index % kinds.length] ?? kinds[0]
  const isTemporary = index % 7 === 6
  const isDaily = index % 11 === 10
  return {
    postCode: `G${region.slice(4)}${String(number + 1).padStart(2, '0')}`,
    name: isTemporary ? '卡点值守员' : name,
    kind: isTemporary ? 'checkpoint' : kind,
    term: isTemporary ? 'temporary' : 'regular',
    isGraduatePost: false,
    unitName: '村民委员会（演示）',
    region,
    quota: perPost,
    funding: fundings[index % fundings.length] ?? null,
    payBasis: isDaily ? 'day' : 'month',
    allowance: isDaily ? 3_500 : 50_000 + (index % 5) * 10_000,
    monthlyDays: 22,
    dailyHours: 6,
    openedOn: `${addMonths(monthOf(today), -30)}-01`,
    closedOn: null,
    duties: null,
    note: null,
    filledCount: null,
  }
}

function contractOf(
  { name, idNumber }: DemoHolder,
  post: Post,
  index: number,
  today: string,
): ContractRecord {
  const isTemporary = post.term === 'temporary'
  const startedOn = `${addMonths(monthOf(today), -(index % (isTemporary ? 5 : 11)) - 1)}-01`
  const endsOn = addDays(addMonths(startedOn, isTemporary ? 6 : 12), -1)
  const hasLeft = index % 10 === 9
  return {
    name,
    idNumber,
    postCode: post.postCode,
    startedOn,
    endsOn,
    extensionConsent: null,
    insurer: index % 9 === 4 ? null : '某保险公司（演示）',
    insuredUntil: index % 9 === 4 ? null : endsOn,
    hasOfficialKin: index % 17 === 8 ? null : false,
    kinNote: null,
    bankName: index % 23 === 11 ? null : '农村商业银行（演示）',
    bankCard: index % 23 === 11 ? null : `62170000${String(index + 1).padStart(11, '0')}`,
    exitedOn: hasLeft ? addDays(startedOn, 20) : null,
    exitReason: hasLeft ? 'ownWish' : null,
    note: null,
  }
}
