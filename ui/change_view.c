/* One change of the journal with all there is to say about it. */
#include <inttypes.h>
#include <stdlib.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "ui/change.h"
#include "ui/history.h"
#include "ui/screens.h"
#include "ui/undo.h"
#include "ui/wrap.h"
#include "src/banned.h"

/* So many other changes of the same action are listed here; `a` lists all. */
#define OTHERS 30

struct detail {
	struct screen screen;
	struct change_line line;
	struct buf text;
	bool full;		/* personal data is shown, and that was journaled */
	int top, lines, room;
	int64_t data_version;
};

enum { CHANGE_BACK = MOVES, CHANGE_ALL, CHANGE_REVEAL, CHANGE_UNDO, CHANGE_REDO, CHANGE_RESTORE };

static const struct ui_action actions[] = {
	{ .name = "back", .label = N_("返回"), .bar = N_("返回"), .help = N_("回到原来的屏幕。"),
	  .keys = { "F10", "Esc", "q", "Enter" }, .group = GROUP_MOVE, .run = CHANGE_BACK },
	{ .name = "reveal", .label = N_("显示个人信息"), .bar = N_("显示"), .help = N_("显示被遮住的个人信息，记入操作记录。"),
	  .keys = { "F5" }, .group = GROUP_RECORD, .run = CHANGE_REVEAL },
	{ .name = "all", .label = N_("整个操作"), .bar = N_("整批"), .help = N_("列出同一次操作的全部改动。"), .keys = { "a" },
	  .group = GROUP_VIEW, .run = CHANGE_ALL },
	{ .name = "undo", .label = N_("撤销"), .bar = N_("撤销"), .help = N_("撤销这整个操作，先列出会改什么。"),
	  .keys = { "u", "Ctrl-Z" }, .group = GROUP_PAST, .run = CHANGE_UNDO },
	{ .name = "redo", .label = N_("重做"), .bar = N_("重做"), .help = N_("这个操作被撤销了的，重新做一遍。"),
	  .keys = { "R", "Ctrl-Y" }, .group = GROUP_PAST, .run = CHANGE_REDO },
	{ .name = "restore", .label = N_("恢复此字段"), .bar = N_("恢复"),
	  .help = N_("只把这一个字段改回新值；它现在就是新值时，改回原值。"), .keys = { "r" }, .group = GROUP_PAST, .run = CHANGE_RESTORE },
	MOVE_ACTIONS,
};

/* --- the text --- */

static void add_who(struct buf *b, const struct action *a)
{
	buf_addf(b, _("动作  %s    操作编号 %" PRId64 "\n"), action_label(a), a->id);
	buf_adds(b, _("时间  "));
	change_add_time(b, a->at_ms, MOMENT_EXACT);
	buf_addf(b, _("\n谁    %s (%s)"), a->name, a->login);
	buf_addf(b, _("\n方式  %s，计算机 %s"), channel_label(a->channel), a->host);
	buf_addf(b, _("\n原因  %s"), a->reason ? a->reason : _("（没有写）"));
	if (a->target)
		buf_addf(b, a->kind == ACTION_REDO ? _("\n重做  操作 %" PRId64) : _("\n撤销  操作 %" PRId64), a->target);
	if (a->undone_by)
		buf_addf(b, a->kind == ACTION_UNDO ? _("\n后来  已由操作 %" PRId64 " 重做") : _("\n后来  已由操作 %" PRId64 " 撤销"),
			a->undone_by);
}

static void add_value(const struct detail *v, const struct change *c, const char *value, struct buf *b)
{
	if (v->full && value)
		journal_value_in_full(app_store(v->screen.app), c, value, b);
	else
		change_add_value(app_store(v->screen.app), c, value, b);
}

static void add_values(struct detail *v, struct buf *b)
{
	struct store *s = app_store(v->screen.app);
	const struct change *c = &v->line.change;

	buf_adds(b, _("记录  "));
	change_add_record(s, c, b);
	buf_addf(b, _("\n字段  %s\n原值  "), change_field_label(c));
	add_value(v, c, c->before, b);
	buf_adds(b, _("\n新值  "));
	add_value(v, c, c->after, b);
	buf_adds(b, "\n\n");
}

struct others {
	struct detail *view;
	struct buf *out;
	bool same;		/* fields of the same record; else other records */
	int64_t record;		/* of the line before */
	int n;
};

static bool same_record(const struct change *a, const struct change *b)
{
	return a->reg == b->reg && a->record == b->record;
}

static int add_other(void *ctx, const struct action *a, const struct change *c)
{
	struct others *o = ctx;
	struct store *s = app_store(o->view->screen.app);

	(void)a;
	if (same_record(c, &o->view->line.change) != o->same)
		return 0;
	if (c->seq == o->view->line.change.seq && c->part == o->view->line.change.part)
		return 0;
	if (o->n == OTHERS)
		return 1;
	buf_adds(o->out, o->n++ ? "" : _("\n\n同一次操作的其他改动："));
	if (c->record != o->record) {
		buf_adds(o->out, "\n ");
		change_add_record(s, c, o->out);
	}
	o->record = c->record;
	buf_addf(o->out, "\n   %s: ", change_field_label(c));
	add_value(o->view, c, c->before, o->out);
	buf_adds(o->out, " -> ");
	add_value(o->view, c, c->after, o->out);
	return 0;
}

