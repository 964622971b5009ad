import type { Field } from '../../../shared/domain/field.ts'
import type { Filter } from '../../../shared/domain/filter.ts'
import { type LedgerName, ledgers } from '../../../shared/domain/ledgers.ts'
import { columnName } from '../db/columns.ts'
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
  joins: Record<string, string>
  /** Fields kept on other tables: how to read them, and how a row is found by them. */
  joined: Record<string, Joined>
  usual: Order
  /** By field, the same fields as `sortable` of the ledger (a test compares them). */
  sorts: Record<string, Order>
  /** Indexes that carry many columns, for finding rows without reading them. */
  carriers: readonly { index: string; covers: ReadonlySet<string> }[]
  /** Column of the person whom a search finds; null where the words are looked for in `words`. */
  person: string | null
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

const carriers = [
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
const along = (index: string, scope: string | null, ...columns: string[]): Order => ({
  arms: [{ index, scope }],
  covers: new Set([...columns, 'id']),
  columns: [...columns, 'id'],
  blanksLast: true,
})
const usualFilters = ['region', 'employment_state']
const ofList = (index: string, column: string): Order => along(index, listed, column, ...usualFilters)
const inVillages = ['region', 'name_pinyin', 'id']
const listOrder: Order = {
  arms: [{ index: 'person_list', scope: listed }],
  covers: inList,
  columns: inVillages,
}
const inGroups = (column: string): Order => ({
  ...listOrder,
  columns: [column, ...inVillages],
  blanksLast: true,
  grouped: true,
})
const memberOrder: Order = {
  arms: [
    { index: 'person_list', scope: listed },
    { index: 'person_others', scope: "p.form_state = 'none'" },
  ],
  covers: new Set([...inVillages, 'form_state']),
  columns: inVillages,
}

const household = 'LEFT JOIN household h ON h.id = p.household_id'
const toHousehold = { key: 'household_id', table: 'household' }
const toHead = { key: 'head_person_id', table: 'person' }
const toPerson = { key: 'person_id', table: 'person' }
const people: Pick<Source, 'table' | 'joins' | 'joined' | 'person'> = {
  table: 'person',
  joins: { household, head: `${household} LEFT JOIN person hp ON hp.id = h.head_person_id` },
  joined: {
    householdCode: { join: 'household', column: 'h.household_code', path: [toHousehold] },
    householdCategory: { join: 'household', column: 'h.category', path: [toHousehold] },
    headName: { join: 'head', column: 'hp.name', path: [toHousehold, toHead] },
    headIdNumber: { join: 'head', column: 'hp.id_number', path: [toHousehold, toHead] },
  },
  person: 'id',
}
const byName = (scope: string | null): Order =>
  along('person_by_name', scope, 'name_pinyin', ...usualFilters, 'form_state')
const byPhone = (scope: string | null): Order =>
  along('person_by_phone', scope, 'phone', 'household_id', ...usualFilters, 'form_state')

/** SQLite chooses the index itself. */
const plain = (columns: readonly string[], more: Partial<Order> = {}): Order => ({
  arms: [{ index: '', scope: null }],
  covers: null,
  columns,
  ...more,
})
/** Spells and courses: the latest first. */
const ofPerson = (table: string, start: Record<string, string>): Source => {
  const columns = [...Object.values(start), 'id']
  return {
    table,
    scope: null,
    joins: { person: 'JOIN person s ON s.id = p.person_id' },
    joined: {
      name: { join: 'person', column: 's.name', path: [toPerson] },
      idNumber: { join: 'person', column: 's.id_number', path: [toPerson] },
      // Not of the ledger itself: lists that are compared with it name them.
      region: { join: 'person', column: 's.region', path: [toPerson] },
      phone: { join: 'person', column: 's.phone', path: [toPerson] },
      birthDate: { join: 'person', column: 's.birth_date', path: [toPerson] },
      sex: { join: 'person', column: 's.sex', path: [toPerson] },
    },
    usual: plain(columns, { descending: true }),
    sorts: Object.fromEntries(Object.keys(start).map((key) => [key, plain(columns, { blanksLast: true })])),
    carriers: [],
    person: 'person_id',
  }
}

/** Where a household without work stands has the number of the household. */
const ofZero = (column: string): Joined => ({
  join: 'zero',
  column: `z.${column}`,
  path: [{ key: 'id', table: 'zero_household' }],
})

const onPost = ofPerson('post_assignment', { startedOn: 'started_on' })
const ofPost = (column: string): Joined => ({
  join: 'post',
  column: `pp.${column}`,
  path: [{ key: 'post_id', table: 'public_post' }],
})

export const sources: Record<LedgerName, Source> = {
  labourer: {
    ...people,
    scope: listed,
    carriers,
    usual: listOrder,
    sorts: {
      region: listOrder,
      name: byName(listed),
      idNumber: ofList('person_list_id_number', 'id_number'),
      phone: byPhone(listed),
      formState: inGroups('form_state'),
      employmentState: inGroups('employment_state'),
      workRange: inGroups('work_range'),
      workplaceRegion: ofList('person_list_workplace', 'workplace_region'),
      employerName: ofList('person_list_employer', 'employer_name'),
      monthlyWage: ofList('person_list_wage', 'monthly_wage'),
      blockCount: ofList('person_list_problems', 'block_count'),
      updatedOn: ofList('person_list_updated', 'updated_on'),
    },
  },
  member: {
    ...people,
    scope: null,
    carriers: [],
    usual: memberOrder,
    sorts: {
      region: memberOrder,
      name: byName(null),
      idNumber: along('person_by_id_number', null, 'id_number'),
      phone: byPhone(null),
    },
  },
  household: {
    table: 'household',
    scope: null,
    joins: {
      head: 'LEFT JOIN person hp ON hp.id = p.head_person_id',
      zero: 'LEFT JOIN zero_household z ON z.id = p.id',
    },
    joined: {
      headName: { join: 'head', column: 'hp.name', path: [toHead] },
      headIdNumber: { join: 'head', column: 'hp.id_number', path: [toHead] },
      birthDate: { join: 'head', column: 'hp.birth_date', path: [toHead] },
      sex: { join: 'head', column: 'hp.sex', path: [toHead] },
      zeroState: ofZero('state'),
      zeroSince: ofZero('since'),
      zeroDueOn: ofZero('due_on'),
      zeroServices: ofZero('services'),
      unwillingReason: ofZero('reason'),
      clearedOn: ofZero('cleared_on'),
    },
    usual: plain(['region', 'household_code', 'id']),
    sorts: {
      region: plain(['region', 'household_code', 'id']),
      householdCode: plain(['household_code', 'id'], { blanksLast: true }),
      category: plain(['category', 'region', 'household_code', 'id'], { blanksLast: true }),
    },
    carriers: [],
    person: 'head_person_id',
  },
  employment: ofPerson('employment', { employedOn: 'employed_on' }),
  employmentEnd: ofPerson('employment', {}),
  training: ofPerson('training', { startedOn: 'started_on' }),
  service: ofPerson('service_record', { servedOn: 'served_on' }),
  post: {
    table: 'public_post',
    scope: null,
    joins: {},
    joined: {},
    usual: plain(['region', 'post_code', 'id']),
    sorts: { region: plain(['region', 'post_code', 'id']), postCode: plain(['post_code', 'id']) },
    carriers: [],
    person: null,
    words: ['name', 'post_code', 'unit_name'],
  },
  assignment: {
    ...onPost,
    joins: { ...onPost.joins, post: 'JOIN public_post pp ON pp.id = p.post_id' },
    joined: {
      name: onPost.joined.name as Joined,
      idNumber: onPost.joined.idNumber as Joined,
      postCode: ofPost('post_code'),
      postName: ofPost('name'),
      region: ofPost('region'),
      term: ofPost('term'),
      funding: ofPost('funding'),
    },
  },
}

/** The field of that key. */
export const fieldOf = (ledger: LedgerName, key: string): Field => {
  const field = ledgers[ledger].fields.find((candidate) => candidate.key === key)
  if (!field) throw new RangeError(key)
  return field
}

/** Joins that some columns of a statement need, each once. */
export class Joins {
  private readonly needed = new Set<string>()
  private readonly source: Source
  constructor(source: Source) {
    this.source = source
  }
  column(field: Pick<Field, 'key'>): string {
    const joined = this.source.joined[field.key]
    if (!joined) return `p."${columnName(field.key)}"`
    this.needed.add(joined.join)
    return joined.column
  }
  get text(): string {
    // The join to the head contains the one to the household.
    const names = this.needed.has('head')
      ? [...this.needed].filter((name) => name !== 'household')
      : [...this.needed]
    return names.map((name) => this.source.joins[name]).join(' ')
  }
}
