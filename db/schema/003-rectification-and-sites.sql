-- Rectification of weak village organizations, annual reviews with their problems and measures, and model sites.

CREATE TABLE "rectification" (
	id INTEGER PRIMARY KEY,
	version INTEGER NOT NULL,
	retired_on TEXT,
	retired_reason TEXT,
	"code" TEXT UNIQUE,
	"name" TEXT,
	"org" INTEGER REFERENCES "org" (id) DEFERRABLE INITIALLY DEFERRED,
	"year" INTEGER,
	"batch" TEXT,
	"stage" TEXT,
	"criteria" TEXT,
	"round" INTEGER,
	"earlier" INTEGER REFERENCES "rectification" (id) DEFERRABLE INITIALLY DEFERRED,
	"cause" TEXT,
	"county_leader" TEXT,
	"county_leader_post" TEXT,
	"county_leader_unit" TEXT,
	"county_leader_since" TEXT,
	"township_leader" TEXT,
	"township_leader_post" TEXT,
	"township_leader_unit" TEXT,
	"township_leader_since" TEXT,
	"first_secretary" TEXT,
	"first_secretary_post" TEXT,
	"first_secretary_unit" TEXT,
	"first_secretary_since" TEXT,
	"paired_unit" TEXT,
	"paired_contact" TEXT,
	"paired_contact_post" TEXT,
	"paired_since" TEXT,
	"responsible_unit" TEXT,
	"responsible" TEXT,
	"started" TEXT,
	"deadline" TEXT,
	"first_deadline" TEXT,
	"postponed" INTEGER,
	"secretary_replaced" INTEGER,
	"proposed_on" TEXT,
	"confirmed_on" TEXT,
	"filed_on" TEXT,
	"planned_on" TEXT,
	"requested_on" TEXT,
	"accepted_on" TEXT,
	"closed_on" TEXT,
	"requested_by" TEXT,
	"closed_by" TEXT,
	"closing_document" TEXT,
	"lookback_due" TEXT,
	"lookback_on" TEXT,
	"lookback_result" TEXT,
	"archived_on" TEXT,
	"note" TEXT
) STRICT;

CREATE INDEX rectification_org ON "rectification" ("org");
CREATE INDEX rectification_earlier ON "rectification" ("earlier");

CREATE TABLE "review" (
	id INTEGER PRIMARY KEY,
	version INTEGER NOT NULL,
	retired_on TEXT,
	retired_reason TEXT,
	"code" TEXT UNIQUE,
	"name" TEXT,
	"org" INTEGER REFERENCES "org" (id) DEFERRABLE INITIALLY DEFERRED,
	"year" INTEGER,
	"held_on" TEXT,
	"chair" TEXT,
	"comment" TEXT,
	"note" TEXT
) STRICT;

CREATE INDEX review_org ON "review" ("org");

CREATE TABLE "problem" (
	id INTEGER PRIMARY KEY,
	version INTEGER NOT NULL,
	retired_on TEXT,
	retired_reason TEXT,
	"code" TEXT UNIQUE,
	"name" TEXT,
	"rectification" INTEGER REFERENCES "rectification" (id) DEFERRABLE INITIALLY DEFERRED,
	"review" INTEGER REFERENCES "review" (id) DEFERRABLE INITIALLY DEFERRED,
	"org" INTEGER REFERENCES "org" (id) DEFERRABLE INITIALLY DEFERRED,
	"origin" TEXT,
	"cause" TEXT,
	"note" TEXT
) STRICT;

CREATE INDEX problem_rectification ON "problem" ("rectification");
CREATE INDEX problem_review ON "problem" ("review");
CREATE INDEX problem_org ON "problem" ("org");

CREATE TABLE "measure" (
	id INTEGER PRIMARY KEY,
	version INTEGER NOT NULL,
	retired_on TEXT,
	retired_reason TEXT,
	"code" TEXT UNIQUE,
	"name" TEXT,
	"problem" INTEGER REFERENCES "problem" (id) DEFERRABLE INITIALLY DEFERRED,
	"rectification" INTEGER REFERENCES "rectification" (id) DEFERRABLE INITIALLY DEFERRED,
	"org" INTEGER REFERENCES "org" (id) DEFERRABLE INITIALLY DEFERRED,
	"stage" TEXT,
	"owner" TEXT,
	"responsible_unit" TEXT,
	"deadline" TEXT,
	"first_deadline" TEXT,
	"postponed" INTEGER,
	"postponed_reason" TEXT,
	"progress" TEXT,
	"done_on" TEXT,
	"evidence" TEXT,
	"note" TEXT
) STRICT;

