/* All changes of one record, newest first. */
#include <stdlib.h>
#include <time.h>

#include "db/journal.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"
#include "ui/screen.h"
#include "ui/undo.h"

/* More than this many actions of one record are read by the command line, not on a screen. */
#define ACTIONS 500

struct line { char *when, *who, *kind, *field, *before, *after, *reason; };

struct history {
	struct screen screen;
	const struct reg *reg;
	int64_t id;
	char *name;
	struct line *lines;
	size_t n, cap, top, cur;
	int room;
	int64_t data_version;
};

enum { HISTORY_BACK, HISTORY_UP, HISTORY_DOWN, HISTORY_PGUP, HISTORY_PGDN, HISTORY_FIRST, HISTORY_LAST, HISTORY_UNDO };

static const struct ui_action actions[] = {
	{ .name = "back", .label = N_("返回"), .bar = NULL, .help = N_("回到列表。"), .keys = { "Esc", "q" },
	  .run = HISTORY_BACK },
	{ .name = "undo", .label = N_("撤销"), .bar = N_("撤销"), .help = N_("撤销你最近的一次操作，先说明会改什么。"),
	  .keys = { "F9", "Ctrl-Z", "u" }, .run = HISTORY_UNDO },
	{ .name = "up", .label = N_("上一行"), .help = N_("上移一行。"), .keys = { "Up", "k" }, .run = HISTORY_UP },
	{ .name = "down", .label = N_("下一行"), .help = N_("下移一行。"), .keys = { "Down", "j" }, .run = HISTORY_DOWN },
	{ .name = "page-up", .label = N_("上一页"), .help = N_("上翻一页。"), .keys = { "PgUp" }, .run = HISTORY_PGUP },
	{ .name = "page-down", .label = N_("下一页"), .help = N_("下翻一页。"), .keys = { "PgDn", "Space" },
	  .run = HISTORY_PGDN },
	{ .name = "first", .label = N_("开头"), .help = N_("到最新的改动。"), .keys = { "Home", "g" }, .run = HISTORY_FIRST },
	{ .name = "last", .label = N_("末尾"), .help = N_("到最早的改动。"), .keys = { "End", "G" }, .run = HISTORY_LAST },
};

static void release_lines(struct history *h)
{
	for (size_t i = 0; i < h->n; i++) {
		struct line *l = &h->lines[i];

		free(l->when);
		free(l->who);
		free(l->kind);
		free(l->field);
		free(l->before);
		free(l->after);
		free(l->reason);
	}
	free(h->lines);
	h->lines = NULL;
	h->n = h->cap = 0;
}

static char *value_text(struct history *h, const struct change *c, const char *text)
{
	struct buf b = BUF_INIT;

	journal_value(app_store(h->screen.app), c, text, &b);
	return b.len ? buf_detach(&b) : (buf_release(&b), xstrdup(_("（空）")));
}

static char *time_text(int64_t ms)
{
	time_t at = (time_t)(ms / 1000);
	struct tm tm;
	char text[32] = "";

	if (localtime_r(&at, &tm))
		strftime(text, sizeof(text), "%Y-%m-%d %H:%M", &tm);
	return xstrdup(text);
}

static int take(void *ctx, const struct action *a, const struct change *c)
{
	struct history *h = ctx;
	const char *label = c->field ? _(c->field->label) :
			    c->name && *c->name == 'r' ? (c->name[8] == 'o' ? _("停用日期") : _("停用原因")) : c->name;

	if (h->n == h->cap) {
		h->cap = h->cap ? h->cap * 2 : 32;
		h->lines = xreallocarray(h->lines, h->cap, sizeof(*h->lines));
	}
	h->lines[h->n++] = (struct line){
		.when = time_text(a->at_ms),
		.who = xstrdup(a->name),
		.kind = xstrdup(c->op == CHANGE_CREATE ? _("建立") : c->op == CHANGE_REMOVE ? _("撤掉") :
				action_kind_label(a->kind)),
		.field = xstrdup(label),
		.before = value_text(h, c, c->before),
		.after = value_text(h, c, c->after),
		.reason = xstrdup(a->reason ? a->reason : ""),
	};
	return 0;
}