static void add_others(struct detail *v, struct buf *b)
{
	struct store *s = app_store(v->screen.app);
	struct journal_filter own = { .action = v->line.action.id, .reg = v->line.change.reg, .record = v->line.change.record };
	struct journal_lines all = { .action = v->line.action.id };
	struct others o = { .view = v, .out = b, .same = true, .record = own.record };
	int rc = journal_changes(s, &own, add_other, &o, NULL);

	o.same = false;
	if (rc == 0 && v->line.action.records > 1)
		rc = journal_read(s, &all, add_other, &o, NULL);
	if (rc == 1)
		buf_addf(b, _("\n   ……一共 %lld 条记录，按 a 全部列出"), (long long)v->line.action.records);
}

static void load(struct detail *v)
{
	v->data_version = store_data_version(app_store(v->screen.app));
	buf_clear(&v->text);
	add_values(v, &v->text);
	add_who(&v->text, &v->line.action);
	add_others(v, &v->text);
}

/* --- the picture --- */

static void draw_text(const struct detail *v, struct picture *p, struct area area, int cols)
{
	const char *s = buf_str(&v->text);
	struct buf line = BUF_INIT;

	for (int i = 0; *s && i < v->top + area.rows; i++) {
		struct wrap w = wrap_line(s, cols);

		buf_clear(&line);
		buf_add(&line, s, w.shown);
		if (i >= v->top)
			picture_put(p, (struct spot){ area.y + i - v->top, 2, cols }, buf_str(&line), LOOK_TEXT);
		s += w.all;
	}
	buf_release(&line);
}

static void scroll_to(struct detail *v, int top)
{
	if (top > v->lines - v->room)
		top = v->lines - v->room;
	v->top = top > 0 ? top : 0;
}

static void view_draw(struct screen *s, struct picture *p)
{
	struct detail *v = (struct detail *)s;
	int cols = p->cols - 4;
	struct buf right = BUF_INIT;
	struct area area;

	v->lines = wrap_count(buf_str(&v->text), cols);
	area = screen_frame(s, p, _("台账 > 历史 > 一处改动"), NULL);
	v->room = area.rows;
	scroll_to(v, v->top);
	if (v->lines > v->room)
		buf_addf(&right, "%d-%d/%d", v->top + 1, v->top + v->room, v->lines);
	picture_put_right(p, (struct spot){ 0, p->cols - 14, 13 }, buf_str(&right), LOOK_TITLE);
	draw_text(v, p, area, cols);
	picture_cursor(p, area.y, 0);
	buf_release(&right);
}

/* --- keys --- */

static void reveal(struct detail *v)
{
	const struct change *c = &v->line.change;
	struct buf what = BUF_INIT;
	struct err e = ERR_INIT;

	change_add_record(app_store(v->screen.app), c, &what);
	buf_addf(&what, _(" %s（历史）"), change_field_label(c));
	if (journal_note(app_store(v->screen.app), ACTION_REVEAL, buf_str(&what), &e) < 0) {
		app_say_error(v->screen.app, &e);
	} else {
		v->full = true;
		load(v);
		app_say(v->screen.app, _("已显示，并记入操作记录"));
	}
	buf_release(&what);
}

static void show_all(struct detail *v)
{
	struct undo_plan plan = { .changes = v->line.action.changes };

	action_copy(&plan.action, &v->line.action);
	app_push(v->screen.app, action_new(v->screen.app, &plan, ACTION_LOOK));
}

static void scroll(struct detail *v, int move)
{
	int page = v->room > 2 ? v->room - 1 : 1;

	switch (move) {
	case MOVE_DOWN: scroll_to(v, v->top + 1); break;
	case MOVE_UP: scroll_to(v, v->top - 1); break;
	case MOVE_PAGE_DOWN: scroll_to(v, v->top + page); break;
	case MOVE_PAGE_UP: scroll_to(v, v->top - page); break;
	case MOVE_FIRST: scroll_to(v, 0); break;
	default: scroll_to(v, v->lines); break;
	}
}

static bool view_key(struct screen *s, const struct key *k)
{
	struct detail *v = (struct detail *)s;
	const struct ui_action *a = actions_find(s->type->actions, k);

	if (!a)
		return false;
	switch (a->run) {
	case CHANGE_BACK: app_pop(s->app, 0); break;
	case CHANGE_ALL: show_all(v); break;
	case CHANGE_REVEAL: reveal(v); break;
	case CHANGE_UNDO: undo_ask_action(s->app, &v->line.action, false); break;
	case CHANGE_REDO: undo_ask_action(s->app, &v->line.action, true); break;
	case CHANGE_RESTORE: restore_ask(s->app, &v->line); break;
	default: scroll(v, a->run); break;
	}
	return true;
}

static int keep_action(void *ctx, const struct action *a)
{
	action_release(ctx);
	action_copy(ctx, a);
	return 0;
}

/* Whether the action was undone in the meantime. */
static void view_resume(struct screen *s, int64_t result)
{
	struct detail *v = (struct detail *)s;
	struct journal_filter f = { .action = v->line.action.id };

	(void)result;
	if (store_data_version(app_store(s->app)) == v->data_version)
		return;
	journal_actions(app_store(s->app), &f, keep_action, &v->line.action, NULL);
	load(v);
}

static void view_free(struct screen *s)
{
	struct detail *v = (struct detail *)s;

	action_release(&v->line.action);
	change_release(&v->line.change);
	buf_release(&v->text);
	free(v);
}

const struct screen_type change_type = {
	.name = "change", .title = N_("一处改动"),
	.actions = { actions, sizeof(actions) / sizeof(actions[0]) },
	.draw = view_draw, .key = view_key, .resume = view_resume, .free = view_free,
};

struct screen *change_new(struct app *a, const struct change_line *line)
{
	struct detail *v = xcalloc(1, sizeof(*v));

	v->screen = (struct screen){ .type = &change_type, .app = a };
	action_copy(&v->line.action, &line->action);
	change_copy(&v->line.change, &line->change);
	load(v);
	return &v->screen;
}
