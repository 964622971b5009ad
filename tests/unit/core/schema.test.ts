import { rmSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { columnsOf } from '../../../src/main/core/db/columns.ts'
import { migrate } from '../../../src/main/core/db/migrate.ts'
import { migrations, schemaVersion } from '../../../src/main/core/db/migrations/index.ts'
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
import { folder, openOffice } from '../../fixtures/office.ts'
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

describe('a ledger from before people were marked as listed', () => {
  const home = folder()
  const file = join(home, 'ledger.db')
  const db = new Database(file)
  beforeAll(() => {
    migrate(
      db,
      file,
      migrations.filter(({ version }) => version < 170),
    )
    db.exec(`
      INSERT INTO person (id, name, region, form_state, note) VALUES (1, '石小花', '433126101201', 'draft', '外出'),
        (2, '石小川', '433126101201', 'none', NULL), (3, '田小溪', NULL, 'confirmed', NULL);
      INSERT INTO employment (id, person_id, is_open, from_date, to_date, entered_seq)
      VALUES (1, 1, 0, '2025-03-01', '2026-02-10', 1), (2, 1, 1, '2026-03-01', NULL, 2), (3, 3, 1, NULL, NULL, 3);
      INSERT INTO account (name, roles, opened_on, opened_at, opened_by, changed_at, changed_by)
      VALUES ('石主任', '[]', '2026-01-01', '', '', '', '');
    `)
    migrate(db, file)
  })
  afterAll(() => {
    db.close()
    rmSync(home, { recursive: true })
  })

  it('lists whoever has a form, and refuses a mark that says anything else', () => {
    expect(db.prepare('SELECT id FROM person WHERE is_listed ORDER BY id').pluck().all()).toEqual([1, 3])
    expect(
      db
        .prepare('SELECT id FROM person INDEXED BY person_with_note WHERE is_listed AND note IS NOT NULL')
        .pluck()
        .all(),
    ).toEqual([1])
    for (const sql of [
      'UPDATE person SET is_listed = 0 WHERE id = 1',
      "UPDATE person SET form_state = 'draft' WHERE id = 2",
      "INSERT INTO person (form_state) VALUES ('draft')",
    ])
      expect(() => db.exec(sql), sql).toThrow('is_listed')
  })

  it('has the flow of employment by village, and takes every passphrase for its owner’s', () => {
    expect(db.prepare('SELECT * FROM employment_flow ORDER BY 1, 2').raw().all()).toEqual([
      ['', '0000-00', 1, 0],
      ['433126101201', '2025-03', 1, 0],
      ['433126101201', '2026-02', 0, 1],
      ['433126101201', '2026-03', 1, 0],
    ])
    expect(db.prepare('SELECT passphrase_by FROM account').pluck().all()).toEqual([null])
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
