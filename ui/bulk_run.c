/* Previewing and writing a batch, in slices. */
#include <string.h>

#include "src/i18n.h"
#include "ui/bulk.h"
#include "ui/busy.h"
#include "ui/undo.h"
#include "src/banned.h"

#define SLICE_MS 8
#define QUIET_MS 30

static bool judge_on(struct bulk *b, int budget_ms)
{
	struct err e = ERR_INIT;
	int rc = batch_judge(app_store(b->screen.app), &b->batch, budget_ms, &e);

	if (rc < 0) {
		b->stuck = true;
		app_say_error(b->screen.app, &e);
	}
	return rc == 1;
}

void bulk_judge_anew(struct bulk *b)
{
	batch_restart(&b->batch);
	b->stuck = false;
	b->previews++;
	if (!b->gathering)
		judge_on(b, SLICE_MS);
}

void bulk_leave_hidden(struct bulk *b)
{
	if (b->visible == b->batch.n) {
		app_say(b->screen.app, _("选中的没有被隐藏的。"));
		return;
	}
	b->leaves_hidden = !b->leaves_hidden;
	for (size_t i = b->visible; i < b->batch.n; i++)
		b->batch.rows[i].left_out = b->leaves_hidden;
	bulk_judge_anew(b);
	app_say(b->screen.app, b->leaves_hidden ? _("隐藏的 %zu 条不改；再按 F8 又一起改") : _("隐藏的 %zu 条也改"),
		b->batch.n - b->visible);
}

/* --- writing --- */

static void say_done(struct app *a, enum batch_deed deed, size_t n)
{
	const char *key = undo_key(a, false);

	if (deed == BATCH_SET)
		app_say(a, _("已改 %zu 条；%s 一次撤销"), n, key);
	else
		app_say(a, deed == BATCH_RETIRE ? _("已停用 %zu 条；%s 一次撤销") : _("已恢复 %zu 条；%s 一次撤销"), n, key);
}

/* A slice is over: there is more, all is written, or nothing was. */
static void wrote(void *ctx, int rc, const struct err *e)
{
	struct bulk *b = ctx;
	struct app *a = b->screen.app;

	b->writing = rc == 1;
	if (rc == 1)
		return;
	if (rc == 0) {
		app_pop(a, 0);
		say_done(a, b->batch.deed, b->batch.counts[BATCH_CHANGE]);
		return;
	}
	bulk_judge_anew(b);
	app_say_error(a, e);
}

static int attempt(void *ctx, struct err *e)
{
	struct bulk *b = ctx;

	return batch_write(app_store(b->screen.app), &b->batch, edit_text(&b->edits[BULK_REASON]), SLICE_MS, e);
}

static const char *obstacle(struct bulk *b)
{
	const char *reason = edit_text(&b->edits[BULK_REASON]);

	if (b->gathering || !b->batch.judged)
		return _("还在预览；请看完结果，再按 Ctrl-S。");
	if (!b->batch.counts[BATCH_CHANGE])
		return _("没有一条要改。");
	if (batch_wants_reason(&b->batch) && !reason[strspn(reason, " ")]) {
		b->part = BULK_REASON;
		return _("请写明原因，再按 Ctrl-S。");
	}
	return NULL;
}

void bulk_write(struct bulk *b)
{
	unsigned int before = b->previews;
	const char *why;

	if (!bulk_take_all(b))
		return;
	why = b->previews != before ? _("新值刚刚预览；请看过结果，再按 Ctrl-S。") : obstacle(b);
	if (why) {
		app_say(b->screen.app, "%s", why);
		return;
	}
	busy_run(b->screen.app, &(struct busy_work){
		.attempt = attempt, .done = wrote, .kept = _("填好的内容不会丢。"), .ctx = b,
	});
}

/* --- slices --- */

static bool write_on(struct bulk *b)
{
	struct err e = ERR_INIT;
	int rc = attempt(b, &e);

	wrote(b, rc, &e);
	return b->writing;
}

bool bulk_idle(struct screen *s, bool quiet)
{
	struct bulk *b = (struct bulk *)s;

	if (b->gathering)
		return bulk_gather(b);
	if (b->writing)
		return write_on(b);
	if (b->batch.judged || b->stuck)
		return false;
	return judge_on(b, quiet ? QUIET_MS : SLICE_MS);
}
