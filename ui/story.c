/* The page that tells the story of a record: from line to line, and what to do with the record of a line. */
#include "ui/story.h"

#include <stdlib.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "ui/recent.h"
#include "ui/screens.h"
#include "ui/undo.h"
#include "src/banned.h"

enum {
	STORY_OPEN = MOVES, STORY_BACK, STORY_STORY, STORY_STEP, STORY_ADD, STORY_HISTORY, STORY_UNDO, STORY_REDO, STORY_NEXT, STORY_PREVIOUS,
};

static const struct ui_action actions[] = {
	{ .name = "open", .label = N_("打开"), .bar = N_("打开"), .help = N_("打开光标所在一行的记录的表单。"),
	  .keys = { "Enter", "F4" }, .group = GROUP_RECORD, .run = STORY_OPEN },
	{ .name = "add", .label = N_("添加"), .bar = N_("添加"),
	  .help = N_("给这条记录，或者光标所在的那一条，添上属于它的记录；再按那个台账的字母，写一句就存好。"),
	  .keys = { "+", "F7", "Ins", "a" }, .group = GROUP_RECORD, .run = STORY_ADD },
	{ .name = "step", .label = N_("办理"), .bar = N_("办理"),
	  .help = N_("光标所在的记录下一步可以办什么、各缺什么；选一步办理。"), .keys = { ".", "Alt-S", "。", "F5" },
	  .group = GROUP_RECORD, .run = STORY_STEP },
	{ .name = "story", .label = N_("全貌"), .bar = N_("全貌"), .help = N_("到光标所在的那条记录的全貌；Esc 回来。"),
	  .keys = { "o", "Alt-O" }, .group = GROUP_VIEW, .run = STORY_STORY },
	{ .name = "back", .label = N_("返回"), .bar = N_("返回"), .help = N_("回到原来的屏幕。"), .keys = { "F10", "Esc", "q" },
	  .group = GROUP_MOVE, .run = STORY_BACK },
	{ .name = "history", .label = N_("历史"), .bar = N_("历史"), .help = N_("光标所在的记录的全部改动。"), .keys = { "h" },
	  .group = GROUP_PAST, .run = STORY_HISTORY },
	{ .name = "undo", .label = N_("撤销"), .bar = N_("撤销"), .help = N_("撤销你最近的一次操作，先说明会改什么。"),
	  .keys = { "u", "Ctrl-Z" }, .group = GROUP_PAST, .run = STORY_UNDO },
	{ .name = "redo", .label = N_("重做"), .help = N_("把刚撤销的操作重新做一遍。"), .keys = { "R", "Ctrl-Y" },
	  .group = GROUP_PAST, .run = STORY_REDO },
	{ .name = "next-part", .label = N_("下一段"), .bar = N_("下一段"), .help = N_("到下一段：问题、经过、验收等。"),
	  .keys = { "Tab", "Right" }, .group = GROUP_MOVE, .run = STORY_NEXT },
	{ .name = "previous-part", .label = N_("上一段"), .help = N_("到上一段。"), .keys = { "Shift-Tab", "Left" },
	  .group = GROUP_MOVE, .run = STORY_PREVIOUS },
	MOVE_ACTIONS,
};

/* --- moving --- */

static void step_line(struct story *st, bool down)
{
	if (down ? st->cur + 1 < st->n : st->cur > 0)
		st->cur += down ? 1 : (size_t)-1;
}

static void page(struct story *st, bool down)
{
	int rows = st->room > 1 ? st->room : 1;
	size_t from;

	do {
		from = st->cur;
		rows -= story_rows(st, st->cur);
		step_line(st, down);
	} while (st->cur != from && rows > 0);
}

/* To the next heading or the one before, or to the end that lies that way. */
static void go_to_head(struct story *st, bool down)
{
	size_t from;

	st->sought = true;
	do {
		from = st->cur;
		step_line(st, down);
	} while (st->cur != from && !st->lines[st->cur].head);
}

static void move(struct story *st, int how)
{
	st->sought = true;
	switch (how) {
	case MOVE_UP: step_line(st, false); break;
	case MOVE_DOWN: step_line(st, true); break;
	case MOVE_PAGE_UP: page(st, false); break;
	case MOVE_PAGE_DOWN: page(st, true); break;
	case MOVE_FIRST: st->cur = 0; break;
	default: st->cur = st->n - 1; break;
	}
}

/* --- keys --- */

static void go_on(struct story *st, const struct story_line *l)
{
	struct app *a = st->screen.app;

	if (l->reg == st->reg && l->id == st->id)
		app_say(a, _("这就是它的全貌；光标移到别的记录上再按"));
	else
		app_push(a, story_new(a, l->reg, l->id));
}

static void ask_add(struct story *st)
{
	struct err e = ERR_INIT;

	if (store_may_change(app_store(st->screen.app), &e) < 0)
		app_say_error(st->screen.app, &e);
	else
		story_ask_add(st);
}

