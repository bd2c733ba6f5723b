/* Which columns a list shows, in which order, how wide: chosen with the list in sight. */
#include <stdlib.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"
#include "ui/cursor.h"
#include "ui/list.h"
#include "ui/panel.h"
#include "ui/screens.h"
#include "src/banned.h"

struct row {
	struct layout_column column;
	bool shown;
};

struct column_editor {
	struct screen screen;
	struct list *list;
	struct layout before;		/* what Esc brings back */
	struct row rows[LAYOUT_MAX];
	size_t n;
	struct cursor cursor;
};

enum { COLUMNS_TAKE = MOVES, COLUMNS_CANCEL, COLUMNS_SHOW, COLUMNS_EARLIER, COLUMNS_LATER, COLUMNS_WIDER, COLUMNS_NARROWER,
	COLUMNS_RESET };

static const struct ui_action actions[] = {
	{ .name = "take", .label = N_("就这样"), .bar = N_("就这样"), .help = N_("这个台账的列表以后就显示这些列，下次打开程序也是；正看着视图时只改现在的列表。"), .keys = { "Enter", "Ctrl-S" },
	  .group = GROUP_RECORD, .run = COLUMNS_TAKE },
	{ .name = "back", .label = N_("取消"), .bar = N_("取消"), .help = N_("各列和打开这里以前一样。"), .keys = { "F10", "Esc", "q" },
	  .group = GROUP_MOVE, .run = COLUMNS_CANCEL },
	{ .name = "show", .label = N_("显示/隐藏"), .bar = N_("显示"), .help = N_("显示或隐藏这一列；名称一列总在。"),
	  .keys = { "Space" }, .group = GROUP_VIEW, .run = COLUMNS_SHOW },
	{ .name = "earlier", .label = N_("往前移"), .help = N_("把这一列往左移一列。"), .keys = { "K", "<", "Alt-Up" },
	  .group = GROUP_VIEW, .run = COLUMNS_EARLIER },
	{ .name = "later", .label = N_("往后移"), .help = N_("把这一列往右移一列。"), .keys = { "J", ">", "Alt-Down" },
	  .group = GROUP_VIEW, .run = COLUMNS_LATER },
	{ .name = "wider", .label = N_("加宽"), .help = N_("这一列加宽一格。"), .keys = { "Right", "+", "=" }, .group = GROUP_VIEW,
	  .run = COLUMNS_WIDER },
	{ .name = "narrower", .label = N_("变窄"), .help = N_("这一列变窄一格。"), .keys = { "Left", "-" }, .group = GROUP_VIEW,
	  .run = COLUMNS_NARROWER },
	{ .name = "reset", .label = N_("还原"), .bar = N_("还原"), .help = N_("回到平时的各列：由程序按窗口宽度安排，按 Enter 后记住。"), .keys = { "z" },
	  .group = GROUP_VIEW, .run = COLUMNS_RESET },
	MOVE_ACTIONS,
};

/* --- the rows --- */

static void add_row(struct column_editor *c, const struct layout_column *column, bool shown)
{
	c->rows[c->n++] = (struct row){ *column, shown };
}

static bool has_row(const struct column_editor *c, const struct field *f)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->rows[i].column.field == f)
			return true;
	return false;
}

/* What is chosen in its order, or what is listed; then the others. */
static void load(struct column_editor *c)
{
	const struct reg *reg = c->list->reg;
	const struct layout *chosen = &c->list->layout;

	c->n = 0;
	for (size_t i = 0; i < chosen->n; i++)
		add_row(c, &chosen->column[i], true);
	for (size_t i = 0; i < reg->nfields && !chosen->n; i++)
		if ((reg->fields[i].flags & FIELD_LISTED) || &reg->fields[i] == reg_label(reg))
			add_row(c, &(struct layout_column){ .field = &reg->fields[i] }, true);
	for (size_t i = 0; i < reg->nfields && c->n < LAYOUT_MAX; i++)
		if (!has_row(c, &reg->fields[i]))
			add_row(c, &(struct layout_column){ .field = &reg->fields[i] }, &reg->fields[i] == reg_label(reg));
}

