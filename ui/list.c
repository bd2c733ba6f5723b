/* The list screen of any register: moving, filtering, sorting, selecting, and what to do with a record. */
#include "ui/list.h"

#include <stdlib.h>
#include <string.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"
#include "ui/board.h"
#include "ui/cursor.h"
#include "ui/export.h"
#include "ui/import.h"
#include "ui/list_tree.h"
#include "ui/panel.h"
#include "ui/reports.h"
#include "ui/screens.h"
#include "ui/ui.h"
#include "ui/undo.h"
#include "src/banned.h"

enum {
	LIST_OPEN = MOVES, LIST_BACK, LIST_FILTER, LIST_SORT_NEXT, LIST_SORT_PREV, LIST_REVERSE, LIST_NEW, LIST_ALL,
	LIST_RETIRE, LIST_SELECT, LIST_NONE, LIST_HISTORY, LIST_UNDO, LIST_REDO, LIST_LEFT, LIST_RIGHT, LIST_TREE,
	LIST_FIND, LIST_FIND_NEXT, LIST_FIND_PREV, LIST_GOTO, LIST_DETAIL, LIST_INVERT, LIST_PICK_ALL, LIST_TOTALS,
	LIST_BOARD, LIST_STORY, LIST_EDIT, LIST_FILL, LIST_IMPORT, LIST_EXPORT, LIST_SAVE_VIEW, LIST_VIEWS, LIST_COLUMNS,
	LIST_REPORTS,
};

/* What a list and a picker have in common. */
#define VIEW_ACTIONS \
	{ .name = "back", .label = N_("返回"), .bar = N_("返回"), .help = N_("依次退出：筛选、选中、本屏。"), \
	  .keys = { "F10", "Esc", "q" }, .group = GROUP_MOVE, .run = LIST_BACK }, \
	{ .name = "find", .label = N_("查找"), .bar = N_("查找"), .help = N_("边输入边找，不隐藏别的行。"), \
	  .keys = { "F3", "/", "、", "Ctrl-F" }, .group = GROUP_VIEW, .run = LIST_FIND }, \
	{ .name = "find-next", .label = N_("下一处"), .help = N_("找下一处。"), .keys = { "n" }, .group = GROUP_VIEW, .run = LIST_FIND_NEXT }, \
	{ .name = "find-prev", .label = N_("上一处"), .help = N_("找上一处。"), .keys = { "N" }, .group = GROUP_VIEW, .run = LIST_FIND_PREV }, \
	{ .name = "filter", .label = N_("筛选"), .bar = N_("筛选"), \
	  .help = N_("边输入边筛选：汉字、拼音首字母，或条件，如 书记=空；再按 F4 填表。"), .keys = { "F4", "&", "\\" }, \
	  .group = GROUP_VIEW, .run = LIST_FILTER }, \
	{ .name = "sort", .label = N_("换列排序"), .bar = N_("排序"), .help = N_("按下一列排序。"), .keys = { "F6", ">" }, \
	  .group = GROUP_VIEW, .run = LIST_SORT_NEXT }, \
	{ .name = "sort-back", .label = N_("按上一列"), .help = N_("按上一列排序。"), .keys = { "<" }, \
	  .group = GROUP_VIEW, .run = LIST_SORT_PREV }, \
	{ .name = "reverse", .label = N_("倒序"), .help = N_("升序和降序互换。"), .keys = { "I" }, .group = GROUP_VIEW, .run = LIST_REVERSE }, \
	{ .name = "new", .label = N_("新增"), .bar = N_("新增"), .help = N_("新增一条记录。"), .keys = { "F7", "Ins", "a" }, \
	  .group = GROUP_RECORD, .run = LIST_NEW }, \
	{ .name = "all", .label = N_("全部/默认"), .bar = N_("全部"), \
	  .help = N_("也列出停用的和默认不列的记录；再按一次还原。"), .keys = { "z" }, .group = GROUP_VIEW, .run = LIST_ALL }, \
	{ .name = "detail", .label = N_("详情"), .bar = N_("详情"), .help = N_("显示或收起当前记录的详情：上级、其余各项、最后改动。"), \
	  .keys = { "i" }, .group = GROUP_VIEW, .run = LIST_DETAIL }

