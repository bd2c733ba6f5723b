/* Going through a form: from field to field, from record to record, and what happens when one is left. */
#include <stdlib.h>

#include "db/read.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "ui/form.h"
#include "ui/recent.h"
#include "src/banned.h"

/* --- fields --- */

/* The next field that can be filled in, where there is one; a form to look at is walked through field by field. */
static size_t next_field(const struct form *f, size_t from, int by)
{
	size_t n = f->reg->nfields;

	for (size_t i = from; by > 0 ? i + 1 < n : i > 0;) {
		i = by > 0 ? i + 1 : i - 1;
		if (f->readonly || form_is_editable(f, i))
			return i;
	}
	return from;
}

void form_step(struct form *f, int by)
{
	size_t to = next_field(f, f->cur, by);

	if (to != f->cur)
		form_go(f, to);
	else if (form_leave_field(f) && by > 0)
		app_say(f->screen.app, f->readonly ? _("已是最后一项") : _("已是最后一项；%s 保存"),
			action_key(f->screen.type->actions, "save"));
}

void form_next_error(struct form *f)
{
	size_t n = f->reg->nfields;

	form_leave_field(f);
	for (size_t k = 1; k <= n; k++) {
		size_t i = (f->cur + k) % n;

		if (f->fields[i].error || form_finding(f, i)) {
			form_go(f, i);
			return;
		}
	}
	app_say(f->screen.app, _("没有错误，也没有提醒"));
}

/* --- records --- */

/* Reads the record and finds out whether this person may change it; a new one that may not be written is refused. */
static int open_record(struct form *f, int64_t id, void *base, struct err *e)
{
	struct store *s = app_store(f->screen.app);
	int rc = id ? store_get(s, f->reg, id, base, e) : store_may_write(s, f->reg, NULL, e);

	if (rc < 0)
		return rc;
	f->fresh = id == 0;
	f->denied = (struct err)ERR_INIT;
	f->readonly = id && store_may_write(s, f->reg, base, &f->denied) < 0;
	if (f->readonly)
		app_say_error(f->screen.app, &f->denied);
	return 0;
}

int form_load(struct form *f, int64_t id, struct err *e)
{
	void *base = reg_new(f->reg);
	int rc = open_record(f, id, base, e);

	if (rc < 0) {
		reg_free(f->reg, base);
		return rc;
	}
	for (size_t i = 0; i < f->reg->nfields; i++) {
		free(f->fields[i].typed);
		free(f->fields[i].error);
		f->fields[i] = (struct form_field){ .typed = NULL };
	}
	reg_free(f->reg, f->base);
	f->base = base;
	reg_copy(f->reg, f->rec, base);
	f->changes = 0;
	f->at_end = false;
	form_forget_reason(f);
	if (f->cur == 0 && !form_is_editable(f, 0))
		f->cur = next_field(f, 0, 1);
	form_judge(f);
	form_load_field(f);
	return 0;
}

/* Nothing is left to be lost: on to the neighbour, or where that is gone, the record as it is now. */
static void go_beside(struct form *f, int64_t saved)
{
	struct err e = ERR_INIT;
	int64_t id = ((const struct rec *)f->base)->id, to = f->beside.step(f->beside.ctx, id, f->by);

	(void)saved;
	if (form_load(f, to ? to : id, &e) < 0)
		app_say_error(f->screen.app, &e);
	else
		form_offer_draft(f);
}

/* Whether there is one that way; the list goes along only when the form does. */
static bool has_beside(const struct form *f, int by)
{
	int64_t to = f->beside.step(f->beside.ctx, ((const struct rec *)f->base)->id, by);

	if (to)
		f->beside.step(f->beside.ctx, to, -by);
	return to != 0;
}

void form_beside(struct form *f, int by)
{
	struct app *a = f->screen.app;

	if (!f->beside.step) {
		app_say(a, _("这张表单不是从列表打开的，没有上一条和下一条"));
		return;
	}
	if (!has_beside(f, by)) {
		app_say(a, by > 0 ? _("已是列表里的最后一条") : _("已是列表里的第一条"));
		return;
	}
	f->by = by;
	f->at_end = false;
	form_ask_leave(f, go_beside);
}

/* Asking about warnings may have moved the cursor. */
static void go_next(struct form *f, int64_t saved)
{
	f->cur = f->goes_to;
	go_beside(f, saved);
}

void form_save_next(struct form *f)
{
	if (!f->beside.step) {
		app_say(f->screen.app, _("这张表单不是从列表打开的，没有下一条；%s 保存"),
			action_key(f->screen.type->actions, "save"));
		return;
	}
	/* What nobody changed needs no saving, and its old errors keep nobody here. */
	if (!form_count_changes(f)) {
		form_beside(f, 1);
		return;
	}
	f->by = 1;
	f->goes_to = f->cur;
	f->at_end = !has_beside(f, 1);
	form_save(f, go_next);
}

/* --- the record saved last --- */

/* What nobody could see in this form must not be brought to light in the next one. */
void form_remember(const struct form *f, const void *rec)
{
	void *kept = reg_new(f->reg), *empty = reg_new(f->reg);

	reg_copy(f->reg, kept, rec);
	for (size_t i = 0; i < f->reg->nfields; i++)
		if (form_is_hidden(f, i))
			field_copy(&f->reg->fields[i], kept, empty);
	reg_free(f->reg, empty);
	recent_note(f->screen.app, f->reg, ((const struct rec *)rec)->id);
	app_keep_saved(f->screen.app, f->reg, kept);
}

void form_take_last(struct form *f)
{
	struct app *a = f->screen.app;
	const struct field *t = form_current(f);
	const void *last = app_last_saved(a, f->reg);
	struct buf text = BUF_INIT;

	if (!form_is_editable(f, f->cur)) {
		app_say(a, _("这一项不能改"));
	} else if (!last) {
		app_say(a, _("这次打开程序后还没有保存过「%s」的记录，没有可照填的"), _(f->reg->title));
	} else if (field_is_empty(t, last)) {
		app_say(a, _("刚才保存的那条记录没有填「%s」"), _(t->label));
	} else {
		field_format(t, last, store_lookup(app_store(a)), STYLE_EDIT, &text);
		form_put(f, buf_str(&text));
	}
	buf_release(&text);
}
