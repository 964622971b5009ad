import { type Field, fieldByKey, type Ledger } from '../../shared/domain/field.ts'

/** Columns of a list until somebody chooses others. */
const defaults: Record<string, readonly string[]> = {
  labourer: [
    'name',
    'idNumber',
    'region',
    'phone',
    'formState',
    'employmentState',
    'workRange',
    'workplaceRegion',
    'employerName',
    'monthlyWage',
    'blockCount',
    'updatedOn',
  ],
  member: [
    'name',
    'idNumber',
    'headName',
    'relationToHead',
    'region',
    'phone',
    'education',
    'labourAbility',
    'ventureStatus',
    'schoolStatus',
    'isDisabled',
  ],
  household: [
    'headName',
    'headIdNumber',
    'region',
    'address',
    'phone',
    'category',
    'isRelocated',
    'memberCount',
    'labourCount',
    'employedCount',
    'updatedOn',
  ],
  employment: [
    'name',
    'idNumber',
    'employerName',
    'workplaceRegion',
    'employmentForm',
    'type',
    'employedOn',
    'endedOn',
    'monthlyWage',
    'channel',
  ],
  training: ['name', 'idNumber', 'kind', 'trade', 'provider', 'startedOn', 'endedOn', 'days', 'allowance'],
  service: ['name', 'idNumber', 'kind', 'servedOn', 'concerned', 'response', 'outcome', 'place', 'staff'],
  graduate: [
    'name',
    'idNumber',
    'graduatedOn',
    'status',
    'idleMonths',
    'missing',
    'lastFollowedOn',
    'guidanceCount',
    'referralCount',
    'trainingCount',
    'internshipCount',
    'school',
    'degree',
    'region',
  ],
  vacancy: [
    'employerName',
    'title',
    'region',
    'wageFrom',
    'wageTo',
    'openPlaces',
    'collectedOn',
    'validUntil',
    'trade',
    'ageTo',
    'ability',
    'wanted',
  ],
  post: [
    'postCode',
    'name',
    'term',
    'region',
    'quota',
    'filledCount',
    'funding',
    'allowance',
    'payBasis',
    'kind',
    'unitName',
    'closedOn',
  ],
  site: [
    'name',
    'coverage',
    'labourHouseholds',
    'coveredHouseholds',
    'householdCount',
    'memberCount',
    'scalePeople',
    'kind',
    'region',
    'contactName',
  ],
  siteHousehold: [
    'headName',
    'siteName',
    'building',
    'unit',
    'door',
    'memberCount',
    'labourCount',
    'employedCount',
    'homeVillage',
    'movedIn',
    'movedOut',
  ],
  station: ['name', 'kind', 'level', 'siteName', 'staffNames', 'staffCount', 'phone', 'region', 'address'],
  jobFair: [
    'heldOn',
    'name',
    'jobs',
    'attended',
    'intents',
    'employed',
    'poorEmployed',
    'siteName',
    'place',
    'partner',
  ],
  assignment: [
    'name',
    'idNumber',
    'postCode',
    'postName',
    'startedOn',
    'endsOn',
    'insuredUntil',
    'exitedOn',
    'problems',
    'region',
  ],
}

/** The remembered columns that still exist, otherwise the usual ones. */
export function columnsOf(ledger: Ledger, remembered: unknown): Field[] {
  const keys = Array.isArray(remembered) ? remembered : []
  const known = keys.filter(
    (key): key is string => typeof key === 'string' && ledger.fields.some((field) => field.key === key),
  )
  const chosen =
    known.length > 0 ? known : (defaults[ledger.name] ?? ledger.fields.slice(0, 10).map((f) => f.key))
  return [...new Set(chosen)].map((key) => fieldByKey(ledger, key))
}

/** Moves a column; positions outside stay at the edge. */
export function moved<T>(items: readonly T[], from: number, to: number): T[] {
  const rest = [...items]
  const [item] = rest.splice(from, 1)
  if (item === undefined) return rest
  rest.splice(Math.max(0, Math.min(to, rest.length)), 0, item)
  return rest
}
