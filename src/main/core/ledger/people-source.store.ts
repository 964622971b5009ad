import type { Order, Source } from './list-types.ts'

/** Where the rows of the labour ledger and of its households' members come from, and by which indexes. */

/** Condition that every row of the labour ledger fulfils; indexes of it say so in the same words. */
export const listed = 'p.is_listed'

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
    collected_on collector_name collector_phone paper_on_file`,
  wish: `expected_wage planned_out_on intended_region intended_job job_wish no_intention_reason
    no_intention_note training_intent training_status training_wish_kind training_wish_trade
    training_wish_on`,
  service: `return_reason returned_on returned_from_region career_guidance_count placement_count
    venture_service_count training_service_count other_service_count no_services`,
  signature: 'labourer_signature',
  address: 'home_address',
  months: 'work_months',
}
/** What few people have, each with an index of those who have it (`person_with_…`). */
const seldom = columnsSet(`assisted_on organised_transfer exit_reason school_status graduated_on
  expected_wage planned_out_on intended_region intended_job no_intention_note training_wish_kind
  training_wish_trade training_wish_on return_reason returned_on returned_from_region sent_back_reason
  sent_back_by sent_back_on note`)
/** What has few values, each with an index of its own too. */
const repeated = columnsSet('collector_name collector_phone')

const indexesOfOne: Source['indexesOfOne'] = {
  ...Object.fromEntries(
    [...seldom].map((column) => [
      column,
      { index: `person_with_${column}`, scope: `${listed} AND p.${column} IS NOT NULL`, filled: true },
    ]),
  ),
  ...Object.fromEntries(
    [...repeated].map((column) => [column, { index: `person_list_${column}`, scope: listed, filled: false }]),
  ),
}

/** Long texts stand alone: a walk along them takes as long as they are. */
const wide = new Set(['signature', 'address', 'months'])

const carriers = [
  { index: 'person_list', covers: inList },
  ...Object.entries(further).map(([group, columns]) => ({
    index: `person_list_${group}`,
    covers: columnsSet(wide.has(group) ? `id ${columns}` : `id region employment_state ${columns}`),
  })),
]

export function columnsSet(names: string): ReadonlySet<string> {
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
    { index: 'person_others', scope: 'NOT p.is_listed' },
  ],
  covers: new Set([...inVillages, 'form_state']),
  columns: inVillages,
}

export const household = 'LEFT JOIN household h ON h.id = p.household_id'
export const headOfHousehold = [household, 'LEFT JOIN person hp ON hp.id = h.head_person_id']
export const toHousehold = { key: 'household_id', table: 'household' }
export const toHead = { key: 'head_person_id', table: 'person' }
export const toPerson = { key: 'person_id', table: 'person' }
export const toSite = { key: 'site_id', table: 'site' }
export const people: Pick<Source, 'table' | 'home' | 'joins' | 'joined' | 'person'> = {
  table: 'person',
  home: 'own',
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
const byName = (scope: string | null): Order =>
  along('person_by_name', scope, 'name_pinyin', ...usualFilters, 'is_listed')
const byPhone = (scope: string | null): Order =>
  along('person_by_phone', scope, 'phone', 'household_id', ...usualFilters, 'is_listed')

export const labourer: Source = {
  ...people,
  scope: listed,
  carriers,
  indexesOfOne,
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
}

export const member: Source = {
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
}
