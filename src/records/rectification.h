#ifndef SRC_RECORDS_RECTIFICATION_H
#define SRC_RECORDS_RECTIFICATION_H

#include "src/workflow.h"

/*
 * Rectification of weak and lax village organizations (软弱涣散村党组织整顿).  A case is one round for one
 * organization in one year; problems, measures, notes of progress and acceptances are its
 * children.  The annual review (述职评议) has problems and measures of the same kind.
 */

struct rectification {
	struct rec rec;
	char *code;			/* the organization's code and the year: filled by the program */
	char *name;			/* the organization's name and the year: filled by the program */
	struct ref org;
	struct code domain;		/* of the organization when the case was listed: filled by the program */
	struct ref division;		/* likewise: the village, which outlives its organizations */
	int64_t year;
	char *batch;
	struct code stage;
	struct codes criteria;
	int64_t round;			/* 1, 2 ... for this village: filled by the program */
	struct ref earlier;		/* the round before this one: filled by the program */
	struct note cause;
	/* the four helpers (四个一) */
	char *county_leader, *county_leader_post, *county_leader_unit;
	struct date county_leader_since;
	char *township_leader, *township_leader_post, *township_leader_unit;
	struct date township_leader_since;
	char *first_secretary, *first_secretary_post, *first_secretary_unit;
	struct date first_secretary_since;
	char *paired_unit, *paired_contact, *paired_contact_post;
	struct date paired_since;
	char *responsible_unit, *responsible;
	struct date started, deadline, first_deadline;
	int64_t postponed;		/* how often the deadline was moved back */
	bool secretary_replaced;
	struct date proposed_on, confirmed_on, filed_on, planned_on, requested_on, accepted_on, closed_on;
	char *requested_by, *closed_by;	/* who made these steps */
	char *closing_document;
	struct date lookback_due, lookback_on;
	struct note lookback_result;
	struct date archived_on;
	struct note note;
};

struct review {
	struct rec rec;
	char *code;			/* the organization's code and the year: filled by the program */
	char *name;
	struct ref org;
	int64_t year;
	struct date held_on;
	char *chair;
	struct note comment;
	struct note note;
};

struct problem {
	struct rec rec;
	char *code;			/* the parent's code, -P and a number: filled by the program */
	char *name;
	struct ref rectification;	/* either this ... */
	struct ref review;		/* ... or this */
	struct ref org;			/* of what it belongs to, here as below: filled by the program */
	struct code origin;
	struct note cause;
	struct note note;
};

struct measure {
	struct rec rec;
	char *code;			/* the problem's code, -M and a number: filled by the program */
	char *name;
	struct ref problem;
	struct ref rectification;	/* of the problem, or none: filled by the program */
	struct ref org;
	struct code stage;
	char *responsible_unit, *owner;
	struct date deadline, first_deadline;
	int64_t postponed;
	struct note postponed_reason;
	struct note progress;
	struct date done_on;
	struct note evidence;
	struct note note;
};

struct progress {
	struct rec rec;
	char *code;			/* the case's code, -J and a number: filled by the program */
	char *name;			/* what happened, in a line */
	struct ref rectification;
	struct ref org;
	struct date on;
	struct code kind;
	char *by;
	struct note note;
};

struct acceptance {
	struct rec rec;
	char *code;			/* the case's code, -Y and a number: filled by the program */
	char *name;			/* the case and the day: filled by the program */
	struct ref rectification;
	struct ref org;
	struct date on;
	char *team, *lead;
	struct decimal score;
	struct percent dissatisfied;
	struct code grade;
	char *document;
	struct note opinion;
	struct note note;
};

extern const struct reg rectification_reg, review_reg, problem_reg, measure_reg, progress_reg, acceptance_reg;

/* The measures of a problem, as a ledger of cases or of reviews has them in the same row. */
extern const struct reg_part measures_of_problem;

/* The latest acceptance of a case into *out (initialised), which the caller releases; false: there is none. */
bool rectification_acceptance(const struct lookup *l, int64_t id, struct acceptance *out);
/* Is this stage one in which the case still asks for work? */
bool rectification_is_open(const struct rectification *r);
/* Is there an open case of this organization other than `but` (0: any)? */
bool rectification_open_for(const struct lookup *l, int64_t org, int64_t but);

#endif
