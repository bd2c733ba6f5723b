/* The list screen of any register: moving, filtering, sorting, selecting, and what to do with a record. */
#include "ui/list.h"

#include <stdlib.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"
#include "ui/board.h"
#include "ui/compare.h"
#include "ui/export.h"
#include "ui/import.h"
#include "ui/list_actions.h"
#include "ui/panel.h"
#include "ui/reports.h"
#include "ui/screens.h"
#include "ui/ui.h"
#include "ui/undo.h"
#include "src/banned.h"

static const struct ui_action list_actions[] = {
	LIST_ACTIONS,
	STORY_ACTION(NULL),
};

/* That of a register with a workflow. */
static const struct ui_action flow_actions[] = {
	{ .name = "board", .label = N_("看板"), .bar = N_("看板"), .help = N_("按阶段分栏的看板，筛选不变；再按一次回到列表。"),
	  .keys = { "b" }, .group = GROUP_VIEW, .run = LIST_BOARD },
	STORY_ACTION(N_("全貌")),
	LIST_ACTIONS,
	{ .name = "reports", .label = N_("本台账的报表"), .help = N_("这个台账要上报的报表。"), .keys = { "r" }, .group = GROUP_VIEW, .run = LIST_REPORTS },
};

static const struct ui_action tree_actions[] = {
	STORY_ACTION(NULL),
	OPEN_ACTION,
	TREE_ACTIONS,
	{ .name = "select", .label = N_("选中"), .bar = N_("选中"), .help = N_("选中或取消当前行；有下级的先问这一条还是整枝。"),
	  .keys = { "Space" }, .group = GROUP_SELECT, .run = TREE_SELECT },
	{ .name = "move", .label = N_("移动"), .bar = N_("移动"), .help = N_("把这一枝移到另一个上级下面，一步完成，可撤销。"),
	  .keys = { "m" }, .group = GROUP_RECORD, .run = TREE_MOVE },
	VIEW_ACTIONS,
	RECORD_ACTIONS,
	LOOK_ACTIONS,
	MOVE_ACTIONS_WITH(NULL, NULL),
};

#define TAKE_ACTION \
	{ .name = "take", .label = N_("选定"), .bar = N_("选定"), .help = N_("把当前记录填进表单。"), .keys = { "Enter" }, \
	  .group = GROUP_RECORD, .run = LIST_OPEN }

static const struct ui_action picker_actions[] = {
	TAKE_ACTION,
	VIEW_ACTIONS,
	TREE_ACTION,
	FLAT_ACTIONS,
	MOVE_ACTIONS_WITH("k", NULL),
};

static const struct ui_action tree_picker_actions[] = {
	TAKE_ACTION,
	TREE_ACTIONS,
	VIEW_ACTIONS,
	MOVE_ACTIONS_WITH(NULL, NULL),
};

/* --- order --- */

static void say_order(struct list *l)
{
	app_say(l->screen.app, l->view.descending ? _("按「%s」排序，从大到小") : _("按「%s」排序"),
		_(l->view.sort->label));
}

/* Whether somebody went anywhere; who has not is not looking at the record of the first row. */
static bool has_moved(const struct list *l)
{
	return l->cur > 0 || l->more_before;
}

/* In a new order the cursor stays on its record, or at the beginning. */
static void reload_in_order(struct list *l)
{
	list_reload(l, has_moved(l) ? list_current_id(l) : 0);
}

static void sort_by_field(struct list *l, const struct field *field)
{
	l->view.sort = field;
	filter_sorted(l);
	l->view.descending = false;
	l->show_column = field;
	reload_in_order(l);
	say_order(l);
}

static void sort_by(struct list *l, int step)
{
	const struct reg *reg = l->reg;
	size_t i = l->view.sort ? (size_t)(l->view.sort - reg->fields) : 0, n = reg->nfields;

	do
		i = (i + (step > 0 ? 1 : n - 1)) % n;
	while (!field_is_sortable(&reg->fields[i]) && &reg->fields[i] != l->view.sort);
	sort_by_field(l, &reg->fields[i]);
}

