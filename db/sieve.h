#ifndef DB_SIEVE_H
#define DB_SIEVE_H

#include "db/query_sql.h"
#include "db/read.h"

/* Lets those records of a view through that meet its condition, one at a time and within a time limit. */
struct sieve {
	struct store *s;
	sqlite3_stmt *stmt;	/* NULL: the view has no condition, all pass */
	struct sql_params params;
	int64_t end_ns;		/* when the time is over; 0: never */
};

/* outside: records may be offered that are outside of the default view; they pass if the view shows all. */
int sieve_open(struct sieve *sieve, struct store *s, const struct view *v, bool outside, struct err *e);
void sieve_close(struct sieve *sieve);
/* The same as an expression over alias t, for any record: adds it to sql, and its parameters. */
int sieve_condition(
	struct store *s, const struct view *v, struct sql_params *params, struct buf *sql, struct err *e);
/* 1: it passes, 0: it does not, or is gone. */
int sieve_pass(struct sieve *sieve, int64_t id, struct err *e);

/* So many are looked at whatever the clock says: how a small result stands does not depend on what else the machine does. */
#define SIEVE_UNTIMED 100

void sieve_limit(struct sieve *sieve, int ms);	/* 0: none */
bool sieve_is_over(const struct sieve *sieve);

/* The field that a view is sorted by, and whether it has a condition of its own. */
const struct field *view_field(const struct view *v);
bool view_has_query(const struct view *v);
/* Whether not all of the default view, or of all where it shows all, is in it: it has a condition, or some are not seen. */
bool view_is_sifted(const struct store *s, const struct view *v);

#endif
