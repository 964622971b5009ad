import type { Migration } from './index.ts'

/** Scans inside the ledger; households without work with their statements and the times they were so. */
export const attachments: Migration = {
  version: 80,
  name: 'attachments',
  sql: `
-- The content of files, each once. It stays when an attachment is removed: the removal can be undone.
CREATE TABLE attachment_blob (
  digest TEXT PRIMARY KEY CHECK (length(digest) = 64), content BLOB NOT NULL
) STRICT;
CREATE TABLE attachment (
  id INTEGER PRIMARY KEY, owner TEXT NOT NULL, owner_id INTEGER NOT NULL, person_id INTEGER,
  caption TEXT, file_name TEXT, file_kind TEXT NOT NULL, size INTEGER NOT NULL,
  digest TEXT NOT NULL REFERENCES attachment_blob (digest)
) STRICT;
CREATE INDEX attachment_by_owner ON attachment (owner, owner_id, id);

CREATE TABLE unwilling_statement (
  id INTEGER PRIMARY KEY, household_id INTEGER NOT NULL, person_id INTEGER,
  reason TEXT, reason_note TEXT, signed_on TEXT NOT NULL, signature TEXT, signed_by TEXT
) STRICT;
CREATE INDEX unwilling_statement_by_household ON unwilling_statement (household_id, signed_on, id);

-- Where households without work stand today, under their own number: follows from the ledger, as duty does.
CREATE TABLE zero_household (
  id INTEGER PRIMARY KEY, state TEXT NOT NULL, since TEXT NOT NULL, due_on TEXT, services INTEGER NOT NULL,
  reason TEXT, cleared_on TEXT
) STRICT;
CREATE INDEX zero_household_by_state ON zero_household (state, due_on, id);
-- The times in which they were so, as the ledger has known them; the monthly report counts them.
CREATE TABLE zero_spell (
  id INTEGER PRIMARY KEY, household_id INTEGER NOT NULL, region TEXT, state TEXT NOT NULL, since TEXT NOT NULL,
  from_on TEXT NOT NULL, to_on TEXT, begun TEXT NOT NULL, ended TEXT, due_on TEXT NOT NULL
) STRICT;
CREATE INDEX zero_spell_by_household ON zero_spell (household_id, id);
-- The whole report is counted within this one.
CREATE INDEX zero_spell_by_region ON zero_spell (region, state, from_on, to_on, begun, ended, due_on, household_id);
-- Batches that are listed for undoing: removals with their reason stand there beside imports.
CREATE INDEX batch_listed ON batch (id) WHERE (kind <> 'edit' OR reason IS NOT NULL);
-- Whoever was looked at before has to be looked at again, for these tables.
DELETE FROM meta WHERE key = 'dutyState';
`,
}