static void reverse(struct list *l)
{
	l->view.descending = !l->view.descending;
	filter_sorted(l);
	reload_in_order(l);
	say_order(l);
}

/* --- columns --- */

static void scroll(struct list *l, bool right)
{
	if (right ? l->columns.more_right : l->scroll > 0)
		l->scroll += right ? 1 : (size_t)-1;
	else
		app_say(l->screen.app, right ? _("右边没有别的列了") : _("左边没有别的列了"));
}

/* --- flat and as a tree --- */

static const struct screen_type *flat_type(const struct reg *reg)
{
	return reg->workflow ? &flow_type : &list_type;
}

/* The keys are those of what is shown. */
void list_change_shape(struct list *l)
{
	list_tree_toggle(l);
	if (l->picks)
		l->screen.type = l->in_tree ? &tree_picker_type : &picker_type;
	else
		l->screen.type = l->in_tree ? &tree_type : flat_type(l->reg);
}

/* --- selection --- */

static void select_current(struct list *l)
{
	if (list_current(l))
		selection_toggle(&l->selection, list_current_id(l));
	list_move(l, 1);
}

/* --- what to do with a record --- */

static void open_current(struct list *l)
{
	struct app *a = l->screen.app;

	if (!list_current(l))
		app_say(a, _("这里没有记录可打开"));
	else if (l->picks)
		app_pop(a, list_current_id(l));
	else
		app_push(a, form_new_beside(a, l->reg, list_current_id(l), list_neighbours(l)));
}

static void show_history(struct list *l)
{
	if (list_current(l))
		app_push(l->screen.app, history_new(l->screen.app, l->reg, list_current_id(l)));
}

static void show_story(struct list *l)
{
	if (list_current(l))
		app_push(l->screen.app, story_new(l->screen.app, l->reg, list_current_id(l)));
}

void list_open_board(struct list *l)
{
	struct app *a = l->screen.app;

	/* Who has not gone anywhere yet begins with the first cards. */
	app_push(a, board_new(a, &(struct board_want){
		.reg = l->reg, .chips = &l->filter.chips, .all = l->view.all, .at = has_moved(l) ? list_current(l) : NULL,
	}));
}

static void go_back(struct list *l)
{
	if (harvest_stop(l))
		return;
	if (find_is_on(l))
		find_end(l);
	else if (list_view_step_back(l))
		return;
	else if (filter_is_on(&l->filter) && !l->shown.saved.id)
		filter_drop(l);
	else if (l->selection.n)
		selection_clear(&l->selection);
	else
		app_pop(l->screen.app, 0);
}

/* --- keys --- */

static void move(struct list *l, int how)
{
	long page = l->room > 1 ? l->room : 1;

	switch (how) {
	case MOVE_UP: list_move(l, -1); break;
	case MOVE_DOWN: list_move(l, 1); break;
	case MOVE_PAGE_UP: list_move(l, -page); break;
	case MOVE_PAGE_DOWN: list_move(l, page); break;
	case MOVE_FIRST: list_first(l); break;
	default: list_last(l); break;
	}
}

/* A default view leaves out what may well be referred to: a picker shows all that is in use. */
#define IN_USE "state=current"

static bool is_limited(const struct list *l)
{
	return l->picks && l->reg->view;
}

static void toggle_all(struct list *l)
{
	if (is_limited(l)) {
		filter_limit(l, l->filter.limit.n ? NULL : IN_USE);
		return;
	}
	l->view.all = !l->view.all;
	list_reload(l, list_current_id(l));
}

static void run_on_view(struct list *l, int what)
{
	switch (what) {
	case LIST_FILTER: filter_start(l); break;
	case LIST_SORT_NEXT: case LIST_SORT_PREV: sort_by(l, what == LIST_SORT_NEXT ? 1 : -1); break;
	case LIST_REVERSE: reverse(l); break;
	case LIST_LEFT: case LIST_RIGHT: scroll(l, what == LIST_RIGHT); break;
	case LIST_FIND: find_start(l); break;
	case LIST_FIND_NEXT: case LIST_FIND_PREV: find_next(l, what == LIST_FIND_PREV); break;
	case LIST_GOTO: goto_ask(l); break;
	case LIST_DETAIL: l->detail.on = !l->detail.on; break;
	case LIST_SELECT: select_current(l); break;
	case LIST_PICK_ALL: case LIST_INVERT: harvest_start(l, what == LIST_INVERT); break;
	case LIST_TOTALS: totals_next(l); break;
	case LIST_NONE: selection_clear(&l->selection); break;
	default: toggle_all(l); break;
	}
}

