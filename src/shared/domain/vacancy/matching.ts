import { fullYearsBetween } from '../calendar.ts'
import { yuan } from '../field-text.ts'
import { isUnable, labourAbility } from '../labourer/rules/codes.ts'
import { isUnder, type RegionLevel, regionLevel, regionPrefix } from '../region-code.ts'

/** What of a vacancy counts; wages in fen a month. */
export interface VacancyFacts {
  readonly title: string
  readonly trade: string | null
  /** How the trade is called: label and other names of the dictionary. */
  readonly tradeWords: readonly string[]
  readonly region: string | null
  readonly wageFrom: number | null
  readonly wageTo: number | null
  readonly education: string | null
  readonly ageFrom: number | null
  readonly ageTo: number | null
  /** Code of the dictionary abilityAsked. */
  readonly ability: string | null
  readonly validUntil: string | null
  readonly openPlaces: number
}

/** What of a person counts. */
export interface SeekerFacts {
  /** Where they live: a village. */
  readonly region: string | null
  readonly birthDate: string | null
  readonly education: string | null
  readonly labourAbility: string | null
  readonly plansToGoOut: boolean
  readonly intendedRegion: string | null
  readonly intendedJob: string | null
  readonly expectedWage: number | null
  /** Codes of the trades that they have worked in. */
  readonly trades: readonly string[]
}

export interface MatchSetting {
  /** YYYY-MM-DD. */
  readonly today: string
  /** Full years under which nobody may be employed. */
  readonly minimumAge: number
}

/** How well one thing fits: points of so many, and why, in words. */
export interface Criterion {
  readonly label: string
  readonly points: number
  readonly of: number
  readonly words: string
}

export type MismatchKey = 'expired' | 'filled' | 'age' | 'ability'
/** What rules a person and a vacancy out for each other. */
export interface Mismatch {
  readonly key: MismatchKey
  readonly words: string
}

/** 口径 of the points, as it stands beside every list of matches. */
export const matchBasis =
  '满分100分：工种40（意向岗位一致40，做过同类工种30），地点25（按意向地；没有意向地的按离家远近），工资20，文化程度10，劳动能力5；同分按登记先后'

const distances = ['省外', '本省', '本市州', '本县', '本乡镇', '本村'] as const

/** The level down to which two places are the same: 0 another province, 1 province … 5 village. */
export function commonLevel(one: string, other: string): RegionLevel | 0 {
  const deepest = Math.min(regionLevel(one) ?? 0, regionLevel(other) ?? 0) as RegionLevel | 0
  let common: RegionLevel | 0 = 0
  for (const level of [1, 2, 3, 4, 5] as const) {
    if (level > deepest || regionPrefix(one, level) !== regionPrefix(other, level)) break
    common = level
  }
  return common
}

/** Points by the level at which home and workplace are the same, for those who go anywhere and those who stay. */
const nearness = { leaving: [12, 15, 18, 22, 25, 25], staying: [0, 0, 0, 15, 22, 25] } as const

function place(vacancy: VacancyFacts, seeker: SeekerFacts): Criterion {
  const level = vacancy.region && seeker.region ? commonLevel(vacancy.region, seeker.region) : 0
  const near = vacancy.region === null ? '境外或未定' : distances[level]
  const said = (points: number, words: string): Criterion => ({ label: '地点', points, of: 25, words })
  const { intendedRegion } = seeker
  if (seeker.plansToGoOut && intendedRegion) {
    const place = vacancy.region ?? ''
    if (isUnder(place, intendedRegion)) return said(25, '在意向地之内')
    if (commonLevel(place, intendedRegion) >= 1) return said(12, '与意向地同省')
    return level >= 3 ? said(12, `不在意向地，但在${near}`) : said(0, `不在意向地（${near}）`)
  }
  if (seeker.plansToGoOut) return said(nearness.leaving[level], `没有限定意向地（${near}）`)
  return said(nearness.staying[level], `没有外出计划（${near}）`)
}

const plain = (text: string): string => text.replace(/[\s、，,/／（）()类工员]/g, '')

/** Whether the job that somebody wants is this one: by the name of the post or of its trade. */
export function isWanted(
  intendedJob: string | null,
  vacancy: Pick<VacancyFacts, 'title' | 'tradeWords'>,
): boolean {
  const job = plain(intendedJob ?? '')
  if (job === '') return false
  return [vacancy.title, ...vacancy.tradeWords]
    .map(plain)
    .some((word) => word !== '' && (word.includes(job) || job.includes(word)))
}

