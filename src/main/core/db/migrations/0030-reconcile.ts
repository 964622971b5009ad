/**
 * Comparisons with other offices' lists. Frozen: a later change is a migration of its own. Nothing
 * here points into the ledger by a foreign key: a comparison is what was found on its day, and
 * people whom an undo takes away later do not hold it or are held by it.
 */
export const reconcile = {
  version: 30,
  name: 'reconcile',
  sql: `
CREATE TABLE reconcile_run (
  id INTEGER PRIMARY KEY, ledger TEXT NOT NULL, at TEXT NOT NULL, as_of TEXT NOT NULL, actor TEXT NOT NULL,
  theirs_name TEXT NOT NULL, ours_name TEXT, basis TEXT NOT NULL, fields TEXT NOT NULL,
  blanks_differ INTEGER NOT NULL, skipped INTEGER NOT NULL DEFAULT 0, counts TEXT NOT NULL DEFAULT '{}',
  warnings TEXT NOT NULL DEFAULT '[]'
) STRICT;

-- The rows of both sides. content is the compared values in the order of the run's fields, kept for
-- rows that are not equal; partner is the row on the other side; is_loose marks rows of ours that may
-- still be somebody in their list.
CREATE TABLE reconcile_row (
  run_id INTEGER NOT NULL REFERENCES reconcile_run (id), seq INTEGER NOT NULL, side TEXT NOT NULL,
  kind TEXT NOT NULL, place INTEGER, record_id INTEGER, person_id INTEGER, partner INTEGER,
  id_number TEXT, name TEXT, name_key TEXT, region TEXT, phone TEXT, birth_date TEXT, sex TEXT,
  content TEXT, differences TEXT, reason TEXT, is_loose INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (run_id, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX reconcile_row_by_kind ON reconcile_row (run_id, kind, side);
CREATE INDEX reconcile_row_by_id_number ON reconcile_row (run_id, side, id_number) WHERE id_number IS NOT NULL;
CREATE INDEX reconcile_row_by_name ON reconcile_row (run_id, name_key) WHERE is_loose = 1;
CREATE INDEX reconcile_row_by_phone ON reconcile_row (run_id, phone) WHERE is_loose = 1;
CREATE INDEX reconcile_row_by_birth ON reconcile_row (run_id, birth_date) WHERE is_loose = 1;

-- Who may be whom, with the reasons; is_same is null until a person has decided.
CREATE TABLE reconcile_candidate (
  run_id INTEGER NOT NULL REFERENCES reconcile_run (id), theirs INTEGER NOT NULL, ours INTEGER NOT NULL,
  points INTEGER NOT NULL, reasons TEXT NOT NULL, is_clear INTEGER NOT NULL, is_same INTEGER, actor TEXT, at TEXT,
  PRIMARY KEY (run_id, theirs, ours)
) STRICT, WITHOUT ROWID;
CREATE INDEX reconcile_candidate_by_ours ON reconcile_candidate (run_id, ours);

-- Decisions outlive the run: the next run of the same list does not ask again.
CREATE TABLE reconcile_decision (
  theirs TEXT NOT NULL, ours TEXT NOT NULL, is_same INTEGER NOT NULL, actor TEXT NOT NULL, at TEXT NOT NULL,
  PRIMARY KEY (theirs, ours)
) STRICT, WITHOUT ROWID;
`,
}
