/* Giving one field the value back that it had: said first, done after a yes. */
#include <stdlib.h>

#include "db/journal.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "ui/change.h"
#include "ui/history.h"
#include "ui/panel.h"
#include "src/banned.h"

struct asked {
	struct app *app;
	struct change change;	/* a copy */
	bool before;		/* its old value, because the new one stands there */
};

static struct restore wish(const struct asked *q, const char *reason)
{
	const struct change *c = &q->change;

	return (struct restore){ c->reg, c->record, c->name, q->before ? c->before : c->after, reason };
}

static void done(void *ctx, const char *reason)
{
	struct asked *q = ctx;
	const struct restore r = wish(q, reason);
	struct err e = ERR_INIT;

	if (journal_restore(app_store(q->app), &r, NULL, &e) < 0)
		app_say_error(q->app, &e);
	else
		app_say(q->app, _("「%s」已恢复；u 可以撤销"), change_field_label(&q->change));
}

static void forget(void *ctx)
{
	struct asked *q = ctx;

	change_release(&q->change);
	free(q);
}

static void ask(struct asked *q, const struct action *a, const char *now)
{
	struct buf label = BUF_INIT;

	buf_addf(&label, _("现在: %s"), now && *now ? now : _("（空）"));
	buf_adds(&label, _("\n改为: "));
	change_add_value(app_store(q->app), &q->change, wish(q, NULL).value, &label);
	buf_addc(&label, '\n');
	change_add_time(&label, a->at_ms, MOMENT);
	buf_addf(&label, q->before ? _(" %s改动之前的值") : _(" %s改动之后的值"), a->name);
	buf_adds(&label, _("\n原因（可以不写）："));
	app_push(q->app, prompt_new(q->app, &(struct prompt){
		.title = change_field_label(&q->change), .label = buf_str(&label), .done = done, .free = forget, .ctx = q,
	}));
	buf_release(&label);
}

/* The value then is the one after the change; where that is still there, people mean the one before. */
static int choose(struct asked *q, char **now, struct err *e)
{
	struct restore r;
	int rc;

	if (!q->change.reg)
		return err_set(e, ERR_INVALID, _("这个版本的程序没有这个台账，不能恢复。"));
	q->before = q->change.op == CHANGE_REMOVE;
	r = wish(q, NULL);
	rc = journal_may_restore(app_store(q->app), &r, now, e);
	if (rc == 1 && q->change.op == CHANGE_UPDATE) {
		q->before = true;
		r = wish(q, NULL);
		rc = journal_may_restore(app_store(q->app), &r, now, e);
	}
	if (rc == 1)
		rc = err_set(e, ERR_INVALID, _("「%s」现在就是这个值，没有可恢复的。"), change_field_label(&q->change));
	return rc;
}

void restore_ask(struct app *a, const struct change_line *line)
{
	struct asked *q = xcalloc(1, sizeof(*q));
	char *now = NULL;
	struct err e = ERR_INIT;

	q->app = a;
	change_copy(&q->change, &line->change);
	if (choose(q, &now, &e) < 0) {
		app_say_error(a, &e);
		forget(q);
		return;
	}
	ask(q, &line->action, now);
	free(now);
}
