/*
 * Figures: all registers on the left, and on the right the figures that the records of the
 * current one give.  Every number opens the list behind it.
 */
#include <stdlib.h>
#include <string.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "src/money.h"
#include "src/text.h"
#include "src/worklist.h"
#include "ui/cursor.h"
#include "ui/list.h"
#include "ui/screens.h"
#include "src/banned.h"

/* How long counting without counters may keep the person waiting at a time. */
#define COUNT_MS 40

/* A figure of the current register, or one value of it. */
struct entry {
	char *label;
	char *where, *name;	/* condition of the list behind it, and that in words; NULL: the default view */
	bool heading;		/* without a number */
	bool open;		/* not counted yet */
	struct count count;
};

struct figures {
	struct screen screen;
	struct count *counts;	/* of registers[] */
	struct entry *entries;
	size_t n, cap;
	struct cursor registers, figures;
	bool right;		/* the cursor is among the figures */
	int64_t data_version;
};

enum { FIGURES_OPEN = MOVES, FIGURES_BACK, FIGURES_PANE, FIGURES_BOARD };

static const struct ui_action actions[] = {
	{ .name = "open", .label = N_("进入"), .bar = N_("进入"), .help = N_("打开台账，或这个数背后的列表。"),
	  .keys = { "Enter" }, .group = GROUP_RECORD, .run = FIGURES_OPEN },
	{ .name = "pane", .label = N_("换一栏"), .bar = N_("换栏"), .help = N_("在台账和数字之间换。"),
	  .keys = { "Tab", "Right", "Left" }, .group = GROUP_MOVE, .run = FIGURES_PANE },
	{ .name = "pane-back", .label = N_("换回"), .help = N_("在台账和数字之间换。"), .keys = { "Shift-Tab" },
	  .group = GROUP_MOVE, .run = FIGURES_PANE },
	{ .name = "back", .label = N_("返回"), .bar = N_("返回"), .help = N_("回到前一个屏幕。"), .keys = { "F10", "Esc", "q" },
	  .group = GROUP_MOVE, .run = FIGURES_BACK },
	{ .name = "board", .label = N_("看板"), .help = N_("有流程的台账：打开它的看板，或这个数背后那些记录的看板。"), .keys = { "b" },
	  .group = GROUP_VIEW, .run = FIGURES_BOARD },
	MOVE_ACTIONS,
};

static const struct reg *current_reg(const struct figures *h)
{
	return registers[h->registers.at];
}

/* --- figures --- */

static void release_entries(struct figures *h)
{
	for (size_t i = 0; i < h->n; i++) {
		free(h->entries[i].label);
		free(h->entries[i].where);
		free(h->entries[i].name);
	}
	free(h->entries);
	h->entries = NULL;
	h->n = h->cap = 0;
}

static struct entry *add_entry(struct figures *h)
{
	if (h->n == h->cap) {
		h->cap = h->cap ? h->cap * 2 : 32;
		h->entries = xreallocarray(h->entries, h->cap, sizeof(*h->entries));
	}
	h->entries[h->n] = (struct entry){ .count = { .exact = true } };
	return &h->entries[h->n++];
}

struct by_value {
	struct figures *screen;
	const struct field *field;
};

/* One value of a tallied field, labelled by its code. */
static void add_value(void *ctx, const char *value, int64_t n)
{
	struct by_value *by = ctx;
	const struct lookup *l = store_lookup(app_store(by->screen->screen.app));
	const struct code_item *item = NULL;
	struct buf label = BUF_INIT, where = BUF_INIT, name = BUF_INIT;
	struct entry *e;

	if (!value || !*value || !n)
		return;
	if (by->field->set)
		item = codebook_by_value(l->codes, by->field->set, value);
	buf_addf(&label, "  %s", item ? code_item_label(item) : value);
	buf_addf(&where, "%s=%s", by->field->name, value);
	buf_addf(&name, "%s=%s", _(by->field->label), item ? code_item_label(item) : value);
	e = add_entry(by->screen);
	e->label = buf_detach(&label);
	e->where = buf_detach(&where);
	e->name = buf_detach(&name);
	e->count.n = n;
}

static void add_figure(struct figures *h, const struct reg *reg, const struct figure *f)
{
	struct store *s = app_store(h->screen.app);
	struct by_value by = { h, f->by ? reg_field(reg, f->by) : NULL };
	struct entry *e = add_entry(h);

	e->label = xstrdup(_(f->label));
	e->where = figure_where(reg, f);
	e->name = xstrdup(e->where ? _(f->label) : NULL);
	if (by.field) {
		e->heading = true;
		store_tallies(s, reg, by.field, add_value, &by, NULL);
	} else if (e->where) {
		e->open = true;
	} else if (store_figure(s, reg, f, &e->count.n, NULL) < 0) {
		e->count.exact = false;
	}
}

