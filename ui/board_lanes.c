/* What the lanes of a board are: conditions, one for each value of the field that it is grouped by. */
#include <stdlib.h>
#include <string.h>

#include "src/i18n.h"
#include "src/clock.h"
#include "src/mem.h"
#include "src/worklist.h"
#include "ui/board.h"
#include "src/banned.h"

/* Lanes of a board by months: before this one, so many from this one on, later, without a day. */
#define MONTHS 6
#define MONTH_LANES (MONTHS + 3)
#define COUNT_MS 8
#define LOAD_MS 6		/* a lane that was begun may take a little longer */
#define LOOK_MS 2		/* for each lane that may be empty */

static const struct lookup *lookup_of(const struct board *b)
{
	return store_lookup(app_store(b->screen.app));
}

void board_find_groupings(struct board *b)
{
	const struct workflow *w = b->reg->workflow;

	b->groupings[b->n_groupings++] = reg_field(b->reg, w->stage);
	if (w->deadline)
		b->groupings[b->n_groupings++] = reg_field(b->reg, w->deadline);
	if (b->reg->scope && board_has_branches(reg_field(b->reg, b->reg->scope)))
		b->groupings[b->n_groupings++] = reg_field(b->reg, b->reg->scope);
	for (size_t i = 0; i < b->reg->nfields && b->n_groupings < BOARD_GROUPINGS; i++) {
		const struct field *f = &b->reg->fields[i];

		if (f->type == TYPE_CODE && (f->flags & FIELD_LISTED) && f != b->groupings[0])
			b->groupings[b->n_groupings++] = f;
	}
}

/* What is due first comes first. */
static const struct field *order_of(const struct reg *reg)
{
	const struct field *deadline = reg->workflow->deadline ? reg_field(reg, reg->workflow->deadline) : NULL;

	return deadline && field_is_sortable(deadline) ? deadline : reg_field(reg, reg->sort);
}

/* --- lanes --- */

/* Takes both contents. */
static void add_lane(struct board *b, struct buf *label, struct buf *where)
{
	b->lanes[b->n++] = (struct lane){ .label = buf_detach(label), .where = buf_detach(where) };
}

static void add_empty_lane(struct board *b, const struct field *f)
{
	struct buf label = BUF_INIT, where = BUF_INIT;

	buf_addf(&label, _("没有%s"), _(f->label));
	buf_addf(&where, "%s=empty", f->name);
	add_lane(b, &label, &where);
}

/* The query of the board with a further condition; the caller releases it. */
static int query_where(struct board *b, const char *where, struct query *q)
{
	struct query more = { .n = 0 };
	int rc = query_parse(b->reg, where, lookup_of(b), &more, NULL);

	if (rc == 0)
		rc = chips_query(&b->chips, &more, q, NULL);
	query_release(&more);
	return rc;
}

/* How many records of the board meet a further condition, as far as that can be counted in a moment. */
static struct count count_where(struct board *b, const char *where, int64_t cap, int budget_ms)
{
	struct query q = { .n = 0 };
	struct view v = { .reg = b->reg, .query = &q, .all = b->all, .sort = order_of(b->reg) };
	struct count c = { .cap = cap, .budget_ms = budget_ms };

	if (query_where(b, where, &q) < 0 || store_count(app_store(b->screen.app), &v, &c, NULL) < 0)
		c = (struct count){ .exact = false };
	query_release(&q);
	return c;
}

/* A code that is no longer in use keeps its lane as long as records have it. */
static bool is_used(struct board *b, const char *where)
{
	return count_where(b, where, 1, LOOK_MS).n > 0;
}

