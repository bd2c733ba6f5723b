/* All changes of one action: to look at, or to say what undoing or redoing it would do before asking. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"
#include "ui/change.h"
#include "ui/changes.h"
#include "ui/edit.h"
#include "ui/history.h"
#include "ui/undo.h"
#include "ui/screens.h"
#include "ui/wrap.h"
#include "src/banned.h"

struct preview {
	struct screen screen;
	struct undo_plan plan;
	enum action_view as;
	struct changes changes;
	struct buf head;
	bool many;		/* the number of records has to be typed */
	struct edit number;
};

enum { VIEW_BACK = MOVES, VIEW_OPEN, VIEW_DO };

#define BACK_ACTION \
	{ .name = "back", .label = N_("返回"), .bar = N_("返回"), .help = N_("回到原来的屏幕，什么都不改。"), \
	  .keys = { "F10", "Esc", "q" }, .group = GROUP_MOVE, .run = VIEW_BACK }
#define OPEN_ACTION \
	{ .name = "open", .label = N_("全部内容"), .bar = N_("详细"), .help = N_("这一处改动的全部内容。"), .keys = { "Enter" }, \
	  .group = GROUP_RECORD, .run = VIEW_OPEN }

static const struct ui_action look_actions[] = { BACK_ACTION, OPEN_ACTION, MOVE_ACTIONS };

static const struct ui_action undo_actions[] = {
	BACK_ACTION,
	{ .name = "do", .label = N_("撤销"), .bar = N_("撤销"), .help = N_("把列出的改动全部改回去；超过 100 条记录时，先输入记录数。"),
	  .keys = { "Ctrl-S" }, .group = GROUP_RECORD, .run = VIEW_DO },
	OPEN_ACTION, MOVE_ACTIONS,
};

static const struct ui_action redo_actions[] = {
	BACK_ACTION,
	{ .name = "do", .label = N_("重做"), .bar = N_("重做"), .help = N_("把列出的改动全部重做；超过 100 条记录时，先输入记录数。"),
	  .keys = { "Ctrl-S" }, .group = GROUP_RECORD, .run = VIEW_DO },
	OPEN_ACTION, MOVE_ACTIONS,
};

/* --- the picture --- */

enum column { RECORD, FIELD_NAME, FROM, TO, COLUMNS };

#define NARROW 72
#define ARROW " -> "
#define ARROW_CELLS 4
#define HEAD_LINES 4

/* Of a single record the line below says the name. */
static void lay_out(int cols, bool one, struct spot out[COLUMNS])
{
	int record = one ? 0 : cols < NARROW ? 10 : cols / 3 - 4, field = cols < NARROW ? 8 : 12, x = 2;

	out[RECORD] = (struct spot){ 0, x, record };
	x += one ? 0 : record + 1;
	out[FIELD_NAME] = (struct spot){ 0, x, field };
	x += field + 1;
	out[FROM] = (struct spot){ 0, x, (cols - x - ARROW_CELLS) / 2 };
	x += out[FROM].cells + ARROW_CELLS;
	out[TO] = (struct spot){ 0, x, cols - x };
}

/* In a question: from what stands there now to what will. */
static void add_cell(const struct preview *v, const struct change *c, enum column column, struct buf *out)
{
	struct store *s = app_store(v->screen.app);
	bool back = v->as != ACTION_LOOK;

	if (column == FROM && back) {
		change_add_now(s, c, out);
		return;
	}
	switch (column) {
	case RECORD: change_add_record(s, c, out); break;
	case FIELD_NAME: buf_adds(out, change_field_label(c)); break;
	case FROM: change_add_value(s, c, c->before, out); break;
	case TO: change_add_value(s, c, back ? c->before : c->after, out); break;
	case COLUMNS: break;
	}
}

/* Who changed this again later. */
static void add_overtaken(const struct preview *v, const struct change *c, struct buf *out)
{
	if (v->as != ACTION_LOOK && v->plan.overtaken)
		journal_overtaken_by(app_store(v->screen.app), c, out);
}

static void draw_line(const struct preview *v, struct picture *p, int y, const struct spot *columns, size_t i)
{
	const struct change *c = &v->changes.lines[i].change;
	bool current = i == v->changes.cursor.at;
	enum look look = current ? LOOK_CURRENT : LOOK_TEXT;
	struct buf b = BUF_INIT;

	picture_fill(p, y, ' ', look);
	picture_put(p, (struct spot){ y, 0, 1 }, current ? ">" : " ", look);
	add_overtaken(v, c, &b);
	picture_put(p, (struct spot){ y, 1, 1 }, b.len ? "!" : " ", look);
	for (int k = 0; k < COLUMNS; k++) {
		buf_clear(&b);
		add_cell(v, c, (enum column)k, &b);
		picture_put(p, (struct spot){ y, columns[k].x, columns[k].cells }, buf_str(&b), look);
	}
	picture_put(p, (struct spot){ y, columns[TO].x - ARROW_CELLS, ARROW_CELLS }, ARROW, look);
	buf_release(&b);
}

