/*
 * Walking over orders.
 */
#include "db/walk.h"

#include "db/sieve.h"
#include "src/i18n.h"
#include "src/banned.h"

void walk_init(struct walk *w, struct store *s, const struct view *v, bool down)
{
	w->s = s;
	w->reg = v->reg;
	w->field = view_field(v);
	w->down = down;
	w->n = v->all ? 2 : 1;
	for (size_t i = 0; i < w->n; i++)
		w->parts[i].loaded = w->parts[i].over = false;
}

int walk_from_end(struct walk *w, struct err *e)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < w->n; i++) {
		struct order o = { w->s, w->reg, w->field, i == 1 };

		rc = w->down ? order_last(&w->parts[i].cursor, &o, e)
			     : order_first(&w->parts[i].cursor, &o, e);
	}
	return rc;
}

/* The gap is before the anchor.  It is stepped over to leave it out on the way up, or take it on the way down. */
static int step_over(struct walk *w, struct walk_part *part, int64_t anchor, bool with, struct err *e)
{
	int64_t id;
	int rc;

	if (with != w->down)
		return 0;
	rc = order_next(&part->cursor, &id, e);
	if (rc == 1 && id != anchor)
		rc = order_prev(&part->cursor, &id, e);
	return rc < 0 ? rc : 0;
}

int walk_from(struct walk *w, int64_t anchor, bool with, struct err *e)
{
	struct key key;
	int rc = key_of_id(w->s, w->reg, w->field, anchor, &key, e);

	if (rc == 0)
		return err_set(e, ERR_NOT_FOUND, _("这条记录已经不在了；请从头看起。"));
	for (size_t i = 0; rc >= 0 && i < w->n; i++) {
		struct order o = { w->s, w->reg, w->field, i == 1 };

		rc = order_seek(&w->parts[i].cursor, &o, &key, anchor, e);
		if (rc == 0)
			rc = step_over(w, &w->parts[i], anchor, with, e);
	}
	return rc < 0 ? rc : 0;
}

static int load(struct walk *w, struct walk_part *part, struct err *e)
{
	int rc;

	if (part->loaded || part->over)
		return 0;
	rc = w->down ? order_prev(&part->cursor, &part->id, e) : order_next(&part->cursor, &part->id, e);
	part->over = rc == 0;
	part->loaded = rc == 1;
	part->keyed = false;
	return rc < 0 ? rc : 0;
}

static int make_key(struct walk *w, struct walk_part *part, struct err *e)
{
	int rc = part->keyed ? 0 : key_of_id(w->s, w->reg, w->field, part->id, &part->key, e);

	part->keyed = true;
	return rc < 0 ? rc : 0;
}

/* *out: which of two loaded parts comes next. */
static int choose(struct walk *w, struct walk_part **out, struct err *e)
{
	struct walk_part *a = &w->parts[0], *b = &w->parts[1];
	int order, rc;

	*out = w->n > 1 && !a->loaded ? b : a;
	if (w->n == 1 || !a->loaded || !b->loaded)
		return 0;
	rc = make_key(w, a, e);
	if (rc == 0)
		rc = make_key(w, b, e);
	if (rc < 0)
		return rc;
	order = key_compare(&a->key, &b->key);
	if (order == 0)
		order = a->id < b->id ? -1 : 1;
	*out = (order < 0) != w->down ? a : b;
	return 0;
}

int walk_next(struct walk *w, int64_t *id, struct err *e)
{
	struct walk_part *part;
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < w->n; i++)
		rc = load(w, &w->parts[i], e);
	if (rc < 0)
		return rc;
	rc = choose(w, &part, e);
	if (rc < 0)
		return rc;
	if (!part->loaded)
		return 0;
	*id = part->id;
	part->loaded = false;
	return 1;
}
