/* Undo and redo from any screen: said first, done after a yes. */
#include "ui/undo.h"

#include <stdlib.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "ui/busy.h"
#include "ui/change.h"
#include "ui/panel.h"
#include "ui/screens.h"
#include "src/banned.h"

struct asked {
	struct app *app;
	struct undo_plan plan;
	bool redo;
};

static int attempt(void *ctx, struct err *e)
{
	const struct asked *q = ctx;
	struct store *s = app_store(q->app);
	bool force = q->plan.overtaken > 0;

	return q->redo ? journal_redo(s, &q->plan, force, NULL, e) : journal_undo(s, &q->plan, force, NULL, e);
}

const char *undo_key(struct app *a, bool redo)
{
	const struct screen *top = app_top(a);
	const char *name = redo ? "redo" : "undo";
	const char *key = top && top->type != &form_type ? action_key(top->type->actions, name) : NULL;

	return key ? key : action_key(list_type.actions, name);
}

static void attempted(void *ctx, int rc, const struct err *e)
{
	const struct asked *q = ctx;

	if (rc < 0)
		app_say_error(q->app, e);
	else if (q->plan.action.records > 1)
		app_say(q->app, q->redo ? _("已重做，一共 %lld 条记录") : _("已撤销，一共 %lld 条记录；%s 重做"),
			(long long)q->plan.action.records, undo_key(q->app, true));
	else
		app_say(q->app, q->redo ? _("已重做") : _("已撤销；%s 重做"), undo_key(q->app, true));
}

static void forget(void *ctx)
{
	struct asked *q = ctx;

	undo_plan_release(&q->plan);
	free(q);
}

static void run(struct asked *q)
{
	busy_run(q->app, &(struct busy_work){
		.attempt = attempt, .done = attempted, .free = forget, .kept = _("在那之前什么都不改。"), .ctx = q,
	});
}

void undo_do(struct app *a, struct undo_plan *plan, bool redo)
{
	struct asked *q = xcalloc(1, sizeof(*q));

	*q = (struct asked){ .app = a, .plan = *plan, .redo = redo };
	*plan = (struct undo_plan){ .changes = 0 };
	run(q);
}

static void answered(void *ctx, int answer)
{
	if (answer == 0)
		run(ctx);
	else
		forget(ctx);
}

/* --- a few fields of one record --- */

#define FEW_CHANGES 12

struct few {
	struct store *store;
	struct buf *text;
	int n;
};

/* One line for each change: from what stands there now to what will.  What is done again is an undo, taken back. */
static int add_change(void *ctx, const struct action *a, const struct change *c)
{
	struct few *few = ctx;

	(void)a;
	if (++few->n > FEW_CHANGES)
		return 1;
	buf_addf(few->text, "\n  %s: ", change_field_label(c));
	change_add_now(few->store, c, few->text);
	buf_adds(few->text, " -> ");
	change_add_value(few->store, c, c->before, few->text);
	return 0;
}

/* false: it is more than a panel holds. */
static bool describe(struct asked *q, struct buf *b)
{
	struct few few = { .store = app_store(q->app), .text = b };
	struct journal_lines which = { .action = q->plan.action.id };

	if (q->plan.action.records > 1)
		return false;
	change_add_action(b, &q->plan.action, MOMENT_SHORT);
	buf_addf(b, "\n%s", q->plan.subject);
	change_add_fate(b, &q->plan);
	journal_read(few.store, &which, add_change, &few, NULL);
	if (q->plan.overtaken)
		buf_addf(b, _("\n! 其中 %lld 处后来又改过，后来的改动会丢掉：%s"), (long long)q->plan.overtaken,
			q->plan.overtaken_text ? q->plan.overtaken_text : "");
	return few.n <= FEW_CHANGES;
}

/* --- asking --- */

static void ask_in_panel(struct asked *q, const char *text)
{
	const struct answer answers[] = { { "Ctrl-S", q->redo ? _("重做这一步") : _("撤销这一步") } };

	app_push(q->app, question_new(q->app, &(struct question){
		.title = q->redo ? _("重做") : _("撤销"), .text = text, .answers = answers, .n = 1,
		.done = answered, .ctx = q,
	}));
}

static void ask(struct app *a, int64_t action, bool redo)
{
	struct asked *q = xcalloc(1, sizeof(*q));
	struct store *s = app_store(a);
	struct buf text = BUF_INIT;
	struct err e = ERR_INIT;
	int rc = store_may_change(s, &e);

	if (rc == 0)
		rc = redo ? journal_plan_redo(s, action, &q->plan, &e) : journal_plan_undo(s, action, &q->plan, &e);
	q->app = a;
	q->redo = redo;
	if (rc < 0) {
		app_say_error(a, &e);
		forget(q);
	} else if (describe(q, &text)) {
		ask_in_panel(q, buf_str(&text));
	} else {
		app_push(a, action_new(a, &q->plan, redo ? ACTION_ASK_REDO : ACTION_ASK_UNDO));
		free(q);
	}
	buf_release(&text);
}

int undo_may_run(struct app *a, struct err *e)
{
	return store_may_change(app_store(a), e);
}

void undo_ask(struct app *a, bool redo)
{
	ask(a, 0, redo);
}

void undo_ask_action(struct app *a, const struct action *action, bool redo)
{
	if (!redo)
		ask(a, action->id, false);
	else if (action->kind == ACTION_UNDO)
		ask(a, action->id, true);
	else if (action->undone_by)
		ask(a, action->undone_by, true);
	else
		app_say(a, _("这一行的操作没有被撤销，没有可重做的"));
}
