import type { Filter } from '../../../shared/domain/filter.ts'
import type { LedgerName } from '../../../shared/domain/ledgers.ts'
import type { RegionScope } from '../region/region.service.ts'

/** The parts of a statement, with the values to bind in order. */
export interface Sql {
  text: string
  values: (string | number | null)[]
}

export interface LedgerQuery {
  ledger: LedgerName
  filters: readonly Filter[]
  /** Condition on the rows themselves, as a statement that finds their ids. */
  rows?: Sql | null
  /** What belongs to a region today: its range of codes, with villages that moved in or out. */
  scopeOf: (code: string) => RegionScope
}

/** One order in which the rows of a ledger can be walked along an index. */
export interface Order {
  /**
   * What is walked: an index with the condition that its rows fulfil. Several are merged; none leaves
   * the choice to SQLite, for ledgers small enough.
   */
  arms: readonly { index: string; scope: string | null }[]
  /** Columns that stand in the index, so that conditions on them need not look at the rows; null: all. */
  covers: ReadonlySet<string> | null
  /** Columns of `p` to order by, the id last. */
  columns: readonly string[]
  /** Rows without a value in the first column stay at the end in both directions, as in a spreadsheet. */
  blanksLast?: boolean
  /** The usual order begins at the end. */
  descending?: boolean
  /** The first column has few values that village_tally counts: rows of each are in the usual order. */
  grouped?: boolean
}

export interface Joined {
  join: string
  column: string
  /** From `p` to the column, step by step: the key that leads on and the table it leads to. */
  path: readonly { key: string; table: string }[]
}

/** Where the rows of a ledger come from. */
export interface Source {
  table: string
  /** What every row of the ledger fulfils. */
  scope: string | null
  /** Clauses that a join is made of, in order; each stands once in a statement, however many need it. */
  joins: Record<string, readonly string[]>
  /** Fields kept on other tables: how to read them, and how a row is found by them. */
  joined: Record<string, Joined>
  usual: Order
  /** By field, the same fields as `sortable` of the ledger (a test compares them). */
  sorts: Record<string, Order>
  /** Indexes that carry many columns, for finding rows without reading them. */
  carriers: readonly { index: string; covers: ReadonlySet<string> }[]
  /** Column of the person whom a search finds; null where the words are looked for in `words` or `household`. */
  person: string | null
  /** Column of the household of which a search finds any member. */
  household?: string
  /** Columns in which a search looks where the rows are about nobody. */
  words?: readonly string[]
}

/** Condition that every row of the labour ledger fulfils; indexes of it say so in the same words. */
export const listed = "p.form_state <> 'none'"

/** What stands in the index `person_list`; tests/unit/core/list-indexes.test.ts compares. */
const inList = columnsSet(`region name_pinyin id employment_state work_range industry form_state qualifies
  block_count has_returned plans_to_go_out wants_training sex birth_date education monthly_wage updated_on
  household_id name employment_form labour_ability skill_level ethnicity is_post_school_youth is_disabled
  has_contract has_social_insurance assisted employment_clear demand_clear skill_clear difficulty_clear
  warn_count work_income worked_months`)
/** Further fields, by the index `person_list_…` that carries them together. */
const further = {
  work: `employed_on became_unemployed_on not_working_kind is_working flexible_days organised_transfer
    employment_form_note industry_note has_pension has_medical assisted_on venture_status
    led_return_venture`,
  form: `verification current_status exit_reason school_status graduated_on relation_to_head difficulties
    collected_on collector_name collector_phone paper_on_file labourer_signature`,
  wish: `expected_wage planned_out_on intended_region intended_job job_wish no_intention_reason
    no_intention_note training_intent training_status training_wish_kind training_wish_trade
    training_wish_on`,
  service: `return_reason returned_on returned_from_region career_guidance_count placement_count
    venture_service_count training_service_count other_service_count no_services`,
}

export const carriers = [
  { index: 'person_list', covers: inList },
  ...Object.entries(further).map(([group, columns]) => ({
    index: `person_list_${group}`,
    covers: columnsSet(`id region employment_state ${columns}`),
  })),
]

function columnsSet(names: string): ReadonlySet<string> {
  return new Set(names.split(/\s+/))
}

