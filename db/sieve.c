/*
 * The sieve: a view's condition, asked of one record after another.
 */
#include "db/sieve.h"

#include <time.h>

#include "db/default_view.h"
#include "db/seen.h"
#include "src/banned.h"

const struct field *view_field(const struct view *v)
{
	const struct field *f = v->sort ? v->sort : v->reg->sort ? reg_field(v->reg, v->reg->sort) : NULL;

	return f ? f : reg_key(v->reg);
}

bool view_has_query(const struct view *v)
{
	return v->query && !query_is_empty(v->query);
}

bool view_is_sifted(const struct store *s, const struct view *v)
{
	return view_has_query(v) || seen_is_limited(s, v->reg);
}

/* The default view's parameters come first, so that its expression fits as it is. */
static int add_default(
	struct store *s, const struct view *v, struct sql_params *params, struct buf *sql, struct err *e)
{
	const struct default_view *view;
	int rc = default_view_get(s, v->reg, &view, e);

	for (size_t i = 0; rc == 0 && i < view->params.n; i++)
		sql_params_add(params, &view->params.cells[i]);
	if (rc == 0)
		buf_addf(sql, "%s AND ", view->sql);
	return rc;
}

/* Its own condition, and what of it whoever works sees. */
static int add_query(
	struct store *s, const struct view *v, struct sql_params *params, struct buf *sql, struct err *e)
{
	int rc = 0;

	buf_adds(sql, "(");
	if (view_has_query(v))
		rc = query_sql_words(v->reg, v->query, sql, params, e);
	else
		buf_adds(sql, "1");
	buf_adds(sql, ")");
	seen_add_records(s, v->reg, sql);
	return rc;
}

int sieve_condition(
	struct store *s, const struct view *v, struct sql_params *params, struct buf *sql, struct err *e)
{
	int rc = v->all ? 0 : add_default(s, v, params, sql, e);

	return rc < 0 ? rc : add_query(s, v, params, sql, e);
}

static int write_sql(struct sieve *sieve, const struct view *v, bool outside, struct buf *sql, struct err *e)
{
	int rc;

	buf_adds(sql, "SELECT ");
	rc = outside ? sieve_condition(sieve->s, v, &sieve->params, sql, e)
		     : add_query(sieve->s, v, &sieve->params, sql, e);
	buf_addf(sql, " FROM \"%s\" t WHERE t.id = ?%zu", v->reg->name, sieve->params.n + 1);
	return rc;
}

int sieve_open(struct sieve *sieve, struct store *s, const struct view *v, bool outside, struct err *e)
{
	struct buf sql = BUF_INIT;
	int rc;

	*sieve = (struct sieve){ .s = s };
	if (!view_is_sifted(s, v) && !(outside && !v->all))
		return 0;
	rc = write_sql(sieve, v, outside, &sql, e);
	if (rc == 0)
		rc = sql_get(s, buf_str(&sql), &sieve->stmt, e);
	buf_release(&sql);
	if (rc == 0)
		sql_params_bind(&sieve->params, sieve->stmt);
	else
		sql_params_release(&sieve->params);
	return rc;
}

void sieve_close(struct sieve *sieve)
{
	if (!sieve->s)
		return;
	sql_done(sieve->s, sieve->stmt);
	sql_params_release(&sieve->params);
	*sieve = (struct sieve){ .s = NULL };
}

int sieve_pass(struct sieve *sieve, int64_t id, struct err *e)
{
	int rc;

	if (!sieve->stmt)
		return 1;
	sqlite3_bind_int64(sieve->stmt, (int)sieve->params.n + 1, id);
	rc = sql_step(sieve->s, sieve->stmt, e);
	if (rc == 1)
		rc = sqlite3_column_int(sieve->stmt, 0) != 0;
	sqlite3_reset(sieve->stmt);
	return rc;
}

static int64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

void sieve_limit(struct sieve *sieve, int ms)
{
	sieve->end_ns = ms > 0 ? now_ns() + (int64_t)ms * 1000000 : 0;
}

bool sieve_is_over(const struct sieve *sieve)
{
	return sieve->end_ns && now_ns() > sieve->end_ns;
}
