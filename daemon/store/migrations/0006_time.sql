-- The calendar, cadences, campaigns, dates, absence, and what is told ahead of its day.

-- A follow-up need not be about a contact: to order the cards is a task of the user's own.
CREATE TABLE followup_new (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	version INTEGER NOT NULL DEFAULT 1,
	contact INTEGER REFERENCES contact (id), -- null: a task of the user's own
	sale INTEGER REFERENCES sale (id),
	run INTEGER REFERENCES run (id),
	step TEXT,
	occurrence INTEGER NOT NULL DEFAULT 1,
	kind TEXT NOT NULL CHECK (kind IN ('call', 'visit', 'message', 'card', 'gift', 'thank-you',
		'check-in', 'ask', 'review-request', 'task')),
	channel TEXT CHECK (channel IN ('call', 'visit', 'message', 'email', 'mail', 'other')),
	title TEXT NOT NULL,
	reason TEXT,
	note TEXT,
	scope TEXT NOT NULL DEFAULT 'sale' CHECK (scope IN ('sale', 'contact')),
	gate TEXT CHECK (gate IN ('earned')),
	part_of INTEGER REFERENCES followup (id),
	gives INTEGER NOT NULL DEFAULT 0 CHECK (gives IN (0, 1)),
	score INTEGER NOT NULL DEFAULT 0 CHECK (score IN (0, 1)),
	repeat TEXT,
	series_day INTEGER, -- where the series of a repeat began
	state TEXT NOT NULL CHECK (state IN
		('waiting', 'scheduled', 'done', 'skipped', 'cancelled', 'expired')),
	waits_for TEXT CHECK (waits_for IN ('after', 'part-of', 'gate', 'repair', 'complaint',
		'pause', 'away', 'suppression')),
	planned_day INTEGER NOT NULL,
	planned_minute INTEGER,
	due_day INTEGER NOT NULL,
	due_minute INTEGER, -- null: any time that day
	due_zone TEXT,      -- null: the user's zone
	due_at INTEGER NOT NULL, -- derived from due_day, due_minute and the zone
	next_at INTEGER,         -- derived: when the daemon must look at it next
	"rank" INTEGER NOT NULL,
	is_pinned INTEGER NOT NULL DEFAULT 0 CHECK (is_pinned IN (0, 1)),
	about_kind TEXT CHECK (about_kind IN
		('promise', 'referral', 'complaint', 'score', 'date', 'campaign', 'request', 'ask')),
	about_id INTEGER,
	tries_used INTEGER NOT NULL DEFAULT 0,
	outcome TEXT CHECK (outcome IN
		('reached', 'no-answer', 'left-word', 'replied', 'sent', 'done', 'not-reached')),
	ended_day INTEGER,
	created_at INTEGER NOT NULL,
	CHECK (contact IS NOT NULL OR kind = 'task')
) STRICT;

INSERT INTO followup_new (
	id, version, contact, sale, run, step, occurrence, kind, channel, title, reason, note, scope,
	gate, part_of, gives, score, repeat, series_day, state, waits_for, planned_day, planned_minute,
	due_day, due_minute, due_zone, due_at, next_at, "rank", is_pinned, about_kind, about_id,
	tries_used, outcome, ended_day, created_at)
	SELECT
	id, version, contact, sale, run, step, occurrence, kind, channel, title, reason, note, scope,
	gate, part_of, gives, score, repeat, series_day, state, waits_for, planned_day, planned_minute,
	due_day, due_minute, due_zone, due_at, next_at, "rank", is_pinned, about_kind, about_id,
	tries_used, outcome, ended_day, created_at
	FROM followup;
-- Ids are never given out again.
DELETE FROM sqlite_sequence WHERE name = 'followup_new';
INSERT INTO sqlite_sequence (name, seq)
	SELECT 'followup_new', seq FROM sqlite_sequence WHERE name = 'followup';
DROP TABLE followup;
ALTER TABLE followup_new RENAME TO followup;

CREATE INDEX followup_by_agenda ON followup (due_at, "rank", id) WHERE state = 'scheduled';
CREATE INDEX followup_by_wait ON followup (waits_for, due_at, id) WHERE waits_for IS NOT NULL;
CREATE INDEX followup_by_next ON followup (next_at, id) WHERE next_at IS NOT NULL;
CREATE INDEX followup_by_contact ON followup (contact, due_at, id);
CREATE INDEX followup_by_state ON followup (state, due_at, id, kind);
CREATE INDEX followup_by_open ON followup (id) WHERE state IN ('waiting', 'scheduled');
CREATE INDEX followup_by_kind ON followup (kind, due_at, id);
CREATE INDEX followup_by_due ON followup (due_at, id);
CREATE INDEX followup_by_run ON followup (run, id) WHERE run IS NOT NULL;
CREATE INDEX followup_by_sale ON followup (sale, due_at) WHERE sale IS NOT NULL;
CREATE INDEX followup_by_part ON followup (part_of) WHERE part_of IS NOT NULL;
CREATE INDEX followup_by_about ON followup (about_kind, about_id) WHERE about_kind IS NOT NULL;
CREATE INDEX followup_held ON followup (contact) WHERE waits_for IN ('repair', 'complaint');

-- What falls due on one day of calls that give something, however it ended.
CREATE INDEX followup_by_value ON followup (due_day, state, id)
	WHERE gives = 1 AND score = 0 AND kind IN ('call', 'visit', 'check-in');

-- Days before the step's own, separated by spaces: it is told of ahead on them.
ALTER TABLE plan_step ADD COLUMN leads TEXT;

