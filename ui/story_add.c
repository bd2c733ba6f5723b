/* Adding to a record's page: what can be added where the cursor is, a line of text, and it is saved. */
#include <stdlib.h>
#include <string.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "ui/busy.h"
#include "ui/panel.h"
#include "ui/screens.h"
#include "ui/story.h"
#include "ui/undo.h"
#include "src/banned.h"

#define CHOICES_MOST 16

/* A record that is to belong to another one. */
struct adding {
	int users;			/* panels and waiting work that still point here */
	struct app *app;
	const struct reg *reg;
	const struct belonging *by;
	int64_t to;
	char *text;			/* its name, as typed last; or NULL */
	void *rec;			/* the copy that is being saved; or NULL */
	struct save_report report;
};

static void drop(void *ctx)
{
	struct adding *a = ctx;

	if (--a->users)
		return;
	save_report_release(&a->report);
	reg_free(a->reg, a->rec);
	free(a->text);
	free(a);
}

/* --- the form, where a line of text is not enough --- */

static bool is_asked_for(const struct adding *a, const struct field *f)
{
	const struct workflow *w = a->reg->workflow;

	return (f->flags & FIELD_REQUIRED) && f != reg_label(a->reg) && f->type != TYPE_DATE && strcmp(f->name, a->by->by) != 0 &&
	       !(w && strcmp(f->name, w->stage) == 0);
}

/* Whether the name is all that a person has to say: of the other fields none has to be filled in but days, which are today. */
static bool is_quick(const struct adding *a)
{
	if (reg_label(a->reg)->flags & FIELD_READONLY)
		return false;
	for (size_t i = 0; i < a->reg->nfields; i++)
		if (is_asked_for(a, &a->reg->fields[i]))
			return false;
	return true;
}

static bool takes_today(const struct adding *a, const struct field *f)
{
	return f->type == TYPE_DATE && ((f->flags & FIELD_REQUIRED) || (a->by->order && strcmp(f->name, a->by->order) == 0));
}

/* What is known of a new one: what it belongs to, its name, today and who adds it.  Calls fn for each. */
static void each_value(const struct adding *a, void (*fn)(void *ctx, const struct field *f, const char *text), void *ctx)
{
	struct store *s = app_store(a->app);
	const struct field *by = reg_field(a->reg, a->by->by);
	struct buf to = BUF_INIT, today = BUF_INIT;

	store_lookup(s)->ref_format(store_lookup(s)->ctx, by->target, a->to, STYLE_EDIT, &to);
	date_format(&today, store_lookup(s)->today);
	for (size_t i = 0; i < a->reg->nfields; i++) {
		const struct field *f = &a->reg->fields[i];

		if (f == by)
			fn(ctx, f, buf_str(&to));
		else if (f == reg_label(a->reg) && a->text && *a->text)
			fn(ctx, f, a->text);
		else if (takes_today(a, f))
			fn(ctx, f, buf_str(&today));
		else if (a->by->signs && strcmp(f->name, a->by->signs) == 0)
			fn(ctx, f, store_operator_name(s));
	}
	buf_release(&to);
	buf_release(&today);
}

#define VALUES_MOST 16

struct values {
	struct filled items[VALUES_MOST];
	size_t n;
};

static void take_value(void *ctx, const struct field *f, const char *text)
{
	struct values *v = ctx;

	if (v->n < VALUES_MOST)
		v->items[v->n++] = (struct filled){ f, xstrdup(text) };
}

static void release_values(struct values *v)
{
	for (size_t i = 0; i < v->n; i++)
		free((char *)(uintptr_t)v->items[i].text);
}

static void open_form(struct adding *a)
{
	struct screen *top = app_top(a->app);
	struct values v = { .n = 0 };

	if (top->type == &story_type)
		((struct story *)top)->awaited = a->reg;
	each_value(a, take_value, &v);
	app_push(a->app, form_new_filled(a->app, a->reg, v.items, v.n));
	release_values(&v);
}

/* --- a line of text --- */

static void ask_text(struct adding *a);

static int attempt(void *ctx, struct err *e)
{
	struct adding *a = ctx;
	struct store *s = app_store(a->app);
	struct values v = { .n = 0 };
	int rc = 0;

	save_report_release(&a->report);
	reg_free(a->reg, a->rec);
	a->rec = reg_new(a->reg);
	each_value(a, take_value, &v);
	for (size_t i = 0; rc == 0 && i < v.n; i++)
		rc = field_parse(v.items[i].field, v.items[i].text, store_lookup(s), a->rec, e);
	release_values(&v);
	return rc < 0 ? rc : store_save_one(s, a->reg, NULL, a->rec, &a->report, e);
}

