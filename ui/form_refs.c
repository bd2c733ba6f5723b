/* What a field can be filled from: the list of another register, a record that is made for it, yes and no. */
#include "src/empty.h"
#include "src/i18n.h"
#include "ui/form.h"
#include "src/banned.h"

void form_toggle(struct form *f)
{
	bool yes = *(const bool *)field_const(form_current(f), f->rec);

	form_put(f, yes ? _("否") : _("是"));
}

/* From a value, 无 comes first: who wants the field blank only has to empty it. */
void form_next_empty(struct form *f)
{
	struct app *a = f->screen.app;
	const struct field *t = form_current(f);
	enum empty state;

	if (!form_is_editable(f, f->cur)) {
		app_say(a, _("这一项不能改"));
		return;
	}
	if (!field_has_states(t)) {
		app_say(a, _("「%s」没有「无」和「不适用」之分；要清空，按 Ctrl-U"), _(t->label));
		return;
	}
	choice_close(f);
	state = edit_changed(&f->edit) ? EMPTY_NOT : field_empty(t, f->rec);
	if (state == EMPTY_NOT)
		state = EMPTY_UNFILLED;
	do
		state = state + 1 < EMPTY_COUNT ? state + 1 : EMPTY_UNFILLED;
	while (!field_knows(t, state));
	if (form_put(f, state == EMPTY_UNFILLED ? "" : empty_label(state)))
		app_say(a, _("「%s」：%s；F8 换，Ctrl-Z 还原"), _(t->label), empty_label(state));
}

static int64_t target_of(const struct form *f)
{
	return ((const struct ref *)field_const(form_current(f), f->rec))->id;
}

void form_find(struct form *f)
{
	struct app *a = f->screen.app;

	if (!form_is_editable(f, f->cur)) {
		app_say(a, _("这一项不能改"));
	} else if (form_current(f)->type == TYPE_REF) {
		choice_close(f);
		app_push(a, list_new_picker(a, form_current(f)->target, target_of(f)));
	} else if (form_current(f)->type == TYPE_BOOL) {
		form_toggle(f);
	} else {
		choice_update(f, true);
		if (!f->n_choices)
			app_say(a, _("这一项没有可选的，直接输入即可"));
	}
}

/* From the history: what was undone or restored there is shown, unless something typed here would be lost. */
static void come_back(struct form *f)
{
	const struct rec *base = f->base;
	struct rec *now = reg_new(f->reg);
	struct err e = ERR_INIT;
	int rc = store_get(app_store(f->screen.app), f->reg, base->id, now, &e);

	f->looked_back = false;
	if (rc == 0 && now->version != base->version && !form_count_changes(f) && !edit_changed(&f->edit))
		rc = form_load(f, base->id, &e);
	if (rc < 0)
		app_say_error(f->screen.app, &e);
	reg_free(f->reg, now);
}

void form_history(struct form *f)
{
	struct app *a = f->screen.app;
	int64_t id = ((const struct rec *)f->base)->id;

	if (!id) {
		app_say(a, _("新记录还没有历史"));
		return;
	}
	f->looked_back = true;
	app_push(a, history_new(a, f->reg, id));
}

/* The record that was chosen, changed or made above. */
void form_resume(struct screen *s, int64_t result)
{
	struct form *f = (struct form *)s;
	const struct lookup *l = store_lookup(app_store(s->app));
	struct buf b = BUF_INIT;

	if (f->looked_back)
		come_back(f);
	/* A record made or changed above may refer to this one. */
	if (result > 0)
		form_read_facts(f);
	if (result <= 0 || form_current(f)->type != TYPE_REF || !form_is_editable(f, f->cur))
		return;
	l->ref_format(l->ctx, form_current(f)->target, result, STYLE_EDIT, &b);
	form_put(f, buf_str(&b));
	buf_release(&b);
}

/* What stands in the field, taken or typed, is read first: that is the record which is meant. */
void form_open_target(struct form *f)
{
	struct app *a = f->screen.app;
	const struct field *t = form_current(f);

	if (t->type != TYPE_REF) {
		app_say(a, _("「%s」不指向别的记录；F4 用在引用项上"), _(t->label));
		return;
	}
	choice_take(f);
	if (!form_leave_field(f))
		return;
	if (target_of(f))
		app_push(a, form_new(a, t->target, target_of(f)));
	else
		app_say(a, _("「%s」还没有填，没有可打开的记录"), _(t->label));
}

/* Text that names a record already would only make a second one of that name. */
void form_new_target(struct form *f)
{
	struct app *a = f->screen.app;
	const struct field *t = form_current(f);

	if (t->type != TYPE_REF) {
		app_say(a, _("「%s」不指向别的记录；F7 用在引用项上"), _(t->label));
	} else if (!form_is_editable(f, f->cur)) {
		app_say(a, _("这一项不能改"));
	} else {
		bool typed = f->fields[f->cur].typed || edit_changed(&f->edit);

		choice_close(f);
		app_push(a, form_new_named(a, t->target, typed ? edit_text(&f->edit) : ""));
	}
}
