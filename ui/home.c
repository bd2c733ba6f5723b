/*
 * The first screen: what there is to do today, the most urgent first, beside all registers.  Every
 * number opens the list behind it.
 */
#include "ui/home.h"

#include <stdlib.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "ui/app.h"
#include "ui/checkup.h"
#include "ui/find_all.h"
#include "ui/import.h"
#include "ui/list.h"
#include "ui/pick.h"
#include "ui/reports.h"
#include "ui/screens.h"
#include "ui/undo.h"
#include "src/banned.h"

/* How long counting may keep the person waiting at a time. */
#define COUNT_MS 30
#define VIEWS_MOST 100

enum { HOME_OPEN = MOVES, HOME_QUIT, HOME_PANE, HOME_PANE_BACK, HOME_VIEWS, HOME_UNDO, HOME_REDO, HOME_OPEN_DRAFTS, HOME_BOARD, HOME_FIGURES, HOME_IMPORT, HOME_REPORTS, HOME_FIND, HOME_DIGIT };

static const struct ui_action actions[] = {
	{ .name = "open", .label = N_("进入"), .bar = N_("进入"), .help = N_("打开台账，或这个数背后的列表；在改动上是看它改了什么。"),
	  .keys = { "Enter" }, .group = GROUP_RECORD, .run = HOME_OPEN },
	{ .name = "pane", .label = N_("换一栏"), .bar = N_("换栏"), .help = N_("换到后一栏：要办的事、台账，宽窗口里还有最近改动。"),
	  .keys = { "Tab", "Right" }, .group = GROUP_MOVE, .run = HOME_PANE },
	{ .name = "pane-back", .label = N_("换回"), .help = N_("换到前一栏。"), .keys = { "Shift-Tab", "Left" },
	  .group = GROUP_MOVE, .run = HOME_PANE_BACK },
	{ .name = "figures", .label = N_("数字"), .bar = N_("数字"), .help = N_("每个台账按记录算出来的各项数。"),
	  .keys = { "F6", "=" }, .group = GROUP_VIEW, .run = HOME_FIGURES },
	{ .name = "reports", .label = N_("所有报表"), .bar = N_("报表"), .help = N_("要上报的台账和进展。"), .keys = { "r" },
	  .words = N_("上报 周报 打印"), .group = GROUP_VIEW, .run = HOME_REPORTS },
	{ .name = "quit", .label = N_("退出"), .bar = N_("退出"), .help = N_("离开程序。"), .keys = { "F10", "q", "Ctrl-Q" },
	  .group = GROUP_MOVE, .run = HOME_QUIT },
	{ .name = "undo", .label = N_("撤销"), .bar = N_("撤销"), .help = N_("撤销你最近的一次操作，先说明会改什么。"),
	  .keys = { "u", "Ctrl-Z" }, .group = GROUP_PAST, .run = HOME_UNDO },
	{ .name = "redo", .label = N_("重做"), .bar = N_("重做"), .help = N_("把刚撤销的操作重新做一遍。"),
	  .keys = { "R", "Ctrl-Y" }, .group = GROUP_PAST, .run = HOME_REDO },
	{ .name = "drafts", .label = N_("草稿"), .bar = N_("草稿"), .help = N_("改了还没有保存的内容：接着改，或扔掉。"),
	  .keys = { "F4" }, .group = GROUP_VIEW, .run = HOME_OPEN_DRAFTS },
	{ .name = "board", .label = N_("看板"), .help = N_("有流程的台账：打开它的看板，或这个数背后那些记录的看板。"), .keys = { "b" },
	  .group = GROUP_VIEW, .run = HOME_BOARD },
	{ .name = "find", .label = N_("到处查找"), .bar = N_("查找"),
	  .help = N_("在所有台账里找：名称、编码、拼音首字母、电话和身份证号的最后四位。"), .keys = { "F3", "/", "、", "Ctrl-F" },
	  .group = GROUP_VIEW, .run = HOME_FIND },
	{ .name = "views", .label = N_("我的视图"), .help = N_("选一个自己保存的视图打开。"), .keys = { "v" },
	  .group = GROUP_VIEW, .run = HOME_VIEWS },
	{ .name = "import", .label = N_("导入文件"), .help = N_("从 CSV 文件导入当前的台账：先检查，什么都不写，看过再导入。"),
	  .keys = { "p" }, .group = GROUP_FILE, .run = HOME_IMPORT },
	{ .name = "work", .label = N_("要办的事"), .help = N_("打开今天要办的第几件。"), .keys = { "1", "2", "3", "4", "5" },
	  .group = GROUP_MOVE, .run = HOME_DIGIT },
	{ .name = "work-more", .label = N_("后几件"), .help = N_("打开今天要办的第几件。"), .keys = { "6", "7", "8", "9" },
	  .group = GROUP_MOVE, .run = HOME_DIGIT },
	MOVE_ACTIONS,
};

