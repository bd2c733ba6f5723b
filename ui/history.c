/* All changes of one record, newest first. */
#include <stdlib.h>
#include <string.h>

#include "db/journal.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"
#include "ui/change.h"
#include "ui/cursor.h"
#include "ui/screen.h"
#include "ui/undo.h"
#include "src/banned.h"

/* More than this many actions of one record are read by the command line, not on a screen. */
#define ACTIONS_SHOWN 500

enum column { WHEN, WHO, KIND, FIELD_NAME, BEFORE, AFTER, COLUMNS };

static const char *const heads[COLUMNS] = { N_("时间"), N_("谁"), N_("动作"), N_("字段"), N_("原值"), N_("新值") };

struct line {
	char *text[COLUMNS];
	char *reason;
};

struct history {
	struct screen screen;
	const struct reg *reg;
	int64_t id;
	char *name;
	struct line *lines;
	size_t n, cap;
	struct cursor cursor;
	int64_t data_version;
};

enum { HISTORY_BACK = MOVES, HISTORY_UNDO, HISTORY_REDO };

static const struct ui_action actions[] = {
	{ .name = "back", .label = N_("返回"), .bar = N_("返回"), .help = N_("回到列表。"), .keys = { "F10", "Esc", "q" },
	  .run = HISTORY_BACK },
	{ .name = "undo", .label = N_("撤销"), .bar = N_("撤销"), .help = N_("撤销你最近的一次操作，先说明会改什么。"),
	  .keys = { "u", "Ctrl-Z" }, .run = HISTORY_UNDO },
	{ .name = "redo", .label = N_("重做"), .bar = N_("重做"), .help = N_("把刚撤销的操作重新做一遍。"),
	  .keys = { "R", "Ctrl-Y" }, .run = HISTORY_REDO },
	MOVE_ACTIONS,
};

/* --- the changes --- */

static void release_lines(struct history *h)
{
	for (size_t i = 0; i < h->n; i++) {
		for (int k = 0; k < COLUMNS; k++)
			free(h->lines[i].text[k]);
		free(h->lines[i].reason);
	}
	free(h->lines);
	h->lines = NULL;
	h->n = h->cap = 0;
}

static char *value_text(struct history *h, const struct change *c, const char *value)
{
	struct buf b = BUF_INIT;

	change_add_value(app_store(h->screen.app), c, value, &b);
	return buf_detach(&b);
}

static char *time_text(int64_t ms)
{
	struct buf b = BUF_INIT;

	change_add_time(&b, ms, true);
	return buf_detach(&b);
}

static const char *kind_text(const struct action *a, const struct change *c)
{
	if (c->op == CHANGE_CREATE)
		return _("建立");
	return c->op == CHANGE_REMOVE ? _("撤掉") : action_kind_label(a->kind);
}

static int take(void *ctx, const struct action *a, const struct change *c)
{
	struct history *h = ctx;

	if (h->n == h->cap) {
		h->cap = h->cap ? h->cap * 2 : 32;
		h->lines = xreallocarray(h->lines, h->cap, sizeof(*h->lines));
	}
	h->lines[h->n++] = (struct line){
		.text = {
			[WHEN] = time_text(a->at_ms),
			[WHO] = xstrdup(a->name),
			[KIND] = xstrdup(kind_text(a, c)),
			[FIELD_NAME] = xstrdup(change_field_label(c)),
			[BEFORE] = value_text(h, c, c->before),
			[AFTER] = value_text(h, c, c->after),
		},
		.reason = xstrdup(a->reason ? a->reason : ""),
	};
	return 0;
}

static void load(struct history *h)
{
	struct store *s = app_store(h->screen.app);
	const struct lookup *l = store_lookup(s);
	struct journal_filter f = { .reg = h->reg, .record = h->id, .limit = ACTIONS_SHOWN };
	struct err e = ERR_INIT;
	struct buf name = BUF_INIT;

	release_lines(h);
	h->data_version = store_data_version(s);
	if (journal_changes(s, &f, take, h, &e) < 0)
		app_say_error(h->screen.app, &e);
	l->ref_format(l->ctx, h->reg, h->id, STYLE_EDIT, &name);
	free(h->name);
	h->name = buf_detach(&name);
}

/* --- the picture --- */

#define NARROW 72
#define ARROW " -> "
#define ARROW_CELLS 4

