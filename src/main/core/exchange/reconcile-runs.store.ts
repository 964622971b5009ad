import type {
  ReconcileCounts,
  ReconcileKind,
  ReconcileRun,
} from '../../../shared/contract/calls/reconcile.ts'
import type { Db } from '../db/open.ts'
import { type KeptRow, rowColumns } from './reconcile.store.ts'

interface RunRow extends Omit<ReconcileRun, 'fields' | 'blanksDiffer' | 'counts' | 'warnings'> {
  fields: string
  blanksDiffer: number
  counts: string
  warnings: string
}

/** A row as a page shows it: with the person that is in the ledger now, and the decision it rests on. */
export interface ShownRow extends KeptRow {
  isSame: number | null
  actor: string | null
  at: string | null
}
export interface ShownCandidate extends KeptRow {
  theirs: number
  points: number
  reasons: string
  isSame: number | null
  actor: string | null
  at: string | null
}

export interface PageQuery {
  run: number
  kind: ReconcileKind
  field: string | undefined
  search: string | undefined
}

const runColumns = `id, ledger, at, as_of AS asOf, actor, theirs_name AS theirsName, ours_name AS oursName, basis,
  fields, blanks_differ AS blanksDiffer, skipped, warnings, counts`
const inOrder = (columns: string, alias: string) =>
  columns.replace(/(^|,\s*)(?=\w)/g, (separator) => `${separator}${alias}.`)
const rows = inOrder(rowColumns, 'r')
/** The side that a tab is shown from; pairs are shown once. Rows that could not be compared are of both. */
const sideOf: Record<ReconcileKind, 'ours' | 'theirs' | null> = {
  open: 'theirs',
  differs: 'theirs',
  onlyOurs: 'ours',
  onlyTheirs: 'theirs',
  equal: 'theirs',
  unread: null,
}
/** Open questions with one answer, which is nobody else's, and with nothing against it. */
const clearPairs = `SELECT theirs, ours FROM (
    SELECT c.theirs, c.ours, c.is_clear, count(*) OVER (PARTITION BY c.theirs) AS answers,
      count(*) OVER (PARTITION BY c.ours) AS askers
    FROM reconcile_candidate c
    JOIN reconcile_row t ON t.run_id = c.run_id AND t.seq = c.theirs
    JOIN reconcile_row o ON o.run_id = c.run_id AND o.seq = c.ours
    WHERE c.run_id = :run AND c.is_same IS NULL AND t.kind = 'open' AND o.partner IS NULL
  ) WHERE is_clear = 1 AND answers = 1 AND askers = 1`

const escapeLike = (text: string) => text.replace(/[\\%_]/g, '\\$&')

