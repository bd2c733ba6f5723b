/* The board screen: from lane to lane and card to card, grouping, and what to do with a card. */
#include "ui/board.h"

#include <stdlib.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "ui/cursor.h"
#include "ui/reports.h"
#include "ui/screens.h"
#include "ui/undo.h"
#include "src/banned.h"

enum {
	BOARD_OPEN = MOVES, BOARD_STORY, BOARD_BACK, BOARD_LEFT, BOARD_RIGHT, BOARD_GROUP, BOARD_STEP, BOARD_NEW, BOARD_HISTORY,
	BOARD_UNDO, BOARD_REDO, BOARD_REPORTS,
};

static const struct ui_action actions[] = {
	{ .name = "story", .label = N_("全貌"), .bar = N_("全貌"), .help = N_("当前记录的全貌：走到哪一步、缺什么、问题和措施、经过。"),
	  .keys = { "Enter", "o", "Alt-O" }, .group = GROUP_RECORD, .run = BOARD_STORY },
	{ .name = "open", .label = N_("打开"), .bar = N_("打开"), .help = N_("打开当前记录的表单。"), .keys = { "F4", "e" },
	  .group = GROUP_RECORD, .run = BOARD_OPEN },
	{ .name = "step", .label = N_("办理"), .bar = N_("办理"),
	  .help = N_("下一步可以办什么、各缺什么；选一步办理，退回也在这里。"), .keys = { ".", "n", "。" }, .group = GROUP_RECORD, .run = BOARD_STEP },
	{ .name = "left", .label = N_("左边一栏"), .help = N_("到左边一栏。"), .keys = { "Left" }, .group = GROUP_VIEW, .run = BOARD_LEFT },
	{ .name = "right", .label = N_("右边一栏"), .help = N_("到右边一栏。"), .keys = { "Right" }, .group = GROUP_VIEW, .run = BOARD_RIGHT },
	{ .name = "group", .label = N_("换分栏"), .bar = N_("分栏"),
	  .help = N_("换一种分栏：按阶段，按到期的月份，按上级，或按其他代码项。"), .keys = { "F6", ">" }, .group = GROUP_VIEW, .run = BOARD_GROUP },
	{ .name = "back", .label = N_("返回"), .bar = N_("返回"), .help = N_("回到列表。"), .keys = { "F10", "Esc", "q" },
	  .group = GROUP_MOVE, .run = BOARD_BACK },
	{ .name = "list", .label = N_("列表"), .bar = N_("列表"), .help = N_("回到列表，记录还是这些。"), .keys = { "F5", "b" },
	  .group = GROUP_VIEW, .run = BOARD_BACK },
	{ .name = "new", .label = N_("新增"), .bar = N_("新增"), .help = N_("新增一条记录。"), .keys = { "F7", "Ins", "a" },
	  .group = GROUP_RECORD, .run = BOARD_NEW },
	{ .name = "reports", .label = N_("本台账的报表"), .help = N_("这个台账要上报的报表。"), .keys = { "r" }, .group = GROUP_VIEW, .run = BOARD_REPORTS },
	{ .name = "history", .label = N_("历史"), .bar = N_("历史"), .help = N_("当前记录的全部改动。"), .keys = { "h" },
	  .group = GROUP_PAST, .run = BOARD_HISTORY },
	{ .name = "undo", .label = N_("撤销"), .bar = N_("撤销"), .help = N_("撤销你最近的一次操作，先说明会改什么。"),
	  .keys = { "u", "Ctrl-Z" }, .group = GROUP_PAST, .run = BOARD_UNDO },
	{ .name = "redo", .label = N_("重做"), .help = N_("把刚撤销的操作重新做一遍。"), .keys = { "R", "Ctrl-Y" },
	  .group = GROUP_PAST, .run = BOARD_REDO },
	MOVE_ACTIONS,
};

/* --- keys --- */

static void move(struct board *b, int how)
{
	struct lane *lane = board_lane(b);
	struct list *l = lane ? &lane->list : NULL;
	long page = l && l->room > 1 ? l->room : 1;

	if (!l)
		return;
	switch (how) {
	case MOVE_UP: list_move(l, -1); break;
	case MOVE_DOWN: list_move(l, 1); break;
	case MOVE_PAGE_UP: list_move(l, -page); break;
	case MOVE_PAGE_DOWN: list_move(l, page); break;
	case MOVE_FIRST: list_first(l); break;
	default: list_last(l); break;
	}
}