/* Where the columns stand; in a narrow window only those that say what changed. */
static void lay_out(int cols, struct spot out[COLUMNS])
{
	static const int wide[] = { 16, 10, 6, 12 }, narrow[] = { 11, 0, 0, 8 };
	const int *cells = cols < NARROW ? narrow : wide;
	int x = 2;

	for (int i = WHEN; i <= FIELD_NAME; i++) {
		out[i] = (struct spot){ 0, x, cells[i] };
		x += cells[i] ? cells[i] + 1 : 0;
	}
	out[BEFORE] = (struct spot){ 0, x, (cols - x - ARROW_CELLS) / 2 };
	x += out[BEFORE].cells + ARROW_CELLS;
	out[AFTER] = (struct spot){ 0, x, cols - x };
}

static void put_cell(struct picture *p, int y, struct spot at, const char *text, enum look look)
{
	at.y = y;
	picture_put(p, at, text, look);
}

static void draw_line(const struct history *h, struct picture *p, int y, const struct spot *columns, size_t i)
{
	const struct line *l = &h->lines[i];
	bool current = i == h->cursor.at, narrow = p->cols < NARROW;
	enum look look = current ? LOOK_CURRENT : LOOK_TEXT;

	picture_fill(p, y, ' ', look);
	picture_put(p, (struct spot){ y, 0, 1 }, current ? ">" : " ", look);
	/* Without the year there is room for the rest. */
	for (int k = 0; k < COLUMNS; k++)
		put_cell(p, y, columns[k], l->text[k] + (k == WHEN && narrow ? strcspn(l->text[k], "-") + 1 : 0), look);
	picture_put(p, (struct spot){ y, columns[AFTER].x - ARROW_CELLS, ARROW_CELLS }, ARROW, look);
}

static void draw_lines(struct history *h, struct picture *p, struct area area)
{
	struct spot columns[COLUMNS];
	struct cursor *c = &h->cursor;

	lay_out(p->cols, columns);
	picture_fill(p, area.y, ' ', LOOK_HEAD);
	for (int k = 0; k < COLUMNS; k++)
		put_cell(p, area.y, columns[k], _(heads[k]), LOOK_HEAD);
	cursor_fit(c, h->n, area.rows - 2);
	for (size_t i = c->top; i < h->n && i < c->top + (size_t)c->room; i++)
		draw_line(h, p, area.y + 1 + (int)(i - c->top), columns, i);
	picture_cursor(p, area.y + 1 + (int)(c->at - c->top), 0);
}

static void draw_reason(const struct history *h, struct picture *p, int y)
{
	struct buf b = BUF_INIT;

	if (h->n && h->lines[h->cursor.at].reason[0]) {
		buf_addf(&b, _("原因: %s"), h->lines[h->cursor.at].reason);
		picture_put(p, (struct spot){ y, 2, p->cols - 2 }, buf_str(&b), LOOK_DIM);
	}
	buf_release(&b);
}

static void history_draw(struct screen *s, struct picture *p)
{
	struct history *h = (struct history *)s;
	struct buf title = BUF_INIT, right = BUF_INIT;
	struct area area;

	buf_addf(&title, _("台账 > %s > %s > 历史"), _(h->reg->title), h->name);
	buf_addf(&right, _("共 %zu 处改动"), h->n);
	area = screen_frame(s, p, buf_str(&title), buf_str(&right));
	draw_lines(h, p, area);
	draw_reason(h, p, area.y + area.rows - 1);
	buf_release(&title);
	buf_release(&right);
}

/* --- keys --- */

static bool history_key(struct screen *s, const struct key *k)
{
	struct history *h = (struct history *)s;
	const struct ui_action *a = actions_find(s->type->actions, k);

	if (!a)
		return false;
	switch (a->run) {
	case HISTORY_BACK: app_pop(s->app, 0); break;
	case HISTORY_UNDO: undo_ask(s->app, false); break;
	case HISTORY_REDO: undo_ask(s->app, true); break;
	default: cursor_move(&h->cursor, a->run, h->n); break;
	}
	return true;
}

static void history_resume(struct screen *s, int64_t result)
{
	struct history *h = (struct history *)s;

	(void)result;
	if (store_data_version(app_store(s->app)) != h->data_version)
		load(h);
}

static bool history_idle(struct screen *s, bool quiet)
{
	(void)quiet;
	history_resume(s, 0);
	return false;
}

static void history_free(struct screen *s)
{
	struct history *h = (struct history *)s;

	release_lines(h);
	free(h->name);
	free(h);
}

static const struct screen_type history_type = {
	.name = "history",
	.actions = { actions, sizeof(actions) / sizeof(actions[0]) },
	.draw = history_draw, .key = history_key, .idle = history_idle, .resume = history_resume, .free = history_free,
};

struct screen *history_new(struct app *a, const struct reg *reg, int64_t id)
{
	struct history *h = xcalloc(1, sizeof(*h));

	h->screen = (struct screen){ .type = &history_type, .app = a };
	h->reg = reg;
	h->id = id;
	load(h);
	return &h->screen;
}
