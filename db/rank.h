#ifndef DB_RANK_H
#define DB_RANK_H

#include "db/internal.h"
#include "db/read.h"

/*
 * How well records answer to the bare words of a view's condition: each word by its best
 * match in the searched fields (all of a field, its beginning, something in it; each of
 * them as text before initials before full pinyin, text inside last), the words together
 * by their sum, alternatives by the best of them.  0 is best.
 */

struct rank {
	struct store *s;
	const struct query *query;
	sqlite3_stmt *stmt;	/* the searched fields of one record */
};

/* rank_close() also after a failure. */
int rank_open(struct rank *r, struct store *s, const struct view *v, struct err *e);
int rank_of(struct rank *r, int64_t id, int *rank, struct err *e);
void rank_close(struct rank *r);

#endif
