-- The program's own bookkeeping: named values, and the journal of actions and their changes.

CREATE TABLE meta (
	name TEXT PRIMARY KEY,
	value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- One row for each thing a person did.  hash is SM3 over the hash of the action before it (by id), this row and
-- its changes, so an altered, missing or re-ordered action is found.
CREATE TABLE action (
	id INTEGER PRIMARY KEY,
	at INTEGER NOT NULL,			-- milliseconds since 1970-01-01 UTC
	login TEXT NOT NULL,
	name TEXT NOT NULL,
	channel TEXT NOT NULL,
	host TEXT NOT NULL,
	kind TEXT NOT NULL,
	reason TEXT,
	target INTEGER REFERENCES action(id),	-- the action that this one undid or redid
	records INTEGER NOT NULL,
	changes INTEGER NOT NULL,
	hash BLOB NOT NULL
) STRICT;
CREATE INDEX action_target ON action(target) WHERE target IS NOT NULL;

-- One row for each field that changed.  A record that was created or removed is one row: field is '' and the value
-- a JSON object of its filled fields.
CREATE TABLE change (
	action INTEGER NOT NULL REFERENCES action(id) DEFERRABLE INITIALLY DEFERRED,
	seq INTEGER NOT NULL,
	reg TEXT NOT NULL,
	record INTEGER NOT NULL,
	op TEXT NOT NULL,
	field TEXT NOT NULL,
	before TEXT,
	after TEXT,
	PRIMARY KEY (action, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX change_record ON change(reg, record, action, seq);