/* Only a flat list scrolls sideways, and its rows have numbers. */
#define FLAT_ACTIONS \
	{ .name = "goto", .label = N_("转到某行"), .bar = N_("转到"), .help = N_("转到第几行。"), .keys = { "g" }, \
	  .group = GROUP_MOVE, .run = LIST_GOTO }, \
	{ .name = "left", .label = N_("左边的列"), .help = N_("横向移动，看左边的列；名称一列不动。"), .keys = { "Left" }, \
	  .group = GROUP_VIEW, .run = LIST_LEFT }, \
	{ .name = "right", .label = N_("右边的列"), .help = N_("横向移动，看右边的列；名称一列不动。"), .keys = { "Right" }, \
	  .group = GROUP_VIEW, .run = LIST_RIGHT }

/* From node to node, and back to the flat list. */
#define TREE_ACTIONS \
	{ .name = "flat", .label = N_("平铺"), .bar = N_("平铺"), .help = N_("回到平铺的列表；光标和选中都不变。"), \
	  .keys = { "F5", "t" }, .group = GROUP_VIEW, .run = TREE_FLAT }, \
	{ .name = "unfold", .label = N_("展开"), .bar = N_("展开"), .help = N_("展开当前这一枝；已展开的到第一个下级。"), \
	  .keys = { "Right" }, .group = GROUP_VIEW, .run = TREE_UNFOLD }, \
	{ .name = "fold", .label = N_("收起"), .help = N_("收起当前这一枝；没有展开的到上级。"), \
	  .keys = { "Left" }, .group = GROUP_VIEW, .run = TREE_FOLD }, \
	{ .name = "unfold-all", .label = N_("全部展开"), .bar = N_("全展开"), .help = N_("展开所有各级。"), .keys = { "*" }, \
	  .group = GROUP_VIEW, .run = TREE_ALL }, \
	{ .name = "unfold-level", .label = N_("多展开一级"), .help = N_("各枝都多展开一级。"), .keys = { "+" }, \
	  .group = GROUP_VIEW, .run = TREE_MORE }, \
	{ .name = "fold-level", .label = N_("少展开一级"), .help = N_("各枝都收起最下面一级。"), .keys = { "-" }, \
	  .group = GROUP_VIEW, .run = TREE_LESS }, \
	{ .name = "previous-sibling", .label = N_("上一同级"), .help = N_("到前一个同级的记录。"), .keys = { "[" }, \
	  .group = GROUP_MOVE, .run = TREE_PREVIOUS }, \
	{ .name = "next-sibling", .label = N_("下一同级"), .help = N_("到后一个同级的记录。"), .keys = { "]" }, \
	  .group = GROUP_MOVE, .run = TREE_NEXT }, \
	{ .name = "hits", .label = N_("只看命中"), .bar = N_("只命中"), .help = N_("筛选时不列只为显示层级而保留的上级；再按一次还原。"), \
	  .keys = { "k" }, .group = GROUP_VIEW, .run = TREE_HITS }

#define TREE_ACTION \
	{ .name = "tree", .label = N_("树形"), .bar = N_("树形"), .help = N_("按上下级排成树；光标和选中都不变。"), \
	  .keys = { "F5", "t" }, .group = GROUP_VIEW, .run = LIST_TREE }

#define OPEN_ACTION \
	{ .name = "open", .label = N_("打开"), .bar = N_("打开"), .help = N_("打开当前记录的表单。"), .keys = { "Enter" }, \
	  .group = GROUP_RECORD, .run = LIST_OPEN }

