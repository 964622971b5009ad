/** Service records become a ledger; what the office owes people is kept beside them, as a projection. */
export const services = {
  version: 60,
  name: 'services',
  sql: `
ALTER TABLE service_record ADD COLUMN concerned TEXT;
ALTER TABLE service_record ADD COLUMN response TEXT;
ALTER TABLE service_record ADD COLUMN signature TEXT;
-- Counting per kind, day by day, needs nothing but the index; the ledger shows the latest first and carries
-- what it is filtered by.
DROP INDEX service_record_by_person;
CREATE INDEX service_record_by_person ON service_record (person_id, kind, served_on);
CREATE INDEX service_record_by_day ON service_record (
  served_on, id, person_id, kind, response, signature, place, staff
);

-- What the office owes somebody: computed from the ledger by core/duty, never typed. It follows the change
-- history, so a row that is gone here comes back by itself. due_at: where the end is counted in hours.
CREATE TABLE duty (
  id INTEGER PRIMARY KEY, kind TEXT NOT NULL, person_id INTEGER NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  household_id INTEGER, region TEXT, staff TEXT, from_on TEXT NOT NULL, due_on TEXT NOT NULL, due_at TEXT,
  done INTEGER NOT NULL, needed INTEGER NOT NULL, missing TEXT NOT NULL, is_paused INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX duty_by_person ON duty (person_id, kind);
-- The work list is counted and paged within these alone.
CREATE INDEX duty_by_due ON duty (due_on, id, kind, is_paused, staff, region);
CREATE INDEX duty_by_kind ON duty (kind, due_on, id, is_paused, staff, region);
-- A clock that stands still, with the reason. until_at is null while it does.
CREATE TABLE duty_pause (
  id INTEGER PRIMARY KEY, kind TEXT NOT NULL, person_id INTEGER NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  from_at TEXT NOT NULL, until_at TEXT, reason TEXT NOT NULL, actor TEXT NOT NULL
) STRICT;
CREATE INDEX duty_pause_by_person ON duty_pause (person_id, kind, id);
CREATE UNIQUE INDEX duty_pause_running ON duty_pause (person_id, kind) WHERE until_at IS NULL;
`,
}
