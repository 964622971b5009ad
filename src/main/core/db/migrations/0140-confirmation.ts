import type { Migration } from './index.ts'

/** The columns of `person` as they stand at this version, each of its type; the three of a form sent back are the last. */
const columns = `id INTEGER PRIMARY KEY, version INTEGER NOT NULL DEFAULT 1, household_id INTEGER,
  name_pinyin TEXT, name_initials TEXT, id_number_reversed TEXT, phone_reversed TEXT,
  name TEXT, id_number TEXT, region TEXT, phone TEXT, ethnicity TEXT, verification TEXT, current_status TEXT,
  exit_reason TEXT, is_working INTEGER, labour_ability TEXT, skill_level TEXT, is_post_school_youth INTEGER,
  education TEXT, graduated_on TEXT, home_address TEXT, worked_months INTEGER, work_income INTEGER,
  work_months TEXT, flexible_days INTEGER, workplace_region TEXT, employment_form TEXT,
  employment_form_note TEXT, employer_name TEXT, employed_on TEXT, monthly_wage INTEGER, industry TEXT,
  industry_note TEXT, has_contract INTEGER, has_social_insurance INTEGER, has_pension INTEGER,
  has_medical INTEGER, assisted INTEGER, assisted_on TEXT, led_return_venture INTEGER,
  organised_transfer TEXT, not_working_kind TEXT, became_unemployed_on TEXT, plans_to_go_out INTEGER,
  no_intention_reason TEXT, no_intention_note TEXT, intended_region TEXT, planned_out_on TEXT,
  intended_job TEXT, expected_wage INTEGER, has_returned INTEGER, return_reason TEXT,
  returned_from_region TEXT, returned_on TEXT, wants_training INTEGER, training_wish_kind TEXT,
  training_wish_trade TEXT, training_wish_on TEXT, career_guidance_count INTEGER, placement_count INTEGER,
  venture_service_count INTEGER, training_service_count INTEGER, other_service_count INTEGER,
  no_services INTEGER, labourer_signature TEXT, collector_name TEXT, collector_phone TEXT,
  paper_on_file INTEGER, collected_on TEXT, relation_to_head TEXT, is_disabled INTEGER, difficulties TEXT,
  venture_status TEXT, job_wish TEXT, training_status TEXT, training_intent TEXT, school_status TEXT,
  note TEXT, sex TEXT, birth_date TEXT, form_state TEXT NOT NULL DEFAULT 'none', employment_state TEXT,
  work_range TEXT, qualifies INTEGER, employment_clear INTEGER NOT NULL DEFAULT 0,
  demand_clear INTEGER NOT NULL DEFAULT 0, skill_clear INTEGER NOT NULL DEFAULT 0,
  difficulty_clear INTEGER NOT NULL DEFAULT 0, block_count INTEGER NOT NULL DEFAULT 0,
  warn_count INTEGER NOT NULL DEFAULT 0, updated_on TEXT,
  sent_back_reason TEXT, sent_back_by TEXT, sent_back_on TEXT`

/** The same sums as village_tally has, and in the same order; what is confirmed is never a draft. */
const measures: Record<string, (row: string) => string> = {
  people: () => '1',
  employment_clear: (row) => `${row}.employment_clear`,
  demand_clear: (row) => `${row}.demand_clear`,
  skill_clear: (row) => `${row}.skill_clear`,
  difficulty_clear: (row) => `${row}.difficulty_clear`,
  qualified: (row) => `ifnull(${row}.qualifies, 0)`,
  with_problems: (row) => `(${row}.block_count > 0)`,
  returned: (row) => `ifnull(${row}.has_returned, 0)`,
  willing: (row) => `ifnull(${row}.plans_to_go_out, 0)`,
  wishing: (row) => `ifnull(${row}.wants_training, 0)`,
  confirmed: () => '1',
  submitted: () => '0',
}
const names = Object.keys(measures)
const keys = (row: string) =>
  `ifnull(${row}.region, ''), ifnull(${row}.employment_state, 'unknown'), ifnull(${row}.work_range, ''), ifnull(${row}.industry, '')`
const tally = (row: string, sign: '' | '-', when = 'true') => `
  INSERT INTO confirmed_tally (region, employment_state, work_range, industry, ${names.join(', ')})
  SELECT ${keys(row)}, ${names.map((name) => `${sign}${measures[name]?.(row)}`).join(', ')} WHERE ${when}
  ON CONFLICT DO UPDATE SET ${names.map((name) => `${name} = ${name} + excluded.${name}`).join(', ')};`
