#ifndef UI_CHIPS_H
#define UI_CHIPS_H

#include "src/query.h"

/*
 * The conditions that a list keeps, one after the other, all of which must hold.  Each is the text of the filter
 * language that made it, perhaps with a name of its own.
 */

#define CHIPS_MAX 20

struct chip {
	char *where;
	char *name;		/* in words, or NULL */
	struct query query;	/* what the text meant when it was read */
};

struct chips {
	struct chip *items;
	size_t n;
};

void chips_release(struct chips *c);
/* Adds a condition at the end and takes query's contents; name may be NULL.  One that is there already is not added again. */
void chips_add(struct chips *c, const char *where, const char *name, struct query *query);
void chips_drop_last(struct chips *c);
void chips_copy(struct chips *to, const struct chips *from);
bool chips_equal(const struct chips *a, const struct chips *b);
/* Reads all texts again: what they refer to may have changed.  One that can no longer be read keeps its meaning. */
void chips_read_again(struct chips *c, const struct reg *reg, const struct lookup *l);
/* What all of them and `more` demand; ERR_INVALID: with so many alternatives that they are too many together. */
int chips_query(const struct chips *c, const struct query *more, struct query *out, struct err *e);
/* Adds them in one line of at most so many cells; the first ones go where there is not enough room. */
void chips_add_text(const struct chips *c, int cells, struct buf *out);

#endif
