/* Undo and redo from any screen: said first, done after a yes. */
#include "ui/undo.h"

#include <stdlib.h>

#include "db/journal.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "ui/change.h"
#include "ui/panel.h"
#include "src/banned.h"

struct asked {
	struct app *app;
	struct undo_plan plan;
	bool redo;
};

static void answered(void *ctx, int answer)
{
	struct asked *q = ctx;
	struct store *s = app_store(q->app);
	struct err e = ERR_INIT;
	bool force = q->plan.overtaken > 0;
	int rc;

	if (answer == 0) {
		rc = q->redo ? journal_redo(s, &q->plan, force, NULL, &e) : journal_undo(s, &q->plan, force, NULL, &e);
		if (rc < 0)
			app_say_error(q->app, &e);
		else
			app_say(q->app, q->redo ? _("已重做") : _("已撤销；Ctrl-Y 重做"));
	}
	undo_plan_release(&q->plan);
	free(q);
}

struct changes {
	struct store *store;
	struct buf *text;
	int n;
};

#define SHOWN_CHANGES 12

/* One line for each change: from what stands there now to what will.  What is done again is an undo, taken back. */
static int add_change(void *ctx, const struct action *a, const struct change *c)
{
	struct changes *all = ctx;

	(void)a;
	if (++all->n > SHOWN_CHANGES)
		return 0;
	buf_addf(all->text, "\n  %s: ", change_field_label(c));
	change_add_value(all->store, c, c->after, all->text);
	buf_adds(all->text, " -> ");
	change_add_value(all->store, c, c->before, all->text);
	return 0;
}

static void describe(struct asked *q, struct buf *b)
{
	const struct action *a = &q->plan.action;
	struct changes all = { .store = app_store(q->app), .text = b };
	struct journal_filter f = { .action = a->id };

	buf_addf(b, "%s  ", action_kind_label(a->kind));
	change_add_time(b, a->at_ms, false);
	buf_addf(b, "  %s", a->name);
	if (a->reason)
		buf_addf(b, "  %s", a->reason);
	buf_addf(b, "\n%s", q->plan.subject);
	if (a->records > 1)
		buf_addf(b, _(" 等 %lld 条记录"), (long long)a->records);
	buf_addf(b, _("，%lld 处改动"), (long long)q->plan.changes);
	if (a->records <= 3)
		journal_changes(all.store, &f, add_change, &all, NULL);
	if (all.n > SHOWN_CHANGES)
		buf_addf(b, _("\n  另有 %d 处"), all.n - SHOWN_CHANGES);
	if (q->plan.overtaken)
		buf_addf(b, _("\n! 其中 %lld 处后来又改过，后来的改动会丢掉：%s"), (long long)q->plan.overtaken,
			q->plan.overtaken_text ? q->plan.overtaken_text : "");
}

static int plan(struct asked *q, struct err *e)
{
	struct store *s = app_store(q->app);

	return q->redo ? journal_plan_redo(s, 0, &q->plan, e) : journal_plan_undo(s, 0, &q->plan, e);
}

void undo_ask(struct app *a, bool redo)
{
	struct asked *q = xcalloc(1, sizeof(*q));
	struct answer answers[] = { { "Ctrl-S", redo ? _("重做这一步") : _("撤销这一步") } };
	struct buf text = BUF_INIT;
	struct err e = ERR_INIT;

	q->app = a;
	q->redo = redo;
	if (plan(q, &e) < 0) {
		app_say_error(a, &e);
		undo_plan_release(&q->plan);
		free(q);
		return;
	}
	describe(q, &text);
	app_push(a, question_new(a, &(struct question){
		.title = redo ? _("重做") : _("撤销"), .text = buf_str(&text), .answers = answers, .n = 1,
		.done = answered, .ctx = q,
	}));
	buf_release(&text);
}
