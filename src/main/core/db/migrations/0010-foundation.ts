/**
 * The first schema. Frozen: a later change is a migration of its own. It imports nothing of today's
 * code on purpose, so that an old file meets the same statements in ten years.
 */

/** What few people have. */
const seldom = [
  ...['assisted_on', 'organised_transfer', 'exit_reason', 'school_status', 'graduated_on', 'expected_wage'],
  ...['planned_out_on', 'intended_region', 'intended_job', 'no_intention_note', 'training_wish_kind'],
  ...['training_wish_trade', 'training_wish_on', 'return_reason', 'returned_on', 'returned_from_region'],
]
const withValue = (column: string) =>
  `CREATE INDEX person_with_${column} ON person (${column}) WHERE form_state <> 'none' AND ${column} IS NOT NULL;`

/** The row of village_tally that a person counts in, and what it adds there. Who has no form counts as `none`. */
const tallyState = (row: string) =>
  `CASE ${row}.form_state WHEN 'none' THEN 'none' ELSE ifnull(${row}.employment_state, 'unknown') END`
const tallyKeys = (row: string) =>
  `ifnull(${row}.region, ''), ${tallyState(row)}, ifnull(${row}.work_range, ''), ifnull(${row}.industry, '')`
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
  confirmed: (row) => `(${row}.form_state = 'confirmed')`,
  submitted: (row) => `(${row}.form_state = 'submitted')`,
}
const names = Object.keys(measures)
const tally = (row: string, sign: '' | '-') => `
  INSERT INTO village_tally (region, employment_state, work_range, industry, ${names.join(', ')})
  SELECT ${tallyKeys(row)}, ${names.map((name) => `${sign}${measures[name]?.(row)}`).join(', ')}
  WHERE true
  ON CONFLICT DO UPDATE SET ${names.map((name) => `${name} = ${name} + excluded.${name}`).join(', ')};`

const isLabour = (row: string) =>
  `(${row}.form_state <> 'none' AND ifnull(${row}.employment_state, '') <> 'exited')`
const isEmployed = (row: string) =>
  `(${row}.form_state <> 'none' AND ifnull(${row}.employment_state, '') IN ('employed', 'venture'))`
const householdCounts = (row: string, sign: '+' | '-') => `
  UPDATE household SET member_count = member_count ${sign} 1, labour_count = labour_count ${sign} ${isLabour(row)},
    employed_count = employed_count ${sign} ${isEmployed(row)} WHERE id = ${row}.household_id;`

const flow = (row: string, sign: '' | '-') => `
  INSERT INTO employment_flow (month, started, ended)
  SELECT ifnull(substr(${row}.from_date, 1, 7), '0000-00'), ${sign}1, 0 WHERE true
  ON CONFLICT DO UPDATE SET started = started + excluded.started;
  INSERT INTO employment_flow (month, started, ended)
  SELECT ifnull(substr(ifnull(${row}.to_date, ${row}.from_date), 1, 7), '0000-00'), 0, ${sign}1 WHERE ${row}.is_open = 0
  ON CONFLICT DO UPDATE SET ended = ended + excluded.ended;`

/** What the kept sums have to come to: a bulk load sums up once at its end, and tests compare. */
const sumsNow = `
CREATE VIEW village_tally_now (region, employment_state, work_range, industry, ${names.join(', ')}) AS
  SELECT ${tallyKeys('p')}, ${names.map((name) => `sum(${measures[name]?.('p')})`).join(', ')}
  FROM person p GROUP BY 1, 2, 3, 4;
CREATE VIEW household_counts_now (household_id, member_count, labour_count, employed_count) AS
  SELECT p.household_id, count(*), sum(${isLabour('p')}), sum(${isEmployed('p')})
  FROM person p WHERE p.household_id IS NOT NULL GROUP BY 1;
CREATE VIEW employment_flow_now (month, started, ended) AS
  SELECT month, sum(started), sum(ended) FROM (
    SELECT ifnull(substr(e.from_date, 1, 7), '0000-00') AS month, 1 AS started, 0 AS ended FROM employment e
    UNION ALL
    SELECT ifnull(substr(ifnull(e.to_date, e.from_date), 1, 7), '0000-00'), 0, 1 FROM employment e WHERE e.is_open = 0
  ) GROUP BY 1;
`
const tallied =
  'region, employment_state, work_range, industry, form_state, employment_clear, demand_clear, ' +
  'skill_clear, difficulty_clear, qualifies, block_count, has_returned, plans_to_go_out, wants_training'