static void load_figures(struct figures *h)
{
	const struct reg *reg = current_reg(h);

	release_entries(h);
	for (size_t i = 0; i < reg->nfigures; i++)
		add_figure(h, reg, &reg->figures[i]);
}

static void load(struct figures *h)
{
	struct store *s = app_store(h->screen.app);

	h->data_version = store_data_version(s);
	for (size_t i = 0; i < registers_n; i++) {
		struct view v = { .reg = registers[i] };

		h->counts[i] = (struct count){ .budget_ms = COUNT_MS };
		store_count(s, &v, &h->counts[i], NULL);
	}
	load_figures(h);
}

/* Counts a figure for which no counter is kept. */
static void count(struct figures *h, struct entry *e)
{
	struct store *s = app_store(h->screen.app);
	struct query q = { .n = 0 };
	struct view v = { .reg = current_reg(h), .query = &q };

	e->open = false;
	e->count = (struct count){ .budget_ms = COUNT_MS };
	if (query_parse(v.reg, e->where, store_lookup(s), &q, NULL) < 0 || store_count(s, &v, &e->count, NULL) < 0)
		e->count.exact = false;
	query_release(&q);
}

/* --- the picture --- */

#define NUMBER_CELLS 10
#define LEFT_COLS 30
#define RIGHT_COLS 46		/* a number too far from its label is hard to read */

static void draw_count(struct picture *p, struct spot at, const struct count *c, enum look look)
{
	struct buf b = BUF_INIT;

	money_format_grouped(&b, (struct money){ c->n * 100 });
	buf_truncate(&b, b.len - strlen(".00"));
	buf_adds(&b, c->exact ? "" : "+");
	picture_put_right(p, at, buf_str(&b), look);
	buf_release(&b);
}

/* A line of a pane: mark, label and, where n is not negative, the number. */
static void draw_row(struct picture *p, struct spot at, const char *label, bool current)
{
	enum look look = current ? LOOK_CURRENT : LOOK_TEXT;

	picture_put(p, at, "", look);
	picture_put(p, (struct spot){ at.y, at.x, 1 }, current ? ">" : " ", look);
	picture_put(p, (struct spot){ at.y, at.x + 1, at.cells - 2 - NUMBER_CELLS }, label, look);
}

static struct spot number_spot(struct spot row)
{
	return (struct spot){ row.y, row.x + row.cells - NUMBER_CELLS - 1, NUMBER_CELLS };
}

static void draw_registers(struct figures *h, struct picture *p, struct area area, int cols)
{
	struct cursor *c = &h->registers;

	picture_put(p, (struct spot){ area.y, 1, cols - 1 }, _("台账"), LOOK_HEAD);
	cursor_show(c, registers_n, p, (struct box){ area.y + 1, 0, area.rows - 1, cols });
	for (size_t i = c->top; i < registers_n && i < c->top + (size_t)c->room; i++) {
		struct spot row = { area.y + 1 + (int)(i - c->top), 0, cols };
		bool current = i == c->at && !h->right;

		draw_row(p, row, _(registers[i]->title), current);
		draw_count(p, number_spot(row), &h->counts[i], current ? LOOK_CURRENT : LOOK_TEXT);
	}
	if (!h->right)
		picture_cursor(p, area.y + 1 + (int)(c->at - c->top), 0);
}

static void draw_entry(struct picture *p, struct spot row, const struct entry *e, bool current)
{
	enum look look = current ? LOOK_CURRENT : LOOK_TEXT;

	draw_row(p, row, e->label, current);
	if (e->open)
		picture_put_right(p, number_spot(row), "...", look);
	else if (!e->heading)
		draw_count(p, number_spot(row), &e->count, look);
}

/* A figure as a thing of the picture; a register is its number. */
#define ENTRY(i) (-1 - (int64_t)(i))

static void draw_figures(struct figures *h, struct picture *p, struct area area, int x)
{
	struct cursor *c = &h->figures;
	int cols = p->cols - x < RIGHT_COLS ? p->cols - x : RIGHT_COLS;

	picture_put(p, (struct spot){ area.y, x + 1, cols - 1 }, _(current_reg(h)->title), LOOK_HEAD);
	cursor_fit(c, h->n, area.rows - 1);
	for (size_t i = c->top; i < h->n && i < c->top + (size_t)c->room; i++) {
		struct spot row = { area.y + 1 + (int)(i - c->top), x, cols };

		picture_touch(p, (struct box){ row.y, row.x, 1, row.cells }, ENTRY(i));
		draw_entry(p, row, &h->entries[i], i == c->at && h->right);
	}
	if (!h->n)
		picture_put(p, (struct spot){ area.y + 1, x + 1, cols - 1 }, _("没有要统计的数"), LOOK_DIM);
	if (h->right)
		picture_cursor(p, area.y + 1 + (int)(c->at - c->top), x);
}