static void load(struct history *h)
{
	struct store *s = app_store(h->screen.app);
	struct journal_filter f = { .reg = h->reg, .record = h->id, .limit = ACTIONS };
	struct err e = ERR_INIT;
	struct buf name = BUF_INIT;

	release_lines(h);
	h->data_version = store_data_version(s);
	if (journal_changes(s, &f, take, h, &e) < 0)
		app_say_error(h->screen.app, &e);
	if (h->cur >= h->n)
		h->cur = h->n ? h->n - 1 : 0;
	store_lookup(s)->ref_format(store_lookup(s)->ctx, h->reg, h->id, STYLE_EDIT, &name);
	free(h->name);
	h->name = buf_detach(&name);
}

/* Columns: time 16, who 10, action 6, field 14; the rest is shared by old and new value. */
static void draw_line(const struct history *h, struct picture *p, int y, size_t i)
{
	const struct line *l = &h->lines[i];
	enum look look = i == h->cur ? LOOK_CURRENT : LOOK_TEXT;
	int x = 1, values;
	bool narrow = p->cols < 70;
	const struct { const char *text; int cells; } fixed[] = {
		{ narrow ? l->when + 5 : l->when, narrow ? 11 : 16 }, { l->who, narrow ? 0 : 8 }, { l->kind, narrow ? 0 : 6 },
		{ l->field, narrow ? 8 : 14 },
	};

	picture_fill(p, y, ' ', look);
	picture_put(p, y, 0, 1, i == h->cur ? ">" : " ", look);
	for (size_t k = 0; k < sizeof(fixed) / sizeof(fixed[0]); k++) {
		if (!fixed[k].cells)
			continue;
		picture_put(p, y, x, fixed[k].cells, fixed[k].text, look);
		x += fixed[k].cells + 1;
	}
	values = (p->cols - x - 4) / 2;
	picture_put(p, y, x, values, l->before, look);
	picture_put(p, y, x + values, 4, " -> ", look);
	picture_put(p, y, x + values + 4, p->cols - x - values - 4, l->after, look);
}

static void history_draw(struct screen *s, struct picture *p)
{
	struct history *h = (struct history *)s;
	struct buf title = BUF_INIT, right = BUF_INIT;
	int rows, y;

	buf_addf(&title, _("台账 > %s > %s > 历史"), _(h->reg->title), h->name);
	buf_addf(&right, _("共 %zu 处改动"), h->n);
	y = screen_frame(s, p, buf_str(&title), buf_str(&right), &rows);
	h->room = rows - 1;
	if (h->cur < h->top)
		h->top = h->cur;
	if (h->cur >= h->top + (size_t)h->room)
		h->top = h->cur - (size_t)h->room + 1;
	for (int i = 0; i < h->room && h->top + (size_t)i < h->n; i++)
		draw_line(h, p, y + i, h->top + (size_t)i);
	if (h->n && h->lines[h->cur].reason[0]) {
		buf_clear(&right);
		buf_addf(&right, _("原因: %s"), h->lines[h->cur].reason);
		picture_put(p, y + rows - 1, 1, p->cols - 1, buf_str(&right), LOOK_DIM);
	}
	picture_cursor(p, y + (int)(h->cur - h->top), 0);
	buf_release(&title);
	buf_release(&right);
}

static void move_to(struct history *h, long to)
{
	if (to >= (long)h->n)
		to = (long)h->n - 1;
	h->cur = to > 0 ? (size_t)to : 0;
}

static bool history_key(struct screen *s, const struct key *k)
{
	struct history *h = (struct history *)s;
	const struct ui_action *a = actions_find(s->type->actions, k);

	if (!a)
		return false;
	switch (a->run) {
	case HISTORY_BACK: app_pop(s->app, 0); break;
	case HISTORY_UNDO: undo_ask(s->app, false); break;
	case HISTORY_UP: move_to(h, (long)h->cur - 1); break;
	case HISTORY_DOWN: move_to(h, (long)h->cur + 1); break;
	case HISTORY_PGUP: move_to(h, (long)h->cur - h->room); break;
	case HISTORY_PGDN: move_to(h, (long)h->cur + h->room); break;
	case HISTORY_FIRST: move_to(h, 0); break;
	case HISTORY_LAST: move_to(h, (long)h->n); break;
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

static bool history_idle(struct screen *s)
{
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
