/* The drafts that a person left, of any record: to go on with, or to throw away. */
#include <stdlib.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"
#include "ui/change.h"
#include "ui/cursor.h"
#include "ui/draft_show.h"
#include "ui/form.h"
#include "ui/panel.h"
#include "ui/screens.h"
#include "src/banned.h"

struct drafts {
	struct screen screen;
	struct draft_list list;
	struct cursor cursor;
};

enum { DRAFTS_OPEN = MOVES, DRAFTS_DISCARD, DRAFTS_BACK };

static const struct ui_action actions[] = {
	{ .name = "open", .label = N_("接着改"), .bar = N_("接着改"), .help = N_("打开这份草稿的表单，接着改。"), .keys = { "Enter" },
	  .group = GROUP_RECORD, .run = DRAFTS_OPEN },
	{ .name = "discard", .label = N_("扔掉"), .bar = N_("扔掉"), .help = N_("列出这份草稿里的修改，问过再扔掉。"),
	  .keys = { "F8", "Del" }, .group = GROUP_RECORD, .run = DRAFTS_DISCARD },
	{ .name = "back", .label = N_("返回"), .bar = N_("返回"), .help = N_("先不管；草稿留着，在首页再看。"),
	  .keys = { "F10", "Esc", "q" }, .group = GROUP_MOVE, .run = DRAFTS_BACK },
	MOVE_ACTIONS,
};

static void load(struct drafts *l)
{
	struct err e = ERR_INIT;

	draft_list_release(&l->list);
	if (draft_find_all(l->screen.app, &l->list, &e) < 0)
		app_say_error(l->screen.app, &e);
}

static const struct draft *current(const struct drafts *l)
{
	return l->cursor.at < l->list.n ? &l->list.items[l->cursor.at] : NULL;
}

/* --- the picture --- */

#define WHEN_CELLS 11
#define REG_CELLS 10
#define COUNT_CELLS 11

static void draw_row(struct drafts *l, struct picture *p, int y, size_t i)
{
	const struct draft *d = &l->list.items[i];
	const struct reg *reg = reg_find(d->reg);
	enum look look = i == l->cursor.at ? LOOK_CURRENT : LOOK_TEXT;
	bool narrow = p->cols < NARROW_COLS;
	int x = WHEN_CELLS + 3, right = p->cols - (narrow ? COUNT_CELLS / 2 : COUNT_CELLS) - 1;
	struct buf b = BUF_INIT;

	picture_put(p, (struct spot){ y, 0, p->cols }, i == l->cursor.at ? ">" : "", look);
	change_add_time(&b, d->at_ms, MOMENT_SHORT);
	picture_put(p, (struct spot){ y, 1, WHEN_CELLS }, buf_str(&b), look);
	if (!narrow) {
		picture_put(p, (struct spot){ y, x, REG_CELLS }, reg ? _(reg->title) : d->reg, look);
		x += REG_CELLS + 2;
	}
	buf_clear(&b);
	draft_add_subject(app_store(l->screen.app), d, &b);
	picture_put(p, (struct spot){ y, x, right - x - 1 }, buf_str(&b), look);
	buf_clear(&b);
	buf_addf(&b, narrow ? _("%zu 处") : _("%zu 处修改"), d->n);
	picture_put_right(p, (struct spot){ y, right, p->cols - right - 1 }, buf_str(&b), look);
	buf_release(&b);
}

static void drafts_draw(struct screen *s, struct picture *p)
{
	struct drafts *l = (struct drafts *)s;
	struct buf right = BUF_INIT;
	struct area area;

	buf_addf(&right, _("%zu 份"), l->list.n);
	area = screen_frame(s, p, _("台账 > 草稿"), buf_str(&right));
	cursor_show(&l->cursor, l->list.n, p, (struct box){ area.y, 0, area.rows, p->cols });
	for (size_t i = l->cursor.top; i < l->list.n && i < l->cursor.top + (size_t)l->cursor.room; i++)
		draw_row(l, p, area.y + (int)(i - l->cursor.top), i);
	if (!l->list.n)
		picture_put(p, (struct spot){ area.y, 1, p->cols - 2 }, _("没有草稿"), LOOK_DIM);
	picture_cursor(p, area.y + (int)(l->cursor.at - l->cursor.top), 0);
	buf_release(&right);
}

