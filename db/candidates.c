/*
 * Candidates: which index names the records that a condition may mean.
 */
#include "db/candidates.h"

#include "db/search.h"
#include "db/sieve.h"
#include "src/banned.h"

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

/* The shortest stretch that a condition of the only alternative means: 1, or 0 where there is none. */
static int find_shortest(
	struct candidates *c, struct store *s, const struct view *v, int64_t *n, struct err *e)
{
	const struct all_of *all = &v->query->any[0];
	int found = 0, rc = 0;

	for (size_t i = 0; rc == 0 && i < all->n; i++) {
		struct range r;
		int64_t some;

		if (!range_of_cond(&all->conds[i], &r, e))
			continue;
		rc = range_count(&r, s, v, &some, e);
		if (rc < 0 || (found && some >= *n))
			continue;
		found = 1;
		*n = some;
		c->range = r;
	}
	return rc < 0 ? rc : found;
}

static int open_stretch(
	struct candidates *c, struct store *s, const struct view *v, int64_t most, struct err *e)
{
	struct order o = { s, v->reg, NULL, false };
	int64_t n = 0;
	int rc = v->query->n == 1 ? find_shortest(c, s, v, &n, e) : 0;

	if (rc <= 0 || n > most)
		return rc < 0 ? rc : 0;
	c->outside = v->all;
	o.field = c->range.field;
	rc = range_open(&c->range, &o, &c->cursor, &c->left, e);
	return rc < 0 ? rc : 1;
}

static int next_in_stretch(struct candidates *c, int64_t *id, struct err *e)
{
	struct order out = { c->s, c->reg, c->range.field, true };
	int rc;

	if (c->left == 0 && c->outside) {
		c->outside = false;
		rc = range_open(&c->range, &out, &c->cursor, &c->left, e);
		if (rc < 0)
			return rc;
	}
	if (c->left == 0)
		return 0;
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
