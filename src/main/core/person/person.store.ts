import type { AnyRecord } from '../../../shared/domain/field.ts'
import { derivedFields, personFields, stateKeys } from '../../../shared/domain/labourer/fields.ts'
import { columnsOf, fromStored, type Stored } from '../db/columns.ts'
import type { Db } from '../db/open.ts'
import { createTrackedTable, type TrackedRow } from '../db/tracked-table.ts'
import type { Batch } from '../history/batch.store.ts'
import { initialsOf, pinyinOf } from '../text/pinyin.ts'
import { nameTokens } from './name-tokens.ts'

/** Derived, except the state of the form: that is decided by people and has a history. */
const computedKeys = new Set<string>(
  derivedFields.map((field) => field.key).filter((key) => !stateKeys.has(key)),
)

/** Wide rows held at once while everybody is walked through. */
const rowsAtOnce = 500

/** Of digits and letters: every character is one unit. */
function reversed(text: unknown): string | null {
  if (typeof text !== 'string') return null
  let turned = ''
  for (let index = text.length - 1; index >= 0; index--) turned += text[index]
  return turned
}

/** Whether somebody is in the labour ledger: the lists' indexes are of those, whatever the state of the form is. */
const listing = (row: AnyRecord): AnyRecord => ({ isListed: (row.formState ?? 'none') !== 'none' })

/** What is kept only to find a person by. */
export function searchColumns(row: AnyRecord): AnyRecord {
  const name = typeof row.name === 'string' ? row.name : ''
  return {
    namePinyin: name ? pinyinOf(name, { surname: true }) : null,
    nameInitials: name ? initialsOf(name, { surname: true }) : null,
    idNumberReversed: reversed(row.idNumber),
    phoneReversed: reversed(row.phone),
    ...listing(row),
  }
}

export type PersonRow = TrackedRow

/** What a decision on a form is made by; reading a hundred columns takes ten times as long. */
const decisive: ReadonlySet<string> = new Set([
  ...['name', 'verification', 'currentStatus', 'exitReason', 'labourAbility', 'labourerSignature'],
  ...['collectorName', 'collectorPhone', 'paperOnFile', 'blockCount', 'isListed', ...stateKeys],
])

