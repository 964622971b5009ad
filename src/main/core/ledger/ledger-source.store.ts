import type { Field } from '../../../shared/domain/field.ts'
import { type LedgerName, ledgers } from '../../../shared/domain/ledgers.ts'
import { columnName } from '../db/columns.ts'
import type { Joined, Order, Source } from './list-types.ts'
import {
  columnsSet,
  headOfHousehold,
  household,
  labourer,
  member,
  people,
  toHead,
  toHousehold,
  toPerson,
  toSite,
} from './people-source.store.ts'

/** SQLite chooses the index itself. */
const plain = (columns: readonly string[], more: Partial<Order> = {}): Order => ({
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
const ofPerson = (table: string, start: Record<string, string>): Source => {
  const columns = [...Object.values(start), 'id']
  return {
    table,
    scope: null,
    home: { key: 'person_id', table: 'person' },
    joins: { person: [person], site: siteOfPerson },
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

/** Where a household without work stands has the number of the household. */
const ofZero = (column: string): Joined => ({
  join: 'zero',
  column: `z.${column}`,
  path: [{ key: 'id', table: 'zero_household' }],
})

const services = ofPerson('service_record', { servedOn: 'served_on' })
const byDay = {
  index: 'service_record_by_day',
  covers: columnsSet('served_on id person_id kind response signature place staff'),
}
const inDays: Order = {
  arms: [{ index: byDay.index, scope: null }],
  covers: byDay.covers,
  columns: ['served_on', 'id'],
}

const graduateCounts = 'p.guidance_count, p.referral_count, p.training_count, p.internship_count'
const onPost = ofPerson('post_assignment', { startedOn: 'started_on' })
const ofPost = (column: string): Joined => ({
  join: 'post',
  column: `pp.${column}`,
  path: [{ key: 'post_id', table: 'public_post' }],
})

const atSite = (column: string): Joined => ({ join: 'site', column: `st.${column}`, path: [toSite] })
const ofHousehold = (column: string): Joined => ({
  join: 'household',
  column: `h.${column}`,
  path: [toHousehold],
})
const siteJoin = ['LEFT JOIN site st ON st.id = p.site_id']

/** Other months of the same employer. */
const ofEmployer = (select: string, month: string): string =>
  `SELECT ${select} FROM employer_month b INDEXED BY employer_month_once
   WHERE b.employer_name = p.employer_name AND b.month ${month}`
const staffBefore = `(${ofEmployer('b.staff_total', "= strftime('%Y-%m', p.month || '-01', '-1 month')")})`

/** Where the rows of each ledger come from. */
export const sources: Record<LedgerName, Source> = {
  labourer,
  member,
  household: {
    table: 'household',
    scope: null,
    home: 'own',
    joins: {
      head: ['LEFT JOIN person hp ON hp.id = p.head_person_id'],
      zero: ['LEFT JOIN zero_household z ON z.id = p.id'],
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
  service: {
    ...services,
    usual: { ...inDays, descending: true },
    sorts: { servedOn: { ...inDays, blanksLast: true } },
    carriers: [byDay],
  },
  graduate: {
    ...ofPerson('graduate', { graduatedOn: 'graduated_on' }),
    // The functions are those of graduates/graduate.store.ts.
    computed: {
      missing: `graduate_missing(${graduateCounts})`,
      idleMonths: 'graduate_idle_months(p.idle_since)',
      isPriority: 'graduate_is_priority(p.status, p.idle_since)',
      followUpDue: 'graduate_follow_up_due(p.status, p.last_followed_on)',
    },
  },
  post: {
    table: 'public_post',
    scope: null,
    home: 'own',
    joins: {},
    joined: {},
    usual: plain(['region', 'post_code', 'id']),
    sorts: { region: plain(['region', 'post_code', 'id']), postCode: plain(['post_code', 'id']) },
    carriers: [],
    person: null,
    words: ['name', 'post_code', 'unit_name'],
  },
  vacancy: {
    table: 'vacancy',
    scope: null,
    home: null,
    joins: {},
    joined: {},
    usual: plain(['collected_on', 'id'], { descending: true }),
    sorts: {
      collectedOn: plain(['collected_on', 'id'], { blanksLast: true }),
      region: plain(['region', 'id'], { blanksLast: true }),
    },
    carriers: [],
    person: null,
    words: ['employer_name', 'title'],
  },
  employerMonth: {
    table: 'employer_month',
    scope: null,
    home: null,
    joins: {},
    joined: {},
    // The function is that of employer/employer-month.store.ts.
    computed: {
      staffBefore,
      fallPercent: `employer_fall_percent(${staffBefore}, p.staff_total)`,
      isLatest: `(NOT EXISTS (${ofEmployer('1', '> p.month')}))`,
    },
    usual: plain(['month', 'id'], { descending: true }),
    sorts: {
      month: plain(['month', 'id'], { blanksLast: true }),
      employerName: plain(['employer_name', 'month', 'id']),
      region: plain(['region', 'id'], { blanksLast: true }),
    },
    carriers: [],
    person: null,
    words: ['employer_name'],
  },
  assignment: {
    ...onPost,
    home: { key: 'post_id', table: 'public_post' },
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
    home: 'own',
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
    home: { key: 'household_id', table: 'household' },
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
    home: 'own',
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
    home: 'own',
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
    const computed = this.source.computed?.[field.key]
    if (computed) return computed
    const joined = this.source.joined[field.key]
    if (!joined) return `p."${columnName(field.key)}"`
    this.needed.add(joined.join)
    return joined.column
  }
  get text(): string {
    return [...new Set([...this.needed].flatMap((name) => this.source.joins[name] ?? []))].join(' ')
  }
}
