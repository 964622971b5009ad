import type { Migration } from './index.ts'

/** What a stay adds to the sums of its site: only who lives there now counts. */
const sums: Record<string, (row: string) => string> = {
  household_count: () => '1',
  member_count: (row) => `${row}.member_count`,
  labour_count: (row) => `${row}.labour_count`,
  employed_count: (row) => `${row}.employed_count`,
  labour_households: (row) => `(${row}.labour_count >= 1)`,
  covered_households: (row) => `(${row}.labour_count >= 1 AND ${row}.employed_count >= 1)`,
}
const addTo = (row: string, sign: '+' | '-') => `
  UPDATE site SET ${Object.entries(sums)
    .map(([name, value]) => `${name} = ${name} ${sign} ${value(row)}`)
    .join(', ')} WHERE id = ${row}.site_id AND ${row}.moved_out IS NULL;`
/** A stay takes the counts of its household while somebody lives there; afterwards they stay as they were at the end. */
const count = (row: string) => `
  UPDATE site_household SET member_count = h.member_count, labour_count = h.labour_count, employed_count = h.employed_count
  FROM household h WHERE h.id = ${row}.household_id AND site_household.id = ${row}.id AND ${row}.moved_out IS NULL;`
/** Where a household lives now stands with the household, so that people are found by it. */
const settle = (row: string) => `
  UPDATE household SET site_id = (SELECT s.site_id FROM site_household s
    WHERE s.household_id = ${row}.household_id AND s.moved_out IS NULL ORDER BY s.id DESC LIMIT 1)
  WHERE id = ${row}.household_id;`
const derive = `
  UPDATE site SET scale_people = ifnull(planned_people, member_count),
    coverage = CASE WHEN labour_households > 0 THEN covered_households * 100 / labour_households END
  WHERE id = NEW.id;`

/** Relocation sites: sites, stations with staff, households at them by door, job fairs. */
export const sites: Migration = {
  version: 100,
  name: 'sites',
  sql: `
CREATE TABLE site (
  id INTEGER PRIMARY KEY, version INTEGER NOT NULL DEFAULT 1, name TEXT NOT NULL, kind TEXT, region TEXT, address TEXT,
  opened_on TEXT, planned_households INTEGER, planned_people INTEGER, contact_name TEXT, contact_phone TEXT, note TEXT,
  scale_people INTEGER NOT NULL DEFAULT 0, household_count INTEGER NOT NULL DEFAULT 0,
  member_count INTEGER NOT NULL DEFAULT 0, labour_count INTEGER NOT NULL DEFAULT 0,
  employed_count INTEGER NOT NULL DEFAULT 0, labour_households INTEGER NOT NULL DEFAULT 0,
  covered_households INTEGER NOT NULL DEFAULT 0, coverage INTEGER
) STRICT;
CREATE UNIQUE INDEX site_by_name ON site (name);
CREATE INDEX site_by_region ON site (region, name);
CREATE TRIGGER site_derived_insert AFTER INSERT ON site BEGIN ${derive} END;
CREATE TRIGGER site_derived_update AFTER UPDATE OF planned_people, member_count, labour_households, covered_households ON site
BEGIN ${derive} END;

CREATE TABLE site_household (
  id INTEGER PRIMARY KEY, version INTEGER NOT NULL DEFAULT 1,
  site_id INTEGER NOT NULL REFERENCES site (id), household_id INTEGER NOT NULL REFERENCES household (id),
  building TEXT, unit TEXT, door TEXT, moved_in TEXT, home_village TEXT, moved_out TEXT, leave_reason TEXT, note TEXT,
  member_count INTEGER NOT NULL DEFAULT 0, labour_count INTEGER NOT NULL DEFAULT 0,
  employed_count INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX site_household_by_door ON site_household (site_id, building, unit, door);
CREATE INDEX site_household_by_household ON site_household (household_id, moved_out);
CREATE INDEX site_household_uncovered ON site_household (site_id, building, unit, door)
  WHERE moved_out IS NULL AND labour_count >= 1 AND employed_count = 0;

ALTER TABLE household ADD COLUMN site_id INTEGER REFERENCES site (id);
CREATE INDEX household_by_site ON household (site_id) WHERE site_id IS NOT NULL;
CREATE INDEX household_by_site_name ON household (site_name) WHERE site_name IS NOT NULL;

CREATE TRIGGER site_household_insert AFTER INSERT ON site_household
BEGIN ${addTo('NEW', '+')} ${count('NEW')} ${settle('NEW')} END;
CREATE TRIGGER site_household_delete AFTER DELETE ON site_household
BEGIN ${addTo('OLD', '-')} ${settle('OLD')} END;
CREATE TRIGGER site_household_counted
AFTER UPDATE OF site_id, moved_out, member_count, labour_count, employed_count ON site_household
BEGIN ${addTo('OLD', '-')} ${addTo('NEW', '+')} END;
CREATE TRIGGER site_household_moved AFTER UPDATE OF site_id, household_id, moved_out ON site_household
BEGIN ${count('NEW')} ${settle('OLD')} ${settle('NEW')} END;
CREATE TRIGGER household_counts_at_site AFTER UPDATE OF member_count, labour_count, employed_count ON household
WHEN NEW.site_id IS NOT NULL BEGIN
  UPDATE site_household SET member_count = NEW.member_count, labour_count = NEW.labour_count,
    employed_count = NEW.employed_count WHERE household_id = NEW.id AND moved_out IS NULL;
END;

CREATE TABLE site_station (
  id INTEGER PRIMARY KEY, version INTEGER NOT NULL DEFAULT 1, site_id INTEGER REFERENCES site (id),
  name TEXT NOT NULL, kind TEXT, level TEXT, region TEXT, address TEXT, staff_names TEXT, phone TEXT, opened_on TEXT,
  served_labourers INTEGER, served_poor INTEGER, note TEXT, staff_count INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX site_station_by_name ON site_station (name);
CREATE INDEX site_station_by_region ON site_station (region, name);
CREATE INDEX site_station_by_site ON site_station (site_id) WHERE site_id IS NOT NULL;

CREATE TABLE job_fair (
  id INTEGER PRIMARY KEY, version INTEGER NOT NULL DEFAULT 1, site_id INTEGER REFERENCES site (id),
  name TEXT NOT NULL, held_on TEXT, region TEXT, partner TEXT, su_shan INTEGER, place TEXT, jobs INTEGER,
  poor_jobs INTEGER, attended INTEGER, poor_attended INTEGER, intents INTEGER, poor_intents INTEGER, employed INTEGER,
  poor_employed INTEGER, note TEXT
) STRICT;
CREATE INDEX job_fair_by_day ON job_fair (held_on);
CREATE INDEX job_fair_by_name ON job_fair (name, held_on);
CREATE INDEX job_fair_by_site ON job_fair (site_id, held_on) WHERE site_id IS NOT NULL;
`,
}
