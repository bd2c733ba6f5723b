/* A list and the saved views of its register. */
#include "ui/list_view.h"

#include <stdlib.h>
#include <string.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "ui/busy.h"
#include "ui/list.h"
#include "ui/panel.h"
#include "src/banned.h"

void shown_view_release(struct shown_view *v)
{
	saved_view_release(&v->saved);
	saved_view_release(&v->pending);
	v->partly = false;
}

/* --- what the list shows --- */

static bool has_own_order(const struct list *l)
{
	return l->view.sort == reg_field(l->reg, l->reg->sort) && !l->view.descending;
}

static char *detach_or_null(struct buf *b)
{
	char *text = b->len ? buf_detach(b) : NULL;

	buf_release(b);
	return text;
}

void list_view_describe(const struct list *l, struct saved_view *out)
{
	struct buf filter = BUF_INIT, columns = BUF_INIT;

	for (size_t i = 0; i < l->filter.chips.n; i++)
		buf_addf(&filter, "%s%s", i ? "\n" : "", l->filter.chips.items[i].where);
	layout_format(&l->layout, &columns);
	*out = (struct saved_view){
		.reg = l->reg, .ledger = xstrdup(l->reg->name), .filter = detach_or_null(&filter), .all = l->view.all,
		.sort = l->view.sort && !has_own_order(l) ? xstrdup(l->view.sort->name) : NULL,
		.descending = l->view.descending, .tree = l->in_tree, .columns = detach_or_null(&columns),
	};
}

static bool same_text(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "") == 0;
}

/* Whether the list shows what it showed when the view was applied. */
static bool is_as_applied(const struct list *l)
{
	const struct saved_view *then = &l->shown.saved;
	struct saved_view now;
	bool same;

	list_view_describe(l, &now);
	same = same_text(now.filter, then->filter) && same_text(now.sort, then->sort) &&
	       same_text(now.columns, then->columns) && now.all == then->all && now.descending == then->descending &&
	       now.tree == then->tree;
	saved_view_release(&now);
	return same;
}

bool list_view_is_changed(const struct list *l)
{
	return l->shown.saved.id && (l->shown.partly || !is_as_applied(l));
}

/* --- showing a view --- */

/* Reads what of the view needs reading; the first thing that makes no sense is in e. */
static int take_order(struct list *l, const struct saved_view *v, struct err *e)
{
	const struct field *own = reg_field(l->reg, l->reg->sort), *sort = v->sort ? reg_field(l->reg, v->sort) : own;
	bool known = sort && (sort == own || field_is_sortable(sort));

	l->view.sort = known ? sort : own;
	l->view.descending = v->descending && known;
	if (v->sort && known)
		filter_sorted(l);
	if (known)
		return 0;
	return err_set(e, ERR_INVALID, _("「%s」不能按「%s」排序。"), _(l->reg->title), v->sort);
}

static void take_shape(struct list *l, bool tree)
{
	if (l->in_tree != (tree && reg_tree(l->reg)))
		list_change_shape(l);
}

/* Keeps what the list shows now as what the view says. */
static void remember(struct list *l, const struct saved_view *v, bool partly)
{
	struct saved_view now;

	list_view_describe(l, &now);
	now.id = v->id;
	now.name = xstrdup(v->name);
	now.owner = xstrdup(v->owner);
	now.kind = v->kind;
	now.mine = v->mine;
	saved_view_release(&l->shown.saved);
	l->shown.saved = now;
	l->shown.partly = partly;
}

/* The first thing that makes no sense is in e. */
static int show_parts(struct list *l, const struct saved_view *v, struct err *e)
{
	int order, columns, filter;

	l->filter.sorted = false;
	l->scroll = 0;
	order = take_order(l, v, e);
	columns = layout_parse(l->reg, v->columns, &l->layout, order ? NULL : e);
	l->view.all = v->all;
	take_shape(l, v->tree);
	filter = filter_set(l, v->filter, order || columns ? NULL : e);
	return order ? order : columns ? columns : filter;
}

void list_view_apply(struct list *l, const struct saved_view *v)
{
	struct err e = ERR_INIT, said = ERR_INIT;
	int rc = show_parts(l, v, &e);

	remember(l, v, rc < 0);
	if (rc == 0)
		return;
	err_set(&said, rc, _("视图「%s」有一部分没有用上：%s"), v->name, e.text);
	app_say_error(l->screen.app, &said);
}

void list_view_leave(struct list *l)
{
	struct saved_view none = { .filter = xstrdup(list_own_filter(l->screen.app, l->reg)) };

	show_parts(l, &none, NULL);
	columns_recall(l->screen.app, l->reg, &l->layout);
	saved_view_release(&none);
	shown_view_release(&l->shown);
}

