-- How many values of an import's rows were not taken, since the contact has others.
ALTER TABLE import ADD COLUMN not_taken INTEGER NOT NULL DEFAULT 0;
