-- Saved views: what a list shows, under a name.

CREATE TABLE "view" (
	id INTEGER PRIMARY KEY,
	version INTEGER NOT NULL,
	retired_on TEXT,
	retired_reason TEXT,
	"key" TEXT UNIQUE,
	"name" TEXT,
	"ledger" TEXT,
	"kind" TEXT,
	"owner" TEXT,
	"filter" TEXT,
	"all" INTEGER,
	"sort" TEXT,
	"descending" INTEGER,
	"tree" INTEGER,
	"columns" TEXT,
	"note" TEXT
) STRICT;
