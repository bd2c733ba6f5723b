/* The values of a form: what is typed becomes a value when the field is left. */
#include <stdlib.h>
#include <string.h>

#include "src/empty.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "src/workflow.h"
#include "ui/form.h"
#include "src/banned.h"

const struct field *form_current(const struct form *f)
{
	return &f->reg->fields[f->cur];
}

static const struct lookup *lookup(const struct form *f)
{
	return store_lookup(app_store(f->screen.app));
}

bool form_is_editable(const struct form *f, size_t field)
{
	const struct field *t = &f->reg->fields[field];
	bool fixed = (t->flags & FIELD_FIXED) && !f->fresh && !field_is_empty(t, f->base);

	return !f->readonly && !(t->flags & FIELD_READONLY) && !fixed;
}

/* --- what has changed --- */

/* Whether the editor holds something else than the record as opened. */
static bool is_typed_over(const struct form *f)
{
	return strcmp(edit_text(&f->edit), buf_str(&f->original)) != 0;
}

bool form_is_changed(const struct form *f, size_t field)
{
	const struct field *t = &f->reg->fields[field];

	if (field == f->cur && (f->replaced || edit_changed(&f->edit)))
		return is_typed_over(f);
	return f->fields[field].typed || !field_equal(t, f->base, f->rec);
}

size_t form_count_changes(const struct form *f)
{
	size_t n = 0;

	for (size_t i = 0; i < f->reg->nfields; i++)
		n += form_is_editable(f, i) && form_is_changed(f, i);
	return n;
}

/* --- what is shown --- */

/* What is typed here is seen by the one who types. */
bool form_is_hidden(const struct form *f, size_t field)
{
	const struct field *t = &f->reg->fields[field];

	return field_is_personal(t) && !f->fresh && !f->fields[field].revealed && !f->fields[field].typed &&
		!field_empty(t, f->rec) && field_equal(t, f->base, f->rec);
}

void form_add_text(const struct form *f, size_t field, struct buf *out)
{
	const struct field *t = &f->reg->fields[field];

	if (f->fields[field].typed)
		buf_adds(out, f->fields[field].typed);
	else if (form_is_hidden(f, field))
		field_format_masked(t, f->rec, lookup(f), STYLE_EDIT, out);
	else
		field_format(t, f->rec, lookup(f), STYLE_EDIT, out);
}

const struct finding *form_finding(const struct form *f, size_t field)
{
	const struct finding *worst = NULL;

	if (f->fresh && !f->fields[field].seen)
		return NULL;
	for (size_t i = 0; i < f->findings.n; i++) {
		const struct finding *one = &f->findings.items[i];

		if (one->field && strcmp(one->field, f->reg->fields[field].name) == 0 &&
		    (!worst || one->level > worst->level))
			worst = one;
	}
	return worst;
}

void form_judge(struct form *f)
{
	const void *before = f->fresh ? NULL : f->base;
	void *filled = reg_new(f->reg);

	/* Judged is what would be saved, with what the program fills in. */
	reg_copy(f->reg, filled, f->rec);
	if (f->reg->fill)
		f->reg->fill(lookup(f), filled, before);
	findings_clear(&f->findings);
	reg_check(f->reg, lookup(f), filled, before, &f->findings, NULL);
	workflow_check(f->reg, &(struct check){ .lookup = lookup(f), .found = &f->findings }, filled, before, NULL, NULL);
	reg_free(f->reg, filled);
	form_read_facts(f);
}

/* Fields that are written in several ways. */
static bool has_forms(const struct field *t)
{
	return t->type == TYPE_DATE || t->type == TYPE_MONTH || t->type == TYPE_MONEY || t->type == TYPE_PERCENT;
}

void form_preview(const struct form *f, struct buf *out)
{
	const struct field *t = form_current(f);
	struct buf text = BUF_INIT;
	void *read;

	if (!has_forms(t) || f->hidden || !*edit_text(&f->edit))
		return;
	read = reg_new(f->reg);
	if (field_parse(t, edit_text(&f->edit), lookup(f), read, NULL) == 0)
		field_format(t, read, lookup(f), STYLE_EDIT, &text);
	if (text.len && strcmp(buf_str(&text), edit_text(&f->edit)) != 0)
		buf_addf(out, "-> %s", buf_str(&text));
	if (text.len && t->type == TYPE_MONEY) {
		buf_adds(out, out->len ? "  " : "");
		money_format_capital(out, *(const struct money *)field_const(t, read));
	}
	reg_free(f->reg, read);
	buf_release(&text);
}

/* --- the current field --- */

/* Nobody types so much into a date, a number or a list of codes: it is a paste that went wrong. */
#define OTHERS_MOST 1000