static struct home_pane *current_pane(struct home *h)
{
	return &h->panes[h->pane];
}

static struct home_row *current_row(struct home *h)
{
	struct home_pane *p = current_pane(h);

	return p->cursor.at < p->n && home_row_is_open(&p->rows[p->cursor.at]) ? &p->rows[p->cursor.at] : NULL;
}

/* --- the cursor --- */

static bool can_stand(const struct home *h, const struct home_row *row)
{
	return home_row_is_open(row) && home_row_is_shown(h, row);
}

/* Rows that stand in one column of the window. */
struct column_rows {
	struct home_pane *pane;
	size_t first, end;
};

static struct column_rows column_rows(struct home *h, int column)
{
	struct home_pane *today = &h->panes[PANE_TODAY], *registers_pane = &h->panes[PANE_REGISTERS];

	if (column == COLUMN_REGISTERS)
		return (struct column_rows){ registers_pane, 0, registers_pane->n };
	if (column == COLUMN_ASIDE)
		return (struct column_rows){ today, h->wide ? today->aside : today->n, today->n };
	return (struct column_rows){ today, 0, h->wide ? today->aside : today->n };
}

static int current_column(struct home *h)
{
	if (h->pane == PANE_REGISTERS)
		return COLUMN_REGISTERS;
	return h->wide && h->panes[PANE_TODAY].cursor.at >= h->panes[PANE_TODAY].aside ? COLUMN_ASIDE : COLUMN_TODAY;
}

/* From a place on to the next row that can be chosen, that way or else the other; the end where there is none. */
static size_t next_row(const struct home *h, struct column_rows c, size_t from, int by)
{
	for (size_t i = from; i >= c.first && i < c.end; i += (size_t)by)
		if (can_stand(h, &c.pane->rows[i]))
			return i;
	for (size_t i = from; i >= c.first && i < c.end; i -= (size_t)by)
		if (can_stand(h, &c.pane->rows[i]))
			return i;
	return c.end;
}

/* false: there is no row to stand on. */
static bool stand(struct home *h, struct column_rows c, size_t from, int by)
{
	size_t at = next_row(h, c, from, by);

	if (at < c.end)
		c.pane->cursor.at = at;
	return at < c.end;
}

static void move(struct home *h, int how)
{
	struct column_rows c = column_rows(h, current_column(h));
	struct cursor cursor = { .at = c.pane->cursor.at - c.first, .room = c.pane->cursor.room };
	bool back = how == MOVE_UP || how == MOVE_PAGE_UP || how == MOVE_LAST;

	cursor_move(&cursor, how, c.end - c.first);
	stand(h, c, c.first + cursor.at, back ? -1 : 1);
}