static void figures_draw(struct screen *s, struct picture *p)
{
	struct figures *h = (struct figures *)s;
	bool narrow = p->cols < NARROW_COLS;
	struct area area;

	area = screen_frame(s, p, _("台账 > 数字"), NULL);
	if (!narrow || !h->right)
		draw_registers(h, p, area, narrow ? p->cols : LEFT_COLS);
	for (int i = 0; !narrow && i < area.rows; i++)
		picture_put(p, (struct spot){ area.y + i, LEFT_COLS, 1 }, "|", LOOK_FRAME);
	if (!narrow || h->right)
		draw_figures(h, p, area, narrow ? 0 : LEFT_COLS + 2);
}

/* --- keys --- */

static struct screen *open_current(struct figures *h)
{
	struct app *a = h->screen.app;
	const struct entry *e = h->right && h->figures.at < h->n ? &h->entries[h->figures.at] : NULL;
	struct screen *list = list_new(a, current_reg(h), e ? e->where : NULL, e ? e->name : NULL);

	app_push(a, list);
	return list;
}

/* The list stays below it. */
static void open_board(struct figures *h)
{
	if (current_reg(h)->workflow)
		list_open_board((struct list *)open_current(h));
	else
		app_say(h->screen.app, _("这个台账没有流程，没有看板"));
}

/* Those of another register. */
static void show_figures(struct figures *h)
{
	h->figures = (struct cursor){ .at = 0 };
	load_figures(h);
}

static void move(struct figures *h, int how)
{
	size_t before = h->registers.at;

	if (h->right) {
		cursor_move(&h->figures, how, h->n);
		return;
	}
	cursor_move(&h->registers, how, registers_n);
	if (h->registers.at != before)
		show_figures(h);
}

static void figures_turn(struct screen *s, int64_t what)
{
	((struct figures *)s)->right = what < 0;
}

static bool figures_point(struct screen *s, int64_t what)
{
	struct figures *h = (struct figures *)s;
	bool there = h->right == (what < 0);

	figures_turn(s, what);
	if (what < 0)
		return cursor_point(&h->figures, ENTRY(0) - what) && there;
	if (cursor_point(&h->registers, what))
		return there;
	show_figures(h);
	return false;
}

static bool figures_key(struct screen *s, const struct key *k)
{
	struct figures *h = (struct figures *)s;
	const struct ui_action *a = actions_find(s->type->actions, k);

	if (!a)
		return false;
	switch (a->run) {
	case FIGURES_OPEN: open_current(h); break;
	case FIGURES_PANE: h->right = !h->right && h->n; break;
	case FIGURES_BACK: app_pop(s->app, 0); break;
	case FIGURES_BOARD: open_board(h); break;
	default: move(h, a->run); break;
	}
	return true;
}

static void figures_resume(struct screen *s, int64_t result)
{
	struct figures *h = (struct figures *)s;

	(void)result;
	if (store_data_version(app_store(s->app)) != h->data_version)
		load(h);
}

static bool figures_idle(struct screen *s, bool quiet)
{
	struct figures *h = (struct figures *)s;

	figures_resume(s, 0);
	for (size_t i = 0; quiet && i < h->n; i++)
		if (h->entries[i].open) {
			count(h, &h->entries[i]);
			return true;
		}
	return false;
}

static void figures_help(struct screen *s, struct buf *out)
{
	(void)s;
	buf_adds(out, _("左边是台账，右边是当前台账的数，Tab 在两边换。每个数后面都是一张列表：移到它上面按 Enter。"
			"数都从记录算出来，没有一个是手填的。"));
}

static void figures_free(struct screen *s)
{
	struct figures *h = (struct figures *)s;

	release_entries(h);
	free(h->counts);
	free(h);
}

static struct screen *figures_again(const struct screen *s)
{
	const struct figures *h = (const struct figures *)s;
	struct screen *again = figures_new(s->app);
	struct figures *n = (struct figures *)again;

	n->registers = h->registers;
	load_figures(n);
	n->figures = h->figures;
	n->right = h->right && n->n;
	return again;
}

const struct screen_type figures_type = {
	.name = "figures", .title = N_("数字"),
	.actions = { actions, sizeof(actions) / sizeof(actions[0]) },
	.draw = figures_draw, .key = figures_key, .point = figures_point, .turn = figures_turn, .idle = figures_idle, .resume = figures_resume, .help = figures_help,
	.again = figures_again, .free = figures_free,
};

struct screen *figures_new(struct app *a)
{
	struct figures *h = xcalloc(1, sizeof(*h));

	h->screen = (struct screen){ .type = &figures_type, .app = a };
	h->counts = xcalloc(registers_n, sizeof(*h->counts));
	load(h);
	return &h->screen;
}