/** The only statements on `person`, its search index and its exemptions. */
export function createPersonStore(db: Db) {
  const table = createTrackedTable(db, {
    entity: 'person',
    columns: columnsOf(personFields),
    unrecorded: computedKeys,
    links: { householdId: 'integer' },
    computed: {
      ...{ namePinyin: 'text', nameInitials: 'text', idNumberReversed: 'text', phoneReversed: 'text' },
      isListed: 'yesNo',
    },
    personOf: (id) => id,
    hasVersion: true,
    touch: 'updatedOn',
  })
  const briefly = table.columns.filter(({ key }) => decisive.has(key))
  const briefRow = db
    .prepare(`SELECT version, ${briefly.map(({ name }) => name).join(', ')} FROM person WHERE id = ?`)
    .raw()
  const addTokens = db.prepare('INSERT INTO person_search (rowid, name) VALUES (?, ?)')
  const dropTokens = db.prepare('DELETE FROM person_search WHERE rowid = ?')
  const byIdNumber = db.prepare('SELECT id FROM person WHERE id_number = ?').pluck()
  const versionOf = db.prepare('SELECT version FROM person WHERE id = ?').pluck()
  const householdOf = db.prepare('SELECT household_id FROM person WHERE id = ?').pluck()
  const rowByIdNumber = db.prepare(`SELECT ${table.selectList} FROM person WHERE id_number = ?`).raw()
  const householdsOfPhone = db
    .prepare('SELECT count(DISTINCT household_id) FROM person WHERE phone = ? AND household_id IS NOT ?')
    .pluck()
  const membersOf = db
    .prepare(`SELECT ${table.selectList} FROM person WHERE household_id = ? ORDER BY id`)
    .raw()
  const formsAfter = db
    .prepare(
      `SELECT ${table.selectList} FROM person NOT INDEXED
       WHERE id > ? AND is_listed ORDER BY id LIMIT ${rowsAtOnce}`,
    )
    .raw()
  const exemptionsOf = db.prepare(
    'SELECT code, field, reason, actor AS "by", at FROM exemption WHERE person_id = ? ORDER BY at',
  )
  const hasExemptions = db.prepare('SELECT 1 FROM exemption WHERE person_id = ? LIMIT 1').pluck()

  return {
    columns: table.columns,
    selectList: table.selectList,
    toRow: table.toRow,
    get: table.get,
    /** What a decision on somebody's form is made by. */
    brief(id: number): PersonRow | null {
      const raw = briefRow.get(id) as Stored[] | undefined
      if (!raw) return null
      const row: AnyRecord = { id, version: raw[0] as number }
      briefly.forEach(({ key, kind }, index) => {
        row[key] = fromStored(kind, raw[index + 1] ?? null)
      })
      return row as PersonRow
    },
    /** 0 of somebody who is not there. */
    versionOf: (id: number): number => Number(versionOf.get(id) ?? 0),
    /** Completes `row` with what it is found by. */
    insert(row: AnyRecord, batch: Batch): { id: number; seq: number } {
      const written = table.insert(Object.assign(row, searchColumns(row)), batch)
      if (row.name) addTokens.run(written.id, nameTokens(String(row.name)))
      return written
    },
    restore(id: number, row: AnyRecord, batch: Batch): void {
      table.restore(id, { ...row, ...searchColumns(row) }, batch)
      if (row.name) addTokens.run(id, nameTokens(String(row.name)))
    },
    /** Answers the recorded keys that changed. */
    update(before: PersonRow, patch: AnyRecord, batch: Batch): string[] {
      const findable = 'name' in patch || 'idNumber' in patch || 'phone' in patch
      const changed = table.update(
        before.id,
        before,
        {
          ...patch,
          ...('formState' in patch && listing(patch)),
          ...(findable && searchColumns({ ...before, ...patch })),
        },
        batch,
      )
      if (changed.includes('name')) {
        dropTokens.run(before.id)
        if (patch.name) addTokens.run(before.id, nameTokens(String(patch.name)))
      }
      return changed
    },
    remove(before: PersonRow, batch: Batch): void {
      db.prepare('DELETE FROM exemption WHERE person_id = ?').run(before.id)
      dropTokens.run(before.id)
      table.remove(before.id, before, batch)
    },
    idByIdNumber: (idNumber: string) => byIdNumber.get(idNumber) as number | undefined,
    householdOf: (id: number) => householdOf.get(id) as number | null | undefined,
    byIdNumber(idNumber: string): PersonRow | null {
      const raw = rowByIdNumber.get(idNumber)
      return raw ? table.toRow(raw as never) : null
    },
    /** In how many other households the same number is given. */
    otherHouseholdsWithPhone: (phone: string, householdId: number | null) =>
      Number(householdsOfPhone.get(phone, householdId)),
    membersOf: (householdId: number): PersonRow[] =>
      (membersOf.all(householdId) as never[]).map((raw) => table.toRow(raw)),
    /** Everybody who has a form, by number, some rows at a time: each may be written before the next is asked for. */
    *everyForm(): Iterable<PersonRow> {
      let last = 0
      for (;;) {
        const rows = formsAfter.all(last) as never[]
        for (const raw of rows) {
          const person = table.toRow(raw)
          last = person.id
          yield person
        }
        if (rows.length < rowsAtOnce) return
      }
    },
    exemptionsOf: (personId: number) =>
      exemptionsOf.all(personId) as { code: string; field: string; reason: string; by: string; at: string }[],
    hasExemptions: (personId: number) => hasExemptions.get(personId) !== undefined,
    exempt(personId: number, code: string, field: string, reason: string, actor: string, at: string) {
      db.prepare(
        `INSERT INTO exemption (person_id, code, field, reason, actor, at) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET reason = excluded.reason, actor = excluded.actor, at = excluded.at`,
      ).run(personId, code, field, reason, actor, at)
    },
    unexempt(personId: number, code: string, field: string) {
      db.prepare('DELETE FROM exemption WHERE person_id = ? AND code = ? AND field = ?').run(
        personId,
        code,
        field,
      )
    },
    /** Another person with this ID number. */
    takenByOther: (idNumber: string, id: number | null) => {
      const found = byIdNumber.get(idNumber) as number | undefined
      return found !== undefined && found !== id
    },
  }
}
export type PersonStore = ReturnType<typeof createPersonStore>
