/* All changes of one record, newest first. */
#include <stdlib.h>

#include "db/journal.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"
#include "ui/change.h"
#include "ui/changes.h"
#include "ui/compare.h"
#include "ui/history.h"
#include "ui/screen.h"
#include "ui/screens.h"
#include "ui/undo.h"
#include "src/banned.h"

enum column { WHEN, WHO, DONE, FIELD_NAME, BEFORE, AFTER, WAY, COLUMNS };

static const char *const heads[COLUMNS] = {
	N_("时间"), N_("谁"), N_("动作"), N_("字段"), N_("原值"), N_("新值"), N_("方式"),
};

struct history {
	struct screen screen;
	const struct reg *reg;
	int64_t id;
	char *name;
	int64_t times;
	struct changes changes;
	int64_t data_version;
	int64_t marked, marked_ms;	/* the action whose moment waits for another one to be compared with; 0: none */
};

enum { HISTORY_BACK = MOVES, HISTORY_OPEN, HISTORY_ONLY, HISTORY_UNDO, HISTORY_REDO, HISTORY_RESTORE, HISTORY_COMPARE };

static const struct ui_action actions[] = {
	{ .name = "back", .label = N_("返回"), .bar = N_("返回"),
	  .help = N_("先取消为比较做的记号和「只看一个字段」，再回到原来的屏幕。"), .keys = { "F10", "Esc", "q" }, .group = GROUP_MOVE, .run = HISTORY_BACK },
	{ .name = "open", .label = N_("全部内容"), .bar = N_("详细"),
	  .help = N_("这一处改动的全部：完整的原值和新值、原因、谁、从哪里、同一次操作的其他改动。"), .keys = { "Enter" },
	  .group = GROUP_RECORD, .run = HISTORY_OPEN },
	{ .name = "only", .label = N_("只看此字段"), .bar = N_("此字段"),
	  .help = N_("只列光标所在字段的改动；再按一次列全部。"), .keys = { "F4", "&", "\\" }, .group = GROUP_VIEW, .run = HISTORY_ONLY },
	{ .name = "undo", .label = N_("撤销"), .bar = N_("撤销"), .help = N_("撤销这一行所在的整个操作，先列出会改什么。"),
	  .keys = { "u", "Ctrl-Z" }, .group = GROUP_PAST, .run = HISTORY_UNDO },
	{ .name = "redo", .label = N_("重做"), .bar = N_("重做"), .help = N_("把这一行被撤销的操作重新做一遍，先列出会改什么。"),
	  .keys = { "R", "Ctrl-Y" }, .group = GROUP_PAST, .run = HISTORY_REDO },
	{ .name = "restore", .label = N_("恢复此字段"), .bar = N_("恢复"),
	  .help = N_("只把这一个字段改回这一行的新值；它现在就是新值时，改回原值。"), .keys = { "r" }, .group = GROUP_PAST, .run = HISTORY_RESTORE },
	{ .name = "compare", .label = N_("比较两个时点"), .bar = N_("比较"),
	  .help = N_("记下这一行的时点；再到另一行按一次，逐个字段列出这条记录在两个时点的差别；在同一行再按一次，和现在比。"),
	  .words = N_("差别 compare diff"), .keys = { "F5", "c" }, .group = GROUP_PAST, .run = HISTORY_COMPARE },
	MOVE_ACTIONS,
};

static void load(struct history *h)
{
	struct store *s = app_store(h->screen.app);
	const struct lookup *l = store_lookup(s);
	struct err e = ERR_INIT;
	struct buf name = BUF_INIT;

	h->data_version = store_data_version(s);
	if (changes_load(&h->changes, &e) < 0)
		app_say_error(h->screen.app, &e);
	h->times = journal_times(s, h->reg, h->id);
	l->ref_format(l->ctx, h->reg, h->id, STYLE_EDIT, &name);
	free(h->name);
	h->name = buf_detach(&name);
}

/* --- the picture --- */

#define NARROW 72
#define WIDE 110
#define ARROW " -> "
#define ARROW_CELLS 4

