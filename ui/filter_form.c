/* The conditions of a list as a form. */
#include "ui/filter_form.h"

#include <stdlib.h>
#include <string.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"
#include "ui/complete.h"
#include "ui/cursor.h"
#include "ui/filter_lines.h"
#include "ui/list.h"
#include "ui/screens.h"
#include "src/banned.h"

#define LINE_MAX_CHARS 1000
#define COUNT_MS 3
#define COUNT_CAP 1001
#define IDLE_COUNT_MS 40

struct filter_form {
	struct screen screen;
	struct filter_lines lines;
	struct filter_lines before;	/* as they were in the beginning */
	struct cursor cursor;
	struct edit edit;		/* of the current line */
	struct completion completion;
	bool all;
	const struct query *limit;
	bool count_open;		/* counting goes on while idle */
	struct count count;		/* of the conditions as they stand, where they could be read */
	void (*done)(void *ctx, struct chips *chips);
	void *ctx;
};

enum { FF_TAKE = MOVES, FF_CANCEL, FF_PROPOSE, FF_CLEAR };

static const struct ui_action filter_form_actions[] = {
	{ .name = "take", .label = N_("按条件筛选"), .help = N_("把填好的条件用到列表上。"), .keys = { "Ctrl-S", "Enter" },
	  .group = GROUP_RECORD, .run = FF_TAKE },
	{ .name = "back", .label = N_("取消"), .bar = N_("取消"), .help = N_("收起提示；再按则回到列表，条件不变。"),
	  .keys = { "F10", "Esc" }, .group = GROUP_MOVE, .run = FF_CANCEL },
	{ .name = "propose", .label = N_("提示"), .bar = N_("提示"), .help = N_("这一项可以填什么；Tab 或 Enter 填入。"),
	  .keys = { "F3" }, .group = GROUP_RECORD, .run = FF_PROPOSE },
	{ .name = "clear", .label = N_("全部清空"), .bar = N_("清空"), .help = N_("清空所有条件。"), .keys = { "F8" },
	  .group = GROUP_RECORD, .run = FF_CLEAR },
	{ .name = "up", .label = N_("上一项"), .help = N_("到上一项。"), .keys = { "Up", "Shift-Tab" }, .group = GROUP_MOVE, .run = MOVE_UP },
	{ .name = "down", .label = N_("下一项"), .help = N_("到下一项。"), .keys = { "Down", "Tab" }, .group = GROUP_MOVE, .run = MOVE_DOWN },
	{ .name = "page-up", .label = N_("上一页"), .help = N_("上翻一页。"), .keys = { "PgUp" }, .group = GROUP_MOVE, .run = MOVE_PAGE_UP },
	{ .name = "page-down", .label = N_("下一页"), .help = N_("下翻一页。"), .keys = { "PgDn" }, .group = GROUP_MOVE, .run = MOVE_PAGE_DOWN },
};

static struct filter_line *current(struct filter_form *f)
{
	return &f->lines.items[f->cursor.at];
}

static const struct lookup *lookup_of(const struct filter_form *f)
{
	return store_lookup(app_store(f->screen.app));
}

/* --- what is typed --- */

/* What may stand in the current line, in the message line. */
static void say_hint(struct filter_form *f)
{
	const struct field *t = current(f)->field;

	if (f->completion.n)
		f->screen.hint = _("Tab 填入  上/下 挑选  Esc 收起");
	else if (!t)
		f->screen.hint = _("例: 南沙  nsg  -东河    Enter 筛选  Esc 取消");
	else if (query_has_branches(t))
		f->screen.hint = _("例: 柯柯镇  <=柯柯镇（及以下）  空  非空    F3 提示  Enter 筛选  Esc 取消");
	else if (t->set)
		f->screen.hint = _("F3 挑选，几个用逗号隔开；空  非空    Enter 筛选  Esc 取消");
	else if (field_type(t)->ordered)
		f->screen.hint = _("例: 30  >30  10..20  空  非空（日期可只写年）    Enter 筛选  Esc 取消");
	else
		f->screen.hint = _("其中几个字，或 空  非空    F3 提示  Enter 筛选  Esc 取消");
}

static void propose(struct filter_form *f, bool asked)
{
	completion_update(&f->completion, &(struct completing){
		.store = app_store(f->screen.app), .reg = f->lines.reg, .field = current(f)->field, .line = &f->edit,
		.asked = asked,
	});
	say_hint(f);
}

static void load_line(struct filter_form *f)
{
	edit_load(&f->edit, current(f)->text);
	completion_close(&f->completion);
	say_hint(f);
}

/* Reads one line into the chips; an empty one is none. */
static int read_line(const struct filter_form *f, size_t line, struct chips *out, struct err *e)
{
	struct buf where = BUF_INIT;
	struct query q;
	int rc;

	filter_line_condition(&f->lines.items[line], &where);
	rc = query_parse(f->lines.reg, buf_str(&where), lookup_of(f), &q, e);
	if (rc == 0 && query_is_empty(&q))
		query_release(&q);
	else if (rc == 0)
		chips_add(out, buf_str(&where), NULL, &q);
	buf_release(&where);
	return rc;
}

