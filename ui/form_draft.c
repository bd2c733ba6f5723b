/* The draft of a form: written as the person goes on, offered when the record is opened again, taken up where it was left. */
#include <stdlib.h>
#include <string.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "ui/change.h"
#include "ui/draft_show.h"
#include "ui/form.h"
#include "ui/panel.h"
#include "ui/screens.h"
#include "src/banned.h"

/* --- writing --- */

static bool is_being_typed(const struct form *f, size_t field)
{
	return field == f->cur && (f->replaced || edit_changed(&f->edit));
}

static void add_field(const struct form *f, size_t field, bool typed, struct draft *d)
{
	const struct field *t = &f->reg->fields[field];
	const char *unread = typed && is_being_typed(f, field) ? edit_text(&f->edit) : f->fields[field].typed;
	char *base = draft_value(t, f->base), *now = unread ? xstrdup(unread) : draft_value(t, f->rec);

	draft_add(d, t->name, base, now, unread);
	free(base);
	free(now);
}

/* Whether the field differs from the record as opened; what is being typed counts or not. */
static bool belongs(const struct form *f, size_t field, bool typed)
{
	if (!form_is_editable(f, field))
		return false;
	if (typed && is_being_typed(f, field))
		return form_is_changed(f, field);
	return f->fields[field].typed || !field_equal(&f->reg->fields[field], f->base, f->rec);
}

static void collect(const struct form *f, bool typed, struct draft *d)
{
	draft_begin(d, app_store(f->screen.app), f->reg, f->base);
	for (size_t i = 0; i < f->reg->nfields; i++)
		if (belongs(f, i, typed))
			add_field(f, i, typed, d);
}

/* The draft as bytes, without the cursor, whose moves alone are not worth a file; "" for no changes. */
static void snapshot(const struct form *f, bool typed, struct buf *out)
{
	struct draft d;

	collect(f, typed, &d);
	buf_clear(out);
	if (d.n)
		draft_encode(&d, out);
	draft_release(&d);
}

static bool same(const struct buf *a, const struct buf *b)
{
	return strcmp(buf_str(a), buf_str(b)) == 0;
}

static void complain(struct form *f, const struct err *e)
{
	struct err said = ERR_INIT;

	if (f->keep_failed)
		return;
	f->keep_failed = true;
	err_set(&said, ERR_IO, _("%s内容仍在表单里，可以接着改；请尽快保存。"), e->text);
	app_say_error(f->screen.app, &said);
}

static bool write_draft(struct form *f)
{
	struct err e = ERR_INIT;
	struct draft d;
	int rc = 0;

	collect(f, true, &d);
	d.field = xstrdup(form_current(f)->name);
	if (d.n)
		rc = draft_write(app_drafts(f->screen.app), &f->draft, &d, &e);
	else
		draft_remove(&f->draft);
	draft_release(&d);
	if (rc < 0)
		complain(f, &e);
	else
		f->keep_failed = false;
	return rc == 0;
}

void form_keep(struct screen *s, bool typed)
{
	struct form *f = (struct form *)s;
	struct buf now = BUF_INIT, *before = typed ? &f->kept_typed : &f->kept_left;

	if (f->readonly || !app_drafts(s->app))
		return;
	snapshot(f, typed, &now);
	if (!same(&now, before)) {
		/* What could not be written now will not be tried at every key, but after the next change. */
		snapshot(f, true, &f->kept_typed);
		snapshot(f, false, &f->kept_left);
		write_draft(f);
	}
	buf_release(&now);
}

size_t form_add_changes(struct form *f, struct buf *out)
{
	struct draft d;
	size_t n;

	collect(f, true, &d);
	draft_add_changes(app_store(f->screen.app), f->reg, &d, f->rec, out);
	n = d.n;
	draft_release(&d);
	return n;
}

bool form_keep_now(struct form *f)
{
	f->keep_failed = false;
	return write_draft(f);
}

void form_drop_draft(struct form *f)
{
	draft_remove(&f->draft);
	form_release_draft(f);
}

void form_release_draft(struct form *f)
{
	draft_let_go(&f->draft);
	draft_list_release(&f->offered);
	buf_release(&f->kept_left);
	buf_release(&f->kept_typed);
	f->keep_failed = false;
}

/* --- taking up --- */

/* One field of the draft; what is in the record by now, whoever put it there, is no change. */
static bool take_field(struct form *f, const struct draft_field *from)
{
	const struct field *t = reg_field(f->reg, from->name);
	size_t i = t ? (size_t)(t - f->reg->fields) : 0;
	bool good;

	if (!t || !form_is_editable(f, i))
		return false;
	if (from->typed)
		form_read(f, i, from->text);
	good = from->typed || draft_put_value(t, f->rec, from->text);
	if (good && (f->fields[i].typed || !field_equal(t, f->base, f->rec)))
		good = draft_put_value(t, f->base, from->base);
	f->fields[i].seen = true;
	return good;
}