static void go_to_lane(struct board *b, bool right)
{
	if (right ? b->cur + 1 < b->n : b->cur > 0)
		b->cur += right ? 1 : (size_t)-1;
	else
		app_say(b->screen.app, right ? _("右边没有别的栏了") : _("左边没有别的栏了"));
}

/* The current record stays the current one. */
static void group_by_next(struct board *b)
{
	const struct rec *r = board_current(b);
	void *at = r ? reg_new(b->reg) : NULL;

	if (at)
		reg_copy(b->reg, at, r);
	board_release_lanes(b);
	b->grouping = (b->grouping + 1) % b->n_groupings;
	board_make_lanes(b, at);
	reg_free(b->reg, at);
	app_say(b->screen.app, b->scan.phase ? _("按「%s」的上级分栏") : _("按「%s」分栏"), _(b->groupings[b->grouping]->label));
}

static void open_current(struct board *b)
{
	struct app *a = b->screen.app;
	const struct rec *r = board_current(b);

	if (r)
		app_push(a, form_new_beside(a, b->reg, r->id, list_neighbours(&board_lane(b)->list)));
	else
		app_say(a, _("这里没有记录可打开"));
}

static void open_story(struct board *b, const struct rec *r)
{
	if (r)
		app_push(b->screen.app, story_new(b->screen.app, b->reg, r->id));
	else
		app_say(b->screen.app, _("这里没有记录可打开"));
}

static void ask_step(struct board *b, const struct rec *r)
{
	if (r)
		stepping_ask(&b->stepping, b->reg, r->id);
	else
		app_say(b->screen.app, _("这一栏没有要办的"));
}

static void run(struct board *b, int what)
{
	struct app *a = b->screen.app;
	const struct rec *r = board_current(b);

	switch (what) {
	case BOARD_OPEN: open_current(b); break;
	case BOARD_STORY: open_story(b, r); break;
	case BOARD_LEFT: go_to_lane(b, false); break;
	case BOARD_RIGHT: go_to_lane(b, true); break;
	case BOARD_GROUP: group_by_next(b); break;
	case BOARD_STEP: ask_step(b, r); break;
	case BOARD_NEW: app_push(a, form_new(a, b->reg, 0)); break;
	case BOARD_HISTORY: app_push(a, r ? history_new(a, b->reg, r->id) : NULL); break;
	case BOARD_UNDO: undo_ask(a, false); break;
	case BOARD_REDO: undo_ask(a, true); break;
	case BOARD_REPORTS: app_push(a, reports_new(a, b->reg)); break;
	case BOARD_BACK: app_pop(a, r ? r->id : 0); break;
	default: move(b, what); break;
	}
}

/* Whether there is a current card is not asked here: that would read a lane, in the midst of drawing. */
static int board_may_run(struct screen *s, int what, struct err *e)
{
	const struct board *b = (const struct board *)s;

	if ((what == BOARD_NEW || what == BOARD_STEP) && store_may_write(app_store(s->app), b->reg, NULL, e) < 0)
		return ERR_DENIED;
	if (what == BOARD_REPORTS)
		return reports_may_open(b->reg, e);
	if (what == BOARD_UNDO || what == BOARD_REDO)
		return undo_may_run(s->app, e);
	return 0;
}

static bool board_key(struct screen *s, const struct key *k)
{
	const struct ui_action *a = actions_find(s->type->actions, k);

	if (a)
		run((struct board *)s, a->run);
	return a != NULL;
}

static void board_turn(struct screen *s, int64_t what)
{
	struct board *b = (struct board *)s;

	/* Other lanes may have been found since they were drawn. */
	if (BOARD_LANE_OF(what) < b->n)
		b->cur = BOARD_LANE_OF(what);
}

static bool board_point(struct screen *s, int64_t what)
{
	struct board *b = (struct board *)s;
	size_t before = b->cur, row = BOARD_ROW_OF(what);
	struct list *l;
	bool was;

	board_turn(s, what);
	l = board_lane(b) ? &board_lane(b)->list : NULL;
	if (!l || row >= l->n)
		return false;
	was = row == l->cur && b->cur == before;
	list_move(l, (long)row - (long)l->cur);
	return was;
}

/* --- life --- */

static bool is_in_sight(const struct board *b, size_t lane)
{
	return lane == b->cur || (lane >= b->first && lane < b->first + (size_t)b->shown);
}

/* Around the current card, or where that has gone to another lane, around the one beside it. */
static void reload_lane(struct list *l)
{
	int64_t id = list_current_id(l), beside = 0;

	if (l->cur + 1 < l->n)
		beside = ((const struct rec *)l->rows[l->cur + 1].rec)->id;
	else if (l->cur > 0 && l->n)
		beside = ((const struct rec *)l->rows[l->cur - 1].rec)->id;
	list_reload(l, id);
	if (beside && list_current_id(l) != id)
		list_reload(l, beside);
}

