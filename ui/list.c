/* The list screen of any register: moving, filtering, sorting, selecting, and what to do with a record. */
#include "ui/list.h"

#include <stdlib.h>
#include <string.h>

#include "db/journal.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"
#include "ui/undo.h"

enum {
	LIST_UP, LIST_DOWN, LIST_PGUP, LIST_PGDN, LIST_FIRST, LIST_LAST, LIST_OPEN, LIST_BACK, LIST_FILTER,
	LIST_SORT_NEXT, LIST_SORT_PREV, LIST_REVERSE, LIST_NEW, LIST_RETIRE, LIST_ALL, LIST_SELECT, LIST_NONE,
	LIST_HISTORY, LIST_UNDO, LIST_REDO,
};

static const struct ui_action actions[] = {
	{ .name = "open", .label = N_("打开"), .help = N_("打开当前记录；在选择列表里就是选定。"), .keys = { "Enter" },
	  .run = LIST_OPEN },
	{ .name = "back", .label = N_("返回"), .help = N_("依次退出：筛选、选中、本屏。"), .keys = { "Esc", "q" },
	  .run = LIST_BACK },
	{ .name = "filter", .label = N_("筛选"), .bar = N_("筛选"),
	  .help = N_("边输入边筛选：汉字、拼音首字母，或 类别=党支部 正式党员>30 书记=空。"), .keys = { "F4", "/", "&", "\\" },
	  .run = LIST_FILTER },
	{ .name = "sort", .label = N_("换列排序"), .bar = N_("排序"), .help = N_("按下一列排序。"), .keys = { "F6", ">" },
	  .run = LIST_SORT_NEXT },
	{ .name = "sort-back", .label = N_("上一列排序"), .help = N_("按上一列排序。"), .keys = { "<" },
	  .run = LIST_SORT_PREV },
	{ .name = "reverse", .label = N_("倒序"), .help = N_("升序和降序互换。"), .keys = { "I" }, .run = LIST_REVERSE },
	{ .name = "new", .label = N_("新增"), .bar = N_("新增"), .help = N_("新增一条记录。"), .keys = { "F7", "Insert", "a" },
	  .run = LIST_NEW },
	{ .name = "retire", .label = N_("停用/恢复"), .bar = N_("停用"),
	  .help = N_("停用当前记录（要写原因，可撤销）；已停用的则恢复。"), .keys = { "F8", "Delete" }, .run = LIST_RETIRE },
	{ .name = "all", .label = N_("全部/默认"), .bar = N_("全部"), .help = N_("也显示停用的和默认不列的记录，再按一次还原。"),
	  .keys = { "F5", "z" }, .run = LIST_ALL },
	{ .name = "select", .label = N_("选中"), .help = N_("选中或取消当前行，并下移一行。"), .keys = { "Space" },
	  .run = LIST_SELECT },
	{ .name = "select-none", .label = N_("全不选"), .help = N_("取消所有选中。"), .keys = { "U" }, .run = LIST_NONE },
	{ .name = "history", .label = N_("历史"), .bar = N_("历史"), .help = N_("当前记录的全部改动。"),
	  .keys = { "F3", "h" }, .run = LIST_HISTORY },
	{ .name = "undo", .label = N_("撤销"), .bar = N_("撤销"), .help = N_("撤销你最近的一次操作，先说明会改什么。"),
	  .keys = { "F9", "Ctrl-Z", "u" }, .run = LIST_UNDO },
	{ .name = "redo", .label = N_("重做"), .help = N_("把刚撤销的操作重新做一遍。"), .keys = { "Ctrl-Y", "R" },
	  .run = LIST_REDO },
	{ .name = "up", .label = N_("上一行"), .help = N_("上移一行。"), .keys = { "Up", "k" }, .run = LIST_UP },
	{ .name = "down", .label = N_("下一行"), .help = N_("下移一行。"), .keys = { "Down", "j" }, .run = LIST_DOWN },
	{ .name = "page-up", .label = N_("上一页"), .help = N_("上翻一页。"), .keys = { "PgUp" }, .run = LIST_PGUP },
	{ .name = "page-down", .label = N_("下一页"), .help = N_("下翻一页。"), .keys = { "PgDn" }, .run = LIST_PGDN },
	{ .name = "first", .label = N_("开头"), .help = N_("到第一条。"), .keys = { "Home", "g" }, .run = LIST_FIRST },
	{ .name = "last", .label = N_("末尾"), .help = N_("到最后一条。"), .keys = { "End", "G" }, .run = LIST_LAST },
};

/* --- conditions --- */

