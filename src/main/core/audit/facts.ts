import type { z } from 'zod'
import type { Call } from '../../../shared/contract/call.ts'
import type { AuditSubjectKind } from '../../../shared/domain/audit/words.ts'
import type { AuditDetail, AuditFacts, AuditSubject } from './chain.ts'

/**
 * What the log says of a call, taken from its name, input and answer: numbers of records and words of
 * closed sets. Values that people type never get here, because only the keys below are looked at, and
 * of them only what cannot be a name or a long number.
 */

/** Calls that change nothing a person decided: settings of one's own screen, and what follows from the ledger by itself. */
const unlogged = new Set([
  'preference.set',
  'labourer.recheck',
  'assignment.recheck',
  'duty.refresh',
  'confirmation.close',
  // Only counts what a package would hold; nothing leaves.
  'package.count',
])
/** Calls beside the writing ones that are logged whatever their permission: data leaves, or a safeguard is used. */
const alsoLogged = new Set([
  'audit.verify',
  'audit.export',
  'backup.carry',
  'backup.setSecond',
  'backup.rehearse',
  'import.errors',
  'site.export',
])

/** Calls whose entry is written where their work is done, or before it; see there. */
export const entersByItself: ReadonlySet<string> = new Set([
  'session.setupDemo',
  'session.lock',
  'backup.restore',
])

/** Whether a call leaves an entry when it succeeds. */
export const isLogged = (
  name: string,
  { kind, permission }: Pick<Call<z.ZodType, unknown>, 'kind' | 'permission'>,
) => !unlogged.has(name) && (kind === 'write' || permission === 'ledger.export' || alsoLogged.has(name))

/** What `id`, `ids` of a call are the numbers of, by the first part of its name. */
const subjectOf: Readonly<Record<string, AuditSubjectKind>> = {
  labourer: 'person',
  person: 'person',
  episode: 'episode',
  household: 'household',
  zero: 'statement',
  attachment: 'attachment',
  batch: 'batch',
  reconcile: 'reconcile',
  package: 'package',
  post: 'post',
  opening: 'opening',
  assignment: 'assignment',
  vacancy: 'vacancy',
  employerMonth: 'employerMonth',
  site: 'site',
  siteHousehold: 'stay',
  station: 'station',
  jobFair: 'jobFair',
  key: 'certificate',
  trust: 'certificate',
}
/** Calls whose `ids` are the numbers of something else than their `id`. */
const severalOf: Readonly<Record<string, AuditSubjectKind>> = { confirmation: 'person' }
/** Keys that say by themselves what they are the numbers of. */
const subjectKeys: Readonly<Record<string, AuditSubjectKind>> = {
  personId: 'person',
  personIds: 'person',
  headId: 'person',
  householdId: 'household',
  candidateId: 'candidate',
  openingId: 'opening',
  postId: 'post',
  assignmentId: 'assignment',
  vacancyId: 'vacancy',
  serviceId: 'service',
  siteId: 'site',
  importId: 'batch',
  undoId: 'batch',
  package: 'package',
  erasureId: 'erasure',
}
const ledgerSubjects: Readonly<Record<string, AuditSubjectKind>> = {
  labourer: 'person',
  member: 'person',
  household: 'household',
  employment: 'episode',
  training: 'episode',
  service: 'service',
  assignment: 'assignment',
}
const detailKeys = [
  ...['ledger', 'list', 'mode', 'kind', 'to', 'month', 'forMonth', 'occasion', 'owner', 'choice', 'field'],
  ...['code', 'key', 'profile', 'dictionary', 'relation', 'basis', 'submit', 'same'],
  ...['onlyConfirmed', 'result', 'call'],
]
const outcomeKeys = [
  ...['rows', 'inserted', 'updated', 'unchanged', 'blocked', 'warned', 'changed', 'restored', 'removed'],
  ...['decided', 'people', 'households', 'services', 'sequence', 'records', 'whole', 'entries', 'brokenAt'],
  'failedTries',
]
const outcomeLists = { refused: 'refusedRows', kept: 'keptRows' } as const

type Fields = Readonly<Record<string, unknown>>
const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !(value instanceof Uint8Array) ? (value as Fields) : {}