static void number_work(struct home *h)
{
	struct home_pane *p = &h->panes[PANE_TODAY];
	int digit = 0;

	for (size_t i = 0; i < p->n; i++) {
		bool work = home_row_is_work(&p->rows[i]);

		p->rows[i].digit = work && home_row_is_shown(h, &p->rows[i]) && digit < 9 ? ++digit : 0;
		if (p->rows[i].kind == HOME_NOTHING)
			p->rows[i].count = (struct worklist_count){ .done = true, .n = !digit };
	}
}

void home_number_rows(struct home *h)
{
	struct column_rows c, registers_column = column_rows(h, COLUMN_REGISTERS);

	number_work(h);
	for (int i = 0; i < PANES; i++)
		if (h->panes[i].n && h->panes[i].cursor.at >= h->panes[i].n)
			h->panes[i].cursor.at = h->panes[i].n - 1;
	stand(h, registers_column, registers_column.pane->cursor.at, 1);
	c = column_rows(h, h->pane == PANE_TODAY ? current_column(h) : COLUMN_TODAY);
	if (!stand(h, c, c.pane->cursor.at, 1) && h->pane == PANE_TODAY)
		h->pane = PANE_REGISTERS;
}

static void load(struct home *h)
{
	home_load(h);
	home_number_rows(h);
}

/* --- keys --- */

/* The list stays below what is opened from it.  NULL where a view could not be shown, as was said. */
static struct screen *open_list(struct home *h, const struct home_row *row)
{
	const char *where = row->work.where && *row->work.where ? row->work.where : NULL;
	struct app *a = h->screen.app;
	struct screen *list = row->kind == HOME_VIEW ? list_new_view(a, row->view)
		: list_new(a, row->work.reg, where, where ? row->work.label : NULL);

	app_push(a, list);
	return list;
}

static void open_drafts(struct home *h)
{
	struct app *a = h->screen.app;
	struct screen *drafts = drafts_new(a);

	app_push(a, drafts);
	/* Or there are none that can be read, and that was said. */
	if (!drafts && !*app_message(a, NULL))
		app_say(a, _("没有草稿"));
}

static void look_at(struct home *h, const struct action *action)
{
	struct undo_plan plan = { .changes = 0 };

	action_copy(&plan.action, action);
	app_push(h->screen.app, action_new(h->screen.app, &plan, ACTION_LOOK));
}

/* The rows are of what the data check found when they were made. */
static void open_finding(struct home *h, size_t group)
{
	struct app *a = h->screen.app;
	const struct checkup *checkup = app_checkup(a);

	if (checkup && checkup->changes == h->checked_up)
		app_push(a, checkup_new(a, &checkup_found(checkup)->groups[group]));
}

static void open_row(struct home *h, const struct home_row *row)
{
	switch (row->kind) {
	case HOME_WORK:
	case HOME_VIEW:
	case HOME_REG: open_list(h, row); break;
	case HOME_DRAFTS: open_drafts(h); break;
	case HOME_REFUSED: app_push(h->screen.app, import_new(h->screen.app, row->work.reg, row->path)); break;
	case HOME_CHANGE: look_at(h, &row->action); break;
	case HOME_FINDING: open_finding(h, row->group); break;
	case HOME_HEADING:
	case HOME_NOTHING:
	case HOME_FACT: break;
	}
}

static void open_board(struct home *h)
{
	const struct home_row *row = current_row(h);
	bool flows = row && row->work.reg && row->work.reg->workflow;
	struct screen *list = flows ? open_list(h, row) : NULL;

	if (list)
		list_open_board((struct list *)list);
	else if (!flows)
		app_say(h->screen.app, _("这个台账没有流程，没有看板"));
}

static void open_digit(struct home *h, int digit)
{
	struct home_pane *p = &h->panes[PANE_TODAY];

	for (size_t i = 0; i < p->n; i++) {
		if (p->rows[i].digit != digit)
			continue;
		h->pane = PANE_TODAY;
		p->cursor.at = i;
		open_row(h, &p->rows[i]);
		return;
	}
	app_say(h->screen.app, _("今天要办的没有第 %d 件"), digit);
}

