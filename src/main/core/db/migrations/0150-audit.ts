import type { Migration } from './index.ts'

const refused = (event: 'UPDATE' | 'DELETE') =>
  `CREATE TRIGGER audit_log_${event.toLowerCase()} BEFORE ${event} ON audit_log
BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END;`

/** The audit log with its hash chain; commitments of the change history; what was lawfully deleted. */
export const audit: Migration = {
  version: 150,
  name: 'audit',
  sql: `
-- hash = SHA-256(previous, seq, the row); see core/audit/chain.ts. digest: over the changes from first_change to
-- last_change and their batches. Texts are JSON. No names, ID numbers or telephones of people stand in here.
CREATE TABLE audit_log (
  seq INTEGER PRIMARY KEY, at TEXT NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL, subjects TEXT NOT NULL,
  detail TEXT NOT NULL, batches TEXT NOT NULL, first_change INTEGER, last_change INTEGER, digest TEXT,
  previous TEXT NOT NULL, hash TEXT NOT NULL
) STRICT;
CREATE INDEX audit_by_time ON audit_log (at, seq);
CREATE INDEX audit_by_actor ON audit_log (actor, seq);
CREATE INDEX audit_by_action ON audit_log (action, seq);
CREATE INDEX audit_by_change ON audit_log (last_change, seq) WHERE last_change IS NOT NULL;
${refused('UPDATE')}
${refused('DELETE')}
-- Finds entries by what they are about; follows from the log.
CREATE TABLE audit_subject (
  kind TEXT NOT NULL, id TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (kind, id, seq)
) STRICT, WITHOUT ROWID;

-- The digest holds a salted commitment to what a change says. Erasing a person takes the values and the salt away and
-- leaves the commitment (sealed), so that the digest still comes out.
ALTER TABLE change ADD COLUMN salt BLOB;
ALTER TABLE change ADD COLUMN sealed TEXT;
ALTER TABLE batch ADD COLUMN salt BLOB;
ALTER TABLE batch ADD COLUMN sealed TEXT;

-- The head of the sender's audit log that a package carries: ours in what went out, theirs in what came in.
ALTER TABLE package ADD COLUMN audit_sequence INTEGER;
ALTER TABLE package ADD COLUMN audit_head TEXT;

-- Proofs of lawful deletion, without anything about the person but the number that the record had.
CREATE TABLE erasure (
  id INTEGER PRIMARY KEY, at TEXT NOT NULL, erased_on TEXT NOT NULL, actor TEXT NOT NULL, basis TEXT NOT NULL,
  reason TEXT NOT NULL, person_id INTEGER NOT NULL, removed TEXT NOT NULL, remains TEXT NOT NULL
) STRICT;
CREATE INDEX erasure_by_person ON erasure (person_id);
`,
}
