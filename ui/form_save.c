/* Saving a form, the question before changes are lost, and what happens when somebody else saved first. */
#include <stdlib.h>
#include <string.h>

#include "db/read.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "ui/form.h"

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
	void *now = reg_new(f->reg), *merged = reg_new(f->reg);
	int rc = store_get(app_store(f->screen.app), f->reg, ((struct rec *)f->base)->id, now, e);

	if (rc == 0)
		reg_copy(f->reg, merged, now);
	for (size_t i = 0; rc == 0 && i < f->reg->nfields; i++) {
		const struct field *field = &f->reg->fields[i];

		if (!field_equal(field, f->base, f->rec) && !(theirs && is_conflict(f, field)))
			field_copy(field, merged, f->rec);
	}
	if (rc == 0) {
		reg_copy(f->reg, f->base, now);
		reg_copy(f->reg, f->rec, merged);
		form_load_field(f);
	}
	reg_free(f->reg, now);
	reg_free(f->reg, merged);
	return rc;
}

static void conflict_answered(void *ctx, int answer)
{
	struct form *f = ctx;
	struct err e = ERR_INIT;
	int rc = answer >= 0 ? rebase(f, answer == 1, &e) : 0;

	conflicts_release(&f->conflicts);
	if (rc < 0)
		app_say_error(f->screen.app, &e);
	else if (answer >= 0)
		form_save(f);
}

static void ask_conflict(struct form *f)
{
	static const struct confirm_answer answers[] = {
		{ "Ctrl-S", N_("用我的") }, { "Ctrl-T", N_("用对方的") },
	};
	struct confirm_answer shown[2];
	struct buf b = BUF_INIT;
	const struct conflicts *c = &f->conflicts;

	for (int i = 0; i < 2; i++)
		shown[i] = (struct confirm_answer){ answers[i].key, _(answers[i].label) };
	buf_addf(&b, _("%s 在 %s 也改了这一条。不同的字段会自动合并，下面的要你定："), c->who ? c->who : "?",
		 c->when ? c->when : "?");
	for (size_t i = 0; i < c->n; i++)
		buf_addf(&b, _("\n%s\n  打开时 %s\n  对方   %s\n  我     %s"), _(c->items[i].field->label),
			 c->items[i].base, c->items[i].theirs, c->items[i].mine);
	app_push(f->screen.app, confirm_new(f->screen.app, &(struct confirm){
		.title = _("两个人改了同一项"), .text = buf_str(&b), .answers = shown, .n = 2,
		.done = conflict_answered, .ctx = f,
	}));
	buf_release(&b);
}

/* --- saving --- */

static size_t first_error(const struct form *f)
{
	size_t i = 0;

	while (i < f->reg->nfields && !f->errors[i])
		i++;
	return i;
}

static void show_refusal(struct form *f, const struct err *e)
{
	const struct field *field = e->field ? reg_field(f->reg, e->field) : NULL;

	if (field) {
		f->cur = (size_t)(field - f->reg->fields);
		form_load_field(f);
	}
	app_say_error(f->screen.app, e);
}

static void saved(struct form *f, const struct save_report *report)
{
	struct app *a = f->screen.app;
	size_t warnings = findings_count(&report->findings, RULE_WARN);
	char *first = warnings ? xstrdup(report->findings.items[0].text) : NULL;
	bool changed = report->changed;
	int merged = report->merged;

	app_pop(a, ((struct rec *)f->rec)->id);
	if (first)
		app_say(a, _("已保存，有 %zu 处提醒：%s"), warnings, first);
	else if (merged)
		app_say(a, _("已保存，并合并了别人刚改的 %d 项；u 撤销"), merged);
	else
		app_say(a, changed ? _("已保存；u 撤销") : _("没有改动，不用保存"));
	free(first);
}

void form_save(struct form *f)
{
	const struct reg *reg = f->reg;
	struct save_report report = { .changed = false };
	struct err e = ERR_INIT;
	void *copy;
	int rc;

	form_leave_field(f);
	if (first_error(f) < f->reg->nfields) {
		f->cur = first_error(f);
		form_load_field(f);
		err_set(&e, ERR_INVALID, "%s", f->errors[f->cur]);
		app_say_error(f->screen.app, &e);
		return;
	}
	/* A refused save may already have merged into the record, so a copy goes in. */
	copy = reg_new(f->reg);
	reg_copy(f->reg, copy, f->rec);
	rc = store_save_one(app_store(f->screen.app), f->reg, f->base, copy, NULL, &report, &e);
	if (rc == 0) {
		reg_copy(f->reg, f->rec, copy);
		saved(f, &report);
	} else if (rc == ERR_CONFLICT && report.conflicts.n) {
		f->conflicts = report.conflicts;
		report.conflicts = (struct conflicts){ .items = NULL };
		ask_conflict(f);
	} else {
		show_refusal(f, &e);
	}
	reg_free(reg, copy);	/* f is gone after a good save */
	save_report_release(&report);
}

/* --- leaving --- */

static void leave_answered(void *ctx, int answer)
{
	struct form *f = ctx;

	if (answer == 0)
		form_save(f);
	else if (answer == 1)
		app_pop(f->screen.app, 0);
}

/* One line for each change: field, value at opening, value now. */
static void list_changes(struct form *f, struct buf *out)
{
	const struct lookup *l = store_lookup(app_store(f->screen.app));

	for (size_t i = 0; i < f->reg->nfields; i++) {
		const struct field *field = &f->reg->fields[i];
		struct buf before = BUF_INIT, now = BUF_INIT;

		if (!form_is_changed(f, i))
			continue;
		if (f->base)
			field_format_masked(field, f->base, l, STYLE_EDIT, &before);
		if (f->typed[i])
			buf_adds(&now, f->typed[i]);
		else
			field_format_masked(field, f->rec, l, STYLE_EDIT, &now);
		buf_addf(out, "\n  %s  %s -> %s", _(field->label), before.len ? buf_str(&before) : _("（空）"),
			 now.len ? buf_str(&now) : _("（空）"));
		buf_release(&before);
		buf_release(&now);
	}
}

void form_ask_leave(struct form *f)
{
	struct confirm_answer answers[] = { { "Ctrl-S", _("保存") }, { "D", _("放弃修改") } };
	struct buf b = BUF_INIT;
	size_t n;

	form_leave_field(f);
	n = form_changes(f);
	if (!n) {
		app_pop(f->screen.app, 0);
		return;
	}
	buf_addf(&b, _("有 %zu 处修改还没有保存（按 Esc 回到表单）："), n);
	list_changes(f, &b);
	app_push(f->screen.app, confirm_new(f->screen.app, &(struct confirm){
		.title = _("还没有保存"), .text = buf_str(&b), .answers = answers, .n = 2, .done = leave_answered, .ctx = f,
	}));
	buf_release(&b);
}

bool form_may_leave(struct screen *s)
{
	struct form *f = (struct form *)s;

	form_leave_field(f);
	if (!form_changes(f))
		return true;
	form_ask_leave(f);
	return false;
}
