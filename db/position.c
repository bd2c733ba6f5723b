/*
 * How many records a view has, and where in it one stands.  Orders know that by sums over
 * their chunks; only conditions that no order knows are counted record by record.
 */
#include "db/read.h"

#include "db/default_view.h"
#include "db/range.h"
#include "db/reader.h"
#include "db/seen.h"
#include "db/tally.h"
#include "src/i18n.h"
#include "src/banned.h"

/* ---- Counting ---------------------------------------------------------------------------------- */

static int add_tally(struct store *s, const struct reg *reg, const char *field, const char *value, int64_t *n,
	struct err *e)
{
	int64_t some;
	int rc = tally_read(s, reg, field, value, &some, e);

	*n += some;
	return rc;
}

static int count_all(struct store *s, const struct view *v, bool inside, int64_t *n, struct err *e)
{
	int rc = add_tally(s, v->reg, "", "", n, e);

	return rc < 0 || inside ? rc : add_tally(s, v->reg, "", TALLY_OUT, n, e);
}

/* One or several values of a tallied field. */
static bool is_tallied(const struct cond *c)
{
	return c->op == OP_EQ && !c->negate && c->field && (c->field->flags & FIELD_TALLIED) &&
	       (c->nvalues == 1 || c->field->type == TYPE_CODE) && c->upper.kind == CELL_NULL;
}

/* A value that is asked for twice counts once. */
static bool is_repeated(const struct cond *c, size_t at)
{
	for (size_t i = 0; i < at; i++) {
		if (cell_equal(&c->values[i], &c->values[at]))
			return true;
	}
	return false;
}

static int count_tallied(
	struct store *s, const struct reg *reg, const struct cond *c, int64_t *n, struct err *e)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < c->nvalues; i++) {
		struct cell value = c->values[i];

		if (!is_repeated(c, i))
			rc = add_tally(s, reg, c->field->name, cell_text(&value), n, e);
	}
	return rc;
}

/* Where all conditions are about one field, they mean one stretch of its order: what theirs share. */
static bool find_stretch(const struct remainder *r, struct range *out, struct err *e)
{
	for (size_t i = 0; i < r->n; i++) {
		struct range one;

		if (!range_of_cond(r->conds[i], &one, e) || !one.exact)
			return false;
		if (i == 0)
			*out = one;
		else if (one.field != out->field)
			return false;
		else
			range_intersect(out, &one);
	}
	return r->n > 0;
}

/* 1: counted without looking at records, 0: it cannot be done so. */
static int count_known(
	struct store *s, const struct view *v, const struct remainder *r, int64_t *n, struct err *e)
{
	struct view inside = { .reg = v->reg, .all = !r->inside };
	struct range range;
	int rc = 0;

	if (!r->conds || seen_is_limited(s, v->reg))
		return 0;
	if (r->n == 0)
		rc = count_all(s, v, r->inside, n, e);
	else if (r->n == 1 && r->inside && is_tallied(r->conds[0]))
		rc = count_tallied(s, v->reg, r->conds[0], n, e);
	else if (find_stretch(r, &range, e))
		rc = range_count(&range, s, &inside, n, e);
	else
		return 0;
	return rc < 0 ? rc : 1;
}

static int count_each(struct reader *r, struct count *c, struct err *e)
{
	bool passes;
	int64_t id;
	int rc;

	while ((rc = reader_next(r, &id, &passes, e)) == 1) {
		if (passes && c->cap > 0 && c->n == c->cap)
			c->exact = false;
		else
			c->n += passes;
		if (!c->exact || reader_is_over(r)) {
			c->exact = false;
			return 0;
		}
	}
	return rc;
}

int store_count(struct store *s, const struct view *v, struct count *c, struct err *e)
{
	const struct page_want want = { .from = PAGE_FIRST, .budget_ms = c->budget_ms };
	struct remainder rest;
	struct reader r;
	bool own;
	int rc;

	c->n = 0;
	c->exact = true;
	rc = store_snapshot_begin(s, &own, e);
	if (rc < 0)
		return rc;
	rc = remainder_of_view(s, v, &rest, e);
	if (rc == 0)
		rc = count_known(s, v, &rest, &c->n, e);
	remainder_release(&rest);
	if (rc == 0) {
		rc = reader_open(&r, s, v, &want, e);
		if (rc == 0) {
			rc = count_each(&r, c, e);
			reader_close(&r);
		}
	}
	store_snapshot_end(s, own);
	return rc < 0 ? rc : 0;
}

/* ---- Places ------------------------------------------------------------------------------------ */

/* How many records of one part of the order stand before a place, as the order runs. */
static int rank_in(const struct order *o, const struct key *key, int64_t id, int64_t *n, struct err *e)
{
	struct order_cursor c;
	int rc = order_seek(&c, o, key, id, e);

	return rc < 0 ? rc : order_rank(&c, n, e);
}

static int not_in_view(struct err *e)
{
	return err_set(e, ERR_NOT_FOUND, _("这条记录已经不在这个列表里了；请从头看起。"));
}