const tallied =
  'region, employment_state, work_range, industry, form_state, employment_clear, demand_clear, ' +
  'skill_clear, difficulty_clear, qualifies, block_count, has_returned, plans_to_go_out, wants_training'
const isConfirmed = (row: string) => `${row}.form_state = 'confirmed'`
const summed = (from: string) =>
  `SELECT ${keys('p')}, ${names.map((name) => `sum(${measures[name]?.('p')})`).join(', ')} FROM ${from} p`

const isLabour = (row: string) =>
  `(${row}.form_state <> 'none' AND ifnull(${row}.employment_state, '') <> 'exited')`
const isEmployed = (row: string) =>
  `(${row}.form_state <> 'none' AND ifnull(${row}.employment_state, '') IN ('employed', 'venture'))`
const householdCounts = (row: string, sign: '+' | '-') => `
  UPDATE household SET member_count = member_count ${sign} 1, labour_count = labour_count ${sign} ${isLabour(row)},
    employed_count = employed_count ${sign} ${isEmployed(row)} WHERE id = ${row}.household_id;`

/** Rows that are kept as they are, whatever is undone or edited. */
const unchangeable = (table: string, sentence: string) => `
CREATE TRIGGER ${table}_kept BEFORE UPDATE ON ${table} BEGIN SELECT RAISE(ABORT, '${sentence}'); END;
CREATE TRIGGER ${table}_stays BEFORE DELETE ON ${table} BEGIN SELECT RAISE(ABORT, '${sentence}'); END;`

