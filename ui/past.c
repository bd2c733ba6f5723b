/*
 * The way to another day: a date, and a panel while the copy of the database is made in a second thread.
 */
#include "ui/past.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

#include "db/past.h"
#include "db/worker.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "ui/panel.h"
#include "ui/screens.h"
#include "ui/wrap.h"
#include "src/banned.h"

#define SLICE_MS 10

/* Owned by the second thread between its beginning and `done`. */
struct trip {
	struct store *live;
	struct past_progress progress;
	struct past_want want;
	struct store *past;
	struct err e;
	atomic_bool done;
};

struct going {
	struct screen screen;
	struct worker *worker;
	struct trip trip;
};

static const struct ui_action actions[] = {
	{ .name = "stop", .label = N_("停止"), .bar = N_("停止"), .help = N_("不去了，留在原来的屏幕。"), .keys = { "F10", "Esc" },
	  .group = GROUP_MOVE },
};

/* ---- Under way --------------------------------------------------------------------------------- */

static void travel(void *ctx, void *job)
{
	struct trip *t = job;

	(void)ctx;
	past_open(t->live, &t->want, &t->past, &t->e);
	t->done = true;
}

static void going_draw(struct screen *s, struct picture *p)
{
	struct going *g = (struct going *)s;
	struct buf text = BUF_INIT;
	struct box box;

	buf_adds(&text, _("正在准备 "));
	moment_format(&text, &g->trip.want.moment);
	buf_addf(&text, _(" 的样子：%d%%"), (int)g->trip.progress.percent);
	box = panel_box(p, 3);
	picture_box(p, box, _("看历史"));
	picture_put(p, (struct spot){ box.y + 1, box.x + 2, box.cols - 4 }, buf_str(&text), LOOK_TEXT);
	picture_add(p, (struct spot){ box.y + 3, box.x + 2, box.cols - 4 }, _("[ Esc 停止 ]"), LOOK_FIELD);
	picture_cursor(p, box.y + 3, box.x + 2);
	buf_release(&text);
}

static void arrive(struct going *g)
{
	struct app *a = g->screen.app;
	struct store *past = g->trip.past;

	g->trip.past = NULL;
	app_pop(a, 0);
	if (past)
		app_enter_past(a, past);
	else if (g->trip.e.code == ERR_STOPPED)
		app_say(a, "%s", g->trip.e.text);
	else
		app_say_error(a, &g->trip.e);
}

static bool going_idle(struct screen *s, bool quiet)
{
	struct going *g = (struct going *)s;
	const struct timespec moment = { 0, SLICE_MS * 1000000L };

	(void)quiet;
	if (!g->trip.done)
		nanosleep(&moment, NULL);
	if (!g->trip.done)
		return true;
	arrive(g);
	return false;
}

static bool going_key(struct screen *s, const struct key *k)
{
	struct going *g = (struct going *)s;

	if (actions_find(s->type->actions, k))
		g->trip.progress.stop = 1;
	app_say(s->app, "%s", g->trip.progress.stop ? _("正在停止") : _("正在准备；Esc 停止。"));
	return true;
}

static void going_free(struct screen *s)
{
	struct going *g = (struct going *)s;

	g->trip.progress.stop = 1;
	worker_free(g->worker);
	store_close(g->trip.past);
	free(g);
}

const struct screen_type going_type = {
	.name = "going", .title = N_("去历史某一天的路上"), .panel = true,
	.actions = { actions, sizeof(actions) / sizeof(actions[0]) },
	.draw = going_draw, .key = going_key, .idle = going_idle, .free = going_free,
};

static void go(struct app *a, const struct moment *m)
{
	struct going *g = xcalloc(1, sizeof(*g));

	g->screen = (struct screen){ .type = &going_type, .app = a };
	g->trip.live = app_present(a);
	g->trip.want = (struct past_want){ .moment = *m, .progress = &g->trip.progress };
	g->worker = worker_new(travel, NULL);
	app_push(a, &g->screen);
	worker_give(g->worker, &g->trip);
}

/* ---- The question ------------------------------------------------------------------------------ */

static int check(void *ctx, const char *typed, struct err *e)
{
	struct moment m;

	return moment_is_now(typed) ? 0 : past_parse(app_present(ctx), typed, &m, e);
}

static void entered(void *ctx, const char *typed)
{
	struct app *a = ctx;
	struct moment m;

	if (!moment_is_now(typed) && past_parse(app_present(a), typed, &m, NULL) == 0)
		go(a, &m);
	else
		app_leave_past(a);
}

void past_ask(struct app *a)
{
	app_push(a, prompt_new(a, &(struct prompt){
		.title = _("看历史"),
		.label = store_moment(app_store(a)) ? _("看哪一天？2026-03-15  03-15  昨天  上月底  去年底  -30天\n空着或写「现在」就回到现在。") :
						     _("看哪一天？2026-03-15  03-15  昨天  上月底  去年底  -30天\n整个程序只读地显示那天结束时的样子。"),
		.check = check, .done = entered, .ctx = a }));
}