/* All lines; *bad is the one that cannot be read. */
static int read_lines(const struct filter_form *f, struct chips *out, size_t *bad, struct err *e)
{
	struct query q = { .n = 0 };
	int rc = 0;

	for (*bad = 0; *bad < f->lines.n; (*bad)++) {
		rc = read_line(f, *bad, out, e);
		if (rc < 0)
			return rc;
	}
	*bad = f->cursor.at;
	rc = chips_query(out, NULL, &q, e);
	query_release(&q);
	return rc;
}

static void count_them(struct filter_form *f, int64_t cap, int budget_ms)
{
	struct chips chips = { .items = NULL };
	struct query q = { .n = 0 };
	struct view v = { .reg = f->lines.reg, .query = &q, .all = f->all };
	struct count count = { .cap = cap, .budget_ms = budget_ms };
	size_t bad;

	if (read_lines(f, &chips, &bad, NULL) == 0 && chips_query(&chips, f->limit, &q, NULL) == 0 &&
	    store_count(app_store(f->screen.app), &v, &count, NULL) == 0)
		f->count = count;
	f->count_open = cap > 0 && !f->count.exact;
	query_release(&q);
	chips_release(&chips);
}

/* The line is judged while it is typed, unless proposals say how it may go on; the last good number stays. */
static void edited(struct filter_form *f)
{
	struct chips chips = { .items = NULL };
	struct err e = ERR_INIT;

	if (f->edit.refused.text[0]) {
		app_say_error(f->screen.app, &f->edit.refused);
		return;
	}
	filter_line_set(&f->lines, f->cursor.at, edit_text(&f->edit));
	if (read_line(f, f->cursor.at, &chips, &e) == 0)
		count_them(f, COUNT_CAP, COUNT_MS);
	else if (!f->completion.n)
		app_say_error(f->screen.app, &e);
	chips_release(&chips);
}

static void take_proposal(struct filter_form *f)
{
	completion_take(&f->completion, &f->edit);
	completion_close(&f->completion);
	edited(f);
	say_hint(f);
}

/* --- what to do --- */

static bool is_changed(const struct filter_form *f)
{
	for (size_t i = 0; i < f->lines.n; i++)
		if (strcmp(f->lines.items[i].text, f->before.items[i].text) != 0)
			return true;
	return false;
}

static void take(struct filter_form *f)
{
	struct chips chips = { .items = NULL };
	struct err e = ERR_INIT;
	size_t bad;

	if (!is_changed(f)) {
		app_pop(f->screen.app, 0);
	} else if (read_lines(f, &chips, &bad, &e) < 0) {
		f->cursor.at = bad;
		load_line(f);
		app_say_error(f->screen.app, &e);
	} else {
		app_pop(f->screen.app, 0);
		f->done(f->ctx, &chips);
	}
	chips_release(&chips);
}

static void clear(struct filter_form *f)
{
	for (size_t i = 0; i < f->lines.n; i++)
		filter_line_set(&f->lines, i, "");
	load_line(f);
	count_them(f, COUNT_CAP, COUNT_MS);
}

static void run(struct filter_form *f, int what)
{
	switch (what) {
	case FF_TAKE: take(f); break;
	case FF_CANCEL: app_pop(f->screen.app, 0); break;
	case FF_CLEAR: clear(f); break;
	case FF_PROPOSE:
		propose(f, true);
		if (!f->completion.n)
			app_say(f->screen.app, _("这一项没有可挑选的，请直接输入。"));
		break;
	default:
		cursor_move(&f->cursor, what, f->lines.n);
		load_line(f);
		break;
	}
}

/* The keys that proposals have while they are open. */
static bool proposal_key(struct filter_form *f, const struct key *k)
{
	if (key_equal(k, &(struct key){ .kind = K_UP }) || key_equal(k, &(struct key){ .kind = K_DOWN }))
		completion_move(&f->completion, k->kind == K_DOWN ? 1 : -1);
	else if ((k->kind == K_TAB && !k->shift) || (k->kind == K_ENTER && f->completion.chosen))
		take_proposal(f);
	else if (k->kind == K_ESC)
		load_line(f);
	else
		return false;
	return true;
}

static bool filter_form_key(struct screen *s, const struct key *k)
{
	struct filter_form *f = (struct filter_form *)s;
	const struct ui_action *a = actions_find(s->type->actions, k);

	if (f->completion.n && proposal_key(f, k))
		return true;
	if (a && !key_is_text(k)) {
		run(f, a->run);
		return true;
	}
	if (!edit_key(&f->edit, k))
		return false;
	propose(f, false);
	edited(f);
	return true;
}

/* Enter would take the whole form. */
static bool filter_form_point(struct screen *s, int64_t what)
{
	struct filter_form *f = (struct filter_form *)s;

	if (completion_has(&f->completion, what))
		return completion_point(&f->completion, what);
	if (!cursor_point(&f->cursor, what))
		load_line(f);
	return false;
}

