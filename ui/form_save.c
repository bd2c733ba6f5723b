/* Saving a form, the question before changes are lost, and what happens when somebody else saved first. */
#include <stdlib.h>
#include <string.h>

#include "db/read.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"
#include "ui/form.h"
#include "ui/panel.h"
#include "src/banned.h"

/* --- somebody else saved first --- */

static bool is_conflict(const struct form *f, const struct field *field)
{
	for (size_t i = 0; i < f->conflicts.n; i++)
		if (f->conflicts.items[i].field == field)
			return true;
	return false;
}

/* Takes the stored record as the new base; our changes stay on top of it, except where theirs shall hold. */
static int rebase(struct form *f, bool theirs, struct err *e)
{
	const struct reg *reg = f->reg;
	void *now = reg_new(reg), *merged = reg_new(reg);
	int rc = store_get(app_store(f->screen.app), reg, ((struct rec *)f->base)->id, now, e);

	if (rc == 0)
		reg_copy(reg, merged, now);
	for (size_t i = 0; rc == 0 && i < reg->nfields; i++) {
		const struct field *field = &reg->fields[i];

		if (!field_equal(field, f->base, f->rec) && !(theirs && is_conflict(f, field)))
			field_copy(field, merged, f->rec);
	}
	if (rc == 0) {
		reg_copy(reg, f->base, now);
		reg_copy(reg, f->rec, merged);
		form_load_field(f);
	}
	reg_free(reg, now);
	reg_free(reg, merged);
	return rc;
}


static void conflict_answered(void *ctx, int answer)
{
	struct form *f = ctx;
	struct err e = ERR_INIT;
	int rc = answer >= 0 ? rebase(f, answer == 1, &e) : 0;

	conflicts_release(&f->conflicts);
	f->conflicts = (struct conflicts){ .items = NULL };
	if (rc < 0)
		app_say_error(f->screen.app, &e);
	if (answer >= 0 && rc == 0)
		form_save_on(f);
	else
		f->leave = NULL;
}

static void add_side(struct buf *out, const struct field *field, const char *who, const char *text)
{
	const struct type *t = field_type(field);

	buf_addf(out, "\n  %s ", who);
	if (!text || !*text)
		buf_adds(out, _("（空）"));
	else if (field_is_personal(field))
		text_mask(out, text, t->mask_head, t->mask_tail);
	else
		buf_adds(out, text);
}

static void ask_conflict(struct form *f)
{
	const struct answer answers[] = { { "Ctrl-S", _("用我的") }, { "Ctrl-T", _("用对方的") } };
	const struct conflicts *c = &f->conflicts;
	struct buf b = BUF_INIT;

	buf_addf(&b, _("%s 在 %s 也改了这一条。不同的字段会自动合并，下面的要你定："), c->who ? c->who : "?",
		c->when ? c->when : "?");
	for (size_t i = 0; i < c->n; i++) {
		const struct conflict *one = &c->items[i];

		buf_addf(&b, "\n%s", _(one->field->label));
		add_side(&b, one->field, _("打开时"), one->base);
		add_side(&b, one->field, _("对方  "), one->theirs);
		add_side(&b, one->field, _("我    "), one->mine);
	}
	app_push(f->screen.app, question_new(f->screen.app, &(struct question){
		.title = _("两个人改了同一项"), .text = buf_str(&b), .answers = answers, .n = 2,
		.done = conflict_answered, .ctx = f,
	}));
	buf_release(&b);
}

/* --- saving --- */

/* Nothing is left that could be lost; saved is the record's id, or 0. */
static void leave(struct form *f, int64_t saved)
{
	void (*done)(struct form *f, int64_t saved) = f->leave;

	f->leave = NULL;
	form_drop_draft(f);
	if (done)
		done(f, saved);
	else
		app_pop(f->screen.app, saved);
}

/* Goes to the first field whose text could not be read; false when there is none. */
static bool go_to_unread(struct form *f)
{
	struct err e = ERR_INIT;
	size_t i = 0;

	while (i < f->reg->nfields && !f->fields[i].error)
		i++;
	if (i == f->reg->nfields)
		return false;
	f->cur = i;
	form_load_field(f);
	err_set(&e, ERR_INVALID, "%s", f->fields[i].error);
	app_say_error(f->screen.app, &e);
	return true;
}

static void show_refusal(struct form *f, const struct err *e)
{
	const struct field *field = e->field ? reg_field(f->reg, e->field) : NULL;

	for (size_t i = 0; i < f->reg->nfields; i++)
		f->fields[i].seen = true;
	if (field) {
		f->cur = (size_t)(field - f->reg->fields);
		form_load_field(f);
	}
	app_say_error(f->screen.app, e);
}