/* How much may be typed; of what is written with blanks and signs, only its reader can tell. */
static size_t room_of(const struct field *t)
{
	int max = t->max ? t->max : field_type(t)->max;

	if (t->type != TYPE_TEXT && t->type != TYPE_NOTE)
		return OTHERS_MOST;
	return max > 0 ? (size_t)max : 0;
}

void form_load_field(struct form *f)
{
	const struct field *t = form_current(f);
	struct buf b = BUF_INIT;

	choice_close(f);
	f->hidden = form_is_hidden(f, f->cur);
	f->replaced = false;
	edit_release(&f->edit);
	edit_init(&f->edit, field_type(t)->kind == TEXT_NOTE ? TEXT_NOTE : TEXT_LINE, room_of(t));
	if (!f->hidden)
		form_add_text(f, f->cur, &b);
	edit_load(&f->edit, buf_str(&b));
	buf_clear(&f->original);
	field_format(t, f->base, lookup(f), STYLE_EDIT, &f->original);
	buf_release(&b);
}

static void set_error(struct form_field *field, const char *typed, const char *why)
{
	free(field->typed);
	free(field->error);
	field->typed = xstrdup(typed);
	field->error = xstrdup(why);
}

/* A record that may not be referred to is no value: the field keeps what it had. */
static int read_field(struct form *f, const struct field *t, const char *typed, struct err *e)
{
	struct store *s = app_store(f->screen.app);
	struct ref *to = t->type == TYPE_REF ? field_value(t, f->rec) : NULL, was = to ? *to : (struct ref){ 0 };
	int rc = field_parse(t, typed, lookup(f), f->rec, e);

	if (rc == 0 && to && to->id && !field_equal(t, f->base, f->rec))
		rc = store_may_refer(s, f->reg, t, f->rec, e);
	if (rc < 0 && to)
		*to = was;
	return rc;
}

void form_read(struct form *f, size_t field, const char *typed)
{
	struct form_field *state = &f->fields[field];
	struct err e = ERR_INIT;
	bool good = read_field(f, &f->reg->fields[field], typed, &e) == 0;

	set_error(state, good ? NULL : typed, good ? NULL : e.text);
	state->changed_at = ++f->changes;
}

/* What stands there again as it was opened is no change, whether or not it could be typed today. */
static void put_back(struct form *f)
{
	field_copy(form_current(f), f->rec, f->base);
	set_error(&f->fields[f->cur], NULL, NULL);
}

bool form_leave_field(struct form *f)
{
	struct form_field *field = &f->fields[f->cur];
	struct err e = ERR_INIT;

	choice_close(f);
	field->seen = true;
	if (!form_is_editable(f, f->cur) || (!f->replaced && !edit_changed(&f->edit)))
		return !field->error;
	if (is_typed_over(f))
		form_read(f, f->cur, edit_text(&f->edit));
	else
		put_back(f);
	if (field->error) {
		err_set(&e, ERR_INVALID, "%s", field->error);
		app_say_error(f->screen.app, &e);
	}
	form_judge(f);
	form_load_field(f);
	return !field->error;
}

void form_unhide(struct form *f)
{
	f->hidden = false;
	f->replaced = true;
	edit_load(&f->edit, "");
}

bool form_put(struct form *f, const char *text)
{
	if (f->hidden)
		form_unhide(f);
	edit_replace(&f->edit, text);
	return form_leave_field(f);
}

void form_go(struct form *f, size_t field)
{
	form_leave_field(f);
	f->cur = field;
	form_load_field(f);
}

/* --- taking back --- */

static void restore(struct form *f, size_t field)
{
	const struct field *t = &f->reg->fields[field];

	f->cur = field;
	set_error(&f->fields[field], NULL, NULL);
	f->fields[field].changed_at = 0;
	field_copy(t, f->rec, f->base);
	form_judge(f);
	form_load_field(f);
	app_say(f->screen.app, _("「%s」已还原为打开时的内容"), _(t->label));
}

/* The field that was changed last and still differs, or -1. */
static long last_changed(const struct form *f)
{
	long last = -1;

	for (size_t i = 0; i < f->reg->nfields; i++)
		if (form_is_editable(f, i) && form_is_changed(f, i) &&
		    (last < 0 || f->fields[i].changed_at > f->fields[last].changed_at))
			last = (long)i;
	return last;
}

void form_undo(struct form *f)
{
	long last;

	if (f->replaced || (form_is_editable(f, f->cur) && form_is_changed(f, f->cur))) {
		restore(f, f->cur);
		return;
	}
	form_leave_field(f);
	last = last_changed(f);
	if (last >= 0)
		restore(f, (size_t)last);
	else
		app_say(f->screen.app, _("没有可撤销的修改"));
}