/* What was typed is not to be typed again: the line comes back with it. */
static void attempted(void *ctx, int rc, const struct err *e)
{
	struct adding *a = ctx;
	struct screen *top = app_top(a->app);

	if (rc < 0) {
		ask_text(a);
		app_say_error(a->app, e);
		return;
	}
	if (top->type == &story_type)
		story_read((struct story *)top, a->reg, ((const struct rec *)a->rec)->id, NULL);
	app_say(a->app, _("已添加「%s」；%s 撤销"), a->text, undo_key(a->app, false));
}

static void text_given(void *ctx, const char *text)
{
	struct adding *a = ctx;

	free(a->text);
	a->text = xstrdup(text);
	a->users++;
	busy_run(a->app, &(struct busy_work){
		.attempt = attempt, .done = attempted, .free = drop, .kept = _("写好的一句不会丢。"), .ctx = a,
	});
}

static void form_wanted(void *ctx, const char *text)
{
	struct adding *a = ctx;

	free(a->text);
	a->text = xstrdup(text);
	open_form(a);
}

static void ask_text(struct adding *a)
{
	const struct field *f = reg_label(a->reg);
	struct buf title = BUF_INIT, label = BUF_INIT;
	const struct lookup *l = store_lookup(app_store(a->app));

	buf_addf(&title, _("添加：%s"), _(a->reg->title));
	l->ref_format(l->ctx, reg_field(a->reg, a->by->by)->target, a->to, STYLE_LIST, &label);
	buf_addf(&label, "\n%s:", _(f->label));
	a->users++;
	app_push(a->app, prompt_new(a->app, &(struct prompt){
		.free = drop, .title = buf_str(&title), .label = buf_str(&label), .initial = a->text, .max = f->max, .required = true,
		.more = _("填整张表"), .more_done = form_wanted, .done = text_given, .ctx = a,
	}));
	buf_release(&title);
	buf_release(&label);
}

/* --- the choice --- */

struct choice_of {
	struct belongs what;
	int64_t to;			/* 0: the cursor has to be on one first */
	const struct reg *to_reg;
	char *name;			/* of that one, where it is not the record of the page; or NULL */
};

struct story_add {
	struct screen screen;
	struct choice_of items[CHOICES_MOST];
	size_t n;
	struct cursor cursor;
};

enum { ADD_TAKE = MOVES, ADD_BACK };

static const struct ui_action actions[] = {
	{ .name = "take", .label = N_("添加"), .bar = N_("添加"), .help = N_("添加光标所在的一种；也可以直接按它前面的字母。"),
	  .keys = { "Enter" }, .group = GROUP_RECORD, .run = ADD_TAKE },
	{ .name = "back", .label = N_("返回"), .bar = N_("返回"), .help = N_("什么都不添加。"), .keys = { "F10", "Esc" },
	  .group = GROUP_MOVE, .run = ADD_BACK },
	{ .name = "up", .label = N_("上一行"), .help = N_("上移一行。"), .keys = { "Up" }, .group = GROUP_MOVE, .run = MOVE_UP },
	{ .name = "down", .label = N_("下一行"), .help = N_("下移一行。"), .keys = { "Down" }, .group = GROUP_MOVE, .run = MOVE_DOWN },
};

static void take(struct story_add *q, size_t i)
{
	struct app *app = q->screen.app;
	const struct choice_of *c = &q->items[i];
	struct err e = ERR_INIT;
	struct adding *a;

	if (!c->to) {
		app_say(app, _("先按 Esc，把光标移到要添加的那一条「%s」上"), _(c->to_reg->title));
		return;
	}
	if (store_may_write(app_store(app), c->what.reg, NULL, &e) < 0) {
		app_say_error(app, &e);
		return;
	}
	a = xcalloc(1, sizeof(*a));
	a->users = 1;
	a->app = app;
	a->reg = c->what.reg;
	a->by = c->what.by;
	a->to = c->to;
	app_pop(app, 0);
	if (is_quick(a))
		ask_text(a);
	else
		open_form(a);
	drop(a);
}

