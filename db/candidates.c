/*
 * Candidates: which index names the records that a condition may mean.
 */
#include "db/candidates.h"

#include "db/search.h"
#include "db/sieve.h"
#include "src/banned.h"

/* More stretches than these take longer to find than what lies in them to sift. */
#define STRETCHES_MOST 64

/* ---- Words ------------------------------------------------------------------------------------- */

static int open_index(struct candidates *c, const struct view *v, bool down, int64_t beyond, struct err *e)
{
	struct buf words = BUF_INIT, sql = BUF_INIT;
	const char *name = v->reg->name;
	int rc = 0;

	if (!search_has(v->reg) || !search_expression(v->query, true, &words))
		goto out;
	buf_addf(&sql, "SELECT rowid FROM \"s_%s\" WHERE \"s_%s\" MATCH ?1 AND rowid %c ?2 ORDER BY rowid%s",
		name, name, down ? '<' : '>', down ? " DESC" : "");
	rc = sql_get(c->s, buf_str(&sql), &c->stmt, e);
	if (rc < 0)
		goto out;
	sqlite3_bind_int64(c->stmt, 2, beyond);
	rc = sql_bind(c->s, c->stmt, 1, buf_str(&words), e);
	if (rc == 0)
		rc = 1;
out:
	buf_release(&words);
	buf_release(&sql);
	return rc;
}

int candidates_words(
	struct candidates *c, struct store *s, const struct view *v, bool down, int64_t beyond, struct err *e)
{
	struct buf words = BUF_INIT;
	bool any = view_has_query(v) && search_expression(v->query, false, &words);

	buf_release(&words);
	c->s = s;
	c->stmt = NULL;
	return any ? open_index(c, v, down, beyond, e) : 0;
}

/* ---- Stretches --------------------------------------------------------------------------------- */

/* The stretch of one of the values; where a condition has none, it is a stretch all the same. */
static bool range_of_value(const struct cond *c, size_t i, struct range *out, struct err *e)
{
	struct cond one = *c;

	if (c->nvalues > 1) {
		if (c->op != OP_EQ || i >= c->nvalues)
			return false;
		one.values = &c->values[i];
		one.nvalues = 1;
	}
	return range_of_cond(&one, out, e);
}

/* A value that is asked for twice would name its records twice. */
static bool is_repeated(const struct cond *c, size_t at)
{
	for (size_t i = 0; i < at && at < c->nvalues; i++) {
		if (cell_equal(&c->values[i], &c->values[at]))
			return true;
	}
	return false;
}

/* 1: the length of all its stretches together; 0: it has none, or very many. */
static int measure(const struct cond *c, struct store *s, const struct view *v, int64_t *n, struct err *e)
{
	size_t stretches = c->nvalues > 1 ? c->nvalues : 1;

	*n = 0;
	if (stretches > STRETCHES_MOST)
		return 0;
	for (size_t i = 0; i < stretches; i++) {
		struct range r;
		int64_t some = 0;
		int rc;

		if (!range_of_value(c, i, &r, e))
			return 0;
		rc = is_repeated(c, i) ? 0 : range_count(&r, s, v, &some, e);
		if (rc < 0)
			return rc;
		*n += some;
	}
	return 1;
}

/* The condition of the only alternative that means the shortest stretches: 1, or 0 where there is none. */
static int find_shortest(
	struct candidates *c, struct store *s, const struct view *v, int64_t *n, struct err *e)
{
	const struct all_of *all = &v->query->any[0];
	int rc = 0;

	c->cond = NULL;
	for (size_t i = 0; rc >= 0 && i < all->n; i++) {
		int64_t some;

		rc = measure(&all->conds[i], s, v, &some, e);
		if (rc <= 0 || (c->cond && some >= *n))
			continue;
		*n = some;
		c->cond = &all->conds[i];
	}
	return rc < 0 ? rc : c->cond != NULL;
}

/* The stretch of the next value: 1, or 0 after the last. */
static int open_next(struct candidates *c, struct err *e)
{
	struct order o = { c->s, c->reg, NULL, false };
	int rc;

	while (is_repeated(c->cond, c->next))
		c->next++;
	if (c->next > 0 && c->next >= c->cond->nvalues)
		return 0;
	if (!range_of_value(c->cond, c->next++, &c->range, e))
		return 0;
	c->outside = c->all;
	o.field = c->range.field;
	rc = range_open(&c->range, &o, &c->cursor, &c->left, e);
	return rc < 0 ? rc : 1;
}

static int open_stretch(
	struct candidates *c, struct store *s, const struct view *v, int64_t most, struct err *e)
{
	int64_t n = 0;
	int rc = v->query->n == 1 ? find_shortest(c, s, v, &n, e) : 0;

	if (rc <= 0 || n > most)
		return rc < 0 ? rc : 0;
	c->all = v->all;
	c->next = 0;
	return open_next(c, e);
}

/* Stands at the next stretch that has records: 1, or 0 at the end of all. */
static int go_on(struct candidates *c, struct err *e)
{
	while (c->left == 0) {
		struct order out = { c->s, c->reg, c->range.field, true };
		int rc;

		if (c->outside) {
			c->outside = false;
			rc = range_open(&c->range, &out, &c->cursor, &c->left, e);
		} else {
			rc = open_next(c, e);
			if (rc == 0)
				return 0;
		}
		if (rc < 0)
			return rc;
	}
	return 1;
}

static int next_in_stretch(struct candidates *c, int64_t *id, struct err *e)
{
	int rc = go_on(c, e);

	if (rc <= 0)
		return rc;
	c->left--;
	return order_next(&c->cursor, id, e);
}

/* ---- Either ------------------------------------------------------------------------------------ */

int candidates_open(struct candidates *c, struct store *s, const struct view *v, int64_t most, struct err *e)
{
	int rc;

	c->s = s;
	c->stmt = NULL;
	c->reg = v->reg;
	c->left = 0;
	if (!view_has_query(v))
		return 0;
	rc = open_stretch(c, s, v, most, e);
	return rc != 0 ? rc : open_index(c, v, false, INT64_MIN, e);
}

int candidates_next(struct candidates *c, int64_t *id, struct err *e)
{
	int rc;

	if (!c->stmt)
		return next_in_stretch(c, id, e);
	rc = sql_step(c->s, c->stmt, e);
	if (rc == 1)
		*id = sqlite3_column_int64(c->stmt, 0);
	return rc;
}

void candidates_close(struct candidates *c)
{
	sql_done(c->s, c->stmt);
	c->stmt = NULL;
}
