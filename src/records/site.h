#ifndef SRC_RECORDS_SITE_H
#define SRC_RECORDS_SITE_H

#include "src/workflow.h"

/* Model sites (党建示范样板), from nurturing to naming, rechecks and the end, and their reviews. */

struct site {
	struct rec rec;
	char *code;
	char *name;
	struct ref org;
	struct code domain;
	struct ref division;
	struct code level;
	struct code kind;
	struct code stage;
	char *brand;
	int64_t nurtured_year;
	char *leader, *contact;
	struct phone phone;
	char *fund_source;
	struct money fund_first, fund_last;
	int64_t area;			/* square metres */
	struct date applied_on, reviewed_on, publicised_on, named_on;
	char *named_document;
	struct date plaque_on, rechecked_on;
	struct code recheck_result;
	struct date expires_on, revoked_on;
	char *revoked_document;
	struct code revoked_reason;
	struct note note;
};

struct site_review {
	struct rec rec;
	char *code;			/* the site's code, -S and a number: filled by the program */
	char *name;			/* the site and the day: filled by the program */
	struct ref site;
	struct ref org;			/* of the site: filled by the program */
	struct code kind;		/* review before naming, recheck after */
	struct date on;
	char *team, *lead;
	struct decimal score;
	struct code result;
	struct note opinion;
	struct note note;
};

extern const struct reg site_reg, site_review_reg;

/* Named and neither revoked nor expired. */
bool site_is_live(const struct site *site);
/* Does a live site rest on this organization? */
bool site_live_for(const struct lookup *l, int64_t org);

#endif
