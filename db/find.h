#ifndef DB_FIND_H
#define DB_FIND_H

#include "db/read.h"

/*
 * Finding a record without knowing its register: by the words that lists are filtered by, by its key, and by the
 * last four or more digits of a telephone or citizen number (FIELD_TAIL).  Such numbers are only compared; what is given
 * out for the screen is masked as everywhere.
 */

struct found_item {
	int64_t id;
	char *key, *label;
	char *by;		/* "联系电话 138****2207": what it was found by; NULL: by what is in its key or label */
	bool retired;
};

/* What one register has. */
struct found {
	const struct reg *reg;
	struct found_item *items;	/* the best ones */
	size_t n;
	struct count count;		/* of all, as far as they were counted */
	bool done;			/* false: there was no time to look to the end */
};
void found_release(struct found *f);

/* Adds the condition by which a list has all that these words find: each in quotes, because a sign in it means itself here. */
void find_condition(const char *typed, struct buf *out);

#define FOUND_COUNT_MOST 1000

/* Looks for what was typed for about so many milliseconds (0: as long as it takes), retired records too; at most `rows` items.
 * *out is released and filled.  Nothing typed finds nothing. */
int store_find_in(struct store *s, const struct reg *reg, const char *typed, const struct page_want *want, struct found *out,
		  struct err *e);

#endif
