-- Promises, complaints, scores, the talk, asks, candidates, and what the gate makes of them.
-- An "entry" is the number of the journal entry that wrote a thing: of two things of one day the
-- later entry is newer.

CREATE TABLE promise (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	version INTEGER NOT NULL DEFAULT 1,
	contact INTEGER NOT NULL REFERENCES contact (id),
	sale INTEGER REFERENCES sale (id),
	text TEXT NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('open', 'kept', 'broken', 'withdrawn')),
	made_day INTEGER NOT NULL,
	due_day INTEGER NOT NULL,    -- what they heard
	target_day INTEGER NOT NULL, -- our own
	is_late INTEGER NOT NULL DEFAULT 0 CHECK (is_late IN (0, 1)), -- kept, re-dated or withdrawn so
	ended_day INTEGER,
	trouble_day INTEGER, -- when it was late or broken last; null: never
	trouble_entry INTEGER,
	righted_day INTEGER, -- when that was put right; null: not yet
	righted_entry INTEGER,
	reason TEXT,
	created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX promise_by_contact ON promise (contact, id);
CREATE INDEX promise_by_due ON promise (due_day, id) WHERE state = 'open';
CREATE INDEX promise_by_target ON promise (target_day, id) WHERE state = 'open';
CREATE INDEX promise_by_state ON promise (state, id);
CREATE INDEX promise_by_sale ON promise (sale, id) WHERE sale IS NOT NULL;

