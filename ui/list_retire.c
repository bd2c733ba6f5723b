/* Taking a record of a list out of use, and bringing it back. */
#include "src/i18n.h"
#include "ui/list.h"
#include "ui/panel.h"
#include "src/banned.h"

/* Takes the pending record out of use, or brings it back. */
static int retire(struct list *l, const char *reason, bool *back, struct err *e)
{
	struct store *s = app_store(l->screen.app);
	void *rec = reg_new(l->reg);
	int rc = store_get(s, l->reg, l->pending, rec, e);

	*back = !date_is_empty(((struct rec *)rec)->retired_on);
	reg_free(l->reg, rec);
	if (rc < 0 || (rc = store_begin(s, ACTION_EDIT, reason, e)) < 0)
		return rc;
	rc = *back ? store_revive(s, l->reg, l->pending, reason, e) : store_retire(s, l->reg, l->pending, reason, e);
	if (rc < 0) {
		store_rollback(s);
		return rc;
	}
	return store_commit(s, NULL, e);
}

static void reason_given(void *ctx, const char *reason)
{
	struct list *l = ctx;
	struct err e = ERR_INIT;
	bool back;

	if (retire(l, reason, &back, &e) < 0)
		app_say_error(l->screen.app, &e);
	else
		app_say(l->screen.app, back ? _("已恢复；u 撤销") : _("已停用；u 撤销"));
}

void list_ask_retire(struct list *l)
{
	const struct rec *r = list_current(l);
	struct buf b = BUF_INIT;
	struct err e = ERR_INIT;
	bool back;

	if (!r)
		return;
	if (store_may_write(app_store(l->screen.app), l->reg, r, &e) < 0) {
		app_say_error(l->screen.app, &e);
		return;
	}
	l->pending = r->id;
	back = !date_is_empty(r->retired_on);
	reg_describe(l->reg, r, &b);
	app_push(l->screen.app, prompt_new(l->screen.app, &(struct prompt){
		.title = back ? _("恢复，请写原因") : _("停用，请写原因"), .label = buf_str(&b), .required = true,
		.done = reason_given, .ctx = l,
	}));
	buf_release(&b);
}