function trade(vacancy: VacancyFacts, { intendedJob, trades }: SeekerFacts): Criterion {
  const said = (points: number, words: string): Criterion => ({ label: '工种', points, of: 40, words })
  if (isWanted(intendedJob, vacancy)) return said(40, `意向岗位“${intendedJob}”一致`)
  if (vacancy.trade !== null && trades.includes(vacancy.trade)) return said(30, '做过同类工种')
  if (!intendedJob && trades.length === 0) return said(10, '没有登记意向岗位和工种')
  return said(0, intendedJob ? `意向岗位为“${intendedJob}”` : '没有做过这类工种')
}

function wage({ wageFrom, wageTo }: VacancyFacts, { expectedWage }: SeekerFacts): Criterion {
  const said = (points: number, words: string): Criterion => ({ label: '工资', points, of: 20, words })
  if (expectedWage === null) return said(10, '没有登记期望月薪')
  const least = wageFrom ?? 0
  const most = wageTo ?? least
  if (least >= expectedWage) return said(20, `最低${yuan(least)}元，达到期望的${yuan(expectedWage)}元`)
  if (most >= expectedWage) return said(15, `最高${yuan(most)}元，可达期望的${yuan(expectedWage)}元`)
  // Integers on both sides: nine tenths of what is hoped for can be talked about.
  if (most * 10 >= expectedWage * 9)
    return said(8, `最高${yuan(most)}元，略低于期望的${yuan(expectedWage)}元`)
  return said(0, `最高${yuan(most)}元，低于期望的${yuan(expectedWage)}元`)
}

/** How far somebody got at school: 0 none, 1 primary … 4 college and above; codes of the dictionary education. */
const schooling = (code: string): number =>
  ({ '9': 0, '8': 1, '7': 2, '6': 3, '4': 3, '3': 4, '2': 5, '1': 6 })[code[0] ?? ''] ?? 0

function education(asked: string | null, has: string | null): Criterion {
  const said = (points: number, words: string): Criterion => ({ label: '文化程度', points, of: 10, words })
  if (asked === null) return said(10, '不限文化程度')
  if (has === null) return said(3, '文化程度没有登记')
  return schooling(has) >= schooling(asked) ? said(10, '达到要求') : said(0, '低于要求，请先问用人单位')
}

function ability({ ability: asked }: VacancyFacts, { labourAbility: has }: SeekerFacts): Criterion {
  const said = (points: number, words: string): Criterion => ({ label: '劳动能力', points, of: 5, words })
  if (has === null) return said(2, '劳动能力没有登记')
  if (asked === 'skilled' && has !== labourAbility.skilled) return said(0, '要求技能劳动力')
  return said(5, '符合')
}

/** What rules the two out for each other, each with why; empty: a referral makes sense. */
export function mismatchesOf(
  vacancy: VacancyFacts,
  seeker: Pick<SeekerFacts, 'birthDate' | 'labourAbility'>,
  { today, minimumAge }: MatchSetting,
): Mismatch[] {
  const found: Mismatch[] = [...closedFor(vacancy, today)]
  if (seeker.birthDate !== null) {
    const age = fullYearsBetween(seeker.birthDate, today)
    const from = Math.max(vacancy.ageFrom ?? 0, minimumAge)
    if (age < from || age > (vacancy.ageTo ?? age)) {
      const asked = vacancy.ageTo === null ? `${from}周岁以上` : `${from}至${vacancy.ageTo}周岁`
      found.push({ key: 'age', words: `要求${asked}，现年${age}周岁` })
    }
  }
  if (isUnable(seeker.labourAbility)) found.push({ key: 'ability', words: '无劳动力或丧失劳动力' })
  else if (
    seeker.labourAbility === labourAbility.weakOrHalf &&
    (vacancy.ability === 'ordinary' || vacancy.ability === 'skilled')
  )
    found.push({ key: 'ability', words: '岗位不招弱劳动力、半劳动力' })
  return found
}

/** Why nobody is sent to a vacancy any more. */
export function closedFor(
  { validUntil, openPlaces }: Pick<VacancyFacts, 'validUntil' | 'openPlaces'>,
  today: string,
): Mismatch[] {
  return [
    ...(validUntil !== null && validUntil < today
      ? [{ key: 'expired' as const, words: `已于${validUntil}过有效期，请先向用人单位核实` }]
      : []),
    ...(openPlaces <= 0 ? [{ key: 'filled' as const, words: '已经招满' }] : []),
  ]
}

/** How well a vacancy fits somebody whom nothing rules out, point by point. */
export const criteriaOf = (vacancy: VacancyFacts, seeker: SeekerFacts): Criterion[] => [
  trade(vacancy, seeker),
  place(vacancy, seeker),
  wage(vacancy, seeker),
  education(vacancy.education, seeker.education),
  ability(vacancy, seeker),
]

/** Points of 100. */
export const pointsOf = (criteria: readonly Criterion[]): number =>
  criteria.reduce((sum, { points }) => sum + points, 0)
