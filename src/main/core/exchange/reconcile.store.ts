import type { Stored } from '../db/columns.ts'
import type { Db } from '../db/open.ts'
import { type LedgerParts, partsSql } from '../ledger/ledger-parts.store.ts'
import type { LedgerQuery } from '../ledger/list-types.ts'

/** A value as the ledger stores it, or what a cell says that holds no value of its field. */
export type Written = Stored | { text: string }

/** One row of either side, as kept. */
export interface KeptRow {
  seq: number
  side: 'ours' | 'theirs'
  /** A kind of the contract; `matched` and `inQuestion` on our side, `unmatched` only while a run is made. */
  kind: string
  place: number | null
  recordId: number | null
  personId: number | null
  partner: number | null
  idNumber: string | null
  name: string | null
  nameKey: string | null
  region: string | null
  phone: string | null
  birthDate: string | null
  sex: string | null
  /** JSON of Written[], in the order of the run's fields. */
  content: string | null
  /** JSON of Difference[]. */
  differences: string | null
  reason: string | null
}

/** A field in which both sides differ, with stored values. */
export interface Difference {
  field: string
  ours: Stored
  theirs: Stored
  written: string | null
}

export interface CandidateRow {
  ours: number
  points: number
  reasons: string
  isClear: boolean
}

export const rowColumns = `seq, side, kind, place, record_id AS recordId, person_id AS personId, partner,
  id_number AS idNumber, name, name_key AS nameKey, region, phone, birth_date AS birthDate, sex,
  content, differences, reason`

const nameKeyOf = (column: string) =>
  `replace(replace(replace(replace(${column}, '·', ''), '•', ''), '.', ''), ' ', '')`

/** Our side as a ledger gives it: what tells people apart, in the order of the columns of reconcile_row. */
export interface LedgerSide {
  query: LedgerQuery
  identity: { name: string; idNumber: string }
  /** Compared fields. */
  fields: readonly { key: string }[]
  /** Only spells of work that were running on this day; null: all that the query has. */
  workOn: string | null
}

/**
 * Making a run: both sides go in, pairs come out. INDEXED BY throughout: without statistics SQLite takes
 * the primary key, which is to walk through the whole run for each row.
 */
