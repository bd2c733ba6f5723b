#ifndef DB_CANDIDATES_H
#define DB_CANDIDATES_H

#include "db/range.h"
#include "db/read.h"

/*
 * Records that may meet a condition, named by an index: those with a word, in the
 * order of their numbers, or a short stretch of an order; several values are several stretches.
 */

struct candidates {
	struct store *s;
	sqlite3_stmt *stmt;	/* of the search index; NULL: a stretch */
	struct order_cursor cursor;
	struct range range;
	const struct reg *reg;
	int64_t left;		/* in the stretch */
	bool outside;		/* the stretch outside of the default view comes next */
	bool all;		/* ... as for each value */
	const struct cond *cond;	/* whose stretches they are */
	size_t next;		/* its value after this one */
};

/*
 * 1: there is such an index; 0: there is none, every record would have to be looked at.  Stretches of
 * more than `most` records are not taken.
 */
int candidates_open(struct candidates *c, struct store *s, const struct view *v, int64_t most, struct err *e);
/* Those of the search index alone, upwards or downwards from beyond a number: 1, or 0 without words. */
int candidates_words(struct candidates *c, struct store *s, const struct view *v, bool down, int64_t beyond,
	struct err *e);
int candidates_next(struct candidates *c, int64_t *id, struct err *e);
void candidates_close(struct candidates *c);

#endif
