/*
 * Conditions as stretches of orders.
 */
#include "db/range.h"

#include "src/empty.h"
#include "src/banned.h"

/* Keys of text say nothing of less and more, and equal keys need not be equal texts. */
static bool is_collated(const struct field *f)
{
	return f->type == TYPE_TEXT || f->type == TYPE_NOTE;
}

static const struct cell *upper_of(const struct cond *c)
{
	return c->upper.kind == CELL_NULL ? &c->values[0] : &c->upper;
}

/* Behind all filled values there are the empty ones. */
static int end_of_filled(struct range *r, struct key *out, bool *after, struct err *e)
{
	struct cell none = { .kind = CELL_NULL };

	*after = false;
	return key_make(r->field, &none, out, e);
}

static int set_between(struct range *r, const struct cell *from, const struct cell *to, struct err *e)
{
	int rc = key_make(r->field, from, &r->from, e);

	r->from_after = false;
	r->to_after = true;
	return rc < 0 ? rc : key_make(r->field, to, &r->to, e);
}

static int set_up_to(struct range *r, const struct cell *to, bool included, struct err *e)
{
	r->from.n = 0;
	r->from_after = false;
	r->to_after = included;
	return key_make(r->field, to, &r->to, e);
}

static int set_above(struct range *r, const struct cell *from, bool included, struct err *e)
{
	int rc = key_make(r->field, from, &r->from, e);

	r->from_after = !included;
	return rc < 0 ? rc : end_of_filled(r, &r->to, &r->to_after, e);
}

/* From the first word that says why there is no value to what is not filled in. */
static int set_empty(struct range *r, struct err *e)
{
	struct cell first = { .kind = CELL_TEXT, .text = empty_text(EMPTY_NONE) }, last = { .kind = CELL_NULL };

	return set_between(r, field_has_states(r->field) ? &first : &last, &last, e);
}

/* 0: set, 1: not one stretch. */
static int set(struct range *r, const struct cond *c, struct err *e)
{
	struct cell none = { .kind = CELL_NULL };

	switch (c->op) {
	case OP_EQ:
		return set_between(r, &c->values[0], upper_of(c), e);
	case OP_LT:
		return set_up_to(r, &c->values[0], false, e);
	case OP_LE:
		return set_up_to(r, upper_of(c), true, e);
	case OP_GT:
		return set_above(r, upper_of(c), false, e);
	case OP_GE:
		return set_above(r, &c->values[0], true, e);
	case OP_EMPTY:
		return set_empty(r, e);
	case OP_UNFILLED:
		return set_between(r, &none, &none, e);
	case OP_WORD:
	case OP_NE:
	case OP_HAS:
	case OP_FILLED:
	case OP_CURRENT:
	case OP_RETIRED:
	case OP_OPEN:
		break;
	}
	return 1;
}

static bool is_about_empty(const struct cond *c)
{
	return c->op == OP_EMPTY || c->op == OP_UNFILLED;
}

bool range_of_cond(const struct cond *c, struct range *out, struct err *e)
{
	if (!c->field || c->negate || !key_is_kept(c->field) || c->field->type == TYPE_CODES)
		return false;
	/* A branch is no stretch: its records are numbered as they came. */
	if (c->field->type == TYPE_REF && (c->op == OP_LT || c->op == OP_LE))
		return false;
	if (c->nvalues > 1 || (is_collated(c->field) && c->op != OP_EQ && !is_about_empty(c)))
		return false;
	out->field = c->field;
	out->exact = !is_collated(c->field) || is_about_empty(c);
	if (set(out, c, e) != 0)
		return false;
	/* A key that was cut is shared by others. */
	if (out->from.n >= KEY_TEXT || out->to.n >= KEY_TEXT)
		out->exact = false;
	return true;
}

/* The order of two gaps. */
static int compare_gaps(const struct key *a, bool a_after, const struct key *b, bool b_after)
{
	int order = key_compare(a, b);

	return order ? order : a_after - b_after;
}

void range_intersect(struct range *r, const struct range *with)
{
	if (compare_gaps(&with->from, with->from_after, &r->from, r->from_after) > 0) {
		r->from = with->from;
		r->from_after = with->from_after;
	}
	if (compare_gaps(&with->to, with->to_after, &r->to, r->to_after) < 0) {
		r->to = with->to;
		r->to_after = with->to_after;
	}
}

static int gap(
	const struct order *o, const struct key *key, bool after, struct order_cursor *c, struct err *e)
{
	return order_seek(c, o, key, after ? INT64_MAX : INT64_MIN, e);
}

int range_open(
	const struct range *r, const struct order *o, struct order_cursor *c, int64_t *n, struct err *e)
{
	int64_t from = 0, to = 0;
	int rc = gap(o, &r->to, r->to_after, c, e);

	if (rc == 0)
		rc = order_rank(c, &to, e);
	if (rc == 0)
		rc = gap(o, &r->from, r->from_after, c, e);
	if (rc == 0)
		rc = order_rank(c, &from, e);
	*n = to > from ? to - from : 0;
	return rc;
}

int range_count(const struct range *r, struct store *s, const struct view *v, int64_t *n, struct err *e)
{
	struct order inside = { s, v->reg, r->field, false }, out = { s, v->reg, r->field, true };
	struct order_cursor c;
	int64_t outside = 0;
	int rc = range_open(r, &inside, &c, n, e);

	if (rc == 0 && v->all)
		rc = range_open(r, &out, &c, &outside, e);
	*n += outside;
	return rc;
}