/* Returns the lane of a record with that code, or 0. */
static size_t make_code_lanes(struct board *b, const struct field *f, const char *at)
{
	const struct lookup *l = lookup_of(b);
	const struct code_item *items;
	size_t n = codebook_set(l->codes, f->set, &items), found = 0;

	b->lanes = xcalloc(n + 1, sizeof(*b->lanes));
	for (size_t i = 0; i < n; i++) {
		struct buf label = BUF_INIT, where = BUF_INIT;

		buf_addf(&where, "%s=%s", f->name, items[i].value);
		if (!code_item_in_use(&items[i], l->today) && !is_used(b, buf_str(&where))) {
			buf_release(&where);
			continue;
		}
		if (at && strcmp(at, items[i].value) == 0)
			found = b->n;
		buf_adds(&label, code_item_label(&items[i]));
		add_lane(b, &label, &where);
	}
	if (!(f->flags & FIELD_REQUIRED)) {
		found = at && !*at ? b->n : found;
		add_empty_lane(b, f);
	}
	return found;
}

static struct date first_of_month(struct date today, int months)
{
	return date_add_months((struct date){ today.year, today.month, 1 }, months);
}

static size_t month_lane_of(struct date today, struct date d)
{
	int months = (d.year - today.year) * 12 + d.month - today.month;

	if (date_is_empty(d))
		return MONTH_LANES - 1;
	return months < 0 ? 0 : months < MONTHS ? 1 + (size_t)months : MONTHS + 1;
}

static void make_month_lanes(struct board *b, const struct field *f)
{
	struct date today = lookup_of(b)->today;

	b->lanes = xcalloc(MONTH_LANES, sizeof(*b->lanes));
	for (int i = -1; i <= MONTHS; i++) {
		struct date first = first_of_month(today, i < 0 ? 0 : i);
		bool one = i >= 0 && i < MONTHS;
		struct buf label = BUF_INIT, where = BUF_INIT;

		buf_addf(&where, "%s%s", f->name, i < 0 ? "<" : one ? "=" : ">=");
		if (one)
			first.day = 0;
		date_format(&where, first);
		first.day = 0;
		first = i < 0 ? first_of_month(today, 0) : first;
		first.day = 0;
		date_format(&label, first);
		buf_adds(&label, i < 0 ? _(" 以前") : one ? "" : _(" 以后"));
		add_lane(b, &label, &where);
	}
	add_empty_lane(b, f);
}

/* The first lane that has cards, or the first one. */
static size_t first_used(struct board *b)
{
	for (size_t i = 0; i < b->n; i++)
		if (is_used(b, b->lanes[i].where))
			return i;
	return 0;
}

void board_make_lanes(struct board *b, const void *at)
{
	const struct field *f = b->groupings[b->grouping];
	int64_t id = at ? ((const struct rec *)at)->id : 0;

	b->cur = b->first = 0;
	if (f->type == TYPE_REF) {
		board_start_branches(b, at);
		return;
	}
	if (f->type == TYPE_CODE) {
		const struct code *value = at ? field_const(f, at) : NULL;

		b->cur = make_code_lanes(b, f, value && value->s ? value->s : at ? "" : NULL);
	} else {
		const struct date *day = at ? field_const(f, at) : NULL;

		make_month_lanes(b, f);
		b->cur = day ? month_lane_of(lookup_of(b)->today, *day) : 0;
	}
	if (!id)
		b->cur = first_used(b);
	if (id && b->n)
		board_load(b, b->cur, id);
}

/* Whether the lane now has the record as its current card. */
static bool is_current(struct board *b, int64_t id)
{
	const struct rec *r = board_current(b);

	return r && r->id == id;
}

void board_follow(struct board *b, const void *rec)
{
	const struct rec *beside = board_current(b);
	size_t cur = b->cur, first = b->first;
	int64_t id = ((const struct rec *)rec)->id, other = beside ? beside->id : 0;

	/* What it belongs to stays the same. */
	if (b->groupings[b->grouping]->type == TYPE_REF || is_current(b, id))
		return;
	board_release_lanes(b);
	board_make_lanes(b, rec);
	b->first = first;
	if (is_current(b, id) || cur >= b->n)
		return;
	/* A condition has let it go. */
	board_unload(&b->lanes[cur]);
	b->cur = cur;
	board_load(b, cur, other);
}

