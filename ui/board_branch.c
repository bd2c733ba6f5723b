/*
 * The lanes of a board by branches: the records whose reference stands below the same superior.  Which branches there
 * are is only known when all records have been looked at, so that is done in slices while idle.
 */
#include <stdlib.h>

#include "src/i18n.h"
#include "src/clock.h"
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
	b->scan.phase = SCAN_RECORDS;
	b->scan.at = at ? ((const struct rec *)at)->id : 0;
	b->scan.at_above = at ? above(b, ref_of(b->groupings[b->grouping], at)) : 0;
}

void board_look_again(struct board *b)
{
	struct board_scan again = { .phase = SCAN_RECORDS, .at = b->scan.at, .at_above = b->scan.at_above };

	if (board_has_branches(b->groupings[b->grouping])) {
		board_end_branches(b);
		b->scan = again;
	}
}

void board_end_branches(struct board *b)
{
	struct board_scan *scan = &b->scan;

	for (size_t i = 0; i < scan->n_lanes; i++) {
		free(scan->lanes[i].label);
		free(scan->lanes[i].where);
	}
	free(scan->lanes);
	free(scan->places);
	*scan = (struct board_scan){ .phase = SCAN_OFF };
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
	struct board_scan *scan = &b->scan;
	const struct board_place *places = scan->places;
	struct buf label = BUF_INIT, where = BUF_INIT;
	size_t i = from;

	buf_addf(&where, "%s=", f->name);
	for (; i < scan->n && places[i].above == places[from].above; i++) {
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
	scan->lanes = xreallocarray(scan->lanes, scan->n_lanes + 1, sizeof(*scan->lanes));
	scan->lanes[scan->n_lanes++] = (struct lane){ .label = buf_detach(&label), .where = buf_detach(&where) };
	return i;
}

/* Each thing that records refer to is left once. */
static void end_records(struct board_scan *scan)
{
	size_t n = 0;

	if (scan->n)
		qsort(scan->places, scan->n, sizeof(*scan->places), compare);
	for (size_t i = 0; i < scan->n; i++)
		if (i == 0 || scan->places[i].ref != scan->places[i - 1].ref)
			scan->places[n++].ref = scan->places[i].ref;
	scan->n = n;
	scan->phase = SCAN_ABOVE;
}

static void find_above(struct board *b, int64_t end)
{
	struct board_scan *scan = &b->scan;

	for (; scan->done < scan->n && clock_ms() < end; scan->done++)
		scan->places[scan->done].above = above(b, scan->places[scan->done].ref);
	if (scan->done < scan->n)
		return;
	if (scan->n)
		qsort(scan->places, scan->n, sizeof(*scan->places), compare);
	scan->done = 0;
	scan->phase = SCAN_LANES;
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

/* The lanes that were found take the place of those that are there. */
static void show_lanes(struct board *b)
{
	struct board_scan *scan = &b->scan;
	size_t first = b->first;

	take_place(b);
	board_drop_lanes(b);
	b->lanes = scan->lanes;
	b->n = scan->n_lanes;
	b->cur = 0;
	b->first = first;
	scan->lanes = NULL;
	scan->n_lanes = 0;
	for (size_t i = 0, lane = 0; i < scan->n; i++) {
		lane += i > 0 && scan->places[i].above != scan->places[i - 1].above;
		if (scan->at && scan->places[i].above == scan->at_above)
			b->cur = lane;
	}
	if (b->n)
		board_load(b, b->cur, scan->at);
	board_end_branches(b);
}

static void make_lanes(struct board *b, int64_t end)
{
	struct board_scan *scan = &b->scan;

	while (scan->done < scan->n && clock_ms() < end)
		scan->done = add_lane(b, scan->done);
	if (scan->done == scan->n)
		show_lanes(b);
}

static void look_at_records(struct board *b)
{
	struct board_scan *scan = &b->scan;
	struct query none = { .n = 0 }, q = { .n = 0 };
	struct view v = { .reg = b->reg, .query = &q, .all = b->all };
	struct err e = ERR_INIT;
	int rc = chips_query(&b->chips, &none, &q, &e);

	scan->tour.budget_ms = SLICE_MS;
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
		end_records(scan);
	}
}

bool board_go_on_with_branches(struct board *b)
{
	int64_t end = clock_ms() + SLICE_MS;

	switch (b->scan.phase) {
	case SCAN_OFF: return false;
	case SCAN_RECORDS: look_at_records(b); break;
	case SCAN_ABOVE: find_above(b, end); break;
	case SCAN_LANES: make_lanes(b, end); break;
	}
	return true;
}
