import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { columnsOf } from '../../../src/main/core/db/columns.ts'
import { migrate } from '../../../src/main/core/db/migrate.ts'
import { schemaVersion } from '../../../src/main/core/db/migrations/index.ts'
import { postTables } from '../../../src/main/core/posts/post.store.ts'
import { siteTables } from '../../../src/main/core/sites/site.store.ts'
import { attachmentFields } from '../../../src/shared/domain/attachment/fields.ts'
import { employerMonthFields } from '../../../src/shared/domain/employer/fields.ts'
import { employmentFields } from '../../../src/shared/domain/employment/fields.ts'
import type { Field } from '../../../src/shared/domain/field.ts'
import {
  followUpFields,
  graduateFields,
  graduateStatusFields,
  planStepFields,
} from '../../../src/shared/domain/graduate/fields.ts'
import { householdFields } from '../../../src/shared/domain/household/fields.ts'
import {
  intentionFields,
  personFields,
  returnFields,
  trainingWishFields,
} from '../../../src/shared/domain/labourer/fields.ts'
import { serviceFields } from '../../../src/shared/domain/service/fields.ts'
import { trainingFields } from '../../../src/shared/domain/training/fields.ts'
import { vacancyFields } from '../../../src/shared/domain/vacancy/fields.ts'
import { statementFields } from '../../../src/shared/domain/zero-household/fields.ts'
import { openOffice } from '../../fixtures/office.ts'
import { allRows } from './files.ts'

const tables: Record<string, readonly Field[]> = {
  person: personFields,
  household: householdFields,
  employment: employmentFields,
  training: trainingFields,
  intention: intentionFields,
  return_event: returnFields,
  training_wish: trainingWishFields,
  service_record: serviceFields,
  unwilling_statement: statementFields,
  attachment: attachmentFields,
  graduate: graduateFields,
  graduate_status: graduateStatusFields,
  graduate_follow_up: followUpFields,
  graduate_plan_step: planStepFields,
  vacancy: vacancyFields,
  employer_month: employerMonthFields,
  public_post: postTables.public_post.fields,
  post_opening: postTables.post_opening.fields,
  post_candidate: postTables.post_candidate.fields,
  post_assignment: postTables.post_assignment.fields,
  post_attendance: postTables.post_attendance.fields,
  site: siteTables.site.fields,
  site_household: siteTables.site_household.fields,
  site_station: siteTables.site_station.fields,
  job_fair: siteTables.job_fair.fields,
}
const types: Partial<Record<Field['kind'], string>> = {
  yesNo: 'INTEGER',
  money: 'INTEGER',
  tenths: 'INTEGER',
  integer: 'INTEGER',
}

describe('the database made from nothing', () => {
  const db = new Database(':memory:')
  beforeAll(() => migrate(db, ':memory:'))
  afterAll(() => db.close())

  it('has the version of the program, and a second migration changes nothing', () => {
    expect(db.pragma('user_version', { simple: true })).toBe(schemaVersion)
    const schema = () => db.prepare('SELECT sql FROM sqlite_schema ORDER BY name').all()
    const before = schema()
    migrate(db, ':memory:')
    expect(schema()).toEqual(before)
  })

  it.each(Object.entries(tables))('keeps every field of %s in a column of its kind', (table, fields) => {
    const columns = new Map(
      (db.pragma(`table_xinfo(${table})`) as { name: string; type: string }[]).map(({ name, type }) => [
        name,
        type,
      ]),
    )
    for (const { key, name, kind } of columnsOf(fields)) {
      expect(columns.get(name), `${table}.${key}`).toBe(types[kind] ?? 'TEXT')
    }
  })

  it('keeps the confirmed version in the columns of the present, in their order, behind the last change in it', () => {
    const columns = (table: string) =>
      (db.pragma(`table_info(${table})`) as { name: string; type: string }[]).map(
        ({ name, type }) => `${name} ${type}`,
      )
    expect(columns('person_confirmed')).toEqual(['held_seq INTEGER', ...columns('person')])
  })

  it('has only strict tables, so that a wrong type is never stored', () => {
    const loose = (
      db.pragma('table_list') as { name: string; schema: string; type: string; strict: number }[]
    ).filter(
      ({ name, schema, type, strict }) =>
        schema === 'main' && type === 'table' && !strict && !name.startsWith('sqlite_'),
    )
    expect(loose.map(({ name }) => name)).toEqual([])
  })
})

it('the demo county is the same for the same seed and another for another', async () => {
  const columns = [
    'name',
    'idNumber',
    'phone',
    'region',
    'employerName',
    'householdCode',
    'formState',
    'blockCount',
  ]
  const rowsOf = async (seed: number) => {
    // Generated anew each time: a copy of the first one would be the same in any case.
    const office = await openOffice({ demo: { people: 100, seed }, fresh: true })
    const rows = await allRows(office, { ledger: 'member' }, columns)
    await office.close()
    return rows
  }
  const first = await rowsOf(3)
  expect(first).toHaveLength(100)
  expect(await rowsOf(3)).toEqual(first)
  expect(await rowsOf(4)).not.toEqual(first)
})