static void draw_heads(const struct preview *v, struct picture *p, int y, const struct spot *columns)
{
	const char *const heads[COLUMNS] = {
		_("记录"), _("字段"), v->as == ACTION_LOOK ? _("原值") : _("现在"), v->as == ACTION_LOOK ? _("新值") : _("改为"),
	};

	picture_fill(p, y, ' ', LOOK_HEAD);
	for (int k = 0; k < COLUMNS; k++)
		picture_put(p, (struct spot){ y, columns[k].x, columns[k].cells }, heads[k], LOOK_HEAD);
}

static void draw_lines(struct preview *v, struct picture *p, struct area area)
{
	struct spot columns[COLUMNS];
	const struct cursor *c = &v->changes.cursor;

	lay_out(p->cols, v->plan.action.records <= 1, columns);
	draw_heads(v, p, area.y, columns);
	changes_fit(&v->changes, area.rows - 2);
	cursor_touch(c, v->changes.n, p, (struct box){ area.y + 1, 0, area.rows - 2, p->cols });
	for (size_t i = c->top; i < v->changes.n && i < c->top + (size_t)c->room; i++)
		draw_line(v, p, area.y + 1 + (int)(i - c->top), columns, i);
	picture_cursor(p, area.y + 1 + (int)(c->at - c->top), 0);
}

/* The current line's record in full, and who has changed it since. */
static void draw_record(const struct preview *v, struct picture *p, int y)
{
	const struct change_line *l = changes_current(&v->changes);
	struct buf b = BUF_INIT, who = BUF_INIT;

	if (!l)
		return;
	add_overtaken(v, &l->change, &who);
	if (who.len)
		buf_addf(&b, _("! %s 后来又改过  "), buf_str(&who));
	change_add_record(app_store(v->screen.app), &l->change, &b);
	picture_put(p, (struct spot){ y, 2, p->cols - 2 }, buf_str(&b), who.len ? LOOK_WARN : LOOK_DIM);
	buf_release(&b);
	buf_release(&who);
}

/* The line above the key bar, in which the number of records is typed. */
static void draw_number(struct preview *v, struct picture *p)
{
	struct buf b = BUF_INIT;
	int y = p->rows - 2, used;

	buf_addf(&b, p->cols < NARROW ? _("输入 %lld 再按 Ctrl-S> ") : _("确实要改这么多，请输入记录数 %lld 再按 Ctrl-S> "),
		(long long)v->plan.action.records);
	picture_fill(p, y, ' ', LOOK_TEXT);
	used = picture_add(p, (struct spot){ y, 1, p->cols - 10 }, buf_str(&b), LOOK_WARN);
	picture_edit(p, (struct box){ y, 1 + used, 1, p->cols - used - 2 }, &v->number);
	buf_release(&b);
}

static const char *title(const struct preview *v)
{
	if (v->as == ACTION_LOOK)
		return _("台账 > 一次操作的全部改动");
	return v->as == ACTION_ASK_UNDO ? _("台账 > 撤销") : _("台账 > 重做");
}

/* How much it is.  A record that was made or removed is one change, of which all fields are listed. */
static void add_extent(const struct undo_plan *p, struct buf *out)
{
	long long whole = p->gone + p->back, changed = p->action.records - whole, places = p->changes - whole;

	if (p->gone)
		buf_addf(out, _("新增的 %lld 条记录"), (long long)p->gone);
	if (p->back)
		buf_addf(out, p->gone ? _("，撤掉的 %lld 条记录") : _("撤掉的 %lld 条记录"), (long long)p->back);
	if (whole && changed > 0)
		buf_adds(out, _("，"));
	if (!whole || changed > 0)
		buf_addf(out, _("%lld 条记录，%lld 处改动"), changed, places);
}

static void view_draw(struct screen *s, struct picture *p)
{
	struct preview *v = (struct preview *)s;
	struct buf right = BUF_INIT;
	struct area area;
	int lines = wrap_count(buf_str(&v->head), p->cols - 3), most = p->rows < TALL_ROWS ? 2 : HEAD_LINES;

	add_extent(&v->plan, &right);
	area = screen_frame(s, p, title(v), buf_str(&right));
	if (lines > most)
		lines = most;
	picture_text(p, (struct box){ area.y, 1, lines, p->cols - 2 }, buf_str(&v->head),
		     v->plan.overtaken ? LOOK_WARN : LOOK_TEXT);
	draw_lines(v, p, (struct area){ area.y + lines, area.rows - lines });
	draw_record(v, p, area.y + area.rows - 1);
	if (v->many)
		draw_number(v, p);
	buf_release(&right);
}