static void say_taken(struct form *f, const struct draft *d, size_t lost, bool moved)
{
	size_t n = form_count_changes(f);

	if (lost)
		app_say(f->screen.app, _("接着改：%zu 处修改；草稿里有 %zu 项现在不能填，没有取用"), n, lost);
	else if (!n)
		app_say(f->screen.app, _("草稿里的 %zu 处修改，记录里都已经是这样了"), d->n);
	else if (moved)
		app_say(f->screen.app, _("接着改：%zu 处修改；这期间这条记录又被改过，保存时会合并"), n);
	else
		app_say(f->screen.app, _("接着改：%zu 处修改"), n);
}

static void take(struct form *f, const struct draft *d)
{
	struct rec *base = f->base;
	bool moved = base->version != d->version;
	const struct field *cursor = reg_field(f->reg, d->field);
	size_t lost = 0;

	/* The cursor's own text would outrank what is put into its field. */
	form_load_field(f);
	for (size_t i = 0; i < d->n; i++)
		lost += !take_field(f, &d->fields[i]);
	base->version = d->version;
	form_judge(f);
	if (cursor && form_is_editable(f, (size_t)(cursor - f->reg->fields)))
		f->cur = (size_t)(cursor - f->reg->fields);
	form_load_field(f);
	say_taken(f, d, lost, moved);
}

static void take_draft(struct form *f, const struct draft *d)
{
	struct err e = ERR_INIT;

	if (f->readonly || draft_take(app_drafts(f->screen.app), d, &f->draft, &e) < 0) {
		if (!f->readonly)
			app_say_error(f->screen.app, &e);
		return;
	}
	take(f, d);
	snapshot(f, true, &f->kept_typed);
	snapshot(f, false, &f->kept_left);
	if (!form_count_changes(f))
		form_drop_draft(f);
}

struct screen *form_new_from_draft(struct app *a, const struct reg *reg, const struct draft *d)
{
	struct screen *s = form_new(a, reg, d->record);

	if (s)
		take_draft((struct form *)s, d);
	return s;
}

/* --- offering --- */

static void discard_offered(struct form *f)
{
	struct draft_file file = DRAFT_NONE;
	struct err e = ERR_INIT;

	if (draft_take(app_drafts(f->screen.app), &f->offered.items[0], &file, &e) < 0) {
		app_say_error(f->screen.app, &e);
		return;
	}
	draft_remove(&file);
	app_say(f->screen.app, _("草稿已扔掉"));
}

static void discard_answered(void *ctx, int answer)
{
	struct form *f = ctx;

	if (answer == 0)
		discard_offered(f);
	draft_list_release(&f->offered);
}

/* The draft is offered by surprise, and who opens a form may be about to press this key in it: nothing typed goes at one stroke. */
static void ask_discard(struct form *f)
{
	const struct answer answers[] = { { "F8", _("扔掉") } };
	struct buf b = BUF_INIT;

	buf_addf(&b, _("扔掉这份草稿？里面有 %zu 处没保存的修改，扔掉就找不回来了。"), f->offered.items[0].n);
	app_push(f->screen.app, question_new(f->screen.app, &(struct question){
		.title = _("扔掉草稿"), .text = buf_str(&b), .answers = answers, .n = 1, .esc = _("先不管"),
		.done = discard_answered, .ctx = f,
	}));
	buf_release(&b);
}

static void offer_answered(void *ctx, int answer)
{
	struct form *f = ctx;

	if (answer == 1) {
		ask_discard(f);
		return;
	}
	if (answer == 0)
		take_draft(f, &f->offered.items[0]);
	draft_list_release(&f->offered);
}

static void ask(struct form *f)
{
	const struct answer answers[] = { { "Enter", _("接着改") }, { "F8", _("扔掉") } };
	const struct draft *d = &f->offered.items[0];
	struct buf b = BUF_INIT, when = BUF_INIT;

	change_add_time(&when, d->at_ms, MOMENT_SHORT);
	buf_addf(&b, _("有 %s 的草稿：%zu 处修改"), buf_str(&when), d->n);
	draft_add_changes(app_store(f->screen.app), f->reg, d, NULL, &b);
	if (f->offered.n > 1)
		buf_addf(&b, _("\n另外还有 %zu 份更早的，在首页按 %s 看"), f->offered.n - 1,
			action_key(home_type.actions, "drafts"));
	app_push(f->screen.app, question_new(f->screen.app, &(struct question){
		.title = _("草稿"), .text = buf_str(&b), .answers = answers, .n = 2, .esc = _("先不管"),
		.done = offer_answered, .ctx = f,
	}));
	buf_release(&b);
	buf_release(&when);
}

void form_offer_draft(struct form *f)
{
	struct store *s = app_store(f->screen.app);
	struct draft_want want = {
		.login = store_operator_login(s), .reg = f->reg->name, .record = ((const struct rec *)f->base)->id,
	};
	struct err e = ERR_INIT;

	if (f->readonly || !app_drafts(f->screen.app))
		return;
	want.database = store_identity(s);
	if (draft_find(app_drafts(f->screen.app), &want, &f->offered, &e) < 0)
		app_say_error(f->screen.app, &e);
	if (f->offered.n)
		ask(f);
}