bool list_view_step_back(struct list *l)
{
	if (!l->shown.saved.id || is_as_applied(l))
		return false;
	if (filter_adds_to(&l->filter, l->shown.saved.filter)) {
		filter_drop(l);
	} else {
		show_parts(l, &l->shown.saved, NULL);
		app_say(l->screen.app, _("已回到视图「%s」"), l->shown.saved.name);
	}
	return true;
}

struct screen *list_new_view(struct app *a, int64_t id)
{
	struct saved_view v;
	struct screen *s = NULL;
	struct err e = ERR_INIT;

	if (views_get(app_store(a), id, &v, &e) < 0) {
		app_say_error(a, &e);
		return NULL;
	}
	if (v.reg) {
		s = list_new(a, v.reg, NULL, NULL);
		list_view_apply((struct list *)s, &v);
	} else {
		err_set(&e, ERR_NOT_FOUND, _("视图「%s」的台账「%s」本程序没有，不能打开。"), v.name, v.ledger ? v.ledger : "");
		app_say_error(a, &e);
	}
	saved_view_release(&v);
	return s;
}

/* --- saving --- */

static int attempt(void *ctx, struct err *e)
{
	struct list *l = ctx;

	return views_save(app_store(l->screen.app), &l->shown.pending, e);
}

/* What was typed is not to be typed again: the panel comes back with it. */
static void attempted(void *ctx, int rc, const struct err *e)
{
	struct list *l = ctx;
	struct saved_view *v = &l->shown.pending;

	if (rc < 0) {
		app_push(l->screen.app, view_save_new(l));
		app_say_error(l->screen.app, e);
		return;
	}
	v->mine = true;
	remember(l, v, false);
	app_say(l->screen.app, _("已保存视图「%s」（%s）；按 %s 随时选它，%s 撤销"), v->name,
		view_kind_label(app_store(l->screen.app), v->kind), list_key_of(l, "views"), list_key_of(l, "undo"));
	saved_view_release(v);
}

static void save(struct list *l)
{
	busy_run(l->screen.app, &(struct busy_work){
		.attempt = attempt, .done = attempted, .kept = _("写好的名称不会丢。"), .ctx = l,
	});
}

static void overwrite_answered(void *ctx, int answer)
{
	struct list *l = ctx;

	if (answer == 0)
		save(l);
	else
		app_push(l->screen.app, view_save_new(l));
}

static void ask_overwrite(struct list *l, const struct saved_view *there)
{
	const struct answer answers[] = { { "Ctrl-S", _("覆盖") } };
	struct buf b = BUF_INIT;

	buf_addf(&b, _("已经有视图「%s」（%s，%s）。用现在的筛选、排序和列覆盖它？覆盖后可以撤销。"), there->name,
		view_kind_label(app_store(l->screen.app), there->kind), there->owner ? there->owner : "");
	app_push(l->screen.app, question_new(l->screen.app, &(struct question){
		.title = _("覆盖视图"), .text = buf_str(&b), .answers = answers, .n = 1, .esc = _("改名称"),
		.done = overwrite_answered, .ctx = l,
	}));
	buf_release(&b);
}

/* The view that has this name already: one's own, or the one that is shown; 0: none. */
static int find_taken(struct list *l, const char *name, int64_t *id, struct err *e)
{
	int rc = views_mine(app_store(l->screen.app), l->reg, name, id, e);

	if (rc == 0 && !*id && l->shown.saved.id && strcmp(l->shown.saved.name, name) == 0)
		*id = l->shown.saved.id;
	return rc;
}

int list_view_check_name(struct list *l, const char *name, enum view_kind kind, struct err *e)
{
	struct saved_view *v = &l->shown.pending;
	int64_t id;
	int rc = find_taken(l, name, &id, e);

	if (rc < 0)
		return rc;
	saved_view_release(v);
	list_view_describe(l, v);
	v->id = id;
	v->name = xstrdup(name);
	v->kind = kind;
	return views_may_save(app_store(l->screen.app), v, e);
}

void list_view_save(struct list *l)
{
	struct saved_view there = { .id = 0 };
	struct saved_view *v = &l->shown.pending;

	if (v->id && views_get(app_store(l->screen.app), v->id, &there, NULL) == 0 && !there.retired)
		ask_overwrite(l, &there);
	else
		save(l);
	saved_view_release(&there);
}

/* --- keys --- */

void list_view_ask_save(struct list *l)
{
	struct saved_view v;
	struct err e = ERR_INIT;
	int rc;

	list_view_describe(l, &v);
	rc = views_may_save(app_store(l->screen.app), &v, &e);
	saved_view_release(&v);
	/* Nobody types a name for what will be refused. */
	if (rc < 0)
		app_say_error(l->screen.app, &e);
	saved_view_release(&l->shown.pending);
	if (rc == 0)
		app_push(l->screen.app, view_save_new(l));
}

void list_view_choose(struct list *l)
{
	app_push(l->screen.app, view_chooser_new(l));
}

void list_choose_columns(struct list *l)
{
	app_push(l->screen.app, column_editor_new(l));
}
