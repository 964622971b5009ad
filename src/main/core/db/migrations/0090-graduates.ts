import type { Migration } from './index.ts'

/** How often a service was offered since graduation: a contact is a day and a kind. */
const offered = (
  kinds: string,
) => `(SELECT count(*) FROM (SELECT DISTINCT s.kind, s.served_on FROM service_record s
    WHERE s.person_id = g.person_id AND s.kind IN (${kinds}) AND s.served_on >= ifnull(g.graduated_on, '')))`
const counts = 'guidance_count, referral_count, training_count, internship_count'

const recount = (person: string) => `UPDATE graduate SET (${counts}) =
    (SELECT ${counts} FROM graduate_counts_now n WHERE n.id = graduate.id) WHERE person_id = ${person};`
/** The open status, and since when somebody is without work: since the last place ended, otherwise since graduation. */
const restate = (person: string) => `UPDATE graduate SET
    (status, status_on, where_to) = (SELECT ifnull(max(t.status), 'unregistered'), max(t.status_on), max(t.where_to)
      FROM graduate_status t WHERE t.person_id = graduate.person_id AND t.is_open = 1) WHERE person_id = ${person};
  UPDATE graduate SET idle_since = CASE WHEN status IN ('unregistered', 'registered', 'notSeeking') THEN
    ifnull((SELECT max(substr(t.to_date, 1, 7)) FROM graduate_status t WHERE t.person_id = graduate.person_id
      AND t.is_open = 0 AND t.status NOT IN ('registered', 'notSeeking')), graduated_on) END WHERE person_id = ${person};`
const refollow = (person: string) => `UPDATE graduate SET last_followed_on =
    (SELECT max(followed_on) FROM graduate_follow_up f WHERE f.person_id = graduate.person_id) WHERE person_id = ${person};`

const kept = (table: string, what: (person: string) => string) => `
CREATE TRIGGER graduate_${table}_added AFTER INSERT ON ${table} BEGIN ${what('new.person_id')} END;
CREATE TRIGGER graduate_${table}_removed AFTER DELETE ON ${table} BEGIN ${what('old.person_id')} END;
CREATE TRIGGER graduate_${table}_changed AFTER UPDATE ON ${table} BEGIN ${what('new.person_id')} END;`

/** Graduates: a file per person, statuses as dated history, monthly follow-ups, the steps of the plan. */
export const graduates: Migration = {
  version: 90,
  name: 'graduates',
  sql: `
-- What follows from services, statuses and follow-ups is kept by the triggers below, whoever writes them.
CREATE TABLE graduate (
  id INTEGER PRIMARY KEY, version INTEGER NOT NULL DEFAULT 1,
  person_id INTEGER NOT NULL REFERENCES person (id), entered_seq INTEGER NOT NULL,
  school TEXT, school_kind TEXT, major TEXT, degree TEXT, graduated_on TEXT, registered_on TEXT, intention TEXT,
  hardships TEXT, helper TEXT, note TEXT,
  status TEXT NOT NULL DEFAULT 'unregistered', status_on TEXT, where_to TEXT,
  guidance_count INTEGER NOT NULL DEFAULT 0, referral_count INTEGER NOT NULL DEFAULT 0,
  training_count INTEGER NOT NULL DEFAULT 0, internship_count INTEGER NOT NULL DEFAULT 0,
  idle_since TEXT, last_followed_on TEXT
) STRICT;
CREATE UNIQUE INDEX graduate_by_person ON graduate (person_id);
CREATE INDEX graduate_by_graduation ON graduate (graduated_on, id);

CREATE TABLE graduate_status (
  id INTEGER PRIMARY KEY, person_id INTEGER NOT NULL REFERENCES person (id), is_open INTEGER NOT NULL,
  from_date TEXT, to_date TEXT, entered_seq INTEGER NOT NULL,
  status TEXT, status_on TEXT, where_to TEXT, status_note TEXT
) STRICT;
CREATE INDEX graduate_status_by_person ON graduate_status (person_id, entered_seq);
CREATE UNIQUE INDEX graduate_status_one_open ON graduate_status (person_id) WHERE is_open = 1;

CREATE TABLE graduate_follow_up (
  id INTEGER PRIMARY KEY, person_id INTEGER NOT NULL REFERENCES person (id), entered_seq INTEGER NOT NULL,
  followed_on TEXT, way TEXT, found TEXT, note TEXT, staff TEXT
) STRICT;
CREATE INDEX graduate_follow_up_by_person ON graduate_follow_up (person_id, followed_on);

CREATE TABLE graduate_plan_step (
  id INTEGER PRIMARY KEY, person_id INTEGER NOT NULL REFERENCES person (id), entered_seq INTEGER NOT NULL,
  step TEXT, due_on TEXT, who TEXT, done_on TEXT, result TEXT
) STRICT;
CREATE INDEX graduate_plan_step_by_person ON graduate_plan_step (person_id, due_on);

-- What the four counters have to come to; a bulk load counts everybody by it at its end.
CREATE VIEW graduate_counts_now AS SELECT g.id,
  ${offered("'careerGuidance'")} AS guidance_count,
  ${offered("'jobReferral', 'jobPlacement'")} AS referral_count,
  ${offered("'vocationalTraining'")} AS training_count,
  ${offered("'internship'")} AS internship_count
FROM graduate g;
${kept('service_record', recount)}
${kept('graduate_status', restate)}
${kept('graduate_follow_up', refollow)}
CREATE TRIGGER graduate_added AFTER INSERT ON graduate BEGIN
  ${recount('new.person_id')} ${restate('new.person_id')} ${refollow('new.person_id')}
END;
CREATE TRIGGER graduate_month_changed AFTER UPDATE OF graduated_on ON graduate BEGIN
  ${recount('new.person_id')} ${restate('new.person_id')}
END;
`,
}