bool list_set_where(struct list *l, const char *text)
{
	struct query q = { .n = 0 };

	err_clear(&l->filter_error);
	if (query_parse(l->reg, text, store_lookup(app_store(l->screen.app)), &q, &l->filter_error) < 0)
		return false;
	query_release(&l->query);
	l->query = q;
	buf_clear(&l->where);
	buf_adds(&l->where, text);
	list_reload(l, 0);
	return true;
}

static void start_filter(struct list *l)
{
	l->filtering = true;
	err_clear(&l->filter_error);
	buf_clear(&l->before_filter);
	buf_adds(&l->before_filter, buf_str(&l->where));
	edit_load(&l->filter, buf_str(&l->where));
}

static void end_filter(struct list *l, bool keep)
{
	struct buf back = BUF_INIT;

	l->filtering = false;
	err_clear(&l->filter_error);
	if (keep)
		return;
	buf_adds(&back, buf_str(&l->before_filter));
	if (strcmp(buf_str(&back), buf_str(&l->where)) != 0)
		list_set_where(l, buf_str(&back));
	buf_release(&back);
}

/* In the filter line printable keys are always text; arrows still move in the list. */
static bool filter_key(struct list *l, const struct key *k)
{
	switch ((int)k->kind) {
	case K_ENTER: end_filter(l, true); return true;
	case K_ESC: end_filter(l, false); return true;
	case K_UP: list_move(l, -1); return true;
	case K_DOWN: list_move(l, 1); return true;
	case K_PGUP: list_move(l, -(long)l->room); return true;
	case K_PGDN: list_move(l, l->room); return true;
	default: break;
	}
	if (!edit_key(&l->filter, k))
		return false;
	if (l->filter.refused.text[0])
		l->filter_error = l->filter.refused;
	else if (strcmp(edit_text(&l->filter), buf_str(&l->where)) != 0)
		list_set_where(l, edit_text(&l->filter));
	return true;
}

/* --- order --- */

static void sort_by(struct list *l, int step)
{
	const struct reg *reg = l->reg;
	size_t i = l->view.sort ? (size_t)(l->view.sort - reg->fields) : 0;

	do
		i = (i + reg->nfields + (size_t)(step + (int)reg->nfields)) % reg->nfields;
	while (!field_is_sortable(&reg->fields[i]));
	l->view.sort = &reg->fields[i];
	l->view.descending = false;
	list_reload(l, 0);
	app_say(l->screen.app, _("按“%s”排序"), _(l->view.sort->label));
}

/* --- selection --- */

bool list_is_selected(const struct list *l, int64_t id)
{
	for (size_t i = 0; i < l->n_selected; i++)
		if (l->selected[i] == id)
			return true;
	return false;
}

static void toggle(struct list *l, int64_t id)
{
	for (size_t i = 0; i < l->n_selected; i++)
		if (l->selected[i] == id) {
			l->selected[i] = l->selected[--l->n_selected];
			return;
		}
	l->selected = xreallocarray(l->selected, l->n_selected + 1, sizeof(*l->selected));
	l->selected[l->n_selected++] = id;
}

/* --- what to do with a record --- */

static void retired(void *ctx, const char *reason)
{
	struct list *l = ctx;
	struct store *s = app_store(l->screen.app);
	struct err e = ERR_INIT;
	void *rec = reg_new(l->reg);
	bool back = false;
	int rc = store_get(s, l->reg, l->pending, rec, &e);

	if (rc == 0) {
		back = !date_is_empty(((struct rec *)rec)->retired_on);
		rc = store_begin(s, ACTION_EDIT, reason, &e);
	}
	if (rc == 0) {
		rc = back ? store_revive(s, l->reg, l->pending, reason, &e) :
			    store_retire(s, l->reg, l->pending, reason, &e);
		if (rc < 0)
			store_rollback(s);
		else
			rc = store_commit(s, NULL, &e);
	}
	if (rc < 0)
		app_say_error(l->screen.app, &e);
	else
		app_say(l->screen.app, back ? _("已恢复；u 撤销") : _("已停用；u 撤销"));
	reg_free(l->reg, rec);
	list_reload(l, list_current_id(l));
}

static void ask_retire(struct list *l)
{
	const struct rec *r = list_current(l);
	struct buf b = BUF_INIT;
	struct err e = ERR_INIT;

	if (!r)
		return;
	if (store_may_write(app_store(l->screen.app), l->reg, r, &e) < 0) {
		app_say_error(l->screen.app, &e);
		return;
	}
	l->pending = r->id;
	reg_describe(l->reg, r, &b);
	app_push(l->screen.app, prompt_new(l->screen.app, date_is_empty(r->retired_on) ? _("停用") : _("恢复"),
					   buf_str(&b), true, retired, l));
	app_say(l->screen.app, _("请写原因"));
	buf_release(&b);
}