/* After the data has changed: lanes in sight are read anew around their current cards, others when they come into sight. */
static void refresh(struct board *b)
{
	b->data_version = store_data_version(app_store(b->screen.app));
	for (size_t i = 0; i < BOARD_COUNTS; i++)
		b->counts[i].known = false;
	for (size_t i = 0; i < b->n; i++)
		if (!is_in_sight(b, i))
			board_unload(&b->lanes[i]);
		else if (b->lanes[i].loaded)
			reload_lane(&b->lanes[i].list);
	board_look_again(b);
}

/* The cursor goes along with a card that a step or a form took to another lane. */
static void follow(struct board *b, int64_t id)
{
	struct err e = ERR_INIT;
	void *now = reg_new(b->reg);

	refresh(b);
	if (store_get(app_store(b->screen.app), b->reg, id, now, &e) == 0)
		board_follow(b, now);
	reg_free(b->reg, now);
}

static void stepped(void *ctx)
{
	struct board *b = ctx;

	follow(b, ((const struct rec *)b->stepping.base)->id);
}

static void board_resume(struct screen *s, int64_t result)
{
	struct board *b = (struct board *)s;

	if (result)
		follow(b, result);
	else if (store_data_version(app_store(s->app)) != b->data_version)
		refresh(b);
}

static bool board_idle(struct screen *s, bool quiet)
{
	struct board *b = (struct board *)s;
	bool more;

	board_resume(s, 0);
	if (board_go_on_with_branches(b))
		return true;
	more = board_load_sight(b);
	for (size_t i = b->first; !more && i < b->n && is_in_sight(b, i); i++)
		more = b->lanes[i].loaded && list_idle(&b->lanes[i].list, quiet);
	return more || board_count_next(b);
}

static void board_help(struct screen *s, struct buf *out)
{
	const struct board *b = (const struct board *)s;

	buf_addf(out, _("「%s」的看板：每一栏是一个阶段，也可以换成按到期的月份分栏；一栏里先到期的在前。"), _(b->reg->title));
	buf_adds(out, _("\n!! 是已经逾期，! 是七天内到期。天数按今天的日历算，不是填的。"));
}

static void board_free(struct screen *s)
{
	struct board *b = (struct board *)s;

	stepping_release(&b->stepping);
	board_release_lanes(b);
	chips_release(&b->chips);
	buf_release(&b->detail.state);
	buf_release(&b->detail.past);
	buf_release(&b->detail.next);
	free(b);
}

/* On another day: the same records in the same lanes, and the same card where it was there. */
static struct screen *board_again(const struct screen *s)
{
	const struct board *b = (const struct board *)s;
	const struct lane *lane = b->cur < b->n && b->lanes[b->cur].loaded ? &b->lanes[b->cur] : NULL;
	struct chips chips = { .items = NULL };
	struct board_want want = { .reg = b->reg, .chips = &chips, .all = b->all, .grouping = b->grouping };
	void *then = reg_new(b->reg);
	struct screen *again;

	chips_copy(&chips, &b->chips);
	chips_read_again(&chips, b->reg, store_lookup(app_store(s->app)));
	if (lane && store_get(app_store(s->app), b->reg, list_current_id(&lane->list), then, NULL) == 0)
		want.at = then;
	again = board_new(s->app, &want);
	chips_release(&chips);
	reg_free(b->reg, then);
	return again;
}

const struct screen_type board_type = {
	.name = "board", .title = N_("看板"),
	.actions = { actions, sizeof(actions) / sizeof(actions[0]) },
	.draw = board_draw, .key = board_key, .point = board_point, .turn = board_turn, .may_run = board_may_run, .idle = board_idle, .resume = board_resume, .help = board_help,
	.again = board_again, .free = board_free,
};

struct screen *board_new(struct app *a, const struct board_want *want)
{
	struct board *b = xcalloc(1, sizeof(*b));

	b->screen = (struct screen){ .type = &board_type, .app = a };
	b->reg = want->reg;
	b->all = want->all;
	b->stepping = (struct stepping){ .app = a, .done = stepped, .ctx = b };
	b->data_version = store_data_version(app_store(a));
	if (want->chips)
		chips_copy(&b->chips, want->chips);
	board_find_groupings(b);
	b->grouping = want->grouping;
	board_make_lanes(b, want->at);
	return &b->screen;
}
