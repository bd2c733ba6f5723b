#ifndef DB_QUERY_SQL_H
#define DB_QUERY_SQL_H

#include "db/internal.h"
#include "src/query.h"

/*
 * Conditions as SQL over the register's table under the alias t.  Values are numbered
 * parameters ?1, ?2 ... by their place in params; a caller's own parameters come
 * after them.  The expression needs parentheses around it where it joins others.
 */

struct sql_params {
	struct cell *cells;	/* texts are owned */
	size_t n, cap;
};

void sql_params_release(struct sql_params *p);
size_t sql_params_add(struct sql_params *p, const struct cell *c);	/* its number, from 1 */
void sql_params_bind(const struct sql_params *p, sqlite3_stmt *stmt);

/* Bare words count as met.  An empty query gives "1".  ERR_INVALID: more conditions than SQLite can take. */
int query_sql(const struct reg *reg, const struct query *q, struct buf *sql, struct sql_params *params,
	struct err *e);
/* Bare words too, by zhibu_match(): right for every row, but each row has to be looked at. */
int query_sql_words(const struct reg *reg, const struct query *q, struct buf *sql, struct sql_params *params,
	struct err *e);

/* What bare words look at; personal data is found by nobody who may not see it. */
static inline bool field_is_searched(const struct field *f)
{
	return (f->flags & FIELD_SEARCHED) && !(f->flags & FIELD_PERSONAL);
}

#endif
