-- What the numbers are read from.

-- Derived: so many things of a kind on a day, and what they add up to; rebuilt by store/tally.c.
CREATE TABLE tally (
	what TEXT NOT NULL CHECK (what IN ('sale', 'promise', 'ask', 'step', 'now')),
	day INTEGER NOT NULL,
	key TEXT NOT NULL, -- which of its kind, see store/tally.c
	n INTEGER NOT NULL,
	total INTEGER NOT NULL,
	PRIMARY KEY (what, day, key)
) STRICT, WITHOUT ROWID;

-- Each holds all that is asked of it, what its WHERE says included, so that no row is looked up.
-- The day a person was named first, and how far it came with them.
CREATE INDEX referral_by_stage ON referral (ifnull(candidate_day, received_day), candidate_day,
	received_day, contacted_day, meeting_day, won_day, closed_day, status, ask, direction)
	WHERE direction = 'received';
CREATE INDEX referral_by_hours ON referral (received_day, contact_minutes, direction)
	WHERE direction = 'received' AND received_day IS NOT NULL;
CREATE INDEX referral_open ON referral (status, closed_day, direction)
	WHERE direction = 'received' AND closed_day IS NULL;
DROP INDEX ask_by_contact;
CREATE INDEX ask_by_contact ON ask (contact, day, entry, id, outcome);
CREATE INDEX ask_later ON ask (contact, outcome) WHERE outcome = 'later';
CREATE INDEX ask_later_by_day ON ask (day, contact, outcome) WHERE outcome = 'later';
CREATE INDEX touch_by_minutes ON touch (day, contact, minutes) WHERE minutes IS NOT NULL;
