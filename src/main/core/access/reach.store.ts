import type { RegionScope, RegionService } from '../region/region.service.ts'

/** The townships or villages that an account is responsible for, as conditions and as a question. */
export interface Reach {
  /** Null: the whole office, and nothing is looked at. */
  readonly codes: readonly string[] | null
  /** Whether a region lies within; a record without one lies within the whole office only. */
  holds(region: string | null | undefined): boolean
  /** Condition on a column of region codes, with its values in the text; null for the whole office. */
  within(column: string): string | null
  /** The same to be added to a WHERE: ` AND (…)`, or nothing. */
  and(column: string): string
  /** 古阳镇、默戎镇 */
  words(): string
  /** A 口径 with the part of the office that was counted; of the whole office as it is. */
  basis(text: string): string
}

const quoted = (codes: readonly string[]) => codes.map((code) => `'${code.replace(/\D/g, '')}'`).join(', ')

/** Codes are digits and stand in the text, so that it can be put into any statement. */
function textOf(column: string, scopes: readonly RegionScope[]): string {
  const [first] = scopes
  if (!first) return 'false'
  const one = ({ from, to, also, except }: RegionScope) => {
    const range = `${column} >= ${quoted([from])} AND ${column} <= ${quoted([to])}`
    const inside = except.length > 0 ? `${range} AND ${column} NOT IN (${quoted(except)})` : range
    return also.length > 0 ? `(${inside}) OR ${column} IN (${quoted(also)})` : inside
  }
  if (scopes.length === 1 && first.also.length === 0) return `(${one(first)})`
  // An index is entered once and left once, whatever lies between; so its order is kept.
  const ends = scopes.flatMap(({ from, to, also }) => [from, to, ...also]).sort()
  const bounds = `${column} >= ${quoted([ends[0] ?? ''])} AND ${column} <= ${quoted([ends.at(-1) ?? ''])}`
  return `(${bounds} AND (${scopes.map((scope) => `(${one(scope)})`).join(' OR ')}))`
}

/** Only together do the two indexes of villages hold everybody. */
export const peopleWithin = (inside: string): string =>
  `SELECT id FROM person INDEXED BY person_list WHERE is_listed AND ${inside}
   UNION ALL SELECT id FROM person INDEXED BY person_others WHERE NOT is_listed AND ${inside}`

/** Where nobody is narrowed: upkeep, measurements. */
export const wholeOffice: Reach = {
  codes: null,
  holds: () => true,
  within: () => null,
  and: () => '',
  words: () => '',
  basis: (text) => text,
}

export function createReach(
  codes: readonly string[] | null,
  regions: Pick<RegionService, 'scopeOf' | 'isInside' | 'displayName'>,
): Reach {
  if (codes === null) return wholeOffice
  const within = (column: string): string =>
    textOf(
      column,
      codes.map((code) => regions.scopeOf(code)),
    )
  const words = () => codes.map((code) => regions.displayName(code, { from: 'township' })).join('、')
  return {
    codes,
    holds: (region) => typeof region === 'string' && codes.some((code) => regions.isInside(region, code)),
    within,
    and: (column) => ` AND ${within(column)}`,
    words,
    basis: (text) => [`只含${words()}`, text].filter(Boolean).join('；'),
  }
}