static void add_draw(struct screen *s, struct picture *p)
{
	struct story_add *q = (struct story_add *)s;
	struct box b = panel_box(p, (int)q->n + 2);
	struct buf line = BUF_INIT;

	picture_box(p, b, _("添加"));
	cursor_show(&q->cursor, q->n, p, (struct box){ b.y + 1, b.x + 2, b.rows - 4, b.cols - 4 });
	for (size_t i = q->cursor.top; i < q->n && i < q->cursor.top + (size_t)q->cursor.room; i++) {
		const struct choice_of *c = &q->items[i];
		bool current = i == q->cursor.at;
		int y = b.y + 1 + (int)(i - q->cursor.top);

		buf_clear(&line);
		buf_addf(&line, "%s %c %s", current ? ">" : " ", c->what.by->key, _(c->what.reg->title));
		if (c->name)
			buf_addf(&line, " -> %s", c->name);
		picture_put(p, (struct spot){ y, b.x + 2, b.cols - 4 }, buf_str(&line),
			current ? LOOK_CURRENT : c->to ? LOOK_TEXT : LOOK_DIM);
		if (current)
			picture_cursor(p, y, b.x + 2);
	}
	cursor_draw_more(&q->cursor, q->n, p, b);
	picture_put(p, (struct spot){ b.y + b.rows - 2, b.x + 2, b.cols - 4 }, _("[ 字母或 Enter 添加 ]  [ Esc 返回 ]"), LOOK_FIELD);
	buf_release(&line);
}

static bool add_key(struct screen *s, const struct key *k)
{
	struct story_add *q = (struct story_add *)s;
	const struct ui_action *a = actions_find(s->type->actions, k);

	for (size_t i = 0; !a && i < q->n; i++)
		if (k->kind == K_CHAR && !k->alt && k->cp == (unsigned char)q->items[i].what.by->key) {
			take(q, i);
			return true;
		}
	if (!a)
		app_say(s->app, _("请按行首的字母，或用上下键和 Enter 选；Esc 返回。"));
	else if (a->run < MOVES)
		cursor_move(&q->cursor, a->run, q->n);
	else if (a->run == ADD_TAKE)
		take(q, q->cursor.at);
	else
		app_pop(s->app, 0);
	return true;
}

static void add_free(struct screen *s)
{
	struct story_add *q = (struct story_add *)s;

	for (size_t i = 0; i < q->n; i++)
		free(q->items[i].name);
	free(q);
}

const struct screen_type story_add_type = {
	.name = "story-add", .title = N_("添加"), .panel = true,
	.actions = { actions, sizeof(actions) / sizeof(actions[0]) },
	.draw = add_draw, .key = add_key, .cursor = offsetof(struct story_add, cursor), .free = add_free,
};

/* --- what can be added --- */

static void offer(const struct story *st, struct story_add *q, const struct belongs *what, int64_t to)
{
	struct choice_of *c = &q->items[q->n];
	const struct lookup *l = store_lookup(app_store(st->screen.app));
	struct buf name = BUF_INIT;

	if (!what->by->key || q->n == CHOICES_MOST)
		return;
	*c = (struct choice_of){ .what = *what, .to = to, .to_reg = reg_field(what->reg, what->by->by)->target };
	if (to && (to != st->id || c->to_reg != st->reg))
		l->ref_format(l->ctx, c->to_reg, to, STYLE_LIST, &name);
	else if (!to)
		buf_addf(&name, _("（先把光标移到一条「%s」上）"), _(c->to_reg->title));
	c->name = name.len ? buf_detach(&name) : NULL;
	q->n++;
	buf_release(&name);
}

/* The record of that register that the cursor is on or below, else the only one on the page; 0: neither. */
static int64_t meant(const struct story *st, const struct reg *reg)
{
	int64_t only = 0;

	for (size_t i = st->cur;; i = st->lines[i].under) {
		if (st->lines[i].reg == reg)
			return st->lines[i].id;
		if (!i)
			break;
	}
	for (size_t i = 0; i < st->n; i++)
		if (st->lines[i].reg == reg && only != st->lines[i].id) {
			if (only)
				return 0;
			only = st->lines[i].id;
		}
	return only;
}

/* First what belongs to the record of the page, then what belongs to that in turn, where the page shows it. */
void story_ask_add(struct story *st)
{
	struct story_add *q = xcalloc(1, sizeof(*q));
	struct belongs own[BELONGS_MOST], below[BELONGS_MOST];
	size_t n = belongs_to(st->reg, own);

	q->screen = (struct screen){ .type = &story_add_type, .app = st->screen.app };
	for (size_t i = 0; i < n; i++)
		offer(st, q, &own[i], st->id);
	for (size_t i = 0; i < n; i++) {
		size_t m = own[i].by->whole ? belongs_to(own[i].reg, below) : 0;

		for (size_t k = 0; k < m; k++)
			offer(st, q, &below[k], meant(st, own[i].reg));
	}
	if (q->n) {
		app_push(st->screen.app, &q->screen);
		return;
	}
	app_say(st->screen.app, _("没有别的记录属于「%s」，没有可添加的"), _(st->reg->title));
	add_free(&q->screen);
}
