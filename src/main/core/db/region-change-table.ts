/**
 * What a county changes about its own regions, over the national list. Rows are only ever added:
 * each holds the whole state of one region from `valid_from` on, and of several rows the one with
 * the latest `valid_from`, then the latest `entered_seq`, holds. A merged region keeps its code
 * and names its successor, so that codes in old records stay resolvable.
 *
 * For pasting into a frozen migration.
 */
export const regionChangeTableSql = `
CREATE TABLE region_change(
  entered_seq INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL CHECK (kind IN ('add', 'rename', 'merge', 'move')),
  code TEXT NOT NULL CHECK (length(code) = 12),
  parent_code TEXT NOT NULL CHECK (length(parent_code) = 12),
  level INTEGER NOT NULL CHECK (level IN (4, 5)),
  name TEXT NOT NULL,
  official_name TEXT NOT NULL,
  initials TEXT NOT NULL,
  merged_into TEXT CHECK (merged_into IS NULL OR length(merged_into) = 12),
  valid_from TEXT NOT NULL,
  reason TEXT,
  actor TEXT NOT NULL,
  entered_at TEXT NOT NULL,
  CHECK ((kind = 'merge') = (merged_into IS NOT NULL))
) STRICT;
CREATE INDEX region_change_by_code ON region_change(code, valid_from, entered_seq);
`
