import type { Migration } from './index.ts'

/** A passphrase that somebody else knows stands for nobody: its account changes it before anything else. */
export const ownPassphrases: Migration = {
  version: 190,
  name: 'own-passphrases',
  sql: `
-- Who set the passphrase that is in use; NULL once it is the account's own.
ALTER TABLE account ADD COLUMN passphrase_by TEXT;
`,
}
