/*
 * Find everywhere.  At each key every register is asked, as far as there is time for it before the next picture; the
 * rest is looked for while nobody types.
 */
#include "ui/find_all.h"

#include <stdlib.h>

#include "db/find.h"
#include "src/clock.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"
#include "ui/cursor.h"
#include "ui/edit.h"
#include "ui/list.h"
#include "ui/screens.h"
#include "src/banned.h"

#define ITEMS 8			/* of each register */
#define KEY_MS 8		/* for all registers together, so that the picture follows the key at once */
#define ONE_MS 3		/* for one of them */
#define LONG_MS 200		/* for one that has more to look at, while nobody types */
#define TYPED_MOST 60

struct find_all {
	struct screen screen;
	struct edit line;
	struct found *found;		/* of registers[] */
	struct cursor cursor;		/* among the lines, which are headings and items in turn */
	bool waiting;
	int64_t data_version;
};

/* One line of the results: the heading of a register, or an item of it. */
struct line {
	const struct found *found;	/* NULL: behind the last */
	const struct found_item *item;	/* NULL: the heading */
};

enum { FIND_OPEN = MOVES, FIND_BACK };

static const struct ui_action actions[] = {
	{ .name = "open", .label = N_("打开"), .bar = N_("打开"), .help = N_("打开这条记录；在台账名上是列出它里面找到的全部。"),
	  .keys = { "Enter" }, .group = GROUP_RECORD, .run = FIND_OPEN },
	{ .name = "up", .label = N_("上一行"), .help = N_("上移一行。"), .keys = { "Up" }, .group = GROUP_MOVE, .run = MOVE_UP },
	{ .name = "down", .label = N_("下一行"), .help = N_("下移一行。"), .keys = { "Down" }, .group = GROUP_MOVE, .run = MOVE_DOWN },
	{ .name = "page-up", .label = N_("上一页"), .help = N_("上翻一页。"), .keys = { "PgUp" }, .group = GROUP_MOVE,
	  .run = MOVE_PAGE_UP },
	{ .name = "page-down", .label = N_("下一页"), .help = N_("下翻一页。"), .keys = { "PgDn" }, .group = GROUP_MOVE,
	  .run = MOVE_PAGE_DOWN },
	{ .name = "back", .label = N_("返回"), .bar = N_("返回"), .help = N_("回到原来的地方。"), .keys = { "F10", "Esc" },
	  .group = GROUP_MOVE, .run = FIND_BACK },
};

/* --- lines --- */

static size_t lines_of(const struct found *f)
{
	return f->n ? f->n + 1 : 0;
}

static size_t count_lines(const struct find_all *a)
{
	size_t n = 0;

	for (size_t i = 0; i < registers_n; i++)
		n += lines_of(&a->found[i]);
	return n;
}

static struct line line_at(const struct find_all *a, size_t at)
{
	for (size_t i = 0; i < registers_n; i++) {
		const struct found *f = &a->found[i];

		if (at < lines_of(f))
			return (struct line){ .found = f, .item = at ? &f->items[at - 1] : NULL };
		at -= lines_of(f);
	}
	return (struct line){ .found = NULL };
}

/* --- looking --- */

static void look_in(struct find_all *a, size_t i, int ms)
{
	const struct page_want want = { .from = PAGE_FIRST, .rows = ITEMS, .budget_ms = ms };

	/* What cannot be looked for, as a word that is too long, is not found. */
	if (store_find_in(app_store(a->screen.app), registers[i], edit_text(&a->line), &want, &a->found[i], NULL) < 0)
		a->found[i].done = true;
	/* What takes even longer is not looked for again and again: the line needs another letter. */
	a->found[i].done |= ms == LONG_MS;
}

/* The registers that are not done yet, until the time is up. */
static void look_on(struct find_all *a, int ms, int each)
{
	int64_t end = clock_ms() + ms;

	a->waiting = false;
	for (size_t i = 0; i < registers_n; i++) {
		if (!a->found[i].done && clock_ms() < end)
			look_in(a, i, each);
		a->waiting |= !a->found[i].done;
	}
}

static void look(struct find_all *a)
{
	for (size_t i = 0; i < registers_n; i++) {
		found_release(&a->found[i]);
		a->found[i].done = false;
	}
	a->data_version = store_data_version(app_store(a->screen.app));
	look_on(a, KEY_MS, ONE_MS);
	/* The first record, below its heading. */
	a->cursor = (struct cursor){ .at = 1 };
}

/* --- the picture --- */

static void draw_heading(struct picture *p, struct spot at, const struct found *f, bool current)
{
	struct buf b = BUF_INIT;

	buf_addf(&b, "%s (", _(f->reg->title));
	list_add_number(&b, f->count.n);
	buf_adds(&b, f->count.exact ? ")" : "+)");
	/* Below it stand the first few only. */
	if (f->count.n > (int64_t)f->n)
		buf_adds(&b, _("  在这一行按 Enter 看全部"));
	picture_put(p, (struct spot){ at.y, at.x, 1 }, current ? ">" : " ", current ? LOOK_CURRENT : LOOK_HEAD);
	picture_put(p, (struct spot){ at.y, at.x + 1, at.cells - 1 }, buf_str(&b), current ? LOOK_CURRENT : LOOK_HEAD);
	buf_release(&b);
}

#define KEY_CELLS 18

