/*
 * Counting in slices, for conditions that no order and no counter knows: SQLite looks at a run of
 * records at once, many times as fast as one after the other, and the next slice goes on behind it.
 */
#include "db/read.h"

#include <string.h>

#include "db/sieve.h"
#include "src/banned.h"

#define RUN 1000

static int write_sql(struct store *s, const struct view *v, const struct field *since, struct sql_params *params,
	struct buf *sql, struct err *e)
{
	int rc;

	buf_adds(sql, "SELECT count(*), max(id), coalesce(sum(ok), 0), min(CASE WHEN ok THEN day END)"
		      " FROM (SELECT t.id AS id, coalesce((");
	rc = sieve_condition(s, v, params, sql, e);
	buf_adds(sql, "), 0) AS ok, ");
	buf_addf(sql, since ? "t.\"%s\"" : "NULL", since ? since->name : "");
	buf_addf(sql, " AS day FROM \"%s\" t WHERE t.id > ?%zu ORDER BY t.id LIMIT %d)", v->reg->name, params->n + 1, RUN);
	return rc;
}

static void take(struct counting *c, sqlite3_stmt *stmt)
{
	const char *day = sql_text_or_null(stmt, 3);

	c->done = sqlite3_column_int64(stmt, 0) < RUN;
	if (sqlite3_column_int64(stmt, 0) > 0)
		c->after = sqlite3_column_int64(stmt, 1);
	c->n += sqlite3_column_int64(stmt, 2);
	if (day && *day && (!*c->least || strcmp(day, c->least) < 0)) {
		size_t n = strnlen(day, sizeof(c->least) - 1);

		memcpy(c->least, day, n);
		c->least[n] = '\0';
	}
}

static int count_runs(struct store *s, sqlite3_stmt *stmt, int at, struct counting *c, int ms, struct err *e)
{
	struct sieve limit;
	int rc = 0;

	sieve_limit(&limit, ms);
	do {
		sqlite3_bind_int64(stmt, at, c->after);
		rc = sql_step(s, stmt, e);
		if (rc == 1)
			take(c, stmt);
		sqlite3_reset(stmt);
	} while (rc == 1 && !c->done && !sieve_is_over(&limit));
	return rc < 0 ? rc : 0;
}

int store_count_on(struct store *s, const struct view *v, const struct field *since, struct counting *c, int ms,
	struct err *e)
{
	struct sql_params params = { .n = 0 };
	struct buf sql = BUF_INIT;
	sqlite3_stmt *stmt = NULL;
	int rc = write_sql(s, v, since, &params, &sql, e);

	if (rc == 0)
		rc = sql_get(s, buf_str(&sql), &stmt, e);
	if (rc == 0) {
		sql_params_bind(&params, stmt);
		rc = count_runs(s, stmt, (int)params.n + 1, c, ms, e);
		sql_done(s, stmt);
	}
	sql_params_release(&params);
	buf_release(&sql);
	return rc;
}