/* Where the columns stand; in a narrow window only those that say what changed. */
static void lay_out(int cols, struct spot out[COLUMNS])
{
	static const int wide[] = { 16, 10, 6, 12 }, narrow[] = { 11, 0, 0, 8 };
	const int *cells = cols < NARROW ? narrow : wide;
	int x = 2, way = cols < WIDE ? 0 : 8, end = cols - (way ? way + 1 : 0);

	for (int i = WHEN; i <= FIELD_NAME; i++) {
		out[i] = (struct spot){ 0, x, cells[i] };
		x += cells[i] ? cells[i] + 1 : 0;
	}
	out[BEFORE] = (struct spot){ 0, x, (end - x - ARROW_CELLS) / 2 };
	x += out[BEFORE].cells + ARROW_CELLS;
	out[AFTER] = (struct spot){ 0, x, end - x };
	out[WAY] = (struct spot){ 0, cols - way, way };
}

static void add_cell(const struct history *h, const struct change_line *l, enum column column, bool narrow, struct buf *out)
{
	struct store *s = app_store(h->screen.app);
	const struct change *c = &l->change;

	switch (column) {
	case WHEN: change_add_time(out, l->action.at_ms, narrow ? MOMENT_SHORT : MOMENT); break;
	case WHO: buf_adds(out, l->action.name); break;
	case DONE: buf_adds(out, change_done(&l->action, c)); break;
	case FIELD_NAME: buf_adds(out, change_field_label(c)); break;
	case BEFORE: change_add_value(s, c, c->before, out); break;
	case AFTER: change_add_value(s, c, c->after, out); break;
	case WAY: buf_adds(out, channel_label(l->action.channel)); break;
	case COLUMNS: break;
	}
}

static void draw_line(const struct history *h, struct picture *p, int y, const struct spot *columns, size_t i)
{
	bool current = i == h->changes.cursor.at;
	enum look look = current ? LOOK_CURRENT : LOOK_TEXT;
	struct buf b = BUF_INIT;

	picture_fill(p, y, ' ', look);
	picture_put(p, (struct spot){ y, 0, 1 }, current ? ">" : " ", look);
	picture_put(p, (struct spot){ y, 1, 1 }, h->marked && h->changes.lines[i].action.id == h->marked ? "*" : " ", look);
	for (int k = 0; k < COLUMNS; k++) {
		buf_clear(&b);
		/* Without the year there is room for the rest. */
		add_cell(h, &h->changes.lines[i], (enum column)k, p->cols < NARROW, &b);
		picture_put(p, (struct spot){ y, columns[k].x, columns[k].cells }, buf_str(&b), look);
	}
	picture_put(p, (struct spot){ y, columns[AFTER].x - ARROW_CELLS, ARROW_CELLS }, ARROW, look);
	buf_release(&b);
}

static void draw_lines(struct history *h, struct picture *p, struct area area)
{
	struct spot columns[COLUMNS];
	const struct cursor *c = &h->changes.cursor;

	lay_out(p->cols, columns);
	picture_fill(p, area.y, ' ', LOOK_HEAD);
	for (int k = 0; k < COLUMNS; k++)
		picture_put(p, (struct spot){ area.y, columns[k].x, columns[k].cells }, _(heads[k]), LOOK_HEAD);
	changes_fit(&h->changes, area.rows - 2);
	cursor_touch(c, h->changes.n, p, (struct box){ area.y + 1, 0, area.rows - 2, p->cols });
	for (size_t i = c->top; i < h->changes.n && i < c->top + (size_t)c->room; i++)
		draw_line(h, p, area.y + 1 + (int)(i - c->top), columns, i);
	picture_cursor(p, area.y + 1 + (int)(c->at - c->top), 0);
}

/* What has no column: the way, how much the action changed, whether it stands, why. */
static void draw_action(const struct history *h, struct picture *p, int y)
{
	const struct change_line *l = changes_current(&h->changes);
	struct buf b = BUF_INIT;

	if (!l)
		return;
	buf_addf(&b, _("方式: %s"), channel_label(l->action.channel));
	if (l->action.records > 1)
		buf_addf(&b, _("  同时改了 %lld 条记录"), (long long)l->action.records);
	if (l->action.undone_by)
		buf_adds(&b, l->action.kind == ACTION_UNDO ? _("  已重做") : _("  已撤销"));
	if (l->action.reason)
		buf_addf(&b, _("  原因: %s"), l->action.reason);
	picture_put(p, (struct spot){ y, 2, p->cols - 2 }, buf_str(&b), LOOK_DIM);
	buf_release(&b);
}

