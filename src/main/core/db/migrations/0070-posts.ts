import type { Migration } from './index.ts'

const monthIsPaid = (row: string) => `(SELECT state FROM allowance_sheet WHERE month = ${row}.month) = 'paid'`
const locked = (table: string, event: 'INSERT' | 'UPDATE' | 'DELETE') => `
CREATE TRIGGER ${table}_${event.toLowerCase()}_locked BEFORE ${event} ON ${table}
WHEN ${monthIsPaid(event === 'INSERT' ? 'new' : 'old')}
BEGIN SELECT RAISE(ABORT, 'month is paid'); END;`
const allLocked = (table: string) =>
  (['INSERT', 'UPDATE', 'DELETE'] as const).map((event) => locked(table, event)).join('')

/** Public posts: posts, rounds of recruiting, people on posts, attendance, allowance. */
export const posts: Migration = {
  version: 70,
  name: 'posts',
  sql: `
CREATE TABLE public_post (
  id INTEGER PRIMARY KEY, version INTEGER NOT NULL DEFAULT 1,
  post_code TEXT NOT NULL, name TEXT, kind TEXT, term TEXT, is_graduate_post INTEGER, unit_name TEXT, region TEXT,
  quota INTEGER, funding TEXT, pay_basis TEXT, allowance INTEGER, monthly_days INTEGER, daily_hours INTEGER,
  opened_on TEXT, closed_on TEXT, duties TEXT, note TEXT, filled_count INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX public_post_by_code ON public_post (post_code);
CREATE INDEX public_post_by_region ON public_post (region, post_code, id);
CREATE INDEX public_post_graduates ON public_post (region) WHERE is_graduate_post = 1;

CREATE TABLE post_opening (
  id INTEGER PRIMARY KEY, post_id INTEGER NOT NULL REFERENCES public_post (id),
  places INTEGER, needed_on TEXT, need_reason TEXT, opened_on TEXT, notice_from TEXT, notice_to TEXT,
  notice_place TEXT, complaint_phone TEXT
) STRICT;
CREATE INDEX post_opening_by_post ON post_opening (post_id, needed_on);
CREATE TABLE post_candidate (
  id INTEGER PRIMARY KEY, opening_id INTEGER NOT NULL REFERENCES post_opening (id),
  person_id INTEGER NOT NULL REFERENCES person (id), applied_on TEXT, decision TEXT, decision_note TEXT
) STRICT;
CREATE UNIQUE INDEX post_candidate_once ON post_candidate (opening_id, person_id);
CREATE INDEX post_candidate_by_person ON post_candidate (person_id);

CREATE TABLE post_assignment (
  id INTEGER PRIMARY KEY, version INTEGER NOT NULL DEFAULT 1,
  post_id INTEGER NOT NULL REFERENCES public_post (id), person_id INTEGER NOT NULL REFERENCES person (id),
  opening_id INTEGER REFERENCES post_opening (id),
  started_on TEXT NOT NULL, ends_on TEXT NOT NULL, extension_consent INTEGER, insurer TEXT, insured_until TEXT,
  has_official_kin INTEGER, kin_note TEXT, bank_name TEXT, bank_card TEXT, exited_on TEXT, exit_reason TEXT,
  note TEXT, problems TEXT
) STRICT;
CREATE INDEX post_assignment_by_post ON post_assignment (post_id, started_on);
CREATE INDEX post_assignment_by_person ON post_assignment (person_id, started_on);
CREATE INDEX post_assignment_by_start ON post_assignment (started_on, id);
CREATE INDEX post_assignment_by_opening ON post_assignment (opening_id) WHERE opening_id IS NOT NULL;
CREATE TRIGGER post_assignment_added AFTER INSERT ON post_assignment WHEN new.exited_on IS NULL BEGIN
  UPDATE public_post SET filled_count = filled_count + 1 WHERE id = new.post_id;
END;
CREATE TRIGGER post_assignment_removed AFTER DELETE ON post_assignment WHEN old.exited_on IS NULL BEGIN
  UPDATE public_post SET filled_count = filled_count - 1 WHERE id = old.post_id;
END;
CREATE TRIGGER post_assignment_exited AFTER UPDATE OF exited_on, post_id ON post_assignment BEGIN
  UPDATE public_post SET filled_count = filled_count - 1 WHERE id = old.post_id AND old.exited_on IS NULL;
  UPDATE public_post SET filled_count = filled_count + 1 WHERE id = new.post_id AND new.exited_on IS NULL;
END;
CREATE TABLE post_exemption (
  assignment_id INTEGER NOT NULL REFERENCES post_assignment (id) ON DELETE CASCADE, code TEXT NOT NULL,
  reason TEXT NOT NULL, actor TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (assignment_id, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE post_attendance (
  id INTEGER PRIMARY KEY, assignment_id INTEGER NOT NULL REFERENCES post_assignment (id),
  person_id INTEGER NOT NULL REFERENCES person (id),
  month TEXT NOT NULL, present_days INTEGER, assessment TEXT, note TEXT
) STRICT;
CREATE UNIQUE INDEX post_attendance_once ON post_attendance (assignment_id, month);

CREATE TABLE allowance_sheet (
  month TEXT PRIMARY KEY, state TEXT NOT NULL CHECK (state IN ('open', 'paid')),
  calculated_at TEXT, calculated_by TEXT, paid_on TEXT, paid_at TEXT, paid_by TEXT
) STRICT, WITHOUT ROWID;
-- A line keeps what was paid to whom on which account, whatever changes afterwards. Amounts in fen, days in tenths.
CREATE TABLE allowance_line (
  id INTEGER PRIMARY KEY, month TEXT NOT NULL REFERENCES allowance_sheet (month), for_month TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('regular', 'correction')),
  assignment_id INTEGER NOT NULL REFERENCES post_assignment (id), person_id INTEGER NOT NULL REFERENCES person (id),
  name TEXT NOT NULL, id_number TEXT, post_code TEXT NOT NULL, post_name TEXT, region TEXT, funding TEXT,
  bank_name TEXT, bank_card TEXT, pay_basis TEXT NOT NULL, rate INTEGER NOT NULL, due_days INTEGER NOT NULL,
  present_days INTEGER NOT NULL, amount INTEGER NOT NULL, reason TEXT, actor TEXT NOT NULL, at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX allowance_line_once ON allowance_line (assignment_id, for_month) WHERE kind = 'regular';
CREATE INDEX allowance_line_by_month ON allowance_line (month, region, post_code, id);
CREATE INDEX allowance_line_by_assignment ON allowance_line (assignment_id, for_month);
CREATE INDEX allowance_line_by_person ON allowance_line (person_id);
${allLocked('post_attendance')}
${allLocked('allowance_line')}
CREATE TRIGGER allowance_sheet_stays_paid BEFORE UPDATE ON allowance_sheet WHEN old.state = 'paid'
BEGIN SELECT RAISE(ABORT, 'month is paid'); END;
CREATE TRIGGER allowance_sheet_stays BEFORE DELETE ON allowance_sheet WHEN old.state = 'paid'
BEGIN SELECT RAISE(ABORT, 'month is paid'); END;
`,
}