/* What has no way of its own leads to the record that it belongs to: a note's next step is that of what it is about. */
static void ask_step(struct story *st, const struct story_line *l)
{
	while (!l->reg->workflow && l != st->lines)
		l = &st->lines[l->under];
	stepping_ask(&st->stepping, l->reg, l->id);
}

static void run(struct story *st, int what)
{
	struct app *a = st->screen.app;
	const struct story_line *l = &st->lines[st->cur];

	switch (what) {
	case STORY_OPEN: app_push(a, form_new(a, l->reg, l->id)); break;
	case STORY_STORY: go_on(st, l); break;
	case STORY_STEP: ask_step(st, l); break;
	case STORY_ADD: ask_add(st); break;
	case STORY_HISTORY: app_push(a, history_new(a, l->reg, l->id)); break;
	case STORY_UNDO: undo_ask(a, false); break;
	case STORY_REDO: undo_ask(a, true); break;
	case STORY_NEXT: go_to_head(st, true); break;
	case STORY_PREVIOUS: go_to_head(st, false); break;
	case STORY_BACK: app_pop(a, st->id); break;
	default: move(st, what); break;
	}
}

static bool story_key(struct screen *s, const struct key *k)
{
	struct story *st = (struct story *)s;
	const struct ui_action *a = actions_find(s->type->actions, k);

	if (a && (st->n || a->run == STORY_BACK))
		run(st, a->run);
	return a != NULL;
}

static bool story_point(struct screen *s, int64_t what)
{
	struct story *st = (struct story *)s;
	bool was = st->cur == (size_t)what;

	/* Keys typed ahead may have brought fewer lines than were seen. */
	if ((size_t)what >= st->n)
		return false;
	st->cur = (size_t)what;
	st->sought = true;
	return was;
}

/* --- life --- */

static void read_again(struct story *st, const struct reg *reg, int64_t id)
{
	struct err e = ERR_INIT;

	if (story_read(st, reg, id, &e) < 0)
		app_say_error(st->screen.app, &e);
}

/* A record that was made in a form above, where one was, is the current one. */
static void story_resume(struct screen *s, int64_t result)
{
	struct story *st = (struct story *)s;

	if (result && st->awaited)
		read_again(st, st->awaited, result);
	else if (store_data_version(app_store(s->app)) != st->data_version)
		read_again(st, NULL, 0);
	st->awaited = NULL;
}

static bool story_idle(struct screen *s, bool quiet)
{
	(void)quiet;
	story_resume(s, 0);
	return false;
}

static void story_help(struct screen *s, struct buf *out)
{
	const struct story *st = (const struct story *)s;

	buf_addf(out, _("「%s」的全貌：走到哪一步、下一步缺什么、各项内容，以及属于它的全部记录。"), _(st->reg->title));
	buf_adds(out, _("\n光标移到哪一行，Enter、. 和 h 就是对那一行的记录。!! 是已经逾期，! 是七天内到期。"));
}

static void story_free(struct screen *s)
{
	struct story *st = (struct story *)s;

	stepping_release(&st->stepping);
	story_release_lines(st);
	free(st->name);
	free(st);
}

static struct screen *story_again(const struct screen *s);

/* Whether the one who works may change just this record, or add to it, is known when it is asked for. */
static int story_may_run(struct screen *s, int what, struct err *e)
{
	if (what == STORY_STEP || what == STORY_ADD)
		return store_may_change(app_store(s->app), e);
	if (what == STORY_UNDO || what == STORY_REDO)
		return undo_may_run(s->app, e);
	return 0;
}

const struct screen_type story_type = {
	.name = "story", .title = N_("全貌"),
	.actions = { actions, sizeof(actions) / sizeof(actions[0]) },
	.draw = story_draw, .key = story_key, .point = story_point, .may_run = story_may_run, .idle = story_idle, .resume = story_resume, .help = story_help,
	.again = story_again, .free = story_free,
};

/* On another day: the cursor stands on the same record, where that was there. */
static struct screen *story_again(const struct screen *s)
{
	const struct story *st = (const struct story *)s;
	struct screen *again = story_new(s->app, st->reg, st->id);

	if (again && st->cur < st->n)
		story_read((struct story *)again, st->lines[st->cur].reg, st->lines[st->cur].id, NULL);
	return again;
}

struct screen *story_new(struct app *a, const struct reg *reg, int64_t id)
{
	struct story *st;
	struct err e = ERR_INIT;

	if (!reg_has_story(reg)) {
		app_say(a, _("「%s」没有流程，也没有别的记录属于它；请打开表单看"), _(reg->title));
		return NULL;
	}
	st = xcalloc(1, sizeof(*st));
	st->screen = (struct screen){ .type = &story_type, .app = a };
	st->reg = reg;
	st->id = id;
	st->stepping.app = a;
	if (story_read(st, NULL, 0, &e) == 0) {
		recent_note(a, reg, id);
		return &st->screen;
	}
	app_say_error(a, &e);
	story_free(&st->screen);
	return NULL;
}
