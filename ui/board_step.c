/* Making a step of the current card: what can be done, why, and who was faster. */
#include <stdlib.h>

#include "db/journal.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "ui/board.h"
#include "ui/busy.h"
#include "ui/change.h"
#include "ui/panel.h"
#include "ui/steps.h"
#include "src/banned.h"

void board_release_step(struct board *b)
{
	reg_free(b->reg, b->base);
	reg_free(b->reg, b->saving);
	save_report_release(&b->report);
	free(b->reason);
	b->base = b->saving = NULL;
	b->reason = NULL;
	b->step = NULL;
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
static void say_faster(struct board *b)
{
	struct store *s = app_store(b->screen.app);
	const struct workflow *w = b->reg->workflow;
	const struct journal_lines last = { .reg = b->reg, .record = ((const struct rec *)b->base)->id, .field = w->stage };
	void *now = reg_new(b->reg);
	struct buf who = BUF_INIT, name = BUF_INIT;
	struct err e = ERR_INIT;

	journal_read(s, &last, take_last, &who, NULL);
	field_format(reg_label(b->reg), b->base, store_lookup(s), STYLE_LIST, &name);
	if (store_get(s, b->reg, last.record, now, &e) == 0)
		err_set(&e, ERR_CONFLICT, _("%s 已把「%s」办到「%s」；你的这一步没有办，请看看再定。"), buf_str(&who), buf_str(&name),
			stage_label(s, b->reg, workflow_stage(b->reg, now)));
	app_say_error(b->screen.app, &e);
	reg_free(b->reg, now);
	buf_release(&who);
	buf_release(&name);
}

static void say_done(struct board *b)
{
	struct store *s = app_store(b->screen.app);
	struct buf name = BUF_INIT;

	field_format(reg_label(b->reg), b->base, store_lookup(s), STYLE_LIST, &name);
	app_say(b->screen.app, _("「%s」：%s -> %s；u 撤销"), buf_str(&name),
		stage_label(s, b->reg, workflow_stage(b->reg, b->base)), stage_label(s, b->reg, b->step->to));
	buf_release(&name);
}

/* --- saving --- */

static int attempt(void *ctx, struct err *e)
{
	struct board *b = ctx;
	struct store *s = app_store(b->screen.app);
	int rc;

	save_report_release(&b->report);
	b->report.reason = b->reason;
	reg_copy(b->reg, b->saving, b->base);
	rc = field_parse(reg_field(b->reg, b->reg->workflow->stage), b->step->to, store_lookup(s), b->saving, e);
	return rc < 0 ? rc : store_save_one(s, b->reg, b->base, b->saving, &b->report, e);
}

static void attempted(void *ctx, int rc, const struct err *e)
{
	struct board *b = ctx;

	if (rc == ERR_CONFLICT || (rc == 0 && !b->report.changed))
		say_faster(b);
	else if (rc < 0)
		app_say_error(b->screen.app, e);
	else
		say_done(b);
	board_release_step(b);
}

static void make(struct board *b)
{
	b->saving = reg_new(b->reg);
	busy_run(b->screen.app, &(struct busy_work){ .attempt = attempt, .done = attempted, .ctx = b });
}

static void reason_given(void *ctx, const char *reason)
{
	struct board *b = ctx;

	b->reason = xstrdup(reason);
	make(b);
}

/* What a rule finds doubtful needs a reason too, as in a form. */
static void chosen(void *ctx, const struct step *step)
{
	struct board *b = ctx;
	struct findings doubts = { .items = NULL };
	struct buf label = BUF_INIT;

	b->step = step;
	step_missing(app_store(b->screen.app), &(struct steps_want){ .reg = b->reg, .base = b->base, .rec = b->base }, step,
		&doubts);
	for (size_t i = 0; i < doubts.n; i++)
		buf_addf(&label, i ? "\n? %s" : "? %s", doubts.items[i].text);
	if (step->reason)
		buf_addf(&label, _("%s「%s」要写明原因。"), label.len ? "\n" : "", _(step->label));
	findings_release(&doubts);
	if (label.len)
		app_push(b->screen.app, prompt_new(b->screen.app, &(struct prompt){
			.title = _("请写原因"), .label = buf_str(&label), .required = true, .done = reason_given, .ctx = b,
		}));
	else
		make(b);
	buf_release(&label);
}

/* The record is read again: what is on the board may be some moments old. */
void board_ask_step(struct board *b)
{
	struct app *a = b->screen.app;
	struct store *s = app_store(a);
	const struct rec *r = board_current(b);
	struct err e = ERR_INIT;

	board_release_step(b);
	if (!r) {
		app_say(a, _("这一栏没有要办的"));
		return;
	}
	b->base = reg_new(b->reg);
	if (store_get(s, b->reg, r->id, b->base, &e) < 0 || store_may_write(s, b->reg, b->base, &e) < 0) {
		app_say_error(a, &e);
		return;
	}
	app_push(a, steps_new(a, &(struct steps_want){
		.reg = b->reg, .base = b->base, .rec = b->base, .done = chosen, .ctx = b,
	}));
}
