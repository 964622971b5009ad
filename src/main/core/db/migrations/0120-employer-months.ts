import type { Migration } from './index.ts'

/** What employers under watch report for each month. */
export const employerMonths: Migration = {
  version: 120,
  name: 'employer-months',
  sql: `
CREATE TABLE employer_month (
  -- A number is never given twice: a month that is removed and entered anew is another record.
  id INTEGER PRIMARY KEY AUTOINCREMENT, version INTEGER NOT NULL DEFAULT 1,
  employer_name TEXT NOT NULL, region TEXT, month TEXT NOT NULL,
  managing_staff INTEGER, ordinary_staff INTEGER, technical_staff INTEGER, skilled_staff INTEGER,
  managing_lack INTEGER, ordinary_lack INTEGER, technical_lack INTEGER, skilled_lack INTEGER,
  industry TEXT, tier TEXT, size TEXT, review_state TEXT, note TEXT,
  staff_total INTEGER GENERATED ALWAYS AS (
    ifnull(managing_staff, 0) + ifnull(ordinary_staff, 0) + ifnull(technical_staff, 0) + ifnull(skilled_staff, 0)
  ) VIRTUAL,
  lack_total INTEGER GENERATED ALWAYS AS (
    ifnull(managing_lack, 0) + ifnull(ordinary_lack, 0) + ifnull(technical_lack, 0) + ifnull(skilled_lack, 0)
  ) VIRTUAL
) STRICT;
CREATE UNIQUE INDEX employer_month_once ON employer_month (employer_name, month);
CREATE INDEX employer_month_by_month ON employer_month (month, id);
CREATE INDEX employer_month_by_region ON employer_month (region, id);
`,
}
