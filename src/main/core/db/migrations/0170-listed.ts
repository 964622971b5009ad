import { foundation } from './0010-foundation.ts'
import { vacancies } from './0110-vacancies.ts'
import { confirmation } from './0140-confirmation.ts'
import type { Migration } from './index.ts'

/**
 * SQLite writes a partial index anew whenever a column of its condition is set. The indexes of the
 * labour ledger named the state of the form, so handing in, confirming or sending back one form rewrote
 * all of them. Whether somebody is in the ledger at all stands in a column of its own, which these
 * decisions do not touch.
 */
const indexes = [foundation, vacancies, confirmation]
  .flatMap(({ sql }) => sql.match(/CREATE INDEX person_\w+ ON person \([^;]+;/g) ?? [])
  .filter((made) => made.includes("form_state <> 'none'"))
const remade = [
  'CREATE INDEX person_by_household ON person (household_id, is_listed);',
  'CREATE INDEX person_by_phone ON person (phone, household_id, region, employment_state, is_listed);',
  'CREATE INDEX person_by_name ON person (name_pinyin, region, employment_state, is_listed);',
  'CREATE INDEX person_others ON person (region, name_pinyin, id, form_state) WHERE NOT is_listed;',
  ...indexes.map((made) => made.replace("form_state <> 'none'", 'is_listed')),
]
/** What could be asked for only by reading everybody. */
const added = [
  'CREATE INDEX person_list_months ON person (id, work_months) WHERE is_listed;',
  'CREATE INDEX person_with_note ON person (note) WHERE is_listed AND note IS NOT NULL;',
]
const nameOf = (made: string): string => made.split(' ')[2] ?? ''

export const listed: Migration = {
  version: 170,
  name: 'listed',
  sql: `
${remade.map((made) => `DROP INDEX ${nameOf(made)};`).join('\n')}
ALTER TABLE person ADD COLUMN is_listed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE person_confirmed ADD COLUMN is_listed INTEGER NOT NULL DEFAULT 1;
UPDATE person SET is_listed = 1 WHERE form_state <> 'none';
-- Somebody who is missing in a list is not noticed: the column never says anything else than the state.
CREATE TRIGGER person_listed_insert BEFORE INSERT ON person
WHEN NEW.is_listed <> (NEW.form_state <> 'none') BEGIN SELECT RAISE(ABORT, 'is_listed'); END;
CREATE TRIGGER person_listed_update BEFORE UPDATE OF is_listed, form_state ON person
WHEN NEW.is_listed <> (NEW.form_state <> 'none') BEGIN SELECT RAISE(ABORT, 'is_listed'); END;
${[...remade, ...added].join('\n')}
`,
}
