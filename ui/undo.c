/* Undo and redo from any screen: said first, done after a yes. */
#include "ui/undo.h"

#include <stdlib.h>
#include <time.h>

#include "db/journal.h"
#include "src/i18n.h"
#include "src/mem.h"

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
	int rc = 0;

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

static void add_time(struct buf *b, int64_t ms)
{
	time_t at = (time_t)(ms / 1000);
	struct tm tm;
	char text[32] = "";

	if (localtime_r(&at, &tm))
		strftime(text, sizeof(text), "%m-%d %H:%M", &tm);
	buf_adds(b, text);
}

struct changes { struct store *s; struct buf *text; int n; };

#define SHOWN_CHANGES 12

/* One line for each change of the action: what it would go back to. */
static int add_change(void *ctx, const struct action *a, const struct change *c)
{
	struct changes *all = ctx;

	(void)a;
	if (++all->n > SHOWN_CHANGES)
		return 0;
	buf_addf(all->text, "\n  %s: ", c->field ? _(c->field->label) : c->name);
	journal_value(all->s, c, c->after, all->text);
	buf_adds(all->text, " -> ");
	journal_value(all->s, c, c->before, all->text);
	if (!c->before)
		buf_adds(all->text, _("（空）"));
	return 0;
}

static void describe(struct asked *q, struct buf *b)
{
	const struct action *a = &q->plan.action;
	struct changes all = { .s = app_store(q->app), .text = b };
	struct journal_filter f = { .action = a->id };

	buf_addf(b, "%s  ", action_kind_label(a->kind));
	add_time(b, a->at_ms);
	buf_addf(b, "  %s", a->name);
	if (a->reason)
		buf_addf(b, "  %s", a->reason);
	buf_addf(b, _("\n涉及 %lld 条记录、%lld 处改动"), (long long)a->records, (long long)q->plan.changes);
	if (a->records <= 3)
		journal_changes(all.s, &f, add_change, &all, NULL);
	if (q->plan.overtaken)
		buf_addf(b, _("\n! 其中 %lld 处后来又改过，撤销会丢掉后来的改动：%s"), (long long)q->plan.overtaken,
			 q->plan.overtaken_text ? q->plan.overtaken_text : "");
}

void undo_ask(struct app *a, bool redo)
{
	struct asked *q = xcalloc(1, sizeof(*q));
	struct confirm_answer answers[] = { { "Ctrl-S", redo ? _("重做") : _("撤销这一步") } };
	struct buf text = BUF_INIT;
	struct err e = ERR_INIT;
	int rc;

	q->app = a;
	q->redo = redo;
	rc = redo ? journal_plan_redo(app_store(a), 0, &q->plan, &e) : journal_plan_undo(app_store(a), 0, &q->plan, &e);
	if (rc < 0) {
		app_say_error(a, &e);
		undo_plan_release(&q->plan);
		free(q);
		return;
	}
	describe(q, &text);
	app_push(a, confirm_new(a, &(struct confirm){
		.title = redo ? _("重做") : _("撤销"), .text = buf_str(&text), .answers = answers, .n = 1,
		.done = answered, .ctx = q,
	}));
	buf_release(&text);
}