static void run(struct list *l, int what)
{
	struct app *a = l->screen.app;

	if (what < MOVES) {
		move(l, what);
		return;
	}
	if (what > TREE_FLAT) {
		list_tree_run(l, what);
		return;
	}
	switch (what) {
	case LIST_OPEN: open_current(l); break;
	case LIST_BACK: go_back(l); break;
	case LIST_NEW: app_push(a, form_new(a, l->reg, 0)); break;
	case LIST_RETIRE: list_ask_retire(l); break;
	case LIST_EDIT: list_bulk_edit(l, false); break;
	case LIST_FILL: list_bulk_edit(l, true); break;
	case LIST_HISTORY: show_history(l); break;
	case LIST_COMPARE: compare_ask(a, l->reg); break;
	case LIST_BOARD: list_open_board(l); break;
	case LIST_IMPORT: import_ask(a, l->reg); break;
	case LIST_EXPORT: export_ask(l); break;
	case LIST_STORY: show_story(l); break;
	case LIST_REPORTS: app_push(a, reports_new(a, l->reg)); break;
	case LIST_SAVE_VIEW: list_view_ask_save(l); break;
	case LIST_VIEWS: list_view_choose(l); break;
	case LIST_COLUMNS: list_choose_columns(l); break;
	case LIST_TREE: case TREE_FLAT: list_change_shape(l); break;
	case LIST_UNDO: case LIST_REDO: undo_ask(a, what == LIST_REDO); break;
	default: run_on_view(l, what); break;
	}
}

/* Who may not write at all sees no keys for that; about a single record it is said when the key is pressed. */
static int list_may_run(struct screen *s, int what, struct err *e)
{
	struct list *l = (struct list *)s;
	bool many = what == LIST_RETIRE || what == LIST_EDIT || what == LIST_FILL;
	bool writes = many || what == LIST_NEW || what == LIST_IMPORT || what == TREE_MOVE;
	bool wants_record = (many && !l->selection.n) || what == LIST_OPEN || what == LIST_HISTORY || what == LIST_SELECT ||
		what == LIST_PICK_ALL || what == LIST_INVERT || what == TREE_SELECT || what == TREE_MOVE;

	if (writes && store_may_write(app_store(s->app), l->reg, NULL, e) < 0)
		return ERR_DENIED;
	if (wants_record && !list_current(l))
		return err_set(e, ERR_NOT_FOUND, _("这里没有列出记录。"));
	if ((what == LIST_NONE || what == LIST_FILL) && !l->selection.n)
		return err_set(e, ERR_NOT_FOUND, _("没有选中的记录；先按 %s 选中。"), list_key_of(l, "select"));
	if (what == LIST_TREE && !reg_tree(l->reg))
		return err_set(e, ERR_NOT_FOUND, _("「%s」没有上下级，不能排成树。"), _(l->reg->title));
	if (what == TREE_HITS && !filter_is_on(&l->filter))
		return err_set(e, ERR_NOT_FOUND, _("没有筛选；先按 %s 筛选。"), list_key_of(l, "filter"));
	if (what == LIST_REPORTS)
		return reports_may_open(l->reg, e);
	if (what == LIST_UNDO || what == LIST_REDO)
		return undo_may_run(s->app, e);
	return 0;
}

/*
 * Beside the filter line arrows still move in the list, and function keys do their work once the line can be kept.  F10 is
 * Esc here as everywhere: one step back, also from a line that cannot be read.
 */