/* The list shows what is chosen, and the column that is being changed. */
static void show_in_list(struct column_editor *c)
{
	struct layout *l = &c->list->layout;

	l->n = 0;
	for (size_t i = 0; i < c->n; i++)
		if (c->rows[i].shown)
			l->column[l->n++] = c->rows[i].column;
	c->list->show_column = c->rows[c->cursor.at].column.field;
}

/* --- what is done with them --- */

static void toggle(struct column_editor *c)
{
	struct row *r = &c->rows[c->cursor.at];

	if (r->column.field == reg_label(c->list->reg)) {
		app_say(c->screen.app, _("名称一列总在，不能隐藏。"));
		return;
	}
	r->shown = !r->shown;
	show_in_list(c);
}

static void shift(struct column_editor *c, bool later)
{
	size_t from = c->cursor.at, to = later ? from + 1 : from - 1;
	struct row swap;

	if (later ? to >= c->n : from == 0) {
		app_say(c->screen.app, later ? _("已经是最后一列。") : _("已经是第一列。"));
		return;
	}
	swap = c->rows[from];
	c->rows[from] = c->rows[to];
	c->rows[to] = swap;
	c->cursor.at = to;
	show_in_list(c);
}

/* As wide as it is on the screen, unless somebody chose. */
static int width_of(const struct column_editor *c, const struct row *r)
{
	const struct columns *drawn = &c->list->columns;

	if (r->column.cells)
		return r->column.cells;
	for (size_t i = 0; i < drawn->n; i++)
		if (drawn->column[i].field == r->column.field)
			return drawn->column[i].cells;
	return layout_full_width(r->column.field);
}

static void widen(struct column_editor *c, int by)
{
	struct row *r = &c->rows[c->cursor.at];
	int cells = width_of(c, r) + by;

	if (!r->shown) {
		app_say(c->screen.app, _("这一列没有显示；先按空格显示。"));
	} else if (cells < LAYOUT_LEAST || cells > LAYOUT_MOST) {
		app_say(c->screen.app, _("宽度要在 %d 和 %d 之间。"), LAYOUT_LEAST, LAYOUT_MOST);
	} else {
		r->column.cells = cells;
		show_in_list(c);
	}
}

static void reset(struct column_editor *c)
{
	c->list->layout.n = 0;
	c->list->scroll = 0;
	load(c);
	app_say(c->screen.app, _("各列由程序按窗口宽度安排"));
}

/* The columns of a saved view that is shown are the view's. */
static void take(struct column_editor *c)
{
	if (!c->list->shown.saved.id)
		columns_keep(c->screen.app, c->list->reg, &c->list->layout);
	app_pop(c->screen.app, 0);
}

static void cancel(struct column_editor *c)
{
	c->list->layout = c->before;
	c->list->scroll = 0;
	app_pop(c->screen.app, 0);
}

/* --- the picture --- */

#define WIDTH_CELLS 8

static void draw_row(const struct column_editor *c, struct picture *p, struct spot at, size_t i)
{
	const struct row *r = &c->rows[i];
	enum look look = i == c->cursor.at ? LOOK_CURRENT : r->shown ? LOOK_TEXT : LOOK_DIM;
	bool fixed = r->column.field == reg_label(c->list->reg);
	struct buf b = BUF_INIT;

	buf_addf(&b, "%s %s %s", i == c->cursor.at ? ">" : " ", fixed ? "[=]" : r->shown ? "[x]" : "[ ]", _(r->column.field->label));
	picture_put(p, at, buf_str(&b), look);
	buf_clear(&b);
	if (r->column.cells)
		buf_addf(&b, "%d", r->column.cells);
	else
		buf_adds(&b, r->shown ? _("自动") : "");
	picture_put_right(p, (struct spot){ at.y, at.x + at.cells - WIDTH_CELLS, WIDTH_CELLS }, buf_str(&b), look);
	buf_release(&b);
}

