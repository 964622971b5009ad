/** Packages that went out and came in, their rows, conflicts of merging and what was decided about them. */
export const packages = {
  version: 50,
  name: 'packages',
  sql: `
-- One row a package. our_seq: the last change here when it was made, or after it was taken in, so that the
-- state that both sides then knew can be read from the history. batch_id: what taking it in wrote. whole: nothing
-- that was due was left out by a list or filter, so the next changes may begin after it.
CREATE TABLE package (
  id INTEGER PRIMARY KEY, direction TEXT NOT NULL CHECK (direction IN ('out', 'in')), package_id TEXT NOT NULL,
  kind TEXT NOT NULL, peer_code TEXT NOT NULL, peer_name TEXT NOT NULL, peer_fingerprint TEXT NOT NULL,
  profile_key TEXT NOT NULL, profile_version INTEGER NOT NULL, profile_label TEXT NOT NULL,
  period TEXT NOT NULL, filters TEXT NOT NULL, basis TEXT NOT NULL, sequence INTEGER NOT NULL, previous TEXT,
  digest TEXT NOT NULL, created_at TEXT NOT NULL, recorded_at TEXT NOT NULL, actor TEXT NOT NULL,
  file_name TEXT NOT NULL, row_count INTEGER NOT NULL, removed TEXT NOT NULL, whole INTEGER NOT NULL,
  our_seq INTEGER NOT NULL,
  batch_id INTEGER REFERENCES batch (id), answers INTEGER REFERENCES package (id),
  acknowledged_at TEXT, receipt_id INTEGER REFERENCES package (id)
) STRICT;
CREATE INDEX package_by_channel ON package (direction, peer_code, profile_key, kind, sequence);
CREATE INDEX package_by_id ON package (package_id);
CREATE INDEX package_by_answer ON package (answers) WHERE answers IS NOT NULL;

-- version: the sender's of the record; base: the receiver's that the sender had seen. Of received rows differs
-- holds the sender's values that are not ours; of sent ones answered_version what the receipt says.
CREATE TABLE package_row (
  package INTEGER NOT NULL REFERENCES package (id), sheet INTEGER NOT NULL, "row" INTEGER NOT NULL,
  key TEXT NOT NULL, name TEXT NOT NULL, version INTEGER NOT NULL, base INTEGER, result TEXT, reasons TEXT,
  differs TEXT, answered_version INTEGER,
  PRIMARY KEY (package, sheet, "row")
) STRICT, WITHOUT ROWID;
-- Every row of a package that is met asks what was last said of it: answered without going to the row.
CREATE INDEX package_row_by_key ON package_row (key, package, sheet, result, version, answered_version, differs);

CREATE TABLE conflict (
  id INTEGER PRIMARY KEY, package INTEGER NOT NULL REFERENCES package (id), sheet INTEGER NOT NULL,
  "row" INTEGER NOT NULL, ledger TEXT NOT NULL, key TEXT NOT NULL, name TEXT NOT NULL, field TEXT NOT NULL,
  base TEXT, ours TEXT NOT NULL, theirs TEXT NOT NULL, ours_from TEXT, superseded_by INTEGER REFERENCES package (id),
  choice TEXT CHECK (choice IN ('ours', 'theirs')), decided_batch INTEGER REFERENCES batch (id)
) STRICT;
CREATE INDEX conflict_open ON conflict (package, sheet, "row") WHERE choice IS NULL;
CREATE INDEX conflict_by_key ON conflict (key, field);
CREATE INDEX conflict_by_batch ON conflict (decided_batch) WHERE decided_batch IS NOT NULL;

-- 以后同样处理: what becomes of a conflict of a field of a profile without asking.
CREATE TABLE merge_choice (
  profile_key TEXT NOT NULL, field TEXT NOT NULL, choice TEXT NOT NULL CHECK (choice IN ('ours', 'theirs')),
  actor TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (profile_key, field)
) STRICT, WITHOUT ROWID;
`,
}