static void open_form(struct list *l, int64_t id)
{
	app_push(l->screen.app, form_new(l->screen.app, l->reg, id));
}

static void go_back(struct list *l)
{
	if (l->where.len)
		list_set_where(l, "");
	else if (l->n_selected)
		l->n_selected = 0;
	else
		app_pop(l->screen.app, 0);
}

static void open_current(struct list *l)
{
	if (!list_current(l))
		return;
	if (l->picker)
		app_pop(l->screen.app, list_current_id(l));
	else
		open_form(l, list_current_id(l));
}

static void run_record(struct list *l, int what)
{
	struct app *a = l->screen.app;

	switch (what) {
	case LIST_OPEN: open_current(l); break;
	case LIST_BACK: go_back(l); break;
	case LIST_NEW: open_form(l, 0); break;
	case LIST_RETIRE: ask_retire(l); break;
	case LIST_HISTORY:
		if (list_current(l))
			app_push(a, history_new(a, l->reg, list_current_id(l)));
		break;
	case LIST_UNDO: undo_ask(a, false); break;
	case LIST_REDO: undo_ask(a, true); break;
	default: break;
	}
}

static void run_view(struct list *l, int what)
{
	switch (what) {
	case LIST_UP: list_move(l, -1); break;
	case LIST_DOWN: list_move(l, 1); break;
	case LIST_PGUP: list_move(l, -(long)l->room); break;
	case LIST_PGDN: list_move(l, l->room); break;
	case LIST_FIRST: list_first(l); break;
	case LIST_LAST: list_last(l); break;
	case LIST_FILTER: start_filter(l); break;
	case LIST_SORT_NEXT: sort_by(l, 1); break;
	case LIST_SORT_PREV: sort_by(l, -1); break;
	case LIST_REVERSE:
		l->view.descending = !l->view.descending;
		list_reload(l, 0);
		break;
	case LIST_ALL:
		l->view.all = !l->view.all;
		list_reload(l, list_current_id(l));
		break;
	case LIST_SELECT:
		if (list_current(l))
			toggle(l, list_current_id(l));
		list_move(l, 1);
		break;
	case LIST_NONE: l->n_selected = 0; break;
	default: run_record(l, what); break;
	}
}

static bool list_key(struct screen *s, const struct key *k)
{
	struct list *l = (struct list *)s;
	const struct ui_action *a;

	if (l->filtering)
		return filter_key(l, k);
	a = actions_find(s->type->actions, k);
	if (!a)
		return false;
	run_view(l, a->run);
	return true;
}

static void list_resume(struct screen *s, int64_t result)
{
	struct list *l = (struct list *)s;

	if (store_data_version(app_store(s->app)) != l->data_version)
		list_reload(l, result > 0 ? result : list_current_id(l));
}

static bool list_screen_idle(struct screen *s)
{
	return list_idle((struct list *)s);
}

static void list_help(struct screen *s, struct buf *out)
{
	const struct list *l = (const struct list *)s;

	buf_addf(out, _("“%s”的列表。按 F4 后输入汉字、拼音首字母（如 nsg）、全拼或条件来筛选。"), _(l->reg->title));
	buf_adds(out, _("\n条件的写法：字段=值，多个值用逗号；!= < <= > >= 和 ~（包含）；字段=空；-词 表示不含；“或”表示二者之一。"));
	buf_adds(out, _("\n例：类别=党支部 正式党员>30    书记=空    届满<2027    东河 或 西岭"));
}

static void list_free(struct screen *s)
{
	struct list *l = (struct list *)s;

	list_release_rows(l);
	query_release(&l->query);
	edit_release(&l->filter);
	buf_release(&l->where);
	buf_release(&l->before_filter);
	free(l->selected);
	free(l);
}

static const struct screen_type list_type = {
	.name = "list",
	.actions = { actions, sizeof(actions) / sizeof(actions[0]) },
	.draw = list_draw, .key = list_key, .idle = list_screen_idle, .resume = list_resume, .help = list_help,
	.free = list_free,
};

struct screen *list_new(struct app *a, const struct reg *reg, const char *where)
{
	struct list *l = xcalloc(1, sizeof(*l));

	l->screen = (struct screen){ .type = &list_type, .app = a };
	l->reg = reg;
	l->view = (struct view){ .reg = reg, .query = &l->query, .sort = reg_field(reg, reg->sort) };
	edit_init(&l->filter, TEXT_LINE, 1000);
	if (!list_set_where(l, where ? where : "")) {
		app_say_error(a, &l->filter_error);
		list_set_where(l, "");
	}
	return &l->screen;
}

struct screen *list_new_picker(struct app *a, const struct reg *reg, const char *where)
{
	struct screen *s = list_new(a, reg, where);

	((struct list *)s)->picker = true;
	return s;
}
