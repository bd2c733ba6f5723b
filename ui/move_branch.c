/* Moving a record with all below it to another superior: picked, asked, and then one action. */
#include "src/i18n.h"
#include "ui/busy.h"
#include "ui/list_tree.h"
#include "ui/panel.h"
#include "src/banned.h"

void move_branch_ask(struct list *l)
{
	struct app *a = l->screen.app;
	const struct rec *r = list_current(l);
	struct err e = ERR_INIT;

	if (!r)
		return;
	if (store_may_write(app_store(a), l->reg, r, &e) < 0) {
		app_say_error(a, &e);
		return;
	}
	l->tree->moving = r->id;
	app_push(a, list_new_picker(a, l->reg, 0));
	app_say(a, _("移到哪里？输入名称、拼音或编码，Enter 选定新的「%s」。"), _(reg_tree(l->reg)->label));
}

/* Only the topmost record changes, and what stands below goes with it: one record, one action, one step back. */
static int move(void *ctx, struct err *e)
{
	struct list *l = ctx;
	struct store *s = app_store(l->screen.app);
	void *base = reg_new(l->reg), *rec = reg_new(l->reg);
	int rc = store_get(s, l->reg, l->tree->moving, base, e);

	if (rc == 0) {
		reg_copy(l->reg, rec, base);
		*(struct ref *)field_value(reg_tree(l->reg), rec) = (struct ref){ l->pending };
		rc = store_save_one(s, l->reg, base, rec, NULL, e);
	}
	reg_free(l->reg, base);
	reg_free(l->reg, rec);
	return rc;
}

static void moved(void *ctx, int rc, const struct err *e)
{
	struct list *l = ctx;

	if (rc < 0)
		app_say_error(l->screen.app, e);
	else
		app_say(l->screen.app, _("已移动；%s 撤销"), list_key_of(l, "undo"));
	l->tree->moving = 0;
}

static void answered(void *ctx, int answer)
{
	struct list *l = ctx;

	if (answer == 0)
		busy_run(l->screen.app, &(struct busy_work){
			.attempt = move, .done = moved, .kept = _("在那之前什么都不改。"), .ctx = l,
		});
	else
		l->tree->moving = 0;
}

static void ask(struct list *l, int64_t to)
{
	struct app *a = l->screen.app;
	const struct lookup *look = store_lookup(app_store(a));
	struct answer answers[] = { { "Ctrl-S", _("移动") } };
	struct buf text = BUF_INIT, from = BUF_INIT, up = BUF_INIT;
	struct err e = ERR_INIT;
	int64_t below;

	if (store_branch_size(app_store(a), l->reg, l->tree->moving, &below, &e) < 0) {
		app_say_error(a, &e);
		l->tree->moving = 0;
		return;
	}
	l->pending = to;
	look->ref_format(look->ctx, l->reg, l->tree->moving, STYLE_LIST, &from);
	look->ref_format(look->ctx, l->reg, to, STYLE_LIST, &up);
	if (below)
		buf_addf(&text, _("把「%s」和它下面的 %lld 条记录（共 %lld 条）移到「%s」下面。"), buf_str(&from),
			(long long)below, (long long)below + 1, buf_str(&up));
	else
		buf_addf(&text, _("把「%s」移到「%s」下面。"), buf_str(&from), buf_str(&up));
	app_push(a, question_new(a, &(struct question){
		.title = _("移动"), .text = buf_str(&text), .answers = answers, .n = 1, .done = answered, .ctx = l,
	}));
	buf_release(&text);
	buf_release(&from);
	buf_release(&up);
}

bool move_branch_picked(struct list *l, int64_t id)
{
	if (!l->in_tree || !l->tree->moving)
		return false;
	if (id > 0)
		ask(l, id);
	else
		l->tree->moving = 0;
	return true;
}
