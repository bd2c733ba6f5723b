/* Saving a form, the question before changes are lost, and what happens when somebody else saved first. */
#include <stdlib.h>

#include "db/read.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "src/merge.h"
#include "ui/busy.h"
#include "ui/conflict.h"
#include "ui/form.h"
#include "ui/panel.h"
#include "ui/screens.h"
#include "ui/undo.h"
#include "src/banned.h"

/* --- somebody else saved first --- */

/* What is stored is the new base; our changes stay on top of it, except where theirs shall hold. */
static void rebase(struct form *f, const bool *theirs)
{
	for (size_t i = 0; i < f->reg->nfields; i++) {
		const struct field *field = &f->reg->fields[i];

		if (field_merge(field, f->base, f->theirs, f->rec) == MERGE_THEIRS || theirs[i])
			field_copy(field, f->rec, f->theirs);
	}
	reg_free(f->reg, f->base);
	f->base = f->theirs;
	f->theirs = NULL;
	form_judge(f);
	form_load_field(f);
}

static void conflict_answered(void *ctx, const bool *theirs)
{
	struct form *f = ctx;

	if (theirs) {
		rebase(f, theirs);
		form_save_on(f);
		return;
	}
	f->leave = NULL;
	reg_free(f->reg, f->theirs);
	f->theirs = NULL;
}

/* The record is read again, because by now it may have been saved once more. */
static void ask_conflict(struct form *f, const struct conflicts *c)
{
	struct app *a = f->screen.app;
	struct err e = ERR_INIT;

	f->theirs = reg_new(f->reg);
	if (store_get(app_store(a), f->reg, ((struct rec *)f->base)->id, f->theirs, &e) < 0) {
		app_say_error(a, &e);
		conflict_answered(f, NULL);
		return;
	}
	app_push(a, conflict_new(a, &(struct conflict_question){
		.reg = f->reg, .base = f->base, .theirs = f->theirs, .mine = f->rec, .who = c->who, .when = c->when,
		.done = conflict_answered, .ctx = f,
	}));
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

/* What keeps the field from being saved, or NULL. */
static const char *error_of(const struct form *f, size_t field)
{
	const struct finding *finding = form_finding(f, field);

	if (f->fields[field].error)
		return f->fields[field].error;
	return finding && finding->level == RULE_ERROR ? finding->text : NULL;
}

/* Goes to the first field with an error, or to this one (the number of fields: none) where none comes before it. */
static void go_to_error(struct form *f, size_t known, const char *text)
{
	struct err e = ERR_INIT;
	size_t i = 0;

	for (size_t k = 0; k < f->reg->nfields; k++)
		f->fields[k].seen = true;
	while (i < known && !error_of(f, i))
		i++;
	if (i < f->reg->nfields) {
		f->cur = i;
		form_load_field(f);
	}
	err_set(&e, ERR_INVALID, "%s", i < known ? error_of(f, i) : text);
	app_say_error(f->screen.app, &e);
}

/* false: all texts could be read. */
static bool go_to_unread(struct form *f)
{
	for (size_t i = 0; i < f->reg->nfields; i++)
		if (f->fields[i].error) {
			go_to_error(f, i, f->fields[i].error);
			return true;
		}
	return false;
}

static void show_refusal(struct form *f, const struct err *e)
{
	const struct field *field = e->field ? reg_field(f->reg, e->field) : NULL;

	if (field)
		go_to_error(f, (size_t)(field - f->reg->fields), e->text);
	else
		app_say_error(f->screen.app, e);
}

/* In a form "undo" takes back what was typed, and a form may be what is on the screen now; at the end there is none. */
static void add_undo_hint(struct app *a, struct buf *out)
{
	const struct screen *top = app_top(a);
	bool outside = top && top->type != &form_type && actions_named(top->type->actions, "undo");

	buf_addf(out, outside ? _("%s 撤销") : _("表单外按 %s 撤销"), undo_key(a, false));
}

/* edits: how many the person made; at_end: who wanted to go on finds no further record. */
static void say_saved(struct app *a, const struct save_report *report, size_t edits, bool at_end)
{
	size_t warnings = findings_count(&report->findings, RULE_WARN);
	struct buf undo = BUF_INIT;
	size_t i = 0;

	add_undo_hint(a, &undo);
	while (warnings && report->findings.items[i].level != RULE_WARN)
		i++;
	if (!report->changed && edits)
		app_say(a, _("别人刚才已经存了同样的内容，不用再保存"));
	else if (!report->changed)
		app_say(a, _("没有改动，不用保存"));
	else if (at_end)
		app_say(a, _("已保存；已是列表里的最后一条"));
	else if (warnings)
		app_say(a, _("已保存，有 %zu 处提醒：%s"), warnings, report->findings.items[i].text);
	else if (report->merged)
		app_say(a, _("已保存，并合并了别人刚改的 %d 项；%s"), report->merged, buf_str(&undo));
	else
		app_say(a, _("已保存；%s"), buf_str(&undo));
	buf_release(&undo);
}

static int attempt(void *ctx, struct err *e)
{
	struct form *f = ctx;

	/* A refused save may already have merged into the record, so a copy goes in. */
	save_report_release(&f->report);
	f->report.reason = f->reason;
	reg_copy(f->reg, f->saving, f->rec);
	return store_save_one(app_store(f->screen.app), f->reg, f->fresh ? NULL : f->base, f->saving, &f->report, e);
}

/* Nothing of the form is lost: it stays, and its draft is written where there may be one. */
static void stay(struct form *f, int rc, const struct err *e)
{
	f->leave = NULL;
	if (rc == ERR_BUSY && app_drafts(f->screen.app))
		form_keep_now(f);
	if (rc == ERR_BUSY)
		app_say_error(f->screen.app, e);
	else
		show_refusal(f, e);
}

static void attempted(void *ctx, int rc, const struct err *e)
{
	struct form *f = ctx;
	void *saved = f->saving;
	struct save_report report = f->report;
	size_t edits = form_count_changes(f);
	bool at_end = f->leave && f->at_end;

	f->saving = NULL;
	f->report = (struct save_report){ .changed = false };
	if (rc == 0) {
		form_remember(f, saved);
		leave(f, ((struct rec *)saved)->id);
		say_saved(f->screen.app, &report, edits, at_end);
	} else if (rc == ERR_CONFLICT && report.conflicts.n) {
		ask_conflict(f, &report.conflicts);
	} else {
		stay(f, rc, e);
	}
	reg_free(f->reg, saved);
	save_report_release(&report);
}

void form_save_on(struct form *f)
{
	form_leave_field(f);
	if (go_to_unread(f)) {
		f->leave = NULL;
		return;
	}
	if (form_ask_reason(f))
		return;
	f->saving = reg_new(f->reg);
	busy_run(f->screen.app, &(struct busy_work){ .attempt = attempt, .done = attempted, .ctx = f });
}

void form_save(struct form *f, void (*done)(struct form *f, int64_t saved))
{
	f->leave = done;
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