/* Another key that was given to the action means the first. */
static int digit_of(const struct key *k)
{
	return k->kind == K_CHAR && k->cp >= '1' && k->cp <= '9' ? (int)(k->cp - '0') : 1;
}

/* To the next column that way which has something to open. */
static void change_pane(struct home *h, int by)
{
	int column = current_column(h);

	for (int i = 1; i < COLUMNS; i++) {
		int other = (column + by * i + COLUMNS) % COLUMNS;
		struct column_rows c = column_rows(h, other);
		size_t at = c.pane->cursor.at;

		if (!stand(h, c, at >= c.first && at < c.end ? at : c.first, 1))
			continue;
		h->pane = other == COLUMN_REGISTERS ? PANE_REGISTERS : PANE_TODAY;
		return;
	}
}

/* --- views --- */

static void view_chosen(void *ctx, size_t which)
{
	struct home *h = ctx;
	struct home_pane *p = &h->panes[PANE_TODAY];

	for (size_t i = 0; i < p->n; i++)
		if (p->rows[i].kind == HOME_VIEW && which-- == 0) {
			open_row(h, &p->rows[i]);
			return;
		}
}

static void choose_view(struct home *h)
{
	const struct home_pane *p = &h->panes[PANE_TODAY];
	const char *labels[VIEWS_MOST];
	size_t n = 0;

	for (size_t i = 0; i < p->n && n < VIEWS_MOST; i++)
		if (p->rows[i].kind == HOME_VIEW)
			labels[n++] = p->rows[i].label;
	if (n)
		app_push(h->screen.app, pick_new(h->screen.app, &(struct pick){
			.title = _("我的视图"), .labels = labels, .n = n, .done = view_chosen, .ctx = h,
		}));
	else
		app_say(h->screen.app, _("还没有自己的视图；在列表里按 %s 保存。"),
			action_key(list_type.actions, "save-view"));
}

/* The register that the cursor is at, or was at last. */
static const struct reg *import_reg(struct home *h)
{
	const struct home_pane *p = &h->panes[PANE_REGISTERS];
	const struct home_row *row = current_row(h);

	return row && row->work.reg ? row->work.reg : p->rows[p->cursor.at].work.reg;
}

static int home_may_run(struct screen *s, int what, struct err *e)
{
	const struct home_row *row = current_row((struct home *)s);

	if (what == HOME_BOARD && !(row && row->work.reg && row->work.reg->workflow))
		return err_set(e, ERR_NOT_FOUND, _("这个台账没有流程，没有看板"));
	if (what == HOME_UNDO || what == HOME_REDO)
		return undo_may_run(s->app, e);
	return 0;
}

static bool home_key(struct screen *s, const struct key *k)
{
	struct home *h = (struct home *)s;
	const struct ui_action *a = actions_find(s->type->actions, k);

	if (!a)
		return false;
	switch (a->run) {
	case HOME_OPEN:
		if (current_row(h))
			open_row(h, current_row(h));
		break;
	case HOME_PANE: change_pane(h, 1); break;
	case HOME_PANE_BACK: change_pane(h, -1); break;
	case HOME_VIEWS: choose_view(h); break;
	case HOME_QUIT: app_quit(s->app); break;
	case HOME_UNDO: undo_ask(s->app, false); break;
	case HOME_REDO: undo_ask(s->app, true); break;
	case HOME_OPEN_DRAFTS: open_drafts(h); break;
	case HOME_BOARD: open_board(h); break;
	case HOME_FIND: app_push(s->app, find_all_new(s->app)); break;
	case HOME_IMPORT: import_ask(s->app, import_reg(h)); break;
	case HOME_REPORTS: app_push(s->app, reports_new(s->app, NULL)); break;
	case HOME_FIGURES: app_push(s->app, figures_new(s->app)); break;
	case HOME_DIGIT: open_digit(h, digit_of(k)); break;
	default: move(h, a->run); break;
	}
	return true;
}

