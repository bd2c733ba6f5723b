#ifndef DB_RANGE_H
#define DB_RANGE_H

#include "db/order.h"
#include "db/read.h"

/*
 * A stretch of an order: the records whose value of a kept field lies between two keys.
 * A condition on such a field is counted and walked without looking at any other record.
 */

struct range {
	const struct field *field;
	struct key from, to;
	bool from_after, to_after;	/* behind the records with that key, else before them */
	bool exact;			/* all records in it meet the condition; else some may not */
};

/* Whether a condition means one stretch, and which. */
bool range_of_cond(const struct cond *c, struct range *out, struct err *e);
/* What two stretches of one order share. */
void range_intersect(struct range *r, const struct range *with);
/* In an order by its field: the cursor stands before its first record; *n is how many there are. */
int range_open(
	const struct range *r, const struct order *o, struct order_cursor *c, int64_t *n, struct err *e);
/* How many there are in a view: within the default view, or in all. */
int range_count(const struct range *r, struct store *s, const struct view *v, int64_t *n, struct err *e);

#endif