/* Without a condition: by the sums of the orders. */
static int position_in_order(struct store *s, const struct view *v, int64_t id, int64_t *n, struct err *e)
{
	struct order o = { s, v->reg, view_field(v), false }, out = { s, v->reg, o.field, true };
	int64_t outside = 0, total = 0;
	struct key key;
	int rc = key_of_id(s, v->reg, o.field, id, &key, e);

	if (rc == 1 && !v->all)
		rc = order_has(&o, &key, id, e);
	if (rc <= 0)
		return rc < 0 ? rc : not_in_view(e);
	rc = rank_in(&o, &key, id, n, e);
	if (rc == 0 && v->all)
		rc = rank_in(&out, &key, id, &outside, e);
	*n += outside;
	if (rc == 0 && v->descending) {
		rc = count_all(s, v, !v->all, &total, e);
		*n = total - 1 - *n;
	}
	return rc;
}

/* With a condition: by reading up to the record. */
static int position_by_reading(struct store *s, const struct view *v, int64_t id, int64_t *n, struct err *e)
{
	struct reader r;
	int64_t at = 0;
	bool passes = false;
	int rc = reader_open(&r, s, v, NULL, e);

	if (rc < 0)
		return rc;
	*n = 0;
	while ((rc = reader_next(&r, &at, &passes, e)) == 1 && at != id)
		*n += passes;
	reader_close(&r);
	if (rc < 0)
		return rc;
	return rc == 1 && passes ? 0 : not_in_view(e);
}

int store_position(struct store *s, const struct view *v, int64_t id, int64_t *n, struct err *e)
{
	bool own;
	int rc = store_snapshot_begin(s, &own, e);

	*n = 0;
	if (rc < 0)
		return rc;
	rc = view_is_sifted(s, v) ? position_by_reading(s, v, id, n, e) : position_in_order(s, v, id, n, e);
	store_snapshot_end(s, own);
	return rc;
}

static int nth_of_part(struct store *s, const struct view *v, bool out, int64_t n, int64_t *id, struct err *e)
{
	struct order o = { s, v->reg, view_field(v), out };
	struct order_cursor c;
	int rc = order_nth(&c, &o, n, e);

	return rc < 0 ? rc : order_next(&c, id, e);
}

/* How many records of both parts stand before the i-th of the inner one, which is *id. */
static int rank_of_inner(
	struct store *s, const struct view *v, int64_t i, int64_t *id, int64_t *n, struct err *e)
{
	struct order out = { s, v->reg, view_field(v), true };
	struct key key;
	int rc = nth_of_part(s, v, false, i, id, e);

	if (rc == 1)
		rc = key_of_id(s, v->reg, out.field, *id, &key, e);
	if (rc == 1)
		rc = rank_in(&out, &key, *id, n, e);
	*n += i;
	return rc < 0 ? rc : 0;
}

/* The n-th of two merged orders: halving finds how many of the inner one stand before it. */
static int nth_of_both(struct store *s, const struct view *v, int64_t n, int64_t *id, struct err *e)
{
	struct order o = { s, v->reg, view_field(v), false };
	int64_t low = 0, high = 0, rank = -1;
	int rc = order_count(&o, &high, e);
	int64_t most = high;

	while (rc == 0 && low < high) {
		int64_t middle = low + (high - low) / 2;

		rc = rank_of_inner(s, v, middle, id, &rank, e);
		if (rank < n)
			low = middle + 1;
		else
			high = middle;
	}
	if (rc < 0)
		return rc;
	if (low < most) {
		rc = rank_of_inner(s, v, low, id, &rank, e);
		if (rc < 0 || rank == n)
			return rc < 0 ? rc : 1;
	}
	return nth_of_part(s, v, true, n - low, id, e);
}

static int nth_in_order(struct store *s, const struct view *v, int64_t n, int64_t *id, struct err *e)
{
	int64_t total = 0;
	int rc = v->descending ? count_all(s, v, !v->all, &total, e) : 0;

	if (rc < 0)
		return rc;
	if (v->descending)
		n = total - 1 - n;
	if (n < 0)
		return 0;
	return v->all ? nth_of_both(s, v, n, id, e) : nth_of_part(s, v, false, n, id, e);
}

static int nth_by_reading(struct store *s, const struct view *v, int64_t n, int64_t *id, struct err *e)
{
	struct reader r;
	bool passes;
	int rc = reader_open(&r, s, v, NULL, e);

	if (rc < 0)
		return rc;
	while ((rc = reader_next(&r, id, &passes, e)) == 1) {
		if (passes && n-- == 0)
			break;
	}
	reader_close(&r);
	return rc;
}

int store_nth(struct store *s, const struct view *v, int64_t n, int64_t *id, struct err *e)
{
	bool own;
	int rc = store_snapshot_begin(s, &own, e);

	*id = 0;
	if (rc < 0)
		return rc;
	if (n >= 0)
		rc = view_is_sifted(s, v) ? nth_by_reading(s, v, n, id, e) : nth_in_order(s, v, n, id, e);
	store_snapshot_end(s, own);
	if (rc == 0)
		return err_set(e, ERR_NOT_FOUND, _("这个列表没有第 %lld 条。"), (long long)n + 1);
	return rc < 0 ? rc : 0;
}
