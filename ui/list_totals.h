#ifndef UI_LIST_TOTALS_H
#define UI_LIST_TOTALS_H

#include "db/tour.h"

struct list;
struct picture;

/*
 * How many, and what sums: of the rows that the condition leaves, of those picked, and of the whole register.  All of
 * it is found in slices while idle, and what is not known yet is shown as such.
 */

enum totals_of { TOTALS_OFF, TOTALS_VISIBLE, TOTALS_PICKED, TOTALS_WHOLE, TOTALS_COUNT };

/* Through the records of a view. */
struct survey {
	struct tour tour;
	struct sums sums;
	bool begun, with_sums;
	unsigned int reloads;		/* of the rows it is about */
	int64_t n;
	int64_t mark, mark_place;	/* a record whose place is noted, 0 where it has been passed in vain; -1: not yet */
};

/* Through the records picked: how many of them are not in the view, and their sums. */
struct picked {
	struct sift sift;
	size_t summed;
	struct sums sums;
	unsigned int reloads, changes;
	bool begun;
};

struct totals {
	enum totals_of of;
	struct survey visible, whole;
	struct picked picked;
};

void totals_release(struct totals *t);
/* What the line shows: those picked, the rows, the whole register, nothing. */
void totals_next(struct list *l);
/* A slice; true when more is left. */
bool totals_idle(struct list *l, bool quiet);
/* How many of those picked are not in the view; -1: not known yet. */
int64_t totals_hidden(const struct list *l);
/* The line of totals, below the columns of the last drawing. */
void totals_draw(const struct list *l, struct picture *p, int y);

#endif
