/* What follows from a record and what refers to it: lines of a form that nobody can change there. */
#include <stdlib.h>

#include "db/uses.h"
#include "src/i18n.h"
#include "src/mem.h"
#include "ui/form.h"
#include "src/banned.h"

void form_release_facts(struct form *f)
{
	for (size_t i = 0; i < f->n_facts; i++) {
		free(f->facts[i].label);
		free(f->facts[i].text);
	}
	free(f->facts);
	f->facts = NULL;
	f->n_facts = 0;
}

/* Takes both contents; a fact that says nothing is none. */
static void add(struct form *f, struct buf *label, struct buf *text)
{
	if (text->len > 0) {
		f->facts = xreallocarray(f->facts, f->n_facts + 1, sizeof(*f->facts));
		f->facts[f->n_facts++] = (struct form_fact){ buf_detach(label), buf_detach(text) };
	}
	buf_release(label);
	buf_release(text);
}

static void add_use(void *ctx, const struct use *use)
{
	struct buf label = BUF_INIT, n = BUF_INIT;

	use_label(use, &label);
	use_count(use, &n);
	add(ctx, &label, &n);
}

void form_read_facts(struct form *f)
{
	struct store *s = app_store(f->screen.app);

	form_release_facts(f);
	if (f->fresh)
		return;
	for (size_t i = 0; i < f->reg->nfacts; i++) {
		struct buf label = BUF_INIT, text = BUF_INIT;

		buf_adds(&label, _(f->reg->facts[i].label));
		f->reg->facts[i].add(store_lookup(s), f->rec, &text);
		add(f, &label, &text);
	}
	/* Without them the form still serves; what is wrong with the file is told by its other readers. */
	store_uses(s, f->reg, ((const struct rec *)f->base)->id, add_use, f, NULL);
}
