/* Taking a record of a list out of use, and bringing it back. */
#include <stdlib.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "ui/busy.h"
#include "ui/list.h"
#include "ui/panel.h"
#include "src/banned.h"

static int attempt(void *ctx, struct err *e)
{
	struct list *l = ctx;
	struct store *s = app_store(l->screen.app);
	int rc = store_begin(s, ACTION_EDIT, l->reason, e);

	if (rc < 0)
		return rc;
	rc = l->brings_back ? store_revive(s, l->reg, l->pending, l->reason, e) :
			      store_retire(s, l->reg, l->pending, l->reason, e);
	if (rc < 0) {
		store_rollback(s);
		return rc;
	}
	return store_commit(s, NULL, e);
}

static void ask_reason(struct list *l);

/* What was written is not to be written again: the prompt comes back with it. */
static void attempted(void *ctx, int rc, const struct err *e)
{
	struct list *l = ctx;

	if (rc < 0) {
		ask_reason(l);
		app_say_error(l->screen.app, e);
	} else {
		app_say(l->screen.app, l->brings_back ? _("已恢复；%s 撤销") : _("已停用；%s 撤销"), list_key_of(l, "undo"));
	}
}

static void reason_given(void *ctx, const char *reason)
{
	struct list *l = ctx;

	free(l->reason);
	l->reason = xstrdup(reason);
	busy_run(l->screen.app, &(struct busy_work){
		.attempt = attempt, .done = attempted, .kept = _("写好的原因不会丢。"), .ctx = l,
	});
}

static void ask_reason(struct list *l)
{
	struct store *s = app_store(l->screen.app);
	const struct lookup *look = store_lookup(s);
	struct buf b = BUF_INIT;

	look->ref_format(look->ctx, l->reg, l->pending, STYLE_EDIT, &b);
	app_push(l->screen.app, prompt_new(l->screen.app, &(struct prompt){
		.title = l->brings_back ? _("恢复，请写原因") : _("停用，请写原因"), .label = buf_str(&b),
		.initial = l->reason, .required = true, .done = reason_given, .ctx = l,
	}));
	buf_release(&b);
}

/* Nobody writes a reason for what will be refused. */
void list_ask_retire(struct list *l)
{
	struct store *s = app_store(l->screen.app);
	const struct rec *r = list_current(l);
	struct err e = ERR_INIT;
	bool back;

	if (l->selection.n) {
		list_bulk_retire(l);
		return;
	}
	if (!r)
		return;
	back = !date_is_empty(r->retired_on);
	if ((back ? store_may_write(s, l->reg, r, &e) : store_may_retire(s, l->reg, r, &e)) < 0) {
		app_say_error(l->screen.app, &e);
		return;
	}
	l->pending = r->id;
	l->brings_back = back;
	free(l->reason);
	l->reason = NULL;
	ask_reason(l);
}
