/* The records that were opened last, to open one of them again. */
#include <stdlib.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"
#include "ui/cursor.h"
#include "ui/form.h"
#include "ui/panel.h"
#include "ui/recent.h"
#include "ui/screens.h"
#include "src/banned.h"

#define DIGITS 9
#define REG_CELLS 10

/* A record as it is now. */
struct known {
	const struct reg *reg;
	int64_t id;
	char *label;
	bool retired;
};

struct recent_panel {
	struct screen screen;
	struct known *items;
	size_t n;
	struct cursor cursor;
};

enum { RECENT_OPEN = MOVES, RECENT_BACK };

static const struct ui_action actions[] = {
	{ .name = "open", .label = N_("打开"), .bar = N_("打开"), .help = N_("打开光标所在的记录；前面的数字直接打开。"),
	  .keys = { "Enter" }, .group = GROUP_RECORD, .run = RECENT_OPEN },
	{ .name = "back", .label = N_("返回"), .bar = N_("返回"), .help = N_("不打开，回到原来的屏幕。"), .keys = { "F10", "Esc", "q" },
	  .group = GROUP_MOVE, .run = RECENT_BACK },
	MOVE_ACTIONS,
};

/* --- what there is --- */

/* The record that the person has before them needs no way to it. */
static bool is_before(struct app *a, const struct reg *reg, int64_t id)
{
	const struct screen *top = app_top(a);
	const struct form *f = (const struct form *)top;

	return top && top->type == &form_type && f->reg == reg && ((const struct rec *)f->base)->id == id;
}

/* What cannot be read any more is left out. */
static void add(struct recent_panel *l, const struct reg *reg, int64_t id)
{
	void *rec = reg_new(reg);
	struct buf label = BUF_INIT;

	if (store_get(app_store(l->screen.app), reg, id, rec, NULL) == 0) {
		reg_describe(reg, rec, &label);
		l->items = xreallocarray(l->items, l->n + 1, sizeof(*l->items));
		l->items[l->n++] = (struct known){ reg, id, xstrdup(buf_str(&label)), !date_is_empty(((const struct rec *)rec)->retired_on) };
	}
	buf_release(&label);
	reg_free(reg, rec);
}

static void load(struct recent_panel *l)
{
	struct app *a = l->screen.app;
	int64_t database = store_identity(app_store(a));
	struct recent all;
	struct err e = ERR_INIT;

	if (recent_all(a, &all, &e) < 0)
		app_say_error(a, &e);
	for (size_t i = 0; i < all.n; i++) {
		const struct recent_item *item = &all.items[i];
		const struct reg *reg = item->database == database ? reg_find(item->reg) : NULL;

		if (reg && !is_before(a, reg, item->id))
			add(l, reg, item->id);
	}
	recent_release(&all);
}

/* --- the picture --- */

static void draw_row(const struct recent_panel *l, struct picture *p, struct spot at, size_t i)
{
	const struct known *item = &l->items[i];
	bool current = i == l->cursor.at, narrow = p->cols < NARROW_COLS;
	enum look look = current ? LOOK_CURRENT : item->retired ? LOOK_DIM : LOOK_TEXT;
	const char *mark = item->retired ? _("[已停用]") : "";
	int x = narrow ? 4 : REG_CELLS + 5, right = text_width(mark);
	char digit[] = { current ? '>' : ' ', i < DIGITS ? (char)('1' + i) : ' ', '\0' };

	picture_put(p, at, digit, look);
	if (!narrow)
		picture_put(p, (struct spot){ at.y, at.x + 4, REG_CELLS }, _(item->reg->title), look);
	picture_put(p, (struct spot){ at.y, at.x + x, at.cells - x - right - 1 }, item->label, look);
	picture_put(p, (struct spot){ at.y, at.x + at.cells - right, right }, mark, look);
	picture_touch(p, (struct box){ at.y, at.x, 1, at.cells }, (int64_t)i);
}

static void recent_draw(struct screen *s, struct picture *p)
{
	struct recent_panel *l = (struct recent_panel *)s;
	struct box b = panel_box(p, l->n ? (int)l->n : 1);

	picture_box(p, b, _("最近打开的记录"));
	cursor_fit(&l->cursor, l->n, b.rows - 2);
	for (size_t i = l->cursor.top; i < l->n && i < l->cursor.top + (size_t)l->cursor.room; i++)
		draw_row(l, p, (struct spot){ b.y + 1 + (int)(i - l->cursor.top), b.x + 1, b.cols - 2 }, i);
	cursor_draw_more(&l->cursor, l->n, p, b);
	if (!l->n)
		picture_put(p, (struct spot){ b.y + 1, b.x + 2, b.cols - 4 }, _("还没有别的记录打开过"), LOOK_DIM);
	picture_cursor(p, b.y + 1 + (int)(l->cursor.at - l->cursor.top), b.x + 1);
}

/* --- keys --- */

/* What stands below stays as it is, also what is being typed there; Esc leads back to it. */
static void open_item(struct recent_panel *l, size_t i)
{
	struct app *a = l->screen.app;
	const struct known item = l->items[i];

	app_pop(a, 0);
	app_push(a, form_new(a, item.reg, item.id));
}

static void open_digit(struct recent_panel *l, size_t digit)
{
	if (digit > 0 && digit <= l->n)
		open_item(l, digit - 1);
	else
		app_say(l->screen.app, _("没有第 %zu 条"), digit);
}

static bool recent_key(struct screen *s, const struct key *k)
{
	struct recent_panel *l = (struct recent_panel *)s;
	const struct ui_action *a = actions_find(s->type->actions, k);

	if (!a && k->kind == K_CHAR && !k->alt && k->cp >= '0' && k->cp <= '9')
		open_digit(l, k->cp - '0');
	else if (!a)
		app_say(s->app, _("按前面的数字，或用上下键选好后按 Enter 打开；Esc 返回。"));
	else if (a->run == RECENT_BACK)
		app_pop(s->app, 0);
	else if (a->run != RECENT_OPEN)
		cursor_move(&l->cursor, a->run, l->n);
	else if (l->n)
		open_item(l, l->cursor.at);
	return true;
}

static bool recent_point(struct screen *s, int64_t what)
{
	struct recent_panel *l = (struct recent_panel *)s;
	bool there = l->cursor.at == (size_t)what;

	l->cursor.at = (size_t)what;
	return there;
}

static void recent_help(struct screen *s, struct buf *out)
{
	(void)s;
	buf_adds(out, _("最近打开或保存过的记录，新的在前；停用的有标记。退出程序后还在：只记是哪条记录，不记内容。"));
}

static void recent_free(struct screen *s)
{
	struct recent_panel *l = (struct recent_panel *)s;

	for (size_t i = 0; i < l->n; i++)
		free(l->items[i].label);
	free(l->items);
	free(l);
}

const struct screen_type recent_type = {
	.name = "recent", .title = N_("最近打开的记录"), .panel = true,
	.actions = { actions, sizeof(actions) / sizeof(actions[0]) },
	.draw = recent_draw, .key = recent_key, .point = recent_point, .help = recent_help, .free = recent_free,
};

void recent_ask(struct app *a)
{
	struct recent_panel *l = xcalloc(1, sizeof(*l));

	l->screen = (struct screen){ .type = &recent_type, .app = a };
	load(l);
	app_push(a, &l->screen);
}
