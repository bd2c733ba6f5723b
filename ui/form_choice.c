/* Proposals below a field while somebody types: items of a code set, records of another register. */
#include <stdlib.h>
#include <string.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "src/pinyin.h"
#include "ui/form.h"

#define SEARCH_MS 12

void choice_close(struct form *f)
{
	for (size_t i = 0; i < f->n_choices; i++) {
		free(f->choices[i].text);
		free(f->choices[i].label);
	}
	f->n_choices = f->choice = 0;
	f->choosing = false;
}

static void add(struct form *f, const char *text, const char *label)
{
	if (f->n_choices < CHOICES)
		f->choices[f->n_choices++] = (struct choice){ xstrdup(text), xstrdup(label) };
}

/* The best kind of match comes first; within a kind the set's own order stands. */
static void propose_codes(struct form *f, const struct field *field, const char *typed)
{
	const struct lookup *l = store_lookup(app_store(f->screen.app));
	const struct code_item *first;
	size_t n = codebook_set(l->codes, field->set, &first);

	for (int want = MATCH_EXACT; want < MATCH_NONE; want++)
		for (size_t i = 0; i < n; i++) {
			const char *label = code_item_label(&first[i]);
			struct buf shown = BUF_INIT;
			int found = pinyin_match(label, typed, NULL);

			if (found == MATCH_NONE && strncmp(first[i].value, typed, strlen(typed)) == 0)
				found = MATCH_PREFIX;
			if (found != want || !code_item_in_use(&first[i], l->today))
				continue;
			buf_addf(&shown, "%s  %s", label, first[i].value);
			add(f, label, buf_str(&shown));
			buf_release(&shown);
		}
}

static void propose_records(struct form *f, const struct field *field, const char *typed)
{
	struct store *s = app_store(f->screen.app);
	const struct lookup *l = store_lookup(s);
	struct query q = { .n = 0 };
	struct view v = { .reg = field->target, .query = &q, .sort = reg_field(field->target, field->target->sort) };
	struct page page = { .rows = NULL };
	struct buf quoted = BUF_INIT;

	/* Quoted, so that a name with a sign in it is a word and no condition. */
	buf_addf(&quoted, "\"%s\"", typed);
	if (query_parse(field->target, buf_str(&quoted), l, &q, NULL) == 0 &&
	    store_page(s, &v, PAGE_FIRST, 0, CHOICES, SEARCH_MS, &page, NULL) == 0) {
		for (size_t i = 0; i < page.n; i++) {
			struct buf text = BUF_INIT;

			l->ref_format(l->ctx, field->target, ((struct rec *)page_row(&page, i))->id, STYLE_EDIT, &text);
			add(f, buf_str(&text), buf_str(&text));
			buf_release(&text);
		}
	}
	page_release(&page);
	query_release(&q);
	buf_release(&quoted);
}

void choice_update(struct form *f, bool all)
{
	const struct field *field = &f->reg->fields[f->cur];
	const char *typed = all ? "" : edit_text(&f->edit);

	choice_close(f);
	if (!all && !*typed)
		return;
	if (field->type == TYPE_CODE)
		propose_codes(f, field, typed);
	else if (field->type == TYPE_REF)
		propose_records(f, field, typed);
	f->choosing = f->n_choices > 0;
}

bool choice_take(struct form *f)
{
	if (!f->choosing)
		return false;
	edit_replace(&f->edit, f->choices[f->choice].text);
	choice_close(f);
	return true;
}
