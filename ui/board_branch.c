/*
 * The lanes of a board by branches: the records whose reference stands below the same superior.  Which branches there
 * are is only known when all records have been looked at, so that is done in slices while idle.
 */
#include <stdlib.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "ui/board.h"
#include "src/banned.h"

#define SLICE_MS 8

struct board_place {
	int64_t above, ref;	/* the superior (where it has none, itself), and what a record refers to; 0: nothing */
};

static const struct lookup *lookup_of(const struct board *b)
{
	return store_lookup(app_store(b->screen.app));
}

static int64_t ref_of(const struct field *f, const void *rec)
{
	const struct ref *r = field_const(f, rec);

	return r->id;
}

/* The branch of what a record refers to. */
static int64_t above(const struct board *b, int64_t ref)
{
	const struct field *f = b->groupings[b->grouping];
	const struct lookup *l = lookup_of(b);
	const void *target;
	int64_t superior = 0;

	if (ref && l->ref_peek(l->ctx, f->target, ref, &target, NULL) == 0)
		superior = ref_of(reg_tree(f->target), target);
	return superior ? superior : ref;
}

bool board_has_branches(const struct field *f)
{
	return f && f->type == TYPE_REF && reg_tree(f->target);
}

void board_start_branches(struct board *b, const void *at)
{
	b->scan.on = true;
	b->scan.at = at ? ((const struct rec *)at)->id : 0;
	b->scan.at_above = at ? above(b, ref_of(b->groupings[b->grouping], at)) : 0;
}

void board_look_again(struct board *b)
{
	struct board_scan again = { .on = true, .at = b->scan.at, .at_above = b->scan.at_above };

	if (board_has_branches(b->groupings[b->grouping])) {
		board_end_branches(b);
		b->scan = again;
	}
}

void board_end_branches(struct board *b)
{
	free(b->scan.places);
	b->scan = (struct board_scan){ .on = false };
}

/* --- looking at the records --- */

static int take(void *ctx, int64_t id)
{
	struct board *b = ctx;
	struct board_scan *scan = &b->scan;
	const struct lookup *l = lookup_of(b);
	const void *rec;

	if (l->ref_peek(l->ctx, b->reg, id, &rec, NULL) < 0)
		return 0;
	if (scan->n == scan->cap) {
		scan->cap = scan->cap ? scan->cap * 2 : 256;
		scan->places = xreallocarray(scan->places, scan->cap, sizeof(*scan->places));
	}
	scan->places[scan->n++] = (struct board_place){ .ref = ref_of(b->groupings[b->grouping], rec) };
	return 0;
}

static int compare(const void *one, const void *other)
{
	const struct board_place *a = one, *b = other;

	if (a->above != b->above)
		return a->above < b->above ? -1 : 1;
	return (a->ref > b->ref) - (a->ref < b->ref);
}

/* A lane for the places from `from` on that have the same superior; returns the one behind them. */
static size_t add_lane(struct board *b, size_t from)
{
	const struct field *f = b->groupings[b->grouping];
	const struct lookup *l = lookup_of(b);
	const struct board_place *places = b->scan.places;
	struct lane *lane = &b->lanes[b->n++];
	struct buf label = BUF_INIT, where = BUF_INIT;
	size_t i = from;

	buf_addf(&where, "%s=", f->name);
	for (; i < b->scan.n && places[i].above == places[from].above; i++) {
		buf_adds(&where, i > from ? "," : "");
		if (places[i].ref)
			l->ref_format(l->ctx, f->target, places[i].ref, STYLE_DATA, &where);
		else
			buf_adds(&where, "empty");
	}
	if (places[from].above)
		l->ref_format(l->ctx, f->target, places[from].above, STYLE_LIST, &label);
	else
		buf_addf(&label, _("没有%s"), _(f->label));
	lane->label = buf_detach(&label);
	lane->where = buf_detach(&where);
	return i;
}

/* Each thing that records refer to is left once, with its superior. */
static void find_branches(struct board *b)
{
	struct board_scan *scan = &b->scan;
	size_t n = 0;

	if (!scan->n)
		return;
	qsort(scan->places, scan->n, sizeof(*scan->places), compare);
	for (size_t i = 0; i < scan->n; i++)
		if (i == 0 || scan->places[i].ref != scan->places[i - 1].ref)
			scan->places[n++].ref = scan->places[i].ref;
	scan->n = n;
	for (size_t i = 0; i < n; i++)
		scan->places[i].above = above(b, scan->places[i].ref);
	qsort(scan->places, n, sizeof(*scan->places), compare);
}

/* While lanes were looked for again the person may have gone to another card. */
static void take_place(struct board *b)
{
	const struct rec *r = b->n ? board_current(b) : NULL;

	if (r) {
		b->scan.at = r->id;
		b->scan.at_above = above(b, ref_of(b->groupings[b->grouping], r));
	}
}

static void make_lanes(struct board *b)
{
	struct board_scan *scan = &b->scan;
	size_t lanes = 0, first = b->first;

	take_place(b);
	board_drop_lanes(b);
	b->cur = 0;
	for (size_t i = 0; i < scan->n; i++)
		lanes += i == 0 || scan->places[i].above != scan->places[i - 1].above;
	b->lanes = xcalloc(lanes + 1, sizeof(*b->lanes));
	for (size_t i = 0; i < scan->n;) {
		if (scan->at && scan->places[i].above == scan->at_above)
			b->cur = b->n;
		i = add_lane(b, i);
	}
	b->first = first;
	if (b->n)
		board_load(b, b->cur, scan->at);
	board_end_branches(b);
}

bool board_go_on_with_branches(struct board *b)
{
	struct board_scan *scan = &b->scan;
	struct query none = { .n = 0 }, q = { .n = 0 };
	struct view v = { .reg = b->reg, .query = &q, .all = b->all };
	struct err e = ERR_INIT;
	int rc;

	if (!scan->on)
		return false;
	if (scan->found) {
		make_lanes(b);
		return true;
	}
	scan->tour.budget_ms = SLICE_MS;
	rc = chips_query(&b->chips, &none, &q, &e);
	if (rc == 0)
		rc = store_tour(app_store(b->screen.app), &v, &scan->tour, take, b, &e);
	query_release(&q);
	if (rc == ERR_NOT_FOUND) {
		scan->tour = (struct tour){ .over = false };
		scan->n = 0;
	} else if (rc < 0) {
		app_say_error(b->screen.app, &e);
		board_end_branches(b);
	} else if (scan->tour.over) {
		find_branches(b);
		scan->found = true;
	}
	return true;
}
