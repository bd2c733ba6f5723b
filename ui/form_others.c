/* What others save while a form shows the same record. */
#include <stdlib.h>

#include "db/journal.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "ui/form.h"
#include "src/banned.h"

static int take_name(void *ctx, const struct action *a)
{
	buf_adds(ctx, a->name);
	return 1;
}

static void add_who(struct form *f, struct buf *out)
{
	struct journal_filter last = { .reg = f->reg, .record = ((const struct rec *)f->base)->id, .limit = 1 };

	journal_actions(app_store(f->screen.app), &last, take_name, out, NULL);
	if (!out->len)
		buf_adds(out, _("另一个人"));
}

/* Which fields: what is asked about and what is merged follows from them. */
static void add_fields(const struct form *f, const void *now, struct buf *out)
{
	for (size_t i = 0; i < f->reg->nfields; i++) {
		const struct field *field = &f->reg->fields[i];

		if (!field_equal(field, f->base, now))
			buf_addf(out, "%s%s", out->len ? _("、") : "", _(field->label));
	}
}

/* What was typed here stays, and the person knows what saving will be about. */
static void tell(struct form *f, const void *now)
{
	struct buf who = BUF_INIT, fields = BUF_INIT;

	add_who(f, &who);
	add_fields(f, now, &fields);
	if (form_count_changes(f) || edit_changed(&f->edit)) {
		app_say(f->screen.app, _("%s刚改了这条记录（%s）。你输入的都在；保存时合并，同一项都改了会先问。"), buf_str(&who),
			fields.len ? buf_str(&fields) : _("停用或恢复"));
	} else if (form_load(f, ((const struct rec *)f->base)->id, NULL) == 0) {
		form_read_facts(f);
		app_say(f->screen.app, _("%s刚改了这条记录（%s），这里已是新的。"), buf_str(&who),
			fields.len ? buf_str(&fields) : _("停用或恢复"));
	}
	buf_release(&who);
	buf_release(&fields);
}

void form_look_around(struct form *f)
{
	struct store *s = app_store(f->screen.app);
	const struct rec *base = f->base;
	int64_t version = store_data_version(s);
	struct rec *now;

	/* A sentence that stands there is read first. */
	if (version == f->data_version || *app_message(f->screen.app, NULL))
		return;
	/* What stands there when the form opens is what it has read. */
	if (base->id && f->data_version) {
		now = reg_new(f->reg);
		if (store_get(s, f->reg, base->id, now, NULL) == 0 && now->version != base->version &&
		    now->version != f->told_version) {
			f->told_version = now->version;
			tell(f, now);
		}
		reg_free(f->reg, now);
	}
	f->data_version = version;
}