/* At the foot of the window, so that the list stays in sight. */
static struct box box_of(const struct picture *p, size_t n)
{
	struct box b = panel_box(p, (int)n + 1);
	int most = p->rows < TALL_ROWS ? p->rows / 2 + 1 : p->rows / 2;

	b.rows = b.rows < most ? b.rows : most;
	b.y = p->rows - 2 - b.rows;
	return b;
}

static void draw(struct screen *s, struct picture *p)
{
	struct column_editor *c = (struct column_editor *)s;
	struct box b = box_of(p, c->n);
	int x = b.x + 2, inner = b.cols - 4;

	picture_box(p, b, _("选列"));
	cursor_show(&c->cursor, c->n, p, (struct box){ b.y + 1, x, b.rows - 3, inner });
	for (size_t i = c->cursor.top; i < c->n && i < c->cursor.top + (size_t)c->cursor.room; i++)
		draw_row(c, p, (struct spot){ b.y + 1 + (int)(i - c->cursor.top), x, inner }, i);
	picture_put(p, (struct spot){ b.y + b.rows - 2, x, inner },
		p->cols < NARROW_COLS ? _("空格显示 K/J移 左右宽 Enter定") : _("空格 显示/隐藏  K J 移动  左右 宽窄  z 还原  Enter 就这样  Esc 取消"), LOOK_DIM);
	cursor_draw_more(&c->cursor, c->n, p, b);
	picture_cursor(p, b.y + 1 + (int)(c->cursor.at - c->cursor.top), x);
}

/* --- keys --- */

static void run(struct column_editor *c, int what)
{
	switch (what) {
	case COLUMNS_TAKE: take(c); break;
	case COLUMNS_CANCEL: cancel(c); break;
	case COLUMNS_SHOW: toggle(c); break;
	case COLUMNS_EARLIER: shift(c, false); break;
	case COLUMNS_LATER: shift(c, true); break;
	case COLUMNS_WIDER: widen(c, 1); break;
	case COLUMNS_NARROWER: widen(c, -1); break;
	case COLUMNS_RESET: reset(c); break;
	default:
		cursor_move(&c->cursor, what, c->n);
		c->list->show_column = c->rows[c->cursor.at].column.field;
		break;
	}
}

static bool column_editor_key(struct screen *s, const struct key *k)
{
	const struct ui_action *a = actions_find(s->type->actions, k);

	if (a)
		run((struct column_editor *)s, a->run);
	else
		app_say(s->app, _("空格显示或隐藏，K J 移动，左右改宽窄，Enter 就这样，Esc 取消。"));
	return true;
}

/* Enter would take all of it. */
static bool point(struct screen *s, int64_t what)
{
	struct column_editor *c = (struct column_editor *)s;

	if (cursor_point(&c->cursor, what))
		toggle(c);
	c->list->show_column = c->rows[c->cursor.at].column.field;
	return false;
}

static void help(struct screen *s, struct buf *out)
{
	const struct column_editor *c = (const struct column_editor *)s;

	buf_addf(out, _("台账的每一项都可以成为一列；个人信息仍然遮住一部分。名称一列不随左右移动，其余各列按左右键看。"
			"没有自选时，窗口越宽显示的列越多。选好的列会记住；要留住几种不同的列，按 %s 存成视图。"), list_key_of(c->list, "save-view"));
}

static void column_editor_free(struct screen *s)
{
	free(s);
}

const struct screen_type column_editor_type = {
	.name = "columns", .title = N_("选列"), .panel = true,
	.actions = { actions, sizeof(actions) / sizeof(actions[0]) },
	.draw = draw, .key = column_editor_key, .point = point, .help = help, .free = column_editor_free,
};

struct screen *column_editor_new(struct list *l)
{
	struct column_editor *c = xcalloc(1, sizeof(*c));

	c->screen = (struct screen){ .type = &column_editor_type, .app = l->screen.app };
	c->list = l;
	c->before = l->layout;
	load(c);
	return &c->screen;
}