CREATE TABLE promise_redate (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	promise INTEGER NOT NULL REFERENCES promise (id),
	day INTEGER NOT NULL,
	from_due INTEGER NOT NULL,
	to_due INTEGER NOT NULL,
	from_target INTEGER NOT NULL,
	to_target INTEGER NOT NULL,
	is_late INTEGER NOT NULL CHECK (is_late IN (0, 1)),
	reason TEXT,
	created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX promise_redate_by_promise ON promise_redate (promise, id);

CREATE TABLE complaint (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	version INTEGER NOT NULL DEFAULT 1,
	contact INTEGER NOT NULL REFERENCES contact (id),
	sale INTEGER REFERENCES sale (id),
	text TEXT NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('open', 'resolved')),
	day INTEGER NOT NULL,
	entry INTEGER NOT NULL,
	resolved_day INTEGER,
	resolved_entry INTEGER,
	note TEXT,
	created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX complaint_by_contact ON complaint (contact, id);
CREATE INDEX complaint_by_state ON complaint (state, id);
CREATE INDEX complaint_open ON complaint (contact, id) WHERE state = 'open';

CREATE TABLE satisfaction (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	version INTEGER NOT NULL DEFAULT 1,
	contact INTEGER NOT NULL REFERENCES contact (id),
	sale INTEGER REFERENCES sale (id),
	followup INTEGER REFERENCES followup (id),
	score INTEGER NOT NULL CHECK (score BETWEEN 0 AND 10),
	words TEXT,
	day INTEGER NOT NULL,
	entry INTEGER NOT NULL,
	created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX satisfaction_by_contact ON satisfaction (contact, day, entry, id);

CREATE TABLE compliment (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	version INTEGER NOT NULL DEFAULT 1,
	contact INTEGER NOT NULL REFERENCES contact (id),
	sale INTEGER REFERENCES sale (id),
	text TEXT NOT NULL,
	day INTEGER NOT NULL,
	entry INTEGER NOT NULL,
	created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX compliment_by_contact ON compliment (contact, day, entry, id);

-- What a run of the plan 'repair' is to put right: its anchor, and what has joined it.
CREATE TABLE repair_cause (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	run INTEGER NOT NULL REFERENCES run (id),
	occurrence INTEGER NOT NULL, -- of the run's steps: a promise may go wrong twice
	contact INTEGER NOT NULL REFERENCES contact (id),
	kind TEXT NOT NULL CHECK (kind IN ('complaint', 'score', 'promise')),
	about_id INTEGER NOT NULL,
	day INTEGER NOT NULL,
	created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX repair_cause_by_run ON repair_cause (run, id);
CREATE INDEX repair_cause_by_contact ON repair_cause (contact);
CREATE INDEX repair_cause_by_about ON repair_cause (kind, about_id);

CREATE TABLE talk (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	version INTEGER NOT NULL DEFAULT 1,
	contact INTEGER NOT NULL REFERENCES contact (id),
	sale INTEGER REFERENCES sale (id),
	day INTEGER NOT NULL,
	motive TEXT NOT NULL CHECK (motive IN ('time-and-attention', 'prestige', 'none')),
	agreed TEXT NOT NULL CHECK (agreed IN ('yes', 'no', 'later')),
	note TEXT,
	created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX talk_by_contact ON talk (contact, day, id);

CREATE TABLE talk_answer (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	talk INTEGER NOT NULL REFERENCES talk (id),
	question TEXT NOT NULL,
	bad_experience INTEGER NOT NULL CHECK (bad_experience IN (0, 1)),
	words TEXT,
	UNIQUE (talk, question)
) STRICT;

CREATE TABLE ask (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	version INTEGER NOT NULL DEFAULT 1,
	contact INTEGER NOT NULL REFERENCES contact (id),
	followup INTEGER REFERENCES followup (id),
	sale INTEGER REFERENCES sale (id),
	channel TEXT NOT NULL
		CHECK (channel IN ('call', 'visit', 'message', 'email', 'mail', 'other')),
	day INTEGER NOT NULL,
	entry INTEGER NOT NULL,
	outcome TEXT CHECK (outcome IN
		('names-given', 'willing', 'later', 'declined', 'never')), -- null: not yet noted
	later_day INTEGER,
	override_reason TEXT, -- null: it was earned
	note TEXT,
	created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX ask_by_contact ON ask (contact, day, entry, id);
CREATE INDEX ask_by_id ON ask (contact, id);
CREATE INDEX ask_by_followup ON ask (followup) WHERE followup IS NOT NULL;

-- One person sent by another; received, or given by us. A candidate is one in its first status.
CREATE TABLE referral (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	version INTEGER NOT NULL DEFAULT 1,
	direction TEXT NOT NULL CHECK (direction IN ('received', 'given')),
	contact INTEGER NOT NULL REFERENCES contact (id), -- who sent them; of a given one, to whom
	person INTEGER REFERENCES contact (id),           -- who was sent; null while only a name
	name TEXT,
	phone TEXT,
	email TEXT,
	relation TEXT,
	influence TEXT,
	permission TEXT NOT NULL CHECK (permission IN ('introduced', 'may-say-name', 'none')),
	need TEXT,
	status TEXT NOT NULL CHECK (status IN
		('candidate', 'received', 'contacted', 'meeting', 'won', 'lost', 'not-a-fit')),
	origin TEXT NOT NULL CHECK (origin IN ('ask', 'emergency-list', 'offered', 'import')),
	ask INTEGER REFERENCES ask (id),
	sale INTEGER REFERENCES sale (id),
	note TEXT,
	reason TEXT,
	candidate_day INTEGER,
	received_at INTEGER,
	received_day INTEGER,
	contacted_day INTEGER,
	meeting_day INTEGER,
	won_day INTEGER,
	lost_day INTEGER,
	not_a_fit_day INTEGER,
	thanked_day INTEGER,
	told_contact_day INTEGER,
	told_outcome_day INTEGER,
	created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX referral_by_contact ON referral (contact, id);
CREATE INDEX referral_by_person ON referral (person, id) WHERE person IS NOT NULL;
CREATE INDEX referral_by_status ON referral (status, id);
CREATE INDEX referral_by_ask ON referral (ask) WHERE ask IS NOT NULL;

CREATE TABLE suppression (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	version INTEGER NOT NULL DEFAULT 1,
	contact INTEGER NOT NULL REFERENCES contact (id),
	channel TEXT NOT NULL CHECK (channel IN
		('call', 'message', 'email', 'mail', 'visit', 'newsletter', 'card', 'ask', 'all')),
	reason TEXT NOT NULL,
	evidence TEXT,
	day INTEGER NOT NULL,
	until INTEGER,      -- the first day on which it holds no more; null: no end
	lifted_day INTEGER, -- null: not taken back
	lift_reason TEXT,
	created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX suppression_by_contact ON suppression (contact, id);
CREATE INDEX suppression_in_force ON suppression (contact, id) WHERE lifted_day IS NULL;
CREATE INDEX suppression_by_end ON suppression (until, id)
	WHERE until IS NOT NULL AND lifted_day IS NULL;

-- Scripts and messages that a person has changed; the others stand in the program.
CREATE TABLE template (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	version INTEGER NOT NULL DEFAULT 1,
	name TEXT NOT NULL UNIQUE,
	text TEXT NOT NULL,
	created_at INTEGER NOT NULL
) STRICT;

-- Derived, one row a contact: what the gate says, since when, and when that must be looked at.
CREATE TABLE gate_fact (
	contact INTEGER PRIMARY KEY REFERENCES contact (id),
	state TEXT NOT NULL CHECK (state IN ('open', 'one-short', 'blocked')),
	first_blocking TEXT, -- a code of the gate; null: open
	n_blocking INTEGER NOT NULL,
	is_asked INTEGER NOT NULL DEFAULT 0 CHECK (is_asked IN (0, 1)), -- ever
	since INTEGER NOT NULL,
	next_day INTEGER,    -- when it could open by itself
	recheck_day INTEGER  -- the first day on which the verdict may be another
) STRICT;

CREATE INDEX gate_fact_by_state ON gate_fact (state, contact);
CREATE INDEX gate_fact_by_code ON gate_fact (first_blocking, contact);
CREATE INDEX gate_fact_by_recheck ON gate_fact (recheck_day) WHERE recheck_day IS NOT NULL;

-- Of a book that is older than the gate: looked at by the first tick.
INSERT INTO gate_fact (contact, state, first_blocking, n_blocking, since, recheck_day)
	SELECT id, 'blocked', 'sale-completed', 1, 0, 0 FROM contact
	WHERE state NOT IN ('merged', 'erased');

CREATE INDEX followup_by_about ON followup (about_kind, about_id) WHERE about_kind IS NOT NULL;

CREATE INDEX touch_by_gift ON touch (contact, day) WHERE gave = 1;
CREATE INDEX followup_held ON followup (contact) WHERE waits_for IN ('repair', 'complaint');
-- For undo: what was done last and is not undone, what an entry undid; and, where a row is taken
-- away again, whatever refers to it.
CREATE INDEX journal_by_undo ON journal (id)
	WHERE undone_by IS NULL AND undoes IS NULL AND actor <> 'clock';
CREATE INDEX journal_by_life ON journal (group_id, id)
	WHERE group_id IS NOT NULL AND undone_by IS NULL;
CREATE INDEX journal_by_undoes ON journal (undoes, id) WHERE undoes IS NOT NULL;
CREATE INDEX journal_by_undone ON journal (undone_by) WHERE undone_by IS NOT NULL;
CREATE INDEX import_by_journal ON import (journal) WHERE journal IS NOT NULL;
CREATE INDEX contact_by_merge ON contact (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX run_by_version ON run (plan_version);
CREATE INDEX run_by_sale ON run (sale) WHERE sale IS NOT NULL;
CREATE INDEX touch_by_followup ON touch (followup) WHERE followup IS NOT NULL;
CREATE INDEX complaint_by_sale ON complaint (sale) WHERE sale IS NOT NULL;
CREATE INDEX satisfaction_by_sale ON satisfaction (sale) WHERE sale IS NOT NULL;
CREATE INDEX satisfaction_by_followup ON satisfaction (followup) WHERE followup IS NOT NULL;
CREATE INDEX compliment_by_sale ON compliment (sale) WHERE sale IS NOT NULL;
CREATE INDEX talk_by_sale ON talk (sale) WHERE sale IS NOT NULL;
CREATE INDEX ask_by_sale ON ask (sale) WHERE sale IS NOT NULL;
CREATE INDEX referral_by_sale ON referral (sale) WHERE sale IS NOT NULL;
