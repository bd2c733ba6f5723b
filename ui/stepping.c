/* Making a step: the choice, the reason, the saving, and what is said of it. */
#include "ui/stepping.h"

#include <stdlib.h>

#include "db/journal.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "ui/busy.h"
#include "ui/change.h"
#include "ui/form.h"
#include "ui/panel.h"
#include "ui/steps.h"
#include "ui/undo.h"
#include "src/banned.h"

void stepping_release(struct stepping *q)
{
	reg_free(q->reg, q->base);
	reg_free(q->reg, q->saving);
	save_report_release(&q->report);
	free(q->reason);
	q->base = q->saving = NULL;
	q->reason = NULL;
	q->step = NULL;
}

/* --- the outcome --- */

static int take_last(void *ctx, const struct action *a, const struct change *c)
{
	struct buf *out = ctx;

	(void)c;
	change_add_time(out, a->at_ms, MOMENT);
	buf_addf(out, " %s", a->name);
	return 1;
}

/* Somebody else made a step of the same record since it was read: who, when and to where. */
static void say_faster(struct stepping *q)
{
	struct store *s = app_store(q->app);
	const struct workflow *w = q->reg->workflow;
	const struct journal_lines last = { .reg = q->reg, .record = ((const struct rec *)q->base)->id, .field = w->stage };
	void *now = reg_new(q->reg);
	struct buf who = BUF_INIT, name = BUF_INIT;
	struct err e = ERR_INIT;

	journal_read(s, &last, take_last, &who, NULL);
	field_format(reg_label(q->reg), q->base, store_lookup(s), STYLE_LIST, &name);
	if (store_get(s, q->reg, last.record, now, &e) == 0)
		err_set(&e, ERR_CONFLICT, _("%s 已把「%s」办到「%s」；你的这一步没有办，请看看再定。"), buf_str(&who), buf_str(&name),
			stage_label(s, q->reg, workflow_stage(q->reg, now)));
	app_say_error(q->app, &e);
	reg_free(q->reg, now);
	buf_release(&who);
	buf_release(&name);
}

static void say_done(struct stepping *q)
{
	struct store *s = app_store(q->app);
	struct buf name = BUF_INIT;

	field_format(reg_label(q->reg), q->base, store_lookup(s), STYLE_LIST, &name);
	app_say(q->app, _("「%s」：%s -> %s；%s 撤销"), buf_str(&name),
		stage_label(s, q->reg, workflow_stage(q->reg, q->base)), stage_label(s, q->reg, q->step->to),
		undo_key(q->app, false));
	buf_release(&name);
}

/* --- saving --- */

static int attempt(void *ctx, struct err *e)
{
	struct stepping *q = ctx;
	struct store *s = app_store(q->app);
	int rc;

	save_report_release(&q->report);
	q->report.reason = q->reason;
	reg_copy(q->reg, q->saving, q->base);
	rc = field_parse(reg_field(q->reg, q->reg->workflow->stage), q->step->to, store_lookup(s), q->saving, e);
	return rc < 0 ? rc : store_save_one(s, q->reg, q->base, q->saving, &q->report, e);
}

static void attempted(void *ctx, int rc, const struct err *e)
{
	struct stepping *q = ctx;

	if (rc == ERR_CONFLICT || (rc == 0 && !q->report.changed))
		say_faster(q);
	else if (rc < 0)
		app_say_error(q->app, e);
	else
		say_done(q);
	if (q->done && (rc == 0 || rc == ERR_CONFLICT))
		q->done(q->ctx);
	stepping_release(q);
}

static void make(struct stepping *q)
{
	q->saving = reg_new(q->reg);
	busy_run(q->app, &(struct busy_work){ .attempt = attempt, .done = attempted, .ctx = q });
}

static void reason_given(void *ctx, const char *reason)
{
	struct stepping *q = ctx;

	q->reason = xstrdup(reason);
	make(q);
}

/* What a rule finds doubtful needs a reason too, as in a form. */
static void chosen(void *ctx, const struct step *step)
{
	struct stepping *q = ctx;
	struct findings doubts = { .items = NULL };
	struct buf label = BUF_INIT;

	q->step = step;
	step_missing(app_store(q->app), &(struct steps_want){ .reg = q->reg, .base = q->base, .rec = q->base }, step,
		&doubts);
	for (size_t i = 0; i < doubts.n; i++)
		buf_addf(&label, i ? "\n? %s" : "? %s", doubts.items[i].text);
	if (step->reason)
		buf_addf(&label, _("%s「%s」要写明原因。"), label.len ? "\n" : "", _(step->label));
	findings_release(&doubts);
	if (label.len)
		app_push(q->app, prompt_new(q->app, &(struct prompt){
			.title = _("请写原因"), .label = buf_str(&label), .required = true, .done = reason_given, .ctx = q,
		}));
	else
		make(q);
	buf_release(&label);
}

static void fill(void *ctx, const struct step *step, const struct field *field)
{
	struct stepping *q = ctx;
	struct screen *form = form_new(q->app, q->reg, ((const struct rec *)q->base)->id);

	if (form)
		form_fill_for((struct form *)form, step, field);
	app_push(q->app, form);
}

/* The record is read again: what is on the screen may be some moments old. */
void stepping_ask(struct stepping *q, const struct reg *reg, int64_t id)
{
	struct store *s = app_store(q->app);
	struct err e = ERR_INIT;

	stepping_release(q);
	if (!reg->workflow) {
		app_say(q->app, _("这个台账没有流程，没有要办的步骤"));
		return;
	}
	q->reg = reg;
	q->base = reg_new(reg);
	if (store_get(s, reg, id, q->base, &e) < 0 || store_may_write(s, reg, q->base, &e) < 0) {
		app_say_error(q->app, &e);
		return;
	}
	app_push(q->app, steps_new(q->app, &(struct steps_want){
		.reg = reg, .base = q->base, .rec = q->base, .done = chosen, .fill = fill, .ctx = q,
	}));
}