/* --- keys --- */

static bool is_number_typed(const struct preview *v)
{
	char want[24];

	snprintf(want, sizeof(want), "%" PRId64, v->plan.action.records);
	return strcmp(edit_text(&v->number), want) == 0;
}

static void do_it(struct preview *v)
{
	struct app *a = v->screen.app;

	if (v->many && !is_number_typed(v)) {
		app_say(a, _("一共 %lld 条记录：请先输入这个数，再按 Ctrl-S。"), (long long)v->plan.action.records);
		return;
	}
	app_pop(a, 0);
	undo_do(a, &v->plan, v->as == ACTION_ASK_REDO);
}

/* Only digits and what takes them away again: all other keys keep their meaning. */
static bool type_number(struct preview *v, const struct key *k)
{
	bool digit = k->kind == K_CHAR && !k->alt && ((k->cp >= '0' && k->cp <= '9') || (k->cp >= 0xFF10 && k->cp <= 0xFF19));

	return v->many && (digit || k->kind == K_BACKSPACE) && edit_key(&v->number, k);
}

static bool view_key(struct screen *s, const struct key *k)
{
	struct preview *v = (struct preview *)s;
	const struct ui_action *a = actions_find(s->type->actions, k);
	const struct change_line *l = changes_current(&v->changes);
	struct err e = ERR_INIT;

	if (type_number(v, k))
		return true;
	if (!a)
		return false;
	if (a->run == VIEW_BACK)
		app_pop(s->app, 0);
	else if (a->run == VIEW_DO)
		do_it(v);
	else if (a->run < MOVES && changes_move(&v->changes, a->run, &e) < 0)
		app_say_error(s->app, &e);
	else if (a->run == VIEW_OPEN && l)
		app_push(s->app, change_new(s->app, l));
	return true;
}

/* --- life --- */

static void view_free(struct screen *s)
{
	struct preview *v = (struct preview *)s;

	changes_release(&v->changes);
	undo_plan_release(&v->plan);
	edit_release(&v->number);
	buf_release(&v->head);
	free(v);
}

#define VIEW_TYPE(what, called, table) { \
	.name = (what), .title = (called), .actions = { table, sizeof(table) / sizeof((table)[0]) }, \
	.draw = view_draw, .key = view_key, .cursor = offsetof(struct preview, changes.cursor), .free = view_free, \
}

const struct screen_type action_types[] = {
	[ACTION_LOOK] = VIEW_TYPE("action", N_("一次操作"), look_actions),
	[ACTION_ASK_UNDO] = VIEW_TYPE("undo", N_("撤销之前"), undo_actions),
	[ACTION_ASK_REDO] = VIEW_TYPE("redo", N_("重做之前"), redo_actions),
};

static void describe(struct preview *v)
{
	/* First what must not be missed where there is little room. */
	if (v->plan.overtaken)
		buf_addf(&v->head, _("! 其中 %lld 处后来又改过，后来的改动会丢掉（行首有 !）：%s\n"), (long long)v->plan.overtaken,
			v->plan.overtaken_text ? v->plan.overtaken_text : "");
	change_add_action(&v->head, &v->plan.action, MOMENT);
	if (v->as != ACTION_LOOK && v->plan.action.records > 1)
		buf_addf(&v->head, _("\n这 %lld 条记录会一起改，Ctrl-S 才会做："), (long long)v->plan.action.records);
	if (v->as != ACTION_LOOK)
		change_add_fate(&v->head, &v->plan);
}

struct screen *action_new(struct app *a, struct undo_plan *plan, enum action_view view)
{
	struct preview *v = xcalloc(1, sizeof(*v));
	struct err e = ERR_INIT;

	v->as = view;
	v->plan = *plan;
	*plan = (struct undo_plan){ .changes = 0 };
	v->many = view != ACTION_LOOK && v->plan.action.records > UNDO_MANY;
	v->screen = (struct screen){ .type = &action_types[view], .app = a, .input = v->many };
	v->changes = (struct changes){ .store = app_store(a), .which = { .action = v->plan.action.id } };
	edit_init(&v->number, TEXT_LINE, 20);
	describe(v);
	if (changes_load(&v->changes, &e) < 0)
		app_say_error(a, &e);
	return &v->screen;
}