/** Along an index that carries, behind its column, what the ledger is mostly filtered by. */
export const along = (index: string, scope: string | null, ...columns: string[]): Order => ({
  arms: [{ index, scope }],
  covers: new Set([...columns, 'id']),
  columns: [...columns, 'id'],
  blanksLast: true,
})
const usualFilters = ['region', 'employment_state']
export const ofList = (index: string, column: string): Order => along(index, listed, column, ...usualFilters)
const inVillages = ['region', 'name_pinyin', 'id']
export const listOrder: Order = {
  arms: [{ index: 'person_list', scope: listed }],
  covers: inList,
  columns: inVillages,
}
export const inGroups = (column: string): Order => ({
  ...listOrder,
  columns: [column, ...inVillages],
  blanksLast: true,
  grouped: true,
})
export const memberOrder: Order = {
  arms: [
    { index: 'person_list', scope: listed },
    { index: 'person_others', scope: "p.form_state = 'none'" },
  ],
  covers: new Set([...inVillages, 'form_state']),
  columns: inVillages,
}

export const household = 'LEFT JOIN household h ON h.id = p.household_id'
export const headOfHousehold = [household, 'LEFT JOIN person hp ON hp.id = h.head_person_id']
const toHousehold = { key: 'household_id', table: 'household' }
export const toHead = { key: 'head_person_id', table: 'person' }
const toPerson = { key: 'person_id', table: 'person' }
const toSite = { key: 'site_id', table: 'site' }
export const people: Pick<Source, 'table' | 'joins' | 'joined' | 'person'> = {
  table: 'person',
  joins: {
    household: [household],
    head: headOfHousehold,
    site: [household, 'LEFT JOIN site st ON st.id = h.site_id'],
  },
  joined: {
    householdCode: { join: 'household', column: 'h.household_code', path: [toHousehold] },
    householdCategory: { join: 'household', column: 'h.category', path: [toHousehold] },
    headName: { join: 'head', column: 'hp.name', path: [toHousehold, toHead] },
    headIdNumber: { join: 'head', column: 'hp.id_number', path: [toHousehold, toHead] },
    siteName: { join: 'site', column: 'st.name', path: [toHousehold, toSite] },
  },
  person: 'id',
}
export const byName = (scope: string | null): Order =>
  along('person_by_name', scope, 'name_pinyin', ...usualFilters, 'form_state')
export const byPhone = (scope: string | null): Order =>
  along('person_by_phone', scope, 'phone', 'household_id', ...usualFilters, 'form_state')

/** SQLite chooses the index itself. */
export const plain = (columns: readonly string[], more: Partial<Order> = {}): Order => ({
  arms: [{ index: '', scope: null }],
  covers: null,
  columns,
  ...more,
})
const person = 'JOIN person s ON s.id = p.person_id'
const siteOfPerson = [
  person,
  'LEFT JOIN household sh ON sh.id = s.household_id',
  'LEFT JOIN site st ON st.id = sh.site_id',
]
/** Spells and courses: the latest first. */
export const ofPerson = (table: string, start: Record<string, string>): Source => {
  const columns = [...Object.values(start), 'id']
  return {
    table,
    scope: null,
    joins: { person: [person], site: [...siteOfPerson] },
    joined: {
      name: { join: 'person', column: 's.name', path: [toPerson] },
      idNumber: { join: 'person', column: 's.id_number', path: [toPerson] },
      // Not of the ledger itself: lists that are compared with it name them.
      region: { join: 'person', column: 's.region', path: [toPerson] },
      phone: { join: 'person', column: 's.phone', path: [toPerson] },
      birthDate: { join: 'person', column: 's.birth_date', path: [toPerson] },
      sex: { join: 'person', column: 's.sex', path: [toPerson] },
      siteName: { join: 'site', column: 'st.name', path: [toPerson, toHousehold, toSite] },
    },
    usual: plain(columns, { descending: true }),
    sorts: Object.fromEntries(Object.keys(start).map((key) => [key, plain(columns, { blanksLast: true })])),
    carriers: [],
    person: 'person_id',
  }
}

export const onPost = ofPerson('post_assignment', { startedOn: 'started_on' })
export const ofPost = (column: string): Joined => ({
  join: 'post',
  column: `pp.${column}`,
  path: [{ key: 'post_id', table: 'public_post' }],
})

export const atSite = (column: string): Joined => ({ join: 'site', column: `st.${column}`, path: [toSite] })
export const ofHousehold = (column: string): Joined => ({
  join: 'household',
  column: `h.${column}`,
  path: [toHousehold],
})
export const siteJoin = ['LEFT JOIN site st ON st.id = p.site_id']
