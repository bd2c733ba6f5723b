/* Values of records in drafts, and drafts in words: for the question before changes are lost, and where a draft is offered. */
#include "ui/draft_show.h"

#include <string.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "src/text.h"
#include "ui/change.h"
#include "src/banned.h"

void draft_begin(struct draft *d, struct store *s, const struct reg *reg, const void *base)
{
	const struct rec *r = base;

	*d = (struct draft){ .database = store_identity(s), .login = xstrdup(store_operator_login(s)), .reg = xstrdup(reg->name),
		.record = r->id, .version = r->version };
}

char *draft_value(const struct field *f, const void *rec)
{
	struct cell c;

	field_type(f)->put(field_const(f, rec), &c);
	return xstrdup(cell_text(&c));
}

bool draft_put_value(const struct field *f, void *rec, const char *text)
{
	struct cell c;

	cell_from_text(&c, field_type(f), text);
	return field_type(f)->get(field_value(f, rec), &c) == 0;
}

/* --- in words --- */

static const char *label_of(const struct reg *reg, const struct draft_field *f)
{
	const struct field *field = reg_field(reg, f->name);

	return field ? _(field->label) : f->name;
}

static void add_value(struct store *s, const struct change *c, const char *text, struct buf *out)
{
	struct buf b = BUF_INIT;

	change_add_value(s, c, text, &b);
	/* A note's lines would look like further changes. */
	for (const char *at = buf_str(&b); *at; at++)
		buf_addc(out, *at == '\n' ? ' ' : *at);
	buf_release(&b);
}

/* What could not be read yet, as it was typed. */
static void add_typed(const struct field *field, const char *text, bool in_full, struct buf *out)
{
	bool masked = !in_full && field && field_is_personal(field);

	if (!*text)
		buf_adds(out, _("（空）"));
	else if (!masked)
		buf_adds(out, text);
	else if (!field_type(field)->mask_head)
		buf_adds(out, "***");
	else
		text_mask(out, text, field_type(field)->mask_head, field_type(field)->mask_tail);
}

static void add_change(struct store *s, const struct reg *reg, const struct draft_field *f, const void *now, struct buf *out)
{
	const struct change c = { .reg = reg, .field = reg_field(reg, f->name), .name = f->name };

	add_value(s, &c, f->base, out);
	buf_adds(out, " -> ");
	if (f->typed)
		add_typed(c.field, f->text, now != NULL, out);
	else if (now && f->text && c.field && field_is_personal(c.field))
		field_format(c.field, now, store_lookup(s), STYLE_EDIT, out);
	else
		add_value(s, &c, f->text, out);
}

void draft_add_changes(struct store *s, const struct reg *reg, const struct draft *d, const void *now,
	struct buf *out)
{
	int cells = 0;

	for (size_t i = 0; i < d->n; i++)
		if (text_width(label_of(reg, &d->fields[i])) > cells)
			cells = text_width(label_of(reg, &d->fields[i]));
	for (size_t i = 0; i < d->n; i++) {
		buf_adds(out, "\n  ");
		text_pad(out, label_of(reg, &d->fields[i]), cells, TEXT_LEFT);
		buf_adds(out, "  ");
		add_change(s, reg, &d->fields[i], now, out);
	}
}

/* What was typed for the field that names records of this kind; NULL where that was left alone. */
static const char *typed_name(const struct reg *reg, const struct draft *d)
{
	for (size_t i = 0; i < d->n; i++)
		if (strcmp(d->fields[i].name, reg->label) == 0)
			return d->fields[i].text;
	return NULL;
}

void draft_add_subject(struct store *s, const struct draft *d, struct buf *out)
{
	const struct reg *reg = reg_find(d->reg);
	const struct lookup *l = store_lookup(s);
	const char *name = reg ? typed_name(reg, d) : NULL;

	if (!d->record)
		buf_addf(out, _("（新）%s"), name ? name : "");
	else if (!reg || l->ref_format(l->ctx, reg, d->record, STYLE_LIST, out) < 0)
		buf_adds(out, _("（记录已不存在）"));
}

int draft_find_all(struct app *a, struct draft_list *out, struct err *e)
{
	struct store *s = app_store(a);
	struct draft_want want = { .login = store_operator_login(s) };

	*out = (struct draft_list){ .items = NULL };
	if (!app_drafts(a))
		return 0;
	want.database = store_identity(s);
	return draft_find(app_drafts(a), &want, out, e);
}