/** Runs that were made: their list, their figures, their rows page by page. */
export function createRunStore(db: Db) {
  const oneRow = db.prepare(`SELECT ${rowColumns} FROM reconcile_row WHERE run_id = ? AND seq = ?`)
  const candidatesOf = db.prepare(
    `SELECT c.theirs, ${rows}, c.points, c.reasons, c.is_same AS isSame, c.actor, c.at
     FROM reconcile_candidate c JOIN reconcile_row r ON r.run_id = c.run_id AND r.seq = c.ours
     WHERE c.run_id = ? AND c.theirs = ? AND r.partner IS NULL ORDER BY c.points DESC, c.ours`,
  )
  const person = db.prepare('SELECT 1 FROM person WHERE id = ?')
  const view = (row: RunRow): ReconcileRun => ({
    ...row,
    fields: JSON.parse(row.fields) as string[],
    blanksDiffer: row.blanksDiffer === 1,
    warnings: JSON.parse(row.warnings) as string[],
    counts: JSON.parse(row.counts) as ReconcileCounts,
  })

  function conditions({ run, kind, field, search }: PageQuery) {
    const parts = ['r.run_id = ? AND r.kind = ?']
    const values: (string | number)[] = [run, kind]
    const side = sideOf[kind]
    if (side) {
      parts.push('r.side = ?')
      values.push(side)
    }
    if (field) {
      parts.push('r.differences LIKE ?')
      values.push(`%"field":"${field.replace(/\W/g, '')}"%`)
    }
    const wanted = search?.trim()
    if (wanted) {
      parts.push(`(r.name LIKE ? ESCAPE '\\' OR r.id_number LIKE ? ESCAPE '\\')`)
      values.push(`%${escapeLike(wanted)}%`, `${escapeLike(wanted.toUpperCase())}%`)
    }
    return { text: parts.join(' AND '), values }
  }

  return {
    page: (offset: number, limit: number) =>
      (
        db
          .prepare(`SELECT ${runColumns} FROM reconcile_run ORDER BY id DESC LIMIT ? OFFSET ?`)
          .all(limit, offset) as RunRow[]
      ).map(view),
    total: () => Number(db.prepare('SELECT count(*) FROM reconcile_run').pluck().get()),
    get(run: number): ReconcileRun | null {
      const row = db.prepare(`SELECT ${runColumns} FROM reconcile_run WHERE id = ?`).get(run)
      return row ? view(row as RunRow) : null
    },
    remove(run: number): boolean {
      db.prepare('DELETE FROM reconcile_candidate WHERE run_id = ?').run(run)
      db.prepare('DELETE FROM reconcile_row WHERE run_id = ?').run(run)
      return db.prepare('DELETE FROM reconcile_run WHERE id = ?').run(run).changes > 0
    },
    finish(run: number, skipped: number, warnings: readonly string[]) {
      db.prepare('UPDATE reconcile_run SET skipped = ?, warnings = ? WHERE id = ?').run(
        skipped,
        JSON.stringify(warnings),
        run,
      )
    },

    /** Counts the rows anew; how many differ in which field is kept up by those who make pairs. */
    recount(run: number, byField: Readonly<Record<string, number>>): ReconcileCounts {
      const found = db
        .prepare(
          'SELECT kind, side, count(*) AS rows FROM reconcile_row WHERE run_id = ? GROUP BY kind, side',
        )
        .all(run) as { kind: string; side: string; rows: number }[]
      const sum = (wanted: (one: { kind: string; side: string }) => boolean) =>
        found.filter(wanted).reduce((total, one) => total + one.rows, 0)
      const of = (kind: string) => sum((one) => one.kind === kind)
      const counts: ReconcileCounts = {
        open: of('open'),
        differs: of('differs'),
        onlyOurs: of('onlyOurs'),
        onlyTheirs: of('onlyTheirs'),
        equal: of('equal'),
        unread: of('unread'),
        inQuestion: of('inQuestion'),
        ours: sum((one) => one.side === 'ours'),
        theirs: sum((one) => one.side === 'theirs'),
        clear: Number(db.prepare(`SELECT count(*) FROM (${clearPairs})`).pluck().get({ run })),
        byField: Object.fromEntries(Object.entries(byField).filter(([, rows]) => rows > 0)),
      }
      db.prepare('UPDATE reconcile_run SET counts = ? WHERE id = ?').run(JSON.stringify(counts), run)
      return counts
    },
    clearPairs: (run: number) => db.prepare(clearPairs).all({ run }) as { theirs: number; ours: number }[],

    count(query: PageQuery): number {
      const { text, values } = conditions(query)
      return Number(
        db
          .prepare(`SELECT count(*) FROM reconcile_row r INDEXED BY reconcile_row_by_kind WHERE ${text}`)
          .pluck()
          .get(values),
      )
    },
    /** Rows of a tab in their order; all of them, one by one, without a limit. */
    *rows(query: PageQuery, limit = -1, offset = 0): Iterable<ShownRow> {
      const { text, values } = conditions(query)
      const statement = db.prepare(
        `SELECT ${rows}, c.is_same AS isSame, c.actor, c.at FROM reconcile_row r INDEXED BY reconcile_row_by_kind
         LEFT JOIN reconcile_candidate c ON c.run_id = r.run_id AND c.theirs = r.seq AND c.is_same IS NOT NULL
           AND c.ours = ifnull(r.partner, (SELECT min(d.ours) FROM reconcile_candidate d
             WHERE d.run_id = r.run_id AND d.theirs = r.seq AND d.is_same = 0))
         WHERE ${text} ORDER BY r.seq LIMIT ? OFFSET ?`,
      )
      yield* statement.iterate(...values, limit, offset) as Iterable<ShownRow>
    },
    row: (run: number, seq: number) => (oneRow.get(run, seq) ?? null) as KeptRow | null,
    /** Candidates of a row of theirs that nobody else was found to be, most likely first. */
    candidates: (run: number, theirs: number) => candidatesOf.all(run, theirs) as ShownCandidate[],
    isPerson: (id: number) => person.get(id) !== undefined,
  }
}
export type RunStore = ReturnType<typeof createRunStore>
