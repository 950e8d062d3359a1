-- SQLite finds the last id of a table by reading sqlite_sequence from its beginning, for each row
-- that is added: the tables that grow with every request stand first. Ids go on where they were.
UPDATE sqlite_sequence SET rowid = rowid + 1000;
INSERT INTO sqlite_sequence (rowid, name, seq)
	SELECT t.place, t.name, ifnull((SELECT s.seq FROM sqlite_sequence s WHERE s.name = t.name), 0)
	FROM (SELECT 1 AS place, 'journal_row' AS name UNION ALL SELECT 2, 'event'
		UNION ALL SELECT 3, 'followup_move' UNION ALL SELECT 4, 'followup'
		UNION ALL SELECT 5, 'journal' UNION ALL SELECT 6, 'touch'
		UNION ALL SELECT 7, 'sale' UNION ALL SELECT 8, 'run'
		UNION ALL SELECT 9, 'contact' UNION ALL SELECT 10, 'notice_item') t;
DELETE FROM sqlite_sequence WHERE rowid > 1000
	AND name IN (SELECT s.name FROM sqlite_sequence s WHERE s.rowid <= 10);

-- What is next for a contact.
CREATE INDEX followup_next ON followup (contact, due_at, "rank", id) WHERE state = 'scheduled';