/* What is done with records, in a list and in a tree. */
#define RECORD_ACTIONS \
	{ .name = "retire", .label = N_("停用/恢复"), .bar = N_("停用"), \
	  .help = N_("停用当前记录或选中的各条（要写原因，可撤销）；已停用的则恢复。"), .keys = { "F8", "Del" }, \
	  .words = N_("批量停用 作废"), .group = GROUP_RECORD, .run = LIST_RETIRE }, \
	{ .name = "edit-many", .label = N_("批量修改"), \
	  .help = N_("选中的各条改同一个字段：先预览每条的原值、新值和结果，再一次写入。选中以后也可以直接粘贴表格里复制的一块。"), \
	  .keys = { "e" }, .words = N_("成批 统一修改 粘贴 Excel paste"), .group = GROUP_RECORD, .run = LIST_EDIT }, \
	{ .name = "fill-down", .label = N_("照第一条填"), .help = N_("选中的其余各条照第一条的值填，先预览。"), \
	  .keys = { "Ctrl-D" }, .words = N_("向下填充 复制上一条"), .group = GROUP_RECORD, .run = LIST_FILL }, \
	{ .name = "select-none", .label = N_("全不选"), .help = N_("取消所有选中。"), .keys = { "U" }, .group = GROUP_SELECT, .run = LIST_NONE }, \
	{ .name = "select-all", .label = N_("全选"), .help = N_("选中列出的全部记录，并说明有多少条。"), .keys = { "A" }, \
	  .group = GROUP_SELECT, .run = LIST_PICK_ALL }, \
	{ .name = "totals", .label = N_("合计"), .bar = N_("合计"), .help = N_("合计一行：选中的、列出的、全部、不显示。"), \
	  .keys = { "=" }, .group = GROUP_VIEW, .run = LIST_TOTALS }, \
	{ .name = "history", .label = N_("历史"), .bar = N_("历史"), .help = N_("当前记录的全部改动。"), .keys = { "h" }, \
	  .group = GROUP_PAST, .run = LIST_HISTORY }, \
	{ .name = "undo", .label = N_("撤销"), .bar = N_("撤销"), .help = N_("撤销你最近的一次操作，先说明会改什么。"), \
	  .keys = { "u", "Ctrl-Z" }, .group = GROUP_PAST, .run = LIST_UNDO }, \
	{ .name = "redo", .label = N_("重做"), .help = N_("把刚撤销的操作重新做一遍。"), .keys = { "R", "Ctrl-Y" }, \
	  .group = GROUP_PAST, .run = LIST_REDO }, \
	{ .name = "import", .label = N_("导入文件"), .help = N_("从 CSV 文件导入：先检查，什么都不写，看过再导入。"), \
	  .keys = { "p" }, .group = GROUP_FILE, .run = LIST_IMPORT }, \
	{ .name = "export", .label = N_("导出"), .help = N_("把列出的、选中的或全部记录存成 CSV 文件，表格软件可以直接打开。"), \
	  .keys = { "x" }, .group = GROUP_FILE, .run = LIST_EXPORT }

/* What is always worth a look has a place in the line of keys. */
#define STORY_ACTION(in_bar) \
	{ .name = "story", .label = N_("全貌"), .bar = in_bar, \
	  .help = N_("当前记录的全貌：走到哪一步、缺什么、各项内容，以及属于它的全部记录。"), .keys = { "o", "Alt-O" }, \
	  .group = GROUP_RECORD, .run = LIST_STORY }

/* What the list looks like, and keeping that. */
#define LOOK_ACTIONS \
	{ .name = "views", .label = N_("选视图"), .bar = N_("视图"), .help = N_("选一个保存的视图，或回到默认的列表。"), \
	  .words = N_("我的视图 打开视图 saved views"), .keys = { "v" }, .group = GROUP_VIEW, .run = LIST_VIEWS }, \
	{ .name = "save-view", .label = N_("保存视图"), .bar = N_("存视图"), \
	  .help = N_("把现在的筛选、排序、列和树形存成一个有名字的视图。"), .words = N_("另存视图 save view"), .keys = { "w" }, \
	  .group = GROUP_VIEW, .run = LIST_SAVE_VIEW }, \
	{ .name = "columns", .label = N_("选列"), .bar = N_("选列"), .help = N_("显示哪些列、怎样排、多宽；边改边看。"), \
	  .words = N_("列设置 隐藏列 列宽 columns"), .keys = { "c" }, .group = GROUP_VIEW, .run = LIST_COLUMNS }

/* A flat list. */
#define LIST_ACTIONS \
	OPEN_ACTION, \
	VIEW_ACTIONS, \
	TREE_ACTION, \
	{ .name = "select", .label = N_("选中"), .bar = N_("选中"), .help = N_("选中或取消当前行，并下移一行。"), \
	  .keys = { "Space" }, .group = GROUP_SELECT, .run = LIST_SELECT }, \
	{ .name = "invert", .label = N_("反选"), .help = N_("列出的记录，选中的取消，没选的选中。"), .keys = { "*" }, \
	  .group = GROUP_SELECT, .run = LIST_INVERT }, \
	RECORD_ACTIONS, \
	FLAT_ACTIONS, \
	LOOK_ACTIONS, \
	MOVE_ACTIONS_WITH("k", NULL)

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
	{ .name = "reports", .label = N_("报表"), .help = N_("这个台账要上报的报表。"), .keys = { "r" }, .group = GROUP_VIEW, .run = LIST_REPORTS },
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
		return err_set(e, ERR_NOT_FOUND, _("没有选中的记录；先按空格选中。"));
	if (what == LIST_TREE && !reg_tree(l->reg))
		return err_set(e, ERR_NOT_FOUND, _("「%s」没有上下级，不能排成树。"), _(l->reg->title));
	if (what == TREE_HITS && !filter_is_on(&l->filter))
		return err_set(e, ERR_NOT_FOUND, _("没有筛选；先按 F4 筛选。"));
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
	if (a->run >= MOVES)
		find_close(l);
	run(l, a->run);
	return true;
}

