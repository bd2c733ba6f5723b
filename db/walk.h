#ifndef DB_WALK_H
#define DB_WALK_H

#include "db/order.h"
#include "db/read.h"

/*
 * Walks over the records of a view by its order, conditions aside: those of the default
 * view, or with `all` both orders side by side, merged by key.
 */

struct walk_part {
	struct order_cursor cursor;
	bool loaded, over;	/* the next record has been read; there is none */
	int64_t id;
	bool keyed;
	struct key key;		/* made only while both parts have a record to compare */
};

struct walk {
	struct store *s;
	const struct field *field;
	const struct reg *reg;
	bool down;		/* against the order */
	size_t n;
	struct walk_part parts[2];
};

/* Which records, and which way; then say from where. */
void walk_init(struct walk *w, struct store *s, const struct view *v, bool down);
/* From the first record of the order, or on the way down from the last. */
int walk_from_end(struct walk *w, struct err *e);
/* From a record, which comes first if it is in the view and `with` is set.  ERR_NOT_FOUND: there is none. */
int walk_from(struct walk *w, int64_t anchor, bool with, struct err *e);
/* 1: *id, 0: the end. */
int walk_next(struct walk *w, int64_t *id, struct err *e);

#endif
