-- Referrals followed to their end, what the referrer hears of them, gifts, and hours.

ALTER TABLE referral ADD COLUMN contact_minutes INTEGER; -- working time until the first contact
ALTER TABLE referral ADD COLUMN closed_day INTEGER; -- lost, not a fit, or its sale completed
ALTER TABLE referral ADD COLUMN followup INTEGER REFERENCES followup (id); -- it came after this

CREATE INDEX referral_by_followup ON referral (followup) WHERE followup IS NOT NULL;
CREATE INDEX referral_unthanked ON referral (contact, id, thanked_day, closed_day, received_day,
	told_contact_day, told_outcome_day, direction, origin)
	WHERE direction = 'received' AND received_day IS NOT NULL AND origin <> 'import'
	AND thanked_day IS NULL;
CREATE INDEX referral_untold ON referral (contact, id, thanked_day, closed_day, received_day,
	told_contact_day, told_outcome_day, direction, origin)
	WHERE direction = 'received' AND received_day IS NOT NULL AND origin <> 'import'
	AND told_outcome_day IS NULL;
CREATE INDEX referral_by_credit ON referral (person, received_at, id)
	WHERE direction = 'received' AND received_day IS NOT NULL;
CREATE INDEX sale_by_referral ON sale (referral, id) WHERE referral IS NOT NULL;
CREATE INDEX sale_from_referral ON sale (completed_day, id)
	WHERE state = 'completed' AND source = 'referral';

-- What a follow-up to a referrer is about: one or several referrals.
CREATE TABLE loop_item (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	followup INTEGER NOT NULL REFERENCES followup (id),
	referral INTEGER NOT NULL REFERENCES referral (id),
	what TEXT NOT NULL CHECK (what IN ('thank', 'first-contact', 'outcome', 'gift')),
	UNIQUE (followup, referral, what)
) STRICT;

CREATE INDEX loop_item_by_referral ON loop_item (referral, id);

CREATE TABLE gift (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	version INTEGER NOT NULL DEFAULT 1,
	contact INTEGER NOT NULL REFERENCES contact (id),
	referral INTEGER REFERENCES referral (id),
	followup INTEGER REFERENCES followup (id),
	what TEXT NOT NULL,
	amount INTEGER NOT NULL,
	currency TEXT NOT NULL,
	exponent INTEGER NOT NULL,
	day INTEGER NOT NULL,
	created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX gift_by_contact ON gift (contact, day, id);
CREATE INDEX gift_by_day ON gift (day, id);
CREATE INDEX gift_by_referral ON gift (referral) WHERE referral IS NOT NULL;
CREATE INDEX gift_by_followup ON gift (followup) WHERE followup IS NOT NULL;

-- Working time that is no touch: looking for business, or serving clients.
CREATE TABLE time_log (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	version INTEGER NOT NULL DEFAULT 1,
	activity TEXT NOT NULL CHECK (activity IN ('prospecting', 'serving')),
	minutes INTEGER NOT NULL,
	day INTEGER NOT NULL,
	note TEXT,
	created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX time_log_by_day ON time_log (day, id);

-- More of what is derived of a contact; filled when the book is opened.
ALTER TABLE contact_fact ADD COLUMN credit INTEGER; -- the referral that brought them
ALTER TABLE contact_fact ADD COLUMN referrer INTEGER; -- whose it is
ALTER TABLE contact_fact ADD COLUMN n_sent INTEGER NOT NULL DEFAULT 0;
ALTER TABLE contact_fact ADD COLUMN army TEXT
	CHECK (army IN ('willing', 'referrer', 'repeat', 'champion'));
ALTER TABLE contact_fact ADD COLUMN army_day INTEGER; -- since when they belong to it
ALTER TABLE contact_fact ADD COLUMN last_sent_day INTEGER;
ALTER TABLE contact_fact ADD COLUMN last_gave_day INTEGER; -- served without being asked
ALTER TABLE contact_fact ADD COLUMN last_score INTEGER;
ALTER TABLE contact_fact ADD COLUMN n_complaints INTEGER NOT NULL DEFAULT 0; -- open
ALTER TABLE contact_fact ADD COLUMN has_talk INTEGER NOT NULL DEFAULT 0;
ALTER TABLE contact_fact ADD COLUMN is_asked INTEGER NOT NULL DEFAULT 0;
ALTER TABLE contact_fact ADD COLUMN cadence TEXT; -- the class that holds; null: none

CREATE INDEX contact_fact_by_referrer ON contact_fact (referrer, contact)
	WHERE referrer IS NOT NULL;
CREATE INDEX contact_fact_by_cadence ON contact_fact (cadence, last_two_way_day, contact)
	WHERE cadence IS NOT NULL;
CREATE INDEX contact_fact_by_cover ON contact_fact (n_completed, has_talk, is_asked, n_sent)
	WHERE n_completed > 0;
CREATE INDEX gate_fact_by_since ON gate_fact (since, state) WHERE state = 'open';

-- Loops count from now on.
UPDATE gate_fact SET recheck_day = 0;
