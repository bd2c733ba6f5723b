/* What was typed into questions and not saved: kept as forms keep it, so that either can go on with it. */
#include <stdlib.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "ui/change.h"
#include "ui/draft_show.h"
#include "ui/linear.h"
#include "src/banned.h"

static void collect(const struct linear_edit *edit, struct draft *d)
{
	draft_begin(d, edit->linear->store, edit->reg, edit->base);
	for (size_t i = 0; i < edit->reg->nfields; i++) {
		const struct field *f = &edit->reg->fields[i];
		char *was, *is;

		if (field_equal(f, edit->base, edit->rec))
			continue;
		was = draft_value(f, edit->base);
		is = draft_value(f, edit->rec);
		draft_add(d, f->name, was, is, false);
		/* Where a form goes on: at the last of them. */
		free(d->field);
		d->field = xstrdup(f->name);
		free(was);
		free(is);
	}
}

void linear_keep(struct linear_edit *edit)
{
	struct err e = ERR_INIT;
	struct draft d;

	if (!edit->linear->drafts)
		return;
	collect(edit, &d);
	if (!d.n)
		draft_remove(edit->draft);
	else if (draft_write(edit->linear->drafts, edit->draft, &d, &e) < 0)
		talk_say_error(&edit->linear->talk, &e);
	draft_release(&d);
}

/* --- taking up --- */

/* What could not be read when it was typed is read now, or named. */
static void take_field(struct linear_edit *edit, const struct draft_field *from)
{
	const struct field *f = reg_field(edit->reg, from->name);
	const struct lookup *l = store_lookup(edit->linear->store);
	struct err e = ERR_INIT;

	if (!f || (f->flags & FIELD_READONLY))
		return;
	if (from->typed ? field_parse(f, from->text, l, edit->rec, &e) < 0 : !draft_put_value(f, edit->rec, from->text))
		talk_say(&edit->linear->talk, _("草稿里的%s没有取用：%s"), _(f->label), e.text);
	else if (!field_equal(f, edit->base, edit->rec))
		draft_put_value(f, edit->base, from->base);
}

static void take_up(struct linear_edit *edit, const struct draft *d)
{
	struct err e = ERR_INIT;

	if (draft_take(edit->linear->drafts, d, edit->draft, &e) < 0) {
		talk_say_error(&edit->linear->talk, &e);
		return;
	}
	for (size_t i = 0; i < d->n; i++)
		take_field(edit, &d->fields[i]);
	((struct rec *)edit->base)->version = d->version;
}

static void discard(struct linear_edit *edit, const struct draft *d)
{
	struct draft_file file = DRAFT_NONE;
	struct err e = ERR_INIT;

	if (draft_take(edit->linear->drafts, d, &file, &e) < 0)
		talk_say_error(&edit->linear->talk, &e);
	else
		draft_remove(&file);
}

static void offer(struct linear_edit *edit, const struct draft *d)
{
	struct talk *t = &edit->linear->talk;
	struct buf text = BUF_INIT;
	const char *answer;

	change_add_time(&text, d->at_ms, MOMENT_SHORT);
	talk_say(t, _("有 %s 的草稿：%zu 处修改"), buf_str(&text), d->n);
	buf_clear(&text);
	draft_add_changes(edit->linear->store, edit->reg, d, NULL, &text);
	talk_say(t, "%s", buf_str(&text));
	answer = talk_ask(t, _("1 接着改，2 扔掉，回车 先不管"));
	if (answer && talk_is(answer, "1"))
		take_up(edit, d);
	else if (answer && talk_is(answer, "2"))
		discard(edit, d);
	buf_release(&text);
}

void linear_offer_draft(struct linear_edit *edit)
{
	struct store *s = edit->linear->store;
	struct draft_want want = { .database = store_identity(s), .login = store_operator_login(s), .reg = edit->reg->name,
				   .record = ((const struct rec *)edit->base)->id };
	struct draft_list found = { .n = 0 };
	struct err e = ERR_INIT;

	if (!edit->linear->drafts)
		return;
	if (draft_find(edit->linear->drafts, &want, &found, &e) < 0)
		talk_say_error(&edit->linear->talk, &e);
	if (found.n)
		offer(edit, &found.items[0]);
	draft_list_release(&found);
}
