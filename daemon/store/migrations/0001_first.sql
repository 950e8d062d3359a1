-- The first schema. Day numbers count from 1970-01-01; instants are unix seconds, UTC; minutes
-- count from midnight. Money is in minor units. "derived" columns and tables can be rebuilt.

CREATE TABLE book (
	key TEXT NOT NULL PRIMARY KEY,
	value TEXT NOT NULL
) STRICT;

CREATE TABLE household (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	version INTEGER NOT NULL DEFAULT 1,
	name TEXT,
	street TEXT,
	city TEXT,
	region TEXT,
	postcode TEXT,
	country TEXT,
	created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE contact (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	version INTEGER NOT NULL DEFAULT 1,
	state TEXT NOT NULL DEFAULT 'active'
		CHECK (state IN ('active', 'paused', 'deceased', 'merged', 'erased')),
	merged_into INTEGER REFERENCES contact (id),
	name TEXT,
	name_key TEXT, -- derived: the name folded, to sort by and to match
	find_key TEXT, -- derived: name and organisation folded, to find words in
	org TEXT,
	given TEXT,
	family TEXT,
	street TEXT,
	city TEXT,
	region TEXT,
	postcode TEXT,
	country TEXT,
	timezone TEXT,
	language TEXT,
	cadence TEXT CHECK (cadence IN ('A', 'B', 'C', 'none')),
	notes TEXT,
	listen_for TEXT,
	source TEXT,
	uid TEXT,
	origin TEXT,
	external_id TEXT,
	household INTEGER REFERENCES household (id),
	preferred_channel TEXT
		CHECK (preferred_channel IN ('call', 'visit', 'message', 'email', 'mail', 'other')),
	is_partner INTEGER NOT NULL DEFAULT 0 CHECK (is_partner IN (0, 1)),
	paused_until INTEGER,
	pause_reason TEXT,
	deceased_day INTEGER,
	created_at INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX contact_by_uid ON contact (uid) WHERE uid IS NOT NULL;
CREATE UNIQUE INDEX contact_by_external ON contact (origin, external_id)
	WHERE external_id IS NOT NULL;
CREATE INDEX contact_by_name ON contact (name_key, id);
CREATE INDEX contact_by_household ON contact (household) WHERE household IS NOT NULL;
CREATE INDEX contact_by_pause ON contact (paused_until)
	WHERE state = 'paused' AND paused_until IS NOT NULL;

CREATE TABLE contact_phone (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	contact INTEGER NOT NULL REFERENCES contact (id),
	position INTEGER NOT NULL,
	number TEXT NOT NULL,
	digits TEXT NOT NULL -- derived: digits only
) STRICT;

CREATE INDEX contact_phone_by_contact ON contact_phone (contact, position);
CREATE INDEX contact_phone_by_digits ON contact_phone (digits);

CREATE TABLE contact_email (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	contact INTEGER NOT NULL REFERENCES contact (id),
	position INTEGER NOT NULL,
	address TEXT NOT NULL,
	address_key TEXT NOT NULL -- derived: folded
) STRICT;

CREATE INDEX contact_email_by_contact ON contact_email (contact, position);
CREATE INDEX contact_email_by_key ON contact_email (address_key);

CREATE TABLE contact_tag (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	contact INTEGER NOT NULL REFERENCES contact (id),
	tag TEXT NOT NULL,
	UNIQUE (contact, tag)
) STRICT;

CREATE INDEX contact_tag_by_tag ON contact_tag (tag, contact);

CREATE TABLE contact_consent (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	contact INTEGER NOT NULL REFERENCES contact (id),
	channel TEXT NOT NULL CHECK (channel IN ('newsletter', 'card', 'call', 'message', 'email')),
	answer TEXT NOT NULL CHECK (answer IN ('yes', 'no', 'unknown')),
	day INTEGER NOT NULL,
	source TEXT,
	UNIQUE (contact, channel)
) STRICT;

CREATE TABLE sale (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	version INTEGER NOT NULL DEFAULT 1,
	contact INTEGER NOT NULL REFERENCES contact (id),
	state TEXT NOT NULL CHECK (state IN ('open', 'completed', 'lost', 'refunded')),
	product TEXT NOT NULL,
	amount INTEGER,
	currency TEXT,
	exponent INTEGER,
	source TEXT CHECK (source IN
		('referral', 'prospecting', 'marketing', 'walk-in', 'repeat', 'other')),
	referral INTEGER,
	opened_day INTEGER,
	signed_day INTEGER,
	completed_day INTEGER,
	lost_day INTEGER,
	refunded_day INTEGER,
	reason TEXT,
	origin TEXT,
	external_id TEXT,
	created_at INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX sale_by_external ON sale (origin, external_id) WHERE external_id IS NOT NULL;
CREATE INDEX sale_by_contact ON sale (contact, id);
CREATE INDEX sale_by_state ON sale (state, id);

CREATE TABLE plan (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	name TEXT NOT NULL UNIQUE,
	latest INTEGER NOT NULL DEFAULT 0 -- the version that new runs take
) STRICT;

CREATE TABLE plan_version (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	plan INTEGER NOT NULL REFERENCES plan (id),
	version INTEGER NOT NULL,
	title TEXT,
	created_at INTEGER NOT NULL,
	UNIQUE (plan, version)
) STRICT;

CREATE TABLE plan_step (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	plan_version INTEGER NOT NULL REFERENCES plan_version (id),
	position INTEGER NOT NULL,
	key TEXT NOT NULL,
	"offset" TEXT NOT NULL,
	"after" TEXT,
	kind TEXT NOT NULL,
	channel TEXT,
	"to" TEXT NOT NULL CHECK ("to" IN ('contact', 'referrer')),
	scope TEXT NOT NULL CHECK (scope IN ('sale', 'contact')),
	"when" TEXT NOT NULL CHECK ("when" IN
		('always', 'has-promises', 'consent-unknown', 'not-reached', 'gift-policy')),
	gate TEXT CHECK (gate IN ('earned')),
	part_of TEXT,
	gives INTEGER NOT NULL DEFAULT 0 CHECK (gives IN (0, 1)),
	score INTEGER NOT NULL DEFAULT 0 CHECK (score IN (0, 1)),
	repeat TEXT,
	tries TEXT, -- offsets separated by spaces
	text TEXT NOT NULL,
	reason TEXT NOT NULL,
	UNIQUE (plan_version, key)
) STRICT;

CREATE TABLE run (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	version INTEGER NOT NULL DEFAULT 1,
	plan INTEGER NOT NULL REFERENCES plan (id),
	plan_version INTEGER NOT NULL REFERENCES plan_version (id),
	anchor_kind TEXT NOT NULL CHECK (anchor_kind IN
		('contact', 'sale', 'referral', 'complaint', 'score', 'promise')),
	anchor_id INTEGER NOT NULL,
	contact INTEGER NOT NULL REFERENCES contact (id),
	sale INTEGER REFERENCES sale (id),
	anchor_day INTEGER NOT NULL,
	anchor_minute INTEGER, -- for offsets in working hours
	state TEXT NOT NULL CHECK (state IN ('active', 'ended', 'stopped')),
	is_imported INTEGER NOT NULL DEFAULT 0 CHECK (is_imported IN (0, 1)),
	reason TEXT,
	created_at INTEGER NOT NULL,
	UNIQUE (plan, anchor_kind, anchor_id)
) STRICT;

CREATE INDEX run_by_contact ON run (contact, id);

CREATE TABLE followup (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	version INTEGER NOT NULL DEFAULT 1,
	contact INTEGER NOT NULL REFERENCES contact (id),
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
	created_at INTEGER NOT NULL
) STRICT;

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

CREATE TABLE followup_move (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	followup INTEGER NOT NULL REFERENCES followup (id),
	at INTEGER NOT NULL,
	rule TEXT NOT NULL, -- the rule that moved it, a word of domain/followup.c
	from_state TEXT,    -- null: made
	to_state TEXT NOT NULL,
	from_day INTEGER,
	from_minute INTEGER,
	to_day INTEGER NOT NULL,
	to_minute INTEGER,
	cause_kind TEXT,
	cause_id INTEGER,
	reason TEXT -- what a person said
) STRICT;

CREATE INDEX followup_move_by_followup ON followup_move (followup, id);

CREATE TABLE touch (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	version INTEGER NOT NULL DEFAULT 1,
	contact INTEGER NOT NULL REFERENCES contact (id),
	followup INTEGER REFERENCES followup (id),
	day INTEGER NOT NULL,
	channel TEXT NOT NULL
		CHECK (channel IN ('call', 'visit', 'message', 'email', 'mail', 'other')),
	direction TEXT NOT NULL CHECK (direction IN ('in', 'out', 'both')),
	gave INTEGER NOT NULL DEFAULT 0 CHECK (gave IN (0, 1)),
	asked INTEGER NOT NULL DEFAULT 0 CHECK (asked IN (0, 1)),
	text TEXT,
	minutes INTEGER,
	created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX touch_by_contact ON touch (contact, day, id);

-- Derived, one row a contact; rebuilt by store/contact_fact.c.
CREATE TABLE contact_fact (
	contact INTEGER PRIMARY KEY REFERENCES contact (id),
	standing TEXT NOT NULL CHECK (standing IN ('prospect', 'customer', 'referrer')),
	n_completed INTEGER NOT NULL DEFAULT 0,
	first_completed_day INTEGER,
	last_completed_day INTEGER,
	last_touch_day INTEGER,
	last_two_way_day INTEGER,
	next_due_at INTEGER,
	next_followup INTEGER
) STRICT;

CREATE INDEX contact_fact_by_quiet ON contact_fact (ifnull(last_two_way_day, -1000000), contact);
CREATE INDEX contact_fact_by_next ON contact_fact
	(ifnull(next_due_at, 9223372036854775807), contact);
CREATE INDEX contact_fact_by_standing ON contact_fact (standing, contact);

-- One pop-up. due -> claimed -> shown -> acted | dismissed | expired | closed
CREATE TABLE notice (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	kind TEXT NOT NULL CHECK (kind IN ('single', 'digest', 'morning')),
	state TEXT NOT NULL CHECK (state IN
		('claimed', 'shown', 'failed', 'acted', 'dismissed', 'expired', 'closed')),
	is_repeat INTEGER NOT NULL DEFAULT 0 CHECK (is_repeat IN (0, 1)),
	claimed_at INTEGER NOT NULL,
	shown_at INTEGER,
	ended_at INTEGER,
	server TEXT,
	server_id INTEGER
) STRICT;

CREATE INDEX notice_by_open ON notice (state, id) WHERE state IN ('claimed', 'shown', 'failed');

-- What has come due: without a notice it still waits to be shown.
CREATE TABLE notice_item (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	notice INTEGER REFERENCES notice (id),
	followup INTEGER NOT NULL REFERENCES followup (id),
	due_at INTEGER NOT NULL,
	UNIQUE (followup, due_at)
) STRICT;

CREATE INDEX notice_item_by_waiting ON notice_item (due_at, id) WHERE notice IS NULL;
CREATE INDEX notice_item_by_notice ON notice_item (notice) WHERE notice IS NOT NULL;

CREATE TABLE event (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	at INTEGER NOT NULL,
	kind TEXT NOT NULL,
	about_id INTEGER NOT NULL,
	contact INTEGER
) STRICT;

CREATE TABLE idempotency (
	key TEXT NOT NULL PRIMARY KEY,
	hash INTEGER NOT NULL,
	result TEXT NOT NULL,
	at INTEGER NOT NULL
) STRICT;

CREATE INDEX idempotency_by_time ON idempotency (at);

CREATE TABLE journal (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	at INTEGER NOT NULL,
	actor TEXT NOT NULL CHECK (actor IN ('user', 'clock', 'desktop', 'import')),
	method TEXT NOT NULL,
	schema INTEGER NOT NULL,
	group_id INTEGER, -- the first entry of an import, for all its slices
	undoes INTEGER REFERENCES journal (id),
	undone_by INTEGER REFERENCES journal (id),
	summary TEXT NOT NULL -- ids, never names
) STRICT;

CREATE INDEX journal_by_group ON journal (group_id) WHERE group_id IS NOT NULL;
CREATE INDEX journal_by_time ON journal (at);

-- Before and after images of each changed row; null: the row was not there.
CREATE TABLE journal_row (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	journal INTEGER NOT NULL REFERENCES journal (id),
	"table" INTEGER NOT NULL, -- the table's number in store/tables.c
	row INTEGER NOT NULL,
	contact INTEGER,
	before BLOB,
	after BLOB
) STRICT;

CREATE INDEX journal_row_by_journal ON journal_row (journal, id);
CREATE INDEX journal_row_by_contact ON journal_row (contact, journal) WHERE contact IS NOT NULL;
CREATE INDEX journal_row_by_row ON journal_row ("table", row, journal);

CREATE TABLE import (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	version INTEGER NOT NULL DEFAULT 1,
	source TEXT NOT NULL,
	kind TEXT NOT NULL CHECK (kind IN ('contacts', 'sales')),
	state TEXT NOT NULL CHECK (state IN
		('open', 'checking', 'applying', 'planting', 'done', 'refused', 'aborted')),
	dry_run INTEGER NOT NULL CHECK (dry_run IN (0, 1)),
	strict INTEGER NOT NULL CHECK (strict IN (0, 1)),
	n_items INTEGER NOT NULL DEFAULT 0,
	added INTEGER NOT NULL DEFAULT 0,
	updated INTEGER NOT NULL DEFAULT 0,
	unchanged INTEGER NOT NULL DEFAULT 0,
	refused INTEGER NOT NULL DEFAULT 0,
	journal INTEGER, -- the group of its journal entries
	created_at INTEGER NOT NULL,
	ended_at INTEGER
) STRICT;

CREATE INDEX import_by_state ON import (state, id);

-- Staged rows. One that is finished is removed; a refused one keeps its line and why, and
-- nothing else, until the next import begins.
CREATE TABLE import_item (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	import INTEGER NOT NULL REFERENCES import (id),
	line INTEGER NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('staged', 'refused', 'applied')),
	field TEXT,
	refusal TEXT,
	key TEXT, -- of a dry run: rows of one key are about the same thing
	is_repeat INTEGER NOT NULL DEFAULT 0 CHECK (is_repeat IN (0, 1)),
	doubt INTEGER, -- the contact that this may be as well
	contact INTEGER,
	sale INTEGER,
	-- what it says of a contact
	name TEXT,
	org TEXT,
	given TEXT,
	family TEXT,
	emails TEXT, -- separated by newlines
	phones TEXT, -- separated by newlines
	street TEXT,
	city TEXT,
	region TEXT,
	postcode TEXT,
	country TEXT,
	notes TEXT,
	tags TEXT, -- separated by newlines
	contact_external_id TEXT,
	contact_source TEXT,
	-- what it says of a sale
	product TEXT,
	amount INTEGER,
	currency TEXT,
	exponent INTEGER,
	sale_state TEXT,
	sale_source TEXT,
	opened_day INTEGER,
	closed_day INTEGER,
	external_id TEXT
) STRICT;

CREATE INDEX import_item_by_state ON import_item (import, state, id);
CREATE INDEX import_item_by_key ON import_item (import, key) WHERE key IS NOT NULL;
CREATE INDEX import_item_by_doubt ON import_item (import, id) WHERE doubt IS NOT NULL;
CREATE INDEX import_item_by_newest ON import_item (import, contact, closed_day DESC, sale DESC)
	WHERE state = 'applied';

-- Holidays; each source is replaced as a whole.
CREATE TABLE calendar_day (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	source TEXT NOT NULL,
	day INTEGER NOT NULL,
	name TEXT NOT NULL,
	UNIQUE (source, day, name)
) STRICT;
