/* Waiting for another program that writes, without the screen standing still. */
#include "ui/busy.h"

#include <stdlib.h>
#include <time.h>

#include "src/clock.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "ui/panel.h"
#include "ui/screens.h"
#include "ui/wrap.h"
#include "src/banned.h"

#define SLICE_MS 100		/* how long an attempt waits: a key is answered after that at the latest */

struct busy {
	struct screen screen;
	struct busy_work work;
	struct buf holder;
	int64_t since;		/* when the waiting began */
	int64_t asked;		/* which second of it the holder was asked for last */
	int limit_ms;
};

static const struct ui_action actions[] = {
	{ .name = "stop", .label = N_("停止等待"), .bar = N_("停止"), .help = N_("不再等，回到原来的屏幕，什么都不丢。"),
	  .keys = { "F10", "Esc" }, .group = GROUP_RECORD },
};

static int waited_seconds(const struct busy *b)
{
	return (int)((clock_ms() - b->since) / 1000);
}

static int attempt(struct app *a, const struct busy_work *work, struct err *e)
{
	int before = store_wait(app_store(a), SLICE_MS), rc = work->attempt(work->ctx, e);

	store_wait(app_store(a), before);
	return rc;
}

static const char *holder(const struct busy *b)
{
	return b->holder.len ? buf_str(&b->holder) : _("另一个程序");
}

/* The holder may change while one waits; asking takes a process, so not at every attempt. */
static void ask_holder(struct busy *b)
{
	if (waited_seconds(b) == b->asked)
		return;
	b->asked = waited_seconds(b);
	buf_clear(&b->holder);
	store_holder(app_store(b->screen.app), &b->holder);
}

/* The kernel knows who holds the lock, not since when; by this time they held it already. */
static void add_clock(const struct busy *b, struct buf *out)
{
	time_t began = time(NULL) - waited_seconds(b);
	struct tm tm;

	if (localtime_r(&began, &tm))
		buf_addf(out, _("至少从 %02d:%02d:%02d 起。"), tm.tm_hour, tm.tm_min, tm.tm_sec);
}

static void busy_draw(struct screen *s, struct picture *p)
{
	struct busy *b = (struct busy *)s;
	struct buf text = BUF_INIT;
	struct box box = panel_box(p, 0);
	int inner = box.cols - 4, lines;

	buf_addf(&text, _("已等待 %d 秒；%s正在写入，"), waited_seconds(b), holder(b));
	add_clock(b, &text);
	buf_addf(&text, "\n%s", b->work.kept ? b->work.kept : _("内容仍在表单里，不会丢。"));
	lines = wrap_count(buf_str(&text), inner);
	box = panel_box(p, lines + 2);
	picture_box(p, box, _("数据库正忙"));
	picture_text(p, (struct box){ box.y + 1, box.x + 2, lines, inner }, buf_str(&text), LOOK_TEXT);
	picture_add(p, (struct spot){ box.y + lines + 2, box.x + 2, inner }, _("[ Esc 停止等待 ]"), LOOK_FIELD);
	picture_cursor(p, box.y + lines + 2, box.x + 2);
	buf_release(&text);
}

static void tell(const struct busy_work *work, int rc, const struct err *e)
{
	work->done(work->ctx, rc, e);
	if (work->free)
		work->free(work->ctx);
}

static void finish(struct busy *b, int rc, const struct err *e)
{
	struct busy_work work = b->work;

	b->work.free = NULL;
	app_pop(b->screen.app, 0);
	tell(&work, rc, e);
}

static void give_up(struct busy *b)
{
	struct err e = ERR_INIT;

	if (b->work.kept)
		err_set(&e, ERR_BUSY, _("没有做：%s正在写入，等了 %d 秒；请稍后再试。"), holder(b), waited_seconds(b));
	else
		err_set(&e, ERR_BUSY, _("没有保存：%s正在写入，等了 %d 秒；内容仍在表单里，请稍后再保存。"), holder(b), waited_seconds(b));
	finish(b, ERR_BUSY, &e);
}

static bool busy_idle(struct screen *s, bool quiet)
{
	struct busy *b = (struct busy *)s;
	struct err e = ERR_INIT;
	int rc = attempt(s->app, &b->work, &e);

	(void)quiet;
	if (rc == ERR_BUSY && clock_ms() - b->since < b->limit_ms) {
		ask_holder(b);
		return true;
	}
	if (rc == ERR_BUSY)
		give_up(b);
	else
		finish(b, rc, &e);
	return false;
}

static bool busy_key(struct screen *s, const struct key *k)
{
	if (actions_find(s->type->actions, k))
		give_up((struct busy *)s);
	else
		app_say(s->app, _("正在等数据库；Esc 停止等待。"));
	return true;
}

static void busy_free(struct screen *s)
{
	struct busy *b = (struct busy *)s;

	if (b->work.free)
		b->work.free(b->work.ctx);
	buf_release(&b->holder);
	free(b);
}

const struct screen_type busy_type = {
	.name = "busy", .title = N_("等数据库"), .panel = true, .actions = { actions, sizeof(actions) / sizeof(actions[0]) },
	.draw = busy_draw, .key = busy_key, .idle = busy_idle, .free = busy_free,
};

void busy_run(struct app *a, const struct busy_work *work)
{
	int64_t since = clock_ms();
	struct err e = ERR_INIT;
	struct busy *b;
	int rc = attempt(a, work, &e);

	if (rc != ERR_BUSY) {
		tell(work, rc, &e);
		return;
	}
	b = xcalloc(1, sizeof(*b));
	b->screen = (struct screen){ .type = &busy_type, .app = a };
	b->work = *work;
	b->since = since;
	b->asked = -1;
	b->limit_ms = store_wait(app_store(a), SLICE_MS);
	store_wait(app_store(a), b->limit_ms);
	ask_holder(b);
	app_push(a, &b->screen);
}