static bool key_beside_filter(struct list *l, const struct ui_action *a)
{
	if (a && a->run == LIST_FILTER)
		filter_open_form(l);
	else if (a && a->run == LIST_BACK)
		filter_cancel(l);
	else if (a && (a->run < MOVES || filter_keep(l)))
		run(l, a->run);
	return a != NULL;
}

/* Beside the find line the list is moved in by pages, and function keys do their work. */
static bool key_beside_find(struct list *l, const struct ui_action *a)
{
	if (!a)
		return false;
	if (a->run == LIST_FIND) {
		find_next(l, false);
		return true;
	}
	if (a->run == LIST_BACK)
		return find_key(l, &(struct key){ .kind = K_ESC });
	if (a->run >= MOVES)
		find_close(l);
	run(l, a->run);
	return true;
}

static bool list_key(struct screen *s, const struct key *k)
{
	struct list *l = (struct list *)s;
	const struct ui_action *a;

	if (s->input && (l->find.open ? find_key(l, k) : filter_key(l, k)))
		return true;
	a = actions_find(s->type->actions, k);
	if (s->input)
		return l->find.open ? key_beside_find(l, a) : key_beside_filter(l, a);
	if (k->kind == K_PASTE && !l->picks)
		return list_paste(l, k);
	if (!a)
		return false;
	run(l, a->run);
	return true;
}

/* The head of the column that is sorted by turns the order round. */
static void point_at_head(struct list *l, const struct field *field)
{
	if (field == l->view.sort && !list_is_ranked(l))
		reverse(l);
	else if (field_is_sortable(field))
		sort_by_field(l, field);
	else
		app_say(l->screen.app, _("不能按「%s」排序"), _(field->label));
}

static bool list_point(struct screen *s, int64_t what)
{
	struct list *l = (struct list *)s;

	if (completion_has(&l->filter.completion, what))
		return completion_point(&l->filter.completion, what);
	if (what < 0) {
		point_at_head(l, &l->reg->fields[-1 - what]);
		return false;
	}
	for (size_t i = 0; i < l->n; i++) {
		if (((const struct rec *)l->rows[i].rec)->id != what)
			continue;
		/* In an open line Enter would keep what stands there. */
		if (i == l->cur && !s->input)
			return true;
		if (i == l->cur && l->find.open)
			find_close(l);
		else if (i == l->cur)
			filter_keep(l);
		list_move(l, (long)i - (long)l->cur);
		break;
	}
	return false;
}

/* Beside an open line some keys do something else. */
static const char *list_bar(const struct screen *s, int what)
{
	bool finds = ((const struct list *)s)->find.open;

	if (s->input && what == LIST_BACK)
		return _("还原");
	if (s->input && what == (finds ? LIST_FIND : LIST_FILTER))
		return finds ? _("下一处") : _("填表");
	return NULL;
}

static void list_run(struct screen *s, const struct ui_action *a)
{
	struct list *l = (struct list *)s;

	if (!s->input)
		run(l, a->run);
	else if (l->find.open)
		key_beside_find(l, a);
	else
		key_beside_filter(l, a);
}

static void list_resume(struct screen *s, int64_t result)
{
	struct list *l = (struct list *)s;

	if (move_branch_picked(l, result))
		return;
	if (store_data_version(app_store(s->app)) != l->data_version)
		list_reload(l, result > 0 ? result : list_current_id(l));
}

static bool list_screen_idle(struct screen *s, bool quiet)
{
	struct list *l = (struct list *)s;

	return list_idle(l, quiet) || goto_idle(l) || find_idle(l, quiet) || harvest_idle(l) || totals_idle(l, quiet);
}

static void list_free(struct screen *s)
{
	struct list *l = (struct list *)s;

	list_release_rows(l);
	list_tree_free(l);
	filter_release(&l->filter);
	find_release(&l->find);
	selection_release(&l->selection);
	harvest_release(&l->harvest);
	totals_release(&l->totals);
	detail_release(&l->detail);
	shown_view_release(&l->shown);
	free(l->reason);
	free(l);
}

static struct screen *list_again(const struct screen *s);

