import type { Migration } from './index.ts'

/** Who let numbers of people leave in full, and why. */
export const permits: Migration = {
  version: 160,
  name: 'permits',
  sql: `
CREATE TABLE full_permit (
  token TEXT PRIMARY KEY, at TEXT NOT NULL, actor TEXT NOT NULL, call TEXT NOT NULL, reason TEXT NOT NULL, witness TEXT
) STRICT;
CREATE TABLE reveal (
  id INTEGER PRIMARY KEY, at TEXT NOT NULL, actor TEXT NOT NULL, ledger TEXT NOT NULL, record_id INTEGER NOT NULL
) STRICT;
CREATE INDEX reveal_by_actor ON reveal (actor, at);
`,
}
