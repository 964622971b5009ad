import type { Db } from '../db/open.ts'

export interface Remembered {
  ours: string
  isSame: number
  actor: string
  at: string
}

/** What people decided: for every later run under the identities of both rows, and in the run itself. */
export function createDecisionStore(db: Db) {
  const recall = db.prepare(
    'SELECT ours, is_same AS isSame, actor, at FROM reconcile_decision WHERE theirs = ?',
  )
  const mark = db.prepare(
    'UPDATE reconcile_candidate SET is_same = ?, actor = ?, at = ? WHERE run_id = ? AND theirs = ? AND ours = ?',
  )
  const pairTheirs = db.prepare(
    'UPDATE reconcile_row SET kind = ?, partner = ?, differences = ? WHERE run_id = ? AND seq = ?',
  )
  const pairOurs = db.prepare(
    `UPDATE reconcile_row SET kind = 'matched', partner = ? WHERE run_id = ? AND seq = ?`,
  )
  const settleTheirs = db.prepare(
    `UPDATE reconcile_row SET kind = CASE WHEN EXISTS (
       SELECT 1 FROM reconcile_candidate c JOIN reconcile_row o ON o.run_id = c.run_id AND o.seq = c.ours
       WHERE c.run_id = :run AND c.theirs = :seq AND c.is_same IS NULL AND o.partner IS NULL) THEN 'open' ELSE 'onlyTheirs' END
     WHERE run_id = :run AND seq = :seq AND partner IS NULL`,
  )
  const settleOurs = db.prepare(
    `UPDATE reconcile_row SET kind = CASE WHEN EXISTS (
       SELECT 1 FROM reconcile_candidate c JOIN reconcile_row t ON t.run_id = c.run_id AND t.seq = c.theirs
       WHERE c.run_id = :run AND c.ours = :seq AND c.is_same IS NULL AND t.kind = 'open') THEN 'inQuestion' ELSE 'onlyOurs' END
     WHERE run_id = :run AND seq = :seq AND partner IS NULL`,
  )
  const othersOf = db.prepare('SELECT ours FROM reconcile_candidate WHERE run_id = ? AND theirs = ?').pluck()
  const askersOf = db.prepare('SELECT theirs FROM reconcile_candidate WHERE run_id = ? AND ours = ?').pluck()

  return {
    recall: (theirs: string) => recall.all(theirs) as Remembered[],
    remember(theirs: string, ours: string, isSame: boolean, actor: string, at: string) {
      db.prepare(
        `INSERT INTO reconcile_decision (theirs, ours, is_same, actor, at) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET is_same = excluded.is_same, actor = excluded.actor, at = excluded.at`,
      ).run(theirs, ours, Number(isSame), actor, at)
    },
    forget: (theirs: string) =>
      void db.prepare('DELETE FROM reconcile_decision WHERE theirs = ?').run(theirs),

    /** Marks a question as decided, or as open again (`isSame` null). */
    mark: (
      run: number,
      theirs: number,
      ours: number,
      decision: { isSame: boolean; actor: string; at: string } | null,
    ) =>
      mark.run(
        decision ? Number(decision.isSame) : null,
        decision?.actor ?? null,
        decision?.at ?? null,
        run,
        theirs,
        ours,
      ).changes > 0,
    pair(run: number, theirs: number, ours: number, kind: string, differences: string | null) {
      pairTheirs.run(kind, ours, differences, run, theirs)
      pairOurs.run(theirs, run, ours)
    },
    /** Takes a pair apart; both sides are settled by the caller. */
    part(run: number, theirs: number, ours: number) {
      db.prepare(
        'UPDATE reconcile_row SET partner = NULL, differences = NULL WHERE run_id = ? AND seq IN (?, ?)',
      ).run(run, theirs, ours)
    },
    /** Rows of ours that a row of theirs was compared with, and the other way round. */
    oursAskedBy: (run: number, theirs: number) => othersOf.all(run, theirs) as number[],
    theirsAsking: (run: number, ours: number) => askersOf.all(run, ours) as number[],
    /** Whether a question about the row is still open says what kind it is; pairs stay. */
    settleTheirs: (run: number, seq: number) => void settleTheirs.run({ run, seq }),
    settleOurs: (run: number, seq: number) => void settleOurs.run({ run, seq }),
    /** Makes decided questions open again; false when there are none. */
    reopen: (run: number, theirs: number): boolean =>
      db
        .prepare(
          `UPDATE reconcile_candidate SET is_same = NULL, actor = NULL, at = NULL
           WHERE run_id = ? AND theirs = ? AND is_same IS NOT NULL`,
        )
        .run(run, theirs).changes > 0,
  }
}