#define LIST_FUNCTIONS \
	.draw = list_draw, .key = list_key, .may_run = list_may_run, .run = list_run, .point = list_point, .bar = list_bar, \
	.idle = list_screen_idle, .resume = list_resume, .help = list_help, .free = list_free

const struct screen_type list_type = {
	.name = "list", .title = N_("列表"),
	.actions = { list_actions, sizeof(list_actions) / sizeof(list_actions[0]) },
	LIST_FUNCTIONS, .again = list_again,
};

const struct screen_type flow_type = {
	.name = "list-flow", .title = N_("列表（有流程的台账）"),
	.actions = { flow_actions, sizeof(flow_actions) / sizeof(flow_actions[0]) },
	LIST_FUNCTIONS, .again = list_again,
};

const struct screen_type tree_type = {
	.name = "tree", .title = N_("树形列表"),
	.actions = { tree_actions, sizeof(tree_actions) / sizeof(tree_actions[0]) },
	LIST_FUNCTIONS, .again = list_again,
};

const struct screen_type picker_type = {
	.name = "picker", .title = N_("选一条记录"),
	.actions = { picker_actions, sizeof(picker_actions) / sizeof(picker_actions[0]) },
	LIST_FUNCTIONS,
};

const struct screen_type tree_picker_type = {
	.name = "tree-picker", .title = N_("选一条记录（树形）"),
	.actions = { tree_picker_actions, sizeof(tree_picker_actions) / sizeof(tree_picker_actions[0]) },
	LIST_FUNCTIONS,
};

static struct list *new_list(struct app *a, const struct screen_type *type, const struct reg *reg, const char *where,
	const char *name)
{
	struct list *l = xcalloc(1, sizeof(*l));

	l->screen = (struct screen){ .type = type, .app = a };
	l->reg = reg;
	l->view = (struct view){ .reg = reg, .query = &l->filter.query, .sort = reg_field(reg, reg->sort) };
	filter_init(&l->filter);
	find_init(&l->find);
	filter_open(l, where, name, 0);
	return l;
}

const char *list_own_filter(struct app *a, const struct reg *reg)
{
	const struct ui_filter *own = app_filter(a, reg);
	struct query query = { .n = 0 };
	struct err e = ERR_INIT;
	int rc = own ? query_parse(reg, own->where, store_lookup(app_store(a)), &query, &e) : 0;

	query_release(&query);
	if (rc < 0) {
		struct err told = ERR_INIT;

		err_set(&told, rc, _("没有用上筛选条件（%s）：%s"), own->place, e.text);
		app_say_error(a, &told);
	}
	return own && rc == 0 ? own->where : NULL;
}

/* On another day: what is listed, in the same order, and the same record where it is there. */
static struct screen *list_again(const struct screen *s)
{
	const struct list *l = (const struct list *)s;
	struct list *n;

	if (l->picks)
		return NULL;
	n = new_list(s->app, flat_type(l->reg), l->reg, NULL, NULL);
	chips_copy(&n->filter.chips, &l->filter.chips);
	n->view.all = l->view.all;
	n->view.sort = l->view.sort;
	n->view.descending = l->view.descending;
	n->layout = l->layout;
	filter_refresh(n);
	list_reload(n, list_current_id(l));
	if (l->in_tree)
		list_change_shape(n);
	saved_view_copy(&n->shown.saved, &l->shown.saved);
	n->shown.partly = l->shown.partly;
	return &n->screen;
}

struct screen *list_new(struct app *a, const struct reg *reg, const char *where, const char *name)
{
	struct list *l;

	if (!where)
		where = list_own_filter(a, reg);
	l = new_list(a, flat_type(reg), reg, where, name);
	columns_recall(a, reg, &l->layout);
	return &l->screen;
}

struct screen *list_new_picker(struct app *a, const struct reg *reg, int64_t at)
{
	struct list *l = new_list(a, &picker_type, reg, NULL, NULL);

	l->picks = true;
	l->view.all = is_limited(l);
	filter_limit(l, is_limited(l) ? IN_USE : NULL);
	if (at)
		list_reload(l, at);
	filter_start(l);
	return &l->screen;
}