static bool filter_form_idle(struct screen *s, bool quiet)
{
	struct filter_form *f = (struct filter_form *)s;

	if (!quiet || !f->count_open)
		return false;
	count_them(f, 0, IDLE_COUNT_MS);
	return true;
}

/* --- the picture --- */

#define MARKS 3
#define LABEL_MOST 20

static int label_cells(const struct filter_form *f)
{
	int cells = 0;

	for (size_t i = 0; i < f->lines.n; i++)
		if (text_width(filter_line_label(&f->lines, i)) > cells)
			cells = text_width(filter_line_label(&f->lines, i));
	return cells < LABEL_MOST ? cells : LABEL_MOST;
}

static void draw_line(struct filter_form *f, struct picture *p, int y, size_t line, int label)
{
	bool here = line == f->cursor.at, changed = strcmp(f->lines.items[line].text, f->before.items[line].text) != 0;
	char marks[] = { here ? '>' : ' ', changed ? '*' : ' ', '\0' };
	struct box b = { y, MARKS + label + 2, 1, p->cols - MARKS - label - 4 };

	picture_put(p, (struct spot){ y, 0, 2 }, marks, LOOK_TEXT);
	picture_put(p, (struct spot){ y, MARKS, label }, filter_line_label(&f->lines, line), here ? LOOK_CHANGED : LOOK_TEXT);
	picture_put(p, (struct spot){ y, b.x - 1, 1 }, "[", LOOK_DIM);
	picture_put(p, (struct spot){ y, b.x + b.cols, 1 }, "]", LOOK_DIM);
	if (here)
		picture_edit(p, b, &f->edit);
	else
		picture_put(p, (struct spot){ y, b.x, b.cols }, f->lines.items[line].text, LOOK_TEXT);
}

/* Below the current line, or above it where there is more room. */
static void draw_proposals(const struct filter_form *f, struct picture *p, struct area area, int x)
{
	int y = area.y + (int)(f->cursor.at - f->cursor.top), below = area.y + area.rows - y - 1, above = y - area.y;
	struct box room = { above > below ? area.y : y + 1, x, above > below ? above : below, p->cols - x };
	int needed = (int)f->completion.n + 2;

	if (above <= below && needed < room.rows)
		room.rows = needed;
	completion_draw(&f->completion, p, room);
}

static void filter_form_draw(struct screen *s, struct picture *p)
{
	struct filter_form *f = (struct filter_form *)s;
	struct buf left = BUF_INIT, right = BUF_INIT;
	int label = label_cells(f);
	struct area area;

	buf_addf(&left, _("台账 > %s > 筛选"), _(f->lines.reg->title));
	buf_adds(&right, _("符合 "));
	list_add_number(&right, f->count.n);
	buf_adds(&right, f->count.exact ? "" : "+");
	area = screen_frame(s, p, buf_str(&left), buf_str(&right));
	cursor_show(&f->cursor, f->lines.n, p, (struct box){ area.y, 0, area.rows, p->cols });
	for (size_t i = f->cursor.top; i < f->lines.n && i < f->cursor.top + (size_t)area.rows; i++)
		draw_line(f, p, area.y + (int)(i - f->cursor.top), i, label);
	draw_proposals(f, p, area, MARKS + label + 1);
	buf_release(&left);
	buf_release(&right);
}

static void filter_form_help(struct screen *s, struct buf *out)
{
	const struct filter_line *line = current((struct filter_form *)s);

	buf_adds(out, _("一行一项，填了的都要符合。可以填一个值，几个值用逗号隔开，>30、<=30 这样的大小，10..20 这样的范围，"
			"空或非空，!= 开头表示不是。文字只要写其中几个字或拼音；要整个相同，前面加 = 。"));
	if (line->field && line->field->help)
		buf_addf(out, "\n%s: %s", _(line->field->label), _(line->field->help));
}

static void filter_form_free(struct screen *s)
{
	struct filter_form *f = (struct filter_form *)s;

	filter_lines_release(&f->lines);
	filter_lines_release(&f->before);
	completion_close(&f->completion);
	edit_release(&f->edit);
	free(f);
}

const struct screen_type filter_form_type = {
	.name = "filter", .title = N_("筛选条件表"),
	.actions = { filter_form_actions, sizeof(filter_form_actions) / sizeof(filter_form_actions[0]) },
	.draw = filter_form_draw, .key = filter_form_key, .point = filter_form_point, .idle = filter_form_idle, .help = filter_form_help,
	.free = filter_form_free,
};

struct screen *filter_form_new(struct app *a, const struct filter_form_want *want)
{
	struct filter_form *f = xcalloc(1, sizeof(*f));

	f->screen = (struct screen){ .type = &filter_form_type, .app = a };
	filter_lines_init(&f->lines, want->reg, lookup_of(f)->codes, want->chips);
	filter_lines_init(&f->before, want->reg, lookup_of(f)->codes, want->chips);
	f->all = want->all;
	f->limit = want->limit;
	f->done = want->done;
	f->ctx = want->ctx;
	edit_init(&f->edit, TEXT_LINE, LINE_MAX_CHARS);
	load_line(f);
	count_them(f, COUNT_CAP, COUNT_MS);
	return &f->screen;
}
