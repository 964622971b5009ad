import type { Migration } from './index.ts'

/** Who works with the ledger. A name is never given twice: it stands in the history for one person. */
export const accounts: Migration = {
  version: 130,
  name: 'accounts',
  sql: `
CREATE TABLE account (
  name TEXT NOT NULL PRIMARY KEY,
  -- JSON: roles; codes of townships or villages, NULL for the whole office.
  roles TEXT NOT NULL, scope TEXT,
  opened_on TEXT NOT NULL, opened_at TEXT NOT NULL, opened_by TEXT NOT NULL,
  changed_at TEXT NOT NULL, changed_by TEXT NOT NULL,
  closed_on TEXT, closed_at TEXT, closed_by TEXT, closed_reason TEXT
) STRICT;
`,
}