const tallyTriggers = `
CREATE TRIGGER person_tally_insert AFTER INSERT ON person BEGIN ${tally('NEW', '')} END;
CREATE TRIGGER person_tally_delete AFTER DELETE ON person BEGIN ${tally('OLD', '-')} END;
CREATE TRIGGER person_tally_update AFTER UPDATE OF ${tallied} ON person BEGIN ${tally('OLD', '-')} ${tally('NEW', '')} END;
CREATE TRIGGER person_household_insert AFTER INSERT ON person WHEN NEW.household_id IS NOT NULL
BEGIN ${householdCounts('NEW', '+')} END;
CREATE TRIGGER person_household_delete AFTER DELETE ON person WHEN OLD.household_id IS NOT NULL
BEGIN ${householdCounts('OLD', '-')} END;
CREATE TRIGGER person_household_update AFTER UPDATE OF household_id, employment_state, form_state ON person
BEGIN ${householdCounts('OLD', '-')} ${householdCounts('NEW', '+')} END;
CREATE TRIGGER employment_flow_insert AFTER INSERT ON employment BEGIN ${flow('NEW', '')} END;
CREATE TRIGGER employment_flow_delete AFTER DELETE ON employment BEGIN ${flow('OLD', '-')} END;
CREATE TRIGGER employment_flow_update AFTER UPDATE OF from_date, to_date, is_open ON employment
BEGIN ${flow('OLD', '-')} ${flow('NEW', '')} END;
`

const digits = (count: number) => '[0-9]'.repeat(count)
const residentNumber = (century: string) =>
  `id_number GLOB '${digits(6)}${century}${digits(2)}[01][0-9][0-3]${digits(4)}[0-9X]'`
/** Documents and telephones that are not made like the 18 characters and 11 digits of nearly everybody. */
const oddIdNumber = `NOT (${residentNumber('19')} OR ${residentNumber('20')})`
const oddPhone = `phone NOT GLOB '1[3-9]${digits(9)}'`

