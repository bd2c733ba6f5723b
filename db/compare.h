#ifndef DB_COMPARE_H
#define DB_COMPARE_H

#include "db/journal.h"
#include "src/moment.h"

/*
 * Two moments side by side: what differs between a register's records as they were at the one and at the other, from the
 * journal alone.  A field that was changed and changed back does not differ.
 */

/* How many records are compared where nobody waits for more. */
#ifndef COMPARE_MOST
#define COMPARE_MOST 10000
#endif

struct compare_want {
	const struct reg *reg;
	int64_t record;		/* 0: all of them */
	int64_t after, until;	/* actions: as it was behind the one, and behind the other */
	int64_t most;		/* records; 0: all */
};

#define COMPARE_NOW INT64_MAX	/* behind the last action, whichever that is */

struct compare_sum {
	int64_t records[DEED_REVIVE + 1];	/* how many were made, changed, retired ... */
	bool more;		/* further ones were left out */
};

/* Two moments as people write them; to NULL or empty: now.  ERR_INVALID: no moment, before the first action, or the wrong way
 * round. */
int compare_between(struct store *s, const char *from, const char *to, struct compare_want *out, struct err *e);
/* The same from one text: "-7天..现在", or "昨天" for that day and now; words (NULL allowed) gets "2026-11-15 .. 现在" added. */
int compare_parse(struct store *s, const char *typed, struct compare_want *out, struct buf *words, struct err *e);
/* Whether the text is one of a moment at all. */
bool compare_is_moment(struct store *s, const char *typed);

/*
 * Calls fn for each difference, record by record in the order of their numbers, in each by field.  It comes as a change whose
 * `before` and `after` are of the two moments; a record that came or went in between is one change without a field.  A
 * non-zero return of fn ends it and is returned.  sum says then what was found.
 */
int store_compare(struct store *s, const struct compare_want *want, int (*fn)(void *ctx, const struct change *c), void *ctx,
		  struct compare_sum *sum, struct err *e);

/* The same in steps; what is written meanwhile is not in it.  NULL: the journal could not be read. */
struct comparison;
struct comparison *comparison_new(struct store *s, const struct compare_want *want, struct err *e);
/* One record: 1 when there are more, 0 when that was the last one; else what fn returned, or why it could not be read. */
int comparison_next(struct comparison *c, int (*fn)(void *ctx, const struct change *c), void *ctx, struct err *e);
const struct compare_sum *comparison_sum(const struct comparison *c);	/* so far */
void comparison_free(struct comparison *c);	/* NULL is allowed */

#endif
