import type { Field } from '../../../shared/domain/field.ts'
import { type LedgerName, ledgers } from '../../../shared/domain/ledgers.ts'
import { columnName } from '../db/columns.ts'
import {
  along,
  atSite,
  byName,
  byPhone,
  carriers,
  headOfHousehold,
  household,
  inGroups,
  type Joined,
  listed,
  listOrder,
  memberOrder,
  ofHousehold,
  ofList,
  ofPerson,
  ofPost,
  onPost,
  people,
  plain,
  type Source,
  siteJoin,
  toHead,
} from './source-parts.store.ts'

export type { Joined, LedgerQuery, Order, Source, Sql } from './source-parts.store.ts'

/** Where the rows of each ledger come from. */
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
    joins: { head: ['LEFT JOIN person hp ON hp.id = p.head_person_id'] },
    joined: {
      headName: { join: 'head', column: 'hp.name', path: [toHead] },
      headIdNumber: { join: 'head', column: 'hp.id_number', path: [toHead] },
      birthDate: { join: 'head', column: 'hp.birth_date', path: [toHead] },
      sex: { join: 'head', column: 'hp.sex', path: [toHead] },
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
    joins: { ...onPost.joins, post: ['JOIN public_post pp ON pp.id = p.post_id'] },
    joined: {
      name: onPost.joined.name as Joined,
      idNumber: onPost.joined.idNumber as Joined,
      siteName: onPost.joined.siteName as Joined,
      postCode: ofPost('post_code'),
      postName: ofPost('name'),
      region: ofPost('region'),
      term: ofPost('term'),
      funding: ofPost('funding'),
    },
  },
  site: {
    table: 'site',
    scope: null,
    joins: {},
    joined: {},
    usual: plain(['region', 'name', 'id']),
    sorts: { region: plain(['region', 'name', 'id']), name: plain(['name', 'id']) },
    carriers: [],
    person: null,
    words: ['name', 'address', 'contact_name'],
  },
  siteHousehold: {
    table: 'site_household',
    scope: null,
    joins: { site: siteJoin, household: [household], head: headOfHousehold },
    joined: {
      siteName: atSite('name'),
      headName: people.joined.headName as Joined,
      headIdNumber: people.joined.headIdNumber as Joined,
      householdCode: ofHousehold('household_code'),
      category: ofHousehold('category'),
      phone: ofHousehold('phone'),
    },
    usual: plain(['site_id', 'building', 'unit', 'door', 'id']),
    sorts: {},
    carriers: [],
    person: null,
    household: 'household_id',
  },
  station: {
    table: 'site_station',
    scope: null,
    joins: { site: siteJoin },
    joined: { siteName: atSite('name') },
    usual: plain(['region', 'name', 'id']),
    sorts: { region: plain(['region', 'name', 'id']) },
    carriers: [],
    person: null,
    words: ['name', 'address', 'staff_names'],
  },
  jobFair: {
    table: 'job_fair',
    scope: null,
    joins: { site: siteJoin },
    joined: { siteName: atSite('name') },
    usual: plain(['held_on', 'id'], { descending: true }),
    sorts: { heldOn: plain(['held_on', 'id'], { blanksLast: true }) },
    carriers: [],
    person: null,
    words: ['name', 'place', 'partner'],
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
    return [...new Set([...this.needed].flatMap((name) => this.source.joins[name] ?? []))].join(' ')
  }
}