/** Confirmation by the task force: the version that was confirmed, its sums, samples, months, the office's choice. */
export const confirmation: Migration = {
  version: 140,
  name: 'confirmation',
  sql: `
ALTER TABLE person ADD COLUMN sent_back_reason TEXT;
ALTER TABLE person ADD COLUMN sent_back_by TEXT;
ALTER TABLE person ADD COLUMN sent_back_on TEXT;
CREATE INDEX person_with_sent_back_reason ON person (sent_back_reason) WHERE form_state <> 'none' AND sent_back_reason IS NOT NULL;
CREATE INDEX person_with_sent_back_by ON person (sent_back_by) WHERE form_state <> 'none' AND sent_back_by IS NOT NULL;
CREATE INDEX person_with_sent_back_on ON person (sent_back_on) WHERE form_state <> 'none' AND sent_back_on IS NOT NULL;

-- The confirmed version of whose present is another one; of everybody else the row of person is it.
-- held_seq: the last change of the ledger that is in it. A further column of person is added here too, at the end.
CREATE TABLE person_confirmed (held_seq INTEGER NOT NULL, ${columns}) STRICT;
CREATE INDEX person_confirmed_list ON person_confirmed (region, name_pinyin, id);
CREATE TRIGGER person_confirmed_held BEFORE UPDATE OF form_state ON person
WHEN ${isConfirmed('OLD')} AND NEW.form_state <> 'confirmed'
BEGIN INSERT INTO person_confirmed SELECT (SELECT ifnull(max(seq), 0) FROM change), p.* FROM person p WHERE p.id = OLD.id; END;
CREATE TRIGGER person_confirmed_anew AFTER UPDATE OF form_state ON person
WHEN ${isConfirmed('NEW')} AND OLD.form_state <> 'confirmed'
BEGIN DELETE FROM person_confirmed WHERE id = NEW.id; END;
CREATE TRIGGER person_confirmed_gone AFTER DELETE ON person
BEGIN DELETE FROM person_confirmed WHERE id = OLD.id; END;

CREATE TABLE confirmed_tally (
  region TEXT NOT NULL, employment_state TEXT NOT NULL, work_range TEXT NOT NULL, industry TEXT NOT NULL,
  ${names.map((name) => `${name} INTEGER NOT NULL`).join(', ')},
  PRIMARY KEY (region, employment_state, work_range, industry)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER person_confirmed_counted AFTER INSERT ON person WHEN ${isConfirmed('NEW')}
BEGIN ${tally('NEW', '')} END;
CREATE TRIGGER person_confirmed_uncounted AFTER DELETE ON person WHEN ${isConfirmed('OLD')}
BEGIN ${tally('OLD', '-')} END;
CREATE TRIGGER person_confirmed_recounted AFTER UPDATE OF ${tallied} ON person
WHEN ${isConfirmed('OLD')} OR ${isConfirmed('NEW')}
BEGIN ${tally('OLD', '-', isConfirmed('OLD'))} ${tally('NEW', '', isConfirmed('NEW'))} END;
CREATE TRIGGER person_confirmed_kept AFTER INSERT ON person_confirmed BEGIN ${tally('NEW', '')} END;
CREATE TRIGGER person_confirmed_dropped AFTER DELETE ON person_confirmed BEGIN ${tally('OLD', '-')} END;
CREATE TRIGGER person_confirmed_rechecked AFTER UPDATE ON person_confirmed
BEGIN ${tally('OLD', '-')} ${tally('NEW', '')} END;
-- What the sums have to come to; tests compare.
CREATE VIEW confirmed_tally_now (region, employment_state, work_range, industry, ${names.join(', ')}) AS
  ${summed(`(SELECT * FROM (SELECT 0 AS held_seq, q.* FROM person q WHERE q.form_state = 'confirmed') UNION ALL SELECT * FROM person_confirmed)`)}
  GROUP BY 1, 2, 3, 4;
INSERT INTO confirmed_tally SELECT * FROM confirmed_tally_now;

-- Neither confirming nor handing in moves anybody in their household's counts: nothing is written for it.
DROP TRIGGER person_household_update;
CREATE TRIGGER person_household_update AFTER UPDATE OF household_id, employment_state, form_state ON person
WHEN OLD.household_id IS NOT NEW.household_id OR OLD.employment_state IS NOT NEW.employment_state
  OR (OLD.form_state = 'none') <> (NEW.form_state = 'none')
BEGIN ${householdCounts('OLD', '-')} ${householdCounts('NEW', '+')} END;

-- Whether only confirmed people are counted and reported: the last row holds, earlier ones are its history.
CREATE TABLE confirmation_setting (
  id INTEGER PRIMARY KEY, only_confirmed INTEGER NOT NULL, at TEXT NOT NULL, actor TEXT NOT NULL
) STRICT;

-- A batch that is to be confirmed, drawn from and kept. sampled: its place in the drawing.
CREATE TABLE confirmation_sample (
  id INTEGER PRIMARY KEY, label TEXT NOT NULL, basis TEXT NOT NULL, seed TEXT NOT NULL, at TEXT NOT NULL,
  actor TEXT NOT NULL, batch_size INTEGER NOT NULL, sample_size INTEGER NOT NULL, confidence REAL NOT NULL,
  margin REAL NOT NULL, proportion REAL NOT NULL, accepted_percent REAL NOT NULL, unreachable_percent REAL NOT NULL,
  state TEXT NOT NULL, finished_at TEXT, finished_by TEXT, confirmed INTEGER, sent_back INTEGER, left_open INTEGER,
  batch_id INTEGER REFERENCES batch (id)
) STRICT;
CREATE TABLE confirmation_member (
  sample_id INTEGER NOT NULL REFERENCES confirmation_sample (id), person_id INTEGER NOT NULL, version INTEGER NOT NULL,
  sampled INTEGER, result TEXT, note TEXT, at TEXT, actor TEXT,
  PRIMARY KEY (sample_id, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX confirmation_member_sampled ON confirmation_member (sample_id, sampled) WHERE sampled IS NOT NULL;

-- The confirmed figures of a month as they stood when it was closed. A month that was opened again is
-- closed anew: the earlier closing stays, the last one counts.
CREATE TABLE confirmation_month (
  id INTEGER PRIMARY KEY, month TEXT NOT NULL, due_on TEXT NOT NULL, closed_on TEXT NOT NULL, at TEXT NOT NULL, actor TEXT NOT NULL
) STRICT;
CREATE INDEX confirmation_month_by_month ON confirmation_month (month, id);
CREATE TABLE confirmation_month_figure (
  closing_id INTEGER NOT NULL REFERENCES confirmation_month (id), region TEXT NOT NULL, employment_state TEXT NOT NULL,
  work_range TEXT NOT NULL, people INTEGER NOT NULL, qualified INTEGER NOT NULL,
  PRIMARY KEY (closing_id, region, employment_state, work_range)
) STRICT, WITHOUT ROWID;
CREATE TABLE confirmation_reopening (
  closing_id INTEGER PRIMARY KEY REFERENCES confirmation_month (id), reason TEXT NOT NULL, at TEXT NOT NULL,
  day TEXT NOT NULL, actor TEXT NOT NULL
) STRICT;
${['confirmation_month', 'confirmation_month_figure'].map((table) => unchangeable(table, '已锁定的月份不能改动')).join('')}
`,
}