CREATE INDEX measure_problem ON "measure" ("problem");
CREATE INDEX measure_rectification ON "measure" ("rectification");
CREATE INDEX measure_org ON "measure" ("org");

CREATE TABLE "progress" (
	id INTEGER PRIMARY KEY,
	version INTEGER NOT NULL,
	retired_on TEXT,
	retired_reason TEXT,
	"code" TEXT UNIQUE,
	"on" TEXT,
	"name" TEXT,
	"kind" TEXT,
	"by" TEXT,
	"rectification" INTEGER REFERENCES "rectification" (id) DEFERRABLE INITIALLY DEFERRED,
	"org" INTEGER REFERENCES "org" (id) DEFERRABLE INITIALLY DEFERRED,
	"note" TEXT
) STRICT;

CREATE INDEX progress_rectification ON "progress" ("rectification");
CREATE INDEX progress_org ON "progress" ("org");

CREATE TABLE "acceptance" (
	id INTEGER PRIMARY KEY,
	version INTEGER NOT NULL,
	retired_on TEXT,
	retired_reason TEXT,
	"code" TEXT UNIQUE,
	"name" TEXT,
	"rectification" INTEGER REFERENCES "rectification" (id) DEFERRABLE INITIALLY DEFERRED,
	"org" INTEGER REFERENCES "org" (id) DEFERRABLE INITIALLY DEFERRED,
	"on" TEXT,
	"lead" TEXT,
	"team" TEXT,
	"score" INTEGER,
	"dissatisfied" INTEGER,
	"grade" TEXT,
	"document" TEXT,
	"opinion" TEXT,
	"note" TEXT
) STRICT;

CREATE INDEX acceptance_rectification ON "acceptance" ("rectification");
CREATE INDEX acceptance_org ON "acceptance" ("org");

CREATE TABLE "site" (
	id INTEGER PRIMARY KEY,
	version INTEGER NOT NULL,
	retired_on TEXT,
	retired_reason TEXT,
	"code" TEXT UNIQUE,
	"name" TEXT,
	"org" INTEGER REFERENCES "org" (id) DEFERRABLE INITIALLY DEFERRED,
	"domain" TEXT,
	"division" INTEGER REFERENCES "division" (id) DEFERRABLE INITIALLY DEFERRED,
	"level" TEXT,
	"kind" TEXT,
	"stage" TEXT,
	"brand" TEXT,
	"nurtured_year" INTEGER,
	"leader" TEXT,
	"contact" TEXT,
	"phone" TEXT,
	"fund_source" TEXT,
	"fund_first" INTEGER,
	"fund_last" INTEGER,
	"area" INTEGER,
	"applied_on" TEXT,
	"reviewed_on" TEXT,
	"publicised_on" TEXT,
	"named_on" TEXT,
	"named_document" TEXT,
	"plaque_on" TEXT,
	"rechecked_on" TEXT,
	"recheck_result" TEXT,
	"expires_on" TEXT,
	"revoked_on" TEXT,
	"revoked_document" TEXT,
	"revoked_reason" TEXT,
	"note" TEXT
) STRICT;

CREATE INDEX site_org ON "site" ("org");
CREATE INDEX site_division ON "site" ("division");

CREATE TABLE "site_review" (
	id INTEGER PRIMARY KEY,
	version INTEGER NOT NULL,
	retired_on TEXT,
	retired_reason TEXT,
	"code" TEXT UNIQUE,
	"name" TEXT,
	"site" INTEGER REFERENCES "site" (id) DEFERRABLE INITIALLY DEFERRED,
	"org" INTEGER REFERENCES "org" (id) DEFERRABLE INITIALLY DEFERRED,
	"kind" TEXT,
	"on" TEXT,
	"lead" TEXT,
	"team" TEXT,
	"score" INTEGER,
	"result" TEXT,
	"opinion" TEXT,
	"note" TEXT
) STRICT;

CREATE INDEX site_review_site ON "site_review" ("site");
CREATE INDEX site_review_org ON "site_review" ("org");