-- Derived: when the contact should hear from us next, and when the daemon looks at it.
CREATE TABLE cadence_fact (
	contact INTEGER PRIMARY KEY REFERENCES contact (id),
	due_day INTEGER NOT NULL,
	look_day INTEGER -- null: nothing to look at until something happens
) STRICT;

CREATE INDEX cadence_fact_by_look ON cadence_fact (look_day, contact)
	WHERE look_day IS NOT NULL;
-- Those of a class, the longest silence first, as contact_list.c has it.
CREATE INDEX contact_fact_by_class ON contact_fact (ifnull(last_two_way_day, -1000000), contact)
	WHERE cadence IS NOT NULL;

-- A birthday, a renewal, any named day.
CREATE TABLE date (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	version INTEGER NOT NULL DEFAULT 1,
	contact INTEGER NOT NULL REFERENCES contact (id),
	sale INTEGER REFERENCES sale (id),
	what TEXT NOT NULL,
	year INTEGER, -- null: not known
	month INTEGER NOT NULL CHECK (month BETWEEN 1 AND 12),
	month_day INTEGER NOT NULL CHECK (month_day BETWEEN 1 AND 31),
	is_yearly INTEGER NOT NULL CHECK (is_yearly IN (0, 1)),
	lead_days INTEGER NOT NULL,
	removed_day INTEGER, -- null: it holds
	created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX date_by_contact ON date (contact, id);
CREATE INDEX date_by_day ON date (month, month_day, id) WHERE removed_day IS NULL;
CREATE INDEX date_by_sale ON date (sale) WHERE sale IS NOT NULL;

-- Cards each year, a newsletter each month: who is on it is worked out for each edition.
CREATE TABLE campaign (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	version INTEGER NOT NULL DEFAULT 1,
	name TEXT NOT NULL,
	kind TEXT NOT NULL CHECK (kind IN ('card', 'newsletter')),
	rrule TEXT NOT NULL,
	start_day INTEGER NOT NULL,
	lead_days INTEGER NOT NULL,
	standing TEXT CHECK (standing IN ('prospect', 'customer', 'referrer')),
	tag TEXT,
	cadence TEXT CHECK (cadence IN ('A', 'B', 'C', 'none')),
	ended_day INTEGER, -- null: it goes on
	look_day INTEGER,  -- derived: when the daemon must look at it next
	created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX campaign_by_look ON campaign (look_day, id) WHERE look_day IS NOT NULL;

CREATE TABLE edition (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	version INTEGER NOT NULL DEFAULT 1,
	campaign INTEGER NOT NULL REFERENCES campaign (id),
	day INTEGER NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('planned', 'frozen', 'sent', 'skipped')),
	frozen_day INTEGER, -- when its recipients were fixed
	ended_day INTEGER,
	created_at INTEGER NOT NULL,
	UNIQUE (campaign, day)
) STRICT;

CREATE INDEX edition_by_day ON edition (day, id) WHERE state IN ('planned', 'frozen');

CREATE TABLE edition_recipient (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	version INTEGER NOT NULL DEFAULT 1,
	edition INTEGER NOT NULL REFERENCES edition (id),
	contact INTEGER NOT NULL REFERENCES contact (id),
	household INTEGER REFERENCES household (id), -- one card goes to all of it
	reason TEXT, -- why it was skipped
	exported_day INTEGER,
	sent_day INTEGER,
	returned_day INTEGER, -- it came back: the address is wrong
	received_day INTEGER, -- one came from them
	skipped_day INTEGER,
	created_at INTEGER NOT NULL,
	UNIQUE (edition, contact)
) STRICT;

CREATE INDEX edition_recipient_by_contact ON edition_recipient (contact, id);
CREATE INDEX edition_recipient_by_household ON edition_recipient (household)
	WHERE household IS NOT NULL;

-- Mail to an address came back; until another address is entered.
CREATE TABLE address_flag (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	contact INTEGER REFERENCES contact (id),
	household INTEGER REFERENCES household (id),
	edition INTEGER REFERENCES edition (id),
	day INTEGER NOT NULL,
	CHECK ((contact IS NULL) <> (household IS NULL))
) STRICT;

CREATE UNIQUE INDEX address_flag_by_contact ON address_flag (contact) WHERE contact IS NOT NULL;
CREATE UNIQUE INDEX address_flag_by_household ON address_flag (household)
	WHERE household IS NOT NULL;
CREATE INDEX address_flag_by_edition ON address_flag (edition) WHERE edition IS NOT NULL;

-- From the first day away to the day of return, which is a day at work.
CREATE TABLE away (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	version INTEGER NOT NULL DEFAULT 1,
	from_day INTEGER NOT NULL,
	until_day INTEGER NOT NULL,
	ended_day INTEGER, -- null: not yet
	created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX away_open ON away (from_day, id) WHERE ended_day IS NULL;

-- An item that tells of a follow-up ahead: the due instant it tells of; null: of its own.
ALTER TABLE notice_item ADD COLUMN lead_for INTEGER;
-- How often its pop-up was handed to a server and we did not live to hear of it.
ALTER TABLE notice ADD COLUMN attempts INTEGER NOT NULL DEFAULT 0;

-- Holidays are listed and put in force by day.
CREATE INDEX calendar_day_by_day ON calendar_day (day);
-- The same of the notices that had it before.
ALTER TABLE notice_item ADD COLUMN attempts INTEGER NOT NULL DEFAULT 0;

CREATE INDEX notice_item_by_attempts ON notice_item (attempts)
	WHERE notice IS NULL AND attempts > 0;

-- When pop-ups were posted, for as long as they count for the limit of an hour.
CREATE TABLE notice_post (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	at INTEGER NOT NULL
) STRICT;

CREATE INDEX notice_post_by_at ON notice_post (at);