/** Codes and keys are short and of ASCII; a long row of digits could be somebody's number. */
const isHarmless = (value: unknown): value is string | number | boolean =>
  typeof value === 'boolean' ||
  (typeof value === 'number' && Math.abs(value) < 1e10) ||
  (typeof value === 'string' && /^[\w.:#-]{1,60}$/.test(value) && !/\d{8}/.test(value))

const numbersOf = (kind: AuditSubjectKind, value: unknown): AuditSubject[] =>
  [value].flat().flatMap((one) => (Number.isInteger(one) ? [`${kind}:${one}` as const] : []))

function subjectsIn(area: string, fields: Fields): AuditSubject[] {
  // A number of a row of the ledger that the input names.
  const own = area === 'person' && fields.ledger ? ledgerSubjects[String(fields.ledger)] : subjectOf[area]
  const several = severalOf[area] ?? own
  return [
    ...(own ? numbersOf(own, fields.id) : []),
    ...(several ? numbersOf(several, fields.ids) : []),
    ...Object.entries(subjectKeys).flatMap(([key, kind]) => numbersOf(kind, fields[key])),
  ]
}

/** Codes of regions are public: they stand in the log as they are. */
const regionsIn = (fields: Fields): AuditSubject[] =>
  ['code', 'into', 'parent'].flatMap((key) => {
    const code = fields[key]
    return typeof code === 'string' && /^\d{12}$/.test(code) ? [`region:${code}` as const] : []
  })

/** An account is called by its name, as the actor of every entry is: it is staff, nobody in the ledger. */
const ofAccount = ({ name, roles, scope }: Fields): AuditDetail => ({
  account: String(name),
  ...(Array.isArray(roles) && { roles: roles.join(',') }),
  ...(Array.isArray(scope) && { scope: scope.join(',') }),
})

/** A backup that was not due, a second place that is not set, no month to close. */
const cameToNothing = (name: string, output: unknown): boolean =>
  (output === null && (name === 'backup.make' || name === 'backup.carry')) ||
  (name === 'confirmation.close' && (fieldsOf(output).closed as unknown[]).length === 0)

/** What a call is about. Numbers are revealed of records of any ledger, people without a form among them. */
function areaOf(name: string, asked: Fields): string {
  if (name !== 'person.reveal') return name.split('.')[0] ?? ''
  return asked.ledger === 'member' ? 'person' : String(asked.ledger)
}

/** The entry of a call that went well; null where it turned out to have done nothing. */
export function factsOf(name: string, input: unknown, output: unknown): AuditFacts | null {
  if (cameToNothing(name, output)) return null
  const [asked, answered] = [fieldsOf(input), fieldsOf(output)]
  const area = areaOf(name, asked)
  const options = fieldsOf(asked.options)
  const detail: AuditDetail = {}
  for (const key of detailKeys) {
    const value = asked[key] ?? options[key]
    if (isHarmless(value)) detail[key] = value
  }
  const counts = { ...fieldsOf(answered.counts), ...answered }
  for (const key of outcomeKeys) {
    const value = counts[key]
    if (isHarmless(value) && typeof value !== 'string') detail[key] = value
  }
  for (const [key, as] of Object.entries(outcomeLists)) {
    const list = answered[key]
    if (Array.isArray(list) && list.length > 0) detail[as] = list.length
  }
  if (typeof answered.witness === 'string') detail.witness = answered.witness
  if (area === 'account') Object.assign(detail, ofAccount(asked))
  const target = fieldsOf(asked.target)
  const ofLedger = ledgerSubjects[String(asked.ledger)]
  const into = area === 'household' ? numbersOf('household', asked.into) : []
  return {
    action: name,
    subjects: [
      ...subjectsIn(area, asked),
      ...(ofLedger ? numbersOf(ofLedger, target.ids) : []),
      ...into,
      ...(area === 'region' ? regionsIn(asked) : []),
      ...subjectsIn(area, answered),
    ],
    detail,
  }
}

/** The entry of a call that the account had no permission for. */
export const forbiddenFacts = (name: string): AuditFacts => ({
  action: name,
  subjects: [],
  detail: { forbidden: true },
})
