/** Exchange profiles that the office made itself, with the blank workbook that they fill. */
export const profiles = {
  version: 20,
  name: 'profiles',
  sql: `
CREATE TABLE exchange_profile (
  key TEXT PRIMARY KEY, content TEXT NOT NULL, template_name TEXT, template BLOB, actor TEXT NOT NULL, at TEXT NOT NULL
) STRICT;
-- Which instant a sequence number belongs to is asked for by the first change of each batch.
CREATE INDEX batch_by_instant ON batch (at, first_seq);
`,
}