static void draw_item(struct picture *p, struct spot at, const struct found_item *item, bool current)
{
	enum look look = current ? LOOK_CURRENT : item->retired ? LOOK_DIM : LOOK_TEXT;
	bool narrow = at.cells < NARROW_COLS;
	int x = narrow ? 2 : KEY_CELLS + 4;
	struct buf b = BUF_INIT;

	buf_adds(&b, item->label);
	if (narrow)
		buf_addf(&b, "  %s", item->key);
	if (item->by)
		buf_addf(&b, "  %s", item->by);
	if (item->retired)
		buf_addf(&b, "  %s", _("[已停用]"));
	picture_put(p, at, current ? ">" : " ", look);
	if (!narrow)
		picture_put(p, (struct spot){ at.y, at.x + 2, KEY_CELLS }, item->key, look);
	picture_put(p, (struct spot){ at.y, at.x + x, at.cells - x }, buf_str(&b), look);
	buf_release(&b);
}

static void draw_nothing(const struct find_all *a, struct picture *p, int y)
{
	const char *text = _("没有找到；少写几个字，或换个写法");

	if (!*edit_text(&a->line))
		text = _("输入名称、编码、拼音首字母，或电话、身份证号的最后四位");
	else if (a->waiting)
		text = _("正在找...");
	picture_text(p, (struct box){ y, 1, 2, p->cols - 2 }, text, LOOK_DIM);
}

static void draw_line(struct find_all *a, struct picture *p)
{
	const char *label = _(" 到处查找> ");
	int x = text_width(label), y = p->rows - 2;

	picture_put(p, (struct spot){ y, 0, x }, label, LOOK_TEXT);
	picture_edit(p, (struct box){ y, x, 1, p->cols - x - 1 }, &a->line);
}

static void find_all_draw(struct screen *s, struct picture *p)
{
	struct find_all *a = (struct find_all *)s;
	size_t n = count_lines(a);
	struct area area = screen_frame(s, p, _("台账 > 到处查找"), a->waiting ? _("正在找...") : NULL);

	cursor_fit(&a->cursor, n, area.rows);
	if (a->cursor.at == 1)
		a->cursor.top = 0;
	cursor_touch(&a->cursor, n, p, (struct box){ area.y, 0, area.rows, p->cols });
	for (size_t i = a->cursor.top; i < n && i < a->cursor.top + (size_t)area.rows; i++) {
		struct spot at = { area.y + (int)(i - a->cursor.top), 0, p->cols };
		struct line line = line_at(a, i);

		if (line.item)
			draw_item(p, at, line.item, i == a->cursor.at);
		else
			draw_heading(p, at, line.found, i == a->cursor.at);
	}
	if (!n)
		draw_nothing(a, p, area.y);
	draw_line(a, p);
}

/* --- keys --- */

/* All that a register has, as a list with the words as its condition; what was found by a number has no such list. */
static void open_list(struct find_all *a, const struct found *f)
{
	struct buf where = BUF_INIT;

	find_condition(edit_text(&a->line), &where);
	app_push(a->screen.app, list_new(a->screen.app, f->reg, buf_str(&where), edit_text(&a->line)));
	buf_release(&where);
}

static void open_current(struct find_all *a)
{
	struct line line = line_at(a, a->cursor.at);

	if (line.item)
		app_push(a->screen.app, form_new(a->screen.app, line.found->reg, line.item->id));
	else if (line.found && line.found->items && !line.found->items[0].by)
		open_list(a, line.found);
}

static bool find_all_key(struct screen *s, const struct key *k)
{
	struct find_all *a = (struct find_all *)s;
	const struct ui_action *action = key_is_text(k) ? NULL : actions_find(s->type->actions, k);

	if (!action) {
		if (!edit_key(&a->line, k))
			return false;
		if (a->line.refused.text[0])
			app_say_error(s->app, &a->line.refused);
		look(a);
		return true;
	}
	switch (action->run) {
	case FIND_OPEN: open_current(a); break;
	case FIND_BACK: app_pop(s->app, 0); break;
	default: cursor_move(&a->cursor, action->run, count_lines(a)); break;
	}
	return true;
}

/* --- what the app asks --- */

static bool find_all_idle(struct screen *s, bool quiet)
{
	struct find_all *a = (struct find_all *)s;

	if (store_data_version(app_store(s->app)) != a->data_version)
		look(a);
	if (a->waiting)
		look_on(a, KEY_MS, quiet ? LONG_MS : KEY_MS);
	return a->waiting;
}

static void find_all_help(struct screen *s, struct buf *out)
{
	(void)s;
	buf_adds(out, _("在所有台账里找，每打一个字就找一次：名称、编码、拼音首字母，电话和身份证号的最后四位或更多位。"
			"电话和身份证号只显示头尾。停用的也找，后面写着[已停用]。"));
}

static void find_all_free(struct screen *s)
{
	struct find_all *a = (struct find_all *)s;

	for (size_t i = 0; i < registers_n; i++)
		found_release(&a->found[i]);
	free(a->found);
	edit_release(&a->line);
	free(a);
}

const struct screen_type find_all_type = {
	.name = "find-all", .title = N_("到处查找"),
	.actions = { actions, sizeof(actions) / sizeof(actions[0]) },
	.draw = find_all_draw, .key = find_all_key, .cursor = offsetof(struct find_all, cursor), .idle = find_all_idle, .help = find_all_help, .free = find_all_free,
};

struct screen *find_all_new(struct app *a)
{
	struct find_all *f = xcalloc(1, sizeof(*f));

	f->screen = (struct screen){ .type = &find_all_type, .app = a, .input = true };
	edit_init(&f->line, TEXT_LINE, TYPED_MOST);
	f->found = xcalloc(registers_n, sizeof(*f->found));
	f->data_version = store_data_version(app_store(a));
	for (size_t i = 0; i < registers_n; i++)
		f->found[i].done = true;
	return &f->screen;
}
