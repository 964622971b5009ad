import type { Migration } from './index.ts'

const again = 'ON CONFLICT DO UPDATE SET started = started + excluded.started, ended = ended + excluded.ended'
const startedIn = (row: string) => `ifnull(substr(${row}.from_date, 1, 7), '0000-00')`
const endedIn = (row: string) => `ifnull(substr(ifnull(${row}.to_date, ${row}.from_date), 1, 7), '0000-00')`

/** What a spell of work adds where its person lives. */
const flow = (row: string, sign: '' | '-') => `
  INSERT INTO employment_flow (region, month, started, ended)
  SELECT ifnull(p.region, ''), ${startedIn(row)}, ${sign}1, 0 FROM person p WHERE p.id = ${row}.person_id ${again};
  INSERT INTO employment_flow (region, month, started, ended)
  SELECT ifnull(p.region, ''), ${endedIn(row)}, 0, ${sign}1 FROM person p
  WHERE p.id = ${row}.person_id AND ${row}.is_open = 0 ${again};`

const spells = (of: string) => `
  SELECT e.person_id, ${startedIn('e')} AS month, 1 AS started, 0 AS ended FROM employment e ${of}
  UNION ALL SELECT e.person_id, ${endedIn('e')}, 0, 1 FROM employment e ${of === '' ? 'WHERE' : `${of} AND`} e.is_open = 0`
/** All spells of somebody who moves. */
const moved = (row: string, sign: '' | '-') => `
  INSERT INTO employment_flow (region, month, started, ended)
  SELECT ifnull(${row}.region, ''), month, ${sign}sum(started), ${sign}sum(ended)
  FROM (${spells('WHERE e.person_id = NEW.id')}) WHERE true GROUP BY month ${again};`

/** The flow of employment by village: whoever is responsible for a part sees that part, as quickly as the whole. */
export const villageFlow: Migration = {
  version: 180,
  name: 'village-flow',
  sql: `
DROP TRIGGER employment_flow_insert;
DROP TRIGGER employment_flow_delete;
DROP TRIGGER employment_flow_update;
DROP VIEW employment_flow_now;
DROP TABLE employment_flow;
CREATE TABLE employment_flow (
  region TEXT NOT NULL, month TEXT NOT NULL, started INTEGER NOT NULL, ended INTEGER NOT NULL,
  PRIMARY KEY (region, month)
) STRICT, WITHOUT ROWID;
CREATE VIEW employment_flow_now (region, month, started, ended) AS
  SELECT ifnull(p.region, ''), s.month, sum(s.started), sum(s.ended)
  FROM (${spells('')}) s JOIN person p ON p.id = s.person_id GROUP BY 1, 2;
INSERT INTO employment_flow SELECT * FROM employment_flow_now;
CREATE TRIGGER employment_flow_insert AFTER INSERT ON employment BEGIN ${flow('NEW', '')} END;
CREATE TRIGGER employment_flow_delete AFTER DELETE ON employment BEGIN ${flow('OLD', '-')} END;
CREATE TRIGGER employment_flow_update AFTER UPDATE OF from_date, to_date, is_open ON employment
BEGIN ${flow('OLD', '-')} ${flow('NEW', '')} END;
CREATE TRIGGER employment_flow_moved AFTER UPDATE OF region ON person WHEN OLD.region IS NOT NEW.region
BEGIN ${moved('OLD', '-')} ${moved('NEW', '')} END;
`,
}