/* --- the mouse --- */

/* Where the column has no row to stand on, the cursor stays where it is. */
static void home_turn(struct screen *s, int64_t what)
{
	struct home *h = (struct home *)s;
	int column = HOME_COLUMN_OF(what);
	struct column_rows c = column_rows(h, column);
	size_t at = c.pane->cursor.at;

	if (column != current_column(h) && stand(h, c, at >= c.first && at < c.end ? at : c.first, 1))
		h->pane = column == COLUMN_REGISTERS ? PANE_REGISTERS : PANE_TODAY;
}

static bool home_point(struct screen *s, int64_t what)
{
	struct home *h = (struct home *)s;
	int before = current_column(h);
	struct home_pane *p;

	home_turn(s, what);
	p = current_pane(h);
	if (current_column(h) != HOME_COLUMN_OF(what) || HOME_ROW_OF(what) >= p->n || !can_stand(h, &p->rows[HOME_ROW_OF(what)]))
		return false;
	return cursor_point(&p->cursor, (int64_t)HOME_ROW_OF(what)) && before == current_column(h);
}

/* --- what the app asks --- */

/* Also what was drafted meanwhile is new. */
static void home_resume(struct screen *s, int64_t result)
{
	(void)result;
	load((struct home *)s);
}

static bool home_idle(struct screen *s, bool quiet)
{
	struct home *h = (struct home *)s;
	bool more;

	if (store_data_version(app_store(s->app)) != h->data_version)
		load(h);
	else if (home_take_findings(h))
		home_number_rows(h);
	if (!quiet || !h->waiting)
		return false;
	more = home_count(h, COUNT_MS);
	home_number_rows(h);
	return more;
}

/* What was left unsaved comes first. */
static void home_pushed(struct screen *s)
{
	app_push(s->app, drafts_new(s->app));
}

static void home_help(struct screen *s, struct buf *out)
{
	(void)s;
	buf_adds(out, _("左边是今天要办的：!! 逾期的在前，接着是快到期的、等你办的、要核对的，按前面的数字就打开；"
			"只有你管得到的记录。下面是自己的视图、最近改动，和空闲时用今天的规则检查出来的问题。右边是所有台账，Tab 换栏。每个数后面都是一张列表：移到它上面按 Enter。"
			"数都从记录算出来，没有一个是手填的。"));
	buf_adds(out, _("\n\n常做的事：\n"
			" 找记录，按电话最后四位找人   Ctrl-G\n"
			" 新增一条记录                 在列表里按 F7\n"
			" 一次改很多条                 在列表里按 Space 或 A 选中，再按 e\n"
			" 存一个自己的视图             在列表里按 w\n"
			" 给表格软件一份，或打印       在列表、报表里按 x\n"
			" 昨天谁改了什么               Alt-Y\n"
			" 撤销一次导入                 Alt-U，移到那一次按 u\n"
			" 上月底的数字                 按 @ 写 上月底，再按 =\n"
			" 备份                         退出后执行 zhibu backup 文件"));
}

static void home_free(struct screen *s)
{
	struct home *h = (struct home *)s;

	home_release(h);
	free(h);
}

const struct screen_type home_type = {
	.name = "home", .title = N_("首页"),
	.actions = { actions, sizeof(actions) / sizeof(actions[0]) },
	.draw = home_draw, .key = home_key, .point = home_point, .turn = home_turn, .may_run = home_may_run, .idle = home_idle, .resume = home_resume,
	.pushed = home_pushed, .help = home_help,
	.free = home_free,
};

/* The cursor begins at the registers: a digit is enough for what there is to do. */
struct screen *home_new(struct app *a)
{
	struct home *h = xcalloc(1, sizeof(*h));

	h->screen = (struct screen){ .type = &home_type, .app = a };
	h->pane = PANE_REGISTERS;
	load(h);
	return &h->screen;
}
