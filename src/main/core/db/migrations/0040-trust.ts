import type { Migration } from './index.ts'

/** Keys of the unit, certificates it issued, and whom it trusts. */
export const trust: Migration = {
  version: 40,
  name: 'trust',
  sql: `
-- A private key is kept under AES-256-GCM with a key that is derived from the database key.
CREATE TABLE own_key (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  purpose TEXT NOT NULL CHECK (purpose IN ('unit', 'authority')),
  kind TEXT NOT NULL,
  public_key TEXT NOT NULL UNIQUE,
  sealed BLOB NOT NULL,
  made_at TEXT NOT NULL,
  made_by TEXT NOT NULL,
  retired_at TEXT,
  retired_by TEXT
) STRICT;
CREATE UNIQUE INDEX own_key_in_use ON own_key(purpose) WHERE retired_at IS NULL;
-- Rows are only ever added: the last one of a key is in use, the former ones are needed for old packages.
CREATE TABLE own_certificate (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  key_id INTEGER NOT NULL REFERENCES own_key(id),
  fingerprint TEXT NOT NULL UNIQUE,
  chain TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('self', 'issued', 'file')),
  at TEXT NOT NULL,
  actor TEXT NOT NULL
) STRICT;
CREATE TABLE issued_certificate (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  key_id INTEGER NOT NULL REFERENCES own_key(id),
  unit_id INTEGER REFERENCES partner_unit(id),
  serial TEXT NOT NULL,
  fingerprint TEXT NOT NULL UNIQUE,
  chain TEXT NOT NULL,
  issued_at TEXT NOT NULL,
  issued_by TEXT NOT NULL,
  revoked_at TEXT,
  reason TEXT,
  revoked_by TEXT,
  UNIQUE (key_id, serial)
) STRICT;
CREATE TABLE partner_unit (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  code TEXT NOT NULL,
  relation TEXT NOT NULL CHECK (relation IN ('upper', 'lower', 'other')),
  UNIQUE (name, code)
) STRICT;
CREATE TABLE trust_anchor (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  unit_id INTEGER NOT NULL REFERENCES partner_unit(id),
  role TEXT NOT NULL CHECK (role IN ('signer', 'root')),
  fingerprint TEXT NOT NULL,
  chain TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('pending', 'trusted', 'superseded', 'distrusted')),
  source TEXT NOT NULL,
  imported_at TEXT NOT NULL,
  imported_by TEXT NOT NULL,
  decided_at TEXT,
  decided_by TEXT,
  note TEXT,
  UNIQUE (fingerprint, role)
) STRICT;
CREATE INDEX trust_anchor_by_unit ON trust_anchor(unit_id);
-- The last list of each root, and what it revokes.
CREATE TABLE revocation_list (
  issuer TEXT PRIMARY KEY,
  number TEXT,
  this_update TEXT NOT NULL,
  next_update TEXT,
  imported_at TEXT NOT NULL,
  imported_by TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE revoked_serial (
  issuer TEXT NOT NULL REFERENCES revocation_list(issuer) ON DELETE CASCADE,
  serial TEXT NOT NULL,
  revoked_at TEXT NOT NULL,
  reason TEXT,
  PRIMARY KEY (issuer, serial)
) STRICT, WITHOUT ROWID;
-- Who decided what about whom, and when; also of what was removed since.
CREATE TABLE trust_event (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at TEXT NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  fingerprint TEXT,
  note TEXT
) STRICT;
`,
}