void board_unload(struct lane *lane)
{
	if (!lane->loaded)
		return;
	list_release_rows(&lane->list);
	filter_release(&lane->list.filter);
	lane->loaded = false;
}

void board_drop_lanes(struct board *b)
{
	for (size_t i = 0; i < b->n; i++) {
		board_unload(&b->lanes[i]);
		free(b->lanes[i].label);
		free(b->lanes[i].where);
	}
	free(b->lanes);
	b->lanes = NULL;
	b->n = 0;
}

void board_release_lanes(struct board *b)
{
	board_drop_lanes(b);
	board_end_branches(b);
}

void board_load(struct board *b, size_t lane, int64_t at)
{
	struct list *l = &b->lanes[lane].list;
	int room = l->room;

	if (b->lanes[lane].loaded)
		return;
	*l = (struct list){ .screen = b->screen, .reg = b->reg, .room = room,
		.view = { .reg = b->reg, .query = &l->filter.query, .all = b->all, .sort = order_of(b->reg) } };
	filter_init(&l->filter);
	filter_sorted(l);
	chips_copy(&l->filter.chips, &b->chips);
	b->lanes[lane].loaded = true;
	filter_open(l, b->lanes[lane].where, NULL, at);
}

bool board_load_sight(struct board *b)
{
	int64_t end = clock_ms() + LOAD_MS;

	if (b->cur < b->n)
		board_load(b, b->cur, 0);
	for (size_t i = b->first; i < b->n && i < b->first + (size_t)b->shown; i++) {
		if (!b->lanes[i].loaded && clock_ms() >= end)
			return true;
		board_load(b, i, 0);
	}
	return false;
}

struct lane *board_lane(struct board *b)
{
	if (b->cur >= b->n)
		return NULL;
	board_load(b, b->cur, 0);
	return &b->lanes[b->cur];
}

const struct rec *board_current(struct board *b)
{
	struct lane *lane = board_lane(b);

	return lane ? list_current(&lane->list) : NULL;
}

/* --- the numbers of the title --- */

/* The condition of a number beside that of the board, the caller frees; NULL where the workflow has no deadlines. */
static char *condition_of(const struct board *b, int what)
{
	static const struct figure numbers[BOARD_COUNTS] = {
		[BOARD_ALL] = { .where = "" }, [BOARD_OVERDUE] = { .worklist = "overdue" }, [BOARD_DUE] = { .worklist = "due-7" },
	};

	return figure_where(b->reg, &numbers[what]);
}

/* What takes longer than a moment is counted record by record, from call to call. */
static void count_on(struct board *b, const char *where, struct board_count *c)
{
	struct query q = { .n = 0 };
	struct view v = { .reg = b->reg, .query = &q, .all = b->all, .sort = order_of(b->reg) };

	if (query_where(b, where, &q) < 0 || store_count_on(app_store(b->screen.app), &v, NULL, &c->on, COUNT_MS, NULL) < 0)
		c->failed = true;
	else if (c->on.done || c->on.n > c->count.n)
		c->count = (struct count){ .n = c->on.n, .exact = c->on.done };
	query_release(&q);
}

static void count(struct board *b, int what)
{
	struct board_count *c = &b->counts[what];
	char *where = condition_of(b, what);

	if (c->known)
		count_on(b, where, c);
	else
		*c = (struct board_count){ .known = true,
			.count = where ? count_where(b, where, 0, COUNT_MS) : (struct count){ .exact = true } };
	free(where);
}

bool board_count_next(struct board *b)
{
	for (int known = 0; known <= 1; known++)
		for (int i = 0; i < BOARD_COUNTS; i++)
			if (b->counts[i].known == known && (!known || (!b->counts[i].count.exact && !b->counts[i].failed))) {
				count(b, i);
				return true;
			}
	return false;
}