static bool line_key(struct list *l, const struct key *k)
{
	return l->find.open ? find_key(l, k) : filter_key(l, k);
}

static bool list_key(struct screen *s, const struct key *k)
{
	struct list *l = (struct list *)s;
	const struct ui_action *a;

	if (s->input && line_key(l, k))
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

static void list_help(struct screen *s, struct buf *out)
{
	const struct list *l = (const struct list *)s;

	buf_addf(out, _("「%s」的列表。按 F4 后输入汉字、拼音首字母、全拼或条件来筛选；空格隔开的都要符合。"), _(l->reg->title));
	buf_adds(out, _("\n条件的写法：字段=值，几个值用逗号隔开；!= < <= > >= 和 ~（含有）；成立=2010..2015；字段=空，字段=非空；"
			"行政区划<=乌兰县 表示乌兰县及以下，< 只要下级；上级~柯柯 表示上级能用这个词找到；-词 表示不含；词 或 词 表示二者之一。"));
	buf_adds(out, _("\nEnter 把条件固定在列表上方，可以固定几个；Esc 逐个去掉。Tab 提示可以怎样写。F4 按两次则填表，不用写符号。"));
	buf_adds(out, _("\n这个台账的字段："));
	for (size_t i = 0; i < l->reg->nfields; i++)
		buf_addf(out, "%s%s", i ? _("、") : "", _(l->reg->fields[i].label));
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

const struct screen_type list_type = {
	.name = "list", .title = N_("列表"),
	.actions = { list_actions, sizeof(list_actions) / sizeof(list_actions[0]) },
	.draw = list_draw, .key = list_key, .may_run = list_may_run, .run = list_run, .point = list_point, .idle = list_screen_idle,
	.resume = list_resume, .help = list_help, .again = list_again, .free = list_free,
};

const struct screen_type flow_type = {
	.name = "list-flow", .title = N_("列表（有流程的台账）"),
	.actions = { flow_actions, sizeof(flow_actions) / sizeof(flow_actions[0]) },
	.draw = list_draw, .key = list_key, .may_run = list_may_run, .run = list_run, .point = list_point, .idle = list_screen_idle,
	.resume = list_resume, .help = list_help, .again = list_again, .free = list_free,
};

const struct screen_type tree_type = {
	.name = "tree", .title = N_("树形列表"),
	.actions = { tree_actions, sizeof(tree_actions) / sizeof(tree_actions[0]) },
	.draw = list_draw, .key = list_key, .may_run = list_may_run, .run = list_run, .point = list_point, .idle = list_screen_idle,
	.resume = list_resume, .help = list_help, .again = list_again, .free = list_free,
};

const struct screen_type picker_type = {
	.name = "picker", .title = N_("选一条记录"),
	.actions = { picker_actions, sizeof(picker_actions) / sizeof(picker_actions[0]) },
	.draw = list_draw, .key = list_key, .may_run = list_may_run, .run = list_run, .point = list_point, .idle = list_screen_idle,
	.resume = list_resume, .help = list_help, .free = list_free,
};

const struct screen_type tree_picker_type = {
	.name = "tree-picker", .title = N_("选一条记录（树形）"),
	.actions = { tree_picker_actions, sizeof(tree_picker_actions) / sizeof(tree_picker_actions[0]) },
	.draw = list_draw, .key = list_key, .may_run = list_may_run, .run = list_run, .point = list_point, .idle = list_screen_idle,
	.resume = list_resume, .help = list_help, .free = list_free,
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
	if (!where)
		where = list_own_filter(a, reg);
	return &new_list(a, flat_type(reg), reg, where, name)->screen;
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
