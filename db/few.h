#ifndef DB_FEW_H
#define DB_FEW_H

#include "db/internal.h"
#include "db/read.h"

/*
 * A short result: when a condition leaves at most FEW_MOST records and they can be found
 * without looking at all others (by a word, or by a stretch of an order), their numbers are
 * held in the order of the view.  Most searches of people end here.
 */

#ifndef FEW_MOST
#define FEW_MOST RANKED_MOST
#endif

struct few {
	char *view;		/* which view it is the result of; NULL: nothing is held */
	int64_t version;	/* of the data */
	bool whole;		/* false: there are more, and ids holds nothing */
	int64_t *ids;		/* ascending by the view's field; in a ranked view the best matches first */
	size_t n;
};

/*
 * The short result of a view: 1, and *out is borrowed until the next call of any reading function; 0: there
 * is none, because more records are in it, because nothing names them, or because it would take too long.
 */
int few_get(struct store *s, const struct view *v, int budget_ms, const struct few **out, struct err *e);
void few_release(struct few *few);

#endif
