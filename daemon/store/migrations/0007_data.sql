-- Their data: requests of people about it, who was forgotten, and what imports bring of dates.

-- What somebody asked of what is held about them; answered within 30 days.
CREATE TABLE request (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	version INTEGER NOT NULL DEFAULT 1,
	contact INTEGER NOT NULL REFERENCES contact (id),
	kind TEXT NOT NULL CHECK (kind IN ('export', 'erase', 'correct', 'object')),
	day INTEGER NOT NULL,
	due_day INTEGER NOT NULL,
	done_day INTEGER,
	created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX request_by_contact ON request (contact, id);
CREATE INDEX request_by_due ON request (due_day, id) WHERE done_day IS NULL;

-- Contacts that were erased, so that an older backup can be made to forget them too.
CREATE TABLE erasure (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	contact INTEGER NOT NULL UNIQUE REFERENCES contact (id),
	at INTEGER NOT NULL
) STRICT;

-- Keyed hashes of addresses of people who were erased: an import may not bring them back.
CREATE TABLE forgotten (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	kind TEXT NOT NULL CHECK (kind IN ('email', 'phone', 'external', 'name')),
	hash TEXT NOT NULL,
	day INTEGER NOT NULL,
	UNIQUE (kind, hash)
) STRICT;

-- It held somebody who was erased: their rows are gone, and it cannot be taken back.
ALTER TABLE journal ADD COLUMN is_erased INTEGER NOT NULL DEFAULT 0 CHECK (is_erased IN (0, 1));
DROP INDEX journal_by_undo;
CREATE INDEX journal_by_undo ON journal (id)
	WHERE undone_by IS NULL AND undoes IS NULL AND actor <> 'clock' AND is_erased = 0;

-- Imports take dates, and all of a book.
CREATE TABLE import_new (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	version INTEGER NOT NULL DEFAULT 1,
	source TEXT NOT NULL,
	kind TEXT NOT NULL CHECK (kind IN ('contacts', 'sales', 'dates', 'book')),
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

INSERT INTO import_new (id, version, source, kind, state, dry_run, strict, n_items, added, updated,
	unchanged, refused, journal, created_at, ended_at)
	SELECT id, version, source, kind, state, dry_run, strict, n_items, added, updated,
	unchanged, refused, journal, created_at, ended_at FROM import;
DELETE FROM sqlite_sequence WHERE name = 'import_new';
INSERT INTO sqlite_sequence (name, seq)
	SELECT 'import_new', seq FROM sqlite_sequence WHERE name = 'import';
DROP TABLE import;
ALTER TABLE import_new RENAME TO import;

CREATE INDEX import_by_state ON import (state, id);
CREATE INDEX import_by_journal ON import (journal) WHERE journal IS NOT NULL;

ALTER TABLE import_item ADD COLUMN birthday TEXT; -- 1976-05-03 or --05-03
ALTER TABLE import_item ADD COLUMN language TEXT;
ALTER TABLE import_item ADD COLUMN timezone TEXT;
ALTER TABLE import_item ADD COLUMN what TEXT; -- of a date: birthday, renewal or any name
ALTER TABLE import_item ADD COLUMN document BLOB; -- of a book: the image of one item
