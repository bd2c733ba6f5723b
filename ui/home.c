/*
 * The first screen: what there is to do today, the most urgent first, beside all registers.  Every
 * number opens the list behind it.
 */
#include "ui/home.h"

#include <stdlib.h>
#include <string.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "ui/find_all.h"
#include "ui/import.h"
#include "ui/list.h"
#include "ui/reports.h"
#include "ui/screens.h"
#include "ui/undo.h"
#include "src/banned.h"

/* How long counting may keep the person waiting at a time. */
#define COUNT_MS 30

enum { HOME_OPEN = MOVES, HOME_QUIT, HOME_PANE, HOME_UNDO, HOME_REDO, HOME_OPEN_DRAFTS, HOME_BOARD, HOME_FIGURES, HOME_IMPORT, HOME_REPORTS, HOME_FIND, HOME_DIGIT };

static const struct ui_action actions[] = {
	{ .name = "open", .label = N_("进入"), .bar = N_("进入"), .help = N_("打开台账，或这个数背后的列表；在改动上是看它改了什么。"),
	  .keys = { "Enter" }, .group = GROUP_RECORD, .run = HOME_OPEN },
	{ .name = "pane", .label = N_("换一栏"), .bar = N_("换栏"), .help = N_("在要办的事和台账之间换。"),
	  .keys = { "Tab", "Right", "Left" }, .group = GROUP_MOVE, .run = HOME_PANE },
	{ .name = "pane-back", .label = N_("换回"), .help = N_("在要办的事和台账之间换。"), .keys = { "Shift-Tab" },
	  .group = GROUP_MOVE, .run = HOME_PANE },
	{ .name = "figures", .label = N_("数字"), .bar = N_("数字"), .help = N_("每个台账按记录算出来的各项数。"),
	  .keys = { "=", "F6" }, .group = GROUP_VIEW, .run = HOME_FIGURES },
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
	{ .name = "import", .label = N_("导入文件"), .help = N_("从 CSV 文件导入当前的台账：先检查，什么都不写，看过再导入。"),
	  .keys = { "p" }, .group = GROUP_FILE, .run = HOME_IMPORT },
	{ .name = "reports", .label = N_("报表"), .help = N_("要上报的台账和进展：整顿台账、周报、示范点、整改措施。"), .keys = { "r" },
	  .words = N_("上报 周报 打印"), .group = GROUP_VIEW, .run = HOME_REPORTS },
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

static bool can_stand(const struct home_row *row)
{
	return home_row_is_open(row) && home_row_is_shown(row);
}

/* From a place on to the next row that can be chosen, that way or else the other; the place itself where there is none. */
static size_t next_row(const struct home_pane *p, size_t from, int by)
{
	for (size_t i = from; i < p->n; i += (size_t)by)
		if (can_stand(&p->rows[i]))
			return i;
	for (size_t i = from; i < p->n; i -= (size_t)by)
		if (can_stand(&p->rows[i]))
			return i;
	return from;
}

static bool has_rows(const struct home_pane *p)
{
	size_t i = next_row(p, 0, 1);

	return i < p->n && can_stand(&p->rows[i]);
}

static void move(struct home *h, int how)
{
	struct home_pane *p = current_pane(h);
	bool back = how == MOVE_UP || how == MOVE_PAGE_UP || how == MOVE_LAST;

	cursor_move(&p->cursor, how, p->n);
	p->cursor.at = next_row(p, p->cursor.at, back ? -1 : 1);
}

/* The rows of today are numbered as they are shown; the cursor stands on one that is. */
static void number_rows(struct home *h)
{
	struct home_pane *p = &h->panes[PANE_TODAY];
	int digit = 0;

	for (size_t i = 0; i < p->n; i++) {
		bool work = home_row_is_work(&p->rows[i]);

		p->rows[i].digit = work && home_row_is_shown(&p->rows[i]) && digit < 9 ? ++digit : 0;
		if (p->rows[i].kind == HOME_NOTHING)
			p->rows[i].count = (struct worklist_count){ .done = true, .n = !digit };
	}
	for (int i = 0; i < PANES; i++)
		h->panes[i].cursor.at = next_row(&h->panes[i], h->panes[i].cursor.at, 1);
	if (!has_rows(current_pane(h)))
		h->pane = PANE_REGISTERS;
}

static void load(struct home *h)
{
	home_load(h);
	number_rows(h);
}

/* --- keys --- */

/* The list stays below what is opened from it. */
static struct screen *open_list(struct home *h, const struct home_row *row)
{
	const char *name = row->kind == HOME_WORK ? row->work.label : row->kind == HOME_VIEW ? row->label : NULL;
	const char *where = row->work.where && *row->work.where ? row->work.where : NULL;
	struct screen *list = list_new(h->screen.app, row->work.reg, where, where ? name : NULL);

	app_push(h->screen.app, list);
	return list;
}

static void open_drafts(struct home *h)
{
	struct app *a = h->screen.app;
	struct screen *drafts = drafts_new(a);

	app_push(a, drafts);
	/* Or there are none that can be read, and that was said. */
	if (!drafts && !*app_message(a, NULL))
		app_say(a, _("没有没保存的草稿"));
}

static void look_at(struct home *h, const struct action *action)
{
	struct undo_plan plan = { .changes = 0 };

	action_copy(&plan.action, action);
	app_push(h->screen.app, action_new(h->screen.app, &plan, ACTION_LOOK));
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
	case HOME_HEADING:
	case HOME_NOTHING:
	case HOME_FACT: break;
	}
}

static void open_board(struct home *h)
{
	const struct home_row *row = current_row(h);

	if (row && row->work.reg && row->work.reg->workflow)
		list_open_board((struct list *)open_list(h, row));
	else
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

static void change_pane(struct home *h)
{
	int other = h->pane == PANE_TODAY ? PANE_REGISTERS : PANE_TODAY;

	if (has_rows(&h->panes[other]))
		h->pane = other;
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
	case HOME_PANE: change_pane(h); break;
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
	if (!quiet || !h->waiting)
		return false;
	more = home_count(h, COUNT_MS);
	number_rows(h);
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
			"只有你管得到的记录。右边是所有台账，Tab 在两边换。每个数后面都是一张列表：移到它上面按 Enter。"
			"数都从记录算出来，没有一个是手填的。"));
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
	.draw = home_draw, .key = home_key, .may_run = home_may_run, .idle = home_idle, .resume = home_resume,
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
