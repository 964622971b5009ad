import { lackKeys, staffKeys } from '../../../shared/domain/employer/fields.ts'
import { ledgers } from '../../../shared/domain/ledgers.ts'
import { fieldsNeeded, type ProfileSheet } from '../../../shared/domain/profile.ts'
import type { Db } from '../db/open.ts'
import type { Sql } from '../ledger/list-types.ts'

/** Fields that are computed from others leave no change of their own: these stand for them. */
const behindDerived = [
  'idNumber',
  'currentStatus',
  'isWorking',
  'employmentForm',
  'workplaceRegion',
  'region',
  'workedMonths',
  'workIncome',
]
/** Fields shown beside a person: where the household keeps them. */
const onHousehold: Readonly<Record<string, string>> = {
  householdCode: 'householdCode',
  householdCategory: 'category',
  headName: 'headPersonId',
  headIdNumber: 'headPersonId',
  siteName: 'siteName',
}
const ofHead = new Set(['headName', 'headIdNumber'])

/**
 * Rows of a sheet that changed after a sequence number in a field that the sheet shows, or that
 * decides whether they stand in it, or in one of `also`. What was entered and taken back again counts as changed too.
 */
export function changedRowsSql(sheet: ProfileSheet, since: number, also: readonly string[] = []): Sql {
  const fields = ledgers[sheet.ledger].fields
  const wanted = [
    ...fieldsNeeded(sheet.columns, sheet.ledger),
    ...sheet.rows.filters.map(({ field }) => field),
    ...also,
  ].flatMap((key) => {
    const field = fields.find((candidate) => candidate.key === key)
    return field ? [field] : []
  })
  const own = new Set(wanted.filter((field) => !field.joined).map(({ key }) => key))
  if (wanted.some(({ key, derived }) => derived && key !== 'formState'))
    for (const key of behindDerived) own.add(key)
  const joined = wanted.filter((field) => field.joined).map(({ key }) => key)
  const present = sheet.columns.flatMap(({ field, of }) => (of && field ? [field] : []))
  const parts = sourcesOf(sheet, own, joined, present)
  return {
    text: parts.join('\n UNION '),
    values: parts.flatMap((part) => (part.match(/\?/g) ?? []).map(() => since)),
  }
}

function sourcesOf(sheet: ProfileSheet, own: Set<string>, joined: string[], present: string[]): string[] {
  switch (sheet.ledger) {
    case 'labourer':
    case 'member': {
      const household = joined.flatMap((key) => onHousehold[key] ?? [])
      const parts = [
        changed('entity_id', 'person', [...own, ...(household.length > 0 ? ['householdId'] : [])]),
      ]
      if (household.length > 0)
        parts.push(
          `SELECT id FROM person WHERE household_id IN (${changed('entity_id', 'household', household)})`,
        )
      if (joined.some((key) => ofHead.has(key)))
        parts.push(
          `SELECT id FROM person WHERE household_id IN (SELECT id FROM household WHERE head_person_id IN (${changed('entity_id', 'person', ['name', 'idNumber'])}))`,
        )
      if (present.length > 0) parts.push(changed('person_id', 'employment', [...present, 'isOpen']))
      return parts
    }
    case 'household':
      return [
        changed('entity_id', 'household', [...own, 'headPersonId']),
        `SELECT id FROM household WHERE head_person_id IN (${changed('entity_id', 'person', ['name', 'idNumber'])})`,
      ]
    case 'post':
      return [changed('entity_id', 'public_post', [...own])]
    case 'vacancy':
      return [changed('entity_id', 'vacancy', [...own])]
    case 'employerMonth': {
      // Totals follow from the counts, and the comparison from another month of the same employer.
      const ofMonth = changed('entity_id', 'employer_month', [...own, ...staffKeys, ...lackKeys])
      if (joined.length === 0) return [ofMonth]
      return [
        ofMonth,
        `SELECT id FROM employer_month WHERE employer_name IN (SELECT employer_name FROM employer_month WHERE id IN (${ofMonth}))`,
      ]
    }
    case 'assignment':
      return [
        changed('entity_id', 'post_assignment', [...own]),
        `SELECT id FROM post_assignment WHERE person_id IN (${changed('entity_id', 'person', ['name', 'idNumber'])})`,
        `SELECT id FROM post_assignment WHERE post_id IN (${changed('entity_id', 'public_post', ['postCode', 'name', 'region', 'term', 'funding'])})`,
      ]
    case 'site':
      return [changed('entity_id', 'site', [...own])]
    case 'station':
    case 'jobFair': {
      const table = sheet.ledger === 'station' ? 'site_station' : 'job_fair'
      return [
        changed('entity_id', table, [...own, 'siteId']),
        `SELECT id FROM ${table} WHERE site_id IN (${changed('entity_id', 'site', ['name'])})`,
      ]
    }
    case 'siteHousehold':
      return [
        changed('entity_id', 'site_household', [...own, 'siteId', 'householdId']),
        `SELECT id FROM site_household WHERE site_id IN (${changed('entity_id', 'site', ['name'])})`,
        `SELECT id FROM site_household WHERE household_id IN (${changed('entity_id', 'household', ['headPersonId', 'householdCode', 'category', 'phone'])})`,
        `SELECT id FROM site_household WHERE household_id IN (SELECT id FROM household WHERE head_person_id IN (${changed('entity_id', 'person', ['name', 'idNumber'])}))`,
      ]
    case 'graduate':
      // Where somebody stands is a history of its own.
      return [
        changed('entity_id', 'graduate', [...own]),
        `SELECT id FROM graduate WHERE person_id IN (${changed('person_id', 'graduate_status', ['status', 'statusOn', 'whereTo', 'isOpen'])})`,
        `SELECT id FROM graduate WHERE person_id IN (${changed('entity_id', 'person', ['name', 'idNumber', 'phone', 'region'])})`,
      ]
    default: {
      const table =
        sheet.ledger === 'service'
          ? 'service_record'
          : sheet.ledger === 'training'
            ? 'training'
            : 'employment'
      return [
        changed('entity_id', table, [...own]),
        `SELECT id FROM ${table} WHERE person_id IN (${changed('entity_id', 'person', ['name', 'idNumber'])})`,
      ]
    }
  }
}

/** Rows of a table with a change in one of the fields; one that came or went has changed in all of them. */
const changed = (column: 'entity_id' | 'person_id', entity: string, keys: readonly string[]): string =>
  `SELECT ${column} FROM change WHERE seq > ? AND entity = '${entity}' AND (action <> 'update' OR EXISTS (
     SELECT 1 FROM json_each(after) WHERE key IN (${keys.map((key) => `'${key.replaceAll("'", "''")}'`).join(', ')})))`

/**
 * The last sequence number before a business day began in China. Counted from the first change that
 * is dated on or after it, so that a clock once set back makes the answer earlier, never later.
 */
export function sequenceBefore(db: Db, day: string): number {
  const begin = new Date(`${day}T00:00:00+08:00`).toISOString()
  const first = db.prepare('SELECT min(first_seq) FROM batch WHERE at >= ?').pluck().get(begin)
  return typeof first === 'number' ? first - 1 : lastSequence(db)
}

/** The sequence number of the latest change. */
export const lastSequence = (db: Db): number =>
  Number(db.prepare('SELECT ifnull(max(seq), 0) FROM change').pluck().get())

/** Ids of the rows of a sheet that changed after a sequence number. */
export function changedIds(db: Db, sheet: ProfileSheet, since: number): Set<number> {
  const { text, values } = changedRowsSql(sheet, since)
  return new Set(db.prepare(text).pluck().all(values) as number[])
}