/* --- keys --- */

static void open_current(struct drafts *l)
{
	struct app *a = l->screen.app;
	const struct draft *d = current(l);
	const struct reg *reg = d ? reg_find(d->reg) : NULL;

	if (reg)
		app_push(a, form_new_from_draft(a, reg, d));
	else
		app_say(a, d ? _("本程序没有这份草稿的台账") : _("没有草稿"));
}

/* The screen goes with its last line. */
static void reload(struct drafts *l)
{
	load(l);
	if (!l->list.n)
		app_pop(l->screen.app, 0);
}

static void discard_answered(void *ctx, int answer)
{
	struct drafts *l = ctx;
	struct app *a = l->screen.app;
	struct draft_file file = DRAFT_NONE;
	struct err e = ERR_INIT;

	if (answer < 0 || !current(l))
		return;
	if (draft_take(app_drafts(a), current(l), &file, &e) < 0) {
		app_say_error(a, &e);
	} else {
		draft_remove(&file);
		app_say(a, _("草稿已扔掉"));
	}
}

static void ask_discard(struct drafts *l)
{
	const struct answer answers[] = { { "F8", _("扔掉") } };
	struct app *a = l->screen.app;
	const struct draft *d = current(l);
	const struct reg *reg = d ? reg_find(d->reg) : NULL;
	struct buf b = BUF_INIT;

	if (!d)
		return;
	buf_addf(&b, _("扔掉这份草稿？里面有 %zu 处没保存的修改："), d->n);
	if (reg)
		draft_add_changes(app_store(a), reg, d, NULL, &b);
	app_push(a, question_new(a, &(struct question){
		.title = _("扔掉草稿"), .text = buf_str(&b), .answers = answers, .n = 1, .done = discard_answered, .ctx = l,
	}));
	buf_release(&b);
}

static bool drafts_key(struct screen *s, const struct key *k)
{
	struct drafts *l = (struct drafts *)s;
	const struct ui_action *a = actions_find(s->type->actions, k);

	if (!a)
		return false;
	switch (a->run) {
	case DRAFTS_OPEN: open_current(l); break;
	case DRAFTS_DISCARD: ask_discard(l); break;
	case DRAFTS_BACK: app_pop(s->app, 0); break;
	default: cursor_move(&l->cursor, a->run, l->list.n); break;
	}
	return true;
}

static void drafts_resume(struct screen *s, int64_t result)
{
	(void)result;
	reload((struct drafts *)s);
}

static void drafts_help(struct screen *s, struct buf *out)
{
	buf_addf(out, _("改了还没有保存的内容。程序、终端或电源断了也在；保存或放弃后自动删除。"
			"存在这个目录里，只有自己能读：%s"), app_drafts(s->app));
}

static void drafts_free(struct screen *s)
{
	struct drafts *l = (struct drafts *)s;

	draft_list_release(&l->list);
	free(l);
}

const struct screen_type drafts_type = {
	.name = "drafts", .title = N_("草稿"),
	.actions = { actions, sizeof(actions) / sizeof(actions[0]) },
	.draw = drafts_draw, .key = drafts_key, .cursor = offsetof(struct drafts, cursor), .resume = drafts_resume, .help = drafts_help, .free = drafts_free,
};

struct screen *drafts_new(struct app *a)
{
	struct drafts *l = xcalloc(1, sizeof(*l));

	l->screen = (struct screen){ .type = &drafts_type, .app = a };
	load(l);
	if (l->list.n)
		return &l->screen;
	drafts_free(&l->screen);
	return NULL;
}