export const foundation = {
  version: 10,
  name: 'foundation',
  sql: `
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- Every write belongs to a batch: one edit, one import, one undo. Its changes are a closed range of seq.
CREATE TABLE batch (
  id INTEGER PRIMARY KEY, kind TEXT NOT NULL, label TEXT NOT NULL, at TEXT NOT NULL, actor TEXT NOT NULL,
  reason TEXT, counts TEXT, first_seq INTEGER NOT NULL, last_seq INTEGER NOT NULL,
  undone_by INTEGER REFERENCES batch (id), error_name TEXT, error_file BLOB
) STRICT;
CREATE INDEX batch_by_kind ON batch (kind, id);

-- Field by field: what a row held before and holds after, as JSON of the changed fields only.
CREATE TABLE change (
  seq INTEGER PRIMARY KEY, batch_id INTEGER NOT NULL REFERENCES batch (id), entity TEXT NOT NULL,
  entity_id INTEGER NOT NULL, person_id INTEGER, action TEXT NOT NULL, before TEXT, after TEXT
) STRICT;
CREATE INDEX change_by_person ON change (person_id, seq) WHERE person_id IS NOT NULL;
CREATE INDEX change_by_other ON change (entity, entity_id, seq) WHERE person_id IS NULL;

CREATE TABLE household (
  id INTEGER PRIMARY KEY, version INTEGER NOT NULL DEFAULT 1, head_person_id INTEGER REFERENCES person (id),
  household_code TEXT, recognised_year INTEGER, region TEXT, address TEXT, phone TEXT, category TEXT,
  lift_status TEXT, is_relocated INTEGER, site_name TEXT, has_disabled INTEGER, note TEXT,
  member_count INTEGER NOT NULL DEFAULT 0, labour_count INTEGER NOT NULL DEFAULT 0,
  employed_count INTEGER NOT NULL DEFAULT 0, updated_on TEXT
) STRICT;
CREATE INDEX household_by_region ON household (region, household_code, id);
CREATE UNIQUE INDEX household_by_code ON household (household_code);
CREATE INDEX household_by_head ON household (head_person_id);
CREATE INDEX household_by_category ON household (category, region, household_code, id);
CREATE INDEX household_zero_employment ON household (region, household_code, id) WHERE labour_count >= 1 AND employed_count = 0;
CREATE INDEX household_relocated ON household (region, household_code, id) WHERE is_relocated = 1;

CREATE TABLE person (
  id INTEGER PRIMARY KEY, version INTEGER NOT NULL DEFAULT 1, household_id INTEGER REFERENCES household (id),
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
  warn_count INTEGER NOT NULL DEFAULT 0, updated_on TEXT
) STRICT;
CREATE UNIQUE INDEX person_by_id_number ON person (id_number);
-- A form_state at the end lets the labour ledger be read here without looking at the rows.
CREATE INDEX person_by_household ON person (household_id, form_state);
CREATE INDEX person_by_phone ON person (phone, household_id, region, employment_state, form_state);
CREATE INDEX person_by_name ON person (name_pinyin, region, employment_state, form_state);
CREATE INDEX person_by_initials ON person (name_initials);
-- Pieces of numbers: by the end, by the part of an ID number that begins with the birth date, and the few of another make.
CREATE INDEX person_by_id_tail ON person (id_number_reversed);
CREATE INDEX person_by_birth_part ON person (substr(id_number, 7));
CREATE INDEX person_by_odd_id_number ON person (id_number) WHERE ${oddIdNumber};
CREATE INDEX person_by_phone_tail ON person (phone_reversed);
CREATE INDEX person_by_odd_phone ON person (phone) WHERE ${oddPhone};
-- The labour ledger in its usual order, with what it is mostly filtered by: conditions are looked at in here,
-- without the wide rows. Those behind it carry further fields in the order of entry, few in each: the time
-- to walk along one grows with the columns that stand before the one looked at.
CREATE INDEX person_list ON person (
  region, name_pinyin, id, employment_state, work_range, industry, form_state, qualifies, block_count, has_returned,
  plans_to_go_out, wants_training, sex, birth_date, education, monthly_wage, updated_on, household_id, name,
  employment_form, labour_ability, skill_level, ethnicity, is_post_school_youth, is_disabled, has_contract,
  has_social_insurance, assisted, employment_clear, demand_clear, skill_clear, difficulty_clear, warn_count,
  work_income, worked_months
) WHERE form_state <> 'none';
CREATE INDEX person_list_work ON person (
  id, region, employment_state, employed_on, became_unemployed_on, not_working_kind, is_working, flexible_days,
  organised_transfer, employment_form_note, industry_note, has_pension, has_medical, assisted_on,
  venture_status, led_return_venture
) WHERE form_state <> 'none';
CREATE INDEX person_list_form ON person (
  id, region, employment_state, verification, current_status, exit_reason, school_status, graduated_on,
  relation_to_head, difficulties, collected_on, collector_name, collector_phone, paper_on_file
) WHERE form_state <> 'none';
CREATE INDEX person_list_wish ON person (
  id, region, employment_state, expected_wage, planned_out_on, intended_region, intended_job, job_wish,
  no_intention_reason, no_intention_note, training_intent, training_status, training_wish_kind,
  training_wish_trade, training_wish_on
) WHERE form_state <> 'none';
CREATE INDEX person_list_service ON person (
  id, region, employment_state, return_reason, returned_on, returned_from_region, career_guidance_count,
  placement_count, venture_service_count, training_service_count, other_service_count, no_services
) WHERE form_state <> 'none';
CREATE INDEX person_list_signature ON person (id, labourer_signature) WHERE form_state <> 'none';
CREATE INDEX person_list_address ON person (id, home_address) WHERE form_state <> 'none';
-- What few people have, or what has few values.
${seldom.map(withValue).join('\n')}
CREATE INDEX person_list_collector_name ON person (collector_name) WHERE form_state <> 'none';
CREATE INDEX person_list_collector_phone ON person (collector_phone) WHERE form_state <> 'none';
-- Everybody else of the households, in the same order.
CREATE INDEX person_others ON person (region, name_pinyin) WHERE form_state = 'none';
-- The columns by which the whole labour ledger can be sorted, with what it is filtered by meanwhile.
CREATE INDEX person_list_id_number ON person (id_number, region, employment_state) WHERE form_state <> 'none';
CREATE INDEX person_list_workplace ON person (workplace_region, region, employment_state) WHERE form_state <> 'none';
CREATE INDEX person_list_employer ON person (employer_name, region, employment_state) WHERE form_state <> 'none';
CREATE INDEX person_list_wage ON person (monthly_wage, region, employment_state) WHERE form_state <> 'none';
CREATE INDEX person_list_problems ON person (block_count, region, employment_state) WHERE form_state <> 'none';
CREATE INDEX person_list_updated ON person (updated_on, region, employment_state) WHERE form_state <> 'none';

CREATE VIRTUAL TABLE person_search USING fts5 (
  name, content = '', contentless_delete = 1, detail = none, tokenize = 'unicode61 remove_diacritics 0'
);

CREATE TABLE exemption (
  person_id INTEGER NOT NULL REFERENCES person (id), code TEXT NOT NULL, field TEXT NOT NULL,
  reason TEXT NOT NULL, actor TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (person_id, code, field)
) STRICT, WITHOUT ROWID;

-- Dated history. is_open marks the row that the form shows now; entered_seq orders, never the clock.
CREATE TABLE employment (
  id INTEGER PRIMARY KEY, person_id INTEGER NOT NULL REFERENCES person (id), is_open INTEGER NOT NULL,
  from_date TEXT, to_date TEXT, entered_seq INTEGER NOT NULL,
  channel TEXT, "range" TEXT, type TEXT, farm_income INTEGER, workplace_region TEXT, employment_form TEXT,
  employment_form_note TEXT, employer_name TEXT, employed_on TEXT, monthly_wage INTEGER, industry TEXT,
  industry_note TEXT, has_contract INTEGER, has_social_insurance INTEGER, has_pension INTEGER,
  has_medical INTEGER, assisted INTEGER, assisted_on TEXT, led_return_venture INTEGER,
  organised_transfer TEXT, employer_kind TEXT, trade TEXT, special_kind TEXT, ended_on TEXT,
  contract_months INTEGER, internship_subsidy INTEGER, job_search_subsidy INTEGER, travel_subsidy INTEGER,
  work_address TEXT, note TEXT
) STRICT;
CREATE INDEX employment_by_person ON employment (person_id, entered_seq);
CREATE UNIQUE INDEX employment_one_open ON employment (person_id) WHERE is_open = 1;
CREATE INDEX employment_by_start ON employment (employed_on, id, ended_on, person_id);
CREATE TABLE training (
  id INTEGER PRIMARY KEY, person_id INTEGER NOT NULL REFERENCES person (id), is_open INTEGER NOT NULL,
  from_date TEXT, to_date TEXT, entered_seq INTEGER NOT NULL,
  kind TEXT, trade TEXT, provider TEXT, address TEXT, started_on TEXT, ended_on TEXT, days INTEGER,
  su_shan INTEGER, allowance INTEGER, note TEXT
) STRICT;
CREATE INDEX training_by_person ON training (person_id, entered_seq);
CREATE INDEX training_by_start ON training (started_on, id);
CREATE TABLE intention (
  id INTEGER PRIMARY KEY, person_id INTEGER NOT NULL REFERENCES person (id), is_open INTEGER NOT NULL,
  from_date TEXT, to_date TEXT, entered_seq INTEGER NOT NULL,
  not_working_kind TEXT, became_unemployed_on TEXT, plans_to_go_out INTEGER, no_intention_reason TEXT,
  no_intention_note TEXT, intended_region TEXT, planned_out_on TEXT, intended_job TEXT,
  expected_wage INTEGER
) STRICT;
CREATE INDEX intention_by_person ON intention (person_id, entered_seq);
CREATE TABLE return_event (
  id INTEGER PRIMARY KEY, person_id INTEGER NOT NULL REFERENCES person (id), is_open INTEGER NOT NULL,
  from_date TEXT, to_date TEXT, entered_seq INTEGER NOT NULL,
  has_returned INTEGER, return_reason TEXT, returned_from_region TEXT, returned_on TEXT
) STRICT;
CREATE INDEX return_event_by_person ON return_event (person_id, entered_seq);
CREATE TABLE training_wish (
  id INTEGER PRIMARY KEY, person_id INTEGER NOT NULL REFERENCES person (id), is_open INTEGER NOT NULL,
  from_date TEXT, to_date TEXT, entered_seq INTEGER NOT NULL,
  wants_training INTEGER, training_wish_kind TEXT, training_wish_trade TEXT, training_wish_on TEXT
) STRICT;
CREATE INDEX training_wish_by_person ON training_wish (person_id, entered_seq);
CREATE TABLE service_record (
  id INTEGER PRIMARY KEY, person_id INTEGER NOT NULL REFERENCES person (id), entered_seq INTEGER NOT NULL,
  kind TEXT NOT NULL, served_on TEXT NOT NULL, place TEXT, staff TEXT, outcome TEXT, note TEXT
) STRICT;
CREATE INDEX service_record_by_person ON service_record (person_id, served_on);

-- Sums kept by triggers, so that figures never walk over everyone.
CREATE TABLE village_tally (
  region TEXT NOT NULL, employment_state TEXT NOT NULL, work_range TEXT NOT NULL, industry TEXT NOT NULL,
  people INTEGER NOT NULL, employment_clear INTEGER NOT NULL, demand_clear INTEGER NOT NULL,
  skill_clear INTEGER NOT NULL, difficulty_clear INTEGER NOT NULL, qualified INTEGER NOT NULL,
  with_problems INTEGER NOT NULL, returned INTEGER NOT NULL, willing INTEGER NOT NULL, wishing INTEGER NOT NULL,
  confirmed INTEGER NOT NULL, submitted INTEGER NOT NULL,
  PRIMARY KEY (region, employment_state, work_range, industry)
) STRICT, WITHOUT ROWID;
CREATE TABLE employment_flow (
  month TEXT PRIMARY KEY, started INTEGER NOT NULL, ended INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
${tallyTriggers}
${sumsNow}
-- The office's own changes of regions over the national list: rows are only ever added.
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

CREATE TABLE saved_list (
  key TEXT PRIMARY KEY, ledger TEXT NOT NULL, label TEXT NOT NULL, content TEXT NOT NULL, actor TEXT NOT NULL, at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE remembered_mapping (layout TEXT PRIMARY KEY, mapping TEXT NOT NULL, used_at TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE preference (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE dictionary_item (
  dictionary TEXT NOT NULL, code TEXT NOT NULL, content TEXT NOT NULL, at TEXT NOT NULL, actor TEXT NOT NULL,
  PRIMARY KEY (dictionary, code)
) STRICT, WITHOUT ROWID;
CREATE TABLE parameter_value (
  key TEXT NOT NULL, valid_from TEXT NOT NULL, value REAL NOT NULL, at TEXT NOT NULL, actor TEXT NOT NULL,
  PRIMARY KEY (key, valid_from)
) STRICT, WITHOUT ROWID;
`,
}
