-- Two contacts who look like one person and are said to be two. Each pair is there both ways: so
-- either of them has a row of their own for it, by which it is told, journaled and erased.
CREATE TABLE contact_distinct (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	contact INTEGER NOT NULL REFERENCES contact (id),
	other INTEGER NOT NULL REFERENCES contact (id),
	CHECK (contact <> other)
) STRICT;

CREATE UNIQUE INDEX contact_distinct_by_contact ON contact_distinct (contact, other);
CREATE INDEX contact_distinct_by_other ON contact_distinct (other);
