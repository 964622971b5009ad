import type { Migration } from './index.ts'

const isHired = (row: string) => `${row}.vacancy_id IS NOT NULL AND ${row}.response = 'hired'`
const count = (row: string, by: string) =>
  `UPDATE vacancy SET hired_count = hired_count ${by} WHERE id = ${row}.vacancy_id AND ${isHired(row)};`

/** Vacancies of employers; a referral is a service that says which. Tasks of the work list about a record of their own. */
export const vacancies: Migration = {
  version: 110,
  name: 'vacancies',
  sql: `
CREATE TABLE vacancy (
  id INTEGER PRIMARY KEY, version INTEGER NOT NULL DEFAULT 1,
  employer_name TEXT NOT NULL, employer_kind TEXT, title TEXT NOT NULL, trade TEXT, region TEXT, address TEXT,
  wage_from INTEGER, wage_to INTEGER, wanted INTEGER, filled_elsewhere INTEGER, education TEXT,
  age_from INTEGER, age_to INTEGER, ability TEXT, collected_on TEXT, valid_until TEXT,
  contact_name TEXT, contact_phone TEXT, note TEXT, hired_count INTEGER NOT NULL DEFAULT 0,
  open_places INTEGER GENERATED ALWAYS AS (max(wanted - ifnull(filled_elsewhere, 0) - hired_count, 0)) VIRTUAL
) STRICT;
CREATE INDEX vacancy_by_employer ON vacancy (employer_name, title);
CREATE INDEX vacancy_by_collection ON vacancy (collected_on, id);
CREATE INDEX vacancy_by_region ON vacancy (region, id);
CREATE INDEX vacancy_open ON vacancy (valid_until, collected_on) WHERE open_places > 0;

ALTER TABLE service_record ADD COLUMN vacancy_id INTEGER REFERENCES vacancy (id);
CREATE INDEX service_record_by_vacancy ON service_record (vacancy_id, served_on, id) WHERE vacancy_id IS NOT NULL;
CREATE TRIGGER service_record_hired AFTER INSERT ON service_record WHEN ${isHired('new')}
BEGIN ${count('new', '+ 1')} END;
CREATE TRIGGER service_record_unhired AFTER DELETE ON service_record WHEN ${isHired('old')}
BEGIN ${count('old', '- 1')} END;
CREATE TRIGGER service_record_answered AFTER UPDATE OF response, vacancy_id ON service_record
WHEN ${isHired('old')} OR ${isHired('new')}
BEGIN ${count('old', '- 1')} ${count('new', '+ 1')} END;
-- Whoever looks for work, with all that a vacancy is compared with: looked through without reading the people.
CREATE INDEX person_seeking ON person (
  plans_to_go_out, region, birth_date, labour_ability, education, intended_region, intended_job, expected_wage
) WHERE employment_state = 'unemployed' AND form_state <> 'none';

-- A task may be about one record of the person (record_id), and one counted in hours is late within its day.
ALTER TABLE duty ADD COLUMN record_id INTEGER;
DROP INDEX duty_by_due;
DROP INDEX duty_by_kind;
CREATE INDEX duty_by_due ON duty (due_on, id, kind, is_paused, staff, region, due_at);
CREATE INDEX duty_by_kind ON duty (kind, due_on, id, is_paused, staff, region, due_at);
-- Figures by village come out of this one village by village, without sorting.
CREATE INDEX duty_by_region ON duty (region, kind, due_on, is_paused, due_at);
-- What is owed is looked at anew: there are new kinds of it.
DELETE FROM meta WHERE key = 'dutyState';
`,
}
