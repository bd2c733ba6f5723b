-- Facts of the first five registers: one table each, named as the register, one column
-- per field in the order of its table.  References may be written before what they
-- point to, inside one action, so their foreign keys are deferred.

CREATE TABLE "org" (
	id INTEGER PRIMARY KEY,
	version INTEGER NOT NULL,
	retired_on TEXT,
	retired_reason TEXT,
	"code" TEXT UNIQUE,
	"name" TEXT,
	"short_name" TEXT,
	"category" TEXT,
	"superior" INTEGER REFERENCES "org" (id) DEFERRABLE INITIALLY DEFERRED,
	"domain" TEXT,
	"division" INTEGER REFERENCES "division" (id) DEFERRABLE INITIALLY DEFERRED,
	"founded" TEXT,
	"founding_document" TEXT,
	"dissolved" TEXT,
	"dissolved_reason" TEXT,
	"unit_situation" TEXT,
	"units" TEXT,
	"unit_nature" TEXT,
	"credit_code" TEXT,
	"secretary" TEXT,
	"secretary_phone" TEXT,
	"committee_size" INTEGER,
	"contact" TEXT,
	"phone" TEXT,
	"full_members" INTEGER,
	"probationary_members" INTEGER,
	"term_from" TEXT,
	"term_to" TEXT,
	"election_method" TEXT,
	"stars" INTEGER,
	"centre" INTEGER,
	"note" TEXT
) STRICT;

CREATE INDEX org_superior ON "org" ("superior");
CREATE INDEX org_division ON "org" ("division");

CREATE TABLE "division" (
	id INTEGER PRIMARY KEY,
	version INTEGER NOT NULL,
	retired_on TEXT,
	retired_reason TEXT,
	"code" TEXT UNIQUE,
	"name" TEXT,
	"level" TEXT,
	"parent" INTEGER REFERENCES "division" (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;

CREATE INDEX division_parent ON "division" ("parent");

CREATE TABLE "code" (
	id INTEGER PRIMARY KEY,
	version INTEGER NOT NULL,
	retired_on TEXT,
	retired_reason TEXT,
	"key" TEXT UNIQUE,
	"set_name" TEXT,
	"value" TEXT,
	"label" TEXT,
	"label_en" TEXT,
	"position" INTEGER,
	"effective_from" TEXT,
	"effective_to" TEXT,
	"note" TEXT
) STRICT;

CREATE TABLE "rule" (
	id INTEGER PRIMARY KEY,
	version INTEGER NOT NULL,
	retired_on TEXT,
	retired_reason TEXT,
	"key" TEXT UNIQUE,
	"name" TEXT,
	"label" TEXT,
	"level" TEXT,
	"param" INTEGER,
	"effective_from" TEXT,
	"effective_to" TEXT,
	"document" TEXT,
	"note" TEXT
) STRICT;

CREATE TABLE "operator" (
	id INTEGER PRIMARY KEY,
	version INTEGER NOT NULL,
	retired_on TEXT,
	retired_reason TEXT,
	"login" TEXT UNIQUE,
	"name" TEXT,
	"role" TEXT,
	"scope" INTEGER REFERENCES "org" (id) DEFERRABLE INITIALLY DEFERRED,
	"phone" TEXT,
	"note" TEXT
) STRICT;

CREATE INDEX operator_scope ON "operator" ("scope");