export function createReconcileStore(db: Db) {
  const add = db.prepare(
    `INSERT INTO reconcile_row (run_id, seq, side, kind, place, record_id, person_id, partner, id_number, name, name_key,
       region, phone, birth_date, sex, content, differences, reason)
     VALUES (:run, :seq, :side, :kind, :place, :recordId, :personId, :partner, :idNumber, :name, :nameKey,
       :region, :phone, :birthDate, :sex, :content, :differences, :reason)`,
  )
  const takeOurs = db.prepare(
    `UPDATE reconcile_row SET kind = 'matched', partner = ?, content = NULL WHERE run_id = ? AND seq = ?`,
  )
  const byIdNumber = db.prepare(
    `SELECT seq, place, kind FROM reconcile_row INDEXED BY reconcile_row_by_id_number WHERE run_id = ? AND side = ? AND id_number = ? ORDER BY seq LIMIT 1`,
  )
  const freeContents = db.prepare(
    `SELECT seq, record_id AS recordId, person_id AS personId, content
     FROM reconcile_row INDEXED BY reconcile_row_by_id_number WHERE run_id = ? AND side = 'ours' AND id_number = ? AND kind = 'onlyOurs' ORDER BY seq`,
  )
  const waiting = db.prepare(
    `SELECT ${rowColumns} FROM reconcile_row
     WHERE run_id = ? AND kind = 'unmatched' AND side = 'theirs' AND seq > ? ORDER BY seq LIMIT 500`,
  )
  const identity = 'seq, id_number AS idNumber, name, region, phone, birth_date AS birthDate, sex'
  const namesakes = db.prepare(
    `SELECT ${identity} FROM reconcile_row INDEXED BY reconcile_row_by_name WHERE run_id = :run AND is_loose = 1 AND partner IS NULL AND name_key = :nameKey
     ORDER BY (phone IS :phone) + (birth_date IS :birthDate) + (region IS :region) DESC, seq LIMIT 40`,
  )
  const samePhone = db.prepare(
    `SELECT ${identity} FROM reconcile_row INDEXED BY reconcile_row_by_phone WHERE run_id = :run AND is_loose = 1 AND partner IS NULL AND phone = :phone ORDER BY seq LIMIT 40`,
  )
  const sameBirth = db.prepare(
    `SELECT ${identity} FROM reconcile_row INDEXED BY reconcile_row_by_birth WHERE run_id = :run AND is_loose = 1 AND partner IS NULL AND birth_date = :birthDate
       AND (region = :region OR substr(name_key, 1, 1) = substr(:nameKey, 1, 1))
     ORDER BY (region IS :region) DESC, seq LIMIT 40`,
  )
  const settle = db.prepare('UPDATE reconcile_row SET kind = ? WHERE run_id = ? AND seq = ?')
  const addCandidate = db.prepare(
    `INSERT INTO reconcile_candidate (run_id, theirs, ours, points, reasons, is_clear) VALUES (?, ?, ?, ?, ?, ?)`,
  )

  return {
    open(run: {
      ledger: string
      at: string
      asOf: string
      actor: string
      theirsName: string
      oursName: string | null
      basis: string
      fields: readonly string[]
      blanksDiffer: boolean
    }): number {
      const { lastInsertRowid } = db
        .prepare(
          `INSERT INTO reconcile_run (ledger, at, as_of, actor, theirs_name, ours_name, basis, fields, blanks_differ)
           VALUES (:ledger, :at, :asOf, :actor, :theirsName, :oursName, :basis, :fields, :blanksDiffer)`,
        )
        .run({ ...run, fields: JSON.stringify(run.fields), blanksDiffer: Number(run.blanksDiffer) })
      return Number(lastInsertRowid)
    },

    /** Our side from the ledger, in its order, without the compared values; answers how many rows. */
    addLedger(run: number, { query, identity: keys, workOn }: LedgerSide): number {
      const keyed = [keys.idNumber, keys.name, 'region', 'phone', 'birthDate', 'sex']
      const span = workOn === null ? [] : ['employedOn', 'endedOn']
      const parts = partsSql(
        query,
        [...keyed, ...span].map((key) => ({ key })),
      )
      const [idNumber, name = ''] = parts.columns
      const others = parts.columns.slice(2, keyed.length)
      const [from = '', to = ''] = parts.columns.slice(keyed.length)
      const conditions = [
        parts.where.text.replace(/^WHERE /, ''),
        // A day written to the month or year stands for all of it.
        workOn && `${from} <= ? AND (${to} IS NULL OR ${to} >= substr(?, 1, length(${to})))`,
      ].filter(Boolean)
      return db
        .prepare(
          `INSERT INTO reconcile_row (run_id, seq, side, kind, record_id, person_id, id_number, name, name_key,
             region, phone, birth_date, sex)
           SELECT ?, row_number() OVER (ORDER BY ${parts.order}), 'ours', 'onlyOurs', p.id, ${parts.person},
             substr(${idNumber}, 1, 18), ${name}, ${nameKeyOf(name)}, ${others.join(', ')}
           FROM ${parts.from} ${parts.joins} ${conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''}`,
        )
        .run(run, ...parts.where.values, ...(workOn ? [workOn, workOn] : [])).changes
    },

    add: (run: number, row: KeptRow) => void add.run({ run, ...row }),
    firstWith: (run: number, side: KeptRow['side'], idNumber: string) =>
      byIdNumber.get(run, side, idNumber) as { seq: number; place: number | null; kind: string } | undefined,

    /** Rows of ours under an ID number that nobody was matched with yet, with their compared values. */
    freeOurs(side: LedgerSide | null) {
      if (!side) {
        return (run: number, idNumber: string) =>
          (
            freeContents.all(run, idNumber) as (Pick<KeptRow, 'seq' | 'recordId' | 'personId'> & {
              content: string
            })[]
          ).map(({ content, ...row }) => ({ ...row, values: JSON.parse(content) as Stored[] }))
      }
      const { columns, from, joins } = valuesOf(side)
      const statement = db
        .prepare(
          `SELECT r.seq, r.record_id, r.person_id, ${columns.join(', ')}
           FROM reconcile_row r INDEXED BY reconcile_row_by_id_number CROSS JOIN ${from} ON p.id = r.record_id ${joins}
           WHERE r.run_id = ? AND r.side = 'ours' AND r.id_number = ? AND r.kind = 'onlyOurs' ORDER BY r.seq`,
        )
        .raw()
      return (run: number, idNumber: string) =>
        (statement.all(run, idNumber) as Stored[][]).map(([seq, recordId, personId, ...values]) => ({
          seq: Number(seq),
          recordId: recordId as number | null,
          personId: personId as number | null,
          values,
        }))
    },
    takeOurs: (run: number, ours: number, theirs: number) => void takeOurs.run(theirs, run, ours),

    /** What is left of our side may be somebody in theirs: gives it its values and lets it be searched. */
    loosen(run: number, side: LedgerSide | null, from: number, to: number) {
      const content = side ? contentSql(valuesOf(side)) : 'content'
      db.prepare(
        `UPDATE reconcile_row SET content = ${content}, is_loose = 1
         WHERE run_id = ? AND seq BETWEEN ? AND ? AND side = 'ours' AND kind = 'onlyOurs'`,
      ).run(run, from, to)
    },

    waiting: (run: number, after: number) => waiting.all(run, after) as KeptRow[],
    settleWaiting: (run: number, seq: number, kind: string) => void settle.run(kind, run, seq),

    /** Rows of ours that share a name, a telephone or a birthday with one of theirs. */
    alike(run: number, row: KeptRow): KeptRow[] {
      const keys = {
        run,
        nameKey: row.nameKey,
        phone: row.phone,
        birthDate: row.birthDate,
        region: row.region,
      }
      const found = [
        ...(row.nameKey ? namesakes.all(keys) : []),
        ...(row.phone ? samePhone.all({ run, phone: row.phone }) : []),
        ...(row.birthDate
          ? sameBirth.all({ run, birthDate: row.birthDate, region: row.region, nameKey: row.nameKey })
          : []),
      ] as KeptRow[]
      return [...new Map(found.map((one) => [one.seq, one])).values()]
    },
    addCandidate: (run: number, theirs: number, { ours, points, reasons, isClear }: CandidateRow) =>
      void addCandidate.run(run, theirs, ours, points, reasons, Number(isClear)),

    /** Rows of ours about which a question is open. */
    markQuestions: (run: number) =>
      void db
        .prepare(
          `UPDATE reconcile_row SET kind = 'inQuestion'
           WHERE run_id = :run AND kind = 'onlyOurs' AND seq IN (
             SELECT c.ours FROM reconcile_candidate c JOIN reconcile_row t ON t.run_id = c.run_id AND t.seq = c.theirs
             WHERE c.run_id = :run AND c.is_same IS NULL AND t.kind = 'open')`,
        )
        .run({ run }),

    /** Who the rows are in the ledger, by ID number. */
    findPeople: (run: number) =>
      void db
        .prepare(
          `UPDATE reconcile_row SET person_id = (SELECT id FROM person WHERE id_number = reconcile_row.id_number)
           WHERE run_id = ? AND person_id IS NULL AND id_number IS NOT NULL`,
        )
        .run(run),
  }
}

const valuesOf = ({ query, fields }: LedgerSide): LedgerParts => partsSql({ ...query, filters: [] }, fields)

const contentSql = ({ columns, from, joins }: LedgerParts): string =>
  `(SELECT json_array(${columns.join(', ')}) FROM ${from} ${joins} WHERE p.id = reconcile_row.record_id)`
export type ReconcileStore = ReturnType<typeof createReconcileStore>
