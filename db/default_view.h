#ifndef DB_DEFAULT_VIEW_H
#define DB_DEFAULT_VIEW_H

#include "db/query_sql.h"
#include "db/read.h"

/*
 * The default view of each register as SQL: its own condition, and in use.  It must not
 * depend on the day, because orders and counters remember who is in it.
 */

struct default_view {
	char *sql;	/* expression over alias t, in parentheses; parameters ?1 ... */
	struct sql_params params;
	struct query query;	/* the register's own condition, being in use left aside */
};

/* Read on first use, because a view may name codes and those are loaded last.  Borrowed. */
int default_view_get(struct store *s, const struct reg *reg, const struct default_view **out, struct err *e);
/* 1: the stored record is in the view, 0: it is not, or there is none. */
int default_view_has(struct store *s, const struct reg *reg, int64_t id, struct err *e);

/* What is left of a view's condition once its records are taken from the default view, or from all. */
struct remainder {
	bool inside;		/* only records of the default view are meant */
	bool one;		/* the rest is one alternative, `conds`; else only all of it says it */
	const struct cond **conds;
	size_t n;
};
int remainder_of_view(struct store *s, const struct view *v, struct remainder *out, struct err *e);
void remainder_release(struct remainder *r);

/* Adds what tells one condition from another. */
void cond_describe(const struct cond *c, struct buf *out);

struct default_view *default_views_new(void);
void default_views_free(struct default_view *views);

#endif
