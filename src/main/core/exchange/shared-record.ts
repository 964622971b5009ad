import type { AnyRecord } from '../../../shared/domain/field.ts'
import type { LedgerName } from '../../../shared/domain/ledgers.ts'
import { importedField, type ProfileSheet } from '../../../shared/domain/profile.ts'
import type { Desk } from '../context.ts'
import type { Entity } from '../history/batch.store.ts'
import { isOfPosts } from '../posts/post.store.ts'
import { isOfSites } from '../sites/site.store.ts'

/**
 * How a record is called between offices: by what identifies it in every ledger, never by a number of
 * ours. Of a sheet only what it carries counts, so that both sides come to the same key.
 */
const keyFields: Record<LedgerName, readonly string[]> = {
  labourer: ['idNumber'],
  member: ['idNumber'],
  household: ['headIdNumber'],
  employment: ['idNumber', 'employedOn'],
  employmentEnd: ['idNumber', 'endedOn'],
  training: ['idNumber', 'startedOn', 'trade'],
  service: ['idNumber', 'kind', 'servedOn', 'concerned'],
  graduate: ['idNumber'],
  post: ['postCode'],
  assignment: ['postCode', 'idNumber', 'startedOn'],
  site: ['name'],
  siteHousehold: ['siteName', 'headIdNumber', 'movedIn'],
  station: ['name'],
  jobFair: ['name', 'heldOn'],
  vacancy: ['employerName', 'title', 'region'],
  employerMonth: ['employerName', 'month'],
}

const entityOf: Record<LedgerName, SharedEntity> = {
  labourer: 'person',
  member: 'person',
  household: 'household',
  employment: 'employment',
  employmentEnd: 'employment',
  training: 'training',
  service: 'service_record',
  graduate: 'graduate',
  post: 'public_post',
  assignment: 'post_assignment',
  site: 'site',
  siteHousehold: 'site_household',
  station: 'site_station',
  jobFair: 'job_fair',
  vacancy: 'vacancy',
  employerMonth: 'employer_month',
}

/** What a row says but never changes: who or what it is about. */
const identity = new Set(['name', 'idNumber', 'headName'])
/** Where a person lives: settled as one, by the head where the sheet names one. */
export const ofHousehold = ['headIdNumber', 'householdCode', 'headName', 'householdCategory'] as const

/** Statements and scans stay in the office that has them. */
type SharedEntity = Exclude<Entity, 'unwilling_statement' | 'attachment'>

export interface SharedSheet {
  ledger: LedgerName
  entity: SharedEntity
  key: (values: AnyRecord) => string
  keyFields: readonly string[]
  /** Fields of the ledger that are merged one by one. */
  merged: (key: string) => boolean
}

export function sharedSheet(sheet: ProfileSheet): SharedSheet {
  const carried = new Set(sheet.columns.map(importedField))
  const keys = keyFields[sheet.ledger].filter((key) => carried.has(key))
  const isPerson = sheet.ledger === 'labourer' || sheet.ledger === 'member'
  const isAtSite =
    sheet.ledger === 'siteHousehold' || sheet.ledger === 'station' || sheet.ledger === 'jobFair'
  const apart = new Set<string>([
    ...[...keys, ...identity, ...(isPerson ? ofHousehold : ['headIdNumber'])],
    // The site is another record, kept here as a link.
    ...(isAtSite ? ['siteName'] : []),
  ])
  return {
    ledger: sheet.ledger,
    entity: entityOf[sheet.ledger],
    keyFields: keys,
    key: (values) => keys.map((key) => String(values[key] ?? '')).join('|'),
    merged: (key) => !apart.has(key),
  }
}

/** Whose history a record of a ledger belongs to, as the change history has it. */
export function historyOf(desk: Desk, entity: SharedEntity, id: number): number | null {
  if (entity === 'person') return id
  if (entity === 'household' || entity === 'vacancy' || entity === 'employer_month') return null
  if (isOfSites(entity)) return null
  if (isOfPosts(entity)) return (desk.posts.get(entity, id)?.personId as number | undefined) ?? null
  return (desk.episodes.get(entity, id)?.personId as number | undefined) ?? null
}

/** The name under which people speak of a row. */
export const nameOf = (values: AnyRecord): string => String(values.name ?? values.headName ?? '').slice(0, 60)