static void history_draw(struct screen *s, struct picture *p)
{
	struct history *h = (struct history *)s;
	const struct field *only = h->changes.field ? reg_field(h->reg, h->changes.field) : NULL;
	struct buf title = BUF_INIT, right = BUF_INIT;
	struct area area;

	buf_addf(&title, _("台账 > %s > %s > 历史"), _(h->reg->title), h->name);
	if (h->changes.field)
		buf_addf(&right, _("只看: %s"), only ? _(only->label) : h->changes.field);
	else
		buf_addf(&right, _("共 %lld 次改动"), (long long)h->times);
	area = screen_frame(s, p, buf_str(&title), buf_str(&right));
	draw_lines(h, p, area);
	draw_action(h, p, area.y + area.rows - 1);
	buf_release(&title);
	buf_release(&right);
}

/* --- keys --- */

static void say_if(struct history *h, int rc, const struct err *e)
{
	if (rc < 0)
		app_say_error(h->screen.app, e);
}

static void only_field(struct history *h, const char *field)
{
	struct err e = ERR_INIT;

	say_if(h, changes_only(&h->changes, field, &e), &e);
}

static void go_back(struct history *h)
{
	if (h->marked)
		h->marked = 0;
	else if (h->changes.field)
		only_field(h, NULL);
	else
		app_pop(h->screen.app, 0);
}

/* What the record was when the one action had been done, beside what it was after the other or is now. */
static void show_differences(struct history *h, const struct action *other)
{
	bool later = other->id > h->marked, now = other->id == h->marked;
	int64_t first_ms = later || now ? h->marked_ms : other->at_ms, second_ms = later ? other->at_ms : h->marked_ms;
	struct compare_want want = { .reg = h->reg, .record = h->id,
				     .after = later || now ? h->marked : other->id,
				     .until = now ? COMPARE_NOW : later ? other->id : h->marked };
	struct buf words = BUF_INIT;

	change_add_time(&words, first_ms, MOMENT);
	buf_adds(&words, " .. ");
	if (now)
		buf_adds(&words, _("现在"));
	else
		change_add_time(&words, second_ms, MOMENT);
	h->marked = 0;
	app_push(h->screen.app, compare_new(h->screen.app, &want, buf_str(&words)));
	buf_release(&words);
}

static void compare(struct history *h, const struct action *a)
{
	if (h->marked) {
		show_differences(h, a);
		return;
	}
	h->marked = a->id;
	h->marked_ms = a->at_ms;
	app_say(h->screen.app, "%s", _("记下了这个时点；到另一行再按 c 比较，在这一行再按 c 和现在比。"));
}

static void run(struct history *h, const struct change_line *l, int what)
{
	struct app *a = h->screen.app;

	switch (what) {
	case HISTORY_OPEN: app_push(a, change_new(a, l)); break;
	case HISTORY_ONLY: only_field(h, h->changes.field ? NULL : l->change.name); break;
	case HISTORY_UNDO: undo_ask_action(a, &l->action, false); break;
	case HISTORY_REDO: undo_ask_action(a, &l->action, true); break;
	case HISTORY_COMPARE: compare(h, &l->action); break;
	default: restore_ask(a, l); break;
	}
}

static bool history_key(struct screen *s, const struct key *k)
{
	struct history *h = (struct history *)s;
	const struct ui_action *a = actions_find(s->type->actions, k);
	const struct change_line *l = changes_current(&h->changes);
	struct err e = ERR_INIT;

	if (!a)
		return false;
	if (a->run == HISTORY_BACK)
		go_back(h);
	else if (a->run < MOVES)
		say_if(h, changes_move(&h->changes, a->run, &e), &e);
	else if (l)
		run(h, l, a->run);
	else
		app_say(s->app, _("这条记录没有改动记录"));
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

	changes_release(&h->changes);
	free(h->name);
	free(h);
}

static struct screen *history_again(const struct screen *s)
{
	const struct history *h = (const struct history *)s;

	return history_new(s->app, h->reg, h->id);
}

const struct screen_type history_type = {
	.name = "history", .title = N_("一条记录的历史"),
	.actions = { actions, sizeof(actions) / sizeof(actions[0]) },
	.draw = history_draw, .key = history_key, .cursor = offsetof(struct history, changes.cursor), .idle = history_idle, .resume = history_resume, .again = history_again, .free = history_free,
};

struct screen *history_new(struct app *a, const struct reg *reg, int64_t id)
{
	struct history *h = xcalloc(1, sizeof(*h));

	h->screen = (struct screen){ .type = &history_type, .app = a };
	h->reg = reg;
	h->id = id;
	h->changes = (struct changes){ .store = app_store(a), .which = { .reg = reg, .record = id } };
	load(h);
	return &h->screen;
}
