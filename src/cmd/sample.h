#ifndef SRC_CMD_SAMPLE_H
#define SRC_CMD_SAMPLE_H

#include <stddef.h>

#include "src/err.h"
#include "src/records.h"

/*
 * The sample that `zhibu demo` fills a new database with: an organization for each
 * real village and community of the prefecture, committees above them, and units
 * that are invented; so are all people.  Every record says 示例 in its note.  Names are those that
 * ledgers and lists use, 南沙沟村党支部, each of them once and in 30 cells.
 *
 * It follows from the divisions alone: no clock and no chance, so that the same
 * program makes the same bytes on every computer.  Terms are laid around SAMPLE_DAY.
 */

/* Primary organizations at work (categories 611, 621, 631, 632): the published figure. */
#define SAMPLE_PRIMARY 1644
/* Live model sites, rectification cases of all years, problems and measures of the annual review: published too. */
#define SAMPLE_SITES 62
#define SAMPLE_CASES 45
#define SAMPLE_PROBLEMS 8
#define SAMPLE_MEASURES 33

/* The day that the terms look like a living office's on: some over, some nearly so. */
#define SAMPLE_DAY ((struct date){ .year = 2026, .month = 11, .day = 22 })

struct sample_record {
	const struct reg *reg;
	void *rec;
};

/*
 * Superiors come first.  rec.id is the place in orgs, counted from 1; references between the
 * records (superior, scope) are such places.  Whoever saves them replaces both.
 */
struct sample {
	struct org *orgs;
	size_t n, cap;
	struct operator_row *operators; /* one for each role */
	size_t noperators;
	struct rule_row *rules; /* what the sample itself does not ask for */
	size_t nrules;
	/* All else; what refers to a record is its place among those of its register, counted from 1, and comes behind it. */
	struct sample_record *records;
	size_t nrecords, caprecords;
};

/* divisions are all of the register, in any order.  ERR_INVALID where they are not the shipped ones. */
int sample_make(struct sample *s, const struct division *divisions, size_t n, struct err *e);
void sample_release(struct sample *s);

/*
 * Adds the village, community or living area that the name of a unit stands for: 南沙沟村 for
 * 南沙沟村村委会, 乌图村 for 乌图牧委会, 和平街社区 for 和平街居委会.  Any other name stays as it is.
 */
void sample_place_name(struct buf *out, const char *unit);

#endif