static void say_saved(struct app *a, const struct save_report *report)
{
	size_t warnings = findings_count(&report->findings, RULE_WARN);
	size_t i = 0;

	while (warnings && report->findings.items[i].level != RULE_WARN)
		i++;
	if (!report->changed)
		app_say(a, _("没有改动，不用保存"));
	else if (warnings)
		app_say(a, _("已保存，有 %zu 处提醒：%s"), warnings, report->findings.items[i].text);
	else if (report->merged)
		app_say(a, _("已保存，并合并了别人刚改的 %d 项；u 撤销"), report->merged);
	else
		app_say(a, _("已保存；u 撤销"));
}

void form_save_on(struct form *f)
{
	struct app *a = f->screen.app;
	struct save_report report = { .changed = false };
	struct err e = ERR_INIT;
	void *copy;
	int rc;

	form_leave_field(f);
	if (go_to_unread(f)) {
		f->leave = NULL;
		return;
	}
	if (form_ask_reason(f))
		return;
	report.reason = f->reason;
	/* A refused save may already have merged into the record, so a copy goes in. */
	copy = reg_new(f->reg);
	reg_copy(f->reg, copy, f->rec);
	rc = store_save_one(app_store(a), f->reg, f->fresh ? NULL : f->base, copy, &report, &e);
	if (rc == 0) {
		form_remember(f, copy);
		leave(f, ((struct rec *)copy)->id);
		say_saved(a, &report);
	} else if (rc == ERR_CONFLICT && report.conflicts.n) {
		f->conflicts = report.conflicts;
		report.conflicts = (struct conflicts){ .items = NULL };
		ask_conflict(f);
	} else {
		f->leave = NULL;
		show_refusal(f, &e);
	}
	reg_free(f->reg, copy);
	save_report_release(&report);
}

void form_save(struct form *f)
{
	f->leave = NULL;
	form_save_on(f);
}

/* --- leaving --- */

enum { ANSWER_SAVE, ANSWER_KEEP, ANSWER_DISCARD };

/* It must be on the disk before the form goes. */
static void keep_and_leave(struct form *f)
{
	if (!form_keep_now(f)) {
		f->leave = NULL;
		return;
	}
	form_release_draft(f);
	leave(f, 0);
	app_say(f->screen.app, _("已存为草稿；下次打开这条记录或启动程序时会问"));
}

static void leave_answered(void *ctx, int answer)
{
	struct form *f = ctx;

	/* Where no drafts are kept, that answer is not there. */
	if (answer > ANSWER_SAVE && !app_drafts(f->screen.app))
		answer++;
	switch (answer) {
	case ANSWER_SAVE: form_save_on(f); break;
	case ANSWER_KEEP: keep_and_leave(f); break;
	case ANSWER_DISCARD: leave(f, 0); break;
	default: f->leave = NULL; break;
	}
}

static void ask_leave(struct form *f)
{
	static const char *const keys[] = { [ANSWER_SAVE] = "Ctrl-S", [ANSWER_KEEP] = "Ctrl-K", [ANSWER_DISCARD] = "F8" };
	const char *const labels[] = { f->leave ? _("保存并接着走") : _("保存"), _("存草稿"), _("放弃修改") };
	struct answer answers[3];
	struct buf b = BUF_INIT, lines = BUF_INIT;
	int n = 0;

	for (int i = 0; i < 3; i++)
		if (i != ANSWER_KEEP || app_drafts(f->screen.app))
			answers[n++] = (struct answer){ keys[i], labels[i] };
	buf_addf(&b, _("有 %zu 处修改还没有保存："), form_add_changes(f, &lines));
	buf_adds(&b, buf_str(&lines));
	app_push(f->screen.app, question_new(f->screen.app, &(struct question){
		.title = _("还没有保存"), .text = buf_str(&b), .answers = answers, .n = n, .esc = _("接着改"),
		.done = leave_answered, .ctx = f,
	}));
	buf_release(&lines);
	buf_release(&b);
}

static bool may_leave(struct form *f, void (*done)(struct form *f, int64_t saved))
{
	form_leave_field(f);
	f->leave = done;
	if (form_count_changes(f)) {
		ask_leave(f);
		return false;
	}
	return true;
}

bool form_may_leave(struct screen *s)
{
	return may_leave((struct form *)s, NULL);
}

void form_ask_leave(struct form *f, void (*done)(struct form *f, int64_t saved))
{
	if (may_leave(f, done))
		leave(f, 0);
}
